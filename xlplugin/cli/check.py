"""`xlplugin check`: reads, checks and prints; exit status 0, 1 (findings) or 2 (something could not be checked, or not wholly)."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlplugin.cli.application import ForceOption, FormOption, Lang, LangOption, app
from xlplugin.cli.batch import (
    DatedOption,
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
    SenderOption,
    SlipTemplateOption,
    YearOption,
    checked,
    inputs_of,
    is_alone,
    read_besides,
    releases_of,
    roster_of,
    tell_others,
    tell_unmatched,
)
from xlplugin.cli.one_file import PLAIN_FORMATS, FailOn, Format, check_one, exit_status
from xlplugin.cli.safe import safe
from xlplugin.runs.written import is_output, note_file, refuse_foreign

if TYPE_CHECKING:

    from xlplugin.filing.filing import Filing
    from xlplugin.outputs.kinds import Wanted
    from xlplugin.outputs.slips.options import SlipOptions
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
        typer.Option(
            "--report",
            help="另写报告，可多次；种类有 xlsx、html、json、jsonl、csv、sarif、junit、parquet、annotated、slips、returns / reports to write besides: xlsx, html, json, jsonl, csv, sarif, junit, parquet, annotated, slips, returns",
            metavar="KIND=TARGET",
        ),
    ] = None,
    slip_template: SlipTemplateOption = None,
    deadline: DeadlineOption = None,
    sender: SenderOption = None,
    dated: DatedOption = None,
    jobs: JobsOption = None,
    out: OutOption = None,
    scheduler: SchedulerOption = None,
    retry: RetryOption = False,
    output_file: Annotated[Path | None, typer.Option("--output-file", help="结果写到文件，不在屏幕上显示 / writes the result to a file instead", metavar="FILE")] = None,
    statistics: Annotated[bool, typer.Option("--statistics", help="只列每条规则各有几处 / only how many findings each rule has")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="只列问题，别的话都不说 / findings and nothing else")] = False,
    fix: Annotated[bool, typer.Option("--fix", help="有把握的改正（文本数字、全角数字）写到副本里 / makes the fixes that are sure (numbers stored as text, full-width digits) in a copy")] = False,
    fix_blanks: Annotated[bool, typer.Option("--fix-blanks", help="空白的填报格也改为 0 / blank entry cells become 0 too")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="只列出会改哪些格，不写 / only shows what would be fixed")] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="改好的副本放在哪里；原文件不改 / where the fixed copy goes", metavar="COPY")] = None,
    settings: Annotated[
        Path | None, typer.Option("--settings", help="用这个设置文件，不找 xlplugin.toml / takes this settings file instead of looking for xlplugin.toml", metavar="FILE")
    ] = None,
    no_settings: Annotated[bool, typer.Option("--no-settings", help="不用设置文件 / takes no settings file")] = False,
    show_settings: Annotated[bool, typer.Option("--show-settings", help="列出用到的设置就结束 / shows the settings in use and ends")] = False,
    is_forced: ForceOption = False,
) -> None:
    """校验工作簿和报告。退出码：0 无问题，1 有问题，2 有文件未审全或无法读取。 / Checks workbooks and reports; exit status 0, 1 (findings), 2 (not, or not wholly, checked)."""
    from xlplugin.cli.fix import demanded, fix_file
    from xlplugin.cli.printed import printer, usable

    earlier = output_file if output_file is not None and is_output(output_file) else None  # another file at its place may be a submission
    found = inputs_of(paths, lang.value, roster, releases, *(prior or ()), slip_template, earlier, is_quiet=quiet)
    if demanded(fix, fix_blanks, diff, output, found.files, paths):
        count = fix_file(Path(paths[0]), form or (), fix_blanks, None if diff else output, lang.value, quiet)
        if diff:
            raise typer.Exit(int(count > 0))
        paths = [str(output)]
        found = inputs_of(paths, lang.value)
    is_plain = not (report or roster or releases or parent or out or scheduler or jobs or slip_template or year)
    is_one = is_plain and is_alone(found.files, paths)  # one workbook, named outright: no process of its own is started for it
    besides = read_besides(roster, releases, slip_template, rules, *(form or ()), *(parent or ()), *(prior or ())) if report or output_file else []
    usable(output_file, found.files, besides)
    if output_file is not None and not is_forced:
        refuse_foreign(output_file)
    if is_one and format_ in PLAIN_FORMATS and not (statistics or quiet):
        status = check_one(found.files[0], format_, lang.value, fail_on, select, ignore, rules, form or (), tuple(prior or ()), output_file)
        _noted(output_file)
        raise typer.Exit(status)
    from xlplugin.outputs.kinds import wanted
    from xlplugin.outputs.slips.options import SlipOptions
    from xlplugin.runs.job import Job
    from xlplugin.runs.workers.small import is_small

    reports = wanted(report or (), found.files, besides, output_file, is_forced=is_forced)
    printed = printer(format_, output_file, found.skipped, quiet, statistics)
    members, parents = roster_of(roster), _parents(parent, form)
    if slip_template is not None:
        from xlplugin.outputs.slips.template import own_slip_template

        own_slip_template(slip_template)  # a template that cannot be used is told before anything is checked
    job = Job(found.files, select, ignore, rules, tuple(form or ()), releases_of(releases), tuple(prior or ()), found.skipped, found.own)
    with checked(job, out, scheduler, jobs, retry, lang.value, is_here=is_one and not prior and is_small(Path(found.files[0])), is_quiet=quiet) as results:
        from xlplugin.outputs.writer import Checked
        from xlplugin.review.review_run import review

        before = results.prior()
        reviewed = review(results, members, parents, prior=before, year=year)
        judged = results.without({one.file for one in reviewed.others})
        run = Checked(judged, reviewed, lang.value)
        if before is not None:
            before.close()
        tell_unmatched(releases, results, lang.value)
        if not quiet and (statistics or format_ is not Format.TEXT):  # the text tells it itself
            tell_others([file for file, _ in reviewed.other_files], lang.value)
        is_lacking = not _write(run, reports, SlipOptions(slip_template, deadline, sender, dated), printed, quiet)
        _noted(output_file)
        judging = (one for entry in reviewed.entries for one in entry.submissions)
        raise typer.Exit(2 if is_lacking else exit_status(judging, fail_on, reviewed.findings))


def _noted(output: Path | None) -> None:
    """Remembers the file that the result was written to, so that the next one may take its place."""
    if output is not None:
        note_file(output)


def _write(run: Checked, reports: Sequence[Wanted], slips: SlipOptions, printed: Writer, is_quiet: bool) -> bool:
    """Prints the run and writes the reports that are asked for; says whether all were: one whose file is open elsewhere costs no other.

    What there is to say goes to the standard error, which leaves JSON on the standard output whole.
    """
    from xlplugin.outputs.kinds import write

    written = write(run, reports, slips, printed)
    for sentence in (sentence for made in written for sentence in made.sentences if not (is_quiet and made.is_there)):
        print(safe(sentence.show(run.language)), file=sys.stderr)
    return all(made.is_there for made in written)


def _parents(paths: list[Path] | None, forms: list[Path] | None) -> list[Filing]:
    """The reports of territories that are given by name; raises `UsageError` for one that cannot be read."""
    if not paths:
        return []
    from xlplugin.errors import UsageError
    from xlplugin.runs.workers.door import ToldError, reading

    found = []
    with reading(forms or ()) as door:
        for path in paths:
            try:
                found.append(door.read(str(path)))
            except ToldError as error:
                raise UsageError(zh=f"{path}：{error.text.zh}", en=f"{path}: {error.text.en}") from error
    return found
