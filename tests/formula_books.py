"""Random workbooks of formulas: SUMIFS and its kin, INDIRECT, runs of sheets, unions, intersections, subtotals over hidden rows, names, arrays, LET.

Saved values are wrong on purpose. Every formula of LET has a twin without it, for programs that do not know LET.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import xlsxwriter

STALE = -987654321
SHEETS = ("甲", "Two", "第3张")
FIRST, LAST = 3, 12
"""The rows of figures; the one above is their heading."""
COLUMNS = "BCDEFG"
FORMULA_COLUMN = 9


@dataclass
class Made:
    """One workbook: where its formulas of LET stand, and the twin of each."""

    path: Path
    twins: dict[tuple[str, int, int], tuple[str, int, int]] = field(default_factory=dict)


def write_formula_book(path: Path, seed: int) -> Made:
    """Writes the workbook of that seed."""
    chance, made = random.Random(seed), Made(path)
    with xlsxwriter.Workbook(str(path)) as book:
        for name in SHEETS:
            sheet = book.add_worksheet(name)
            for row in range(FIRST, LAST + 1):
                for column, _ in enumerate(COLUMNS, 1):
                    content = _content(chance)
                    if content is not None:
                        sheet.write(row - 1, column, content)
            _hide(chance, sheet)
        _define(book)
        for name in SHEETS:
            _formulas(chance, book.get_worksheet_by_name(name), name, made)
    return made


def _content(chance: random.Random) -> object:
    kinds: list[tuple[int, object]] = [
        (40, chance.randint(0, 40)),
        (12, chance.randint(-20, 5000)),
        (12, round(chance.uniform(-50, 500), chance.choice([1, 2, 3]))),
        (20, None),
        (10, chance.choice(["无", "公开", "不予公开", "/"])),
    ]
    return chance.choices([content for _, content in kinds], [weight for weight, _ in kinds])[0]


def _hide(chance: random.Random, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    """Rows hidden by hand, or by a filter on column A, whose text says which."""
    way = chance.choice(["none", "hand", "filter"])
    hidden = set(chance.sample(range(FIRST, LAST + 1), 3)) if way != "none" else set()
    if way == "filter":
        sheet.write(FIRST - 2, 0, "类")
        for row in range(FIRST, LAST + 1):
            sheet.write(row - 1, 0, "藏" if row in hidden else "留")
        sheet.autofilter(FIRST - 2, 0, LAST - 1, len(COLUMNS))
        sheet.filter_column(0, "x == 留")
    for row in hidden:
        sheet.set_row(row - 1, None, None, {"hidden": True})


def _define(book: xlsxwriter.Workbook) -> None:
    book.define_name("区域", "=Two!$B$3:$D$6")
    book.define_name("甲!区域", "=甲!$C$4:$E$9")
    book.define_name("单格", "=第3张!$B$3")
    book.define_name("系数", "=0.5")
    book.define_name("几块", "=Two!$B$3:$B$5,Two!$D$4")
    book.define_name("合计", "=SUM(Two!$B$3:$G$3)+单格")
    book.define_name("坏名", "=#REF!")


def _formulas(chance: random.Random, sheet: xlsxwriter.worksheet.Worksheet, name: str, made: Made) -> None:
    row = FIRST - 1
    for _ in range(30):
        sheet.write_formula(row, FORMULA_COLUMN, f"={formula(chance)}", None, STALE)
        row += 1
    for _ in range(4):
        with_let, without = _let(chance)
        sheet.write_formula(row, FORMULA_COLUMN, f"={with_let}", None, STALE)
        sheet.write_formula(row, FORMULA_COLUMN + 1, f"={without}", None, STALE)
        made.twins[name, row + 1, FORMULA_COLUMN + 1] = (name, row + 1, FORMULA_COLUMN + 2)
        row += 1
    for number in range(3):
        _array(chance, sheet, FORMULA_COLUMN + 3 + 2 * number)


def _array(chance: random.Random, sheet: xlsxwriter.worksheet.Worksheet, column: int) -> None:
    """An array formula over several cells of one column, and one in a single cell below."""
    one, other = chance.sample(COLUMNS, 2)
    top, bottom = FIRST, chance.randint(FIRST + 1, LAST)
    first, second = f"{one}{top}:{one}{bottom}", f"{other}{top}:{other}{bottom}"
    whole = chance.choice([f"N({one}{top})+{second}*2", f"{first}+{second}", f"IF({first}>{second},{first},0)", f"ROUND({first}/3,1)", f"-{first}"])
    sheet.write_array_formula(top - 1, column, bottom - 1, column, f"{{={whole}}}", None, STALE)
    single = chance.choice([f"SUM(IF({first}>5,{first}))", f"SUM(({first}>0)*({second}>0))", f"MAX(IF(ISNUMBER({first}),{first}))", f"SUM(ROUND({first},0))"])
    sheet.write_array_formula(LAST + 1, column, LAST + 1, column, f"{{={single}}}", None, STALE)


def _let(chance: random.Random) -> tuple[str, str]:
    one, other = formula(chance, 2), formula(chance, 2)
    return chance.choice(
        [
            (f"_xlfn.LET(_xlpm.x,{one},_xlpm.x+_xlpm.x)", f"({one})+({one})"),
            (f"_xlfn.LET(_xlpm.a,{one},_xlpm.b,_xlpm.a*2,IF(_xlpm.b>0,_xlpm.b,{other}))", f"IF(({one})*2>0,({one})*2,{other})"),
            (f"_xlfn.LET(_xlpm.a,B3:C6,_xlpm.b,{one},SUM(_xlpm.a)+_xlpm.b)", f"SUM(B3:C6)+({one})"),
            (f"_xlfn.LET(_xlpm.x,1,_xlfn.LET(_xlpm.x,{one},_xlpm.x)+_xlpm.x)", f"({one})+1"),
        ]
    )


def formula(chance: random.Random, depth: int = 0) -> str:
    """One formula with the functions that these workbooks are about."""

    def column() -> str:
        return chance.choice(COLUMNS)

    def lines() -> tuple[int, int]:
        first, last = sorted(chance.choices(range(FIRST, LAST + 1), k=2))
        return first, last

    def area() -> str:
        (left, right), (top, bottom) = sorted(chance.choices(COLUMNS, k=2)), lines()
        return f"{left}{top}:{right}{bottom}"

    def cell() -> str:
        return f"{column()}{chance.randint(FIRST, LAST)}"

    def value() -> str:
        return f"({formula(chance, depth + 1)})" if depth < 2 and chance.random() < 0.3 else cell()

    def places() -> str:
        return chance.choice(["0", "1", "2", "-1"])

    def pairs(count: int, first: int, last: int) -> str:
        return ",".join(f"{(letter := column())}{first}:{letter}{last},{criterion()}" for _ in range(count))

    def criterion() -> str:
        return chance.choice(['">0"', '"<>0"', '"<=20"', '"<>"', '"无"', '"<>无"', '"*公开"', '"不*"', "7", '">=2.5"', '"<>公开"'])

    def ifs(name: str) -> str:
        first, last = lines()
        letter = column()
        return f"{name}({letter}{first}:{letter}{last},{pairs(chance.randint(1, 3), first, last)})"

    def countifs() -> str:
        return f"COUNTIFS({pairs(chance.randint(1, 3), *lines())})"

    def sumproduct() -> str:
        first, last = lines()
        one, other = f"{(letter := column())}{first}:{letter}{last}", f"{(letter := column())}{first}:{letter}{last}"
        return chance.choice(
            [
                f"SUMPRODUCT({one},{other})",
                f"SUMPRODUCT(({one}>5)*({other}<>0))",
                f"SUMPRODUCT(--ISNUMBER({one}),{other})",
                f"SUMPRODUCT((MOD(ROW({one}),2)=1)*ISNUMBER({other}))",
            ]
        )

    def indirect() -> str:
        prefix = chance.choice(["", "", "Two!", "第3张!"])
        return chance.choice(
            [
                f'SUM(INDIRECT("{prefix}{area()}"))',
                f'INDIRECT("{prefix}{cell()}")',
                f'SUM(INDIRECT("{prefix}{column()}"&{FIRST}&":G"&{LAST}))',
                'INDIRECT("没有!A1")',
                f'COUNT(INDIRECT("{prefix}R{FIRST}C2",FALSE))',
            ]
        )

    def run() -> str:
        sheets = chance.choice(["甲:Two", "甲:第3张", "Two:第3张", "第3张:甲"])
        return f"{chance.choice(['SUM', 'SUM', 'COUNT', 'COUNTA', 'MAX', 'MIN', 'AVERAGE'])}({sheets}!{chance.choice([area(), cell()])})"

    def united() -> str:
        return f"{chance.choice(['SUM', 'COUNT', 'MAX', 'COUNTA'])}(({area()},{cell()},{area()}){chance.choice(['', ',' + cell()])})"

    def common() -> str:
        return chance.choice(
            [
                f"SUM({area()} {area()})",
                f"SUM(B{FIRST}:D{LAST} {(letter := column())}{FIRST}:{letter}{LAST})",
                f"SUM({(letter := column())}{FIRST}:{letter}{LAST} B{(row := chance.randint(FIRST, LAST))}:G{row})",
            ]
        )

    def subtotal() -> str:
        kind = chance.choice([9, 109, 9, 109, 2, 102, 3, 103, 4, 105, 1])
        return f"SUBTOTAL({kind},{area()}{chance.choice(['', ',' + area()])})"

    def aggregate() -> str:
        return f"_xlfn.AGGREGATE({chance.choice([9, 9, 2, 3, 4, 5, 1])},{chance.choice([1, 3, 5, 7, 4, 6])},{area()})"

    def rounding() -> str:
        return chance.choice(
            [
                f"ROUND({value()}/7,{places()})",
                f"ROUNDUP({value()},{places()})",
                f"ROUNDDOWN({value()}*1.1,{places()})",
                f"TRUNC({value()},{places()})",
                f"INT({value()})",
                f"CEILING({value()},{chance.choice(['5', '0.5', '1'])})",
                f"FLOOR({value()},{chance.choice(['5', '0.5'])})",
                f"MROUND({value()},{chance.choice(['5', '2'])})",
                f"EVEN({value()})",
                f"ODD({value()})",
                f"QUOTIENT({value()},{chance.choice(['7', '2'])})",
            ]
        )

    def names() -> str:
        return chance.choice(["SUM(区域)", "SUM(区域)*系数", "单格", "SUM(几块)", "合计+1", "坏名+1", "SUM(甲!区域)", "IFERROR(坏名,0)", 'COUNTIF(区域,">0")'])

    makers: list[tuple[int, Callable[[], str]]] = [
        (8, lambda: ifs("SUMIFS")),
        (5, countifs),
        (2, lambda: ifs(chance.choice(["AVERAGEIFS", "_xlfn.MAXIFS", "_xlfn.MINIFS"]))),
        (5, sumproduct),
        (4, lambda: f"IFERROR({value()}/{value()},{cell()})"),
        (6, rounding),
        (5, indirect),
        (5, run),
        (4, united),
        (4, common),
        (6, subtotal),
        (5, aggregate),
        (5, names),
        (2, lambda: f"SUM({{1,2;3,4}})*{cell()}"),
    ]
    return chance.choices([make for _, make in makers], [weight for weight, _ in makers])[0]()
