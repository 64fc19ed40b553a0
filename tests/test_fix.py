"""`check --fix` and `--diff`: exactly what is listed is changed, in a copy; everything else stays byte for byte; twice changes nothing more."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import make_samples
import pytest
from openpyxl import load_workbook

from tests.conftest import Run
from tests.submissions import write_submission
from xlplugin.cli.fix import fixes
from xlplugin.filing.cells import Place
from xlplugin.form import editions
from xlplugin.outputs.marked.fixed import _spliced, write_fixed
from xlplugin.reading.open import read_any

FORMS = list(editions().values())
CELL = re.compile(rb'<c\s[^>]*?r="([A-Z]+[0-9]+)"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
VALUES = {"requests.received.company": "１２", "requests.granted.company": "12", "requests.received.other": " 3", "proactive.fees.amount": "３．５", "requests.granted.other": "3件"}


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def differing(source: Path, copy: Path) -> dict[str, bytes]:
    """The cells whose own text differs, after asserting that nothing else does."""
    before, after = parts(source), parts(copy)
    assert list(before) == list(after)
    found: dict[str, bytes] = {}
    for name, content in before.items():
        if content == after[name]:
            continue
        assert name.startswith("xl/worksheets/sheet"), name
        assert CELL.sub(b"", content) == CELL.sub(b"", after[name]), f"{name} differs between the cells"
        cells = [{match[1].decode(): match[0] for match in CELL.finditer(one)} for one in (content, after[name])]
        assert list(cells[0]) == list(cells[1])
        found |= {f"{name}!{at}": cells[1][at] for at in cells[0] if cells[0][at] != cells[1][at]}
    return found


@pytest.fixture
def faulty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_submission(tmp_path / "a.xlsx", VALUES)


def test_exactly_what_is_listed_is_changed_in_the_copy(faulty: Path, run: Run) -> None:
    before = faulty.read_bytes()
    shown = run("check", faulty.name, "--diff")
    assert shown.status == 1 and shown.out.startswith("a.xlsx：可以改正 4 格。\n") and "“１２” → 12" in shown.out and "→ 3.5" in shown.out and "3件" not in shown.out
    ran = run("check", faulty.name, "--fix", "--output", "b.xlsx")
    assert ran.err.startswith("已改正 4 格，写到副本 b.xlsx。\n") and ran.err.splitlines()[1:] == shown.out.splitlines()[1:]
    assert "b.xlsx" in ran.out and "(C04)" not in ran.out and "(C11)" not in ran.out
    assert faulty.read_bytes() == before
    changed = differing(faulty, Path("b.xlsx"))
    assert len(changed) == len(shown.out.splitlines()) - 1
    assert all(b"<v>" in cell and b' t="' not in cell for cell in changed.values())
    after = read_any(Path("b.xlsx"), "b.xlsx", FORMS)
    assert {name: after.cells[name].value for name in VALUES} == {**dict.fromkeys(VALUES, 12), "requests.received.other": 3, "proactive.fees.amount": 3.5, "requests.granted.other": 3}
    assert all(cell.saved == cell.recalculated for cell in after.cells.values() if cell.formula)
    load_workbook("b.xlsx")


def test_twice_changes_nothing_more(faulty: Path, run: Run) -> None:
    run("check", faulty.name, "--fix", "-o", "b.xlsx")
    again = run("check", "b.xlsx", "--fix", "-o", "c.xlsx")
    assert again.err == "b.xlsx：没有可以有把握地改正的格子。副本 c.xlsx 与原文件相同。\n"
    assert Path("c.xlsx").read_bytes() == Path("b.xlsx").read_bytes()
    nothing = run("check", "b.xlsx", "--diff", "--lang", "en")
    assert (nothing.status, nothing.out) == (0, "b.xlsx: there is nothing that can be fixed surely\n")


def test_blanks_become_0_only_when_that_is_asked(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_submission(tmp_path / "a.xlsx", {"requests.received.company": None, "proactive.fees.amount": None})
    assert run("check", "a.xlsx", "--diff").status == 0
    shown = run("check", "a.xlsx", "--diff", "--fix-blanks")
    assert shown.out.count("空白 → 0") == 2
    run("check", "a.xlsx", "--fix", "--fix-blanks", "-o", "b.xlsx", "-q")
    assert len(differing(Path("a.xlsx"), Path("b.xlsx"))) == 2
    assert run("check", "b.xlsx", "--diff", "--fix-blanks").status == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--fix",), "请用 --output"),
        (("--output", "b.xlsx"), "要与 --fix 或 --diff 同用"),
        (("--fix-blanks",), "要与 --fix 或 --diff 同用"),
        (("--fix", "-o", "a.xlsx"), "未覆盖：a.xlsx"),
        (("--fix", "-o", "b.xls"), "扩展名应为 .xlsx"),
        (("--fix", "-o", "none/b.xlsx"), "无法写入"),
        (("a.xlsx", "c.xlsx", "--diff"), "一次只能用于一个文件"),
        ((".", "--diff"), "一次只能用于一个文件"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_nothing_is_written(options: tuple[str, ...], words: str, faulty: Path, run: Run) -> None:
    Path("c.xlsx").write_bytes(faulty.read_bytes())
    before = {path.name: path.read_bytes() for path in Path().iterdir()}
    ran = run("check", faulty.name, *options)
    assert (ran.status, ran.out) == (2, "") and words in ran.err and ran.err.count("\n") == 1
    assert {path.name: path.read_bytes() for path in Path().iterdir()} == before


def test_a_report_and_a_file_that_is_none_are_told(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text("# 样例一镇 2023 年\n", "utf-8")
    Path("b.xlsx").write_bytes(b"none")
    assert "只用于工作簿" in run("check", "a.md", "--diff").err
    ran = run("check", "b.xlsx", "--fix", "-o", "c.xlsx")
    assert ran.status == 2 and "不是电子表格文件" in ran.err and not Path("c.xlsx").exists()


def test_a_cell_that_has_no_element_or_a_prefix_is_written_all_the_same(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    source = write_submission(tmp_path / "a.xlsx", {"requests.received.company": None})
    place = read_any(source, "a.xlsx", FORMS).cells["requests.received.company"].place
    assert place is not None
    at = place.address.encode()
    content = parts(source)
    with zipfile.ZipFile(source, "w") as package:
        for name, one in content.items():
            package.writestr(name, re.sub(rb'<c r="' + at + rb'"[^>]*/>', b"", one) if name.startswith("xl/worksheets/") else one)
    write_fixed(source, tmp_path / "b.xlsx", {place: 7})
    assert read_any(tmp_path / "b.xlsx", "b.xlsx", FORMS).cells["requests.received.company"].value == 7
    assert _spliced(b'<x:c r="A1"/>', {(1, 1): 1}) is None and _spliced(b'<!-- <c r="A1"/> -->', {(1, 1): 1}) is None
    assert _spliced(b'<c r="A1" s="3" t="s"><v>5</v></c><c r="A11"/>', {(1, 1): 2}) == b'<c r="A1" s="3"><v>2</v></c><c r="A11"/>'
    assert _spliced(b'<c r="B1" t="str"><f>A1</f><v>x</v></c>', {(1, 2): 2}) == b'<c r="B1"><f>A1</f><v>2</v></c>'


def test_what_stands_beside_a_figure_leaves_it_alone(tmp_path: Path) -> None:
    filing = read_any(write_submission(tmp_path / "a.xlsx", {"requests.received.company": "12（其中1件）", "requests.received.other": "十二", "requests.granted.other": "1O"}), "a", FORMS)
    assert fixes(filing, with_blanks=False) == [] and isinstance(next(iter(filing.cells.values())).place, Place)


@pytest.mark.slow
def test_every_sample_changes_exactly_where_it_is_listed(tmp_path: Path) -> None:
    make_samples.main(tmp_path / "samples")
    fixed = 0
    for sample in sorted((tmp_path / "samples").rglob("*.xlsx")):
        filing = read_any(sample, sample.name, FORMS) if "空白" not in sample.name else None
        found = fixes(filing, with_blanks=True) if filing else []
        copy = tmp_path / f"copy of {sample.name}"
        copy.unlink(missing_ok=True)
        write_fixed(sample, copy, {fix.place: fix.after for fix in found})
        assert len(differing(sample, copy)) == len(found), sample.name
        assert not found or fixes(read_any(copy, sample.name, FORMS), with_blanks=True) == [], sample.name
        fixed += bool(found)
    assert fixed > 5
