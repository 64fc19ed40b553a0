"""What every error has: a sentence for the person who caused it; and those of files of any kind, definitions and commands."""

from __future__ import annotations

from dataclasses import dataclass

from xlplugin.system_words import in_chinese
from xlplugin.text import NOTHING, Text


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a file cannot be read, and what to do about it."""

    fact: Text
    ask: Text = NOTHING

    @property
    def text(self) -> Text:
        """Both in one."""
        return self.fact.followed_by(self.ask)


class XlpluginError(Exception):
    """Base of all errors that a user can cause. `trouble` is what is wrong, and what to do; `text` both in one, to show."""

    words = Text("出错：{detail}", "error: {detail}")
    ask = NOTHING

    def __init__(self, **values: object) -> None:
        fact = self.words.fill(**values)
        self.trouble = Trouble(Text(in_chinese(fact.zh), fact.en), self.ask)
        self.text = self.trouble.text
        super().__init__(self.text.en)


class FileMissingError(XlpluginError):
    """There is no file at the path that was given."""

    words = Text("找不到文件。", "no such file")
    ask = Text("请核对路径和文件名。", "check the path and the name")


class FolderGivenError(XlpluginError):
    """There is a folder at the path where one file is wanted."""

    words = Text("是文件夹，不是文件。", "a folder, not a file")
    ask = Text("请写到文件名。", "give the file's path")


class FolderLinkedError(XlpluginError):
    """There is a link to a folder at the path where one file is wanted: met among submissions, where such links are not followed."""

    words = Text("是指向文件夹的链接，没有进到里面去找文件。", "a link to a folder, which is not followed")
    ask = Text("要审核里面的文件，请在命令里另外写上这个文件夹。", "to check what is in it, name the folder itself on the command line")


class FileEmptyError(XlpluginError):
    """The file has no bytes."""

    words = Text("文件是空的（0 字节）。", "the file is empty (0 bytes)")
    ask = Text("请重新报送。", "ask for it again")


class FileUnreadableError(XlpluginError):
    """The operating system does not let us read the file."""

    words = Text("无法读取文件：{detail}。", "cannot read the file: {detail}")
    ask = Text("请检查权限，或关闭占用它的程序。", "check its permissions or close the program that holds it")


class PartsChangedError(XlpluginError):
    """Files that were one organ's tables when the run began are so no more."""

    words = Text("同一单位的几张表在审核时变了，合不成一份。", "the workbooks of one organ's tables changed while they were checked and are one submission no more")
    ask = Text("请重新审核。", "check them again")


class DefinitionError(XlpluginError):
    """A mistake in a file that defines an edition or rules. It names the file and the place."""

    words = Text("定义文件有误：{detail}", "mistake in a definition file: {detail}")


class EquationError(DefinitionError):
    """An equation in such a file that cannot be read; `reason` says why, in English."""

    def __init__(self, equation: str, reason: str) -> None:
        super().__init__(detail=f"relation {equation!r}: {reason}")
        self.reason = reason


class UsageError(XlpluginError):
    """The command was called with something it cannot use."""

    words = Text("{zh}", "{en}")


class LibraryMissingError(XlpluginError):
    """A file whose kind takes a library that is not at hand: in a browser, or where it was left out."""

    words = Text("这里没有读取{kind}所需的软件包（{package}），没有审核。", "what reads {kind} is not at hand here ({package}); it was not checked")
    ask = Text("请用安装版（xlplugin check）审核，或提供工作簿、.docx。", "check it with the installed program (xlplugin check), or send the workbook or a .docx")
