"""What several outputs say in the same words: the grounds of a problem, and which rules could not run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xlplugin.filing.coverage import Unread
from xlplugin.filing.findings import Finding, NotChecked, Report
from xlplugin.outputs.harmless import one_line
from xlplugin.rules import order
from xlplugin.text import Language, Text, same

_ORIGINAL = Text("原文：“{text}”", 'it says: "{text}"')
_MORE_ORIGINALS = Text("原文残缺的还有 {n} 处", "{n} more torn places")
_MOST_ORIGINALS = 3
_LONGEST_ORIGINAL = 60
BECAUSE = Text("依据：", "because: ")
LEFT_OUT = Text("本次命令使用的文件，或本机以前写出的审核结果，没有当作报送审核", "used by this command, or results written here before; not checked as a submission")
"""Why a file of the folders is no submission, and is told apart in every output."""
_LEFT_OUT_FILES = Text("没有当作报送审核的 {n} 个文件（本次命令使用的，或本机以前写出的审核结果）：{files}。", "{n} file(s) were not checked as submissions, as this command uses them or they were written here before: {files}. ")


def left_out(files: Sequence[str]) -> tuple[Text, ...]:
    """The sentence on the files that were left out; none where all were checked."""
    return (_LEFT_OUT_FILES.fill(n=len(files), files="、".join(map(one_line, files))),) if files else ()


def left_out_objects(files: Iterable[str], language: Language) -> list[dict[str, str]]:
    """The files that were left out, as JSON has them."""
    return [{"file": file, "reason": LEFT_OUT.show(language)} for file in files]


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
