"""Writes the slips: for each organ that has something to correct or to explain, a notice 退回修改通知 with its 审核意见表, as .docx."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from xlplugin.batch.results import Result, Results
from xlplugin.batch.review import BatchFinding, Entry, Review, State
from xlplugin.batch.storage import Folder
from xlplugin.errors import UsageError
from xlplugin.findings import Finding
from xlplugin.reports.slip_contents import slip_of
from xlplugin.reports.slip_fill import Template, fill
from xlplugin.reports.slip_names import safe_name, unique
from xlplugin.reports.slip_template import built_slip_template, own_slip_template
from xlplugin.reports.used_rules import used_rules
from xlplugin.rules import catalogue
from xlplugin.rules.declare import Rule
from xlplugin.text import Language, Text

SENT_TO: frozenset[State] = frozenset({"return", "explain", "unreadable"})
"""The states in which an organ gets a slip."""
ENDING = Text("退回修改通知.docx", " - notice of return.docx")
_UNNAMED = "未知单位"


def write_slips(
    results: Results, review: Review, folder: Path, language: Language, template: Path | None = None, deadline: dt.date | None = None
) -> tuple[Path, ...]:
    """Writes a slip for each organ whose newest submission is returned, is to be explained or cannot be read; the paths, in the review's order.

    `template`: an office's own, with placeholders such as {{单位}}. `deadline`: the last day for sending the report again;
    without one the roster's counts. Files of the same names are replaced, others left alone. The same run gives the same bytes.
    Raises `UsageError` for a template that cannot be used, and, when all others are written, for slips that cannot be.
    """
    used = own_slip_template(template) if template is not None else built_slip_template(language)
    rules = rules_of(results)
    taken: set[str] = set()
    targets: dict[str, tuple[Entry, str]] = {}
    for entry in review.entries:
        if entry.state in SENT_TO and entry.newest is not None:
            targets[entry.newest.file] = (entry, unique(_name(entry), taken) + ENDING.show(language))
    failed: dict[str, str] = {}
    written: set[str] = set()
    for result in results:
        if result.source.file not in targets:
            continue
        entry, name = targets[result.source.file]
        batch = [found.finding for found in review.findings if _is_about(found, entry)]
        content = slip(result, entry, rules, used, language, batch, deadline)
        try:
            Folder(str(folder)).write(name, content)
            written.add(name)
        except OSError as error:
            failed[name] = error.strerror or str(error)
    if failed:
        zh, en = "；".join(f"{name}（{reason}）" for name, reason in failed.items()), "; ".join(f"{name} ({reason})" for name, reason in failed.items())
        raise UsageError(zh=f"有 {len(failed)} 份通知没有写出：{zh}。请关闭占用文件的程序后重试。", en=f"{len(failed)} slip(s) were not written: {en}; close the program that holds them and try again")
    return tuple(folder / name for _, name in targets.values() if name in written)


def slip(
    result: Result, entry: Entry, rules: Mapping[str, Rule], template: Template, language: Language, batch: list[Finding], deadline: dt.date | None
) -> bytes:
    """One organ's slip as a .docx."""
    return fill(template, slip_of(entry, result.report(), result.filing(), rules, batch, deadline), language)


def _is_about(found: BatchFinding, entry: Entry) -> bool:
    """Whether it is about the organ, or about its file as one of several; an organ that is only named has nothing to answer."""
    return found.organ == entry.organ or (entry.organ in found.others and any(one.file in found.files for one in entry.submissions))


def _name(entry: Entry) -> str:
    """The organ's name, fit for a file; of a file that names no organ its own without the ending."""
    is_named = entry.member is not None or any(one.organ for one in entry.submissions)
    return safe_name(entry.organ if is_named else Path(entry.organ).stem, _UNNAMED)


def rules_of(results: Results) -> dict[str, Rule]:
    """The rules of a run by id: the catalogue's, and the unit's own."""
    return {**catalogue(), **{rule.id: rule for rule in used_rules(results)}}
