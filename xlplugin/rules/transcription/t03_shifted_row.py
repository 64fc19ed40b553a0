"""T03: a row or group is shifted by a column."""

from xlplugin.filing.cells import Place
from xlplugin.filing.facts import Facts, Misreading
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE, Example, Rule
from xlplugin.rules.transcription.words import inspect
from xlplugin.text import Text

_TEXT = "（四）无法提供 1.本机关不掌握相关政府信息 0 0 0 0 0 0 0"
_FIELDS = ("requests.unavailable_not_held.natural_person", "requests.unavailable_not_held.total")
_READ = Misreading("shifted", "requests", _TEXT, _FIELDS, place=Place("三、收到和处理政府信息公开申请情况", 9, 1))
_UNREAD = Misreading("shifted", "requests", _TEXT, _FIELDS, is_read=False)

RULE = Rule(
    id="T03",
    severity=Severity.INFO,
    title=Text("一行或一组错了列", "a row or group shifted by a column"),
    lead=IN_TABLE,
    fact=Text(
        "{where}与其他行不在同一列上{text}；{outcome}。这是所读文件的问题，非填报错误。",
        "{where}: in other columns than the rows around{text}; {outcome}. This is a fault of the file that was read, not of the filing",
    ),
    rationale=Text(
        "合并单元格转成文本时会少一格或多一格，整行、整组随之错列。",
        "When merged cells become text, one is lost or added, and the row or group moves with it.",
    ),
    mend=Text("对照原件核实这几行的数字。", "Compare the figures of these rows with the original."),
    source=Text("公开发布的年报中有整组左移一列的", "seen in a published report: a group one column to the left"),
    check=inspect("shifted"),
    subject="table",
    is_of_reading=True,
    examples=(
        Example(),
        Example(facts=Facts(misreadings=(_READ,)), fails_at=(_FIELDS[0],)),
        Example(facts=Facts(misreadings=(_UNREAD, Misreading("shifted", "review", _TEXT))), fails_at=(_FIELDS[0], None)),
        Example({"requests.received.total": None}, facts=Facts(misreadings=(Misreading("cells", "requests", _TEXT),))),
        Example(
            facts=Facts(misreadings=(Misreading("shifted", "requests", " ", (_FIELDS[1], "requests.unavailable_needs_creation.total")),)),
            fails_at=(_FIELDS[1],),
            says="“无法提供·不掌握、无法提供·需另行制作”各行与其他行不在同一列上；数字已按标签和格数对上",
        ),
    ),
)
