"""Plain texts, Markdown and PDF; sentences by the hundred kilobytes, in lines that a report may have."""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.documents.plain import plain_prose, plain_tables, written


def _report(sentence: str, size: int = 45_000, times: int = 2) -> Callable[[], bytes]:
    """A report that can be read, with paragraphs of one sentence again and again."""

    def made() -> bytes:
        paragraph = sentence * (size // len(sentence))
        with tempfile.TemporaryDirectory() as folder:
            return written(plain_tables("tabs"), "tabs", Path(folder), plain_prose(overview=[paragraph] * times)).read_bytes()

    return made


def _pdf(stream: bytes, pages: int = 1, more: bytes = b"") -> bytes:
    """A PDF of one page's stream, shown on each page."""
    packed = zlib.compress(stream)
    kids = b" ".join(b"%d 0 R" % (10 + n) for n in range(pages))
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, pages),
        3: b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
        4: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    }
    objects |= {10 + n: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 3 0 R/Resources<</Font<</F 4 0 R>>%s>>>>" % more for n in range(pages)}
    made, places = b"%PDF-1.7\n", {}
    for number, body in objects.items():
        places[number] = len(made)
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    return made + b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n0\n%%%%EOF" % (10 + pages)


SENTENCES: Mapping[str, str] = {
    "件数": "收到申请3件，",
    "句号": "收到申请3件。",
    "数字": "1",
    "全角": "１２",
    "中文数": "一千二百三十四万",
    "千分位": "1,234,",
    "小数": "1.2.",
    "百分": "3%、",
    "范围": "3—5件至7-9件，",
    "波浪": "1~2～3件",
    "年月": "2023年1月1日至2023年12月31日，",
    "其中": "其中，",
    "其中件": "其中予以公开3件（其中自然人2件），",
    "括号": "（",
    "括号对": "（3件）",
    "书名": "《政府信息公开条例》",
    "引号": "“公开”",
    "引号单": "“",
    "顿号": "自然人、法人、",
    "否定": "未收到、没有、无",
    "均": "均为，",
    "合计": "合计3件，共计3件，总计3件，",
    "分别": "分别为3件、4件、5件，",
    "空白": " ",
    "空白与字": " 件 3 ",
    "问叹": "！？",
    "冒号": "件数：",
    "分号": "3件；",
    "字母": "a",
    "地址": "http://a.b/",
    "星号": "*_",
    "竖线": "|",
    "井号": "#",
    "点": "...",
    "破折": "——",
    "序号": "1.（一）1、",
    "同上年": "比上年增加3件，增长5%，",
    "万元": "收费3万元2角5分，",
    "条例": "予以公开、部分公开、不予公开、无法提供、不予处理、其他处理，",
}
"""What a paragraph repeats."""
TEXTS: Mapping[str, Callable[[], bytes]] = {
    **{f"句，{name}.txt": _report(sentence) for name, sentence in SENTENCES.items()},
    "句，许多段.txt": _report("收到申请3件，其中自然人2件。", 150, 2_800),
    "表格线.md": lambda: ("|" * 40_000 + "\n").encode() * 20,
    "表格线二.md": lambda: ("| - " * 10_000 + "|\n").encode() * 20,
    "反引号.md": lambda: b"`" * 400_000,
    "方括号.md": lambda: b"[" * 45_000,
    "链接.md": lambda: b"[a](" * 11_000,
    "星号.md": lambda: b"*a **b" * 7_000,
    "引用.md": lambda: b">" * 45_000 + b" a\n",
    "列表.md": lambda: b"".join(b" " * n + b"- a\n" for n in range(900)),
    "标题.md": lambda: b"#" * 45_000 + b"\n",
    "网页在内.md": lambda: b"<table><tr><td>" * 3_000,
    "横线.md": lambda: (b"a\n" + b"-" * 40_000 + b"\n") * 20,
    "转义.md": lambda: b"\\|" * 20_000,
    "制表.txt": lambda: b"\t" * 45_000 + b"\n",
    "空行.txt": lambda: b"\n" * 95_000,
    "回车.txt": lambda: b"\r" * 95_000,
    "双向.txt": lambda: "\u202e规章\u2066".encode() * 9_000,
    "零宽.txt": lambda: "\u200b".encode() * 45_000,
    "组合.txt": lambda: ("a" + "\u0301" * 45_000).encode(),
    "无BOM的UTF-16.txt": lambda: "规章\n".encode("utf-16-le") * 30_000,
    "套的括号.pdf": lambda: b"%PDF-1.7\n1 0 obj\n" + b"[" * 100_000,
    "套的字典.pdf": lambda: b"%PDF-1.7\n1 0 obj\n" + b"<<" * 100_000,
    "页成环.pdf": lambda: (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9999>>endobj trailer<</Root 1 0 R>>"
    ),
    "引用成环.pdf": lambda: b"%PDF-1.7\n1 0 obj 2 0 R endobj 2 0 obj 1 0 R endobj trailer<</Root 1 0 R>>",
    "线许多.pdf": lambda: _pdf(b"".join(b"%d %d m %d %d l S " % (n % 600, n % 800, (n * 7) % 600, n % 800) for n in range(30_000))),
    "字许多.pdf": lambda: _pdf(b"BT /F 8 Tf " + b"1 0 0 1 10 10 Tm (abcdefgh) Tj " * 10_000 + b"ET"),
    "字许多，各处.pdf": lambda: _pdf(b"BT /F 8 Tf " + b"".join(b"1 0 0 1 %d %d Tm (1) Tj " % (n * 7 % 590, n * 13 % 790) for n in range(20_000)) + b"ET"),
    "框许多.pdf": lambda: _pdf(b"".join(b"%d %d 5 5 re S " % (n % 590, n * 3 % 790) for n in range(20_000))),
    "状态套.pdf": lambda: _pdf(b"q " * 500_000),
    "膨胀的流.pdf": lambda: _pdf(b" " * 300_000_000),
    "页许多.pdf": lambda: _pdf(b"BT /F 8 Tf (a) Tj ET", 119),
    "图形自引.pdf": lambda: _pdf(b"/X Do " * 50, more=b"/XObject<</X 10 0 R>>"),
}
