"""T06: a page holds a table that it does not show."""

from xlplugin.filing.facts import Facts, Misreading
from xlplugin.filing.findings import Severity
from xlplugin.form import editions
from xlplugin.rules.declare import IN_TABLE, Example, Rule
from xlplugin.rules.transcription.words import IN_TABLE_AT_LARGE, inspect
from xlplugin.text import Text

_TEXT = "行政复议 结果维持 3"
_FIELDS = tuple(name for name, field in editions()["2021"].fields.items() if field.table == "review")
_COPY = Misreading("hidden", "review", _TEXT)
_ALONE = Misreading("hidden", "review", _TEXT, _FIELDS, is_read=False)

RULE = Rule(
    id="T06",
    severity=Severity.INFO,
    title=Text("网页里有不显示的表", "a table that the page does not show"),
    lead=IN_TABLE,
    fact=Text(
        "网页里有一份不显示的{where}{text}，没有读；{outcome}。这是所读文件的问题，非填报错误。",
        "{where}: the page holds one that it does not show{text}, which was not read; {outcome}. This is a fault of the file that was read, not of the filing",
    ),
    rationale=Text(
        "网页里藏着的表，读者看不到，可能是改版前的旧表。照读会把看不见的数当作公布的数，一声不响地略去又可能漏掉真正的表。",
        "Readers do not see a table that a page hides; it may be an old one. Read, its figures would be taken for what was published; left out in silence, the real table might be missed.",
    ),
    mend=Text("让表显示出来，或删去隐藏的部分，重新审核。", "Show the table or remove what is hidden, and check again."),
    source=Text("公开网页上有用样式隐藏整块内容的", "seen on published pages: whole blocks hidden by style"),
    check=inspect("hidden", no_row=IN_TABLE_AT_LARGE),
    subject="table",
    is_of_reading=True,
    examples=(
        Example(),
        Example(facts=Facts(misreadings=(_COPY,)), fails_at=(None,), says="网页里有一份不显示的表格，原文是“行政复议 结果维持 3”，没有读；不影响已读取的数字"),
        Example(facts=Facts(misreadings=(_ALONE,)), not_found=_FIELDS, fails_at=_FIELDS[:1], related=_FIELDS[1:], says="15 格数字无法确定"),
        Example({"requests.received.total": None}, facts=Facts(misreadings=(Misreading("torn", "review", _TEXT),))),
    ),
)
