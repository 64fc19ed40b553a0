"""What several outputs say in the same words: the grounds of a problem, and which rules could not run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xlplugin.filing.coverage import Unread
from xlplugin.filing.findings import Finding, NotChecked, Report
from xlplugin.rules import order
from xlplugin.text import Text, same

_ORIGINAL = Text("原文：“{text}”", 'it says: "{text}"')
_MORE_ORIGINALS = Text("原文残缺的还有 {n} 处", "{n} more torn places")
_MOST_ORIGINALS = 3
_LONGEST_ORIGINAL = 60
BECAUSE = Text("依据：", "because: ")


def because(ground: Finding) -> Text:
    """A ground of a problem in one line, its rule last."""
    return BECAUSE + ground.message + same(f" ({ground.rule})")


def by_reason(missed: Iterable[NotChecked]) -> tuple[tuple[Text, tuple[str, ...]], ...]:
    """Why rules could not run, and which: one entry a reason, in the catalogue's order, no rule twice."""
    reasons: dict[Text, dict[str, None]] = {}
    for entry in sorted(missed, key=lambda entry: order(entry.rule)):
        reasons.setdefault(entry.reason, {})[entry.rule] = None
    return tuple((reason, tuple(rules)) for reason, rules in reasons.items())


def originals(cause: Unread, faults: Iterable[Finding]) -> tuple[Text, ...]:
    """What stands in the file where figures were not read: the faults of reading that say nothing more than that, as lines below it."""
    texts = list(dict.fromkeys(" ".join(text.split()) for fault in faults if _is_told(fault, [cause]) for text in str(fault.actual).split("\n")))
    lines = [_ORIGINAL.fill(text=same(_cut(text))) for text in texts[:_MOST_ORIGINALS] if text]
    return (*lines, _MORE_ORIGINALS.fill(n=len(texts) - _MOST_ORIGINALS)) if len(texts) > _MOST_ORIGINALS else tuple(lines)


def told_besides(report: Report) -> tuple[Finding, ...]:
    """The faults of reading but those that only say once more which figures were not read."""
    unread = report.coverage.unread if report.coverage else ()
    return tuple(fault for fault in report.transcription if not _is_told(fault, unread))


def _is_told(fault: Finding, causes: Sequence[Unread]) -> bool:
    fields = {name for name in (fault.field, *fault.related) if name}
    return bool(fields) and any(fields <= set(cause.fields) for cause in causes if not cause.is_saved)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_ORIGINAL else text[: _LONGEST_ORIGINAL - 1] + "…"
