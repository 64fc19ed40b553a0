"""`xlplugin check`: reads, checks and prints; exit status 0, 1 (findings) or 2 (something could not be checked, or not wholly)."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlplugin.cli.application import FormOption, Lang, LangOption, app
from xlplugin.cli.batch import (
    DeadlineOption,
    IgnoreOption,
    JobsOption,
    OutOption,
    PathsArgument,
    PriorOption,
    ReleasesOption,
    RetryOption,
    RosterOption,
    RulesOption,
    SchedulerOption,
    SelectOption,
    SlipTemplateOption,
    YearOption,
    checked,
    inputs_of,
    releases_of,
    roster_of,
    tell_unmatched,
)
from xlplugin.cli.one_file import FailOn, Format, check_one, console, exit_status, known_forms
from xlplugin.cli.safe import safe

if TYPE_CHECKING:

    from xlplugin.filing.filing import Filing
    from xlplugin.outputs.kinds import SlipOptions, Wanted
    from xlplugin.outputs.writer import Checked, Writer


@app.command("check")
def check_command(
    paths: PathsArgument,
    format_: Annotated[Format, typer.Option("--format", help="输出格式 / output")] = Format.TEXT,
    lang: LangOption = Lang.ZH,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    fail_on: Annotated[FailOn, typer.Option("--fail-on", help="达到此等级时退出码为 1 / exit status 1 from this severity on")] = FailOn.ERROR,
    form: FormOption = None,
    prior: PriorOption = None,
    rules: RulesOption = None,
    releases: ReleasesOption = None,
    roster: RosterOption = None,
    year: YearOption = None,
    parent: Annotated[
        list[Path] | None, typer.Option("--parent", help="上级的全域报告，与所属单位之和比对 / a parent's own report, held against the sum of its organs", metavar="FILE")
    ] = None,
    report: Annotated[
        list[str] | None,
        typer.Option("--report", help="另写报告，可多次 / reports to write besides: xlsx, html, json, jsonl, csv, sarif, junit, parquet, annotated, slips", metavar="KIND=TARGET"),
    ] = None,
    slip_template: SlipTemplateOption = None,
    deadline: DeadlineOption = None,
    jobs: JobsOption = None,
    out: OutOption = None,
    scheduler: SchedulerOption = None,
    retry: RetryOption = False,
) -> None:
    """校验工作簿和报告。退出码：0 无问题，1 有问题，2 有文件未审全或无法读取。 / Checks workbooks and reports; exit status 0, 1 (findings), 2 (not, or not wholly, checked)."""
    found = inputs_of(paths, lang.value, roster, releases, prior, slip_template)
    is_plain = not (report or roster or parent or out or scheduler or jobs or slip_template or year)
    if is_plain and list(found.files) == paths and len(paths) == 1:  # one workbook, named outright: no process of its own is started for it
        raise typer.Exit(check_one(found.files[0], format_, lang.value, fail_on, select, ignore, rules, form or (), prior, releases_of(releases)))
    from xlplugin.outputs.kinds import SlipOptions, wanted
    from xlplugin.runs.job import Job

    reports = wanted(report or (), found.files)
    members, parents = roster_of(roster), _parents(parent, form)
    if slip_template is not None:
        from xlplugin.outputs.slips.template import own_slip_template

        own_slip_template(slip_template)  # a template that cannot be used is told before anything is checked
    job = Job(found.files, select, ignore, rules, tuple(form or ()), releases_of(releases), prior, found.skipped)
    with checked(job, out, scheduler, jobs, retry, lang.value) as results:
        from xlplugin.outputs.writer import Checked
        from xlplugin.review.review_run import review

        before = results.prior()
        reviewed = review(results, members, parents, prior=before, year=year)
        judged = results.without({one.file for one in reviewed.others})
        run = Checked(judged, reviewed, lang.value)
        if before is not None:
            before.close()
        tell_unmatched(releases, results, lang.value)
        is_lacking = not _write(run, reports, SlipOptions(slip_template, deadline), _printer(format_, job.skipped))
        raise typer.Exit(2 if is_lacking else exit_status(judged.submissions(), fail_on, run.review.findings))


def _printer(format_: Format, skipped: int) -> Writer:
    """Who prints the run on the standard output."""
    if format_ is Format.JSON:
        from xlplugin.outputs.machine.json import JsonPrint

        return JsonPrint(sys.stdout)
    from xlplugin.outputs.terminal import TerminalReport

    return TerminalReport(skipped, console())


def _write(run: Checked, reports: Sequence[Wanted], slips: SlipOptions, printed: Writer) -> bool:
    """Prints the run and writes the reports that are asked for; says whether all were: one whose file is open elsewhere costs no other.

    What there is to say goes to the standard error, which leaves JSON on the standard output whole.
    """
    from xlplugin.outputs.kinds import write

    written = write(run, reports, slips, printed)
    for sentence in (sentence for made in written for sentence in made.sentences):
        print(safe(sentence.show(run.language)), file=sys.stderr)
    return all(made.is_there for made in written)


def _parents(paths: list[Path] | None, forms: list[Path] | None) -> list[Filing]:
    """The reports of territories that are given by name; raises `UsageError` for one that cannot be read."""
    if not paths:
        return []
    from xlplugin.errors import UsageError, XlpluginError
    from xlplugin.form import editions
    from xlplugin.reading.open import read_any

    known, found = known_forms(forms or ()) or list(editions().values()), []
    for path in paths:
        try:
            found.append(read_any(path, str(path), known))
        except XlpluginError as error:
            raise UsageError(zh=f"{path}：{error.text.zh}", en=f"{path}: {error.text.en}") from error
    return found
