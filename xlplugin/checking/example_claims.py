"""What an example claims of its rule, held against what the rule says: the tests demand that nothing differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from xlplugin.checking.examples import checked_of, report_of
from xlplugin.filing.cells import Value
from xlplugin.filing.findings import Finding, NotChecked
from xlplugin.rules.declare import Across, Context, Example, Rule


def differences(rule: Rule, example: Example, context: Context | None = None) -> list[str]:
    """A line for each claim of the example that does not hold; none where the rule says just what the example says."""
    found, missed = _said(rule, example, context)
    never_finds = all(other.not_checked == other.fails_at for other in rule.examples)
    fails_at = () if never_finds else example.fails_at
    lines = _unlike("fails_at", Counter(where for where, _, _ in found), Counter(fails_at))
    lines += _unlike("not_checked", Counter(entry.field for entry in missed), Counter(example.not_checked))
    if found:
        lines += _unlike("severity", max(finding.severity for _, finding, _ in found), example.severity or rule.severity)
    if example.related is not None:
        lines += _unlike("related", tuple(name for _, _, related in found for name in related), example.related)
    if example.basis is not None:
        lines += _unlike("basis", tuple(line for _, finding, _ in found for line in finding.basis), example.basis)
    if example.place is not None:
        lines += _unlike("place", found[0][1].where if found else None, example.place)
    if example.actual is not None:
        lines += _unlike("actual", found[0][1].actual if found else None, example.actual)
    if example.expected is not None:
        lines += _unlike("expected", _typed({finding.field: finding.expected for _, finding, _ in found}), _typed(_expected(example.expected, found)))
    messages = [finding.message.zh for _, finding, _ in found] + [entry.reason.zh for entry in missed]
    return lines + _unsaid((example.says,) if isinstance(example.says, str) else example.says, messages)


Found = tuple[str | None, Finding, Sequence[str]]
"""Where: the field, or of a batch the organ; the finding; the cells or organs it names besides."""


def _said(rule: Rule, example: Example, context: Context | None) -> tuple[list[Found], Sequence[NotChecked]]:
    if isinstance(rule.check, Across):
        checked = checked_of(rule, example, context)
        return [(finding.organ, finding, (*finding.others, *finding.related)) for finding in checked.found], checked.not_checked
    report = report_of(rule, example, context)
    return [(finding.field, finding, finding.related) for finding in (*report.findings, *report.transcription)], report.not_checked


def _expected(claimed: Value | str | Mapping[str, Value | str | None], found: Sequence[Found]) -> dict[str | None, Value | str | None]:
    return dict(claimed.items()) if isinstance(claimed, Mapping) else {finding.field: claimed for _, finding, _ in found}


def _typed(values: Mapping[str | None, Value | str | None]) -> dict[str | None, tuple[type, Value | str | None]]:
    """With their types: a count is an integer, an amount is a `Decimal`."""
    return {name: (type(value), value) for name, value in values.items()}


def _unlike(what: str, seen: object, claimed: object) -> list[str]:
    return [] if seen == claimed else [f"{what}: {seen}, not {claimed}"]


def _unsaid(pieces: Sequence[str], messages: Sequence[str]) -> list[str]:
    """The first piece that does not follow the one before it."""
    words, start = "".join(f"{message}\n" for message in messages), 0
    for piece in pieces:
        at = words.find(piece, start)
        if at < 0:
            return [f"says: {piece!r} is not in {words[start:]!r}"]
        start = at + len(piece)
    return []
