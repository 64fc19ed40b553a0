"""F07: the header of an amount lost its unit."""

from collections.abc import Iterator

from xlplugin.filing.cells import Place
from xlplugin.filing.document import Span
from xlplugin.filing.facts import Facts, SeenLabel
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE, Context, Example, Hit, Rule, Unknown
from xlplugin.rules.form.units import is_stated_beside, lost_unit
from xlplugin.rules.shared.wording import quoted
from xlplugin.text import Text


def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """One finding for each such header."""
    for label in filing.facts.seen_labels:
        unit = lost_unit(label, filing.form)
        if unit is not None and not label.by_place and not is_stated_beside(label, filing.facts):
            words = {"table": filing.form.table(label.table).title.text, "seen": quoted(label.seen), "unit": unit}
            yield Hit(place=label.place, actual=label.seen, expected=label.official, words=words, span=Span(label.table))


RULE = Rule(
    id="F07",
    severity=Severity.INFO,
    title=Text("收费金额表头没有注明（单位：万元）", "the fee header does not state its unit, 万元"),
    lead=IN_TABLE,
    fact=Text("表头“{seen}”没有注明单位，规定用语是“{expected}”。", 'the header "{seen}" does not state its unit; the official wording is "{expected}"'),
    ask=Text("请确认金额以{unit}为单位。", "Make sure that amounts are in {unit}"),
    rationale=Text(
        "没有单位，读者会按元理解，填报人也容易填成元，相差一万倍。",
        "Without the unit readers take the figure for yuan, and filers easily enter yuan: off by 10,000.",
    ),
    mend=Text("在表头补上（单位：万元），并核对金额。", "Add （单位：万元） to the header and check the amount."),
    source=Text("国办公开办函〔2021〕30号所附表样：本年收费金额（单位：万元）", "the table issued with 国办公开办函〔2021〕30号: 本年收费金额（单位：万元）"),
    check=check,
    subject="form",
    examples=(
        Example(facts=Facts(seen_labels=(SeenLabel("proactive", "column", "amount", "本年收费金额（单位：万元）", "收费金额(万元)"),))),
        Example(
            facts=Facts(seen_labels=(SeenLabel("proactive", "column", "amount", "本年收费金额（单位：万元）", "本年收费金额", Place("二、主动公开", 15, 2)),)),
            fails_at=(None,),
        ),
        Example(facts=Facts(seen_labels=(SeenLabel("proactive", "column", "amount", "本年收费金额（单位：万元）", "本年收费金额"), SeenLabel("proactive", "beside", "amount", "本年收费金额（单位：万元）", "单位：万元")))),
        Example({"proactive.fees.amount": None}),
    ),
)
