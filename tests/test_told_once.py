"""What was not read is told once: the faults of reading that say no more than the line 未读到 stand below it with what the file says there."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from tests.filings import filing_of
from xlplugin.checking.check import check
from xlplugin.filing.facts import Facts, Misreading
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Report
from xlplugin.outputs.slips.contents import slip_of
from xlplugin.outputs.terminal import print_reports
from xlplugin.outputs.wording import originals, told_besides
from xlplugin.review.review import Entry
from xlplugin.rules import catalogue
from xlplugin.text import Language

GRANTED = tuple(f"requests.granted.{column}" for column in ("natural_person", "company", "research", "public_interest", "legal_service", "other", "total"))
SEALED = tuple(name.replace("granted", "partly_granted") for name in GRANTED)
TORN = Misreading("torn", "requests", "（一）予以公开 0 0 0", GRANTED, is_read=False)
SHORT = Misreading("cells", "requests", "（二）部分公开 1 2", SEALED, is_read=False)
READ = Misreading("shifted", "requests", "1.重复申请 0 0 0 0 0 0 0", ("requests.declined_repeated.other",))
FURNITURE = Misreading("furniture", "requests", "— 12 —")


def torn(*misreadings: Misreading) -> Filing:
    """A filing without the figures that could not be told."""
    filing = filing_of(facts=Facts(misreadings=misreadings))
    gone = {name for misreading in misreadings if not misreading.is_read for name in misreading.fields}
    return replace(filing, cells={name: cell for name, cell in filing.cells.items() if name not in gone})


def printed(report: Report, language: Language = "zh") -> str:
    lines = io.StringIO()
    print_reports([report], language, Console(file=lines, width=400, color_system=None))
    return lines.getvalue()


@pytest.mark.parametrize(
    ("misreadings", "besides"),
    [((TORN,), []), ((TORN, SHORT), []), ((READ,), ["T03"]), ((FURNITURE,), ["T04"]), ((TORN, READ, FURNITURE), ["T03", "T04"])],
)
def test_a_fault_is_a_line_of_its_own_only_where_it_says_more(misreadings: tuple[Misreading, ...], besides: list[str]) -> None:
    [report] = check([torn(*misreadings)])
    assert [fault.rule for fault in told_besides(report)] == besides
    assert len(report.transcription) == len(misreadings)  # in JSON all of them stand as before
    said = printed(report)
    assert said.count("读取问题，非填报错误") == len(besides) and said.count("未读到") == (1 if report.coverage and report.coverage.unread else 0)
    assert all(misreading.text in said for misreading in misreadings)


def test_of_many_torn_rows_the_first_are_quoted_and_the_others_counted() -> None:
    rows = [name.rpartition(".")[0] for name in filing_of().form.fields if name.startswith("requests.") and name.endswith(".total")][:6]
    many = [Misreading("torn", "requests", f"第 {number} 行", tuple(f"{row}.{name.rpartition('.')[2]}" for name in GRANTED), is_read=False) for number, row in enumerate(rows)]
    [report] = check([torn(*many)])
    assert report.coverage is not None
    [cause] = report.coverage.unread
    lines = originals(cause, report.transcription)
    assert [line.zh for line in lines] == ["原文：“第 0 行”", "原文：“第 1 行”", "原文：“第 2 行”", "原文残缺的还有 3 处"]
    assert "3 more" in printed(report, "en")


def test_a_slip_says_what_was_not_read_and_asks_for_a_version_that_can_be() -> None:
    filing = torn(TORN)
    [report] = check([filing])
    slip = slip_of(Entry("样例一镇", "incomplete", 2023), report, filing, catalogue())
    words = slip.words["重报要求"].zh
    assert "未能读取" in words and "予以公开" in words and "可以读取的版本" in words and "readable" not in words
    assert "can be read" in slip.words["重报要求"].en


def test_a_slip_of_a_file_that_was_wholly_read_asks_for_no_other_version() -> None:
    filing = filing_of({"requests.results_total.other": 6})
    [report] = check([filing])
    assert slip_of(Entry("样例一镇", "return", 2023), report, filing, catalogue()).words["重报要求"].zh == ""
