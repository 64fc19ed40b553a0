"""年报审核.html in a browser, from the disk and with no network: its answers are the command line's, and a file that hangs costs itself only.

`XLPLUGIN_SCREENSHOTS=<folder>` keeps pictures of it.
"""

from __future__ import annotations

import base64
import json
import os
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import make_samples
import pytest
from _many_samples import write_many

from tests.archives import archive_of, parts_of
from tests.chromium import Browser, browser
from tests.conftest import Run
from tests.firefox import firefox, firefox_running
from tests.page_alone import PICK, asked, built, bytes_in, handed, missing, opened
from tests.page_taken import ROSTER, taken_otherwise, written

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)}")]

LARGEST = 22 * 10**6
SEEDS = Path(__file__).parent.parent.parent / "shared" / "seeds"


@pytest.fixture(scope="module")
def page() -> Path:
    return built()


@pytest.fixture(scope="module")
def running(page: Path) -> Iterator[Browser]:
    """The page, open and ready, in a browser that may not use a network."""
    with tempfile.TemporaryDirectory(prefix="xlplugin-chromium-", ignore_cleanup_errors=True) as folder, browser(Path(folder)) as found:
        found.call("Network.emulateNetworkConditions", offline=True, latency=0, downloadThroughput=-1, uploadThroughput=-1)
        opened(found, page)
        early = asked(found, f"xlplugin.check({handed(found, 'early', {'空.xlsx': b'PK'})})")  # files are taken before it is ready
        assert [one["status"] for one in early["files"]] == ["unreadable"]
        yield found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples, in `samples/`, and the workbooks of 100 offices, in `many/`."""
    folder = tmp_path_factory.mktemp("made")
    make_samples.main(folder / "samples")
    write_many(100, folder / "many")
    (folder / "many" / "planted.json").unlink()
    return folder


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def shot(name: str, folder: Path) -> Path:
    return Path(os.environ.get("XLPLUGIN_SCREENSHOTS") or folder) / name


def outside(running: Browser) -> list[str]:
    """What the page asked for that is not itself or a part of it."""
    return [address for address in running.requests if not address.startswith(("file:", "blob:", "data:"))]


def native(run: Run, *arguments: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("check", *arguments, "--format", "json").out)
    return found


def test_the_page_is_small_enough_to_hand_round(page: Path) -> None:
    assert page.stat().st_size <= LARGEST


def test_every_sample_and_generated_workbook_comes_out_as_on_the_command_line(
    running: Browser, made: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("samples", "many"):
        monkeypatch.chdir(made / folder)
        files = handed(running, folder, files_in(Path()))
        found = asked(running, f"xlplugin.check({files})")
        assert found == native(run, "."), folder
    assert found["summary"]["files"] == 100 and outside(running) == [] and running.faults == []


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the reports as published are not here")
def test_published_reports_come_out_as_on_the_command_line(running: Browser, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(SEEDS)
    files = {name: content for name, content in files_in(Path()).items() if name.endswith(".txt")}
    assert asked(running, f"xlplugin.check({handed(running, 'seeds', files)})") == native(run, *files)


def test_every_annotated_copy_has_the_same_parts(running: Browser, made: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(made / "samples")
    for number, (name, content) in enumerate(files_in(Path()).items()):
        files = handed(running, f"one{number}", {name: content})
        copy = base64.b64decode(asked(running, bytes_in(f"xlplugin.annotate({files}[0])")))
        own = tmp_path / f"{number}.xlsx"
        run("annotate", name, "-o", own)
        assert parts_of(copy) == parts_of(own.read_bytes()), name


def test_a_file_that_hangs_is_ended_and_told_and_the_next_ones_are_checked(running: Browser, made: Path) -> None:
    files = {path.name: path.read_bytes() for path in sorted((made / "samples" / "错误样例").iterdir())[:3]}
    hanging = list(files)[1]
    options = json.dumps({"hang": hanging, "seconds": 3}, ensure_ascii=False)
    found = asked(running, f"xlplugin.check({handed(running, 'hang', files)}, {options})")
    assert [one["status"] for one in found["files"]] == ["error", "unreadable", "error"]
    assert "60 秒" in found["files"][1]["error"] and "已停止" in found["files"][1]["error"]
    assert asked(running, f"xlplugin.check({handed(running, 'after', dict([next(iter(files.items()))]))})")["files"][0]["status"] == "error"


def test_what_cannot_be_read_in_a_browser_is_told_to_be_unchecked(running: Browser) -> None:
    encrypted = (Path(__file__).parent / "files" / "encrypted.xlsx").read_bytes()
    found = asked(running, f"xlplugin.check({handed(running, 'pdf', {'年报.pdf': b'%PDF-1.4', '加密.xlsx': encrypted})})")
    assert [(one["status"], "没有审核" in one["error"]) for one in found["files"]] == [("unreadable", True), ("unreadable", True)]


def picked(running: Browser, name: str, files: dict[str, bytes]) -> None:
    """Chooses files as a clerk does, and waits for the result."""
    running.evaluate("document.getElementById('app-again').click()")
    running.evaluate(f"{PICK}({handed(running, name, files)})")
    asked(running, "new Promise(done => { const look = () => document.getElementById('app-take').hidden ? setTimeout(look, 50) : done(); look(); })")


def test_a_clerk_sees_one_file_as_a_grid_with_what_to_look_at_first(running: Browser, made: Path, tmp_path: Path) -> None:
    path = made / "samples" / "错误样例" / "03勾稽不平.xlsx"
    picked(running, "clerk", {path.name: path.read_bytes()})
    heads = running.evaluate("[...document.querySelectorAll('#app-view h3')].filter(e => e.checkVisibility()).map(e => e.textContent)")
    assert heads[:2] == ["查找线索", "问题"] and running.evaluate("document.querySelectorAll('#app-view table.form td.error').length") > 0
    assert running.evaluate("document.getElementById('app-intake').hidden && document.querySelectorAll('.app-one button').length") == 3
    running.photograph(shot("page-one.png", tmp_path))
    running.call("Emulation.setDeviceMetricsOverride", width=390, height=844, deviceScaleFactor=1, mobile=True)
    assert running.evaluate("document.documentElement.scrollWidth") <= 390
    running.photograph(shot("page-narrow.png", tmp_path))
    running.call("Emulation.setDeviceMetricsOverride", width=1280, height=900, deviceScaleFactor=1, mobile=False)


def test_files_are_dropped_anywhere_and_a_roster_among_them_is_known_by_its_name(running: Browser, made: Path) -> None:
    path = made / "samples" / "错误样例" / "03勾稽不平.xlsx"
    files = handed(running, "dropped", {path.name: path.read_bytes(), "名册.csv": "单位\n样例七镇\n不存在镇\n".encode()})
    running.evaluate("document.getElementById('app-again').click()")
    running.evaluate(f"(() => {{ const held = new DataTransfer(); {files}.forEach(file => held.items.add(file)); document.dispatchEvent(new DragEvent('drop', {{ dataTransfer: held, bubbles: true, cancelable: true }})); return 0; }})()")
    asked(running, "new Promise(done => { const look = () => document.getElementById('app-take').hidden ? setTimeout(look, 50) : done(); look(); })")
    assert running.evaluate("document.querySelectorAll('#app-view details.file').length") == 1
    assert "不存在镇" in running.evaluate("document.getElementById('app-view').innerText")
    running.evaluate("document.getElementById('app-roster-remove').click()")


def test_what_stands_in_a_file_or_its_name_is_text_and_never_runs(running: Browser, made: Path) -> None:
    name = "<img src=x onerror=alert(1)>.xlsx"
    picked(running, "hostile", {name: (made / "samples" / "错误样例" / "03勾稽不平.xlsx").read_bytes(), "b.txt": b"<script>alert(2)</script>"})
    assert running.evaluate("document.querySelectorAll('#app-view img, #app-view script').length") == 0
    running.evaluate("document.getElementById('app-view').insertAdjacentHTML('beforeend', '<img src=data: onerror=alert(3)>')")
    running.evaluate("new Promise(done => setTimeout(done, 300))")
    assert not [fault for fault in running.faults if fault.startswith("dialog")]
    running.faults.clear()  # the policy says that it refused the planted one


def test_everything_is_reached_by_the_keyboard(running: Browser, made: Path) -> None:
    running.evaluate("document.getElementById('app-again').click()")
    running.evaluate("document.activeElement.blur()")
    seen = []
    for _ in range(14):
        running.call("Input.dispatchKeyEvent", type="rawKeyDown", key="Tab", code="Tab", windowsVirtualKeyCode=9)
        running.call("Input.dispatchKeyEvent", type="keyUp", key="Tab", code="Tab", windowsVirtualKeyCode=9)
        seen.append(running.evaluate("document.activeElement.id || document.activeElement.dataset.blank || document.activeElement.tagName"))
    assert {"app-language", "app-about-open", "app-files", "app-folder", "app-roster", "app-prior", "app-prior-folder", "应报单位名册.xlsx"} <= set(seen)


def test_an_office_takes_away_what_the_command_line_writes(running: Browser, made: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {f"乡镇/{path.name}": path.read_bytes() for path in sorted((made / "many").glob("*.xlsx"))[:12]}
    roster = "单位\n样例县甲镇\n不存在镇\n".encode()
    picked(running, "office", {"报送.zip": archive_of(files), ROSTER: roster})
    running.photograph(shot("page-many.png", tmp_path))
    (tmp_path / "in").mkdir()
    monkeypatch.chdir(tmp_path / "in")
    written(files, roster, tmp_path, partial(run, "check"))
    assert taken_otherwise(running, files, roster, tmp_path) == [] and outside(running) == []
    running.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark"}])
    running.photograph(shot("page-dark.png", tmp_path))
    running.call("Emulation.setEmulatedMedia", features=[])
    assert running.print(shot("page-printed.pdf", tmp_path)).startswith(b"%PDF")


def test_the_page_speaks_english_too_and_hands_out_blank_forms(running: Browser, made: Path) -> None:
    path = made / "samples" / "错误样例" / "03勾稽不平.xlsx"
    picked(running, "english", {path.name: path.read_bytes()})
    running.click("#app-language")
    asked(running, "new Promise(done => { const look = () => /does not balance/.test(document.getElementById('app-view').textContent) ? done() : setTimeout(look, 50); look(); })")
    running.click("#app-language")
    assert running.evaluate("document.documentElement.lang") == "zh-CN"
    names = running.evaluate("[...document.querySelectorAll('[data-blank]')].map(e => e.dataset.blank)")
    assert names == ["政府信息公开年报-2021.xlsx", "政府信息公开年报-2019.xlsx", "应报单位名册.xlsx"]


@pytest.mark.skipif(firefox() is None, reason="not installed: firefox-esr")
def test_the_page_checks_in_firefox_as_on_the_command_line(page: Path, made: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(made / "samples")
    names = sorted(path.as_posix() for path in Path().rglob("*.xlsx"))[::15]
    with firefox_running(tmp_path) as running:
        running.open(page)
        for name in names:
            encoded = base64.b64encode(Path(name).read_bytes()).decode()
            shown = f"(async () => {{ const file = new File([Uint8Array.from(atob('{encoded}'), mark => mark.charCodeAt(0))], {json.dumps(Path(name).name)}); return JSON.stringify(await xlplugin.check([file])); }})()"
            found = json.loads(running.evaluate(shown))
            monkeypatch.chdir(made / "samples" / Path(name).parent)
            assert found == native(run, Path(name).name)
            monkeypatch.chdir(made / "samples")
