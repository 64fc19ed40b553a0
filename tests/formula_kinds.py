"""Workbooks whose formulas the world writes in its own ways, by kind: what must be found in each, and the figures that must be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.office_form import SHEET, Book, Cell, array, formula, number

RECEIVED, CARRIED_IN, GRANTED, PARTLY, RESULTS, CARRIED = (
    f"requests.{row}.total" for row in ("received", "carried_in", "granted", "partly_granted", "results_total", "carried_over")
)
FEES, GRANTED_PERSON = "proactive.fees.amount", "requests.granted.natural_person"
AUTHOR = f"'{SHEET}'!"


@dataclass(frozen=True)
class Kind:
    """One workbook: its kind, what is found in it, and figures that must be read."""

    kind: str
    name: str
    book: Book
    told: tuple[str, ...] = ()
    values: Mapping[str, float | int | None] = field(default_factory=lambda: {RECEIVED: 7})
    is_lone: bool = False
    """Whether LibreOffice computes it otherwise, or cannot."""


def _name(name: str, text: str, sheet: int | None = None, more: str = "") -> str:
    return f'<definedName name="{name}"{"" if sheet is None else f" localSheetId={chr(34)}{sheet}{chr(34)}"}{more}>{text}</definedName>'


def _named(kind: str, names: str, told: tuple[str, ...] = (), use: str = "D23+企业新收+SUM(F23:I23)", saved: object = 7, **more: object) -> Kind:
    sheets = {"台账": {"A1": number(3), "A2": number(4)}}
    return Kind("names", kind, Book({RECEIVED: formula(use, saved)}, names=names, sheets=sheets), told, **more)  # type: ignore[arg-type]


SETTINGS = (
    Kind(
        "settings",
        "an amount shown with two places",
        Book({FEES: formula("E17/10000", 1.23, "0.00"), "E17": number("12345.67")}, settings='fullPrecision="0"'),
        values={FEES: 1.23},
    ),
    Kind(
        "settings",
        "an amount in per cent",
        Book({FEES: formula("E17/10000", 1.23, "0%"), "E17": number("12345.67")}, settings='fullPrecision="0"'),
        (f"C15 {FEES}",),
        values={FEES: 1.23},
    ),
    Kind(
        "settings",
        "parts shown without places",
        Book({FEES: formula("E17+F17", 4, "0"), "E17": formula("12.3/10+0.4", 2, "0"), "F17": formula("15/10", 2, "0")}, settings='fullPrecision="false"'),
        values={FEES: 4},
    ),
    Kind(
        "settings",
        "a negative number has a section of its own",
        Book({FEES: formula("-E17", 1.3, "0.00"), "E17": formula("-12.6/10", -1.3, '0.00;[Red]"负"0.0')}, settings='fullPrecision="0"'),
        values={FEES: 1.3},
    ),
    Kind(
        "settings",
        "a general format rounds nothing",
        Book({FEES: formula("E17/10000", "1.234567", "General"), "E17": number("12345.67")}, settings='fullPrecision="0"'),
        values={FEES: 1.234567},
    ),
    Kind(
        "settings",
        "the same without the setting is stale",
        Book({FEES: formula("E17/10000", 1.23, "0.00"), "E17": number("12345.67")}),
        (f"C15 {FEES}", f"W01 {FEES}"),
        {FEES: 1.234567},
    ),
    Kind(
        "settings",
        "iteration settles",
        Book({FEES: formula("E17", 3), "E17": formula("B17/2+1.5", 3)}, settings='iterate="1" iterateCount="100" iterateDelta="1E-4"'),
        values={FEES: 3},
        is_lone=True,
    ),
    Kind(
        "settings",
        "iteration settles elsewhere than was saved",
        Book({FEES: formula("E17", 5), "E17": formula("B17/2+1.5", 5)}, settings='iterate="1"'),
        (f"W01 {FEES}",),
        {FEES: 3},
        is_lone=True,
    ),
    Kind(
        "settings",
        "iteration between three cells",
        Book({FEES: formula("E17*2-E17", 3), "E17": formula("F17+1", 3), "F17": formula("B17/3+1", 2)}, settings='iterate="true"'),
        values={FEES: 3},
        is_lone=True,
    ),
    Kind("settings", "1904", Book({GRANTED_PERSON: number(3, "yyyy-mm-dd")}, properties='date1904="1"'), (f"C09 {GRANTED_PERSON}",), {GRANTED: 4}),
)

NAMES = (
    _named("of the sheet and of the workbook", _name("企业新收", "'台账'!$A$1") + _name("企业新收", f"{AUTHOR}$E$23", 0)),
    _named("of another sheet and of the workbook", _name("企业新收", f"{AUTHOR}$E$23") + _name("企业新收", "'台账'!$A$1", 1)),
    _named("hidden", _name("企业新收", "'台账'!$A$1") + _name("企业新收", f"{AUTHOR}$E$23", 0, ' hidden="1"')),
    _named("broken in the workbook", _name("企业新收", "#REF!") + _name("企业新收", f"{AUTHOR}$E$23", 0)),
    _named("broken in another sheet", _name("企业新收", f"{AUTHOR}$E$23") + _name("企业新收", "#REF!", 1)),
    _named(
        "broken on the sheet", _name("企业新收", f"{AUTHOR}$E$23") + _name("企业新收", "#REF!", 0), (f"C13 {RECEIVED}",), saved="#REF!", values={RECEIVED: None}
    ),
    _named("in other letters", _name("Qiye", f"{AUTHOR}$E$23"), use="D23+QIYE+SUM(F23:I23)"),
    _named("of a range", _name("企业新收", f"{AUTHOR}$E$23:$I$23"), use="D23+SUM(企业新收)"),
    _named("of two areas", _name("企业新收", f"{AUTHOR}$D$23:$E$23,{AUTHOR}$F$23:$I$23"), use="SUM(企业新收)"),
    _named("of a name", _name("企业新收", "那一格") + _name("那一格", f"{AUTHOR}$E$23")),
    _named("of a sum", _name("企业新收", f"SUM({AUTHOR}$E$23,0)")),
    _named("that moves with its cell", _name("企业新收", f"{AUTHOR}E1"), use="D23+SUM(E23:I23)+(企业新收-企业新收)"),
    _named("on another sheet by its name", _name("企业新收", f"{AUTHOR}$D$23", 0) + _name("企业新收", "'台账'!$A$1", 1), use="SUM(D23:I23)+台账!企业新收-3"),
    _named("repeated, the first counts", _name("企业新收", f"{AUTHOR}$E$23") + _name("企业新收", "'台账'!$A$1"), is_lone=True),
)

DATES = (
    Kind("dates", "3 as a date", Book({GRANTED_PERSON: number(3, "yyyy-mm-dd")}), (f"C09 {GRANTED_PERSON}",), {GRANTED: 4, RESULTS: 7}),
    Kind(
        "dates",
        "59 as a date",
        Book(
            {
                "requests.received.natural_person": number(61),
                RECEIVED: formula("SUM(D23:I23)", 63),
                GRANTED_PERSON: number(59, "m月d日"),
                GRANTED: formula("SUM(D25:I25)", 60),
                "requests.results_total.natural_person": formula("SUM(D25:D45)", 61),
                RESULTS: formula("SUM(D46:I46)", 63),
            }
        ),
        values={RECEIVED: 63, GRANTED: 60},
    ),
    Kind(
        "dates",
        "61 as a date",
        Book(
            {
                "requests.received.natural_person": number(63),
                RECEIVED: formula("SUM(D23:I23)", 65),
                GRANTED_PERSON: number(61, "m月d日"),
                GRANTED: formula("SUM(D25:I25)", 62),
                "requests.results_total.natural_person": formula("SUM(D25:D45)", 63),
                RESULTS: formula("SUM(D46:I46)", 65),
            }
        ),
        values={RECEIVED: 65, GRANTED: 62},
    ),
    Kind("dates", "0 as a time", Book({"requests.granted.other": number(0, "h:mm")}), ("C09 requests.granted.other",), {GRANTED: 4}),
    Kind("dates", "a total as a date", Book({GRANTED: formula("SUM(D25:I25)", 4, "yyyy-mm-dd")}), values={RESULTS: 7}),
    Kind(
        "dates",
        "a total as a date in 1904",
        Book({GRANTED: formula("SUM(D25:I25)", 4, "yyyy-mm-dd"), GRANTED_PERSON: number(3, "yyyy/m/d")}, properties='date1904="1"'),
        values={RESULTS: 7},
    ),
    Kind(
        "dates",
        "a date as text in 1904",
        Book({GRANTED_PERSON: Cell("<v>1904-01-04</v>", "yyyy-mm-dd", "d")}, properties='date1904="true"'),
        values={GRANTED: 4},
    ),
)
"""What is said of the date itself is not told here, but for the plain ones: only that no arithmetic is wrong."""

_SPILLED = {f"J{row}": Cell(f"<v>{saved}</v>") for row, saved in {24: 1, 25: 4, 26: 3}.items()}
_ROWS = "D23:D26+E23:E26+F23:F26+G23:G26+H23:H26+I23:I26"
ARRAYS = (
    Kind("arrays", "over several cells", Book({RECEIVED: array(_ROWS, "J23:J26", 7), **_SPILLED}), values={RECEIVED: 7, CARRIED_IN: 1, GRANTED: 4, PARTLY: 3}),
    Kind("arrays", "a spilled range", Book({RECEIVED: array(_ROWS, "J23:J26", 7, is_dynamic=True), **_SPILLED}), values={RECEIVED: 7, GRANTED: 4}),
    Kind(
        "arrays",
        "across columns",
        Book(
            {
                "requests.results_total.natural_person": array("+".join(f"D{row}:I{row}" for row in range(25, 46)), "D46:I46", 5),
                **{f"{letter}46": Cell(f"<v>{saved}</v>") for letter, saved in zip("EFGHI", (2, 0, 0, 0, 0), strict=True)},
            }
        ),
        values={RESULTS: 7},
    ),
    Kind("arrays", "in one cell", Book({RECEIVED: array("SUM(D23:I23*1)", "J23", 7)})),
    Kind("arrays", "in one cell, with IF", Book({RECEIVED: array("SUM(IF(D23:I23&gt;0,D23:I23))".replace("&gt;", ">"), "J23", 7, is_dynamic=True)})),
    Kind("arrays", "one result in every cell", Book({CARRIED_IN: array("SUM(D24:I24)+0", "J24:J24", 1)}), values={CARRIED_IN: 1}),
    Kind("arrays", "stale in the middle", Book({RECEIVED: array(_ROWS, "J23:J26", 7), **_SPILLED, "J25": Cell("<v>9</v>")}), (f"W01 {GRANTED}",), {GRANTED: 4}),
    Kind(
        "arrays",
        "one column left out",
        Book({RECEIVED: array("D23:D24+F23:F24", "J23:J24", 5), "J24": Cell("<v>1</v>")}),
        (f"R01 {RESULTS}", f"R03 {RECEIVED}", f"W04 {CARRIED_IN}", f"W04 {RECEIVED}"),
        {RECEIVED: 5, CARRIED_IN: 1},
    ),
)

_OTHERS = {"册一": {"A1": number(2)}, "册二": {"A1": number(4)}, "册三": {"A1": number(1)}}
WIDER = (
    Kind("wider", "SUMIFS", Book({RECEIVED: formula('SUMIFS(D23:I23,D23:I23,"<>")', 7)})),
    Kind("wider", "SUMIFS, stale", Book({CARRIED_IN: formula('SUMIFS(D24:I24,D24:I24,"<>")', 99)}), (f"W01 {CARRIED_IN}",), {CARRIED_IN: 1}),
    Kind("wider", "SUMPRODUCT, stale", Book({RECEIVED: formula("SUMPRODUCT((D23:I23>=0)*1,D23:I23)", 8)}), (f"W01 {RECEIVED}",)),
    Kind("wider", "IFERROR, stale", Book({RECEIVED: formula('IFERROR(SUM(D23:I23),"")', 8)}), (f"W01 {RECEIVED}",)),
    Kind("wider", "ROUND, stale", Book({RECEIVED: formula("ROUND(SUM(D23:I23),0)", 8)}), (f"W01 {RECEIVED}",)),
    Kind("wider", "INDIRECT, stale", Book({RECEIVED: formula('SUM(INDIRECT("D23:I23"))', 8)}), (f"W01 {RECEIVED}",)),
    Kind("wider", "INDIRECT with its own row", Book({RECEIVED: formula('SUM(INDIRECT("D"&ROW()&":I"&ROW()))', 7)})),
    Kind("wider", "a run of sheets, stale", Book({RECEIVED: formula("SUM(册一:册三!A1)", 8)}, sheets=_OTHERS), (f"W01 {RECEIVED}", f"W04 {RECEIVED}")),
    Kind("wider", "a union", Book({RECEIVED: formula("SUM((D23:E23,F23:I23))", 8)}), (f"W01 {RECEIVED}",)),
    Kind(
        "wider",
        "an intersection",
        Book({RECEIVED: formula("SUM(D23:I30 A23:I23)", 8)}),
        (f"W01 {RECEIVED}",),
    ),
    Kind("wider", "AGGREGATE", Book({RECEIVED: formula("_xlfn.AGGREGATE(9,6,D23:I23)", 8)}), (f"W01 {RECEIVED}",)),
    Kind("wider", "LET", Book({RECEIVED: formula("_xlfn.LET(_xlpm.a,D23:I23,SUM(_xlpm.a))", 8)}), (f"W01 {RECEIVED}",), is_lone=True),
    Kind(
        "wider",
        "SUBTOTAL over rows hidden by hand",
        Book({"requests.results_total.natural_person": formula("SUBTOTAL(9,D25:D45)", 5)}, hidden_rows=(26,)),
        ("W07",),
        {RESULTS: 7},
    ),
    Kind(
        "wider",
        "SUBTOTAL 109 over rows hidden by hand",
        Book({"requests.results_total.natural_person": formula("SUBTOTAL(109,D25:D45)", 5)}, hidden_rows=(30,)),
        ("W07",),
        {RESULTS: 7},
    ),
)

ALL = (*SETTINGS, *NAMES, *DATES, *ARRAYS, *WIDER)
