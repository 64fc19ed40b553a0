"""W07: form cells in hidden rows, columns or sheets."""

from collections.abc import Iterator

from xlplugin.filing.cells import Place
from xlplugin.filing.facts import Facts
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Rule, Unknown
from xlplugin.rules.shared.blind import cannot_see
from xlplugin.rules.shared.wording import MOST, address, listed
from xlplugin.text import Text, join

_WAYS = {
    "line": Text("被隐藏（所在的行、列或工作表隐藏，或行高、列宽为零）", "are hidden (their row, column or sheet is hidden, or has no height or width)"),
    "cover": Text("被合并格盖住而存有内容", "lie under a merged cell and hold something"),
    "writing": Text("的字与底色相同，或数字格式使它不显示", "are written in the colour of their ground, or have a number format that shows nothing"),
}


def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """One finding a file, at the first hidden cell."""
    yield from cannot_see(filing, "hidden")
    yield from cannot_see(filing, "formats")
    places = filing.facts.hidden
    if places:
        ways = join([_WAYS[way] for way in filing.facts.hidden_by], "，或", ", or ")
        yield Hit(place=places[0], words={"places": listed([address(place) for place in places[:MOST]], len(places), "格"), "ways": ways})


RULE = Rule(
    id="W07",
    severity=Severity.WARNING,
    title=Text("有格子看不见", "form cells that nobody sees"),
    fact=Text("表中有格子{ways}：{places}。看不见的数字照样审核、公布。", "cells of the form {ways}: {places}. They are checked and published all the same"),
    ask=Text("请让它们显示出来，再核对。", "Make them visible and check their figures"),
    rationale=Text(
        "填报人和审核人看不到隐藏的数字，公布时却会带出去。", "Neither the filer nor the reviewer sees hidden figures, but they are published with the rest."
    ),
    source=Text("审核常识", "common sense"),
    check=check,
    subject="workbook",
    examples=(
        Example(),
        Example(facts=Facts(hidden=(Place("三、申请办理", 9, 4), Place("三、申请办理", 9, 5))), fails_at=(None,)),
        Example(facts=Facts(hidden=(Place("三、申请办理", 9, 4),), hidden_by=("cover", "writing")), fails_at=(None,), says="被合并格盖住"),
        Example(facts=Facts(blind=frozenset({"hidden"})), not_checked=(None,)),
        Example(facts=Facts(hidden=(Place("三、申请办理", 9, 4),), blind=frozenset({"formats"})), fails_at=(None,), not_checked=(None,)),
        Example({"requests.received.total": None}, facts=Facts(hidden=(Place("四、复议诉讼", 4, 1),)), fails_at=(None,)),
    ),
)
