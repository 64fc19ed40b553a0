"""What is answered to one file of a drop folder: its findings as text, its slip and its annotated copy, under 结果."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from xlplugin.filing.findings import Report
from xlplugin.outputs.answers.arrivals import RESULTS
from xlplugin.outputs.marked.copies import copy_name, guarded_copy, is_worth_a_copy
from xlplugin.outputs.slips.fill import Template
from xlplugin.outputs.slips.options import SlipOptions
from xlplugin.outputs.slips.slips import SENT_TO, slip
from xlplugin.review.review import STATE_OF, Entry, State
from xlplugin.rules.declare import Rule
from xlplugin.runs.store.results import Result
from xlplugin.runs.store.storage import Folder
from xlplugin.runs.workers.door import Door
from xlplugin.text import Language, Text

_SLIP = Text(".退回修改通知.docx", ".notice of return.docx")
_RECORD = ".已审核.json"
_NOT_WRITTEN = Text("无法写出 {name}：{reason}。请关闭占用它的程序。", "cannot write {name}: {reason}; close the program that holds it")


@dataclass
class Record:
    """Which files were answered, by their place in the drop folder, with the content they had; kept in the folder of the answers.

    Rules, editions or a program that are others than before make every file a new one.
    """

    folder: Path
    version: str
    answered: dict[str, str] = field(default_factory=dict)
    parts: dict[str, list[str]] = field(default_factory=dict)
    """By the place of each file that holds some of the form's tables only: the files of its submission, the first of which bears the answer."""
    told: set[Text] = field(default_factory=set)
    """What this watch said of files that it did not put together."""

    def load(self) -> None:
        """Reads what an earlier watch answered; nothing where that cannot be read or was checked otherwise."""
        with suppress(OSError, ValueError, LookupError, AttributeError, TypeError):
            kept = json.loads((self.folder / _RECORD).read_text("utf-8"))
            if kept["version"] == self.version:
                self.answered = {str(name): str(content) for name, content in kept["answered"].items()}
                self.parts = {str(name): [str(file) for file in files] for name, files in kept["parts"].items()}

    def save(self) -> None:
        """Writes it, all or nothing; one that cannot be written means that files are checked again some day."""
        with suppress(OSError):
            kept = {"version": self.version, "answered": dict(sorted(self.answered.items())), "parts": dict(sorted(self.parts.items()))}
            Folder(str(self.folder)).write(_RECORD, json.dumps(kept, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass"))


def text_of(place: Path) -> str:
    """The name of a file's text below the folder of the answers: `a.txt` for `a.xlsx`, and `a.xls.txt` for `a.xls`."""
    return f"{_stem(place)}.txt"


def answer_of(place: Path, record: Record) -> Path:
    """The place of the file that bears the answer to a file: its own, or that of the first of its submission."""
    return Path(record.parts.get(place.as_posix(), [place.as_posix()])[0])


def answer(result: Result, place: Path, folder: Path, language: Language, rules: Mapping[str, Rule], template: Template, options: SlipOptions, door: Door) -> list[Text]:
    """Writes a file's text, slip and annotated copy, and takes away those of an earlier round that do not hold any more. What did not succeed, in sentences.

    `place` is the file's path below `folder`, the drop folder.
    """
    report = result.report()
    answers = Folder(str(folder / RESULTS))
    places = [Path(file).relative_to(folder) for file in report.files]
    shown = replace(report, file=str(place), parts=tuple(map(str, places)) if report.parts else ())
    said = [_write(answers, text_of(place), _printed(shown, language).encode("utf-8-sig", "replace"))]
    for other in places[1:]:  # answered by itself before the others came
        said += [_delete(answers, text_of(other)), _delete(answers, f"{_stem(other)}{_SLIP.show(language)}")]
    state = STATE_OF[result.submission.status]
    name = f"{_stem(place)}{_SLIP.show(language)}"
    if state in SENT_TO:
        said.append(_write(answers, name, slip(result, _entry(result, place, state), rules, template, language, [], options)))
    else:
        said.append(_delete(answers, name))
    for number, part in enumerate(places):
        copy = Path(folder, RESULTS, *copy_name(part.parts, language))
        if is_worth_a_copy(result.submission):
            said.append(guarded_copy(door, result, copy, language, number))
        else:
            said.append(_delete(answers, copy.relative_to(folder / RESULTS).as_posix()))
    return [sentence for sentence in said if sentence is not None]


def _entry(result: Result, place: Path, state: State) -> Entry:
    """The organ as this one file has it."""
    one = result.submission
    return Entry(one.named or place.name, state, one.named_year, submissions=(replace(one, file=str(place)),))


def _printed(report: Report, language: Language) -> str:
    from rich.console import Console

    from xlplugin.outputs.terminal import print_reports

    lines = io.StringIO()
    print_reports([report], language, Console(file=lines, highlight=False, emoji=False, markup=False, color_system=None))
    return lines.getvalue()


def _stem(place: Path) -> str:
    return (place.with_suffix("") if place.suffix.lower() == ".xlsx" else place).as_posix()


def _write(answers: Folder, name: str, content: bytes) -> Text | None:
    try:
        answers.write(name, content)
    except OSError as error:
        return _NOT_WRITTEN.fill(name=name, reason=error.strerror or error)
    return None


def _delete(answers: Folder, name: str) -> Text | None:
    try:
        answers.delete(name)
    except OSError as error:
        return _NOT_WRITTEN.fill(name=name, reason=error.strerror or error)
    return None
