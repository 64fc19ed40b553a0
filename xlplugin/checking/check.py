"""Checks filings: every rule that holds, once over all filings of a form where it can be, and a report for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from xlplugin.checking.balance import Balances, compile_balances
from xlplugin.checking.localise import Localisation, advise, localise
from xlplugin.checking.schema import build_schema, cells_frame, failures, hit
from xlplugin.checking.waive import waive
from xlplugin.filing import Answer, Filing
from xlplugin.findings import Advice, Finding, NotChecked, Report, Severity
from xlplugin.form import Form, Relation
from xlplugin.rules import catalogue, order
from xlplugin.rules.declare import Across, Bound, Context, Forbidden, Hit, Rule
from xlplugin.text import Text

LARGEST_LOCALISED = 10**9
"""Localisation computes with floats: with a count beyond this nothing is claimed. C12 tells of such a count."""
_NO_TEXT = Text("没有报告文字", "the file holds no text of the report")
_NO_PRIOR = Text("没有上年数据（用 --prior 指定）", "there is no filing of last year to compare with (give one with --prior)")


def check(
    filings: Sequence[Filing],
    rules: Iterable[Rule] | None = None,
    context: Context | None = None,
    priors: Sequence[Filing | None] | None = None,
    releases: Sequence[Sequence[Answer]] | None = None,
) -> list[Report]:
    """A report for each filing, in their order.

    `rules`: those to run; default the catalogue's that run unless selected. `priors`: last year's filing of each, or None.
    `releases`: what a reviewer lets pass in each, besides what its own sheet 校验结果 says.
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
        holding = [rule for rule in chosen if rule.holds_for(members[0].form.edition)]
        _run_schema(members, numbers, holding, context, found)
        _run_balances(members, numbers, holding, [last_year[number] for number in numbers], found, missed)
        for filing, number in zip(members, numbers, strict=True):
            _run_functions(filing, holding, replace(context, prior=last_year[number]), found[number], missed[number])
    known = {rule.id: rule for rule in chosen}
    passes = releases or [()] * len(filings)
    return [_report(filing, known, found[number], missed[number], passes[number]) for number, filing in enumerate(filings)]


def _run_schema(members: Sequence[Filing], numbers: Sequence[int], rules: Sequence[Rule], context: Context, found: dict[int, list[Finding]]) -> None:
    bounding = {rule.id: rule for rule in rules if isinstance(rule.check, (Bound, Forbidden))}
    if not bounding:
        return
    schema = build_schema(members[0].form, list(bounding.values()), context.limits)
    for member, rule_id, name in failures(schema, cells_frame(members)):
        filing = members[member]
        found[numbers[member]].append(bounding[rule_id].finding(hit(filing, name), filing))


_compiled: dict[tuple[int, tuple[int, ...]], tuple[Form, Sequence[Rule], Balances]] = {}


def balances_of(form: Form, rules: Sequence[Rule]) -> Balances:
    """The matrix of the rules on a form, made once for each pair."""
    relational = tuple(rule for rule in rules if isinstance(rule.check, Relation))
    key = (id(form), tuple(id(rule) for rule in relational))
    if key not in _compiled:
        _compiled[key] = (form, relational, compile_balances(form, relational))  # the pair is kept so that its ids stay taken
    return _compiled[key][2]


def _run_balances(
    members: Sequence[Filing],
    numbers: Sequence[int],
    rules: Sequence[Rule],
    priors: Sequence[Filing | None],
    found: dict[int, list[Finding]],
    missed: dict[int, list[NotChecked]],
) -> None:
    balances = balances_of(members[0].form, rules)
    if not balances.entries and not balances.absent:
        return
    broken, blind = balances.screen(members, priors)
    for j, (filing, prior, number) in enumerate(zip(members, priors, numbers, strict=True)):
        for rule, one in balances.hits(filing, prior, broken[:, j].nonzero()[0].tolist()):
            found[number].append(rule.finding(one, filing))
        missed[number] += balances.not_checked(filing, prior, blind[:, j].nonzero()[0].tolist())


def _run_functions(filing: Filing, rules: Sequence[Rule], context: Context, found: list[Finding], missed: list[NotChecked]) -> None:
    for rule in rules:
        if isinstance(rule.check, (Relation, Bound, Forbidden, Across)):
            continue
        if rule.id.startswith("Y") and context.prior is None:
            missed.append(NotChecked(rule.id, _NO_PRIOR))
            continue
        if rule.id[0] in "ND" and filing.document is None and not filing.narrative:
            missed.append(NotChecked(rule.id, _NO_TEXT))
            continue
        for case in rule.check(filing, context):
            if isinstance(case, Hit):
                found.append(rule.finding(case, filing))
            else:
                missed.append(rule.unknown(case))


def _report(filing: Filing, rules: dict[str, Rule], found: list[Finding], missed: list[NotChecked], releases: Sequence[Answer]) -> Report:
    """The report of one filing; where a relation is broken, with the cells most likely wrong."""
    position = {name: number for number, name in enumerate(filing.form.fields)}
    settled = sorted(settle(found, rules), key=lambda finding: (-finding.severity, order(finding.rule), position.get(finding.field or "", -1)))
    parts = _localise(filing, rules, settled)
    answered, notes = waive(settled, filing, releases)
    return Report(
        file=filing.file,
        organ=filing.organ,
        year=filing.year,
        edition=filing.form.edition,
        values=filing.values,
        findings=tuple(finding for finding in answered if finding.rule[0] != "T"),
        not_checked=tuple(sorted(dict.fromkeys(missed), key=lambda entry: (order(entry.rule), position.get(entry.field or "", -1)))),
        advice=tuple(Advice(advise(filing, part), part.suspects, part.fields) for part in parts),
        notes=tuple(notes),
        transcription=tuple(finding for finding in settled if finding.rule[0] == "T"),
    )


def _localise(filing: Filing, rules: dict[str, Rule], found: Sequence[Finding]) -> list[Localisation]:
    if not any(isinstance(rules[finding.rule].check, Relation) and finding.severity is Severity.ERROR for finding in found):
        return []
    if any(not -LARGEST_LOCALISED <= filing.amount(name) <= LARGEST_LOCALISED for name, field in filing.form.fields.items() if field.kind == "count"):
        return []
    faulty = frozenset(name for finding in found if finding.rule.startswith("C") for name in (finding.field, *finding.related) if name)
    return localise(filing, faulty)


def settle(found: Sequence[Finding], rules: dict[str, Rule]) -> list[Finding]:
    """One fault, one problem: what a clearer rule at the same field replaces is dropped, what it covers is marked as its ground."""
    replaced = {(other, finding.field) for finding in found for other in rules[finding.rule].replaces}
    kept = [finding for finding in found if (finding.rule, finding.field) not in replaced]
    covered = {(other, finding.field): finding.rule for finding in kept for other in rules[finding.rule].covers}
    return [replace(finding, covered_by=covered.get((finding.rule, finding.field))) for finding in kept]
