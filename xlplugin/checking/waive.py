"""Explanations and releases: a finding that is answered is still listed, with its answer, and no longer counts.

The office may explain a warning or an info, never an error; only a reviewer may let an error pass, with name, reason and
date. An answer holds for the figures it was given for: when they change it lapses, and that is said.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace

from xlplugin.filing import Answer, Filing
from xlplugin.findings import Finding, Severity, Waiver
from xlplugin.text import Text, number

LAPSED = "（已失效，请重新说明）"
"""Stands before an explanation on the sheet 校验结果 whose figures have changed; it counts again when the office takes this away."""
_DATE = re.compile(r"20\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}")
_WORD = re.compile(r"[^\W\d_]{2,}")

_LAPSED = Text("{rule}（{place}）的说明“{reason}”已失效：数字已经改变，请重新核实说明。", "the explanation for {rule} ({place}), “{reason}”, has lapsed: the figures have changed; check and explain again")
_NOT_FOR_ERRORS = Text("{rule}（{place}）是错误，不能以情况说明代替改正；确需保留的，由审核人放行。", "{rule} ({place}) is an error: an explanation does not mend it; only a reviewer may let it pass")
_INCOMPLETE = Text("{rule}（{place}）的审核放行未写全，须有姓名、理由和日期：“{release}”。", "the release of {rule} ({place}) needs a name, a reason and a date: “{release}”")


def fingerprint(finding: Finding, filing: Filing) -> str:
    """Twelve hexadecimal digits that change when a figure does on which the finding rests."""
    fields = [name for name in (finding.field, *finding.related) if name]
    inputs = [f"{name}={filing.cell(name).raw}|{filing.values.get(name)}" for name in sorted(fields)]
    parts = [finding.rule, finding.field or _place(finding), str(finding.actual), str(finding.expected), *inputs]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def waive(findings: Sequence[Finding], filing: Filing, releases: Sequence[Answer] = ()) -> tuple[list[Finding], list[Text]]:
    """The findings with their waivers, and what is to be said of answers that do not hold. `releases`: the reviewer's own list."""
    notes: list[Text] = []
    kept: list[Finding] = []
    for finding in findings:
        waiver: Waiver | None = None
        for answer in (*filing.answers, *releases):
            if not is_about(answer, finding):
                continue
            if not holds(answer, finding, filing):
                notes.append(_note(_LAPSED, finding, answer))
                continue
            waiver = waiver or _waiver(answer, finding, notes)
        kept.append(replace(finding, waived=waiver) if waiver else finding)
    answered = {(finding.rule, finding.field): finding.waived for finding in kept if finding.waived}
    kept = [replace(finding, waived=answered.get((finding.covered_by, finding.field))) if finding.covered_by and not finding.waived else finding for finding in kept]
    return kept, list(dict.fromkeys(notes))


def is_about(answer: Answer, finding: Finding) -> bool:
    """Whether an answer names a finding's rule and its place: its field, or its cell where it has no field."""
    if answer.rule != finding.rule:
        return False
    if finding.field is not None:
        return answer.field == finding.field
    return answer.field is None and (answer.cell == _place(finding) or not answer.cell)


def holds(answer: Answer, finding: Finding, filing: Filing) -> bool:
    """Whether an answer was given for the figures as they are now."""
    if answer.reason.startswith(LAPSED) or answer.release.startswith(LAPSED):
        return False
    if answer.fingerprint:
        return answer.fingerprint == fingerprint(finding, filing)
    return answer.actual == shown(finding.actual)


def _waiver(answer: Answer, finding: Finding, notes: list[Text]) -> Waiver | None:
    if answer.release:
        if _DATE.search(answer.release) and len(_WORD.findall(_DATE.sub(" ", answer.release))) >= 2:
            return Waiver("released", answer.release)
        notes.append(_note(_INCOMPLETE, finding, answer))
    if answer.reason and finding.severity < Severity.ERROR:
        return Waiver("explained", answer.reason)
    if answer.reason and not answer.release:
        notes.append(_note(_NOT_FOR_ERRORS, finding, answer))
    return None


def shown(actual: object) -> str:
    """A finding's 现为 as it is written in the sheet, for comparing."""
    return "" if actual is None else actual if isinstance(actual, str) else number(actual)  # type: ignore[arg-type]


def _place(finding: Finding) -> str:
    return finding.place.address if finding.place else ""


def _note(words: Text, finding: Finding, answer: Answer) -> Text:
    place = _place(finding) or (finding.field or "")
    return words.fill(rule=finding.rule, place=place, reason=(answer.reason or answer.release).removeprefix(LAPSED), release=answer.release)
