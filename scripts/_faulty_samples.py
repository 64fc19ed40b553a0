"""The planted errors: a sound filing each, and what is wrong in it. The file's name says what it shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from _own_workbook import Formula

from xlplugin.form import Block, Form, editions

Shape = Literal["template", "typed", "sums"]
"""Our template; an office's own workbook with typed totals; the same with totals as formulas."""


@dataclass(frozen=True)
class Faulty:
    """One sample. Everything but `name` and `finds` says how it differs from the sound filing of its edition."""

    name: str
    finds: str
    """The rules whose errors and warnings it shows; empty for a file that shows infos only."""
    shape: Shape = "typed"
    rows: Mapping[str, Sequence[object]] = field(default_factory=dict)
    """Whole rows, `requests.received`; [] is blank."""
    cells: Mapping[str, object] = field(default_factory=dict)
    """Single cells, by field id."""
    saved: Mapping[str, object] = field(default_factory=dict)
    """`sums`: what the file says a total's formula gave."""
    left_out: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """`sums`: what a total's formula does not add."""
    edition: str = "2021"
    year: int = 2023
    reformed: Callable[[Form], Form] = lambda form: form
    words: Mapping[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    again: Mapping[str, object] | None = None
    """Single cells of a second copy of section three's table."""
    hidden: tuple[str, ...] = ()
    link: str | None = None
    """A workbook that formulas call `[1]`."""
    is_anonymous: bool = False
    is_empty: bool = False
    is_mild: bool = False
    """Whether nothing worse than warnings comes of it, though some of its rules can be errors."""


def _without_row(form: Form, row: str) -> Form:
    """The form as somebody retyped it, one row of section three forgotten."""

    def kept(block: Block) -> Block:
        return replace(block, rows=tuple(line for line in block.rows if line.id != row))

    tables = tuple(replace(table, blocks=tuple(map(kept, table.blocks))) if table.id == "requests" else table for table in form.tables)
    return replace(form, tables=tables)


def _with_single_row(form: Form) -> Form:
    """The form with （六）其他处理 in one row."""
    block = form.table("requests").blocks[0]
    return form.with_alternative("requests", block.id, block.alternatives[0])


_TOTALS = [name for name, cell in editions()["2021"].fields.items() if cell.table == "requests" and cell.column.id == "total"]
_OTHER_WORDS = {"行政规范性文件": "规范性文件", "四、结转下年度继续办理": "四、结转下半年度继续办理", "本年收费金额（单位：万元）": "本年收费金额"}

FAULTY = (
    Faulty("总计被手工改错", "R01 R02 W03", "template", cells={"requests.results_total.natural_person": 12}),
    Faulty("两个数字颠倒", "R01 R03", rows={"requests.received": [21, 3, 0, 0, 1, 0, 16]}),
    Faulty(
        "勾稽不平",
        "R01 R06 R07 C01",
        "template",
        rows={"requests.granted": [7, 0, 0, 0, 0, 0, 0], "requests.declined_petition": [], "requests.carried_over": [1, 0, 0, 0, 2, 0, 3]},
    ),
    Faulty("总计列漏填", "R04 C01", cells=dict.fromkeys(_TOTALS)),
    Faulty("整行左移一栏", "R02 R04 R11", rows={"requests.declined_petition": [1, 0, 0, 0, 0, 1, None]}),
    Faulty(
        "复议诉讼总计不符",
        "V01 V02 V07",
        rows={
            "review.reconsideration": [1, 1, 0, 0, 0],
            "review.litigation_direct": [2, 0, 1, 0, 4],
            "review.litigation_after_review": [0, None, None, 0, 0],
        },
    ),
    Faulty("规范性文件件数可疑", "P01 P02 P03 P05", "template", rows={"proactive.regulations": [1, 0, 0], "proactive.normative_documents": [30, 5, 10]}),
    Faulty("收费金额以元填报", "P08", "template", rows={"proactive.fees": [437880]}),
    Faulty(
        "单元格填写错误",
        "C03 C06 C07 C08 C09",
        cells={
            "proactive.licensing.decisions": "1O",
            "proactive.penalties.decisions": -8,
            "proactive.coercion.decisions": Decimal("2.5"),
            "proactive.fees.amount": dt.date(2023, 12, 31),
            "review.reconsideration.upheld": "若干",
        },
    ),
    Faulty(
        "单元格填写不规范",
        "C01 C02 C03 C04 C05",
        is_mild=True,
        rows={"requests.refused_state_secret": ["/"] * 7, "requests.unavailable_needs_creation": ["—"] * 7, "requests.declined_repeated": []},
        cells={
            "proactive.normative_documents.issued": "2（其中修订1件）",
            "proactive.licensing.decisions": "１２",
            "proactive.penalties.decisions": "八",
            "proactive.fees.amount": "43.788万元",
        },
    ),
    Faulty("数字存为文本", "R01 R03 C11", "sums", cells={"requests.received.natural_person": "12"}, saved={"requests.received.total": 4}),
    Faulty("保存值陈旧", "W01", "sums", saved={"requests.received.total": 15, "review.reconsideration.total": 0}),
    Faulty(
        "求和公式少一行",
        "R01 R02 W04",
        "sums",
        saved={"requests.results_total.company": 2, "requests.results_total.total": 16},
        left_out={
            "requests.results_total.natural_person": ["requests.other_other.natural_person"],
            "requests.results_total.company": ["requests.declined_petition.company"],
        },
    ),
    Faulty("公式引用失效", "C13", "sums", cells={"requests.granted.total": Formula("=SUM(#REF!)", "#REF!")}),
    Faulty("公式从未计算", "", "sums", saved=dict.fromkeys(_TOTALS)),
    Faulty("隐藏了部分行", "W07", hidden=("requests.refused_internal_affairs", "requests.unavailable_not_held")),
    Faulty("链接到其他工作簿", "W06", cells={"requests.carried_in.natural_person": Formula("=[1]Sheet1!$D$29", 2)}, link="2022年年报.xlsx"),
    Faulty("用了旧版表格", "F01", edition="2019"),
    Faulty(
        "旧版表格增减和采购可疑",
        "P06 P07 P09",
        edition="2019",
        year=2019,
        rows={"proactive.normative_documents": [2, 12, 9], "proactive.licensing": [10, -11, 12], "proactive.procurement": [3, 120]},
    ),
    Faulty("表格缺一行", "F02", reformed=lambda form: _without_row(form, "declined_publication")),
    Faulty("其他处理只有一行", "F04", reformed=_with_single_row),
    Faulty("标签被改写", "", words=_OTHER_WORDS),
    Faulty("缺一张表", "F05", without=("review",)),
    Faulty("同一张表有两份", "F06", again={"requests.received.natural_person": 11, "requests.received.total": 15}),
    Faulty("没有单位和年度", "F08", is_anonymous=True),
    Faulty("空白模板", "V07 C01", "template", is_empty=True),
)
