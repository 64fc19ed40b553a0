"""Reads back what a run left in its folder: file by file, in path order, never all at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any, cast

from xlplugin.errors import UsageError
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import NotChecked, Report
from xlplugin.filing.submissions import Submission
from xlplugin.form import Form, shapes_by_key
from xlplugin.runs.store.bases import Base
from xlplugin.runs.store.codec import decoded, load_filing, made
from xlplugin.runs.store.manifest import Manifest, load_manifest
from xlplugin.runs.store.outcome import Outcome
from xlplugin.runs.store.packed import is_in_part
from xlplugin.runs.store.shards import Place, Shards
from xlplugin.runs.store.storage import Folder


@dataclass(unsafe_hash=True)  # not `frozen`, as which it takes three times as long to make; nobody changes one all the same
class Result:
    """One submission, and what was kept of it: read from the folder when it is asked for, and decoded once however many ask."""

    facts: Callable[[], Submission]
    not_checked: Callable[[], tuple[NotChecked, ...]]
    text: Callable[[str], str | None]
    """One of the row's texts as it is stored (see `outcome.TEXTS`)."""
    forms: Mapping[str, Form]
    known_base: Callable[[], Base | None] | None = None
    """The filing by which the row's is told, where it need not be decoded anew."""

    @classmethod
    def of(cls, submission: Submission, text: Callable[[str], str | None], forms: Mapping[str, Form], known_base: Callable[[], Base | None] | None = None) -> Result:
        """What was kept of a submission whose facts are known."""
        return cls(lambda: submission, lambda: submission.not_checked, text, forms, known_base)

    @classmethod
    def from_outcome(cls, outcome: Outcome, forms: Iterable[Form]) -> Result:
        """What is to be kept of a file that was just checked; `forms`: those that it may be of."""
        return cls.of(outcome.submission, outcome.text, shapes_by_key(forms))

    @cached_property
    def submission(self) -> Submission:
        """The facts."""
        return self.facts()

    def report(self) -> Report:
        """The report, as the check gave it."""
        return self._report

    def filing(self) -> Filing | None:
        """The filing, as it was read; None for a file that could not be."""
        return self._filing

    def narrative(self) -> dict[str, str]:
        """The text of the report's sections by section id; empty where the file holds none."""
        text = self.text("narrative")
        return {} if text is None else cast("dict[str, str]", json.loads(text))

    @cached_property
    def _report(self) -> Report:
        base = self._base
        return made(Report, self._told, not_checked=self.not_checked()) if base is None else base.report(self._told, self.not_checked())

    @cached_property
    def _filing(self) -> Filing | None:
        if (base := self._base) is not None:
            return base.filing(self._told, self._report)
        text = self.text("filing")
        return None if text is None else load_filing(text, self.forms)

    @cached_property
    def _told(self) -> Any:
        """What was stored as the report, decoded."""
        return decoded(cast("str", self.text("report")))

    @cached_property
    def _base(self) -> Base | None:
        if self.known_base is not None:
            return self.known_base()
        text = self.text("base")
        return None if text is None else Base(text, self.forms)


class Results:
    """The results in a folder, as many times as wanted. A run that was cut off has those it came to. Closes with `close` or as a context manager."""

    def __init__(self, out: str, manifest: Manifest | None = None) -> None:
        """`manifest`: that of the folder, where it is at hand."""
        self._folder = folder = Folder(out)
        found = manifest or load_manifest(folder)
        if found is None:
            raise UsageError(zh=f"{out} 里没有审核结果。", en=f"{out} holds no results of a run")
        self.manifest: Manifest = found
        self._shards = Shards(folder)
        self._forms = shapes_by_key(found.recipe.editions())

    def __iter__(self) -> Iterator[Result]:
        for one, place in self._found():
            facts, not_checked, text = partial(self._facts, one, place), partial(self._shards.not_checked, place), partial(self._shards.text, place)
            yield Result(facts, not_checked, text, self._forms, partial(self._shards.base, place, self._forms))

    def submissions(self) -> Iterator[Submission]:
        """The facts of every submission, in path order."""
        return (self._facts(one, place) for one, place in self._found())

    def files(self) -> list[str]:
        """The files of every submission, each its first, in path order."""
        return [one.file for one, _ in self._found()]

    def in_part(self) -> list[Submission]:
        """The facts of those that came in several files or hold some of the form's tables only, in path order; the others' are not decoded."""
        return [self._facts(one, place) for one, place in self._found() if is_in_part(self._shards.facts(place))]

    def of(self, one: Submission) -> Result:
        """What was kept of one of them."""
        place = self._place(one)
        assert place is not None, one.file
        return Result.of(one, partial(self._shards.text, place), self._forms, partial(self._shards.base, place, self._forms))

    def without(self, files: Collection[str]) -> Results:
        """The same results but for those of some files; it closes with these."""
        if not files:
            return self
        fewer = copy(self)
        fewer.manifest = replace(self.manifest, files=tuple(one for one in self.manifest.files if one.file not in files))
        return fewer

    def prior(self) -> Results | None:
        """Last year's filings as the run read them; None where it was given none, or one workbook only."""
        if self.manifest.recipe.priors is None:
            return None
        child = self._folder.child("prior")
        return Results(child.address) if load_manifest(child) is not None else None

    def close(self) -> None:
        """Lets go of the files."""
        self._shards.close()

    def __enter__(self) -> Results:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _facts(self, one: Submission, place: Place) -> Submission:
        """Those of the check; size and date of the file may have changed since, its content not, and its name and that are held once."""
        return self._shards.submission(place, file=one.file, content=one.content, size=one.size, mtime=one.mtime)

    def _found(self) -> Iterator[tuple[Submission, Place]]:
        for one in self.manifest.files:
            place = self._place(one)
            if place is not None:
                yield one, place

    def _place(self, one: Submission) -> Place | None:
        places = self._shards.places
        return places.get(self.manifest.key(one)) or places.get(self.manifest.failed_key(one))
