"""Files that are no report, or none that can be read: a sentence each, never a traceback, and never for long."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import fpdf
import pytest
from PIL import Image

from tests.conftest import Run
from tests.documents.plain import plain_tables, written
from tests.submissions import write_submission
from xlplugin.errors import (
    ConverterMissingError,
    DelimitedTableError,
    DocumentDamagedError,
    DocumentEncryptedError,
    DocumentTooLargeError,
    FileEmptyError,
    FileMissingError,
    NoTableError,
    NotADocumentError,
    NotAWorkbookError,
    ScannedError,
    UndecodableError,
    XlpluginError,
)
from xlplugin.form import editions
from xlplugin.reading import documents
from xlplugin.reading.documents.formats import old_word
from xlplugin.reading.open import SUFFIXES, is_document, read_any

pytestmark = pytest.mark.slow  # whole workbooks, many of them

Content = bytes | Callable[[], bytes]
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LAUGHS = '<!DOCTYPE d [<!ENTITY a "ha">' + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(10)) + "]>"


def package(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def word(body: str = "", before: str = "", **replaced: bytes) -> bytes:
    """A Word document with this body."""
    target = io.BytesIO()
    docx.Document().save(target)
    with zipfile.ZipFile(target) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = f'<?xml version="1.0"?>{before}<w:document xmlns:w="{MAIN}"><w:body>{body}</w:body></w:document>'.encode()
    return package(parts | {name.replace("_", "/"): content for name, content in replaced.items()})


def pdf(text: str = "", password: str = "", pages: int = 1) -> bytes:
    document = fpdf.FPDF()
    if password:
        document.set_encryption(owner_password=password, user_password=password)
    for _ in range(pages):
        document.add_page()
        document.set_font("helvetica", size=12)
        document.rect(20, 20, 100, 100)
        document.multi_cell(0, 8, text) if text else None
    return bytes(document.output())


def cells(count: int) -> str:
    return "<w:tbl>" + ("<w:tr>" + "<w:tc><w:p/></w:tc>" * 100 + "</w:tr>") * (count // 100) + "</w:tbl>"


_ROW = "".join(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in ("规章", "0", "0", "0"))
RULES_TABLE = "<w:tbl>" + f"<w:tr>{_ROW}</w:tr>" * 3_100 + "</w:tbl>"

CASES: list[tuple[str, Content, type[XlpluginError], str, str]] = [
    ("空.docx", b"", FileEmptyError, "0 字节", "0 bytes"),
    ("文本.docx", "年报：新收 16 件".encode(), NotADocumentError, "文本文件", "a text file"),
    ("文本.pdf", "年报：新收 16 件".encode(), NotADocumentError, "文本文件", "a text file"),
    ("文本.doc", "年报：新收 16 件".encode("gbk"), NotADocumentError, "文本文件", "a text file"),
    ("图.html", b"\x89PNG\r\n\x1a\n\x00", NotADocumentError, "图片", "a picture"),
    ("包.docx", b"Rar!\x1a\x07\x01\x00", NotADocumentError, "压缩包", "an archive"),
    ("附件.docx", package({"说明.txt": "年报".encode()}), NotADocumentError, "压缩包", "an archive"),
    ("乱.txt", bytes(range(256)) * 8, NotADocumentError, "未知格式", "an unknown format"),
    ("乱码.txt", "臺灣省政府資訊公開".encode("big5") + b"\xff\x80", UndecodableError, "编码认不出", "encoding cannot be told"),
    ("半截.txt", b"\xff\xfe" + b"\x00\xd8" * 40, UndecodableError, "编码认不出", "encoding cannot be told"),
    ("断.docx", lambda: word()[:3000], DocumentDamagedError, "已损坏", "damaged"),
    ("缺部件.docx", package({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w"}), DocumentDamagedError, "已损坏", "damaged"),
    ("坏部件.docx", lambda: word("<w:p><w:r>"), DocumentDamagedError, "已损坏", "damaged"),
    ("膨胀.docx", lambda: word("<w:p><w:r><w:t>&k;</w:t></w:r></w:p>", LAUGHS), DocumentDamagedError, "已损坏", "damaged"),
    ("深.docx", lambda: word("<w:tbl><w:tr><w:tc>" * 150 + "</w:tc></w:tr></w:tbl>" * 150), DocumentDamagedError, "已损坏", "damaged"),
    ("炸弹.docx", lambda: word(word_media=b" " * (300 * 2**20)), DocumentTooLargeError, "300 MB", "300 MB"),
    ("大表.docx", lambda: word(cells(210_000)), DocumentTooLargeError, "200000 格", "200000 cells"),
    ("长.docx", lambda: word("<w:p/>" * 110_000), DocumentTooLargeError, "100000 行", "100000 lines"),
    ("长.txt", "政府信息公开\n".encode() * 600_000, DocumentTooLargeError, "MB", "MB"),
    ("行多.txt", "规章\n0\n".encode() * 40_000, DocumentTooLargeError, "3000 行", "3000 rows"),
    ("跨.html", ("<table>" + '<tr><td colspan="100000" rowspan="100000">一</td></tr>' * 300 + "</table>").encode(), DocumentTooLargeError, "200000 格", "200000 cells"),
    ("深.html", b"<div>" * 100_000, NoTableError, "没有找到年报的三张表", "none of the three official tables"),
    ("膨胀.html", f"{LAUGHS}<html><body><p>&k;</p></body></html>".encode(), NoTableError, "可编辑的版本", "edited"),
    ("空表.md", b"<table>" * 100_000, NoTableError, "没有找到年报的三张表", "none of the three official tables"),
    ("别的.txt", "会议通知\n请各单位准时参加。\n".encode(), NoTableError, "没有找到年报的三张表", "none of the three official tables"),
    ("一行.html", f"<p>{'本年收到申请3件，办结3件，' * 140_000}</p>".encode(), DocumentTooLargeError, "一段超过 50000 字", "a paragraph of more than 50000"),
    ("一行.docx", lambda: word(f"<w:p><w:r><w:t>{'本年收到申请3件，' * 200_000}</w:t></w:r></w:p>"), DocumentTooLargeError, "一段超过 50000 字", "a paragraph of more than 50000"),
    ("一行.txt", ("本年收到申请3件，" * 220_000).encode(), DocumentTooLargeError, "MB", "MB"),
    ("表行多.html", ("<table>" + "<tr><td>规章</td><td>0</td><td>0</td><td>0</td></tr>" * 3_100 + "</table>").encode(), DocumentTooLargeError, "3000 行", "3000 rows"),
    ("表行多.docx", lambda: word(RULES_TABLE), DocumentTooLargeError, "3000 行", "3000 rows"),
    ("字多.html", ("<p>" + "本年度信息公开工作有序开展。" * 50 + "</p>").encode() * 1_600, DocumentTooLargeError, "文字超过 1000000 字", "more than 1000000 characters"),
    ("页多2.pdf", lambda: pdf(pages=300), DocumentTooLargeError, "300 页", "300 pages"),
    ("扫描.pdf", lambda: pdf(), ScannedError, "扫描件", "scanned"),
    ("无表.pdf", lambda: pdf("This report was exported from a word processor and holds no table at all. " * 3), NoTableError, "可编辑", "edited"),
    ("加密.pdf", lambda: pdf("secret", "secret"), DocumentEncryptedError, "打开密码", "encrypted"),
    ("断.pdf", b"%PDF-1.7\n" + b"x" * 5000, DocumentDamagedError, "已损坏", "damaged"),
    ("页多.pdf", lambda: pdf(pages=130), DocumentTooLargeError, "130 页", "130 pages"),
]


def write(path: Path, content: Content) -> Path:
    path.write_bytes(content() if callable(content) else content)
    return path


@pytest.mark.parametrize(("name", "content", "error", "zh", "en"), CASES, ids=[case[0] for case in CASES])
def test_a_file_that_cannot_be_read_gets_its_own_sentence(name: str, content: Content, error: type[XlpluginError], zh: str, en: str, tmp_path: Path) -> None:
    with pytest.raises(XlpluginError) as raised:
        read_any(write(tmp_path / name, content), name, list(editions().values()))
    assert type(raised.value) is error
    assert zh in raised.value.text.zh and en in raised.value.text.en


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(FileMissingError):
        read_any(tmp_path / "没有.docx", "没有.docx", list(editions().values()))


def test_an_outer_file_that_a_document_names_is_never_read(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("机密", "utf-8")
    outer = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]>'
    path = write(tmp_path / "a.docx", word("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", outer))
    with pytest.raises(NoTableError):
        documents.read_document(path, "a.docx", list(editions().values()))
    page = write(tmp_path / "a.html", f"{outer}<html><body><p>&x;</p></body></html>".encode())
    assert "机密" not in str(documents.report.read_elements(page))


@pytest.mark.parametrize(("name", "content", "words"), [("扫描.pdf", pdf, "可编辑"), ("无表.pdf", lambda: pdf("A report without any table, exported from a word processor. " * 3), "可编辑")])
def test_a_pdf_without_text_or_tables_ends_with_status_2_and_asks_for_an_editable_version(name: str, content: Content, words: str, tmp_path: Path, run: Run) -> None:
    ran = run("check", write(tmp_path / name, content))
    assert ran.status == 2 and words in ran.out + ran.err


def test_a_report_with_two_tables_of_three_ends_with_status_1(tmp_path: Path, run: Run) -> None:
    tables = {table: rows for table, rows in plain_tables("pipes").items() if table != "review"}
    ran = run("check", written(tables, "pipes", tmp_path))
    assert ran.status == 1 and "D17" in ran.out


def test_an_old_document_without_libreoffice_is_told_what_it_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(old_word, "find_converter", lambda: None)
    with pytest.raises(ConverterMissingError) as raised:
        read_any(write(tmp_path / "旧.rtf.doc", b"{\\rtf1 hello}"), "旧.doc", list(editions().values()))
    assert "LibreOffice" in raised.value.text.zh and ".docx" in raised.value.text.en


def test_an_encrypted_word_document_is_said_to_be_encrypted(tmp_path: Path) -> None:
    # The container of an encrypted document is that of an encrypted workbook.
    encrypted = Path(__file__).parent / "files" / "encrypted.xlsx"
    path = write(tmp_path / "加密.docx", encrypted.read_bytes())
    with pytest.raises(DocumentEncryptedError):
        read_any(path, "加密.docx", list(editions().values()))


def test_a_workbook_goes_to_the_reader_of_workbooks_whatever_its_name(tmp_path: Path) -> None:
    book = write_submission(tmp_path / "a.xlsx", {"requests.received.company": 3})
    for name in ("b.docx", "b.txt", "b"):
        path = tmp_path / name
        path.write_bytes(book.read_bytes())
        assert not is_document(path) and read_any(path, name, list(editions().values())).cells["requests.received.company"].value == 3


@pytest.mark.parametrize(("name", "content"), [("文本.xlsx", "年报".encode()), ("报告.xls", b"%PDF-1.7\n"), ("网页.et", b"<html></html>")])
def test_a_file_that_says_it_is_a_workbook_is_told_to_be_none(name: str, content: bytes, tmp_path: Path) -> None:
    with pytest.raises(NotAWorkbookError):
        read_any(write(tmp_path / name, content), name, list(editions().values()))


def test_a_report_is_known_by_its_content_where_its_name_says_nothing(tmp_path: Path) -> None:
    path = written(plain_tables("html_spans", {"requests.received.company": "3"}), "html_spans", tmp_path).rename(tmp_path / "report")
    assert is_document(path) and read_any(path, "report", list(editions().values())).cells["requests.received.company"].value == 3


def test_a_web_page_that_word_saved_under_its_own_ending_is_read(tmp_path: Path) -> None:
    path = written(plain_tables("html_spans"), "html_spans", tmp_path).rename(tmp_path / "年报.doc")
    assert len(read_any(path, "年报.doc", list(editions().values())).cells) == 200


def test_the_endings_of_both_kinds_are_listed_once() -> None:
    assert set(documents.SUFFIXES) == {".docx", ".docm", ".doc", ".html", ".htm", ".pdf", ".md", ".txt"}
    assert len(SUFFIXES) == len(set(SUFFIXES)) and set(documents.SUFFIXES) < set(SUFFIXES)


def test_a_pdf_that_is_one_picture_a_page_is_scanned(tmp_path: Path) -> None:
    document = fpdf.FPDF()
    document.add_page()
    document.image(Image.new("L", (600, 800), 200), w=180)
    document.output(str(tmp_path / "扫描件.pdf"))
    with pytest.raises(ScannedError):
        read_any(tmp_path / "扫描件.pdf", "扫描件.pdf", list(editions().values()))


@pytest.mark.parametrize("suffix", [".txt", ".md"])
@pytest.mark.parametrize("mark", [",", ";", "，", "；"])
def test_tables_parted_by_commas_or_semicolons_are_told_to_be_so(mark: str, suffix: str, tmp_path: Path) -> None:
    text = written(plain_tables("tabs"), "tabs", tmp_path).read_text("utf-8")
    path = tmp_path / f"a{suffix}"
    path.write_text(text.replace("\t", mark), "utf-8")
    with pytest.raises(DelimitedTableError):
        documents.read_document(path, path.name, list(editions().values()))


def test_sentences_with_commas_and_figures_are_no_table(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("收到申请3件，予以公开2件，部分公开1件。\n全年，公开信息，30条。\n" * 10, "utf-8")
    with pytest.raises(NoTableError) as refused:
        documents.read_document(path, path.name, list(editions().values()))
    assert not isinstance(refused.value, DelimitedTableError)
