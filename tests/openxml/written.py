"""One file of every kind that we write in Open XML, made by the functions that the commands call."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from build_templates import main as build_templates

from tests.reports_exchanged import read, report_filing
from tests.reports_run import DEADLINE, review_of, run_over
from tests.rosters import COUNTIES, Sent, results_of, roster_of_forty
from tests.rosters import review_of as review_of_sent
from tests.submissions import CONSISTENT, write_submission
from tests.written import write_annotated, write_office_workbook, write_slips
from xlplugin.addin.build import build_addin
from xlplugin.checking.check import check
from xlplugin.outputs.marked.copies import copy_name, places_of
from xlplugin.outputs.marked.workbook import annotate
from xlplugin.outputs.publish.write import export
from xlplugin.outputs.rollup.rollup import Options, roll_up
from xlplugin.outputs.slips.template import write_slip_template
from xlplugin.outputs.template.imported import write_imported
from xlplugin.outputs.template.roster_sheet import write_roster
from xlplugin.runs.store.results import Results
from xlplugin.text import LANGUAGES, Language


@dataclass(frozen=True)
class Copy:
    """An annotated copy and what it is a copy of."""

    original: Path
    copy: Path


@dataclass(frozen=True)
class Written:
    """Our own files, and the copies of submissions and reports."""

    own: tuple[Path, ...]
    copies: tuple[Copy, ...]


def write_everything(folder: Path) -> Written:
    """The files, in a fresh folder: templates, office's workbook, slips, roll-up, roster, export, import, add-in; copies of all samples and of a report."""
    own = folder / "own"
    own.mkdir()
    build_templates(own)
    write_slip_template(own / "notice.docx", "en")
    write_roster(own / "名册.xlsx")
    build_addin(own / "xlplugin.xlam")
    export(report_filing(), own / "公开稿.docx")
    write_imported(read(own / "公开稿.docx"), own / "录入.xlsx")
    _roll_up(folder, own / "汇总.xlsx")
    report = _report_with_faults(folder, "zh")
    out = run_over(folder)
    copies = [report, _report_with_faults(folder, "en")]
    with Results(out) as results:
        review = review_of(results)
        for language in LANGUAGES:
            write_office_workbook(results, review, own / f"审核情况-{language}.xlsx", language)
            for alike in write_slips(results, review, own / f"slips-{language}", language, deadline=DEADLINE)[12:]:
                alike.unlink()
        copies += _copies(results, folder)
    return Written(tuple(sorted(path for path in own.rglob("*") if path.is_file())), tuple(copies))


def _copies(results: Results, folder: Path) -> list[Copy]:
    """Those of the run, each with its original; files that hold the same have the same copy, so one of them does."""
    files = {submission.content: submission.file for submission in results.submissions()}
    target = folder / "批注"
    written = set(write_annotated(results, target, "zh").written)
    places = places_of(submission.file for submission in results.submissions())
    copies = [Copy(Path(file), target.joinpath(*copy_name(places[file], "zh"))) for file in files.values()]
    return [copy for copy in copies if copy.copy in written]


def _report_with_faults(folder: Path, language: Language) -> Copy:
    """A report in Word whose column does not balance, with the comments that say so."""
    source, target = folder / f"report-{language}.docx", folder / f"report-{language}-annotated.docx"
    export(report_filing({"requests.received.company": 4, "requests.received.total": 19}), source)
    filing = read(source)
    annotate(source, target, check([filing])[0], filing, language)
    return Copy(source, target)


def _roll_up(folder: Path, target: Path) -> None:
    """With subtotals, adjustments and the parent's own report, so that every sheet is there."""
    roster = roster_of_forty("本机关")
    sent = [Sent(member.name, CONSISTENT, "return" if number % 5 == 4 else "accepted") for number, member in enumerate(roster.members)]
    parent = write_submission(folder / "上级.xlsx", CONSISTENT, organ=COUNTIES[0])
    given = folder / "调整.csv"
    given.write_text("字段,增减,原因,涉及单位\n行政规范性文件·本年制发件数,1,联合发文,样例市财政局\n", "utf-8")
    roll_up(results_of(sent), review_of_sent(sent, roster), roster, target, Options(parent=parent, adjustments=given, by="parent"))
