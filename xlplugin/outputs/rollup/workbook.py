"""The roll-up workbook: the template with the sums in it, and the sheets that say what they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from xlplugin.filing.cells import Value
from xlplugin.filing.filing import Filing
from xlplugin.form import Form
from xlplugin.form.sheets import ADJUSTMENTS, DIFFERENCES, INDICATORS, INDICATORS_BY_ORGAN, SUBTOTALS, SUMMARY
from xlplugin.outputs.indicators.detail import write_detail
from xlplugin.outputs.indicators.leader import write_leader
from xlplugin.outputs.indicators.lines import Indicated
from xlplugin.outputs.rollup.add import Total
from xlplugin.outputs.rollup.adjust import Adjustment
from xlplugin.outputs.rollup.adjustments_page import write_adjustments
from xlplugin.outputs.rollup.differ import Difference
from xlplugin.outputs.rollup.differences_page import write_differences
from xlplugin.outputs.rollup.messages import contradicted
from xlplugin.outputs.rollup.plan import NO_LEVEL, Plan
from xlplugin.outputs.rollup.subtotals import By, Group
from xlplugin.outputs.rollup.subtotals_page import write_subtotals
from xlplugin.outputs.rollup.summary_page import write_summary
from xlplugin.outputs.template.template import Page, write_template
from xlplugin.review.roster_tree import WHOLE
from xlplugin.rules import catalogue
from xlplugin.runs.inputs.own import REVIEW
from xlplugin.text import Text

NO_TARGET = "各单位汇总"
"""What stands for the organ where no roster says whose roll-up it is."""


@dataclass(frozen=True)
class Contents:
    """Everything that the workbook shows."""

    plan: Plan
    total: Total
    after: Mapping[str, Value]
    """The sums after adjustment, of all shapes' fields."""
    shape: Form
    values: Mapping[str, Value]
    """The figures of the tables."""
    adjustments: tuple[Adjustment, ...]
    parent: Filing | None
    differences: tuple[Difference, ...]
    by: By | None
    groups: tuple[Group, ...]
    remarks: tuple[Text, ...]
    indicated: Indicated | None = None


def write_workbook(target: BinaryIO, contents: Contents) -> None:
    """Writes the workbook; the same contents give the same bytes. A total is a formula, unless the filings' own totals contradict it."""
    plan, total, after = contents.plan, contents.total, contents.after
    note = plan.note.zh
    pages = [
        Page(SUMMARY, partial(write_summary, plan=plan, total=total, after=after, remarks=contents.remarks), is_first=True),
        Page(ADJUSTMENTS, partial(write_adjustments, total=total, after=after, adjustments=contents.adjustments, note=note)),
    ]
    if contents.parent is not None:
        found = partial(write_differences, plan=plan, form=contents.shape, parent=contents.parent, found=contents.differences)
        pages.append(Page(DIFFERENCES, found))
    if contents.by is not None:
        sums = (total.values, after)
        grouped = partial(write_subtotals, groups=contents.groups, by=contents.by, shape=contents.shape, form=total.form, sums=sums, note=note)
        pages.append(Page(SUBTOTALS, grouped))
    if (found_indicators := contents.indicated) is not None:
        title = Text(f"{plan.target or NO_TARGET}{found_indicators.years[0]}年主要指标", "")
        pages.append(Page(INDICATORS, lambda sheet, workbook, styles: write_leader(sheet, workbook, found_indicators, "zh", title)))
        pages.append(Page(INDICATORS_BY_ORGAN, lambda sheet, workbook, styles: write_detail(sheet, workbook, found_indicators, "zh", title + Text("（分单位）", ""))))
    level = None if plan.level in (None, NO_LEVEL) else plan.level
    cover = {"organ": plan.target or NO_TARGET, "year": plan.year, "level": level, "scope": WHOLE}
    typed = {name: contents.values[name] for name in contradicted(contents.shape, contents.values)}
    write_template(contents.shape, target, catalogue().values(), values=contents.values, typed=typed, cover=cover, pages=pages, note=note, category=REVIEW)
