"""What can be wrong with a *file*: one exception each, with a sentence for the person who sent it.

A wrong *filing* (figures that contradict each other) is a finding, never an exception.
"""

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


class NotAWorkbookError(XlpluginError):
    """The file's content is no workbook of a kind we read, whatever its name says."""

    words = Text("不是电子表格文件（内容看上去是{kind}）。", "not a workbook (the content looks like {kind})")
    ask = Text("请用 Excel 或 WPS 另存为 .xlsx 后重新报送。", "save it as .xlsx with Excel or WPS and send it again")


class EncryptedError(XlpluginError):
    """The workbook needs a password to open."""

    words = Text("工作簿设有打开密码，无法审核。", "the workbook is encrypted")
    ask = Text("请取消密码后重新报送。", "remove its password and send it again")


class DamagedError(XlpluginError):
    """It is a workbook, but its parts cannot be read."""

    words = Text("工作簿已损坏，无法读取（{detail}）。", "the workbook is damaged ({detail})")
    ask = Text("请用 Excel 或 WPS 打开、另存后重新报送。", "open it in Excel or WPS, save it anew and send it again")


class TooLargeError(XlpluginError):
    """The workbook is beyond every size a filled form can have."""

    words = Text("工作簿过大（{detail}），不像一份年报表格，未予打开。", "the workbook is too large for a filled form ({detail}) and was not opened")
    ask = Text("请只保留年报各表后重新报送。", "keep only the form's sheets and send it again")


class NoFormError(XlpluginError):
    """The workbook can be read, and none of the official tables is in it."""

    words = Text(
        "工作簿中没有找到政府信息公开工作年度报告的三张表（二、主动公开；三、申请办理；四、复议诉讼）。",
        "none of the three official tables of the yearly report was found in the workbook",
    )


class NotAnnotatableError(XlpluginError):
    """The workbook is of a kind whose copy cannot be marked: an old or a foreign format, or Strict Open XML."""

    words = Text(
        "这种格式的工作簿（.xls、.et、.ods、.xlsb 或“Strict Open XML”）不能制作批注副本，审核结果见报告。需要批注副本的，请先用 Excel 或 WPS 另存为 .xlsx。",
        "a workbook of this format (.xls, .et, .ods, .xlsb or Strict Open XML) cannot be annotated; its findings are in the report; for an annotated copy save it as .xlsx first",
    )


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


class HostError(XlpluginError):
    """A spreadsheet program is not there, has no workbook open, or refuses what is asked of it."""

    words = Text("{zh}", "{en}")


class HostMissingError(HostError):
    """LibreOffice, or the part of it that lets Python talk to it, is not installed."""

    words = Text("找不到 LibreOffice 的 Python 接口（pyuno）。", "LibreOffice's Python bridge (pyuno) was not found")
    ask = Text("请安装 LibreOffice Calc 及其 Python 接口；Debian、Ubuntu 等系统安装 python3-uno 软件包。", "install LibreOffice Calc and its Python bridge (package python3-uno on Debian and Ubuntu)")


class HostPythonError(HostError):
    """LibreOffice's bridge was built for another Python than the one that runs; loading it would end the process."""

    words = Text(
        "LibreOffice 的 Python 接口属于 Python {wanted}，而本程序运行在 Python {running} 上。",
        "LibreOffice's bridge is built for Python {wanted}, but this is Python {running}",
    )
    ask = Text("请用 Python {wanted} 安装本程序。", "install this program with Python {wanted}")


class HostNotRunningError(HostError):
    """No LibreOffice of this user is running."""

    words = Text("没有正在运行的 LibreOffice。", "LibreOffice is not running")
    ask = Text("请先在 LibreOffice 中打开工作簿。", "open the workbook in LibreOffice first")


class NothingOpenError(HostError):
    """The program runs, and no workbook is open in it."""

    words = Text("LibreOffice 中没有打开的工作簿。", "no workbook is open in LibreOffice")
    ask = Text("请先在 LibreOffice 中打开工作簿。", "open the workbook in LibreOffice first")


class HostSilentError(HostError):
    """The program runs but does not answer."""

    words = Text("LibreOffice 正在运行，但没有应答（{detail}）。", "LibreOffice is running but does not answer ({detail})")
    ask = Text("请关闭其中的对话框后重试；仍不行，请保存工作簿并重新启动 LibreOffice。", "close its dialogs and try again, or save the workbook and restart LibreOffice")


class HostGoneError(HostError):
    """The program, or the workbook in it, was closed while we worked."""

    words = Text("工作簿或 LibreOffice 已被关闭。", "the workbook or LibreOffice was closed")
    ask = Text("请重新打开工作簿后再试。", "open the workbook again and retry")


class NotWrittenError(HostError):
    """The program took an instruction and did not carry it out; mostly because the sheet is protected or the workbook is read-only."""

    words = Text(
        "工作表“{sheet}”没有接受修改（{what}）。工作表可能受保护，或工作簿以只读方式打开。",
        'sheet "{sheet}" did not take the change ({what}); it may be protected, or the workbook is open read-only',
    )


class PasswordError(HostError):
    """The sheet is protected with a password."""

    words = Text("工作表“{sheet}”设有保护密码，未作修改。", 'sheet "{sheet}" is protected with a password and was left alone')


class NotADocumentError(XlpluginError):
    """The file's content is not what its name says, and no report of a kind we read."""

    words = Text("不是可以读取的年报文档（内容看上去是{kind}）。", "not a report of a kind that can be read (the content looks like {kind})")
    ask = Text("请另存为 .docx 或 .html 后重新报送。", "save it as .docx or .html and send it again")


class DocumentEncryptedError(EncryptedError):
    """The document needs a password to open."""

    words = Text("文档设有打开密码，无法审核。", "the document is encrypted")
    ask = Text("请取消密码后重新报送。", "remove its password and send it again")


class DocumentDamagedError(DamagedError):
    """It is a document, but its parts cannot be read."""

    words = Text("文档已损坏，无法读取（{detail}）。", "the document is damaged ({detail})")
    ask = Text("请用 Word 或 WPS 打开、另存后重新报送。", "open it in Word or WPS, save it anew and send it again")


class DocumentTooLargeError(TooLargeError):
    """The document is beyond every size a report can have."""

    words = Text("文档过大（{detail}），不像一份年报，未予读取。", "the document is too large for a report ({detail}) and was not read")
    ask = Text("请只保留年报正文后重新报送。", "keep only the report and send it again")


class UndecodableError(XlpluginError):
    """The text is in none of the encodings that are in use for reports."""

    words = Text("文本的编码认不出（试过 UTF-8、GB18030、UTF-16）。", "the text's encoding cannot be told (UTF-8, GB18030 and UTF-16 were tried)")
    ask = Text("请用记事本打开，另存为 UTF-8 编码后重新报送。", "save it as UTF-8 and send it again")


class EmbeddedError(XlpluginError):
    """A Word document whose text is a piece of another format within it."""

    words = Text("文档的正文是嵌入的{kind}，无法读取。", "the text of the document is {kind} embedded in it and cannot be read")
    ask = Text("请用 Word 打开、另存为 .docx 后重新报送。", "open it in Word, save it as .docx and send it again")


class FontError(XlpluginError):
    """A PDF whose codes map to no characters: it can be looked at, and not read."""

    words = Text(
        "这份 PDF 的文字不能解码：所用字体没有字符对照表，看得见而取不出（{share}的字）。",
        "the text of this PDF cannot be decoded: its fonts do not map their codes to characters ({share} of them), so that it can be seen and not read",
    )
    ask = Text("请提供 Word 文档（.docx），或由 Word 重新导出的 PDF。", "ask for the Word document (.docx), or a PDF exported anew from Word")


class ScannedError(XlpluginError):
    """A PDF of pictures: its pages hold no text."""

    words = Text("这份 PDF 是扫描件，没有可读取的文字。", "this PDF was scanned and holds no text")
    ask = Text("请提供可编辑的版本（.docx、.html，或由 Word 直接导出的 PDF）。", "ask for an editable version (.docx, .html, or a PDF exported from Word)")


class NoTableError(NoFormError):
    """The report can be read, and none of the official tables stands in it as text."""

    words = Text(
        "文档中没有找到年报的三张表（二、主动公开；三、申请办理；四、复议诉讼），或者表格是图片。",
        "none of the three official tables was found in the document, or they are pictures",
    )
    ask = Text("请提供表格可编辑的版本（.docx、.html 或 .xlsx）。", "ask for a version whose tables can be edited (.docx, .html or .xlsx)")


class DelimitedTableError(NoTableError):
    """A text in which the official tables stand as lines with commas or semicolons: a comma may part cells, thousands or half-sentences."""

    words = Text(
        "文件里的表格是用逗号或分号分隔的文字，分不清哪个逗号是分栏、哪个是千位分隔，没有读。",
        "the tables in this file are lines with commas or semicolons; which of these part cells and which thousands cannot be told, so they were not read",
    )
    ask = Text("请用制表符或竖线分栏，或提供 .docx、.html、.xlsx。", "part the cells with tabs or bars, or give .docx, .html or .xlsx")


class HiddenTableError(NoTableError):
    """A page that holds the official tables and does not show them."""

    words = Text("网页里有年报的表格，但设成了不显示，没有读。", "the page holds the official tables, but does not show them, so they were not read")
    ask = Text("请让表格显示出来后另存，或提供 Word 文档（.docx）。", "save it with the tables shown, or ask for the Word document (.docx)")


class ConverterMissingError(XlpluginError):
    """An old Word document, and no LibreOffice to open it with."""

    words = Text("读取旧版 Word 文档（.doc）需要 LibreOffice，本机没有安装。", "reading an old Word document (.doc) takes LibreOffice, which is not installed")
    ask = Text("请安装 LibreOffice，或用 Word、WPS 另存为 .docx 后再审核。", "install it, or save the document as .docx with Word or WPS")


class LibraryMissingError(XlpluginError):
    """A file whose kind takes a library that is not at hand: in a browser, or where it was left out."""

    words = Text("这里没有读取{kind}所需的软件包（{package}），没有审核。", "what reads {kind} is not at hand here ({package}); it was not checked")
    ask = Text("请用安装版（xlplugin check）审核，或提供工作簿、.docx。", "check it with the installed program (xlplugin check), or send the workbook or a .docx")


class ReportNotAnnotatableError(NotAnnotatableError):
    """The report is in a format whose copy cannot have comments."""

    words = Text(
        "只有 .docx 格式的报告能制作批注副本，审核结果见其他报表。需要批注副本的，请先用 Word 或 WPS 另存为 .docx。",
        "only a report in .docx can be annotated; its findings are in the other reports; for an annotated copy save it as .docx first",
    )
