"""What is said of a folder of files that a run wrote: how many, and which of an earlier run lie there still."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xlplugin.text import Text

_COUNT = Text("已写出 {kind}：{count} 份，在 {target}", "written, {kind}: {count} in {target}")
_OLDER = Text(
    "{target} 里另有 {count} 份不是这次写出的：{files}。所涉单位可能已经改好，请核对后删除，不要发出。",
    "{count} in {target} were not written now: {files}; their organs may have corrected everything, so check and delete them",
)
_MOST_NAMED = 5


def said_of(kind: str, folder: Path, mark: str, written: Sequence[Path]) -> tuple[Text, ...]:
    """The count of a kind of report, and a sentence on the files with `mark` in their names that this run did not replace: nobody is to send them out."""
    count = _COUNT.fill(kind=kind, count=len(written), target=folder)
    now = set(written)
    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if mark in path.name and path not in now)
    if not names:
        return (count,)
    more = Text(" 等", " and others") if len(names) > _MOST_NAMED else Text("", "")
    named = Text("、".join(names[:_MOST_NAMED]), ", ".join(names[:_MOST_NAMED])) + more
    return count, _OLDER.fill(target=folder, count=len(names), files=named)
