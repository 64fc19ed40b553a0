"""The report in a browser: one can find, filter, open and print, and nothing in it runs or leaves the page.

`XLPLUGIN_SCREENSHOTS=<folder>` keeps the pictures and the printed page.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.chromium import Browser, browser, chromium
from tests.pages import MISTYPED, SCRIPT, review_of, run_of_five
from tests.written import write_html
from xlplugin.runs.store.results import Results

pytestmark = pytest.mark.slow

needs_browser = pytest.mark.skipif(chromium() is None, reason="chromium is not installed")


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


@pytest.fixture(scope="module")
def running() -> Iterator[Browser]:
    with tempfile.TemporaryDirectory(prefix="xlplugin-chromium-", ignore_cleanup_errors=True) as folder, browser(Path(folder)) as found:
        yield found


def shot(name: str, folder: Path) -> Path:
    return Path(os.environ.get("XLPLUGIN_SCREENSHOTS") or folder) / name


def visible(running: Browser) -> list[str]:
    """The organs whose sections are shown."""
    found: list[str] = running.evaluate("[...document.querySelectorAll('details.file')].filter(e => e.checkVisibility()).map(e => e.querySelector('.organ').textContent)")
    return found


@needs_browser
def test_an_office_finds_an_organ_filters_to_errors_opens_it_and_sees_the_marked_cell(running: Browser, written: Path, tmp_path: Path) -> None:
    running.open(written)
    running.photograph(shot("html-page.png", tmp_path), whole=True)
    assert len(visible(running)) == 5 and running.evaluate("document.querySelectorAll('details.file[open]').length") == 0
    running.click("[data-filter=error]")
    assert visible(running) == ["样例二镇人民政府", SCRIPT]
    running.click("#search")
    running.type("二镇")
    assert visible(running) == ["样例二镇人民政府"] and running.evaluate("document.getElementById('shown').textContent") == "显示 1 / 5"
    running.click("details.file:not([hidden]) > summary")
    running.click(f"details.file:not([hidden]) a.place[href$='{MISTYPED}']")
    seen = running.evaluate(
        f"(() => {{ const cell = document.querySelector('details.file:not([hidden]) td[id$=\"{MISTYPED}\"]'); const box = cell.getBoundingClientRect();"
        " const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);"
        " return [cell.checkVisibility(), cell.contains(top), getComputedStyle(cell).backgroundColor, cell.textContent]; })()"
    )
    assert seen == [True, True, "rgb(255, 199, 206)", "错 61 若为 16"]
    outlined: Mapping[str, str] = running.evaluate(
        "Object.fromEntries([...document.querySelectorAll('details.file:not([hidden]) td.suspect')].map(e => [e.id, getComputedStyle(e).outlineStyle]))"
    )
    assert [(name.split("-", 1)[1], style) for name, style in outlined.items()] == [(MISTYPED, "dashed")]
    running.photograph(shot("html-marked-cell.png", tmp_path))


@needs_browser
def test_the_page_asks_nobody_for_anything_and_runs_no_name(running: Browser, written: Path) -> None:
    running.requests.clear()
    running.open(written)
    running.click("#open-all")
    assert running.evaluate("document.querySelectorAll('details.file[open]').length") == 5
    assert SCRIPT in visible(running)
    assert running.requests == [written.as_uri()] and running.faults == []


@needs_browser
def test_a_script_that_got_into_the_page_would_not_run(running: Browser, written: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.html"
    broken.write_text(written.read_text("utf-8").replace("<main>", "<main><script>alert(2)</script><img src='x.png' onerror='alert(3)'>", 1), "utf-8")
    running.open(broken)
    dialogs = [fault for fault in running.faults if fault.startswith("dialog")]
    assert dialogs == [] and any("Content Security Policy" in fault for fault in running.faults)
    running.faults.clear()


@needs_browser
def test_a_click_in_the_chart_leads_to_the_organ_though_the_filter_hides_it(running: Browser, written: Path) -> None:
    running.open(written)
    running.click("[data-filter=clean]")
    assert visible(running) == ["样例一镇人民政府"]
    running.click("svg.heat g.error")
    opened = running.evaluate("[...document.querySelectorAll('details.file[open]')].map(e => e.querySelector('.organ').textContent)")
    assert opened == ["样例二镇人民政府"] and len(visible(running)) == 5


@needs_browser
def test_printing_opens_every_section_and_closes_it_again(running: Browser, written: Path, tmp_path: Path) -> None:
    running.open(written)
    closed = "document.querySelectorAll('details:not([open])').length"
    before = running.evaluate(closed)
    during = running.evaluate(f"new Promise(done => {{ window.addEventListener('beforeprint', () => {{ window.open_now = {closed}; }}); done(0); }})")
    printed = running.print(shot("html-printed.pdf", tmp_path))
    assert before > 0 and during == 0 and running.evaluate("window.open_now") == 0 and running.evaluate(closed) == before
    assert printed.startswith(b"%PDF") and len(re.findall(rb"/Type\s*/Page\b", printed)) >= 3  # the front, and those that are returned


@needs_browser
def test_without_scripts_the_page_is_a_plain_long_one(running: Browser, written: Path) -> None:
    running.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        running.open(written)
        nodes = running.call("DOM.getDocument")["root"]["nodeId"]
        files = running.call("DOM.querySelectorAll", nodeId=nodes, selector="details.file")["nodeIds"]
        tools = running.call("DOM.querySelectorAll", nodeId=nodes, selector="#tools[hidden]")["nodeIds"]
        running.call("DOM.getBoxModel", nodeId=files[-1])  # raises where it is not shown
        assert len(files) == 5 and len(tools) == 1
    finally:
        running.call("Emulation.setScriptExecutionDisabled", value=False)


@needs_browser
def test_a_narrow_window_does_not_scroll_sideways(running: Browser, written: Path, tmp_path: Path) -> None:
    running.open(written, width=800, height=1000)
    running.click("#open-all")
    running.photograph(shot("html-narrow.png", tmp_path))
    assert running.evaluate("document.documentElement.scrollWidth") <= 800
