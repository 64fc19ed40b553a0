"""Workbooks whose copies are the trap: comments, shapes, threads, styles and relations that only the marking reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.hostile.packing import SHEET, changed, packed, plain_parts

_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FIRST = "〔校验〕"


def _with_comments(comments: str, drawing: str = "", authors: str = "<author>a</author>") -> Callable[[], bytes]:
    """The submission with comments on the sheet that has an error, and their shapes."""

    def made() -> bytes:
        whole = dict(plain_parts())
        parts = {"comments": "../comments9.xml"} | ({"vmlDrawing": "../drawings/vml9.vml"} if drawing else {})
        links = "".join(f'<Relationship Id="q{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(parts.items()))
        rels = SHEET.replace("worksheets/", "worksheets/_rels/") + ".rels"
        whole[rels] = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'.encode()
        whole["xl/comments9.xml"] = f'<comments xmlns="{_NS}"><authors>{authors}</authors><commentList>{comments}</commentList></comments>'.encode()
        if drawing:
            whole["xl/drawings/vml9.vml"] = drawing.encode()
            whole[SHEET] = whole[SHEET].replace(b"</worksheet>", b'<legacyDrawing xmlns:r="%s" r:id="q1"/></worksheet>' % _OFFICE.encode())
        return packed(whole)

    return made


def _comment(text: str, ref: str = "E29") -> str:
    return f'<comment ref="{ref}" authorId="0"><text>{text}</text></comment>'


def _run(text: str) -> str:
    return f"<r><t xml:space='preserve'>{text}</t></r>"


def _shapes(count: int) -> str:
    shape = '<v:shape type="#_x0000_t202"><x:ClientData ObjectType="Note"><x:Row>{n}</x:Row><x:Column>1</x:Column></x:ClientData></v:shape>'
    return (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">'
        + "".join(shape.format(n=n) for n in range(count))
        + "</xml>"
    )


COPIES: Mapping[str, Callable[[], bytes]] = {
    "批注，开头重复.xlsx": _with_comments(_comment(_run(f"{_FIRST}\n" * 200_000))),
    "批注，开头和空行.xlsx": _with_comments(_comment(_run(_FIRST + "\n" * 200_000))),
    "批注，开头和空白.xlsx": _with_comments(_comment(_run((_FIRST + " " * 300 + "\n") * 2_000))),
    "批注，许多段.xlsx": _with_comments(_comment(_run(f"{_FIRST}\nx\n〔请改正，或在“校验结果”表中说明〕\n") * 20_000)),
    "批注，换行.xlsx": _with_comments(_comment(_run("\n" * 1_000_000))),
    "批注，许多.xlsx": _with_comments("".join(_comment(_run(f"{_FIRST}\n"), f"A{n}") for n in range(1, 60_000))),
    "批注，同一格.xlsx": _with_comments(_comment(_run(f"{_FIRST}\nx")) * 60_000),
    "批注，作者.xlsx": _with_comments(_comment(_run("x")), authors="<author>tc=</author>" * 200_000),
    "批注，注音.xlsx": _with_comments(_comment("<rPh sb='0' eb='1'><t>a</t></rPh>" * 100_000)),
    "批注，转义.xlsx": _with_comments(_comment(_run("_x000D_" * 200_000))),
    "批注，作者号极大.xlsx": _with_comments(_comment(_run("x")).replace('authorId="0"', f'authorId="{"9" * 4_000}"')),
    "批注，地址.xlsx": _with_comments(_comment(_run("x"), "A" * 300_000 + "1")),
    "批注，一格很长而出错的多.xlsx": _with_comments("".join(_comment(_run(f"{_FIRST}\n" * 900), f"{c}{r}") for r in range(5, 34) for c in "DEFGHIJ")),
    "图形，许多.xlsx": _with_comments(_comment(_run("x")), _shapes(60_000)),
    "图形，批注也多.xlsx": _with_comments("".join(_comment(_run("x"), f"B{n}") for n in range(1, 6_000)), _shapes(6_000)),
    "图形，没有图形.xlsx": _with_comments("".join(_comment(_run("x" * 3_000), f"B{n}") for n in range(1, 3_000))),
    "图形，深.xlsx": _with_comments(_comment(_run("x")), "<xml>" + "<g>" * 200 + "</g>" * 200 + "</xml>"),
    "样式，填充许多.xlsx": changed(
        STYLES=lambda xml: xml.replace(
            b"</fills>", b'<fill><patternFill patternType="solid"><fgColor rgb="FFFFC7CE"/></patternFill></fill>' * 100_000 + b"</fills>"
        )
    ),
    "样式，格式许多.xlsx": changed(
        STYLES=lambda xml: xml.replace(b"</cellXfs>", b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>' * 60_000 + b"</cellXfs>")
    ),
}
"""What holds an error and so gets a copy."""
