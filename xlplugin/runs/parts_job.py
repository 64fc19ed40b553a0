"""A run's submissions, where some came in several workbooks: every file is checked by itself first, and those that are parts of one submission then together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from xlplugin.filing.submissions import Submission
from xlplugin.form import Form
from xlplugin.form.organ import short_name
from xlplugin.reading.parts import Holding, why_apart
from xlplugin.reading.workbook.workbook import SUFFIXES
from xlplugin.runs.inputs.addresses import Found
from xlplugin.runs.inputs.addresses import submission as look_at
from xlplugin.runs.inputs.parts import may_be_parts
from xlplugin.runs.recipe import Recipe
from xlplugin.runs.resume import OnProgress, Progress, Stage, run_files
from xlplugin.runs.store.manifest import Manifest, load_manifest
from xlplugin.runs.store.results import Results
from xlplugin.runs.store.storage import Folder
from xlplugin.runs.workers.executor import Executor
from xlplugin.text import Text, join, same

_APART = Text("{files} 看来是一家单位的几张表，但{why}，没有合并，各审各的。", "{files} look like one organ's tables, but {why}; they were not put together and each was checked by itself")
Parts = Mapping[str, tuple[str, ...]]
"""By its first file, the files of each submission that came in several."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended, what it was, and which files look like one organ's tables and were not put together, and why."""

    progress: Progress
    manifest: Manifest
    apart: tuple[Text, ...]


def run_submissions(
    found: Found, recipe: Recipe, executor: Executor, folder: Folder, on_progress: OnProgress, stage: Stage = "check", retry: bool = False
) -> Ended:
    """Leaves the result of every submission in a folder. What an earlier run put together and has not changed is not taken apart again."""
    known = _known(found.files, recipe, folder)
    end, manifest, may_be_parts = run_files(_with(found, known), recipe, executor, folder, on_progress, stage, retry)
    parts, apart = _told_together(folder, manifest) if may_be_parts else ({}, ())
    if parts == known:
        return Ended(end, manifest, apart)
    alone = {file for group in parts.values() for file in group} - {file for group in known.values() for file in group}
    again, manifest, _ = run_files(_with(found, parts), recipe, executor, folder, on_progress, stage, retry, is_begun=True)
    checked = max(end.total - end.kept - len(alone), 0) + again.total - again.kept
    return Ended(replace(again, kept=again.total - checked), manifest, apart)


def _told_together(folder: Folder, manifest: Manifest) -> tuple[dict[str, tuple[str, ...]], tuple[Text, ...]]:
    """See `told_together`, of a run's results."""
    with Results(folder.address, manifest) as results:
        sent = results.in_part()
        return told_together(sent, manifest.recipe.editions(), results.files()) if sent else ({}, ())


def told_together(sent: Sequence[Submission], forms: Sequence[Form], everything: Sequence[str] = ()) -> tuple[dict[str, tuple[str, ...]], tuple[Text, ...]]:
    """Of submissions in path order: which are parts of one, by its first file; and what looks so and is not put together, with the reason.

    `everything`: the files of the run, where `sent` are not all of it. Parts lie in one folder, are of one organ and year, and hold different tables of the form: of two that hold the same one nobody can say which counts.
    """
    by_edition = {form.edition: form for form in forms}
    held = {one.file: _holding(one, by_edition) for one in sent if may_be_part(one)}
    groups: dict[object, list[Submission]] = {}
    for one in sent:
        if one.file in held:
            groups.setdefault((_folder(one.file), short_name(one.named or ""), one.named_year) if one.named and one.named_year else one.file, []).append(one)
    parts: dict[str, tuple[str, ...]] = {}
    apart: dict[tuple[str, ...], Text] = {}
    for group in groups.values():
        files = tuple(sorted(file for one in group for file in one.files))
        holdings = [held[one.file] for one in group]
        why = why_apart(holdings) if len(group) > 1 else None
        if why is None and len(files) > 1:
            parts[files[0]] = files
        elif why is not None and len(frozenset.union(*(one.tables for one in holdings))) > min(len(one.tables) for one in holdings):
            apart[files] = why
    together = {file for group in parts.values() for file in group}
    whole = {one.file for one in sent if one.parts}
    for names in may_be_parts([file for file in everything or [one.file for one in sent] if file not in whole]) if held else ():
        if names not in apart and together.isdisjoint(names) and all(name in held for name in names) and (why := why_apart([held[name] for name in names])):
            apart[names] = why
    return parts, tuple(_APART.fill(files=join(map(same, files), "、", ", "), why=why) for files, why in apart.items())


def may_be_part(one: Submission) -> bool:
    """Whether a submission is of workbooks and came in several, or in one that holds some of the form's tables only."""
    return one.is_readable and PurePath(one.file).suffix.lower() in SUFFIXES and bool(one.parts or one.is_in_part)


def _holding(one: Submission, forms: Mapping[str, Form]) -> Holding:
    return Holding(one.named, one.named_year, forms[one.edition or ""], frozenset(one.tables))


def _folder(file: str) -> str:
    return str(PurePath(file.replace("\\", "/")).parent)


def _with(found: Found, parts: Parts) -> Found:
    within = {part for group in parts.values() for part in group[1:]}
    return replace(found, files=tuple(file for file in found.files if file not in within), parts=parts)


def _known(files: Sequence[str], recipe: Recipe, folder: Folder) -> dict[str, tuple[str, ...]]:
    """What the folder's last run put together, where all of it is asked for again and is as it was, and the program and its forms are too."""
    before = load_manifest(folder)
    if before is None or (before.recipe.program, before.recipe.forms) != (recipe.program, recipe.forms) or not any(one.parts for one in before.files):
        return {}
    asked = set(files)
    with Results(folder.address) as results:
        known = {one.file: one for one in results.in_part() if one.parts and one.is_readable and asked.issuperset(one.parts)}
    return {file: one.parts for file, one in known.items() if look_at(file, one.parts).content == one.content}
