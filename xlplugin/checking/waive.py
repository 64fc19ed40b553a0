"""Explanations and releases: a finding that is answered is still listed, with its answer, and no longer counts.

The office may explain a warning or an info, never an error; only a reviewer may let an error pass, with name, reason and
date. An answer holds for the figures it was given for: when they change it lapses, and that is said.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from xlplugin.filing.filing import Answer, Filing
from xlplugin.filing.findings import Finding, Note, Severity, Waiver
from xlplugin.patterns import late
from xlplugin.rules import catalogue
from xlplugin.text import Text, number, same

LAPSED = "（已失效，请重新说明）"
"""Stands before an explanation on the sheet 校验结果 whose figures have changed; it counts again when the office takes this away."""
MISSING = "（缺）"
"""Stands in a release for a name, reason or date that is not there."""
_DATE = late(r"20\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?|(?<!\d)20\d{6}(?!\d)")
_WORD = re.compile(r"[^\W\d_]{2,}")

_WHOSE = Text("{rule}（{place}）", "{rule} ({place})")
_SOMETHING = Text("有一处", "a problem")
_LAPSED = Text(
    "{whose}的情况说明“{reason}”已失效：数字与说明时不同。请重新核实；仍属实的，重新说明。",
    "the explanation for {whose}, “{reason}”, has lapsed: the figures are no longer those it was given for. Check again; if they are true, explain anew",
)
_RELEASE_LAPSED = Text(
    "{whose}的审核放行“{release}”已失效：数字与放行时不同，须由审核人重新放行。",
    "the release of {whose}, “{release}”, has lapsed: the figures are no longer those it was given for; the reviewer has to release it anew",
)
_NOT_FOR_ERRORS = Text(
    "{whose}是错误，须改正，情况说明“{reason}”不起作用；确需保留的，由审核人放行。",
    "{whose} is an error to be corrected, and the explanation “{reason}” has no effect; only a reviewer may let it pass",
)
_INCOMPLETE = Text("{whose}的审核放行没有写全，须有姓名、理由和日期，现为“{release}”。", "the release of {whose} needs a name, a reason and a date; it says “{release}”")
_UNUSED = Text("“校验结果”第 {row} 行的{what}“{words}”没有用上：{why}。", "row {row} of the sheet 校验结果, “{words}”, answers nothing: {why}")
_REASON, _RELEASE = Text("情况说明", "explanation"), Text("审核放行", "release")
_NAMES_NONE = Text("没有写明是哪一条问题，请在“问题”里选一条", "it does not say which problem; choose one from the list")
_NO_RULE = Text("没有规则 {rule}", "there is no rule {rule}")
_ELSEWHERE = Text("“{title}”在 {places}", "“{title}” is at {places}")
_NOT_FOUND = Text("没有发现“{title}”这一处问题，已经改正的可以删去这一行", "there is no problem “{title}”; if it was corrected, the row can go")
_MOST_PLACES = 3


def fingerprint(finding: Finding, filing: Filing) -> str:
    """Twelve hexadecimal digits that change when a figure does on which the finding rests."""
    fields = [name for name in (finding.field, *finding.related) if name]
    inputs = [f"{name}={_figure(filing, name)}" for name in sorted(fields)]
    parts = [finding.rule, finding.field or _address(finding), str(finding.actual), str(finding.expected), *inputs, *finding.basis]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def _figure(filing: Filing, name: str) -> str:
    """A cell's value, or what stands in it where that is no number: a formula's saved text may change without its figure."""
    value = filing.values.get(name)
    return filing.cell(name).raw if value is None else number(value)


def waive(findings: Sequence[Finding], filing: Filing, releases: Sequence[Answer] = ()) -> tuple[list[Finding], list[Note]]:
    """The findings with their waivers, and what is to be said of answers that do not hold. `releases`: the reviewer's own list."""
    notes: list[Note] = []
    kept: list[Finding] = []
    for finding in findings:
        answers = [answer for answer in (*filing.answers, *releases) if is_about(answer, finding)]
        valid = [answer for answer in answers if holds(answer, finding, filing)]
        waivers = [waiver for answer in valid if (waiver := _waiver(answer, finding, notes))]
        if waivers:
            kept.append(replace(finding, waived=waivers[0]))
            continue
        kept.append(finding)
        lapsed = [answer for answer in answers if answer not in valid]
        notes += [_note(_RELEASE_LAPSED if answer.release else _LAPSED, finding, answer) for answer in lapsed]
    answered = {(finding.rule, finding.field): finding.waived for finding in kept if finding.waived}
    kept = [replace(finding, waived=answered.get((finding.covered_by, finding.field))) if finding.covered_by and not finding.waived else finding for finding in kept]
    return kept, list(dict.fromkeys(notes))


def unused(filing: Filing, findings: Sequence[Finding], ran: Collection[str]) -> list[Note]:
    """What is to be said of rows that a clerk wrote by hand on 校验结果 and that are about no finding. `ran`: the rules that could find something."""
    notes = []
    for answer in filing.answers:
        is_by_hand = answer.row is not None and not answer.fingerprint and not (answer.reason + answer.release).startswith(LAPSED)
        if not is_by_hand or any(is_about(answer, finding) for finding in findings) or (answer.rule in catalogue() and answer.rule not in ran):
            continue
        why = _why(answer, findings)
        words = _UNUSED.fill(row=answer.row, what=_REASON if answer.reason else _RELEASE, words=answer.reason or answer.release, why=why)
        notes.append(Note(words, words, answer, why))
    return notes


def _why(answer: Answer, findings: Sequence[Finding]) -> Text:
    if not answer.rule:
        return _NAMES_NONE
    if answer.rule not in catalogue() and not any(finding.rule == answer.rule for finding in findings):
        return _NO_RULE.fill(rule=answer.rule)
    title = catalogue()[answer.rule].title if answer.rule in catalogue() else same(answer.rule)
    places = list(dict.fromkeys(finding.place.full for finding in findings if finding.rule == answer.rule and finding.place is not None))[:_MOST_PLACES]
    return _ELSEWHERE.fill(title=title, places=Text("、".join(places), ", ".join(places))) if places else _NOT_FOUND.fill(title=title)


def is_about(answer: Answer, finding: Finding) -> bool:
    """Whether an answer names a finding's rule and its place: its field, or its cell where the answer names no field."""
    if answer.rule != finding.rule:
        return False
    if answer.field is not None:
        return answer.field == finding.field or _has_moved(answer.field, finding)
    if answer.cell:
        return answer.cell in (_address(finding), _place(finding))
    return finding.field is None


def holds(answer: Answer, finding: Finding, filing: Filing) -> bool:
    """Whether an answer was given for the figures as they are now."""
    if answer.reason.startswith(LAPSED) or answer.release.startswith(LAPSED):
        return False
    if answer.field is not None and answer.field != finding.field:
        return False
    if answer.fingerprint:
        return answer.fingerprint == fingerprint(finding, filing)
    return _plain(answer.actual) == _plain(shown(finding.actual))


def _has_moved(field: str, finding: Finding) -> bool:
    """Whether the field is of the table of a finding that goes on from cell to cell."""
    return finding.moves and finding.field is not None and finding.field.partition(".")[0] == field.partition(".")[0]


def _waiver(answer: Answer, finding: Finding, notes: list[Note]) -> Waiver | None:
    if answer.release:
        if _is_complete(answer.release):
            return Waiver("released", answer.release)
        notes.append(_note(_INCOMPLETE, finding, answer))
    if answer.reason and finding.severity < Severity.ERROR:
        return Waiver("explained", answer.reason)
    if answer.reason and not answer.release:
        notes.append(_note(_NOT_FOR_ERRORS, finding, answer))
    return None


def _is_complete(release: str) -> bool:
    """Whether a release has a date, and a name and a reason besides it."""
    return MISSING not in release and _DATE.search(release) is not None and len(_WORD.findall(_DATE.sub(" ", release))) >= 2


def shown(actual: object) -> str:
    """A finding's 现为 as it is written in the sheet, for comparing."""
    return "" if actual is None else actual if isinstance(actual, str) else number(actual)  # type: ignore[arg-type]


def _plain(shown_value: str) -> str:
    """A figure without what typing it again may change: width, spaces, 16.0 for 16."""
    plain = unicodedata.normalize("NFKC", shown_value).strip()
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return plain
    return number(value) if value.is_finite() else plain


def _address(finding: Finding) -> str:
    return finding.place.address if finding.place else ""


def _place(finding: Finding) -> str:
    return finding.place.full if finding.place else ""


def _note(words: Text, finding: Finding, answer: Answer) -> Note:
    place = _place(finding) or (finding.field or "")
    with_id = _WHOSE.fill(rule=finding.rule, place=place)
    place_alone = Text(f"{place} ", place) if place else _SOMETHING
    answers = {"reason": answer.reason.removeprefix(LAPSED), "release": answer.release.removeprefix(LAPSED)}
    return Note(words.fill(whose=with_id, **answers), words.fill(whose=place_alone, **answers))
