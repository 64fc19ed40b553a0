"""What the commands over many files share: their options, and the run that they begin with."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlplugin.cli.safe import safe
from xlplugin.errors import UsageError
from xlplugin.text import Language, Text

if TYPE_CHECKING:
    from xlplugin.review.roster import Roster
    from xlplugin.runs.inputs.addresses import Found
    from xlplugin.runs.inputs.releases import Release
    from xlplugin.runs.job import Job
    from xlplugin.runs.store.results import Results

PathsArgument = Annotated[list[str], typer.Argument(help="文件、文件夹或地址（s3://…） / files, folders or addresses", metavar="PATH...")]
SelectOption = Annotated[str | None, typer.Option("--select", help="只用这些规则，如 R,C01 / only these rules", metavar="RULES")]
IgnoreOption = Annotated[str | None, typer.Option("--ignore", help="不用这些规则 / not these rules", metavar="RULES")]
PriorOption = Annotated[
    str | None, typer.Option("--prior", help="上年的工作簿，或按单位、年度查找的文件夹 / last year's workbook, or a folder of them", metavar="PATH")
]
RulesOption = Annotated[Path | None, typer.Option("--rules", help="本单位自定的规则和界限（TOML） / a unit's own rules and thresholds", metavar="TOML")]
ReleasesOption = Annotated[Path | None, typer.Option("--releases", help="审核放行清单（csv 或 xlsx） / a reviewer's list of releases", metavar="FILE")]
RosterOption = Annotated[Path | None, typer.Option("--roster", help="应报单位名册（xlsx 或 csv） / the organs that are to submit", metavar="FILE")]
YearOption = Annotated[int | None, typer.Option("--year", min=1990, max=2100, help="只审这个报告年度；其他年度的只列出 / judges this report year only", metavar="YEAR")]
JobsOption = Annotated[int | None, typer.Option("--jobs", "-j", min=1, help="同时使用的进程数 / worker processes", metavar="N")]
OutOption = Annotated[
    str | None, typer.Option("--out", help="保存结果的文件夹；再次运行只审核新的和改过的 / keeps the results; the next run checks what is new or changed", metavar="DIR")
]
SchedulerOption = Annotated[
    str | None, typer.Option("--scheduler", help="在 Dask 集群上审核：local 或 tcp://… / runs on a Dask cluster", metavar="ADDRESS")
]
RetryOption = Annotated[bool, typer.Option("--retry", help="重试上次超时、超内存或异常退出的文件 / tries files again that hung, swelled or crashed")]
_KEPT = Text("沿用上次的结果 {kept} 个，本次审核 {checked} 个。", "{kept} kept from the last run, {checked} checked now")
_OURS = Text(
    "没有当作报送审核的：{files}。这些是本次命令用的文件（如名册），或以前写出的审核结果。",
    "not taken for submissions: {files}. They are what this command uses, a roster say, or results that were written earlier",
)
_MORE = Text(" 等 {count} 个文件", " and others, {count} files")
_MOST_NAMED = 3


def _day(text: str) -> dt.date:
    from xlplugin.runs.inputs.yes_and_day import as_day

    day = as_day(text)
    if day is None:
        raise UsageError(zh=f"--deadline {text} 不是日期，请写成 2024-01-31。", en=f"--deadline {text} is no date; write 2024-01-31")
    return day


SlipTemplateOption = Annotated[Path | None, typer.Option("--slip-template", help="退回修改通知的模板（docx） / the template of the slips", metavar="DOCX")]
DeadlineOption = Annotated[
    dt.date | None, typer.Option("--deadline", parser=_day, help="修改期限，写入退回修改通知 / the date by which to correct", metavar="DATE")
]


def inputs_of(paths: Sequence[str], language: Language, *besides: Path | str | None) -> Found:
    """The files to check. `besides`: what the command uses otherwise; where it lies among them, that is told on the standard error."""
    from xlplugin.runs.inputs.addresses import find_inputs

    found = find_inputs(paths, [Path(path) for path in besides if path is not None])
    if found.own:
        named = Text("、", ", ").show(language).join(found.own[:_MOST_NAMED])
        more = _MORE.fill(count=len(found.own)).show(language) if len(found.own) > _MOST_NAMED else ""
        print(safe(_OURS.fill(files=named + more).show(language)), file=sys.stderr)
    return found


@contextmanager
def checked(job: Job, out: str | None, scheduler: str | None, jobs: int | None, retry: bool, language: Language) -> Iterator[Results]:
    """The results of a run; its folder is kept where one is named. What could not be read of last year is told on the standard error."""
    from xlplugin.runs.job import executor_for, folder_for, run_job
    from xlplugin.runs.progress import shown
    from xlplugin.runs.store.results import Results

    if not job.files:
        raise UsageError(zh="指定的文件夹里没有可以审核的文件。", en="the folders hold no file that can be checked")
    with folder_for(out) as folder:
        with executor_for(scheduler, jobs) as executor, shown(language) as on_progress:
            done = run_job(job, executor, folder, on_progress, retry)
        kept = (_KEPT.fill(kept=done.kept, checked=done.checked),) if done.kept else ()
        for sentence in (*kept, *done.unread, *done.apart):
            print(safe(sentence.show(language)), file=sys.stderr)
        with Results(folder) as results:
            yield results


def roster_of(path: Path | None) -> Roster | None:
    """The roster in a file; None where none is given."""
    if path is None:
        return None
    from xlplugin.review.read_roster import read_roster

    return read_roster(path)


def tell_unmatched(path: Path | None, results: Results, language: Language) -> None:
    """Says which rows of a list of releases came to nothing."""
    if path is None:
        return
    from xlplugin.review.unmatched import unmatched
    from xlplugin.runs.inputs.releases import numbered_releases

    for sentence in unmatched(numbered_releases(path), results, path.name):
        print(safe(sentence.show(language)), file=sys.stderr)


def releases_of(path: Path | None) -> tuple[Release, ...]:
    """What a reviewer lets pass; none where no list is given."""
    from xlplugin.runs.inputs.releases import read_releases

    return read_releases(path) if path else ()
