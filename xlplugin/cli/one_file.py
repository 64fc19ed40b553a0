"""`xlplugin check` of one file: a small, plain workbook in this process, with nothing loaded that is not needed for it; any other in a guarded one.

The plainest call, `check FILE` with nothing but `--format`, `--lang` and `--fail-on`, is understood here: Typer, which understands
all others and this one too, takes a third of the time in which one file is checked.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from xlplugin.cli.safe import safe
from xlplugin.cli.words.language import VARIABLE, spoken
from xlplugin.text import LANGUAGES, Language

if TYPE_CHECKING:
    from rich.console import Console

    from xlplugin.filing.findings import Finding, Report
    from xlplugin.filing.submissions import Submission
    from xlplugin.form import Form


class Format(StrEnum):
    """How reports are printed."""

    TEXT = "text"
    JSON = "json"
    CONCISE = "concise"
    GROUPED = "grouped"
    JSONL = "jsonl"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"
    GITLAB = "gitlab"


class FailOn(StrEnum):
    """The least severity that makes the exit status 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"


PLAIN_FORMATS = (Format.TEXT, Format.JSON)
"""Those that one file is printed in without a run over files."""
_OPTIONS = {"--format": PLAIN_FORMATS, "--lang": LANGUAGES, "--fail-on": tuple(FailOn)}


def check_plainly(arguments: Sequence[str]) -> int | None:
    """The exit status of `check FILE` with plain options, done; None where the arguments are anything else, and nothing is done."""
    asked = _plain(arguments)
    if asked is None:
        return None
    file, options = asked
    with _without_collecting():
        from xlplugin.runs.inputs.addresses import find_inputs

        found = find_inputs([file])
        if list(found.files) != [file] or found.own or found.skipped:
            return None
        return check_one(file, Format(options.get("--format", Format.TEXT)), spoken(arguments), FailOn(options.get("--fail-on", FailOn.ERROR)))


@contextmanager
def _without_collecting() -> Iterator[None]:
    """No garbage is looked for meanwhile: modules that are loaded leave next to none, and looking for it would take a twentieth of the time. One file leaves little."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _plain(arguments: Sequence[str]) -> tuple[str, dict[str, str]] | None:
    """The file and the options of a plain call."""
    if list(arguments[:1]) != ["check"] or os.environ.get(VARIABLE, "zh") not in LANGUAGES:
        return None
    words = [piece for word in arguments[1:] for piece in (word.split("=", 1) if word.startswith("--") else [word])]
    files, options = [], {}
    waiting = iter(words)
    for word in waiting:
        if word in _OPTIONS:
            options[word] = next(waiting, "")
            if options[word] not in _OPTIONS[word]:
                return None
        elif word.startswith("-"):
            return None
        else:
            files.append(word)
    return (files[0], options) if len(files) == 1 and os.path.isfile(files[0]) else None


def check_one(
    file: str,
    format_: Format,
    language: Language,
    fail_on: FailOn,
    select: str | None = None,
    ignore: str | None = None,
    rules: Path | None = None,
    forms: Sequence[Path] = (),
    prior: tuple[str, ...] = (),
    output: Path | None = None,
) -> int:
    """Checks one file, prints its report or writes it to `output`, and gives the exit status."""
    from xlplugin.filing.submissions import Submission
    from xlplugin.runs.store.outcome import checked
    from xlplugin.runs.workers.small import is_small, is_without_processes

    if is_without_processes() or (not prior and is_small(Path(file))):
        reports = _checked_here(file, language, select, ignore, rules, forms, prior)
    else:
        from xlplugin.runs.job import Job, checked_alone

        reports, said = checked_alone(Job((file,), select, ignore, rules, tuple(forms), prior=prior))
        for sentence in said:
            print(safe(sentence.show(language)), file=sys.stderr)
    if output is None:
        _print(reports, format_, language, sys.stdout)
    else:
        from xlplugin.outputs.machine.target import opened

        with opened(output, errors="backslashreplace") as stream:
            _print(reports, format_, language, stream)
    return exit_status([checked(Submission(report.file), report) for report in reports], fail_on)


def _checked_here(
    file: str, language: Language, select: str | None, ignore: str | None, rules: Path | None, forms: Sequence[Path], prior: tuple[str, ...]
) -> list[Report]:
    """The report of one file, in this process."""
    from xlplugin.rules.own.asked_for import asked_for
    from xlplugin.runs.run import check_files

    known = known_forms(forms)
    chosen, context = asked_for(select, ignore, rules, known)
    priors = None
    if prior:
        from xlplugin.runs.inputs.prior import read_priors

        priors = read_priors([Path(one) for one in prior], known)
        for sentence in priors.unread:
            print(safe(sentence.show(language)), file=sys.stderr)
    return check_files([Path(file)], chosen, context, known, priors=priors)


def _print(reports: Sequence[Report], format_: Format, language: Language, stream: TextIO) -> None:
    if format_ is Format.JSON:
        from xlplugin.outputs.machine.objects import write_reports_json

        write_reports_json(stream, reports, language)
    else:
        from xlplugin.outputs.terminal import print_reports

        print_reports(reports, language, console(None if stream is sys.stdout else stream))


def exit_status(submissions: Iterable[Submission], fail_on: FailOn, across: Iterable[Finding] = ()) -> int:
    """2 where a file could not be checked at all or not wholly, else 1 where a finding is at or above the threshold, else 0. `across`: findings of family B."""
    from xlplugin.filing.findings import Severity

    least = None if fail_on is FailOn.NEVER else Severity[fail_on.name]
    status = int(least is not None and any(finding.severity >= least and finding.waived is None for finding in across))
    for one in submissions:
        if not one.is_whole:
            return 2
        status = status or int(least is not None and one.worst is not None and one.worst >= least)
    return status


def known_forms(paths: Sequence[Path]) -> list[Form] | None:
    """The program's editions and those of the files given; None where none is given."""
    from xlplugin.form import editions_with, load_form

    return editions_with(map(load_form, paths)) if paths else None


def console(stream: TextIO | None = None) -> Console:
    """Where reports are printed: the standard output, or another stream."""
    from rich.console import Console

    return Console(file=stream, highlight=False, emoji=False, markup=False)
