"""`xlplugin rollup`: the filings of a run added up into the template, each organ once; exit status 0, 1 (the sum breaks rules) or 2."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlplugin.cli.application import ForceOption, FormOption, Lang, LangOption, app
from xlplugin.cli.batch import (
    IgnoreOption,
    JobsOption,
    OutOption,
    PathsArgument,
    PriorOption,
    ReleasesOption,
    RosterOption,
    RulesOption,
    SchedulerOption,
    SelectOption,
    checked,
    inputs_of,
    read_besides,
    roster_of,
    tell_unmatched,
)
from xlplugin.cli.safe import safe
from xlplugin.errors import UsageError
from xlplugin.runs.inputs.far import is_remote
from xlplugin.runs.written import refuse_foreign, refuse_inputs
from xlplugin.text import Language, Text

if TYPE_CHECKING:
    from xlplugin.outputs.rollup.rollup import RollUp
    from xlplugin.outputs.rollup.subtotals import By

_MOST_TOLD = 20


class ByOption(StrEnum):
    """What the subtotals are by."""

    LEVEL = "level"
    PARENT = "parent"


@app.command("rollup")
def rollup_command(
    paths: PathsArgument,
    output: Annotated[Path, typer.Option("--output", "-o", help="汇总表写到哪里 / where the roll-up goes", metavar="FILE")],
    roster: RosterOption = None,
    target: Annotated[str | None, typer.Option("--for", help="汇总到哪一家；名册只有一家没有上级时不用写 / the organ whose roll-up it is", metavar="ORGAN")] = None,
    parent: Annotated[Path | None, typer.Option("--parent", help="上级自己的报告，与汇总数比对 / the parent's own report, held against the sum", metavar="FILE")] = None,
    adjustments: Annotated[
        Path | None, typer.Option("--adjustments", help="汇总调整表，可用上次的汇总表 / adjustments, an earlier roll-up for one", metavar="FILE")
    ] = None,
    include_unaccepted: Annotated[bool, typer.Option("--include-unaccepted", help="未审核通过、未审全的也计入，作为预汇总 / takes in what is not accepted or not wholly checked")] = False,
    by: Annotated[ByOption | None, typer.Option("--by", help="加一张分项小计：按层级或按上级 / subtotals")] = None,
    year: Annotated[int | None, typer.Option("--year", help="汇总年度；不写则取报送最多的年度 / the year", metavar="YEAR")] = None,
    prior: PriorOption = None,
    lang: LangOption = Lang.ZH,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    form: FormOption = None,
    rules: RulesOption = None,
    releases: ReleasesOption = None,
    jobs: JobsOption = None,
    out: OutOption = None,
    scheduler: SchedulerOption = None,
    is_forced: ForceOption = False,
) -> None:
    """逐格汇总审核通过的报送，每家单位只计一次。 / Adds up the accepted filings cell by cell, each organ once."""
    from xlplugin.runs.inputs.releases import read_releases
    from xlplugin.runs.job import Job

    _usable(output, is_forced)
    members = roster_of(roster)
    found = inputs_of(paths, lang.value, roster, releases, adjustments, *(prior or ()))
    refuse_inputs(output, "", [file for file in found.files if not is_remote(file)], read_besides(roster, releases, parent, rules, *(form or ()), *(prior or ())))
    job = Job(found.files, select, ignore, rules, tuple(form or ()), read_releases(releases) if releases else (), tuple(prior or ()), found.skipped)
    with checked(job, out, scheduler, jobs, False, lang.value) as results:
        from xlplugin.outputs.rollup.rollup import Options, roll_up
        from xlplugin.review.review_run import review
        from xlplugin.runs.recipe import build
        from xlplugin.runs.workers.door import filing_in

        before = results.prior()
        reviewed = review(results, members, prior=before)
        earlier = tuple(before.submissions()) if before is not None else ()
        tell_unmatched(releases, results, lang.value)
        used = build(replace(results.manifest.recipe, priors_file=None))  # the file is gone when the run ends
        grouping: By | None = None if by is None else "level" if by is ByOption.LEVEL else "parent"
        options = Options(target, include_unaccepted, year, filing_in(parent, form or ()) if parent else None, adjustments, grouping, used.forms, used.rules, used.context, earlier, is_forced)
        done = roll_up(results, reviewed, members, output, options)
    _tell(done, output, lang.value)
    raise typer.Exit(2 if reviewed.counts["unreadable"] or reviewed.counts["incomplete"] else int(done.report.status == "error"))


def _usable(output: Path, is_forced: bool) -> None:
    """Raises for a place that cannot be written: that is told before the work, not after it."""
    if output.suffix.lower() != ".xlsx":
        raise UsageError(zh=f"汇总表的文件名应以 .xlsx 结尾：{output}。", en=f"the roll-up's file name has to end in .xlsx: {output}")
    if not output.parent.is_dir():
        raise UsageError(zh=f"没有文件夹 {output.parent}。", en=f"there is no folder {output.parent}")
    if output.is_dir():
        raise UsageError(zh=f"{output} 是文件夹，汇总表要写到文件。", en=f"{output} is a folder; the roll-up is a file")
    if not is_forced:
        refuse_foreign(output)


def _tell(done: RollUp, output: Path, language: Language) -> None:
    """The coverage, who is not in it and why, what is to be known, and what the rules say of the sum."""
    from rich.console import Console

    from xlplugin.outputs.terminal import print_reports

    plan = done.plan
    head = plan.note + Text("。计入 {n} 份报告，已写出 {file}", "; reports added up: {n}; written to {file}").fill(n=len(plan.parts), file=output)
    sentences = [head]
    told = sorted(plan.left_out, key=lambda one: not one.is_lacking)
    sentences += [Text("  未计入  {organ}  {reason}", "  left out  {organ}  {reason}").fill(organ=one.organ, reason=one.reason) for one in told[:_MOST_TOLD]]
    if len(told) > _MOST_TOLD:
        sentences.append(Text("  未计入的共 {n} 家，全部见“汇总说明”", "  left out in all: {n}; see the sheet 汇总说明").fill(n=len(told)))
    sentences += [Text("  注意  {remark}", "  note  {remark}").fill(remark=remark) for remark in (*plan.remarks, *done.remarks)]
    for sentence in (*sentences, Text("校验：", "checked:")):
        print(safe(sentence.show(language)))
    print_reports([done.report], language, Console(highlight=False, emoji=False, markup=False))
