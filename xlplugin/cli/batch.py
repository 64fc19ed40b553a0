"""What the commands over many files share: their options, and the run that they begin with."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
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
    from xlplugin.runs.workers.executor import Executor

MOST_JOBS = 256
"""Each takes a thread here and, at work, a process of its own."""
PathsArgument = Annotated[list[str], typer.Argument(help="文件、文件夹或地址（s3://…） / files, folders or addresses", metavar="PATH...")]
SelectOption = Annotated[str | None, typer.Option("--select", help="只用这些规则，如 R,C01 / only these rules", metavar="RULES")]
IgnoreOption = Annotated[str | None, typer.Option("--ignore", help="不用这些规则 / not these rules", metavar="RULES")]
PriorOption = Annotated[
    list[str] | None,
    typer.Option("--prior", help="上年的工作簿，或按单位、年度查找的文件夹；再早的年份可多次写 / last year's workbook, or a folder of them; as often as there are earlier years", metavar="PATH"),
]
RulesOption = Annotated[Path | None, typer.Option("--rules", help="本单位自定的规则和界限（TOML） / a unit's own rules and thresholds", metavar="TOML")]
ReleasesOption = Annotated[Path | None, typer.Option("--releases", help="审核放行清单（csv 或 xlsx） / a reviewer's list of releases", metavar="FILE")]
RosterOption = Annotated[Path | None, typer.Option("--roster", help="应报单位名册（xlsx 或 csv） / the organs that are to submit", metavar="FILE")]
YearOption = Annotated[int | None, typer.Option("--year", min=1990, max=2100, help="只审这个报告年度；其他年度的只列出 / judges this report year only", metavar="YEAR")]
JobsOption = Annotated[int | None, typer.Option("--jobs", "-j", min=1, max=MOST_JOBS, help="同时使用的进程数 / worker processes", metavar="N")]
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
_LIKE_OURS = Text(
    "{files} 看上去是审核结果，不是报送；不能确定是本机写出的，所以照样审核。确是审核结果的，请移出这个文件夹。",
    "{files} look like results of a check, not like submissions; this user's settings do not show that they were written here, so they are checked. Move them elsewhere if they are",
)
_OTHER_YEARS = Text("没有审核其他年度的 {count} 个文件：{files}。", "{count} file(s) of other years were not judged: {files}")
_MORE = Text(" 等 {count} 个文件", " and others, {count} files")
_UNMATCHED = Text("放行清单 {file} 没有用上的共 {count} 行，以上是前面的几行。", "rows of the releases {file} that came to nothing: {count}; these are the first of them")
_MOST_NAMED, _MOST_UNMATCHED = 3, 50


def _day(option: str) -> Callable[[str], dt.date]:
    """Reads the day that an option names."""

    def read(text: str) -> dt.date:
        from xlplugin.runs.inputs.yes_and_day import as_day

        day = as_day(text)
        if day is None:
            raise UsageError(zh=f"{option} {text} 不是日期，请写成 2024-01-31。", en=f"{option} {text} is no date; write 2024-01-31")
        return day

    return read


SlipTemplateOption = Annotated[Path | None, typer.Option("--slip-template", help="退回修改通知的模板（docx） / the template of the slips", metavar="DOCX")]
DeadlineOption = Annotated[
    dt.date | None, typer.Option("--deadline", parser=_day("--deadline"), help="修改期限，写入退回修改通知 / the date by which to correct", metavar="DATE")
]
SenderOption = Annotated[str | None, typer.Option("--sender", help="退回修改通知由谁发出；不写用名册的“上级” / who sends the slips; default the organ above on the roster", metavar="OFFICE")]
DatedOption = Annotated[dt.date | None, typer.Option("--dated", parser=_day("--dated"), help="退回修改通知的落款日期；不写则留空 / the day under the slips", metavar="DATE")]


def inputs_of(paths: Sequence[str], language: Language, *besides: Path | str | None, is_quiet: bool = False) -> Found:
    """The files to check. `besides`: what the command uses otherwise; where it lies among them, that is told on the standard error."""
    from xlplugin.runs.inputs.addresses import find_inputs

    found = find_inputs(paths, [Path(path) for path in besides if path is not None])
    for words, files in ((_OURS, found.own), (_LIKE_OURS, found.resembling)):
        if files and not is_quiet:
            print(safe(words.fill(files=_some(files, language)).show(language)), file=sys.stderr)
    return found


def is_alone(files: Sequence[str], paths: Sequence[str]) -> bool:
    """Whether the files to check are one, and that is what was named, however its path was written: `./a.xlsx`, `.\\a.xlsx`."""
    return len(files) == len(paths) == 1 and files[0] in (paths[0], str(Path(paths[0])))


def read_besides(*paths: Path | str | None) -> list[str]:
    """The files that a command reads besides the submissions: those that are named, and in folders all that may be last year's."""
    from xlplugin.runs.inputs.far import is_remote
    from xlplugin.runs.inputs.files import find_files

    return [str(path) for path in find_files([Path(path) for path in paths if path is not None and not is_remote(str(path))]).paths]


def tell_others(files: Sequence[str], language: Language) -> None:
    """Says which files are of other years than the one asked for, and so not judged."""
    if files:
        print(safe(_OTHER_YEARS.fill(count=len(files), files=_some(files, language)).show(language)), file=sys.stderr)


def _some(files: Sequence[str], language: Language) -> str:
    """The first few names, and how many there are."""
    more = _MORE.fill(count=len(files)).show(language) if len(files) > _MOST_NAMED else ""
    return Text("、", ", ").show(language).join(files[:_MOST_NAMED]) + more


@contextmanager
def checked(
    job: Job, out: str | None, scheduler: str | None, jobs: int | None, retry: bool, language: Language, *, is_here: bool = False, is_quiet: bool = False
) -> Iterator[Results]:
    """The results of a run; its folder is kept where one is named. What could not be read of last year is told on the standard error.

    `is_here`: in this process, without workers. `is_quiet`: what needs no attention is not told.
    """
    from xlplugin.runs.job import executor_for, folder_for, run_job
    from xlplugin.runs.progress import shown
    from xlplugin.runs.store.results import Results

    if not job.files:
        raise UsageError(zh="指定的文件夹里没有可以审核的文件。", en="the folders hold no file that can be checked")
    with folder_for(out) as folder:
        chosen: AbstractContextManager[Executor] = _here() if is_here else executor_for(scheduler, jobs)
        with chosen as executor, shown(language) as on_progress:
            done = run_job(job, executor, folder, on_progress, retry)
        kept = (_KEPT.fill(kept=done.kept, checked=done.checked),) if done.kept and not is_quiet else ()
        for sentence in (*kept, *done.unread, *done.apart):
            print(safe(sentence.show(language)), file=sys.stderr)
        with Results(folder, done.manifest) as results:
            yield results


@contextmanager
def _here() -> Iterator[Executor]:
    """This process, which checks one file; one that is too much for it is told."""
    from xlplugin.serve.here import Here

    try:
        with Here() as executor:
            yield executor
    except MemoryError as error:
        raise UsageError(zh="内存不足，没有审完。", en="out of memory; the check was not finished") from error


def roster_of(path: Path | None) -> Roster | None:
    """The roster in a file; None where none is given."""
    if path is None:
        return None
    from xlplugin.review.read_roster import read_roster

    return read_roster(path)


def tell_unmatched(path: Path | None, results: Results, language: Language) -> None:
    """Says which rows of a list of releases came to nothing: the first of many, and how many there are."""
    if path is None:
        return
    from xlplugin.review.unmatched import unmatched
    from xlplugin.runs.inputs.releases import numbered_releases

    told = list(unmatched(numbered_releases(path), results, path.name))
    more = [_UNMATCHED.fill(file=path.name, count=len(told))] if len(told) > _MOST_UNMATCHED else []
    for sentence in (*told[:_MOST_UNMATCHED], *more):
        print(safe(sentence.show(language)), file=sys.stderr)


def releases_of(path: Path | None) -> tuple[Release, ...]:
    """What a reviewer lets pass; none where no list is given."""
    from xlplugin.runs.inputs.releases import read_releases

    return read_releases(path) if path else ()
