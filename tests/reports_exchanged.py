"""What the tests of import, export and annotation share: a report with text, and what is compared after a way there and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from tests.filings import filing_of
from tests.submissions import CONSISTENT
from xlplugin.checking.check import check
from xlplugin.filing.filing import Filing
from xlplugin.form import editions
from xlplugin.reading.open import read_any
from xlplugin.rules.report.shared.samples import DOCUMENT, NARRATIVE

ROOT = Path(__file__).parent.parent
SEEDS = ROOT.parent / "shared" / "seeds"
_ADDRESS = re.compile(r"（[A-Z]{1,2}\d+）")


def read(path: Path) -> Filing:
    """The filing in a file, whatever it is."""
    return read_any(path, str(path), list(editions().values()))


def report_filing(values: Mapping[str, object] | None = None, **changes: object) -> Filing:
    """The filing of a whole report without faults, but for the values and parts that are changed."""
    filing = filing_of(_sums({**CONSISTENT, **(values or {})}), organ="样例一镇人民政府", year=2021)
    return replace(filing, **{"narrative": NARRATIVE, "document": DOCUMENT, **changes})  # type: ignore[arg-type]


def findings(filing: Filing, families: str = "RVPCFWND") -> list[tuple[object, ...]]:
    """What the rules of some families say of a filing, without the addresses of cells, which differ from file to file.

    C01 and V07 name a line as a whole where all that is to be filled in is blank: in the template totals are not.
    """
    found = check([filing])[0].findings
    return sorted(
        (one.rule, one.severity.id, str(one.field), str(one.actual), str(one.expected), one.related, one.covered_by or "", "" if one.rule in ("C01", "V07") else _ADDRESS.sub("", one.message.zh))
        for one in found
        if one.rule[0] in families
    )


def not_checked(filing: Filing) -> list[tuple[str, str]]:
    """Which rules could not run, and at which fields."""
    return sorted((entry.rule, str(entry.field)) for entry in check([filing])[0].not_checked)


def _sums(values: Mapping[str, object]) -> dict[str, object]:
    """The values with the totals that are not among them added up."""
    from decimal import Decimal

    from xlplugin.outputs.template.sums import Figures, sums
    from xlplugin.rules import catalogue

    form = editions()["2021"]
    computed = sums(form, catalogue().values()).computed
    figures = Figures(values, computed)
    exact = {name: Decimal(str(value)) if isinstance(value, float) else value for name, value in values.items()}
    return {**{name: int(figures.amount(name)) for name in computed}, **exact}
