"""One sitting at the page, where no process can be started: files are handed in and checked one by one, then put together and reported on.

The submissions lie in `submissions/` below the sitting's folder, which is the working folder, so that a file goes by its name, or by its
path inside an archive; a roster lies in `roster/`, last year's files in `prior/`.
"""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from xlplugin.errors import FileMissingError, UsageError
from xlplugin.filing.submissions import Failure
from xlplugin.outputs.kinds import FOLDERS, Wanted, write
from xlplugin.outputs.machine.json import JsonPrint
from xlplugin.outputs.marked.copies import copy_name, write_copy
from xlplugin.outputs.packed import packed
from xlplugin.outputs.publish.write import export
from xlplugin.outputs.slips.options import SlipOptions
from xlplugin.outputs.writer import Checked
from xlplugin.review.read_roster import read_roster
from xlplugin.review.review_run import review
from xlplugin.review.roster import Roster
from xlplugin.runs.inputs.addresses import Found, find_inputs
from xlplugin.runs.parts_job import run_submissions
from xlplugin.runs.prior_job import read_priors_into
from xlplugin.runs.recipe import Recipe, build, program_digest
from xlplugin.runs.store.codec import dump, load
from xlplugin.runs.store.outcome import Outcome
from xlplugin.runs.store.prior_store import NAME as PRIORS
from xlplugin.runs.store.results import Result, Results
from xlplugin.runs.store.storage import Folder
from xlplugin.serve.archive import is_archive, take
from xlplugin.serve.here import Here
from xlplugin.serve.view import view_of
from xlplugin.text import Language, Text

Role = Literal["submissions", "roster", "prior"]
NAMES = {
    "xlsx": "审核情况.xlsx", "html": "审核结果.html", "json": "结果.json", "jsonl": "结果.jsonl", "csv": "结果.csv", "sarif": "结果.sarif", "junit": "结果-junit.xml",
    "annotated": "批注副本.zip", "slips": "退回修改通知.zip", "returns": "退回件.zip",
}  # fmt: skip
"""What each report is called that can be taken from the page."""
_LINKED = frozenset({"xlsx"})
"""Kinds with links to the submissions."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The whole result, for the page: the object of `check --format json` as text, the report as a part of a page, and what there is to say besides."""

    json: str
    view: str
    sentences: tuple[Text, ...]


class Desk:
    """A sitting. `folder` becomes the working folder: a new one, or one in which the files lie already, with those `outright` that were named.

    Every method raises the errors of `xlplugin.errors`, and `MemoryError`.
    """

    def __init__(self, folder: Path, language: Language, outright: Sequence[str] = ()) -> None:
        self._folder, self._language = folder, language
        self._outright = list(outright)
        self._here = Here()
        self._recipe = Recipe(program_digest())
        self._said: list[Text] = []
        self._found = Found((), 0)
        for name in ("submissions", "roster", "prior", "out"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        os.chdir(folder / "submissions")

    def add(self, role: Role, name: str, content: bytes) -> None:
        """Takes a file, or what is in an archive of them. `name`: with the folders it came in, if any."""
        taken = take(self._folder / role, name, content)
        if role == "submissions" and "/" not in name and not is_archive(name, content):  # named outright, so it is told whatever it is
            self._outright += taken

    def begin(self) -> tuple[str, ...]:
        """Looks at what was handed in, and reads last year's files; gives the names of the files to check, in path order."""
        self._found = find_inputs([".", *self._outright])
        prior = self._folder / "prior"
        if any(prior.iterdir()):
            target = self._folder / PRIORS
            digest, unread = read_priors_into(target, [os.path.relpath(prior)], self._recipe, self._here, self._results.child("prior"), lambda progress: None)
            self._recipe = replace(self._recipe, priors=digest, priors_file=str(target))
            self._said += unread
        self._roster = self._read_roster()
        build(self._recipe)
        if not self._found.files:
            raise UsageError(zh="没有可以审核的文件。", en="there is no file that can be checked")
        return self._found.files

    def check(self, file: str) -> Outcome:
        """Checks one file by itself."""
        return self._here.check(self._recipe, file)

    def keep(self, outcome: str) -> None:
        """Takes what was found before the process had to be started anew."""
        self._here.keep(self._recipe, load(Outcome, outcome))

    def fail(self, file: str, failure: Failure) -> Outcome:
        """Notes that a file was too much for its process."""
        return self._here.fail(self._recipe, file, failure)

    def finish(self) -> Seen:
        """Puts all together: submissions in several files, the roster, what is wrong across files."""
        end = run_submissions(self._found, self._recipe, self._here, self._results, lambda progress: None)
        page, stream = self._folder / "out" / NAMES["html"], io.StringIO()
        with Results(self._results.address) as results:
            write(self._run(results), [Wanted("html", page)], SlipOptions(), JsonPrint(stream))
        return Seen(stream.getvalue(), view_of(page.read_text("utf-8")), (*self._said, *end.apart))

    def report(self, kind: str) -> bytes:
        """One of the kinds of `NAMES`; those that are folders as a .zip."""
        target = self._folder / way_to(kind)
        with Results(self._results.address) as results:
            [written] = write(self._run(results), [Wanted(kind, target)], SlipOptions(), JsonPrint(io.StringIO()))
        if not written.is_there:
            raise UsageError(zh=written.sentences[0].zh, en=written.sentences[0].en)
        return packed(target) if kind in FOLDERS else target.read_bytes()

    def annotated(self, file: str) -> tuple[str, bytes]:
        """Name and bytes of a file's annotated copy."""
        *_, name = copy_name((Path(file).name,), self._language)
        target = self._folder / "out" / name
        with Results(self._results.address) as results:
            result, number = _of(results, file)
            if fault := write_copy(result, target, self._language, number):
                raise UsageError(zh=fault.zh, en=fault.en)
            if not target.exists():
                error = result.report().error or FileMissingError().text
                raise UsageError(zh=error.zh, en=error.en)
        return name, target.read_bytes()

    def published(self, file: str, ending: str) -> tuple[str, bytes]:
        """Name and bytes of a file laid out as the report that is published, `.docx` or `.html`."""
        target = self._folder / "out" / f"{Path(file).stem}{ending}"
        target.unlink(missing_ok=True)
        with Results(self._results.address) as results:
            filing = _of(results, file)[0].filing()
            if filing is None:
                raise UsageError(zh="这份文件没有读出来，不能排成报告。", en="the file could not be read, so there is no report to lay out")
            export(filing, target)
        return target.name, target.read_bytes()

    @property
    def _results(self) -> Folder:
        return Folder(str(self._folder / "results"))

    def _read_roster(self) -> Roster | None:
        files = sorted(path for path in (self._folder / "roster").rglob("*") if path.is_file())
        return read_roster(files[0]) if files else None

    def _run(self, results: Results) -> Checked:
        before = results.prior()
        try:
            return Checked(results, review(results, self._roster, prior=before), self._language)
        finally:
            if before is not None:
                before.close()


def way_to(kind: str) -> str:
    """Where a report is written below the sitting's folder. One with links lies among the submissions, so that these hold for who saves it beside them: none has such a name."""
    name = kind if kind in FOLDERS else NAMES[kind]
    return f"submissions/.{name}" if kind in _LINKED else f"out/{name}"


def _of(results: Results, file: str) -> tuple[Result, int]:
    """The submission that a file is, or is a part of, and which part."""
    for result in results:
        if file in result.submission.files:
            return result, result.submission.files.index(file)
    raise FileMissingError()


def told(outcome: Outcome) -> dict[str, object]:
    """What the page shows of a file while others are still being checked, and the outcome itself, to be kept."""
    one = outcome.submission
    return {"file": one.file, "status": one.status, "failure": one.failure, "organ": one.named, "year": one.named_year, "errors": one.errors, "warnings": one.warnings, "outcome": dump(outcome)}


