"""Runs over files and goes on where an earlier run stopped: what is done is kept, and each result is on disk as soon as it is there."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any, Literal

from xlplugin.filing.submissions import Submission
from xlplugin.runs.inputs.addresses import Found, submissions
from xlplugin.runs.recipe import Recipe
from xlplugin.runs.store.manifest import Manifest
from xlplugin.runs.store.packed import Packed, is_in_part, is_unreadable, packed
from xlplugin.runs.store.shards import Shards, ShardWriter
from xlplugin.runs.store.storage import Folder
from xlplugin.runs.workers.executor import Executor

LARGEST_CHUNK, _OF_LARGE_FILES = 64, 32
"""Files. Each step of reading and checking goes over a whole chunk, which is the quicker the more they are; but large files take long, and what they come to is kept chunk by chunk."""
_LARGE = 2**22
"""Bytes of a chunk's files, all together."""
_CHUNKS_EACH = 4
"""At least so many chunks for each slot, so that none waits long for the last."""
Stage = Literal["prior", "check", "write"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: `done` of `total` files, `kept` of them from an earlier run. Last year's filings are a stage of their own, the first."""

    stage: Stage
    done: int
    total: int
    kept: int


OnProgress = Callable[[Progress], None]


def run_files(
    found: Found, recipe: Recipe, executor: Executor, folder: Folder, on_progress: OnProgress, stage: Stage = "check", retry: bool = False, is_begun: bool = False
) -> tuple[Progress, Manifest, bool]:
    """Leaves the result of every file in a folder; gives how it ended, the folder's manifest, and whether any may be part of a submission only.

    Those that could not be read are tried again, unless the command has tried them a moment ago (`is_begun`), and with `retry` those whose process did not survive them.
    """
    manifest = Manifest(recipe, executor.bounds, tuple(submissions(found.files, found.parts)), found.skipped, found.own)
    manifest.save(folder)
    with closing(Shards(folder)) as shards:
        waiting = [one for one in manifest.files if not (shards.places and one.content and _is_done(one, manifest, shards, retry, is_begun))]
    kept = done = len(manifest.files) - len(waiting)
    on_progress(Progress(stage, done, len(manifest.files), kept))
    changed: dict[str, dict[str, Any]] = {}
    may_be_parts = kept > 0
    contents = {one.file: one.content for one in waiting}
    writer = ShardWriter(folder, shards.last + 1)
    try:
        with closing(executor.run(recipe, _chunks(waiting, executor.slots))) as results:
            for outcomes in results:
                rows = [packed(outcome) for outcome in outcomes]
                writer.add([(manifest.key_of(row), row) for row in rows])
                may_be_parts = may_be_parts or any(is_in_part(row.facts) for row in rows)
                changed |= {row.file: _as_read(row) for row in rows if row.content != contents[row.file]}
                done += len(rows)
                on_progress(Progress(stage, done, len(manifest.files), kept))
    finally:
        writer.flush()
    files = tuple([replace(one, **changed[one.file]) if one.file in changed else one for one in manifest.files]) if changed else manifest.files
    manifest = manifest.completed(files)
    manifest.save(folder)
    if shards.places or shards.useless:
        _sweep(folder, manifest)
    return Progress(stage, done, len(manifest.files), kept), manifest, may_be_parts


def _as_read(row: Packed) -> dict[str, Any]:
    """What tells a file that was another one when it was read from what it was when the run began."""
    facts = json.loads(row.facts)
    return {"content": row.content, "size": facts.get("size", 0), "mtime": facts.get("mtime")}


def _is_done(one: Submission, manifest: Manifest, shards: Shards, retry: bool, is_begun: bool) -> bool:
    """Whether a file's result is kept. Why one could not be read may have been a full disk, a network that broke off, a program that was not there."""
    place = shards.places.get(manifest.key(one))
    if place is not None:
        return is_begun or not is_unreadable(shards.facts(place))
    return not retry and manifest.failed_key(one) in shards.places


def _chunks(files: Sequence[Submission], slots: int) -> Iterator[list[Submission]]:
    """The files in chunks of neighbours, small enough that every slot has several."""
    most, start = max(1, min(LARGEST_CHUNK, math.ceil(len(files) / (slots * _CHUNKS_EACH)))), 0
    while start < len(files):
        chunk = list(files[start : start + most])
        if sum(one.size for one in chunk) > _LARGE:
            chunk = chunk[:_OF_LARGE_FILES]
        yield chunk
        start += len(chunk)


def _sweep(folder: Folder, manifest: Manifest) -> None:
    """Removes shards that hold nothing of this run, and what an earlier one left half written."""
    shards = Shards(folder)
    shards.close()
    used = {place.shard for one in manifest.files if (place := shards.places.get(manifest.key(one)) or shards.places.get(manifest.failed_key(one)))}
    everything = {place.shard for place in shards.places.values()}
    for name in (*sorted(everything - used), *shards.useless):
        folder.delete(name)
