"""What an office itself hands in and may have got from somebody: rosters, releases, adjustments, own forms, rules, settings, templates of notices, last year's folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.hostile.books import BOOKS
from tests.hostile.packing import before, changed
from tests.hostile.words import WORDS

_ROSTER = "单位,上级,层级,口径,截止日期\n"
_RELEASES = "单位,年度,规则,字段,现为,姓名,理由,日期\n"


def _rows(head: str, row: str, count: int) -> Callable[[], bytes]:
    return lambda: (head + "".join(row.format(n=n, next=n + 1) for n in range(count))).encode()


def _far(count: int) -> Callable[[], bytes]:
    """Rows of one cell each, in the last column of all."""
    return changed(SHEET=before("</sheetData>", lambda: "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(5_000, 5_000 + count))))


LISTS: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "名册，上级长链.csv": ("--roster", lambda: _rows(_ROSTER, "样例{n}镇,样例{next}镇,,,\n", 20_000)() + "样例20000镇,,,,\n".encode()),
    "名册，上级成环.csv": ("--roster", _rows(_ROSTER, "样例{n}镇,样例{n}镇,,,\n", 5_000)),
    "名册，重名.csv": ("--roster", _rows(_ROSTER, "样例镇,,,,\n", 20_000)),
    "名册，一行长.csv": ("--roster", lambda: _ROSTER.encode() + "样例".encode() * 2_000_000),
    "名册，许多列.csv": ("--roster", lambda: ("单位," * 300_000).encode()),
    "名册，引号未完.csv": ("--roster", lambda: _ROSTER.encode() + b'"' + b"a,\n" * 500_000),
    "名册，引号.csv": ("--roster", lambda: _ROSTER.encode() + b'"' * 900_000),
    "名册，空行.csv": ("--roster", lambda: _ROSTER.encode() + b"\n" * 3_000_000),
    "名册，零.csv": ("--roster", lambda: b"\0" * 3_000_000),
    "名册，远处的格.xlsx": ("--roster", _far(60_000)),
    "名册，括号.csv": ("--roster", lambda: ("（" * 60_000 + "\n" + "(" * 60_000 + ":*" * 30_000 + "\n").encode()),
    "名册，日期.csv": ("--roster", lambda: (_ROSTER + "样例镇,,,," + "1-" * 60_000 + "\n").encode()),
    "名册，串许多段.xlsx": ("--roster", BOOKS["串，许多段.xlsx"]),
    "名册，公式长链.xlsx": ("--roster", BOOKS["公式，长链.xlsx"]),
    "放行，许多.csv": ("--releases", _rows(_RELEASES, "样例{n}镇,2023,R01,,,甲,乙,2024-01-01\n", 30_000)),
    "放行，引号未完.csv": ("--releases", lambda: _RELEASES.encode() + b'"' + b"a,\n" * 500_000),
    "放行，远处的格.xlsx": ("--releases", _far(60_000)),
    "规则，长键.toml": ("--rules", lambda: b"a" + b".a" * 100_000 + b" = 1"),
    "规则，长表名.toml": ("--rules", lambda: b"[" + b"a." * 100_000 + b"a]"),
    "规则，深.toml": ("--rules", lambda: b"a = " + b"[" * 100_000),
    "规则，长数.toml": ("--rules", lambda: b"a = " + b"9" * 100_000),
    "规则，算式.toml": (
        "--rules",
        lambda: (
            '[[rule]]\nid = "U1"\nseverity = "error"\ntitle = { zh = "a", en = "a" }\nequation = "' + "requests.received.total + " * 20_000 + 'requests.received.total = 1"\n'
        ).encode(),
    ),
    "规则，算式括号.toml": ("--rules", lambda: ('[[rule]]\nid = "U1"\nseverity = "error"\ntitle = { zh = "a", en = "a" }\nequation = "' + "(" * 100_000 + '"\n').encode()),
    "规则，范围.toml": (
        "--rules", lambda: b'[[rule]]\nid = "U1"\nseverity = "error"\ntitle = { zh = "a", en = "a" }\nfield = "requests.received.total"\nmost = 1e999999999\nleast = -inf\n'
    ),
    "规则，许多.toml": ("--rules", lambda: b"".join(b"[[rule]]\nid = 'U%d'\n" % n for n in range(40_000))),
    "规则，占位.toml": (
        "--rules",
        lambda: (
            '[[rule]]\nid = "U1"\nseverity = "error"\ntitle = { zh = "a", en = "a" }\nfield = "requests.received.total"\nmost = 1\nmessage = { zh = "'
            + "{" * 90_000
            + '{actual.__class__}{0!r:>999999999}", en = "a" }\n'
        ).encode(),
    ),
    "版式，长键.toml": ("--form", lambda: b"a" + b".a" * 100_000 + b" = 1"),
    "版式，深.toml": ("--form", lambda: b"a = " + b"{ a = " * 100_000),
    "版式，太大.toml": ("--form", lambda: b"#" * 2_000_000),
    "设置，长键.toml": ("--settings", lambda: b"a" + b".a" * 100_000 + b" = 1"),
    "设置，深.toml": ("--settings", lambda: b"a = " + b"[" * 100_000),
    "设置，长数.toml": ("--settings", lambda: b"jobs = " + b"9" * 100_000),
    "设置，进程极多.toml": ("--settings", lambda: b"jobs = 999999999"),
    "设置，不认得.toml": ("--settings", lambda: b"a" * 500_000 + b" = 1"),
    "设置，非文字.toml": ("--settings", lambda: b'lang = "\xff\xfe"'),
    "通知，文本框套.docx": ("--slip-template", WORDS["文本框，套.docx"]),
    "通知，部件极大.docx": ("--slip-template", WORDS["正文部件叫别的.docx"]),
    "通知，实体.docx": ("--slip-template", WORDS["实体.docx"]),
    "通知，压缩坏了.docx": ("--slip-template", WORDS["压缩坏了.docx"]),
    "通知，一样的许多.docx": ("--slip-template", WORDS["段，一样的许多.docx"]),
    "上年，远处的格.xlsx": ("--prior", _far(60_000)),
    "上级，远处的格.xlsx": ("--parent", _far(60_000)),
}
"""By name: the option of `check` that takes it."""
