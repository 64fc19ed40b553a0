"""The Excel add-in built from text: what other people's readers make of it. Excel itself was not at hand."""

from __future__ import annotations

import io
import os
import re
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from python_calamine import CalamineWorkbook

from tests.addin_parts import CODE, SOURCE, START_NOTHING, START_PROCESS, compound, decompress, directory_records, part, sources, suspicious
from xlplugin.addin.build import addin_bytes, build_addin
from xlplugin.addin.compound import write_compound
from xlplugin.addin.compression import compress
from xlplugin.addin.messages import MESSAGES
from xlplugin.addin.package import RIBBON_PART
from xlplugin.addin.vba_project import Module, write_vba_project
from xlplugin.errors import UsageError

ROOT = Path(__file__).parent.parent
ADDIN = addin_bytes()
VBA = part(ADDIN, "xl/vbaProject.bin")
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@pytest.mark.slow
def test_two_builds_on_different_days_in_different_places_are_the_same_bytes(tmp_path: Path) -> None:
    first = build_addin(tmp_path / "first.xlam").read_bytes()
    elsewhere = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai", "PYTHONPATH": str(ROOT), "LC_ALL": "C"}
    program = "import pathlib, xlplugin.addin.build as b; b.build_addin(pathlib.Path('second.xlam'))"
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, env=elsewhere, check=True)
    assert (tmp_path / "second.xlam").read_bytes() == first == ADDIN


def test_the_bytes_hold_nothing_that_depends_on_the_builder() -> None:
    with zipfile.ZipFile(io.BytesIO(ADDIN)) as package:
        entries = package.infolist()
    assert {entry.date_time for entry in entries} == {(2024, 1, 1, 0, 0, 0)}
    assert {(entry.compress_type, entry.create_system, entry.external_attr) for entry in entries} == {(zipfile.ZIP_STORED, 0, 0x20)}
    assert entries[0].filename == "[Content_Types].xml"


def test_a_target_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        build_addin(tmp_path / "no such folder" / "a.xlam")
    assert "无法写入" in refused.value.text.zh and "cannot write" in refused.value.text.en


# ---- the package


def test_every_relationship_leads_to_a_part_whose_type_is_told() -> None:
    with zipfile.ZipFile(io.BytesIO(ADDIN)) as package:
        names = set(package.namelist())
    types = etree.fromstring(part(ADDIN, "[Content_Types].xml"))
    overrides = {node.get("PartName"): node.get("ContentType") for node in types if node.tag.endswith("Override")}
    defaults = {node.get("Extension") for node in types if node.tag.endswith("Default")}
    assert overrides["/xl/workbook.xml"] == "application/vnd.ms-excel.addin.macroEnabled.main+xml"
    assert overrides["/xl/vbaProject.bin"] == "application/vnd.ms-office.vbaProject"
    assert {name.removeprefix("/") for name in overrides} <= names
    assert all(f"/{name}" in overrides or name.rsplit(".", 1)[1] in defaults for name in names - {"[Content_Types].xml"})
    targets = {node.get("Target"): node.get("Type") for node in etree.fromstring(part(ADDIN, "_rels/.rels")).iter(RELATIONS)}
    inner = {f"xl/{node.get('Target')}" for node in etree.fromstring(part(ADDIN, "xl/_rels/workbook.xml.rels")).iter(RELATIONS)}
    assert targets[RIBBON_PART] == "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
    assert RIBBON_PART.startswith("customUI/")
    assert set(targets) | inner == names - {"[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"}


def test_the_code_names_of_workbook_and_sheet_are_its_document_modules() -> None:
    names = {
        etree.fromstring(part(ADDIN, "xl/workbook.xml")).find("{*}workbookPr").get("codeName"),
        etree.fromstring(part(ADDIN, "xl/worksheets/sheet1.xml")).find("{*}sheetPr").get("codeName"),
    }
    project = compound(VBA).openstream("PROJECT").read().decode("ascii")
    assert set(re.findall(r"^Document=(\w+)/&H00000000\r$", project, re.MULTILINE)) == names == {"ThisWorkbook", "Sheet1"}


def test_the_sheet_holds_every_message_that_the_code_asks_for_and_no_other() -> None:
    rows = CalamineWorkbook.from_filelike(io.BytesIO(ADDIN)).get_sheet_by_name("Sheet1").to_python()
    assert rows == [[key, text.zh, text.en] for key, text in MESSAGES.items()]
    asked = set(re.findall(r'Words\("(\w+)"\)', CODE)) | set(re.findall(r'StartHelper = "(\w+)"', START_NOTHING + START_PROCESS))
    assert asked == set(MESSAGES)
    assert len(MESSAGES) <= 20, "Words() looks at twenty rows"


@pytest.mark.parametrize("key", MESSAGES)
def test_a_message_has_the_same_placeholders_in_both_languages_and_the_code_fills_them(key: str) -> None:
    text = MESSAGES[key]
    chinese, english = (sorted(re.findall(r"\{\w+\}", words)) for words in (text.zh, text.en))
    assert chinese == english
    assert all(f'"{placeholder}"' in CODE for placeholder in chinese)


# ---- the VBA project


def test_the_source_is_read_back_as_it_was_written() -> None:
    found = sources(ADDIN)
    assert set(found) == {"ThisWorkbook", "Sheet1", "XlpluginRibbon", "XlpluginStart"}
    assert found["XlpluginRibbon"].splitlines() == SOURCE.splitlines()
    assert found["XlpluginStart"].splitlines() == START_NOTHING.splitlines()
    assert sources(addin_bytes(starts_process=True))["XlpluginStart"].splitlines() == START_PROCESS.splitlines()


STARTS = {"Shell", "WScript.Shell", "Shell.Application", "Exec", "ShellExecute", "Run", "vbHide", "ADODB.Stream", "PowerShell", "SaveToFile", "command", "Lib"}
"""What antivirus programs and Defender's rule against child processes look for."""


def test_olevba_finds_nothing_in_the_add_in_that_starts_a_program_or_writes_a_file() -> None:
    assert not suspicious(ADDIN) & STARTS and "WinHttp" in CODE
    assert {"Shell", "WScript.Shell", "ADODB.Stream", "Run"} <= suspicious(addin_bytes(starts_process=True)), "as it finds it where it is"
    assert not re.search(r"Shell|Exec|Stream|Run |FileSystemObject", "".join(sources(ADDIN).values()).replace("RunXlplugin", ""))


def test_the_source_is_plain_ascii_with_the_line_ends_of_windows() -> None:
    source = decompress(compound(VBA).openstream("VBA/XlpluginRibbon").read())
    assert source.isascii() and source.count(b"\n") == source.count(b"\r\n") == source.count(b"\r")
    assert max(map(len, source.splitlines())) < 1023, "longer lines are more than the VBA editor takes"
    with pytest.raises(UnicodeEncodeError):
        write_vba_project("P", [Module("M", 'Attribute VB_Name = "M"\n\' 校验')])


def test_no_compiled_code_is_in_the_project_so_that_office_compiles_the_source() -> None:
    project = compound(VBA)
    assert project.openstream("VBA/_VBA_PROJECT").read() == bytes.fromhex("cc61ffff000000")
    assert all(content == bytes(4) for code, content in directory_records(VBA) if code == 0x31), "source begins at the start of its stream"
    assert sorted("/".join(path) for path in project.listdir()) == [
        "PROJECT",
        "PROJECTwm",
        "VBA/Sheet1",
        "VBA/ThisWorkbook",
        "VBA/XlpluginRibbon",
        "VBA/XlpluginStart",
        "VBA/_VBA_PROJECT",
        "VBA/dir",
    ]


def test_the_directory_of_modules_agrees_with_the_streams() -> None:
    records = directory_records(VBA)
    names = [content.decode("ascii") for code, content in records if code == 0x19]
    assert names == [content.decode("utf-16-le") for code, content in records if code == 0x47]
    assert names == [content.decode("ascii") for code, content in records if code == 0x1A]
    assert next(content for code, content in records if code == 0x0F) == struct.pack("<H", len(names))
    assert [code for code, _ in records if code in (0x21, 0x22)] == [0x22, 0x22, 0x21, 0x21]
    assert [code for code, _ in records][-1] == 0x10
    listed = compound(VBA).openstream("PROJECTwm").read()
    assert listed == b"".join(name.encode() + b"\0" + name.encode("utf-16-le") + b"\0\0" for name in names) + b"\0\0"


def revealed(project_id: str, digits: str) -> bytes:
    """What MS-OVBA 2.4.3.3 ("decryption") makes of a CMG, DPB or GC value."""
    content = bytes.fromhex(digits)
    seed, key = content[0], sum(project_id.encode()) & 0xFF
    assert (content[1] ^ seed, content[2] ^ seed) == (2, key), "version and key"
    plain, out = key, bytearray()
    for at in range(3, len(content)):
        plain = content[at] ^ ((content[at - 2] + plain) & 0xFF)
        out.append(plain)
    out = out[(seed & 6) // 2 :]
    assert struct.unpack_from("<I", out)[0] == len(out) - 4
    return bytes(out[4:])


# The second id and its values were written by Excel (the workbook that xlwings hands out): they show that `revealed` is right.
@pytest.mark.parametrize(
    ("project_id", "values"),
    [
        pytest.param(None, None, id="ours"),
        pytest.param("{E2E0E410-BF04-4DC5-BDD2-D3FBBA8B7D37}", ("A7A58C2B7CDD73E173E173E173E1", "A2A089308531853185", "9D9FB6314A2D4B2D4BD2"), id="Excel's"),
    ],
)
def test_the_project_is_open_without_a_password_and_visible(project_id: str | None, values: tuple[str, str, str] | None) -> None:
    project = compound(VBA).openstream("PROJECT").read().decode("ascii")
    own = dict(re.findall(r'^(ID|CMG|DPB|GC)="(.*)"\r$', project, re.MULTILINE))
    protection, password, visibility = values or (own["CMG"], own["DPB"], own["GC"])
    found = [revealed(project_id or own["ID"], digits) for digits in (protection, password, visibility)]
    assert found == [bytes(4), b"\0", b"\xff"]


# ---- compression and compound file

# MS-OVBA 3.2: the published examples.
PUBLISHED = [
    pytest.param(b"abcdefghijklmnopqrstuv.", "0119B000616263646566676800696A6B6C6D6E6F70007172737475762E", id="no run"),
    pytest.param(
        b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa",
        "012FB000236161616263646582660070616768696A013808616B6C00306D6E6F700671027004107273747576107778797A003C",
        id="some runs",
    ),
    pytest.param(b"a" * 73, "0103B002614500", id="one run"),
]


@pytest.mark.parametrize(("content", "expected"), PUBLISHED)
def test_compression_is_as_short_as_in_the_published_examples(content: bytes, expected: str) -> None:
    """Of two runs as long, either may be taken, so the bytes of the second example differ in some offsets."""
    assert decompress(bytes.fromhex(expected)) == decompress(compress(content)) == content
    assert len(compress(content)) == len(bytes.fromhex(expected))


@given(st.text(st.sampled_from("ab \r\nEndSub()\"'"), max_size=9000))
def test_text_of_any_length_comes_back_from_compression(text: str) -> None:
    content = text.encode("ascii")
    assert decompress(compress(content)) == content if content else compress(content) == b"\x01"


@given(st.integers(4090, 4100), st.integers(0, 3))
def test_bytes_without_a_run_are_stored_raw_and_filled_up(length: int, seed: int) -> None:
    content = b"".join(struct.pack("<H", (number * 40503 + seed) & 0xFFFF) for number in range(length // 2))
    back = decompress(compress(content))
    assert back[: len(content)] == content and not back[len(content) :].strip(b"\0")


NAMES = st.text(st.sampled_from("abz09_ .校验"), min_size=1, max_size=31)
STREAMS = st.one_of(st.binary(max_size=200), st.integers(0, 9000).map(lambda size: bytes(number & 0xFF for number in range(size))))
TREES = st.dictionaries(NAMES, st.one_of(STREAMS, st.dictionaries(NAMES, STREAMS, max_size=9)), min_size=1, max_size=9)


@given(TREES)
def test_a_strict_reader_finds_every_stream_of_a_compound_file(tree: dict[str, bytes | dict[str, bytes]]) -> None:
    opened = compound(write_compound(tree))
    expected: dict[tuple[str, ...], bytes] = {}
    for name, node in tree.items():
        expected |= {(name,): node} if isinstance(node, bytes) else {(name, leaf): content for leaf, content in node.items()}
    assert {tuple(path): opened.openstream(path).read() for path in opened.listdir()} == expected
    assert not opened.parsing_issues


def test_a_compound_file_with_several_sectors_of_its_table_is_read_back() -> None:
    content = bytes(range(256)) * 2000
    assert compound(write_compound({"big": content, "small": b"x"})).openstream("big").read() == content


def test_a_name_that_does_not_fit_a_compound_file_is_refused() -> None:
    with pytest.raises(ValueError, match="31"):
        write_compound({"x" * 32: b""})
