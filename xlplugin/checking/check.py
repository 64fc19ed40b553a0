"""Checks filings: every rule that holds, once over all filings of a form where it can be, and a report for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from xlplugin import libraries
from xlplugin.checking.balance import Balances, compile_balances
from xlplugin.checking.bounds import breaks_none, broken_bounds
from xlplugin.checking.functions import Asked, Functions
from xlplugin.checking.kept import Kept
from xlplugin.checking.schema import build_schema, can_validate, cells_frame, failures, is_loaded
from xlplugin.checking.settle import in_order, positions, settle, untold
from xlplugin.checking.waive import unused, waive
from xlplugin.filing.coverage import coverage_of, whole
from xlplugin.filing.filing import Answer, Filing
from xlplugin.filing.findings import Advice, Finding, NotChecked, Report, Severity
from xlplugin.form import Form, Relation
from xlplugin.rules import catalogue, order
from xlplugin.rules.declare import Bound, Context, Forbidden, Hit, Limits, Rule
from xlplugin.rules.narrative.mentions import unread_numbers
from xlplugin.rules.shared.blind import cannot_see
from xlplugin.rules.shared.row_sums import with_row_sums

if TYPE_CHECKING:
    from xlplugin.checking.localise import Localisation

LARGEST_LOCALISED = 10**9
"""Localisation computes with floats: with a count beyond this nothing is claimed. C12 tells of such a count."""


def check(
    filings: Sequence[Filing],
    rules: Iterable[Rule] | None = None,
    context: Context | None = None,
    priors: Sequence[Filing | None] | None = None,
    releases: Sequence[Sequence[Answer]] | None = None,
    kept: Kept | None = None,
) -> list[Report]:
    """A report for each filing, in their order.

    `rules`: those to run; default the catalogue's that run unless selected. `priors`: last year's filing of each, or None.
    `releases`: what a reviewer lets pass in each, besides what its own sheet 校验结果 says. `kept`: what is known of cells from
    earlier calls with the same rules and limits.
    """
    context = context or Context()
    chosen = list(rules) if rules is not None else [rule for rule in catalogue().values() if rule.is_default]
    last_year = list(priors) if priors is not None else [context.prior] * len(filings)
    found: dict[int, list[Finding]] = defaultdict(list)
    missed: dict[int, list[NotChecked]] = defaultdict(list)
    groups: dict[int, list[int]] = defaultdict(list)
    for number, filing in enumerate(filings):
        groups[id(filing.form)].append(number)
    for numbers in groups.values():
        members = [filings[number] for number in numbers]
        holding = _holding(tuple(chosen), members[0].form.edition)
        _run_schema(members, numbers, holding, context, kept, found, missed)
        told = _run_balances(members, numbers, holding, [last_year[number] for number in numbers], kept, found, missed)
        asked = [Asked(filing, last_year[number], found[number], missed[number], equal) for filing, number, equal in zip(members, numbers, told, strict=True)]
        Functions(holding, context.limits, kept).run(asked)
    known, reads_text = {rule.id: rule for rule in chosen}, any(rule.needs.text for rule in chosen)
    passes = releases or [()] * len(filings)
    return [_report(filing, known, found[number], missed[number], passes[number], reads_text=reads_text) for number, filing in enumerate(filings)]


@lru_cache(maxsize=64)
def _holding(rules: tuple[Rule, ...], edition: str) -> tuple[Rule, ...]:
    """Those of the rules that apply to an edition."""
    return tuple(rule for rule in rules if rule.holds_for(edition))


def _run_schema(
    members: Sequence[Filing],
    numbers: Sequence[int],
    rules: Sequence[Rule],
    context: Context,
    kept: Kept | None,
    found: dict[int, list[Finding]],
    missed: dict[int, list[NotChecked]],
) -> None:
    bounding = {rule.id: rule for rule in rules if isinstance(rule.check, (Bound, Forbidden))}
    if not bounding:
        return
    sighted = [(rule, rule.check.sight) for rule in rules if isinstance(rule.check, Forbidden) and rule.check.sight is not None]
    for filing, number in zip(members, numbers, strict=True):
        for rule, sight in sighted if filing.facts.blind else ():
            missed[number] += [rule.unknown(case) for case in cannot_see(filing, sight)]
    asked = list(bounding.values())
    doubtful = range(len(members)) if kept is None else [member for member, filing in enumerate(members) if not breaks_none(filing, asked, context.limits, kept)]
    if not doubtful:
        return
    for position, rule_id, name in _broken_cells([members[member] for member in doubtful], asked, context.limits):
        member = doubtful[position]
        filing = members[member]
        found[numbers[member]].append(bounding[rule_id].finding(_hit(bounding[rule_id], filing, name), filing))


def _broken_cells(members: Sequence[Filing], rules: Sequence[Rule], limits: Limits) -> Iterable[tuple[int, str, str]]:
    """(number of the filing, rule id, field id) of each cell that breaks a bound, by the schema; one filing by itself does not wait for pandera to be loaded."""
    if len(members) == 1 and not (is_loaded() and any(broken_bounds(members, rules, limits))):
        return broken_bounds(members, rules, limits)
    if not can_validate():
        return broken_bounds(members, rules, limits)
    return failures(build_schema(members[0].form, rules, limits), cells_frame(members))


def _hit(rule: Rule, filing: Filing, name: str) -> Hit:
    """The hit for a cell that breaks a bound: what stands in it."""
    cell = filing.cells[name]
    if isinstance(rule.check, Forbidden) and cell.value is not None:
        return Hit(name, actual=cell.shown or cell.raw, expected=cell.value, case=rule.check.counted)
    return Hit(name, actual=cell.raw if cell.value is None else cell.value)


@lru_cache(maxsize=64)
def balances_of(form: Form, rules: tuple[Rule, ...]) -> Balances:
    """The relations of the rules on a form, made once for each pair."""
    return compile_balances(form, rules)


def _run_balances(
    members: Sequence[Filing],
    numbers: Sequence[int],
    rules: Sequence[Rule],
    priors: Sequence[Filing | None],
    kept: Kept | None,
    found: dict[int, list[Finding]],
    missed: dict[int, list[NotChecked]],
) -> list[frozenset[str]]:
    """Of each filing that is like another one, the rules whose relations hold; none of any other."""
    told: list[frozenset[str]] = []
    relations = [rule for rule in rules if isinstance(rule.check, Relation)]
    every = balances_of(members[0].form, tuple(relations))
    for filing, prior, number in zip(members, priors, numbers, strict=True):
        summed = with_row_sums(filing)
        if summed is filing and prior is None and kept is not None and (before := every.like_before(filing, kept)) is not None:
            missed[number] += before.missed
            told.append(before.holding)
            continue
        told.append(frozenset())
        parts = [(every, filing)] if summed is filing else [(balances_of(filing.form, tuple(rule for rule in relations if rule.needs.row_sums is one)), own) for one, own in ((False, filing), (True, summed))]
        for balances, own in parts:
            broken, blind = balances.compare(own, prior)
            found[number] += [rule.finding(one, filing) for rule, one in balances.hits(own, prior, broken)]
            missed[number] += balances.not_checked(own, prior, blind)
    return told


def _report(filing: Filing, rules: dict[str, Rule], found: list[Finding], missed: list[NotChecked], releases: Sequence[Answer], *, reads_text: bool) -> Report:
    """The report of one filing; where a relation is broken, with the cells most likely wrong."""
    settled = _settled(filing, rules, found) if found else []
    parts = _localise(filing, rules, settled) if settled else []
    answered, notes = waive(settled, filing, releases) if settled else ([], [])
    notes += unused(filing, settled, rules.keys() - {one.rule for one in missed}) if filing.answers else []
    return Report(
        file=filing.file,
        organ=filing.organ,
        year=filing.year,
        edition=filing.form.edition,
        values=filing.values,
        findings=tuple([finding for finding in answered if not rules[finding.rule].is_of_reading]),
        not_checked=in_order(missed, filing.form),
        advice=_advice(filing, parts),
        notes=tuple(notes),
        coverage=whole(filing) or coverage_of(filing, untold(filing, rules, answered)),
        transcription=tuple([finding for finding in settled if rules[finding.rule].is_of_reading]),
        parts=filing.parts,
        unread_numbers=unread_numbers(filing) if reads_text and (filing.narrative or filing.document) else (),
        sources=filing.sources,
    )


def _settled(filing: Filing, rules: dict[str, Rule], found: Sequence[Finding]) -> list[Finding]:
    """One finding for each fault, the gravest first."""
    position = positions(filing.form)
    return sorted(settle(found, rules), key=lambda finding: (-finding.severity, order(finding.rule), position.get(finding.field or "", -1)))


def _localise(filing: Filing, rules: dict[str, Rule], found: Sequence[Finding]) -> list[Localisation]:
    if not any(isinstance(rules[finding.rule].check, Relation) and finding.severity is Severity.ERROR for finding in found):
        return []
    if any(not -LARGEST_LOCALISED <= filing.amount(name) <= LARGEST_LOCALISED for name, field in filing.form.fields.items() if field.kind == "count"):
        return []
    faulty = frozenset(name for finding in found if rules[finding.rule].casts_doubt for name in (finding.field, *finding.related) if name)
    return localise(filing, faulty)


def localise(filing: Filing, faulty: frozenset[str]) -> list[Localisation]:
    """See `xlplugin.checking.localise`, which is loaded, and numpy with it, where a relation is broken."""
    libraries.load("numpy")
    from xlplugin.checking import localise as by_arithmetic

    return by_arithmetic.localise(filing, faulty)


def _advice(filing: Filing, parts: Sequence[Localisation]) -> tuple[Advice, ...]:
    """What localisation says of each part, in words."""
    if not parts:
        return ()
    from xlplugin.checking.localise import advise, with_totals

    return tuple(Advice(advise(filing, part), part.suspects, with_totals(filing, part.fields)) for part in parts)
