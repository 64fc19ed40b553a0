"""W07: form cells in hidden rows, columns or sheets."""

from collections.abc import Iterator

from xlplugin.filing import Facts, Filing, Place
from xlplugin.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Rule, Unknown
from xlplugin.rules.listing import MOST, address, listed
from xlplugin.text import Text


def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """One finding a file, at the first hidden cell."""
    places = filing.facts.hidden
    if places:
        yield Hit(place=places[0], words={"places": listed([address(place) for place in places[:MOST]], len(places), "格")})


RULE = Rule(
    id="W07",
    severity=Severity.WARNING,
    title=Text("有格子在隐藏的行、列或工作表里", "form cells in hidden rows, columns or sheets"),
    message=Text(
        "表中有格子被隐藏：{places}。隐藏的数字照样审核、公布。请取消隐藏后核对。",
        "cells of the form are hidden: {places}. They are checked and published all the same. Unhide them and check their figures",
    ),
    rationale=Text(
        "填报人和审核人看不到隐藏的数字，公布时却会带出去。", "Neither the filer nor the reviewer sees hidden figures, but they are published with the rest."
    ),
    mend=Text("取消隐藏行、列、工作表，核对其中的数字。", "Unhide the rows, columns or sheets and check their figures."),
    source=Text("审核常识", "common sense"),
    check=check,
    examples=(
        Example(),
        Example(facts=Facts(hidden=(Place("三、申请办理", 9, 4), Place("三、申请办理", 9, 5))), fails_at=(None,)),
        Example({"requests.received.total": None}, facts=Facts(hidden=(Place("四、复议诉讼", 4, 1),)), fails_at=(None,)),
    ),
)
