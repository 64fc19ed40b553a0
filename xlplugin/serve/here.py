"""An executor without processes of its own, for a browser: every file is checked here, and what was found is kept for when all are put together."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from functools import lru_cache
from types import TracebackType

from xlplugin.filing.findings import Report
from xlplugin.filing.submissions import Failure, Submission
from xlplugin.runs.inputs.addresses import submission as look_at
from xlplugin.runs.recipe import Recipe, build
from xlplugin.runs.store.outcome import Outcome, outcome_of
from xlplugin.runs.workers.checker import Checker
from xlplugin.runs.workers.chunk import check_chunk
from xlplugin.runs.workers.executor import Chunk
from xlplugin.runs.workers.failures import Bounds, sentence

Key = tuple[str, str, tuple[str, ...]]


class Here:
    """See `Executor`. Whoever started this process watches the time and the memory, ends it, and hands what was found to the next one."""

    def __init__(self, bounds: Bounds | None = None) -> None:
        self.bounds = bounds or Bounds()
        self.read: str | None = None
        self.slots = 1
        self._found: dict[Key, Outcome] = {}

    def check(self, recipe: Recipe, file: str) -> Outcome:
        """What comes of one file. Raises `MemoryError`."""
        return self._outcome(recipe, look_at(file, ()))

    def keep(self, recipe: Recipe, outcome: Outcome) -> None:
        """Takes what another process found."""
        self._found[_key(recipe, outcome.submission)] = outcome

    def fail(self, recipe: Recipe, file: str, failure: Failure) -> Outcome:
        """What is said of a file that its process did not survive."""
        outcome = outcome_of(look_at(file, ()), Report(file=file, error=sentence(failure, self.bounds)), failure=failure)
        self.keep(recipe, outcome)
        return outcome

    def run(self, recipe: Recipe, chunks: Iterable[Chunk]) -> Generator[list[Outcome], None, None]:
        """See `Executor.run`. Raises `MemoryError`."""
        for chunk in chunks:
            yield [self._outcome(recipe, one) for one in chunk]

    def _outcome(self, recipe: Recipe, one: Submission) -> Outcome:
        key = _key(recipe, one)
        if key not in self._found:
            [self._found[key]] = check_chunk([one], _checker(recipe), lambda position: None)
        return self._found[key]

    def close(self) -> None:
        """Nothing to end."""

    def __enter__(self) -> Here:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _key(recipe: Recipe, one: Submission) -> Key:
    return recipe.version, one.file, one.parts


@lru_cache(maxsize=4)
def _checker(recipe: Recipe) -> Checker:
    return build(recipe)
