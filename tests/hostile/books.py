"""Workbooks (Open XML)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from tests.hostile.packing import BOOK, SHEET, STRINGS, STYLES, before, broken_stream, changed, lying, packed, plain_parts, replaced, with_parts

_LAUGHS = "<!DOCTYPE a [<!ENTITY a 'ha'>" + "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)) + "]>"
_EXTERNAL = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def _merges(count: int, of: str = '<mergeCell ref="A{0}:B{0}"/>') -> str:
    return "".join(of.format(number) for number in range(1000, 1000 + count))


def _cells(count: int, of: str, first: int = 5000) -> str:
    """Rows of fifty cells far below the form."""
    rows = []
    for row in range(count // 50):
        cells = "".join(
            of.format(ref=f"{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[c % 26] if c < 26 else 'A' + 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[c - 26]}{first + row}", n=row * 50 + c)
            for c in range(50)
        )
        rows.append(f'<row r="{first + row}">{cells}</row>')
    return "".join(rows)


def _first_formula(formula: str) -> Callable[[bytes], bytes]:
    """Puts a formula in place of the first ten of the sheet."""
    return lambda content: re.sub(rb"<f>[^<]*</f>", lambda _: b"<f>" + formula.encode() + b"</f>", content, count=10)


def _utf16(content: bytes) -> bytes:
    text = content.decode("utf-8").replace('encoding="UTF-8"', 'encoding="UTF-16"')
    return text.encode("utf-16")


def _single(content: bytes) -> bytes:
    return content.replace(b'"', b"'")


def _many_sheets(count: int) -> Callable[[bytes], bytes]:
    """Sheets that all lie in one part."""

    def change(content: bytes) -> bytes:
        ids = re.findall(rb'r:id="([^"]+)"', content)
        more = "".join(f'<sheet name="多{n}" sheetId="{100 + n}" r:id="{ids[5].decode()}"/>' for n in range(count))
        return content.replace(b"</sheets>", more.encode() + b"</sheets>")

    return change


def _below_each_other(count: int) -> Callable[[bytes], bytes]:
    """The sheet's rows once more below themselves, so many times."""

    def change(content: bytes) -> bytes:
        start, end = content.index(b"<sheetData>") + len(b"<sheetData>"), content.index(b"</sheetData>")
        rows = content[start:end]
        height = max(int(row) for row in re.findall(rb'<row r="(\d+)"', rows)) + 1

        def moved(by: int) -> bytes:
            return re.sub(rb' r="([A-Z]*)(\d+)"', lambda at: b' r="%s%d"' % (at[1], int(at[2]) + by), rows)

        return content[:start] + b"".join(moved(number * height) for number in range(count)) + content[end:]

    return change


def _names(count: int, text: str) -> str:
    return "".join(f'<definedName name="n{n}">{text.format(n=n, next=n + 1)}</definedName>' for n in range(count))


def _formats(code: str, count: int = 1) -> Callable[[bytes], bytes]:
    """Number formats; every cell style is of the first."""

    def change(content: bytes) -> bytes:
        content = re.sub(rb"<numFmts.*?</numFmts>", b"", content, flags=re.DOTALL)
        made = "".join(f'<numFmt numFmtId="{200 + n}" formatCode="{code}"/>' for n in range(count))
        content = content.replace(b"<fonts", f'<numFmts count="{count}">{made}</numFmts><fonts'.encode(), 1)
        return re.sub(rb'numFmtId="\d+"(?= fontId)', b'numFmtId="200"', content)

    return change


def _broken(part: str) -> Callable[[], bytes]:
    return lambda: broken_stream(packed(plain_parts()), part)


_DEEP_SUM = "SUM(" * 2000 + "1" + ")" * 2000
_CF = "<conditionalFormatting sqref='A1:XFD1048576'><cfRule type='expression' priority='1'><formula>A1=1</formula></cfRule></conditionalFormatting>"
BOOKS: Mapping[str, Callable[[], bytes]] = {
    "合并，单引号.xlsx": changed(SHEET=lambda xml: _single(before("</mergeCells>", lambda: _merges(60_000))(xml))),
    "合并，UTF-16.xlsx": changed(SHEET=lambda xml: _utf16(before("</mergeCells>", lambda: _merges(60_000))(xml))),
    "合并，前缀.xlsx": changed(SHEET=lambda xml: before("</mergeCells>", lambda: _merges(60_000, "<mergeCell  foo='x' ref = 'A{0}:B{0}' />"))(xml)),
    "合并，重叠.xlsx": changed(SHEET=before("</mergeCells>", lambda: _merges(4_900, '<mergeCell ref="A{0}:T{0}"/>'))),
    "合并，一大块单引号.xlsx": changed(SHEET=before("</mergeCells>", "<mergeCell ref='A900:XFD1048576'/>")),
    "合并，反写.xlsx": changed(SHEET=before("</mergeCells>", lambda: _merges(3_000, '<mergeCell ref="XFD1048576:A{0}"/>'))),
    "合并，列号越界.xlsx": changed(SHEET=before("</mergeCells>", '<mergeCell ref="ZZZZZZ1:ZZZZZZZ99999999999"/>')),
    "合并，标记未完.xlsx": changed(SHEET=before("</mergeCells>", lambda: "<mergeCell " + "ref=" * 1 + '"' + "A" * 200_000 + '"/>')),
    "格，单引号.xlsx": changed(SHEET=lambda xml: _single(before("</sheetData>", lambda: _cells(550_000, '<c r="{ref}"><v>1</v></c>'))(xml))),
    "格，UTF-16.xlsx": changed(SHEET=lambda xml: _utf16(before("</sheetData>", lambda: _cells(550_000, '<c r="{ref}"><v>1</v></c>'))(xml))),
    "格，换行的标记.xlsx": changed(SHEET=before("</sheetData>", lambda: _cells(550_000, '<c r="{ref}"><v\n>1</v></c>'))),
    "格，只有公式.xlsx": changed(SHEET=before("</sheetData>", lambda: _cells(300_000, '<c r="{ref}"><f>A1</f></c>'))),
    "格，只有样式.xlsx": changed(SHEET=before("</sheetData>", lambda: _cells(400_000, '<c r="{ref}" s="1"/>'))),
    "格，同一地址.xlsx": changed(SHEET=before("</sheetData>", lambda: "<row r='9000'>" + '<c r="A9000"><v>1</v></c>' * 300_000 + "</row>")),
    "行，没有号.xlsx": changed(SHEET=before("</sheetData>", lambda: "<row/>" * 900_000)),
    "行，号极大.xlsx": changed(SHEET=before("</sheetData>", f'<row r="{"9" * 4000}"><c><v>1</v></c></row>')),
    "行，号超出整数.xlsx": changed(SHEET=before("</sheetData>", f'<row r="{"9" * 5000}"><c><v>1</v></c></row>')),
    "列，范围极大.xlsx": changed(SHEET=replaced("<sheetData>", lambda: "<cols>" + '<col min="1" max="999999999" hidden="1"/>' * 20_000 + "</cols><sheetData>")),
    "共用公式，许多格.xlsx": changed(
        SHEET=before(
            "</sheetData>",
            lambda: (
                '<row r="4000"><c r="A4000"><f t="shared" ref="A4000:A9999" si="9">'
                + "A1+" * 300
                + "1</f></c></row>"
                + _cells(20_000, '<c r="{ref}"><f t="shared" si="9"/><v>1</v></c>')
            ),
        )
    ),
    "共用公式，长而多.xlsx": changed(
        SHEET=before(
            "</sheetData>",
            lambda: (
                '<row r="4000"><c r="A4000"><f t="shared" ref="A4000:A9999" si="9">'
                + "A1+" * 2500
                + "1</f></c></row>"
                + _cells(50_000, '<c r="{ref}"><f t="shared" si="9"/><v>1</v></c>')
            ),
        )
    ),
    "共用公式，极长.xlsx": changed(
        SHEET=before(
            "</sheetData>",
            lambda: (
                '<row r="4000"><c r="A4000"><f t="shared" ref="A4000:A9999" si="9">'
                + "A1+" * 300_000
                + "1</f></c></row>"
                + _cells(500, '<c r="{ref}"><f t="shared" si="9"/><v>1</v></c>')
            ),
        )
    ),
    "数组公式，许多.xlsx": changed(SHEET=before("</sheetData>", lambda: _cells(20_000, '<c r="{ref}"><f t="array" ref="A1:XFD1048576">A1</f><v>1</v></c>'))),
    "公式，深.xlsx": changed(SHEET=_first_formula(_DEEP_SUM)),
    "公式，括号.xlsx": changed(SHEET=_first_formula("(" * 4000 + "1" + ")" * 4000)),
    "公式，负号.xlsx": changed(SHEET=_first_formula("-" * 8000 + "1")),
    "公式，百分号.xlsx": changed(SHEET=_first_formula("1" + "%" * 8000)),
    "公式，幂.xlsx": changed(SHEET=_first_formula("9^9^9^9^9^9")),
    "公式，REPT.xlsx": changed(SHEET=_first_formula('LEN(REPT("9",999999999))')),
    "公式，REPT套REPT.xlsx": changed(SHEET=_first_formula('LEN(REPT(REPT("9",32767),32767))')),
    "公式，FACT.xlsx": changed(SHEET=_first_formula("FACT(99999999)")),
    "公式，COMBIN.xlsx": changed(SHEET=_first_formula("COMBIN(99999999,49999999)")),
    "公式，整列.xlsx": changed(SHEET=_first_formula("SUM(A:XFD)")),
    "公式，整列相乘.xlsx": changed(SHEET=_first_formula("SUMPRODUCT((A1:A1048576=1)*(B1:B1048576=2))")),
    "公式，许多整列.xlsx": changed(SHEET=_first_formula("+".join(["SUM(A:Z)"] * 700))),
    "公式，外积.xlsx": changed(SHEET=_first_formula("SUM(A1:A1048576*TRANSPOSE(A1:A1048576))")),
    "公式，ROW数组.xlsx": changed(SHEET=_first_formula('SUM(ROW(INDIRECT("1:1048576"))*COLUMN(A:XFD))')),
    "公式，常量数组.xlsx": changed(SHEET=_first_formula("SUM({" + ",".join("1" * 3000) + "})")),
    "公式，字符串未完.xlsx": changed(SHEET=_first_formula('"' * 8001)),
    "公式，引号对.xlsx": changed(SHEET=_first_formula('"' + '""' * 8000 + '"')),
    "公式，表名未完.xlsx": changed(SHEET=_first_formula("'" + "a" * 8000 + "!A1")),
    "公式，很长.xlsx": changed(SHEET=_first_formula("+".join(["A1"] * 200_000))),
    "公式，IF深.xlsx": changed(SHEET=_first_formula("IF(1," * 900 + "1" + ",0)" * 900)),
    "公式，SUMIF通配.xlsx": changed(SHEET=_first_formula('SUMIF(A:A,"*' + "a*" * 120 + 'b",B:B)')),
    "公式，COUNTIF问号.xlsx": changed(
        SHEET=_first_formula('COUNTIF(A:Z,"' + "?*" * 120 + '!")'), STRINGS=before("</sst>", lambda: "<si><t>" + "a" * 30_000 + "</t></si>")
    ),
    "公式，LAMBDA.xlsx": changed(SHEET=_first_formula("LET(f,LAMBDA(x,x(x)),f(f))")),
    "公式，循环.xlsx": changed(
        SHEET=lambda xml: re.sub(rb'(<c r="([A-Z]+\d+)"[^>]*>)<f>[^<]*</f>', rb"\1<f>\2+1</f>", xml),
        BOOK=lambda xml: re.sub(rb"<calcPr[^>]*/>", b'<calcPr iterate="1" iterateCount="999999999" iterateDelta="0"/>', xml),
    ),
    "公式，长链.xlsx": changed(
        SHEET=lambda xml: _first_formula("A5000")(
            before("</sheetData>", lambda: "".join(f'<row r="{n}"><c r="A{n}"><f>A{n + 1}+1</f></c></row>' for n in range(5000, 15_000)))(xml)
        )
    ),
    "公式，翻倍.xlsx": changed(
        SHEET=lambda xml: _first_formula("A5000")(
            before(
                "</sheetData>",
                lambda: (
                    "".join(f'<row r="{n}"><c r="A{n}"><f>A{n + 1}+A{n + 1}</f></c></row>' for n in range(5000, 5400))
                    + '<row r="5400"><c r="A5400"><v>1</v></c></row>'
                ),
            )(xml)
        )
    ),
    "公式，文字翻倍.xlsx": changed(
        SHEET=lambda xml: _first_formula("LEN(A5000)")(
            before(
                "</sheetData>",
                lambda: (
                    "".join(f'<row r="{n}"><c r="A{n}"><f>A{n + 1}&amp;A{n + 1}</f></c></row>' for n in range(5000, 5060))
                    + '<row r="5060"><c r="A5060"><v>1</v></c></row>'
                ),
            )(xml)
        )
    ),
    "名称，许多.xlsx": changed(BOOK=before("</definedNames>", lambda: _names(100_000, "Sheet1!$A${n}"))),
    "名称，循环.xlsx": changed(BOOK=before("</definedNames>", lambda: _names(2_000, "n{next}+n{next}")), SHEET=_first_formula("n0")),
    "名称，引号.xlsx": changed(BOOK=before("</definedNames>", lambda: f"<definedName name='q'>{chr(39) * 100_001}</definedName>")),
    "名称，引号二.xlsx": changed(BOOK=before("</definedNames>", lambda: "<definedName name='q'>'" + "a''" * 50_000 + "</definedName>")),
    "表，许多张在一个部件.xlsx": changed(BOOK=_many_sheets(3_000)),
    "表，三万张在一个部件.xlsx": changed(BOOK=_many_sheets(30_000)),
    "表，四十份叠放.xlsx": changed(SHEET=_below_each_other(40)),
    "表，五百份叠放.xlsx": changed(SHEET=_below_each_other(500)),
    "表，名称极长.xlsx": changed(BOOK=lambda xml: re.sub(rb'<sheet name="[^"]*"', b'<sheet name="' + "三".encode() * 300_000 + b'"', xml, count=1)),
    "串，许多.xlsx": changed(STRINGS=before("</sst>", lambda: "<si><t>a</t></si>" * 900_000)),
    "串，极长.xlsx": changed(STRINGS=before("</sst>", lambda: "<si><t>" + "三" * 3_000_000 + "</t></si>")),
    "串，许多段.xlsx": changed(STRINGS=before("</sst>", lambda: "<si>" + "<r><rPr><strike/></rPr><t>a</t></r>" * 200_000 + "</si>")),
    "串，转义.xlsx": changed(STRINGS=before("</sst>", lambda: "<si><t>" + "_x005F_" * 300_000 + "</t></si>")),
    "串，空白.xlsx": changed(STRINGS=lambda xml: re.sub(rb"<t[^>]*>", lambda m: m[0] + b" " * 30_000, xml, count=60)),
    "串，数字.xlsx": changed(STRINGS=lambda xml: re.sub(rb"<t[^>]*>", lambda m: m[0] + b"1," * 15_000, xml, count=60)),
    "串，括号.xlsx": changed(STRINGS=lambda xml: re.sub(rb"<t[^>]*>", lambda m: m[0] + "（".encode() * 10_000, xml, count=60)),
    "串，单位.xlsx": changed(STRINGS=lambda xml: re.sub(rb"<t[^>]*>", lambda m: m[0] + "人民政府办公室".encode() * 4_000, xml, count=60)),
    "格式，分号.xlsx": changed(STYLES=_formats(";" * 60_000)),
    "格式，引号.xlsx": changed(STYLES=_formats("&quot;" * 60_001)),
    "格式，井号.xlsx": changed(STYLES=_formats("#," * 60_000 + "0")),
    "格式，方括号.xlsx": changed(STYLES=_formats("[" * 60_000)),
    "格式，日期.xlsx": changed(STYLES=_formats("yyyy-mm-dd hh:mm:ss" * 5_000)),
    "格式，反斜线.xlsx": changed(STYLES=_formats("\\a" * 60_000)),
    "格式，分数.xlsx": changed(STYLES=_formats("# ?/" + "?" * 60_000)),
    "格式，零.xlsx": changed(STYLES=_formats("0." + "0" * 60_000)),
    "格式，指数.xlsx": changed(STYLES=_formats("0E+" + "0" * 60_000)),
    "格式，许多.xlsx": changed(STYLES=_formats("0.0;[Red]0", 60_000)),
    "样式，许多.xlsx": changed(STYLES=replaced("</cellXfs>", lambda: '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>' * 300_000 + "</cellXfs>", 1)),
    "条件格式，许多.xlsx": changed(SHEET=before("<pageMargins", lambda: _CF * 60_000)),
    "数，极长.xlsx": changed(SHEET=lambda xml: re.sub(rb"<v>\d+</v>", b"<v>" + b"9" * 100_000 + b"</v>", xml, count=20)),
    "数，指数极大.xlsx": changed(SHEET=lambda xml: re.sub(rb"<v>\d+</v>", b"<v>1E999999999</v>", xml, count=20)),
    "数，指数大.xlsx": changed(SHEET=lambda xml: re.sub(rb"<v>\d+</v>", b"<v>1E300</v>", xml, count=20)),
    "数，非数.xlsx": changed(SHEET=lambda xml: re.sub(rb"<v>\d+</v>", b"<v>nan</v>", xml, count=20)),
    "数，无穷.xlsx": changed(SHEET=lambda xml: re.sub(rb"<v>\d+</v>", b"<v>-inf</v>", xml, count=20)),
    "串号，越界.xlsx": changed(SHEET=lambda xml: re.sub(rb't="s"([^>]*)><v>\d+</v>', rb't="s"\1><v>99999999999999999999</v>', xml, count=20)),
    "深的标记.xlsx": changed(SHEET=before("</sheetData>", lambda: "<a>" * 50_000 + "</a>" * 50_000)),
    "属性，许多.xlsx": changed(SHEET=replaced("<sheetData>", lambda: "<x " + " ".join(f'a{n}="1"' for n in range(60_000)) + "/><sheetData>")),
    "属性，极长.xlsx": changed(SHEET=replaced("<sheetData>", lambda: '<x a="' + "a" * 9_000_000 + '"/><sheetData>')),
    "实体，笑.xlsx": changed(SHEET=lambda xml: xml.replace(b"<worksheet", _LAUGHS.encode() + b"<worksheet", 1).replace(b"<v>", b"<v>&j;", 5)),
    "实体，外部.xlsx": changed(STRINGS=lambda xml: xml.replace(b"<sst", _EXTERNAL.encode() + b"<sst", 1).replace(b"<t>", b"<t>&x;", 1)),
    "注释，许多.xlsx": changed(SHEET=before("</sheetData>", lambda: "<!-- a -->" * 300_000)),
    "关系，许多.xlsx": with_parts(
        lambda: {
            "xl/_rels/workbook.xml.rels": plain_parts()["xl/_rels/workbook.xml.rels"].replace(
                b"</Relationships>",
                b"".join(b'<Relationship Id="x%d" Type="t/externalLink" Target="y%d.xml"/>' % (n, n) for n in range(60_000)) + b"</Relationships>",
            )
        }
    ),
    "关系，自己.xlsx": with_parts(
        lambda: {
            "_rels/.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            b'<Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="_rels/.rels"/></Relationships>'
        }
    ),
    "部件，许多.xlsx": with_parts(lambda: {f"x/{n}.xml": b"" for n in range(30_000)}),
    "部件，谎称小.xlsx": lambda: lying(changed(SHEET=before("</sheetData>", lambda: " " * 60_000_000))(), SHEET, 3_000),
    "部件，谎称大.xlsx": lambda: lying(packed(plain_parts()), SHEET, 2**31),
    "部件，膨胀到顶.xlsx": changed(STRINGS=before("</sst>", lambda: " " * 120_000_000)),
    "文首的空白.xlsx": changed(SHEET=lambda xml: xml.replace(b"<worksheet", b" " * 60_000_000 + b"<worksheet", 1)),
    **{
        f"压缩坏了，{name.rpartition('/')[2]}.xlsx": _broken(name)
        for name in (SHEET, STRINGS, STYLES, BOOK, "_rels/.rels", "[Content_Types].xml", "xl/_rels/workbook.xml.rels", "docProps/core.xml")
    },
    "视图，很多.xlsx": changed(
        SHEET=lambda xml: re.sub(
            rb"<sheetViews>.*?</sheetViews>", lambda _: b"<sheetViews>" + b"<sheetView " * 1 + b" a='1'" * 50_000 + b"/></sheetViews>", xml, flags=re.DOTALL
        )
    ),
    "视图，双引号.xlsx": changed(
        SHEET=lambda xml: re.sub(
            rb"<sheetViews>.*?</sheetViews>", lambda _: b"<sheetViews>" + b'<selection a="1"/>' * 100_000 + b"<!--x--></sheetViews>", xml, flags=re.DOTALL
        )
    ),
    "串，si未完.xlsx": changed(STRINGS=lambda xml: xml.replace(b"</sst>", b"<si>" * 100_000 + b"</sst>")),
}
