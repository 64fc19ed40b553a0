"""Writes the slips: for each organ that has something to correct or to explain, a notice 退回修改通知 with its 审核意见表, as .docx."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from xlplugin.errors import UsageError
from xlplugin.filing.findings import Finding
from xlplugin.outputs.file_names import safe_name, unique
from xlplugin.outputs.folder import said_of
from xlplugin.outputs.slips.contents import slip_of
from xlplugin.outputs.slips.fill import Template, fill
from xlplugin.outputs.slips.options import OPEN, SlipOptions
from xlplugin.outputs.slips.template import built_slip_template, own_slip_template, template_notes
from xlplugin.outputs.writer import Checked
from xlplugin.review.review import Entry, Review, State
from xlplugin.rules import catalogue
from xlplugin.rules.declare import Rule
from xlplugin.runs.store.results import Result, Results
from xlplugin.runs.store.storage import Folder
from xlplugin.runs.store.used_rules import used_rules
from xlplugin.runs.written import note_file, refuse_foreign
from xlplugin.text import Language, Text

SENT_TO: frozenset[State] = frozenset({"return", "explain", "incomplete", "unreadable"})
"""The states in which an organ gets a slip."""
ENDING = Text("退回修改通知.docx", " - notice of return.docx")
_UNNAMED = "未知单位"


class Slips:
    """A slip for each organ whose newest submission is returned, is to be explained, or could not be read or not wholly.

    `options`: an office's own template, with placeholders such as {{单位}}; deadline, sender and date. `is_apart`: each in a folder of
    the organ's name. `is_noted`: whether what was written is remembered as ours. Slips of the same names are replaced as long as nobody changed them, or where it `is_forced`; others are left alone. The same run gives the same bytes.
    """

    def __init__(self, folder: Path, options: SlipOptions = OPEN, *, is_forced: bool = False, is_apart: bool = False, is_noted: bool = True) -> None:
        self._folder, self._options, self._is_forced, self._is_apart, self._is_noted = folder, options, is_forced, is_apart, is_noted
        self._targets: dict[str, tuple[Entry, str]] = {}
        """By file: whose slip, and its name."""
        self._written: set[str] = set()
        self._failed: dict[str, str] = {}
        self._refused: list[Text] = []

    @property
    def paths(self) -> tuple[Path, ...]:
        """The slips that were written, in the review's order."""
        return tuple(self._folder / name for _, name in self._targets.values() if name in self._written)

    def begin(self, run: Checked, files: ExitStack) -> None:
        """See `Writer.begin`. Raises `UsageError` for a template that cannot be used."""
        self._run = run
        self._used = own_slip_template(self._options.template) if self._options.template is not None else built_slip_template(run.language)
        self._rules = {**catalogue(), **{rule.id: rule for rule in run.rules}}
        for file, (entry, name) in sent_to(run.review).items():
            self._targets[file] = (entry, (f"{name}/" if self._is_apart else "") + name + ENDING.show(run.language))

    def add(self, result: Result) -> None:
        """See `Writer.add`."""
        if result.submission.file not in self._targets:
            return
        entry, name = self._targets[result.submission.file]
        batch = [found for found in self._run.review.findings if _is_about(found, entry)]
        content = slip(result, entry, self._rules, self._used, self._run.language, batch, self._options)
        try:
            if not self._is_forced:
                refuse_foreign(self._folder / name)
            Folder(str(self._folder)).write(name, content)
            if self._is_noted:
                note_file(self._folder / name)
            self._written.add(name)
        except UsageError as error:
            self._refused.append(error.text)
        except OSError as error:
            self._failed[name] = error.strerror or str(error)

    def end(self) -> tuple[Text, ...]:
        """See `Writer.end`. Raises `UsageError`, when all others are written, for slips that cannot be."""
        return (*self.remarks(), *said_of("slips", self._folder, ENDING.show(self._run.language), self.paths))

    def remarks(self) -> tuple[Text, ...]:
        """What there is to say of the template, and of slips that somebody changed; raises as `end` does."""
        if self._failed:
            failed, count = self._failed.items(), len(self._failed)
            zh, en = "；".join(f"{name}（{reason}）" for name, reason in failed), "; ".join(f"{name} ({reason})" for name, reason in failed)
            raise UsageError(zh=f"有 {count} 份通知没有写出：{zh}。请关闭占用文件的程序后重试。", en=f"{count} slip(s) were not written: {en}; close the program that holds them and try again")
        notes = template_notes(self._used) if self._options.template is not None else ()
        return (*notes, *self._refused)


def sent_to(review: Review) -> dict[str, tuple[Entry, str]]:
    """Who gets a slip: by the file of the newest submission the organ, and its name fit for a file, no two the same."""
    taken: set[str] = set()
    return {entry.newest.file: (entry, unique(_name(entry), taken)) for entry in review.entries if entry.state in SENT_TO and entry.newest is not None}


def slip(
    result: Result, entry: Entry, rules: Mapping[str, Rule], template: Template, language: Language, batch: list[Finding], options: SlipOptions
) -> bytes:
    """One organ's slip as a .docx."""
    return fill(template, slip_of(entry, result.report(), result.filing(), rules, batch, options), language)


def _is_about(found: Finding, entry: Entry) -> bool:
    """Whether it is about the organ, or about its file as one of several; an organ that is only named has nothing to answer."""
    return found.organ == entry.organ or (entry.organ in found.others and any(one.file in found.files for one in entry.submissions))


def _name(entry: Entry) -> str:
    """The organ's name, fit for a file; of a file that names no organ its own without the ending."""
    is_named = entry.member is not None or any(one.named for one in entry.submissions)
    return safe_name(entry.organ if is_named else Path(entry.organ).stem, _UNNAMED)


def rules_of(results: Results) -> dict[str, Rule]:
    """The rules of a run by id: the catalogue's, and the unit's own."""
    return {**catalogue(), **{rule.id: rule for rule in used_rules(results)}}
