"""The roll-up as a whole: chosen by the plan, added up, written into the template, and checked like any filing."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from xlplugin.checking.check import check
from xlplugin.errors import UsageError
from xlplugin.filing.cells import Value
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Report
from xlplugin.filing.submissions import Submission
from xlplugin.form import Form, editions
from xlplugin.outputs.indicators.lines import Organ, by_organ_and_year, indicated, sent_by
from xlplugin.outputs.rollup.add import Adder, Total, combined, shape_for, shown_in
from xlplugin.outputs.rollup.adjust import Adjustment, adjusted, read_adjustments
from xlplugin.outputs.rollup.choose import plan as make_plan
from xlplugin.outputs.rollup.differ import Difference, differences
from xlplugin.outputs.rollup.messages import remarks_on
from xlplugin.outputs.rollup.plan import NO_LEVEL, Plan
from xlplugin.outputs.rollup.subtotals import By, Group, check_by, group_of, groups_of
from xlplugin.outputs.rollup.workbook import Contents, write_workbook
from xlplugin.reading.open import read_any
from xlplugin.reading.read import read_workbook
from xlplugin.review.review import STATES, Review
from xlplugin.review.roster import Roster
from xlplugin.rules import catalogue
from xlplugin.rules.declare import Context, Rule
from xlplugin.runs.store.results import Result
from xlplugin.runs.whole_file import beside
from xlplugin.runs.written import note_file, refuse_foreign
from xlplugin.text import Text, join, same

_ORGAN_BY_ORGAN = Text("汇总表不与上年衔接，各单位的在 check 中逐份比对", "a sum is not held against last year: `check` does it organ by organ")


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked of a roll-up besides the files and the roster."""

    target: str | None = None
    """The organ whose roll-up it is (`--for`)."""
    include_unaccepted: bool = False
    year: int | None = None
    parent: Path | Filing | None = None
    """The parent's own workbook, or what was read of it, to compare with; default the target's own report of its whole territory, where it is among the files."""
    adjustments: Path | None = None
    by: By | None = None
    forms: Sequence[Form] | None = None
    """The editions to choose from; default those of the program."""
    rules: Sequence[Rule] | None = None
    """What the roll-up is checked by; default the catalogue's."""
    context: Context | None = None
    prior: Sequence[Submission] = ()
    """What the organs sent for the years before, for the indicators."""
    is_forced: bool = False
    """Whether a file that is not as it was written here is replaced."""


@dataclass(frozen=True)
class RollUp:
    """What came of it: `values` are the figures of the tables that were written, `report` what the rules say of them."""

    plan: Plan
    total: Total
    """The plain sums."""
    values: Mapping[str, Value]
    report: Report
    adjustments: tuple[Adjustment, ...] = ()
    differences: tuple[Difference, ...] = ()
    groups: tuple[Group, ...] = ()
    remarks: tuple[Text, ...] = field(default=())
    """What is to be known of the figures, besides the plan's remarks."""


def roll_up(results: Iterable[Result], review: Review, roster: Roster | None, target: Path, options: Options | None = None) -> RollUp:
    """Adds up the filings of a run, writes the roll-up to `target`, reads it back and checks it.

    Raises `UsageError` where nothing can be added up, for a mistake in the roster, the adjustments or the options, and where a file is there that is not a roll-up as it was written here.
    """
    options = options or Options()
    plan = make_plan(review, roster, target=options.target, include_unaccepted=options.include_unaccepted, year=options.year)
    check_by(plan, options.by)
    if not plan.parts:
        raise _nothing(plan)
    form = {form.edition: form for form in options.forms or editions().values()}[plan.edition or ""]
    given = read_adjustments(options.adjustments, form) if options.adjustments else ()
    totals, own = _added(results, plan, form, options.by)
    total = combined(totals.values(), form)
    after = adjusted(form, total.values, given)
    parent = _parent(options) or own
    differing = tuple(differences(parent, form, total.values, after)) if parent else ()
    shape = shape_for(form, after)
    values = shown_in(shape, form, after)
    groups = tuple(groups_of(plan, totals, options.by, Adder(form).total)) if options.by else ()
    remarks = remarks_on(total, given, shape, values, parent is not None)
    told = indicated(_organs(plan, options.prior), options.forms or editions().values())
    contents = Contents(plan, total, after, shape, values, given, parent, differing, options.by, groups, remarks, told)
    written = io.BytesIO()
    write_workbook(written, contents)
    if not options.is_forced:
        refuse_foreign(target)
    with beside(target) as path:
        path.write_bytes(written.getvalue())
    note_file(target)
    [report] = check([read_workbook(target, options.forms)], options.rules, options.context)
    return RollUp(plan, total, values, _without_last_year(report, options), given, differing, groups, remarks)


def _without_last_year(report: Report, options: Options) -> Report:
    """The report with another reason why a sum is not held against last year: nobody can give one by `--prior`, which is for the organs."""
    known = {rule.id: rule for rule in (*catalogue().values(), *(options.rules or ()))}
    missed = (replace(one, reason=_ORGAN_BY_ORGAN) if one.rule in known and known[one.rule].needs.prior else one for one in report.not_checked)
    return replace(report, not_checked=tuple(missed))


def _parent(options: Options) -> Filing | None:
    """The parent's own filing, where it is given."""
    if not isinstance(options.parent, Path):
        return options.parent
    return read_any(options.parent, str(options.parent), list(options.forms or editions().values()))


def _added(results: Iterable[Result], plan: Plan, form: Form, by: By | None) -> tuple[dict[str, Total], Filing | None]:
    """The sums by group (one group where none are asked for), and the target's own report; each filing is read, added and let go."""
    organs = {part.submission.file: part.organ for part in plan.parts}
    adders: dict[str, Adder] = {}
    own: Filing | None = None
    waiting = set(organs)
    for result in results:
        file = result.submission.file
        if file in waiting:
            filing = result.filing()
            assert filing is not None, file
            adders.setdefault(group_of(plan, organs[file], by), Adder(form)).add(organs[file], filing)
            waiting.remove(file)
        elif plan.own is not None and file == plan.own.file:
            own = result.filing()
    assert not waiting, sorted(waiting)
    return {name: adder.total for name, adder in adders.items()}, own


def _organs(plan: Plan, prior: Sequence[Submission]) -> list[Organ]:
    """The organs whose reports are added up, as the indicators tell them: by branch of the tree where there is one, else by level."""
    known = by_organ_and_year(prior)
    groups = plan.branches or plan.levels
    return [Organ(part.organ, groups.get(part.organ, NO_LEVEL), sent_by(part.organ, part.submission, plan.year, known), STATES[part.state]) for part in plan.parts if plan.year is not None]


def _nothing(plan: Plan) -> UsageError:
    reasons = join((same(f"{one.organ} ") + one.reason for one in plan.left_out[:5]), "；", "; ")
    more = Text(f"等 {len(plan.left_out)} 家", f" and others, {len(plan.left_out)} in all") if len(plan.left_out) > 5 else same("")
    told = reasons + more if plan.left_out else Text("没有一家单位报送", "nobody submitted")
    return UsageError(zh=f"没有可以汇总的报告（{told.zh}）。", en=f"there is no report to add up ({told.en})")
