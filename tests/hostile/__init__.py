"""Inputs that are made to hang, swell or break whoever reads them; each is small, and made by our own code."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.hostile.books import BOOKS
from tests.hostile.copies import COPIES
from tests.hostile.foreign import FOREIGN
from tests.hostile.fresh import FRESH
from tests.hostile.pages import PAGES
from tests.hostile.texts import TEXTS
from tests.hostile.words import WORDS

Made = Callable[[], bytes]
INPUTS: Mapping[str, Made] = {**BOOKS, **COPIES, **FOREIGN, **WORDS, **PAGES, **TEXTS, **FRESH}
"""By the name under which each is sent."""
SLOW = (
    *("格，UTF-16.xlsx", "格，换行的标记.xlsx", "格，只有公式.xlsx", "格，只有样式.xlsx", "格，同一地址.xlsx", "行，没有号.xlsx", "列，范围极大.xlsx", "共用公式，许多格.xlsx"),
    *("共用公式，长而多.xlsx", "共用公式，极长.xlsx", "公式，循环.xlsx", "公式，长链.xlsx", "名称，许多.xlsx", "串，许多.xlsx", "串，许多段.xlsx", "格式，日期.xlsx", "样式，许多.xlsx"),
    *("关系，许多.xlsx", "部件，膨胀到顶.xlsx", "文首的空白.xlsx", "表，五百份叠放.xlsx", "图形，许多.xlsx", "图形，批注也多.xlsx", "样式，填充许多.xlsx", "样式，格式许多.xlsx", "隐藏列.ods", "段落许多.ods"),
    *("清单极大.ods", "格许多.xlsb", "隐藏列.xlsb", "串许多.xlsb", "零.xlsb", "目录重复.xlsx", "文本框，许多.docx", "文本框，一段里许多.docx", "表，许多.docx", "表，跨列.docx"),
    *("表，一行宽.docx", "段，一样的许多.docx", "样式，长链.docx", "编号，许多.docx", "嵌入，层层.docx", "嵌入，网页.docx", "Strict，许多.docx", "图，许多.docx", "CSS规则许多.html"),
    *("表，空的许多.html", "表，一行宽.html", "句，许多段.txt", "线许多.pdf", "字许多.pdf", "字许多，各处.pdf", "框许多.pdf", "状态套.pdf", "膨胀的流.pdf", "页许多.pdf", "图形自引.pdf"),
)
"""Those that take more than half a second each: `python -m tests.hostile.measure` times them with all the others."""
SHOWN: Mapping[str, Made] = {name: made for name, made in INPUTS.items() if name not in SLOW}
"""Those that the suite holds within their limits."""
