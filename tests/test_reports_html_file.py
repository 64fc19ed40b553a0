"""The report as a page: how its file is made. Nothing in it comes from elsewhere, and ten thousand submissions need no more room than a thousand."""

from __future__ import annotations

import base64
import gc
import hashlib
import re
import tracemalloc
import weakref
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.filings import filing_of
from tests.pages import page_of, parsed, report_of, review_of, run_of_five, stored, words, wrong
from tests.written import write_html
from xlplugin.errors import UsageError
from xlplugin.filing.findings import Report
from xlplugin.outputs.page import setting
from xlplugin.runs.store.results import Result, Results

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> str:
    return run_of_five(tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="module")
def written(out: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of that run in Chinese."""
    target = tmp_path_factory.mktemp("written") / "审核结果.html"
    with Results(out) as results:
        write_html(results, review_of(results), target, "zh")
    return target


def test_two_pages_of_one_run_are_the_same_bytes(out: str, written: Path, tmp_path: Path) -> None:
    with Results(out) as results:
        write_html(results, review_of(results), tmp_path / "again.html", "zh")
    assert (tmp_path / "again.html").read_bytes() == written.read_bytes()


def test_the_page_refers_to_nothing_outside_itself(written: Path) -> None:
    page, text = parsed(written), written.read_text("utf-8")
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link for link in page.xpath("//@href") if not link.startswith("#") or link[1:] not in ids} == set()
    assert page.xpath("//link | //iframe | //object | //embed | //form | //base | //*[@src]") == []
    assert set(re.findall(r"https?:[^\"' ]*", text)) == {"http://www.w3.org/2000/svg"} and "@import" not in text and "url(" not in text


def test_the_policy_allows_this_style_and_this_script_and_no_other(written: Path) -> None:
    page = parsed(written)
    [policy] = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    for element in ("style", "script"):
        [content] = page.xpath(f"//{element}/text()")
        assert f"{element}-src 'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none';") and "unsafe" not in policy
    assert page.xpath("//@style | //@*[starts-with(name(), 'on')]") == []


class Balance(HTMLParser):
    """Notes every end tag that does not close the innermost open element, and what is left open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.feed(text)
        self.close()
        self.faults += self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "input", "col"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        return

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"/{tag} in line {self.getpos()[0]}")


def test_every_element_is_closed_where_it_was_opened(written: Path) -> None:
    text = written.read_text("utf-8")
    assert Balance(text).faults == [] and Balance(text.replace("</details>", "", 1)).faults != []


def test_only_one_report_is_held_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alive: weakref.WeakSet[Report] = weakref.WeakSet()
    most = 0
    load = Result.report

    def counted(self: Result) -> Report:
        nonlocal most
        report = load(self)
        alive.add(report)
        gc.collect()
        most = max(most, len(alive))
        return report

    monkeypatch.setattr(Result, "report", counted)
    monkeypatch.setattr(Report, "__hash__", object.__hash__)
    monkeypatch.setattr(Report, "__eq__", object.__eq__)
    filings = [filing_of({}, file=f"{number:02}.xlsx", organ=f"样例{number}镇") for number in range(12)]
    page_of(tmp_path, [(report_of(filing, findings=(wrong(),)), filing) for filing in filings])
    assert 1 <= most <= 2  # the one that is being replaced, and the new one


def test_ten_times_the_files_take_less_than_twice_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in ("FEW_FILES", "MOST_WRITTEN_OUT"):  # both sizes are drawn and packed alike
        monkeypatch.setattr(setting, limit, 10)
    peaks = [_peak(tmp_path / str(count), count) for count in (10, 40, 400)]  # the first warms up what is made once
    assert peaks[2] < 2 * peaks[1], peaks


def _peak(folder: Path, count: int) -> int:
    filings = [filing_of({}, file=f"{number:03}.xlsx", organ=f"样例{number}镇") for number in range(count)]
    with Results(stored(folder, [(report_of(filing, findings=(wrong(),)), filing) for filing in filings])) as results:
        review = review_of(results)
        del filings
        gc.collect()
        tracemalloc.start()
        try:
            write_html(results, review, folder / "page.html", "zh")
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


def test_a_page_that_fails_halfway_leaves_the_old_one_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filing = filing_of({})
    target = tmp_path / "page.html"
    target.write_text("old", "utf-8")
    with Results(stored(tmp_path / "out", [(report_of(filing), filing)])) as results:
        review = review_of(results)
        monkeypatch.setattr(Result, "filing", lambda self: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            write_html(results, review, target, "zh")
    assert target.read_text("utf-8") == "old" and sorted(path.name for path in tmp_path.iterdir()) == ["out", "page.html"]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, out: str) -> None:
    with Results(out) as results, pytest.raises(UsageError):
        write_html(results, review_of(results), tmp_path / "nowhere" / "page.html", "zh")


def test_a_name_that_is_no_text_and_one_with_control_characters_are_written(tmp_path: Path) -> None:
    filing = filing_of({}, file="样例\udcff\x1b\u202e.xlsx")
    page = page_of(tmp_path, [(report_of(filing), filing)])
    [name] = page.xpath("//span[@class='name']")
    assert words(name) == r"样例\udcff .xlsx"


def test_a_run_without_files_still_gives_a_page(tmp_path: Path) -> None:
    page = page_of(tmp_path, [])
    assert "没有发现问题。" in words(page) and page.xpath("//details[contains(@class, 'file')]") == []
