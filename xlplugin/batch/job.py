"""A run over many files: what is new or changed is checked, what was done before is kept, and every result is on disk as soon as it is there."""

from __future__ import annotations

import hashlib
import math
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from xlplugin.batch.addresses import Found, find_inputs, sources
from xlplugin.batch.executor import Executor
from xlplugin.batch.manifest import Manifest
from xlplugin.batch.outcome import Source
from xlplugin.batch.prior_store import store_priors
from xlplugin.batch.recipe import Document, Recipe, build, program_digest
from xlplugin.batch.releases import Release
from xlplugin.batch.results import Results
from xlplugin.batch.shards import Shards, ShardWriter
from xlplugin.batch.storage import Folder
from xlplugin.errors import DefinitionError, FileMissingError, UsageError
from xlplugin.text import Text, same

LARGEST_CHUNK = 32
_CHUNKS_EACH = 4
"""At least so many chunks for each slot, so that none waits long for the last."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is asked for. `files`: as `find_inputs` gives them; `rules`, `forms`: TOML files; `prior`: a workbook, or a folder or address of them."""

    files: tuple[str, ...]
    select: str | None = None
    ignore: str | None = None
    rules: Path | None = None
    forms: tuple[Path, ...] = ()
    releases: tuple[Release, ...] = ()
    prior: str | None = None
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: `done` of `total` files, `kept` of them from an earlier run. `stage`: last year's filings come first."""

    stage: Literal["prior", "check"]
    done: int
    total: int
    kept: int


@dataclass(frozen=True, slots=True)
class Done:
    """A run that came to its end. `unread`: which files of last year could not be read, and why."""

    checked: int
    kept: int
    unread: tuple[Text, ...] = ()


OnProgress = Callable[[Progress], None]


def run_job(job: Job, executor: Executor, out: str, on_progress: OnProgress = lambda progress: None, retry: bool = False) -> Done:
    """Checks the job's files and leaves the results in the folder `out`, where `Results` reads them.

    Files that an earlier run with the same rules and program checked there, with the content they have now, are not checked again;
    with `retry` those are whose process hung, ran out of memory or ended. Stopped at any moment, by Ctrl-C too, the run keeps what
    is done; the same call goes on from there. Raises `UsageError` or `DefinitionError` for a mistake in what was asked.
    """
    recipe = Recipe(program_digest(), job.select, job.ignore, _document(job.rules), tuple(filter(None, map(_document, job.forms))), job.releases, read=executor.read)
    build(recipe)
    folder = Folder(out)
    unread: tuple[Text, ...] = ()
    with folder.locked(), tempfile.TemporaryDirectory(prefix="xlplugin-") as scratch:
        if job.prior is not None:
            path = Path(scratch, "priors.parquet")
            digest, unread = _priors(job.prior, recipe, executor, folder.child("prior"), path, on_progress)
            recipe = replace(recipe, priors=digest, priors_file=str(path))
        found = Found(job.files, job.skipped)
        done = _run(found, recipe, executor, folder, lambda counts: on_progress(Progress("check", *counts)), retry)
    return replace(done, unread=unread)


@contextmanager
def folder_for(out: str | None) -> Iterator[str]:
    """The folder of a run: the one given, or else a temporary one that is gone afterwards."""
    if out is not None:
        yield out
        return
    with tempfile.TemporaryDirectory(prefix="xlplugin-") as folder:
        yield folder


def _run(found: Found, recipe: Recipe, executor: Executor, folder: Folder, on_count: Callable[[tuple[int, int, int]], None], retry: bool = False) -> Done:
    manifest = Manifest(recipe, executor.bounds, tuple(sources(found.files)), found.skipped)
    manifest.save(folder)
    shards = Shards(folder)
    shards.close()
    waiting = [one for one in manifest.files if not (one.content and _is_done(one, manifest, shards, retry))]
    kept = done = len(manifest.files) - len(waiting)
    on_count((done, len(manifest.files), kept))
    changed: dict[str, str] = {}
    contents = {one.file: one.content for one in waiting}
    writer = ShardWriter(folder, shards.last + 1)
    try:
        with closing(executor.run(recipe, _chunks(waiting, executor.slots))) as results:
            for outcomes in results:
                writer.add([(manifest.key_of(outcome), outcome) for outcome in outcomes])
                changed |= {outcome.file: outcome.content for outcome in outcomes if outcome.content != contents[outcome.file]}
                done += len(outcomes)
                on_count((done, len(manifest.files), kept))
    finally:
        writer.flush()
    files = tuple(replace(one, content=changed.get(one.file, one.content)) for one in manifest.files)
    manifest = replace(manifest, files=files, is_complete=True)
    manifest.save(folder)
    _sweep(folder, manifest)
    return Done(len(waiting), kept)


def _is_done(one: Source, manifest: Manifest, shards: Shards, retry: bool) -> bool:
    return manifest.key(one) in shards.spots or (not retry and manifest.failed_key(one) in shards.spots)


def _chunks(files: Sequence[Source], slots: int) -> Iterator[list[Source]]:
    """The files in chunks of neighbours, small enough that every slot has several."""
    size = max(1, min(LARGEST_CHUNK, math.ceil(len(files) / (slots * _CHUNKS_EACH))))
    for start in range(0, len(files), size):
        yield list(files[start : start + size])


def _sweep(folder: Folder, manifest: Manifest) -> None:
    """Removes shards that hold nothing of this run, and what an earlier one left half written."""
    shards = Shards(folder)
    shards.close()
    used = {spot.shard for one in manifest.files if (spot := shards.spots.get(manifest.key(one)) or shards.spots.get(manifest.failed_key(one)))}
    everything = {spot.shard for spot in shards.spots.values()}
    for name in (*sorted(everything - used), *shards.useless):
        folder.delete(name)


def _priors(prior: str, recipe: Recipe, executor: Executor, folder: Folder, path: Path, on_progress: OnProgress) -> tuple[str, tuple[Text, ...]]:
    """Reads last year's filings as any others are read, and lays them into one file for the workers. Gives what tells them apart, and what could not be read."""
    found = find_inputs([prior])
    is_single = found.files == (str(Path(prior)),) or found.files == (prior,)
    reading = Recipe(recipe.program, forms=recipe.forms, is_reading_only=True, read=recipe.read)
    _run(found, reading, executor, folder, lambda counts: on_progress(Progress("prior", *counts)))
    unread: list[Text] = []
    with Results(folder.address) as results:

        def readable() -> Iterator[tuple[str | None, int | None, str]]:
            for result in results:
                text = result.text("filing")
                if text is not None:
                    yield result.organ, result.year, text
                    continue
                error = result.report().error or same("")
                if is_single:
                    raise FileMissingError() if not result.source.content else UsageError(zh=error.zh, en=error.en)
                unread.append(Text("上年数据 {file}：", "last year's {file}: ").fill(file=same(result.source.file)) + error)

        store_priors(path, readable(), is_single)
        contents = [f"{one.file}\0{one.content}" for one in results.manifest.files]
    return hashlib.sha256("\n".join((recipe.program, *contents)).encode("utf-8", "surrogatepass")).hexdigest()[:32], tuple(unread)


def _document(path: Path | None) -> Document | None:
    if path is None:
        return None
    try:
        return Document(path.name, path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise DefinitionError(detail=f"{path.name}: {error}") from error
