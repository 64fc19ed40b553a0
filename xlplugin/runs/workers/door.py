"""The one door to what was sent: whoever opens, copies or draws a submission has it done here, in a guarded process.

A command that reads one file, the making of the copies of a batch, the service of this machine: each names a function and gives
its arguments as JSON; the process has its limits of time and memory (see `failures.Bounds`) and gives JSON back. What the file
did to it comes back as a sentence. In a browser there are no processes: whoever started the page's worker watches it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from xlplugin.encodings import LARGEST_DEFINITION, small_bytes, written_text
from xlplugin.errors import DefinitionError, FileMissingError, UndecodableError, XlpluginError
from xlplugin.filing.filing import Filing
from xlplugin.filing.submissions import Submission
from xlplugin.runs.recipe import Document, Recipe, build
from xlplugin.runs.store.packed import Packed
from xlplugin.runs.store.results import Result
from xlplugin.runs.workers.chunk import check_chunk
from xlplugin.runs.workers.errands import Errand, do
from xlplugin.runs.workers.executor import Executor, LocalExecutor
from xlplugin.runs.workers.failures import Bounds
from xlplugin.runs.workers.guard import Guard
from xlplugin.runs.workers.small import is_without_processes
from xlplugin.text import Text


class ToldError(XlpluginError):
    """What a guarded process said of a file, in its words."""

    def __init__(self, said: Text) -> None:
        self.words = Text("{zh}", "{en}")
        super().__init__(zh=said.zh, en=said.en)

    def of(self, file: Path, *others: Path) -> ToldError:
        """The same with the file's name before it, where it names neither that nor one of the others."""
        if any(str(one) in self.text.zh for one in (file, *others)):
            return self
        return ToldError(Text(f"{file}：", f"{file}: ") + self.text)


class Door:
    """A guarded process that is started when it is first needed. For one thread; closes as a context manager."""

    def __init__(self, recipe: Recipe | None = None, bounds: Bounds | None = None) -> None:
        self._recipe, self._bounds = recipe or Recipe(""), bounds or Bounds()
        self._guard: Guard | None = None

    def errand(self, errand: Errand, *arguments: Any) -> Any:
        """What a function that takes a `Checker` and JSON gives. Raises `ToldError` for what it, or its end, says of the file."""
        found = do(errand, arguments, build(self._recipe)) if is_without_processes() else self._started().errand(errand, arguments)
        if (said := found.get("told")) is not None:
            raise ToldError(Text(*said))
        return found["result"]

    def read(self, file: str) -> Filing:
        """The filing in a file. Raises `ToldError` for one that cannot be read."""
        one = Submission(file)
        [row] = check_chunk([one], build(self._recipe), lambda position: None) if is_without_processes() else self._started().run([one])
        outcome = row.unpacked() if isinstance(row, Packed) else row
        result = Result.from_outcome(outcome, self._recipe.editions())
        if (filing := result.filing()) is None:
            raise ToldError(result.report().error or FileMissingError().text)
        return filing

    def _started(self) -> Guard:
        if self._guard is None:
            if self._recipe.forms:
                self._recipe.editions()  # a mistake in one is told as such, not as a process that cannot be started
            self._guard = Guard(self._recipe, self._bounds)
        return self._guard

    def close(self) -> None:
        """Ends the process."""
        if self._guard is not None:
            self._guard.close()
            self._guard = None

    def __enter__(self) -> Door:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def reading(forms: Sequence[Path] = ()) -> Door:
    """A door for files that are read and not checked; `forms`: editions of one's own."""
    return Door(Recipe("", forms=tuple(map(document, forms)), is_reading_only=True))


def checking(forms: Sequence[Path] = ()) -> Door:
    """A door for files that are checked by all rules."""
    return Door(Recipe("", forms=tuple(map(document, forms))))


def filing_in(path: Path, forms: Sequence[Path] = ()) -> Filing:
    """The filing in one file. Raises `ToldError`."""
    with reading(forms) as door:
        return door.read(str(path))


def one_worker() -> Executor:
    """Who runs a job of one file."""
    return LocalExecutor(1)


def document(path: Path) -> Document:
    """A small file that travels with a run. Raises `DefinitionError`."""
    try:
        return Document(path.name, written_text(small_bytes(path, LARGEST_DEFINITION)))
    except (OSError, UndecodableError) as error:
        raise DefinitionError(detail=f"{path.name}: {getattr(error, 'strerror', None) or error}") from error
