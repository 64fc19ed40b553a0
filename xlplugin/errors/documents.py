"""What can be wrong with a report as a document: Word, PDF, a web page, text."""

from __future__ import annotations

from xlplugin.errors.base import XlpluginError
from xlplugin.errors.workbooks import DamagedError, EncryptedError, NoFormError, NotAnnotatableError, TooLargeError
from xlplugin.text import Text


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


class ReportNotAnnotatableError(NotAnnotatableError):
    """The report is in a format whose copy cannot have comments."""

    words = Text(
        "只有 .docx 格式的报告能制作批注副本，审核结果见其他报表。需要批注副本的，请先用 Word 或 WPS 另存为 .docx。",
        "only a report in .docx can be annotated; its findings are in the other reports; for an annotated copy save it as .docx first",
    )
