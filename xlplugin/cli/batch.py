"""What the commands over many files share: their options, and the run that they begin with."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlplugin.cli.app import safe
from xlplugin.errors import UsageError
from xlplugin.text import Language, Text

if TYPE_CHECKING:
    from xlplugin.batch.job import Job
    from xlplugin.batch.releases import Release
    from xlplugin.batch.results import Results
    from xlplugin.batch.roster import Roster

PathsArgument = Annotated[list[str], typer.Argument(help="文件、文件夹或地址（s3://…） / files, folders or addresses", metavar="PATH...")]
SelectOption = Annotated[str | None, typer.Option("--select", help="只用这些规则，如 R,C01 / only these rules", metavar="RULES")]
IgnoreOption = Annotated[str | None, typer.Option("--ignore", help="不用这些规则 / not these rules", metavar="RULES")]
PriorOption = Annotated[
    str | None, typer.Option("--prior", help="上年的工作簿，或按单位、年度查找的文件夹 / last year's workbook, or a folder of them", metavar="PATH")
]
RulesOption = Annotated[Path | None, typer.Option("--rules", help="本单位自定的规则和界限（TOML） / a unit's own rules and thresholds", metavar="TOML")]
ReleasesOption = Annotated[Path | None, typer.Option("--releases", help="审核放行清单（csv 或 xlsx） / a reviewer's list of releases", metavar="FILE")]
RosterOption = Annotated[Path | None, typer.Option("--roster", help="应报单位名册（xlsx 或 csv） / the organs that are to submit", metavar="FILE")]
JobsOption = Annotated[int | None, typer.Option("--jobs", "-j", min=1, help="同时使用的进程数 / worker processes", metavar="N")]
OutOption = Annotated[
    str | None, typer.Option("--out", help="保存结果的文件夹；再次运行只审核新的和改过的 / keeps the results; the next run checks what is new or changed", metavar="DIR")
]
SchedulerOption = Annotated[
    str | None, typer.Option("--scheduler", help="在 Dask 集群上审核：local 或 tcp://… / runs on a Dask cluster", metavar="ADDRESS")
]
RetryOption = Annotated[bool, typer.Option("--retry", help="重试上次超时、超内存或异常退出的文件 / tries files again that hung, swelled or crashed")]
_KEPT = Text("沿用上次的结果 {kept} 个，本次审核 {checked} 个。", "{kept} kept from the last run, {checked} checked now")
SlipTemplateOption = Annotated[Path | None, typer.Option("--slip-template", help="退回修改通知的模板（docx） / the template of the slips", metavar="DOCX")]
DeadlineOption = Annotated[
    datetime | None, typer.Option("--deadline", formats=["%Y-%m-%d"], help="修改期限，写入退回修改通知 / the date by which to correct", metavar="DATE")
]


@contextmanager
def checked(job: Job, out: str | None, scheduler: str | None, jobs: int | None, retry: bool, language: Language) -> Iterator[Results]:
    """The results of a run; its folder is kept where one is named. What could not be read of last year is told on the standard error."""
    from xlplugin.batch.job import executor_for, folder_for, run_job
    from xlplugin.batch.progress import shown
    from xlplugin.batch.results import Results

    if not job.files:
        raise UsageError(zh="指定的文件夹里没有可以审核的文件。", en="the folders hold no file that can be checked")
    with folder_for(out) as folder:
        with executor_for(scheduler, jobs) as executor, shown(language) as on_progress:
            done = run_job(job, executor, folder, on_progress, retry)
        kept = (_KEPT.fill(kept=done.kept, checked=done.checked),) if done.kept else ()
        for sentence in (*kept, *done.unread):
            print(safe(sentence.show(language)), file=sys.stderr)
        with Results(folder) as results:
            yield results


def roster_of(path: Path | None) -> Roster | None:
    """The roster in a file; None where none is given."""
    if path is None:
        return None
    from xlplugin.batch.read_roster import read_roster

    return read_roster(path)


def releases_of(path: Path | None) -> tuple[Release, ...]:
    """What a reviewer lets pass; none where no list is given."""
    from xlplugin.batch.releases import read_releases

    return read_releases(path) if path else ()
