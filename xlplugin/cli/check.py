"""`xlplugin check`: reads, checks and prints; exit status 0, 1 (findings) or 2 (something could not be checked)."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlplugin.cli.app import FormOption, Lang, LangOption, app, safe
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
    checked,
    inputs_of,
    releases_of,
    roster_of,
)
from xlplugin.text import Language

if TYPE_CHECKING:
    from xlplugin.batch.job import Job
    from xlplugin.batch.results import Results
    from xlplugin.batch.review import Review
    from xlplugin.filing import Filing
    from xlplugin.findings import Finding, Report
    from xlplugin.form import Form
    from xlplugin.reports.kinds import SlipOptions, Wanted


class Format(StrEnum):
    """How reports are printed."""

    TEXT = "text"
    JSON = "json"


class FailOn(StrEnum):
    """The least severity that makes the exit status 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"


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
    parent: Annotated[
        list[Path] | None, typer.Option("--parent", help="上级的全域报告，与所属单位之和比对 / a parent's own report, held against the sum of its organs", metavar="FILE")
    ] = None,
    report: Annotated[
        list[str] | None,
        typer.Option("--report", help="另写报告，可多次 / reports to write besides: xlsx, html, json, jsonl, csv, sarif, junit, annotated, slips", metavar="KIND=TARGET"),
    ] = None,
    slip_template: SlipTemplateOption = None,
    deadline: DeadlineOption = None,
    jobs: JobsOption = None,
    out: OutOption = None,
    scheduler: SchedulerOption = None,
    retry: RetryOption = False,
) -> None:
    """校验工作簿和报告。退出码：0 无问题，1 有问题，2 有文件无法审核。 / Checks workbooks and reports; exit status 0, 1 (findings), 2 (not checked)."""
    from xlplugin.batch.job import Job
    from xlplugin.reports.kinds import SlipOptions, wanted

    found = inputs_of(paths, lang.value, roster, releases, prior, slip_template)
    reports = wanted(report or (), found.files)
    members, parents = roster_of(roster), _parents(parent, form)
    if slip_template is not None:
        from xlplugin.reports.slip_template import own_slip_template

        own_slip_template(slip_template)  # a template that cannot be used is told before anything is checked
    job = Job(found.files, select, ignore, rules, tuple(form or ()), releases_of(releases), prior, found.skipped)
    is_plain = not (reports or members or parent or out or scheduler or jobs)
    if is_plain and list(found.files) == paths and len(paths) == 1:  # one workbook, named outright: no process of its own is started for it
        _check_one(job, format_, lang.value, fail_on)
    with checked(job, out, scheduler, jobs, retry, lang.value) as results:
        from xlplugin.batch.results import Reports
        from xlplugin.batch.review_run import review

        before = results.prior()
        reviewed = review(results, members, parents, prior=before)
        if before is not None:
            before.close()
        _print(Reports(results), format_, lang.value, job.skipped, reviewed)
        is_lacking = not _write(reports, results, reviewed, lang.value, SlipOptions(slip_template, deadline))
        across = [one.finding for one in reviewed.findings]
        raise typer.Exit(2 if is_lacking else exit_status(Reports(results), fail_on, across))


def exit_status(reports: Iterable[Report], fail_on: FailOn, across: Iterable[Finding] = ()) -> int:
    """2 where a file could not be checked at all, else 1 where a finding is at or above the threshold, else 0. `across`: findings of family B."""
    from xlplugin.findings import Severity

    least = None if fail_on is FailOn.NEVER else Severity[fail_on.name]

    def counts(findings: Iterable[Finding]) -> bool:
        return least is not None and any(finding.severity >= least and finding.waived is None for finding in findings)

    status = int(counts(across))
    for report in reports:
        if report.status == "unreadable":
            return 2
        status = status or int(counts(report.findings))
    return status


def known_forms(paths: list[Path] | None) -> list[Form] | None:
    """The program's editions and those of the files given; one of your own stands in for the program's of the same name."""
    from xlplugin.form import editions, load_form

    return list({**editions(), **{form.edition: form for form in map(load_form, paths)}}.values()) if paths else None


def _check_one(job: Job, format_: Format, language: Language, fail_on: FailOn) -> None:
    """Checks one workbook in this process."""
    from xlplugin.batch.prior import read_priors
    from xlplugin.batch.run import check_files
    from xlplugin.rules.blocks import load_blocks
    from xlplugin.rules.declare import Context
    from xlplugin.rules.select import choose

    forms = known_forms(list(job.forms))
    blocks = load_blocks(job.rules, forms) if job.rules else None
    chosen = choose(job.select, job.ignore, {rule.id: rule for rule in blocks.rules} if blocks else {})
    context = Context(limits=blocks.limits) if blocks else Context()
    priors = read_priors(Path(job.prior), forms) if job.prior else None
    for sentence in priors.unread if priors else ():
        print(safe(sentence.show(language)), file=sys.stderr)
    reports = check_files([Path(file) for file in job.files], chosen, context, forms, priors=priors, releases=job.releases)
    _print(reports, format_, language, job.skipped, None)
    raise typer.Exit(exit_status(reports, fail_on))


def _print(reports: Iterable[Report], format_: Format, language: Language, skipped: int, reviewed: Review | None) -> None:
    if format_ is Format.JSON:
        from xlplugin.writing.json import write_reports_json

        return write_reports_json(sys.stdout, reports, language)
    from rich.console import Console

    from xlplugin.text import Text
    from xlplugin.writing.terminal import print_findings, print_reports

    console = Console(highlight=False, emoji=False, markup=False)
    print_reports(reports, skipped, language, console)
    if reviewed is not None:
        print_findings(Text("报送情况", "submissions"), [one.finding for one in reviewed.findings], language, console)
    return None


def _write(reports: Iterable[Wanted], results: Results, reviewed: Review, language: Language, slips: SlipOptions) -> bool:
    """Writes the reports that are asked for, and says whether all were; one whose file is open elsewhere costs no other.

    What there is to say goes to the standard error, which leaves JSON on the standard output whole.
    """
    from xlplugin.errors import UsageError
    from xlplugin.reports.kinds import write

    are_written = True
    for one in reports:
        try:
            said = write(one, results, reviewed, language, slips)
        except UsageError as error:
            said, are_written = (error.text,), False
        for sentence in said:
            print(safe(sentence.show(language)), file=sys.stderr)
    return are_written


def _parents(paths: list[Path] | None, forms: list[Path] | None) -> list[Filing]:
    """The reports of territories that are given by name; raises `UsageError` for one that cannot be read."""
    if not paths:
        return []
    from xlplugin.errors import UsageError, XlpluginError
    from xlplugin.form import editions
    from xlplugin.reading.open import read_any

    known, found = known_forms(forms) or list(editions().values()), []
    for path in paths:
        try:
            found.append(read_any(path, str(path), known))
        except XlpluginError as error:
            raise UsageError(zh=f"{path}：{error.text.zh}", en=f"{path}: {error.text.en}") from error
    return found
