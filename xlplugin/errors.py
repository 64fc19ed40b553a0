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


class NotAnnotatableError(XlpluginError):
    """The workbook is of a kind whose copy cannot be marked: an old or a foreign format, or Strict Open XML."""

    words = Text(
        "这种格式的工作簿（.xls、.et、.ods、.xlsb 或“Strict Open XML”）不能制作批注副本，审核结果见报告。需要批注副本的，请先用 Excel 或 WPS 另存为 .xlsx。",
        "a workbook of this format (.xls, .et, .ods, .xlsb or Strict Open XML) cannot be annotated; its findings are in the report; for an annotated copy save it as .xlsx first",
    )


class DefinitionError(XlpluginError):
    """A mistake in a file that defines an edition or rules. It names the file and the place."""

    words = Text("定义文件有误：{detail}", "mistake in a definition file: {detail}")


class UsageError(XlpluginError):
    """The command was called with something it cannot use."""

    words = Text("{zh}", "{en}")


class HostError(XlpluginError):
    """A spreadsheet program is not there, has no workbook open, or refuses what is asked of it."""

    words = Text("{zh}", "{en}")


class HostMissingError(HostError):
    """LibreOffice, or the part of it that lets Python talk to it, is not installed."""

    words = Text(
        "找不到 LibreOffice 的 Python 接口（pyuno）。请安装 LibreOffice Calc 及其 Python 接口；Debian、Ubuntu 等系统安装 python3-uno 软件包。",
        "LibreOffice's Python bridge (pyuno) was not found; install LibreOffice Calc and its Python bridge (package python3-uno on Debian and Ubuntu)",
    )


class HostPythonError(HostError):
    """LibreOffice's bridge was built for another Python than the one that runs; loading it would end the process."""

    words = Text(
        "LibreOffice 的 Python 接口属于 Python {wanted}，而本程序运行在 Python {running} 上。请用 Python {wanted} 安装本程序。",
        "LibreOffice's bridge is built for Python {wanted}, but this is Python {running}; install this program with Python {wanted}",
    )


class HostNotRunningError(HostError):
    """No LibreOffice of this user is running."""

    words = Text("没有正在运行的 LibreOffice。请先在 LibreOffice 中打开工作簿。", "LibreOffice is not running; open the workbook in LibreOffice first")


class NothingOpenError(HostError):
    """The program runs, and no workbook is open in it."""

    words = Text("LibreOffice 中没有打开的工作簿。请先在 LibreOffice 中打开工作簿。", "no workbook is open in LibreOffice; open the workbook in LibreOffice first")


class HostSilentError(HostError):
    """The program runs but does not answer."""

    words = Text(
        "LibreOffice 正在运行，但没有应答（{detail}）。请关闭其中的对话框后重试；仍不行，请保存工作簿并重新启动 LibreOffice。",
        "LibreOffice is running but does not answer ({detail}); close its dialogs and try again, or save the workbook and restart LibreOffice",
    )


class HostGoneError(HostError):
    """The program, or the workbook in it, was closed while we worked."""

    words = Text("工作簿或 LibreOffice 已被关闭。请重新打开工作簿后再试。", "the workbook or LibreOffice was closed; open the workbook again and retry")


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

    words = Text(
        "不是可以读取的年报文档（内容看上去是{kind}）。请另存为 .docx 或 .html 后重新报送。",
        "not a report of a kind that can be read (the content looks like {kind}); save it as .docx or .html and send it again",
    )


class DocumentEncryptedError(EncryptedError):
    """The document needs a password to open."""

    words = Text("文档设有打开密码，无法审核。请取消密码后重新报送。", "the document is encrypted; remove its password and send it again")


class DocumentDamagedError(DamagedError):
    """It is a document, but its parts cannot be read."""

    words = Text("文档已损坏，无法读取（{detail}）。请用 Word 或 WPS 打开、另存后重新报送。", "the document is damaged ({detail}); open it in Word or WPS, save it anew and send it again")


class DocumentTooLargeError(TooLargeError):
    """The document is beyond every size a report can have."""

    words = Text("文档过大（{detail}），不像一份年报，未予读取。请只保留年报正文后重新报送。", "the document is too large for a report ({detail}) and was not read; keep only the report and send it again")


class UndecodableError(XlpluginError):
    """The text is in none of the encodings that are in use for reports."""

    words = Text(
        "文本的编码认不出（试过 UTF-8、GB18030、UTF-16）。请用记事本打开，另存为 UTF-8 编码后重新报送。",
        "the text's encoding cannot be told (UTF-8, GB18030 and UTF-16 were tried); save it as UTF-8 and send it again",
    )


class ScannedError(XlpluginError):
    """A PDF of pictures: its pages hold no text."""

    words = Text(
        "这份 PDF 是扫描件，没有可读取的文字。请提供可编辑的版本（.docx、.html，或由 Word 直接导出的 PDF）。",
        "this PDF was scanned and holds no text; ask for an editable version (.docx, .html, or a PDF exported from Word)",
    )


class NoTableError(NoFormError):
    """The report can be read, and none of the official tables stands in it as text."""

    words = Text(
        "文档中没有找到年报的三张表（二、主动公开；三、申请办理；四、复议诉讼），或者表格是图片。请提供表格可编辑的版本（.docx、.html 或 .xlsx）。",
        "none of the three official tables was found in the document, or they are pictures; ask for a version whose tables can be edited (.docx, .html or .xlsx)",
    )


class ConverterMissingError(XlpluginError):
    """An old Word document, and no LibreOffice to open it with."""

    words = Text(
        "读取旧版 Word 文档（.doc）需要 LibreOffice，本机没有安装。请安装 LibreOffice，或用 Word、WPS 另存为 .docx 后再审核。",
        "reading an old Word document (.doc) takes LibreOffice, which is not installed; install it, or save the document as .docx with Word or WPS",
    )


class ReportNotAnnotatableError(NotAnnotatableError):
    """The report is in a format whose copy cannot have comments."""

    words = Text(
        "只有 .docx 格式的报告能制作批注副本，审核结果见其他报表。需要批注副本的，请先用 Word 或 WPS 另存为 .docx。",
        "only a report in .docx can be annotated; its findings are in the other reports; for an annotated copy save it as .docx first",
    )
