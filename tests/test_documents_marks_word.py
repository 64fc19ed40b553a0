"""Word documents as Word shows them: struck, hidden and raised characters, automatic numbers, other endings and dialects, pieces of other formats."""

from __future__ import annotations

import email.mime.multipart
import email.mime.text
from pathlib import Path

import pytest

from tests.documents.edited_word import FIELD, Edit, Parts, R, W, is_sound, run, word
from tests.documents.plain import plain_tables, read, written
from xlplugin.errors import DocumentDamagedError, EmbeddedError, XlpluginError
from xlplugin.filing.cells import Aside

pytestmark = pytest.mark.slow  # whole reports, many of them

_UP = '<w:vertAlign w:val="superscript"/>'
LOOKS: dict[str, tuple[str, object, tuple[Aside, ...]]] = {
    "struck": (run("9", "<w:strike/>") + run("3"), 3, (Aside("struck", "9"),)),
    "struck twice": (run("9", "<w:dstrike/>") + run("3"), 3, (Aside("struck", "9"),)),
    "struck in pieces": (run("1", "<w:strike/>") + run("9", "<w:strike/>") + run("3"), 3, (Aside("struck", "19"),)),
    "not struck": (run("1", '<w:strike w:val="0"/>') + run("2", '<w:dstrike w:val="false"/>'), 12, ()),
    "struck out wholly": (run("9", "<w:strike/>"), None, (Aside("struck", "9"),)),
    "deleted": ('<w:del w:id="1"><w:r><w:delText>9</w:delText></w:r></w:del><w:ins w:id="2"><w:r><w:t>3</w:t></w:r></w:ins>', 3, (Aside("struck", "9"),)),
    "moved": ('<w:moveFrom w:id="1"><w:r><w:t>9</w:t></w:r></w:moveFrom><w:moveTo w:id="2"><w:r><w:t>3</w:t></w:r></w:moveTo>', 3, (Aside("struck", "9"),)),
    "hidden": (run("3") + run("9", "<w:vanish/>"), 3, (Aside("unseen", "9"),)),
    "not hidden": (run("3") + run("9", '<w:vanish w:val="off"/>'), 39, ()),
    "too small to be seen": (run("3") + run("9", '<w:sz w:val="2"/>'), 3, (Aside("unseen", "9"),)),
    "white on white": (run("3") + run("9", '<w:color w:val="FFFFFF"/>'), 3, (Aside("unseen", "9"),)),
    "white on black": (run("39", '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="000000"/>'), 39, ()),
    "hidden by a style based on another": (run("3") + run("9", '<w:rStyle w:val="Gone"/>'), 3, (Aside("unseen", "9"),)),
    "shown against its style": (run("39", '<w:rStyle w:val="Gone"/><w:vanish w:val="0"/>'), 39, ()),
    "a raised number": (run("3") + run("1", _UP), 3, (Aside("raised", "1"),)),
    "a raised mark in brackets": (run("3") + run("[1]", _UP), 3, (Aside("raised", "[1]"),)),
    "a raised mark in words": (run("3") + run("注1", _UP), 3, (Aside("raised", "注1"),)),
    "a ring": (run("3①"), 3, ()),
    "a footnote": (run("3") + f'<w:r><w:rPr>{_UP}</w:rPr><w:footnoteReference w:id="2"/></w:r>', 3, ()),
    "raised wholly": (run("3", _UP), 3, ()),
    "a soft hyphen": ("<w:r><w:t>1</w:t><w:softHyphen/><w:t>2</w:t></w:r>", 12, ()),
    "no width": (run("1\u200b2\u00ad"), 12, ()),
}


def _styled(parts: Parts) -> None:
    more = '<w:style w:type="character" w:styleId="Low"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:type="character" w:styleId="Gone"><w:basedOn w:val="Low"/></w:style></w:styles>'
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(b"</w:styles>", more.encode())


@pytest.mark.parametrize("kind", LOOKS)
def test_characters_that_are_no_part_of_the_figure_are_set_apart_and_told(kind: str, tmp_path: Path) -> None:
    figure, value, aside = LOOKS[kind]
    filing = read(word(tmp_path, figure, _styled))
    assert (filing.cell(FIELD).value, filing.cell(FIELD).aside) == (value, aside)
    assert is_sound(filing)


def _relabelled(parts: Parts) -> None:
    marked = f"1.属于国家秘密</w:t></w:r>{run('①', _UP)}{run('旧', '<w:strike/>')}<w:r><w:t>"
    parts["word/document.xml"] = parts["word/document.xml"].replace("1.属于国家秘密".encode(), marked.encode())


def test_a_label_with_a_note_mark_or_struck_words_is_its_label(tmp_path: Path) -> None:
    assert is_sound(read(word(tmp_path, edit=_relabelled)))


def test_prose_is_read_without_what_is_struck_hidden_or_a_note_mark(tmp_path: Path) -> None:
    def edit(parts: Parts) -> None:
        told = run("本年收到申请12", "") + run("1", _UP) + run("3", "<w:vanish/>") + run("4", "<w:strike/>") + run("件。")
        parts["word/document.xml"] = parts["word/document.xml"].replace("<w:r><w:t>本年度信息公开工作有序开展。</w:t></w:r>".encode(), told.encode())

    assert read(word(tmp_path, edit=edit)).narrative["overview"] == "本年收到申请12件。"


def test_a_hidden_row_is_read_and_told(tmp_path: Path) -> None:
    def edit(parts: Parts) -> None:
        body = parts["word/document.xml"]
        start = body.rindex(b"<w:tr>", 0, body.index(run("3").encode()))
        parts["word/document.xml"] = body[:start] + b"<w:tr><w:trPr><w:hidden/></w:trPr>" + body[start + 6 :]

    filing = read(word(tmp_path, edit=edit))
    assert filing.cell(FIELD).value == 3 and is_sound(filing)
    assert len(filing.facts.hidden) == 7 and filing.facts.hidden_by == ("line",)


def _retyped(kind: str) -> Edit:
    main = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

    def edit(parts: Parts) -> None:
        assert main in parts["[Content_Types].xml"]
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(main, kind.encode())

    return edit


def _replaced(part: str, old: str, new: str) -> Edit:
    def edit(parts: Parts) -> None:
        for name in parts if part == "*" else [part]:
            if name.endswith((".xml", ".rels")):
                parts[name] = parts[name].replace(old.encode(), new.encode())

    return edit


def _strict(parts: Parts) -> None:
    _replaced("*", W, "http://purl.oclc.org/ooxml/wordprocessingml/main")(parts)
    _replaced("*", R, "http://purl.oclc.org/ooxml/officeDocument/relationships")(parts)


def _moved(parts: Parts) -> None:
    parts["word/text.xml"], parts["word/_rels/text.xml.rels"] = parts.pop("word/document.xml"), parts.pop("word/_rels/document.xml.rels")
    _replaced("_rels/.rels", "word/document.xml", "word/text.xml")(parts)


def _without(*names: str) -> Edit:
    def edit(parts: Parts) -> None:
        for name in names:
            del parts[name]

    return edit


def _backslashes(parts: Parts) -> None:
    for name in list(parts):
        parts[name.replace("/", "\\")] = parts.pop(name)


def _link(target: str, kind: str = "image") -> Edit:
    return _replaced("word/_rels/document.xml.rels", "</Relationships>", f'<Relationship Id="rIdN" Type="{R}/{kind}" Target="{target}"/></Relationships>')


_MS = "application/vnd.ms-word"
PACKAGES: dict[str, tuple[str, Edit]] = {
    "macros": (".docm", _retyped(f"{_MS}.document.macroEnabled.main+xml")),
    "a template": (".dotx", _retyped("application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml")),
    "a template with macros": (".dotm", _retyped(f"{_MS}.template.macroEnabledTemplate.main+xml")),
    "Strict": (".docx", _strict),
    "a relation to NULL": (".docx", _link("../NULL")),
    "a relation to a part that is not there": (".docx", _link("media/none.png")),
    "a relation to nothing": (".docx", _link("")),
    "absolute targets": (".docx", _replaced("_rels/.rels", 'Target="word/document.xml"', 'Target="/word/document.xml"')),
    "another name of the text": (".docx", _moved),
    "no relations": (".docx", _without("_rels/.rels", "word/_rels/document.xml.rels")),
    "no content types": (".docx", _without("[Content_Types].xml")),
    "no styles": (".docx", _without("word/styles.xml")),
    "broken styles": (".docx", _replaced("word/styles.xml", "</w:styles>", "")),
    "backslashes": (".docx", _backslashes),
}


@pytest.mark.parametrize("kind", PACKAGES)
def test_a_document_that_word_opens_is_read(kind: str, tmp_path: Path) -> None:
    suffix, edit = PACKAGES[kind]
    filing = read(word(tmp_path, edit=edit, name=f"样例一镇{suffix}"))
    assert filing.cell(FIELD).value == 3 and is_sound(filing)


def _piece(name: str, content: bytes) -> Edit:
    def edit(parts: Parts) -> None:
        parts[f"word/{name}"] = content
        _link(f"/word/{name}", "aFChunk")(parts)
        parts["word/document.xml"] = f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body><w:altChunk r:id="rIdN"/></w:body></w:document>'.encode()

    return edit


@pytest.mark.parametrize("kind", ["html", "mht", "docx"])
def test_a_report_that_is_a_piece_of_another_format_within_a_document_is_read(kind: str, tmp_path: Path) -> None:
    page = written(plain_tables("html_spans", {FIELD: "3"}), "html_spans", tmp_path).read_text("utf-8")
    archive = email.mime.multipart.MIMEMultipart("related")
    archive.attach(email.mime.text.MIMEText(page, "html", "utf-8"))
    content = {"html": page.encode(), "mht": archive.as_bytes(), "docx": word(tmp_path).read_bytes()}[kind]
    filing = read(word(tmp_path, edit=_piece(f"piece.{kind}", content), name="外.docx"))
    assert filing.cell(FIELD).value == 3 and is_sound(filing)


@pytest.mark.parametrize(("name", "content", "error", "words"), [("piece.rtf", rb"{\rtf1 x}", EmbeddedError, "RTF"), ("piece.bin", b"\x00\x01", EmbeddedError, "未知格式"), ("piece.html", b"", DocumentDamagedError, "缺少嵌入")])
def test_a_piece_that_cannot_be_read_is_refused_for_that_reason(name: str, content: bytes, error: type[XlpluginError], words: str, tmp_path: Path) -> None:
    with pytest.raises(error) as raised:
        read(word(tmp_path, edit=_piece(name, content)))
    assert words in raised.value.text.zh


def test_documents_within_documents_are_read_to_a_depth(tmp_path: Path) -> None:
    path = word(tmp_path)
    for _ in range(4):
        path = word(tmp_path, edit=_piece("piece.docx", path.read_bytes()), name="外.docx")
    with pytest.raises(XlpluginError):
        read(path)
