"""What would be left of a report were its suspects what localisation proposes: whatever goes away then is one problem with the suspect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from xlplugin.filing.cells import Shape
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Finding, Report

if TYPE_CHECKING:
    from xlplugin.rules.declare import Rule


def explained_by_suspects(filing: Filing, report: Report, rules: Sequence[Rule] | None = None, prior: Filing | None = None) -> frozenset[Finding]:
    """The findings of a report, of the parts that localisation speaks of, that follow wholly from its suspects. `rules` and `prior`: those that the report was made with.

    A finding that goes on to the next cell when its first is mended (`moves`) stays as long as its rule finds anything.
    """
    if not report.suspects:
        return frozenset()
    from xlplugin.checking.check import check

    [after] = check([as_suspects_say(filing, report)], rules, priors=[prior])
    parts = frozenset(name for advice in report.advice if advice.suspects for name in advice.fields)
    left = {(finding.rule, finding.field) for finding in after.findings}
    moving = {finding.rule for finding in after.findings if finding.moves}
    return frozenset(
        finding
        for finding in report.findings
        if finding.field in parts and (finding.rule, finding.field) not in left and finding.rule not in moving
    )


def as_suspects_say(filing: Filing, report: Report) -> Filing:
    """The filing with its suspects' cells as proposed, and the totals whose formulas rest on them."""
    from xlplugin.checking.localise import formula_totals

    cells = dict(filing.cells)
    for suspect in report.suspects:
        cells[suspect.field] = replace(filing.cell(suspect.field), shape=Shape.NUMBER, value=suspect.expected, raw=str(suspect.expected))
    amounts = {name: cell.value or 0 for name, cell in cells.items()}
    for name, balance in reversed(list(formula_totals(filing).items())):
        total = sum(amounts.get(term.field, 0) * term.factor for term in balance.right.terms)
        amounts[name] = int(total) if total == int(total) else total
        cells[name] = replace(cells[name], value=amounts[name], saved=amounts[name], recalculated=amounts[name], raw=str(amounts[name]))
    return replace(filing, cells=cells)
