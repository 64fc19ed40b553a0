"""A file that a user writes is read whatever encoding and line ends the editor gave it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run
from xlplugin.encodings import written_text
from xlplugin.errors import UndecodableError, XlpluginError
from xlplugin.form import editions, load_form
from xlplugin.outputs.rollup.adjust import read_adjustments
from xlplugin.review.read_roster import read_roster
from xlplugin.rules.own.own_rules import load_blocks
from xlplugin.runs.inputs.releases import read_releases

EDITION = Path(__file__).parent / "editions" / "2025.toml"
CASES = Path(__file__).parent.parent.parent / "shared" / "cases" / "workbooks"
RULES = '[[rule]]\nid = "U1"\nseverity = "error"\ntitle = "新收不得过百"\nfield = "requests.received.total"\nmost = 100\n'
ROSTER = "单位,联系人\n样例一镇,张三\n"
RELEASES = "单位,年度,规则,字段,现为,姓名,理由,日期\n样例一镇,2023,R05,,6,王敏,旧案补登,2024-01-15\n"
ADJUSTMENTS = "字段,增减,原因\nrequests.received.natural_person,-1,同一申请重复计算\n"


def form(path: Path) -> object:
    return [(field.id, field.text.zh) for field in load_form(path).fields.values()]


def adjustments(path: Path) -> object:
    return read_adjustments(path, editions()["2021"])


FILES: dict[str, tuple[str, Callable[[Path], object]]] = {
    "form.toml": (EDITION.read_text("utf-8"), form),
    "规则.toml": (RULES, lambda path: [(rule.id, rule.title.zh) for rule in load_blocks(path).rules]),
    "名册.csv": (ROSTER, lambda path: [(member.name, member.contact) for member in read_roster(path).members]),
    "放行.csv": (RELEASES, read_releases),
    "调整.csv": (ADJUSTMENTS, adjustments),
}
ENCODINGS = ("utf-8-sig", "gb18030", "gbk", "utf-16", "utf-32")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("encoding", ["utf-8", *ENCODINGS])
@pytest.mark.parametrize("name", FILES)
def test_a_file_that_a_user_writes_is_read_in_every_encoding(name: str, encoding: str, end: str, tmp_path: Path) -> None:
    text, read = FILES[name]
    plain, other = tmp_path / f"plain{name}", tmp_path / name
    plain.write_text(text, "utf-8", newline="\n")
    other.write_bytes(text.replace("\n", end).encode(encoding))
    assert read(other) == read(plain)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00\xd8", b"\x81", "单位".encode() + b"\xff\x80", b"\xef\xbb\xbf\xff", "单位".encode("gb18030") + b"\x00"], ids=repr)
def test_bytes_that_nobody_can_have_typed_are_refused(content: bytes) -> None:
    with pytest.raises(UndecodableError):
        written_text(content)


@pytest.mark.parametrize("name", FILES)
def test_a_file_in_no_known_encoding_is_told_in_one_sentence_with_its_name(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"\xff\xfe\x00\xd8")
    with pytest.raises(XlpluginError) as caught:
        FILES[name][1](path)
    assert name in caught.value.text.zh and "UTF-8" in caught.value.text.zh


def test_the_form_with_a_mark_that_notepad_writes_is_taken(run: Run, tmp_path: Path) -> None:
    path = CASES / "form带BOM.toml"
    if not path.is_file():
        pytest.skip("the public cases are not part of the repository; they lie beside it in CI")
    assert run("template", "--form", path, "-o", tmp_path / "模板.xlsx").status == 0
