"""The page of many files: what is below a file's line is packed, and made when it is looked at; it says what the page of few files says."""

from __future__ import annotations

import base64
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.chromium import Browser, browser, chromium
from tests.filings import filing_of
from tests.pages import MISTYPED, parsed, report_of, review_of, run_of_five, stored, words, wrong
from tests.written import write_html
from xlplugin.outputs.page import setting
from xlplugin.outputs.page.packed import TOGETHER, Packs, place_of
from xlplugin.runs.store.results import Results

needs_browser = pytest.mark.skipif(chromium() is None, reason="chromium is not installed")


def unpacked(pack: str) -> list[str]:
    return zlib.decompress(base64.b64decode(pack), -15).decode().split("\0")


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), max_size=3 * TOGETHER))
def test_every_body_is_in_its_pack_at_its_place(bodies: list[str]) -> None:
    packs = Packs()
    full = [pack for body in bodies if (pack := packs.add(body)) is not None]
    rest = packs.rest()
    read = [unpacked(pack) for pack in (*full, *([rest] if rest else []))]
    assert packs.rest() is None and [read[pack][place] for pack, place in map(place_of, range(1, len(bodies) + 1))] == bodies


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> str:
    return run_of_five(tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="module")
def pages(out: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The page of one run written out, and packed."""
    folder = tmp_path_factory.mktemp("written")
    with Results(out) as results, pytest.MonkeyPatch.context() as patch:
        write_html(results, review_of(results), folder / "plain.html", "zh")
        patch.setattr(setting, "MOST_WRITTEN_OUT", 4)
        write_html(results, review_of(results), folder / "packed.html", "zh")
    return folder / "plain.html", folder / "packed.html"


@pytest.fixture(scope="module")
def running() -> Iterator[Browser]:
    with tempfile.TemporaryDirectory(prefix="xlplugin-chromium-", ignore_cleanup_errors=True) as folder, browser(Path(folder)) as found:
        yield found


@pytest.mark.slow
def test_a_packed_page_holds_every_line_and_below_none_of_them_anything(pages: tuple[Path, Path]) -> None:
    plain, packed = map(parsed, pages)
    lines, same = ([words(one) for one in page.xpath("//details[contains(@class, 'file')]/summary")] for page in (plain, packed))
    assert len(lines) == 5 and same == lines
    assert packed.xpath("//details[contains(@class, 'file')]//table") == [] and plain.xpath("//details[contains(@class, 'file')]//table") != []
    assert len(packed.xpath("//script[@type='text/plain']")) == 1 and len(packed.xpath("//noscript")) == 1 and plain.xpath("//noscript") == []


def whole(running: Browser, path: Path, act: str) -> Any:
    """What stands below each line of a page, after an action."""
    running.open(path)
    running.evaluate(act)
    return running.evaluate("[...document.querySelectorAll('details.file')].map(e => e.querySelector('.body').innerHTML.trim())")


@pytest.mark.slow
@needs_browser
@pytest.mark.parametrize("act", ["document.getElementById('open-all').click()", "window.dispatchEvent(new Event('beforeprint'))"])
def test_what_is_opened_or_printed_is_what_the_page_of_few_files_shows(running: Browser, pages: tuple[Path, Path], act: str) -> None:
    plain, packed = (whole(running, path, act) for path in pages)
    assert packed == plain and all(packed) and running.faults == []


@pytest.mark.slow
@needs_browser
def test_a_file_is_made_when_its_line_is_clicked_and_a_link_to_a_cell_in_it_leads_there(running: Browser, pages: tuple[Path, Path]) -> None:
    running.open(pages[1])
    filled = "[...document.querySelectorAll('details.file')].map(e => e.querySelector('.body').children.length > 0)"
    assert running.evaluate(filled) == [False] * 5
    running.click("#f2 > summary")
    assert running.evaluate(filled) == [False, True, False, False, False]
    running.evaluate(f"location.hash = '#f3-{MISTYPED}'")
    running.evaluate("location.hash = '#f1'")
    running.evaluate("new Promise(done => setTimeout(done, 200))")
    assert running.evaluate("document.getElementById('f1').open") is True
    running.click("svg.heat g.error")
    assert running.evaluate("[...document.querySelectorAll('details.file[open]')].length") >= 2
    assert running.faults == []


@pytest.mark.slow
@needs_browser
@pytest.mark.parametrize("level", [0, 1, 9])
def test_the_pages_script_unpacks_all_that_deflate_writes(running: Browser, pages: tuple[Path, Path], level: int) -> None:
    """Blocks as they are, of the fixed code, and of codes of their own; long repetitions and far ones."""
    texts = ["", "a", "样例" * 40_000, "".join(chr(32 + number * number % 9000) for number in range(30_000)), "x" * 70_000 + "𠮷" * 3]
    running.open(pages[1])
    for text in texts:
        for strategy in (zlib.Z_DEFAULT_STRATEGY, zlib.Z_FIXED, zlib.Z_HUFFMAN_ONLY):
            packing = zlib.compressobj(level, zlib.DEFLATED, -15, 8, strategy)
            content = base64.b64encode(packing.compress(text.encode()) + packing.flush()).decode()
            assert running.evaluate(f"inflated(Uint8Array.from(atob('{content}'), c => c.charCodeAt(0)))") == text


@pytest.mark.slow
def test_a_pack_is_written_as_soon_as_it_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setting, "MOST_WRITTEN_OUT", 10)
    filings = [filing_of({}, file=f"{number:03}.xlsx", organ=f"样例{number}镇") for number in range(3 * TOGETHER + 1)]
    with Results(stored(tmp_path / "out", [(report_of(filing, findings=(wrong(),)), filing) for filing in filings])) as results:
        write_html(results, review_of(results), tmp_path / "page.html", "zh")
    packs = [unpacked(pack) for pack in parsed(tmp_path / "page.html").xpath("//script[@type='text/plain']/text()")]
    assert [len(pack) for pack in packs] == [TOGETHER, TOGETHER, TOGETHER, 1]
    assert all("is wrong" in body or "不对" in body for pack in packs for body in pack)
