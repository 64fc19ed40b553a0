"""What can be wrong with a *file*: one exception each, with a sentence for the person who sent it.

A wrong *filing* (figures that contradict each other) is a finding, never an exception.
"""

from __future__ import annotations

from xlplugin.text import Text


class XlpluginError(Exception):
    """Base of all errors that a user can cause. `text` is the sentence to show."""

    words = Text("出错：{detail}", "error: {detail}")

    def __init__(self, **values: object) -> None:
        self.text = self.words.fill(**values)
        super().__init__(self.text.en)


class FileMissingError(XlpluginError):
    """There is no file at the path that was given."""

    words = Text("找不到文件。请核对路径和文件名。", "no such file; check the path and the name")


class FileEmptyError(XlpluginError):
    """The file has no bytes."""

    words = Text("文件是空的（0 字节）。请重新报送。", "the file is empty (0 bytes); ask for it again")


class FileUnreadableError(XlpluginError):
    """The operating system does not let us read the file."""

    words = Text("无法读取文件：{detail}。请检查权限，或关闭占用它的程序。", "cannot read the file: {detail}; check its permissions or close the program that holds it")


class NotAWorkbookError(XlpluginError):
    """The file's content is no workbook of a kind we read, whatever its name says."""

    words = Text(
        "不是电子表格文件（内容看上去是{kind}）。请用 Excel 或 WPS 另存为 .xlsx 后重新报送。",
        "not a workbook (the content looks like {kind}); save it as .xlsx with Excel or WPS and send it again",
    )


class EncryptedError(XlpluginError):
    """The workbook needs a password to open."""

    words = Text("工作簿设有打开密码，无法审核。请取消密码后重新报送。", "the workbook is encrypted; remove its password and send it again")


class DamagedError(XlpluginError):
    """It is a workbook, but its parts cannot be read."""

    words = Text("工作簿已损坏，无法读取（{detail}）。请用 Excel 或 WPS 打开、另存后重新报送。", "the workbook is damaged ({detail}); open it in Excel or WPS, save it anew and send it again")


class TooLargeError(XlpluginError):
    """The workbook is beyond every size a filled form can have."""

    words = Text("工作簿过大（{detail}），不像一份年报表格，未予打开。请只保留年报各表后重新报送。", "the workbook is too large for a filled form ({detail}) and was not opened; keep only the form's sheets and send it again")


class NoFormError(XlpluginError):
    """The workbook can be read, and none of the official tables is in it."""

    words = Text(
        "工作簿中没有找到政府信息公开工作年度报告的三张表（二、主动公开；三、申请办理；四、复议诉讼）。",
        "none of the three official tables of the yearly report was found in the workbook",
    )


class DefinitionError(XlpluginError):
    """A mistake in a file that defines an edition or rules. It names the file and the place."""

    words = Text("定义文件有误：{detail}", "mistake in a definition file: {detail}")


class UsageError(XlpluginError):
    """The command was called with something it cannot use."""

    words = Text("{zh}", "{en}")
