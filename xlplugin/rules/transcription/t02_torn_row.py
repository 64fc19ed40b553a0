"""T02: a row is torn in two."""

from xlplugin.filing.cells import Place
from xlplugin.filing.facts import Facts, Misreading
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE, Example, Rule
from xlplugin.rules.transcription.words import inspect
from xlplugin.text import Text

_TEXT = "5.要求行政机关 0 0 0 0 0 0 0 / 确认或重新出具已获取信息"
_FIELDS = ("requests.declined_reconfirmation.natural_person", "requests.declined_reconfirmation.total")
_READ = Misreading("torn", "requests", _TEXT, _FIELDS, place=Place("三、收到和处理政府信息公开申请情况", 9, 1))
_UNREAD = Misreading("torn", "requests", _TEXT, _FIELDS, is_read=False)

RULE = Rule(
    id="T02",
    severity=Severity.INFO,
    title=Text("一行断成两截", "a row torn in two"),
    lead=IN_TABLE,
    fact=Text(
        "{where}断成了两截{text}；{outcome}。这是所读文件的问题，非填报错误。",
        "{where}: torn in two{text}; {outcome}. This is a fault of the file that was read, not of the filing",
    ),
    rationale=Text(
        "表格跨页时，一行会被分页切成两截，后一截只有半个标签和空格。空的半截不是漏填。",
        "A page break cuts a row in two, and the second half holds half a label and empty cells. Those are no blanks of the office.",
    ),
    mend=Text("对照原件核实这一行；需要时索取可编辑的原件。", "Compare the row with the original; ask for an editable one where needed."),
    source=Text("公开发布的年报中有被分页切断的行", "seen in published reports: rows cut by a page break"),
    check=inspect("torn"),
    subject="table",
    is_of_reading=True,
    examples=(
        Example(),
        Example(facts=Facts(misreadings=(_READ,)), fails_at=(_FIELDS[0],)),
        Example(facts=Facts(misreadings=(_UNREAD, Misreading("torn", "review", _TEXT))), fails_at=(_FIELDS[0], None)),
        Example({"requests.received.total": None}, facts=Facts(misreadings=(Misreading("cells", "requests", _TEXT),))),
    ),
)
