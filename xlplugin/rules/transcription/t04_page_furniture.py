"""T04: a page number or a header stands inside a table."""

from xlplugin.filing import Facts, Misreading, Place
from xlplugin.findings import Severity
from xlplugin.rules.declare import Example, Rule
from xlplugin.rules.transcription.words import inspect
from xlplugin.text import Text

_TEXT = "- 3 -"
_FIELDS = ("requests.received.natural_person", "requests.received.total")
_READ = Misreading("T04", "requests", _TEXT, _FIELDS, place=Place("三、收到和处理政府信息公开申请情况", 9, 1))
_UNREAD = Misreading("T04", "requests", _TEXT, _FIELDS, is_read=False)

RULE = Rule(
    id="T04",
    severity=Severity.INFO,
    title=Text("表内夹有页码、页眉或重复的表头", "a page number or header inside a table"),
    message=Text(
        "「{table}」{where}夹有页码、页眉或重复的表头，原文是“{text}”；{outcome}。这是所读文件的问题，非填报错误。",
        '{table}:{where}: a page number, a page header or the header once more among the rows; it says "{text}"; {outcome}. This is a fault of the file that was read, not of the filing',
    ),
    rationale=Text(
        "从 PDF 或网页取出的表格，会把页码、页眉和跨页重复的表头夹在行间。页码是数字，不能当作填报的数。",
        "A table taken from PDF or a web page has page numbers, page headers and repeated headers among its rows. A page number must not be taken for a figure.",
    ),
    mend=Text("对照原件核实前后各行；需要时索取可编辑的原件。", "Compare the rows around it with the original; ask for an editable one where needed."),
    source=Text("PDF 文本中，表格里夹有“- 3 -”一类的页码", "text of PDFs has page numbers like - 3 - inside its tables"),
    check=inspect("T04"),
    examples=(
        Example(),
        Example(facts=Facts(misreadings=(_READ,)), fails_at=(_FIELDS[0],)),
        Example(facts=Facts(misreadings=(_UNREAD, Misreading("T04", "review", _TEXT))), fails_at=(_FIELDS[0], None)),
        Example({"requests.received.total": None}, facts=Facts(misreadings=(Misreading("T03", "requests", _TEXT),))),
    ),
)
