"""Documents of Word."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.hostile.packing import broken_stream, packed

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def _word(body: str | Callable[[], str], before: str = "", more: Mapping[str, bytes | Callable[[], bytes]] | None = None) -> Callable[[], bytes]:
    """A document with this body; other parts by name, with `_` for `/` and `-` kept."""

    def made() -> bytes:
        text = body if isinstance(body, str) else body()
        parts = {
            "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r" Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>'.encode(),
            "word/document.xml": f'{before}<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{text}</w:body></w:document>'.encode(),
        }
        return packed({**parts, **{name.replace("_", "/"): content if isinstance(content, bytes) else content() for name, content in (more or {}).items()}})

    return made


def _p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _nest(opening: str, inner: str, closing: str, depth: int) -> str:
    return opening * depth + inner + closing * depth


def _styles(count: int, based_on: str, name: str = "s{n}") -> bytes:
    made = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name.format(n=n)}"><w:basedOn w:val="{based_on.format(n=n, next=n + 1)}"/></w:style>' for n in range(count)
    )
    return f'<w:styles xmlns:w="{_W}">{made}</w:styles>'.encode()


def _numbering(text: str, count: int = 1) -> bytes:
    levels = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:lvl w:ilvl="0"><w:start w:val="999999999"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="{text}"/></w:lvl></w:abstractNum>'
        for n in range(count)
    )
    return f'<w:numbering xmlns:w="{_W}">{levels}<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'.encode()


def _chunk_in_chunk(depth: int) -> bytes:
    """A document that is embedded in a document, and so on."""
    content = _word(_p("规章"))()
    rels = f'<Relationships xmlns="{_PACKAGE}">' + f'<Relationship Id="c" Type="{_R}/aFChunk" Target="c.docx"/></Relationships>'
    for _ in range(depth):
        content = _word('<w:altChunk r:id="c"/>' * 30, more={"word_c.docx": content})()
        content = packed({**_unpacked(content), "word/_rels/document.xml.rels": rels.encode()})
    return content


def _unpacked(content: bytes) -> dict[str, bytes]:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


_BOX = "<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>"
_ROW = "<w:tr>" + "".join(f"<w:tc>{_p(text)}</w:tc>" for text in ("规章", "0", "0", "0")) + "</w:tr>"
WORDS: Mapping[str, Callable[[], bytes]] = {
    "文本框，套.docx": _word(lambda: _nest(_BOX[0], _p("规章"), _BOX[1], 40)),
    "文本框，套得浅.docx": _word(lambda: _nest(_BOX[0], _p("规章"), _BOX[1], 22)),
    "文本框，许多.docx": _word(lambda: (_BOX[0] + _p("规章") + _BOX[1]) * 30_000),
    "文本框，在表里.docx": _word(lambda: _nest("<w:tbl><w:tr><w:tc>" + _BOX[0], _p("规章"), _BOX[1] + "</w:tc></w:tr></w:tbl>", 25)),
    "文本框，一段里许多.docx": _word(lambda: "<w:p>" + "<w:r><w:pict><w:txbxContent><w:p/></w:txbxContent></w:pict></w:r>" * 30_000 + "</w:p>"),
    "表，套.docx": _word(lambda: _nest("<w:tbl><w:tr><w:tc>", _p("规章"), "</w:tc></w:tr></w:tbl>", 80)),
    "表，套而宽.docx": _word(lambda: _nest("<w:tbl><w:tr><w:tc><w:p/>", _p("规章") * 3_000, "</w:tc></w:tr></w:tbl>", 60)),
    "表，许多.docx": _word(lambda: f"<w:tbl>{_ROW}</w:tbl>" * 700),
    "表，跨列.docx": _word(lambda: "<w:tbl>" + '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="999"/></w:tcPr><w:p/></w:tc></w:tr>' * 3_000 + "</w:tbl>"),
    "表，一行宽.docx": _word(lambda: "<w:tbl><w:tr>" + "<w:tc><w:p/></w:tc>" * 150_000 + "</w:tr></w:tbl>"),
    "修订，套.docx": _word(lambda: "<w:p>" + _nest("<w:ins>", "<w:r><w:t>a</w:t></w:r>", "</w:ins>", 200) + "</w:p>"),
    "修订，删了又删.docx": _word(lambda: "<w:p>" + _nest("<w:del>", "<w:r><w:delText>a</w:delText></w:r>" * 3_000, "</w:del>", 100) + "</w:p>"),
    "内容控件，套.docx": _word(lambda: _nest("<w:sdt><w:sdtContent>", _p("规章"), "</w:sdtContent></w:sdt>", 110)),
    "制表符.docx": _word(lambda: "<w:p><w:r>" + "<w:tab/>" * 45_000 + "</w:r></w:p>"),
    "段，许多字.docx": _word(lambda: _p("本年收到申请3件，" * 5_000)),
    "段，数字.docx": _word(lambda: _p("1" * 49_000)),
    "段，范围.docx": _word(lambda: _p("1-2至3—4～" * 8_000)),
    "段，引号.docx": _word(lambda: _p("“" * 49_000)),
    "段，括号.docx": _word(lambda: _p("（" * 49_000)),
    "段，顿号.docx": _word(lambda: _p("申请、" * 16_000)),
    "段，一样的许多.docx": _word(lambda: _p("全年共收到政府信息公开申请3件。") * 20_000),
    "段，书名号.docx": _word(lambda: _p("《" * 20_000 + "》" * 20_000)),
    "样式，成环.docx": _word(
        lambda: "<w:p><w:pPr><w:pStyle w:val='s0'/></w:pPr></w:p>" * 500, more={"word_styles.xml": lambda: _styles(1, "s0")}
    ),
    "样式，长链.docx": _word(
        lambda: "<w:p><w:pPr><w:pStyle w:val='s0'/></w:pPr><w:r><w:t>a</w:t></w:r></w:p>" * 500, more={"word_styles.xml": lambda: _styles(30_000, "s{next}")}
    ),
    "编号，极长.docx": _word(
        lambda: '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>' * 2_000,
        more={"word_numbering.xml": lambda: _numbering("%1" * 20_000)},
    ),
    "编号，许多.docx": _word(
        lambda: '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>' * 20_000,
        more={"word_numbering.xml": lambda: _numbering("%1.", 30_000)},
    ),
    "编号，级号极大.docx": _word(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{"9" * 5000}"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>', more={"word_numbering.xml": lambda: _numbering("%1.")}
    ),
    "嵌入，层层.docx": lambda: _chunk_in_chunk(4),
    "嵌入，网页.docx": lambda: packed(
        {
            **_unpacked(_word('<w:altChunk r:id="c"/>' * 50, more={"word_c.html": b"<html>" + b"<p>a</p>" * 20_000})()),
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="c" Type="{_R}/aFChunk" Target="c.html"/></Relationships>'.encode(),
        }
    ),
    "正文部件叫别的.docx": lambda: packed(
        {
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r" Type="{_R}/officeDocument" Target="word/a.bin"/></Relationships>'.encode(),
            "word/a.bin": b" " * 200_000_000,
        }
    ),
    "实体.docx": _word(_p("&j;"), "<!DOCTYPE a [<!ENTITY a 'ha'>" + "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)) + "]>"),
    "Strict，许多.docx": _word(lambda: "<!-- http://purl.oclc.org/ooxml/wordprocessingml/main -->" * 200_000),
    "图，许多.docx": _word(lambda: "<w:p>" + '<w:r><w:drawing><extent cx="1" cy="1"/></w:drawing></w:r>' * 60_000 + "</w:p>"),
    "图，套.docx": _word(lambda: "<w:p><w:r>" + _nest("<w:drawing>", "<extent cx='x'/>", "</w:drawing>", 200) + "</w:r></w:p>"),
    "压缩坏了.docx": lambda: broken_stream(_word(_p("规章") * 500)(), "word/document.xml"),
    "压缩坏了二.docx": lambda: broken_stream(_word(_p("规章") * 500)(), "_rels/.rels"),
}
