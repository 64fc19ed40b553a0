"""Reads back what a run left in its folder: file by file, in path order, never all at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any, cast

from xlplugin.batch.codec import load, load_filing
from xlplugin.batch.failures import Failure
from xlplugin.batch.manifest import Manifest, load_manifest
from xlplugin.batch.outcome import Source
from xlplugin.batch.shards import Shards, Spot
from xlplugin.batch.storage import Folder
from xlplugin.errors import UsageError
from xlplugin.filing import Filing
from xlplugin.findings import Report, Status
from xlplugin.form import Form

_SMALL = ("failure", "status", "organ", "year", "edition", "level", "scope", "modified", "signed", "errors", "warnings")


@dataclass(frozen=True, slots=True)
class Result:
    """One file's result. Facts are at hand; the report, the filing and the text are read from the folder when they are asked for."""

    source: Source
    failure: Failure
    status: Status
    organ: str | None
    year: int | None
    edition: str | None
    level: str | None
    scope: str | None
    modified: str | None
    """When the workbook says it was last saved, ISO 8601; `source.mtime` is the file's own date."""
    signed: str | None
    """The date of the report's signature, ISO 8601."""
    errors: int
    """Problems that count, by severity."""
    warnings: int
    text: Callable[[str], str | None]
    """A column of the row as it is stored: `report`, `filing`, `narrative`."""
    forms: Mapping[str, Form]

    def report(self) -> Report:
        """The report, as the check gave it."""
        return load(Report, cast("str", self.text("report")))

    def filing(self) -> Filing | None:
        """The filing, as it was read; None for a file that could not be."""
        text = self.text("filing")
        return None if text is None else load_filing(text, self.forms)

    def narrative(self) -> dict[str, str]:
        """The text of the report's sections by section id; empty where the file holds none."""
        return cast("dict[str, str]", json.loads(self.text("narrative") or "{}"))


class Results:
    """The results in a folder, as many times as wanted. A run that was cut off has those it came to. Closes with `close` or as a context manager."""

    def __init__(self, out: str) -> None:
        self._folder = folder = Folder(out)
        found = load_manifest(folder)
        if found is None:
            raise UsageError(zh=f"{out} 里没有审核结果。", en=f"{out} holds no results of a run")
        self.manifest: Manifest = found
        self._shards = Shards(folder)
        self._forms = {shape.key: shape for form in found.recipe.editions() for shape in form.shapes}

    def __iter__(self) -> Iterator[Result]:
        for one, spot in self._found():
            row = self._shards.rows(spot, _SMALL)
            yield Result(one, **{name: cast("Any", row[name]) for name in _SMALL}, text=self._reader(spot), forms=self._forms)

    def reports(self) -> Iterator[Report]:
        """Every file's report, in path order."""
        for _, spot in self._found():
            yield load(Report, self._shards.rows(spot, ("report",))["report"])

    def prior(self) -> Results | None:
        """Last year's filings as the run read them; None where it was given none, or one workbook only."""
        child = self._folder.child("prior")
        return Results(child.address) if self.manifest.recipe.priors is not None and load_manifest(child) is not None else None

    def close(self) -> None:
        """Lets go of the files."""
        self._shards.close()

    def __enter__(self) -> Results:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _reader(self, spot: Spot) -> Callable[[str], str | None]:
        return lambda name: cast("str | None", self._shards.rows(spot, (name,))[name])

    def _found(self) -> Iterator[tuple[Source, Spot]]:
        for one in self.manifest.files:
            spot = self._shards.spots.get(self.manifest.key(one)) or self._shards.spots.get(self.manifest.failed_key(one))
            if spot is not None:
                yield one, spot


@dataclass(frozen=True, slots=True)
class Reports:
    """The reports of a run's results, to be walked as often as wanted, one at a time."""

    results: Results

    def __iter__(self) -> Iterator[Report]:
        return self.results.reports()


def iter_reports(out: str) -> Iterator[Report]:
    """The reports in a run's folder, in path order, one at a time."""
    with closing(Results(out)) as results:
        yield from results.reports()
