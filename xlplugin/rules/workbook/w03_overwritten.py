"""W03: a computed cell of the template was overwritten by a typed number."""

from collections.abc import Iterator

from xlplugin.filing.cells import Cell, Shape
from xlplugin.filing.facts import Facts
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.form import editions
from xlplugin.rules.declare import IN_TABLE, Context, Example, Hit, Rule, Unknown
from xlplugin.rules.shared.blind import cannot_see
from xlplugin.rules.shared.totals import computed_fields
from xlplugin.rules.shared.wording import by_table, named_cells
from xlplugin.rules.workbook.formulas import unseen
from xlplugin.text import Text

_FORMULA = Cell(Shape.NUMBER, 0, "0", formula="=SUM(D6:I6)", saved=0, recalculated=0)
_TOTALS = {name: _FORMULA for name, field in editions()["2021"].fields.items() if field.row.total or field.column.total}


def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """One finding a table; a blank cell is C01's, a formula kept as text C03's, a wrong number R02's, R03's or V01's. Figures taken from a report are as printed there."""
    yield from cannot_see(filing, "names")
    if not filing.facts.is_template or filing.facts.is_transcribed:
        return
    yield from unseen(filing)
    if not filing.facts.formulas_visible:
        return
    found = ((name, filing.cell(name)) for name in computed_fields(filing.form))
    for names in by_table(filing, (name for name, cell in found if cell.formula is None and cell.shape not in (Shape.BLANK, Shape.FORMULA_TEXT))):
        yield Hit(names[0], actual=filing.cells[names[0]].raw, related=tuple(names[1:]), words={"which": named_cells(filing, names)})


RULE = Rule(
    id="W03",
    severity=Severity.WARNING,
    title=Text("模板的自动合计格被手工数字覆盖", "a computed cell of the template was overwritten"),
    lead=IN_TABLE,
    fact=Text(
        "{which}的公式被手工填的数覆盖，以后改动分项，合计不会跟着变。",
        "{which}: a typed number stands where the template has a formula, so the total no longer follows its parts",
    ),
    ask=Text("请从空白模板复制这些格，恢复公式。", "Copy these cells from an empty template"),
    rationale=Text(
        "模板的合计格自动求和。手工覆盖后数字即使现在对，再改分项就会错。",
        "The template sums its totals by itself. A number typed over a formula may be right today and wrong after the next change.",
    ),
    mend=Text("从空白模板复制该格，粘贴到原处；不要只改数字。", "Copy the cell from an empty template into its place; do not just change the number."),
    source=Text("模板的约定：合计格为公式", "a convention of this template: totals are formulas"),
    spreads=True,
    check=check,
    subject="workbook",
    moves=True,
    examples=(
        Example(cells=_TOTALS, facts=Facts(is_template=True)),
        Example(
            cells={
                name: cell
                for name, cell in _TOTALS.items()
                if name not in ("requests.granted.total", "requests.results_total.other", "review.litigation_direct.total")
            },
            facts=Facts(is_template=True),
            fails_at=("requests.granted.total", "review.litigation_direct.total"),
            related=("requests.results_total.other",),
        ),
        Example(cells={**_TOTALS, "requests.granted.total": Cell(Shape.FORMULA_TEXT, raw="=SUM(D8:I8)")}, facts=Facts(is_template=True)),
        Example(cells={**_TOTALS, "requests.granted.total": Cell()}, facts=Facts(is_template=True)),
        Example({"requests.granted.total": 0}, facts=Facts(is_template=True, is_transcribed=True)),
        Example({"requests.granted.total": 0}),
    ),
)
