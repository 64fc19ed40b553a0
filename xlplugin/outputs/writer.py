"""How a run becomes reports: its submissions go by once, and every writer takes each as it passes."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from xlplugin.errors import UsageError
from xlplugin.filing.submissions import Submission
from xlplugin.outputs.tally import Tally
from xlplugin.review.review import Review
from xlplugin.rules.declare import Rule
from xlplugin.runs.store.manifest import Manifest
from xlplugin.runs.store.results import Result, Results
from xlplugin.runs.store.used_rules import used_rules
from xlplugin.text import Language, Text


@dataclass(frozen=True)
class Checked:
    """A run that is checked and reviewed: what every writer knows before the first report goes by."""

    results: Results
    review: Review
    language: Language

    @property
    def manifest(self) -> Manifest:
        """Which files, and how they were checked."""
        return self.results.manifest

    def submissions(self) -> Iterator[Submission]:
        """The facts of every submission, in path order; no report is decoded for them."""
        return self.results.submissions()

    @cached_property
    def rules(self) -> list[Rule]:
        """The rules that were used."""
        return used_rules(self.results)

    @cached_property
    def prior(self) -> tuple[Submission, ...]:
        """The facts of filings of other years that are not judged: those given as last year's, then those of the run."""
        before = self.results.prior()
        if before is None:
            return self.review.others
        with before:
            return (*before.submissions(), *self.review.others)

    @cached_property
    def tally(self) -> Tally:
        """What they came to in all files."""
        return Tally.of(self.submissions())


_NOT_WRITTEN = Text("有一种输出没有写完：{reason}。", "one of the outputs was not written to its end: {reason}")


class Writer(Protocol):
    """One report of a run. It holds no more than one submission's report at a time."""

    def begin(self, run: Checked, files: ExitStack) -> None:
        """Opens what is to be written, as contexts in `files`: they are closed after `end`, or told of what went wrong."""

    def add(self, result: Result) -> None:
        """Takes a submission; they come in path order."""

    def end(self) -> tuple[Text, ...]:
        """Writes what stands below the submissions; gives what there is to say of the report."""


@dataclass(frozen=True, slots=True)
class Written:
    """What came of one report: the sentences to say of it, and whether it is there."""

    sentences: tuple[Text, ...]
    is_there: bool = True
    is_unread: bool = False
    """Whether its reader ended first, as `head` does."""


def write_all(run: Checked, writers: Sequence[Writer], on_result: Callable[[int], None] = lambda done: None) -> list[Written]:
    """Writes the reports in one pass over the submissions; one that cannot be written costs no other. `on_result`: told how many have gone by."""
    with ExitStack() as stack:
        passages = [_Passage(stack.enter_context(closing(_passage(one, run)))) for one in writers]
        for passage in passages:
            passage.take(None)
        for done, result in enumerate(run.results if writers else (), 1):
            for passage in passages:
                passage.take(result)
            on_result(done)
        for passage in passages:
            passage.take(None)
        return [passage.written for passage in passages]


def _passage(writer: Writer, run: Checked) -> Generator[None, Result | None, tuple[Text, ...]]:
    with ExitStack() as files:
        writer.begin(run, files)
        while (result := (yield)) is not None:
            writer.add(result)
        return writer.end()


class _Passage:
    """A passage until it ends, or until its report cannot be written."""

    def __init__(self, passage: Generator[None, Result | None, tuple[Text, ...]]) -> None:
        self._passage = passage
        self._is_over = False
        self.written = Written(())

    def take(self, result: Result | None) -> None:
        """Hands on a submission; None at the beginning and at the end."""
        if self._is_over:
            return
        try:
            self._passage.send(result)
        except StopIteration as end:
            self._is_over, self.written = True, Written(end.value)
        except UsageError as error:
            self._is_over, self.written = True, Written((error.text,), False)
        except OSError as error:  # the disk is full, say
            reason = error.strerror or str(error)
            self._is_over, self.written = True, Written((_NOT_WRITTEN.fill(reason=reason),), False, isinstance(error, BrokenPipeError))
