"""How far a run is, on a terminal: files done, rate, time left. Elsewhere nothing is shown."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from xlplugin.runs.resume import OnProgress, Progress
from xlplugin.text import Language, Text

_STAGES = {"prior": Text("读取上年数据", "reading last year's"), "check": Text("审核", "checking"), "write": Text("写报告", "writing reports")}
_RATE = Text("{rate} 个/秒", "{rate} files/s")
_SETTLES = 2.0
"""Seconds before a rate is worth showing."""


def rate(done: int, seconds: float) -> float | None:
    """Files a second, of those done in this run; None while it is too early to say."""
    return done / seconds if seconds >= _SETTLES and done > 0 else None


def left(progress: Progress, seconds: float) -> float | None:
    """Seconds until the stage is done, at the rate so far."""
    speed = rate(progress.done - progress.kept, seconds)
    return None if speed is None else (progress.total - progress.done) / speed


@contextmanager
def shown(language: Language) -> Iterator[OnProgress]:
    """A function for `run_job` that draws a bar on the standard error; one that does nothing where that is no terminal."""
    if not sys.stderr.isatty():
        yield lambda progress: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TextColumn("{task.fields[left]}"))
    with Bar(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        tasks = {stage: bar.add_task(words.show(language), total=None, visible=False, rate="", left="") for stage, words in _STAGES.items()}
        begun: dict[str, float] = {}

        def on_progress(progress: Progress) -> None:
            now = time.monotonic()
            seconds = now - begun.setdefault(progress.stage, now)
            speed, rest = rate(progress.done - progress.kept, seconds), left(progress, seconds)
            bar.update(
                tasks[progress.stage],
                visible=True,
                total=progress.total,
                completed=progress.done,
                rate="" if speed is None else _RATE.fill(rate=f"{speed:.1f}").show(language),
                left="" if rest is None else remaining(rest).show(language),
            )
            if progress.stage == "write" and progress.done == progress.total:  # what follows is printed where the bar was
                bar.update(tasks["write"], visible=False)
                bar.refresh()

        yield on_progress


def remaining(seconds: float) -> Text:
    """Time left in words: to the minute, below one in seconds."""
    if seconds < 60:
        return Text(f"约剩 {seconds:.0f} 秒", f"about {seconds:.0f} s left")
    minutes = round(seconds / 60)
    return Text(f"约剩 {minutes} 分钟", f"about {minutes} min left")
