"""What the rules across a batch share: submissions by organ and year, the last two of them, and how a message calls files and organs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from xlplugin.filing.submissions import Batch, Problem, Submission
from xlplugin.rules.shared.wording import MOST, listed
from xlplugin.text import Text, same

NO_ROSTER = Text("没有名册（用 --roster 指定）", "there is no roster (give one with --roster)")
_BY = {
    "received": Text("按名册“收到”栏", "by 收到 on the roster"),
    "signed": Text("按落款日期", "by its signature"),
    "saved": Text("按工作簿保存日期", "by the date on which the workbook was saved"),
    "file": Text("按文件日期", "by the file's date"),
}
_LONGEST_NAME = 40


def by_organ_and_year(batch: Batch) -> list[list[Submission]]:
    """The submissions of each organ and year, oldest first."""
    groups: dict[tuple[str, int | None], list[Submission]] = {}
    for one in batch.sent:
        groups.setdefault((one.organ, one.year), []).append(one)
    return list(groups.values())


def newest(batch: Batch) -> list[Submission]:
    """The submission that counts of each organ and year."""
    return [one for one in batch.sent if one.is_newest]


def changes(group: Sequence[Submission], batch: Batch) -> tuple[frozenset[Problem], frozenset[Problem], frozenset[Problem]] | None:
    """What the submission that counts mended, left open and brought anew since the last readable one before it; None where nothing can be compared."""
    counting = next((one for one in group if one.is_newest), None)
    if counting is None or counting.round == 1 or not counting.is_readable:
        return None
    before = [one for one in group if one.round < counting.round and one.is_readable]
    now, then = batch.contents.problems(counting.file), batch.contents.problems(before[-1].file) if before else frozenset()
    return then - now, then & now, now - then


def is_nameless(one: Submission) -> bool:
    """Whether nothing tells whose submission it is: it goes by its file's name."""
    return one.named is None and one.organ in (one.file, re.split(r"[\\/]", one.file)[-1])


def file_name(file: str) -> str:
    """A file's name without its folders, not too long, without marks that could steer what shows it."""
    name = "".join(mark if mark.isprintable() else " " for mark in re.split(r"[\\/]", file)[-1])
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME // 2]}…{name[-_LONGEST_NAME // 2 :]}"


def told_apart(paths: Sequence[str]) -> list[str]:
    """The names of files; those that several have, with the folders that tell them apart."""
    parts = [[piece for piece in re.split(r"[\\/]", path) if piece] for path in paths]
    found = []
    for own in parts:
        others = [one for one in parts if one is not own and one[-1:] == own[-1:]]
        depth = next((depth for depth in range(1, len(own) + 1) if all(one[-depth:] != own[-depth:] for one in others)), len(own))
        found.append("/".join(file_name(piece) for piece in own[-depth:]))
    return found


def organ(name: str) -> Text:
    """An organ in quotation marks."""
    shown = file_name(name)
    return Text(f"“{shown}”", f'"{shown}"')


def organs(names: Iterable[str]) -> Text:
    """Several organs in quotation marks, cut short after a few."""
    every = list(dict.fromkeys(names))
    return listed([organ(name) for name in every[:MOST]], len(every), "家")


def files(group: Iterable[Submission]) -> Text:
    """The names of files, cut short after a few."""
    names = told_apart([one.file for one in group])
    return listed([same(name) for name in names[:MOST]], len(names), "个")


def year_of(year: int | None) -> Text:
    """A report year before the word for a report; nothing where none is known."""
    return Text(f" {year} 年度", f" for {year}") if year else same("")


def dated_by(one: Submission) -> Text:
    """Whose date that of a submission is."""
    return _BY[one.dated_by] if one.dated_by else Text("日期不详", "no date")


def day(one: Submission) -> Text:
    """The day of a submission and whose date that is."""
    return same(one.submitted.isoformat()) + Text("，", ", ") + dated_by(one) if one.submitted else dated_by(one)
