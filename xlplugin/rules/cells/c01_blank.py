"""C01: a cell was left blank where 0 belongs."""

from collections.abc import Iterator

from xlplugin.filing.cells import Cell
from xlplugin.filing.facts import Facts
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.form import editions
from xlplugin.rules.cells.blanks import blank_fields, describe
from xlplugin.rules.declare import IN_TABLE, Context, Example, Hit, Rule, Unknown
from xlplugin.rules.shared.wording import by_table
from xlplugin.text import Text

_SECTION_TWO = tuple(field.id for field in editions()["2021"].table("proactive").fields)
_CARRIED_IN = tuple(name for name in editions()["2021"].fields if name.startswith("requests.carried_in."))
_FOUR = tuple(f"requests.{row}.other" for row in ("granted", "partly_granted", "refused_state_secret", "refused_third_party"))
_FOUR_MORE = tuple(f"requests.{row}.company" for row in ("granted", "refused_state_secret", "refused_third_party", "declined_repeated"))


def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """One finding a table."""
    for names in by_table(filing, blank_fields(filing)):
        yield Hit(names[0], expected=0, related=tuple(names[1:]), words={"which": describe(filing, names)})


RULE = Rule(
    id="C01",
    severity=Severity.WARNING,
    title=Text("空白，应填 0", "a cell is blank and should be 0"),
    lead=IN_TABLE,
    fact=Text("{which}空白。", "blank cells: {which}"),
    ask=Text("没有发生的请填 0，有数的请补填。", "Enter 0 where there was nothing to count, else the figure"),
    rationale=Text(
        "空白看不出是没有发生，还是漏填。合计栏空白而分项有数的，不算空白，由合计规则报告。",
        "A blank cell may mean none, or forgotten. A blank total above filled parts is a wrong sum and left to the rules on totals.",
    ),
    source=Text(
        "填报惯例：没有的填 0；公开发布的年报中有整行、整列空白的",
        "practice: none is entered as 0; published reports with whole blank rows and columns were seen",
    ),
    spreads=True,
    check=check,
    subject="table",
    moves=True,
    casts_doubt=True,
    examples=(
        Example(),
        Example({"requests.granted.company": None, "requests.carried_in.other": None}, fails_at=("requests.carried_in.other",), expected=0, related=("requests.granted.company",)),
        Example(
            {"proactive.licensing.decisions": "  ", "review.litigation_direct.pending": None},
            fails_at=("proactive.licensing.decisions", "review.litigation_direct.pending"),
            says=("“行政许可·本年处理决定数量”（A3）空白", "“诉讼·未经复议直接起诉·尚未审结”"),
        ),
        Example({"requests.received.company": 2, "requests.received.total": None}),
        Example({"requests.granted.company": 2, "requests.results_total.company": None}),
        Example({"requests.received.total": None}, fails_at=("requests.received.total",)),
        Example(cells={"requests.received.total": Cell(formula="=SUM(D6:I6)", recalculated=0)}),
        Example({"requests.granted.other": None}, facts=Facts(covered={"requests.granted.other": "requests.granted.legal_service"})),
        Example({"requests.received.company": 2, "requests.results_total.company": None}, fails_at=("requests.results_total.company",)),
        Example(
            {"proactive.regulations.repealed": None, "proactive.normative_documents.repealed": None, "proactive.fees.amount": None},
            fails_at=("proactive.regulations.repealed",),
            says="“本年废止件数”列 2 格、“行政事业性收费·本年收费金额",
        ),
        Example(dict.fromkeys(_SECTION_TWO[:6]), fails_at=(_SECTION_TWO[0],), says="“规章”行 3 格、“行政规范性文件”行 3 格空白"),
        Example(dict.fromkeys(_SECTION_TWO), fails_at=(_SECTION_TWO[0],), says="全部 10 格空白"),
        Example(dict.fromkeys(_CARRIED_IN + _FOUR), fails_at=(_CARRIED_IN[0],), says=("“上年结转”行 7 格、", "“不予公开·第三方权益·其他”（F8）空白")),
        Example(dict.fromkeys(_CARRIED_IN + _FOUR + _FOUR_MORE), fails_at=(_CARRIED_IN[0],), says="等共 15 格空白"),
    ),
)
