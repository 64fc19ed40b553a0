"""T04: a page number or a header stands inside a table."""

from xlplugin.filing.cells import Place
from xlplugin.filing.facts import Facts, Misreading
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE, Example, Rule
from xlplugin.rules.transcription.words import IN_TABLE_AT_LARGE, inspect
from xlplugin.text import Text

_TEXT = "- 3 -"
_FIELDS = ("requests.received.natural_person", "requests.received.total")
_READ = Misreading("furniture", "requests", _TEXT, _FIELDS, place=Place("三、收到和处理政府信息公开申请情况", 9, 1))
_UNREAD = Misreading("furniture", "requests", _TEXT, _FIELDS, is_read=False)

RULE = Rule(
    id="T04",
    severity=Severity.INFO,
    title=Text("表内夹有页码、页眉或重复的表头", "a page number or header inside a table"),
    lead=IN_TABLE,
    fact=Text(
        "{where}夹有页码、页眉或重复的表头{text}；{outcome}。这是所读文件的问题，非填报错误。",
        "{where}: a page number, a page header or the header once more among the rows{text}; {outcome}. This is a fault of the file that was read, not of the filing",
    ),
    rationale=Text(
        "从 PDF 或网页取出的表格，会把页码、页眉和跨页重复的表头夹在行间。页码是数字，不能当作填报的数。",
        "A table taken from PDF or a web page has page numbers, page headers and repeated headers among its rows. A page number must not be taken for a figure.",
    ),
    mend=Text("对照原件核实前后各行；需要时索取可编辑的原件。", "Compare the rows around it with the original; ask for an editable one where needed."),
    source=Text("PDF 文本中，表格里夹有“- 3 -”一类的页码", "text of PDFs has page numbers like - 3 - inside its tables"),
    check=inspect("furniture", no_row=IN_TABLE_AT_LARGE),
    subject="table",
    is_of_reading=True,
    examples=(
        Example(),
        Example(facts=Facts(misreadings=(_READ,)), fails_at=(_FIELDS[0],)),
        Example(facts=Facts(misreadings=(_UNREAD, Misreading("furniture", "review", _TEXT))), fails_at=(_FIELDS[0], None)),
        Example({"requests.received.total": None}, facts=Facts(misreadings=(Misreading("shifted", "requests", _TEXT),))),
    ),
)
