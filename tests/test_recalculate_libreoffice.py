"""Recalculated values against a real LibreOffice that is made to compute everything anew, over 200 random fillings.

The saved values in the workbooks are wrong on purpose: whoever trusted one would be found out.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from tests.office import computed_values, soffice
from xlplugin.filing.cells import Place
from xlplugin.reading.formulas.recalculate import NotCalculated, recalculate
from xlplugin.reading.workbook.grid import Book, RawCell, Sheet

pytestmark = pytest.mark.slow

FILLINGS = 200
FILLINGS_OF_BOOK = 50
STALE = -987654321

Cells = dict[tuple[int, int], object]
"""What a filling types, by row and column: numbers, texts, and formulas."""

CODES_THAT_DIFFER = {
    ("#NUM!", "#VALUE!"): "LibreOffice saves its Err:502 (invalid argument), as of SQRT(-1), as #VALUE!; Excel gives #NUM!",
    ("#DIV/0!", "#NUM!"): "0^-1 is #DIV/0! in Excel and Err:503 in LibreOffice, saved as #NUM!",
}
"""Error codes where the two programs differ: (ours, which is Excel's; LibreOffice's), and why."""

WITHOUT_ERRORS: dict[str, Callable[[object], object]] = {
    "#DIV/0!": lambda content: None if content == "=1/0" else content,
    "#VALUE!": lambda content: None if isinstance(content, str) and not content.startswith("=") else content,
}
"""How to rid a filling of what makes an error: where two different errors meet in one formula, Excel and we give the first
from the left, LibreOffice often the last. With the cause of ours blanked, LibreOffice's must come out, or be undecided."""

LEFT_UNDECIDED = {
    "the formula uses a text as a number, and programs read that text differently": (
        'COUNTIF(range, 6) counts the text "6" in Excel and not in LibreOffice; IF("6", …) is #VALUE! in Excel and true in LibreOffice'
    ),
    "programs differ on what the formula gives": '0^0 is #NUM! in Excel and 1 in LibreOffice; COUNTIF "*" counts numbers in LibreOffice only',
    "the formula asks which text comes first, and programs sort differently": "Chinese texts sort by the program's language",
    "the formula's result hangs on a floating-point error": "ROUND and INT of a number within noise of the next step",
}
"""Reasons to leave a formula uncalculated that these workbooks may meet, and what lies behind them. No other may occur."""


def _content(chance: random.Random) -> object:
    """What an office may have typed into a cell."""
    kinds: list[tuple[int, Callable[[], object]]] = [
        (30, lambda: chance.randint(0, 40)),
        (10, lambda: chance.randint(-20, 100_000)),
        (12, lambda: round(chance.uniform(-50, 5000), chance.choice([1, 2, 4]))),
        (20, lambda: None),
        (10, lambda: str(chance.randint(0, 30))),
        (3, lambda: f"{chance.randint(0, 9)}.{chance.randint(1, 9)}"),
        (8, lambda: chance.choice(["无", "/", "—", "不涉及", "12件", "公开3", "abc"])),
        (2, lambda: "=1/0"),
        (1, lambda: '=""'),
        (1, lambda: '="6"'),
    ]
    return chance.choices([make for _, make in kinds], [weight for weight, _ in kinds])[0]()


def _formula(chance: random.Random, depth: int = 0) -> str:
    """A formula over B2:H9 of its own sheet or of the first one, nested up to three deep."""

    def sheet() -> str:
        return "'三、申请办理 0'!" if chance.random() < 0.15 else ""

    def cell() -> str:
        dollar = chance.choice(["", "", "$"])
        return f"{sheet()}{dollar}{chance.choice('BCDEFGH')}{dollar}{chance.randint(2, 9)}"

    def area() -> str:
        left, right = sorted(chance.sample("BCDEFGH", 2))
        top, bottom = sorted(chance.choices(range(2, 10), k=2))
        return f"{sheet()}{left}{top}:{right}{bottom}"

    def value() -> str:
        if depth < 3 and chance.random() < 0.35:
            return f"({_formula(chance, depth + 1)})"
        return cell() if chance.random() < 0.8 else chance.choice(["1", "2.5", "0", "100", "10%", '"6"'])

    def test() -> str:
        return (
            f"{value()}{chance.choice(['=', '<>', '>', '<', '>=', '<='])}{chance.choice(['0', '5', cell()])}"
            if chance.random() < 0.7
            else f"ISNUMBER({cell()})"
        )

    criterion = chance.choice(['">0"', '"<>0"', '"<=5"', '"无"', '"<>无"', '"<>"', '"*件"', '"公开?"', "0", "7", '">=2.5"', '""'])
    makers: list[tuple[int, Callable[[], str]]] = [
        (14, lambda: f"SUM({area()})"),
        (6, lambda: f"SUM({area()},{cell()},{value()})"),
        (8, lambda: f"{value()}+{value()}-{value()}"),
        (4, lambda: f"{value()}{chance.choice('*/+-')}{value()}"),
        (2, lambda: f"{value()}^{chance.choice(['0', '2', '-1'])}"),
        (2, lambda: f"-{cell()}"),
        (8, lambda: f"{chance.choice(['AVERAGE', 'MAX', 'MIN', 'COUNT', 'COUNTA', 'PRODUCT'])}({area()})"),
        (2, lambda: f"COUNTBLANK({area()})"),
        (5, lambda: f"COUNTIF({area()},{criterion})"),
        (4, lambda: f"SUMIF({area()},{criterion})"),
        (2, lambda: f"SUMIF(B2:B9,{criterion},{(column := chance.choice('CDE'))}2:{column}9)"),
        (2, lambda: f"AVERAGEIF({area()},{criterion})"),
        (2, lambda: f"SUMPRODUCT({(block := area())},{block})"),
        (2, lambda: f"SUMPRODUCT(({area()}>0)*1)"),
        (2, lambda: f"SUBTOTAL({chance.choice(['9', '109', '1', '2', '3'])},{area()})"),
        (6, lambda: f"IF({test()},{value()},{value()})"),
        (2, lambda: f"IF(AND({test()},{test()}),{value()},0)"),
        (2, lambda: f"IF(OR({test()},NOT({test()})),{value()},{value()})"),
        (4, lambda: f"IFERROR({value()}/{cell()},{cell()})"),
        (4, lambda: f"{chance.choice(['ROUND', 'ROUNDUP', 'ROUNDDOWN'])}({value()},{chance.choice(['0', '1', '2', '-1'])})"),
        (2, lambda: f"{chance.choice(['ABS', 'SIGN', 'N', 'INT', 'SQRT', 'VALUE'])}({cell()})"),
        (1, lambda: f"MOD({cell()},{chance.choice(['2', '7'])})"),
        (2, lambda: f'{cell()}&"件"'),
        (1, lambda: f"LEN({cell()})"),
        (1, lambda: f"LEFT({cell()},{chance.choice(['1', '2'])})"),
        (1, lambda: f'TEXT({chance.choice(["B", "C"])}2,"0.00")'),
        (1, lambda: f'IF({cell()}="","空",{cell()})'),
    ]
    return chance.choices([make for _, make in makers], [weight for weight, _ in makers])[0]()


def _filling(chance: random.Random) -> Cells:
    cells = {(row, column): _content(chance) for row in range(2, 10) for column in range(2, 9)}
    for row in range(2, 10):
        cells[row, 10] = f"=SUM(B{row}:H{row})"
        cells[row, 11] = f"=B{row}+C{row}-D{row}"
    for row in range(2, 26):
        cells[row, 12] = f"={_formula(chance)}"
    cells[26, 12] = "=SUM(J2:J9)-SUM(J:J)+L2"
    return {place: content for place, content in cells.items() if content is not None}


def _write(path: Path, sheets: dict[str, Cells]) -> None:
    with xlsxwriter.Workbook(str(path)) as workbook:
        for name, cells in sheets.items():
            sheet = workbook.add_worksheet(name)
            for (row, column), content in cells.items():
                if isinstance(content, str) and content.startswith("="):
                    sheet.write_formula(row - 1, column - 1, content, None, STALE)
                elif isinstance(content, str):
                    sheet.write_string(row - 1, column - 1, content)
                else:
                    sheet.write_number(row - 1, column - 1, content)


def _book(sheets: dict[str, Cells]) -> Book:
    def raw(content: object) -> RawCell:
        return RawCell(STALE, content) if isinstance(content, str) and content.startswith("=") else RawCell(content)

    return Book(tuple(Sheet(name, {place: raw(content) for place, content in cells.items()}) for name, cells in sheets.items()))


def _each(cells: Cells, change: Callable[[object], object]) -> Cells:
    return {place: change(content) for place, content in cells.items()}


def _agree(ours: object, theirs: object) -> bool:
    if isinstance(ours, (int, float)) and isinstance(theirs, (int, float)) and bool not in (type(ours), type(theirs)):
        return abs(ours - theirs) <= 1e-9 * max(1.0, abs(ours), abs(theirs))
    if isinstance(ours, str) and isinstance(theirs, str):
        return ours == theirs or (ours, theirs) in CODES_THAT_DIFFER
    return type(ours) is type(theirs) and ours == theirs


@pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed; CI has it and runs this test")
def test_every_formula_of_200_random_fillings_gives_what_libreoffice_computes(tmp_path: Path) -> None:
    chance = random.Random(20240131)
    books: list[dict[str, Cells]] = [
        {f"三、申请办理 {number}": _filling(chance) for number in range(FILLINGS_OF_BOOK)} for _ in range(FILLINGS // FILLINGS_OF_BOOK)
    ]
    paths = [tmp_path / f"book{number}.xlsx" for number in range(len(books))]
    for path, sheets in zip(paths, books, strict=True):
        _write(path, sheets)
    wrong: list[str] = []
    reasons: Counter[str] = Counter()
    compared = two_errors = 0
    for sheets, theirs in zip(books, computed_values(paths, tmp_path / "office"), strict=True):
        book = _book(sheets)
        places = [Place(sheet.name, *position) for sheet in book.sheets for position, cell in sheet.cells.items() if cell.formula]
        ours = recalculate(book, places)
        assert list(ours) == places
        failed = {f"{place.sheet}!{place.address}": value.reason.en for place, value in ours.items() if isinstance(value, NotCalculated)}
        mended = {code: _book({name: _each(cells, mend) for name, cells in sheets.items()}) for code, mend in WITHOUT_ERRORS.items()}
        for place, value in ours.items():
            if isinstance(value, NotCalculated):
                reasons[_root(value.reason.en, failed)] += 1
                continue
            compared += 1
            their = theirs.get((place.sheet, place.row, place.column), "")
            if value in mended and their in mended and value != their:
                two_errors += 1
                other = recalculate(mended[str(value)], [place])[place]
                value = their if other == their or isinstance(other, NotCalculated) else value
            if not _agree(value, their):
                wrong.append(f"{place.sheet}!{place.address} {book.cell(place).formula}: {value!r}, LibreOffice {their!r}")
    assert not wrong, f"{len(wrong)} of {compared} differ:\n" + "\n".join(wrong[:40])
    assert two_errors < 0.003 * compared
    assert set(reasons) <= set(LEFT_UNDECIDED), reasons
    assert compared > 0.97 * (compared + reasons.total()), reasons


def _root(reason: str, failed: dict[str, str]) -> str:
    """The reason at the cell on which an uncalculated formula hangs."""
    at = reason.removeprefix("the formula depends on ").removesuffix(", which could not be recalculated")
    return failed.get(at, reason)
