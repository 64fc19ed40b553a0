"""Watches a drop folder: each workbook that arrives is checked, and its slip and annotated copy are written below 结果."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from xlplugin.errors import UsageError, XlpluginError
from xlplugin.filing.submissions import Submission
from xlplugin.outputs.answers.answers import Record, answer, answer_of, text_of
from xlplugin.outputs.answers.arrivals import RESULTS, Arrivals, Pace
from xlplugin.outputs.slips.fill import Template
from xlplugin.outputs.slips.options import OPEN, SlipOptions
from xlplugin.outputs.slips.slips import rules_of
from xlplugin.outputs.slips.template import built_slip_template, own_slip_template
from xlplugin.review.review import STATE_OF, STATES
from xlplugin.rules.declare import Rule
from xlplugin.runs.inputs.addresses import find_inputs, submission
from xlplugin.runs.job import Job, run_job
from xlplugin.runs.parts_job import may_be_part
from xlplugin.runs.resume import Progress
from xlplugin.runs.store.results import Result, Results
from xlplugin.runs.workers.door import Door
from xlplugin.runs.workers.executor import Executor, LocalExecutor
from xlplugin.runs.written import note_folder
from xlplugin.scratch import scratch
from xlplugin.text import Language, Text

Tell = Callable[[Text], None]
OnRound = Callable[[Results], None]
_BEGUN = Text("正在监视 {folder}，结果写入其中的“{results}”文件夹。按 Ctrl-C 结束。", "watching {folder}; answers go to {results} in it. Ctrl-C ends it")
_ENDED = Text("已停止监视。", "the watch has ended")
_DONE = Text("{file}：{state}（错误 {errors} 处，疑点 {warnings} 处）", "{file}: {state} ({errors} errors, {warnings} warnings)")
_INCOMPLETE = Text("{file}：{state}（{read}；错误 {errors} 处，疑点 {warnings} 处）", "{file}: {state} ({read}; {errors} errors, {warnings} warnings)")
_UNREADABLE = Text("{file}：{state}（{reason}）", "{file}: {state} ({reason})")
_LINE = Text("{file}：{fault}", "{file}: {fault}")
_UNFORESEEN = Text("审核时出现程序未预料的情况（{cause}）。", "checking met a case that the program did not foresee ({cause})")


class Stop(Protocol):
    """Says when to end: a `threading.Event`, say."""

    def is_set(self) -> bool:
        """Whether it is time."""


class StoppedError(Exception):
    """The watch was ended while files were being checked."""


@dataclass(frozen=True, slots=True)
class Answering:
    """What each answer is made with."""

    folder: Path
    language: Language
    rules: Mapping[str, Rule]
    template: Template
    slips: SlipOptions
    door: Door
    """Where copies are made."""


def watch_folder(
    folder: Path,
    language: Language,
    tell: Tell,
    options: Job | None = None,
    stop: Stop | None = None,
    slips: SlipOptions = OPEN,
    executor: Callable[[], Executor] = LocalExecutor,
    pace: Pace | None = None,
    on_round: OnRound | None = None,
) -> None:
    """Checks what lies in the folder and was not answered yet, then whatever arrives or changes, until Ctrl-C or `stop`.

    `options`: rules, editions, releases and last year's figures, as for any run; its files do not count. `tell` is given a sentence
    for each file, and for whatever goes wrong on the way: no file ends the watch. Files are checked in worker processes, so that one
    may take them down. `on_round`: given the results of everything in the folder at the start and whenever something was answered. Raises `UsageError` or `DefinitionError` at the start, for a mistake in what was asked.
    """
    if not folder.is_dir():
        raise UsageError(zh=f"找不到文件夹 {folder}。", en=f"there is no folder {folder}")
    folder = Path(os.path.abspath(folder))
    used = own_slip_template(slips.template) if slips.template is not None else built_slip_template(language)
    asked, slow = options or Job(()), pace or Pace()
    try:
        with _until(stop) as ending, scratch() as out, executor() as workers, ExitStack() as doors:
            run_job(replace(asked, files=()), workers, out)  # a mistake in the options is told now, and last year's figures are read
            with Results(out) as results:
                door = doors.enter_context(Door(replace(results.manifest.recipe, priors=None, priors_file=None, is_reading_only=True)))
                answering = Answering(folder, language, rules_of(results), used, slips, door)
                record = Record(folder / RESULTS, results.manifest.recipe.version)
            note_folder(folder / RESULTS)
            record.load()
            arrivals = Arrivals(folder, slow)
            tell(_BEGUN.fill(folder=folder, results=RESULTS))
            is_due = on_round is not None
            for _ in _wakes(folder, ending, slow):
                whole, said = arrivals.ready()
                for sentence in said:
                    tell(sentence)
                files = [path for path in whole if not _is_answered(path, answering, record)]
                if files:
                    files = _with_parts(files, answering, record)
                    _check(files, replace(asked, files=tuple(map(str, files))), workers, out, answering, record, tell, ending)
                if on_round is not None and (files or is_due):
                    _whole(folder, asked, workers, out, on_round, tell, ending)
                    is_due = False
    except (KeyboardInterrupt, StoppedError):
        pass
    tell(_ENDED)


@contextmanager
def _until(stop: Stop | None) -> Iterator[Stop]:
    """What tells that it is time to end: what was given, else the first Ctrl-C. A second one ends the watch wherever it is.

    As an exception, a Ctrl-C is lost where Python just clears an object away; and the watch would go on.
    """
    if stop is not None or threading.current_thread() is not threading.main_thread():
        yield stop or threading.Event()
        return
    pressed = threading.Event()

    def on_press(number: int, frame: object) -> None:
        if pressed.is_set():
            raise KeyboardInterrupt
        pressed.set()

    before = signal.signal(signal.SIGINT, on_press)
    try:
        yield pressed
    finally:
        signal.signal(signal.SIGINT, before)


def _wakes(folder: Path, stop: Stop, pace: Pace) -> Iterator[None]:
    """Whenever something in the folder changes, and now and then besides."""
    from watchfiles import Change, watch

    own = str(folder / RESULTS)

    def is_of_interest(change: Change, path: str) -> bool:
        return path != own and not path.startswith(own + os.sep)

    yield
    waits = max(1, int(pace.look * 1000))
    options: dict[str, Any] = {"rust_timeout": waits, "debounce": waits, "yield_on_timeout": True, "ignore_permission_denied": True}
    try:
        for _ in watch(folder, watch_filter=is_of_interest, stop_event=stop, **options):
            yield
    except (OSError, RuntimeError):  # the system watches no more folders for us: they are looked through all the same
        while not stop.is_set():
            time.sleep(pace.look)
            yield


def _is_answered(path: Path, answering: Answering, record: Record) -> bool:
    """Whether the file as it is now was answered, and the answer is still there."""
    place = path.relative_to(answering.folder)
    content = record.answered.get(place.as_posix())
    return content is not None and (record.folder / text_of(answer_of(place, record))).exists() and submission(str(path)).content == content


def _with_parts(files: Sequence[Path], answering: Answering, record: Record) -> list[Path]:
    """The files, and those beside them that held some of the form's tables only: together they may be one submission now."""
    folders = {path.parent for path in files}
    beside = [path for place in record.parts if (path := answering.folder / place).parent in folders and path.is_file()]
    return sorted({*files, *beside})


def _check(files: Sequence[Path], job: Job, workers: Executor, out: str, answering: Answering, record: Record, tell: Tell, stop: Stop) -> None:
    """Checks some files and answers them; whatever goes wrong with one is told."""

    def on_progress(progress: Progress) -> None:
        if stop.is_set():
            raise StoppedError

    try:
        done = run_job(job, workers, out, on_progress)
        with Results(out) as results:
            for result in results:
                if not _is_known(result, answering, record):
                    _answer(result, answering, record, tell)
            for sentence in done.apart:
                if sentence not in record.told:
                    tell(sentence)
                record.told.add(sentence)
    except XlpluginError as error:
        tell(error.text)
    except StoppedError:
        raise
    except Exception as error:  # the watch goes on, whatever it was
        tell(_LINE.fill(file="、".join(path.name for path in files[:3]), fault=_UNFORESEEN.fill(cause=f"{type(error).__name__}: {error}"[:200])))
    finally:
        record.save()


def _whole(folder: Path, asked: Job, workers: Executor, out: str, on_round: OnRound, tell: Tell, stop: Stop) -> None:
    """Hands on the results of all files in the folder; only those that are new or changed are checked for it."""

    def on_progress(progress: Progress) -> None:
        if stop.is_set():
            raise StoppedError

    found = find_inputs([str(folder)])
    if not found.files:
        return
    try:
        run_job(replace(asked, files=found.files, skipped=found.skipped), workers, out, on_progress)
        with Results(out) as results:
            on_round(results)
    except XlpluginError as error:
        tell(error.text)


def _is_known(result: Result, answering: Answering, record: Record) -> bool:
    """Whether just this was answered before: it was looked at again only because of files beside it."""
    places = [Path(file).relative_to(answering.folder) for file in result.submission.files]
    names = [place.as_posix() for place in places]
    return all(record.parts.get(name) == names and _is_answered(answering.folder / name, answering, record) for name in names)


def _answer(result: Result, answering: Answering, record: Record, tell: Tell) -> None:
    place = Path(result.submission.file).relative_to(answering.folder)
    try:
        faults = answer(result, place, answering.folder, answering.language, answering.rules, answering.template, answering.slips, answering.door)
    except Exception as error:  # one file's figures must not cost the others their answers
        faults = [_UNFORESEEN.fill(cause=f"{type(error).__name__}: {error}"[:200])]
    state = STATES[STATE_OF[result.submission.status]]
    places = [Path(file).relative_to(answering.folder) for file in result.submission.files]
    named = " + ".join(map(str, places))
    if not result.submission.is_readable:
        tell(_UNREADABLE.fill(file=named, state=state, reason=result.report().error or ""))
    else:
        one, coverage = result.submission, result.submission.coverage
        words = _DONE if coverage is None or coverage.is_whole else _INCOMPLETE
        tell(words.fill(file=named, state=state, errors=one.errors, warnings=one.warnings, read=coverage.text if coverage else ""))
    for fault in faults:
        tell(_LINE.fill(file=place, fault=fault))
    if not faults:
        _keep(result.submission, places, record)


def _keep(one: Submission, places: Sequence[Path], record: Record) -> None:
    """Notes what was answered, with the content that each file had; of one that changed meanwhile nothing."""
    names = [place.as_posix() for place in places]
    if not one.parts:
        record.answered[names[0]] = one.content
    elif submission(one.file, one.parts).content == one.content:
        record.answered |= {name: submission(file).content for name, file in zip(names, one.parts, strict=True)}
    for name in names:
        record.parts.pop(name, None)
        if may_be_part(one):
            record.parts[name] = names
