"""What a Dask worker does: it runs chunks in a guarded process of its own."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from xlplugin.errors import UsageError
from xlplugin.filing.submissions import Submission
from xlplugin.runs.recipe import Recipe, program_digest
from xlplugin.runs.store.packed import Packed
from xlplugin.runs.store.prior_store import NAME as PRIORS
from xlplugin.runs.workers.failures import Bounds
from xlplugin.runs.workers.guard import Guard
from xlplugin.scratch import scratch

_guards = threading.local()


def run_chunk(recipe: Recipe, bounds: Bounds, files: list[Submission], priors: bytes | None) -> list[Packed]:
    """What a Dask worker does: a chunk, in the guarded process that this thread keeps for the recipe."""
    if program_digest() != recipe.program:
        raise UsageError(
            zh="Dask 工作机上的 xlplugin 或其依赖与本机版本不同，请装成一致。",
            en="the Dask workers run another version of xlplugin, or of the libraries it uses, than this machine; install the same",
        )
    kept: _Kept | None = getattr(_guards, "kept", None)
    if kept is None or kept.of != (recipe, bounds):
        if kept is not None:
            kept.close()
        _guards.kept = kept = _Kept(recipe, bounds, priors)
    return kept.guard.run(files)


class _Kept:
    """A guard that a thread keeps from one chunk to the next, with last year's filings lying beside it on this machine."""

    def __init__(self, recipe: Recipe, bounds: Bounds, priors: bytes | None) -> None:
        self.of = (recipe, bounds)
        self._held = ExitStack()
        folder = self._held.enter_context(scratch())
        if priors is not None:
            path = Path(folder, PRIORS)
            path.write_bytes(priors)
            recipe = replace(recipe, priors_file=str(path))
        self.guard = Guard(recipe, bounds)

    def close(self) -> None:
        """Ends the process and removes the folder."""
        self.guard.close()
        self._held.close()
