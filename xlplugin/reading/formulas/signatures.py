"""Which spreadsheet functions are recalculated, with how many arguments, and which of these may be ranges.

The list is closed: what is not on it is *not checked*, with its name. So no formula can open a file, call the network,
change from one moment to the next, or build a text of a gigabyte.
"""

from __future__ import annotations

from dataclasses import dataclass

MANY = 255


@dataclass(frozen=True, slots=True)
class Signature:
    """How a function is called.

    `kinds` has a letter for each argument, the last one standing for all that follow: `v` a single value, `r` a range
    or a value, `a` an array, that is, operators work on ranges inside it cell by cell.
    """

    least: int
    most: int
    kinds: str

    def kind(self, index: int) -> str:
        """The letter of an argument, counted from 0."""
        return self.kinds[min(index, len(self.kinds) - 1)]


def _all(names: str, least: int, most: int, kinds: str) -> dict[str, Signature]:
    return dict.fromkeys(names.split(), Signature(least, most, kinds))


SIGNATURES: dict[str, Signature] = {
    **_all("SUM AVERAGE MAX MIN COUNT COUNTA PRODUCT AND OR", 1, MANY, "r"),
    **_all("COUNTBLANK", 1, 1, "r"),
    **_all("COUNTIF", 2, 2, "rv"),
    **_all("SUMIF AVERAGEIF", 2, 3, "rvr"),
    **_all("COUNTIFS", 2, 254, "rv" * 127),
    **_all("SUMIFS AVERAGEIFS MAXIFS MINIFS", 3, MANY, "r" + "rv" * 127),
    **_all("SUMPRODUCT", 1, 30, "a"),
    **_all("SUBTOTAL", 2, MANY, "vr"),
    **_all("AGGREGATE", 3, MANY, "vvr"),
    **_all("ABS INT SIGN SQRT EVEN ODD N T VALUE LEN TRIM UPPER LOWER NOT", 1, 1, "v"),
    **_all("ISNUMBER ISTEXT ISBLANK ISERROR ISERR ISNA", 1, 1, "v"),
    **_all("ROUND ROUNDUP ROUNDDOWN MROUND CEILING FLOOR MOD QUOTIENT POWER TEXT EXACT IFERROR IFNA", 2, 2, "v"),
    **_all("TRUNC LEFT RIGHT", 1, 2, "v"),
    **_all("IF", 2, 3, "v"),
    **_all("IFS", 2, 254, "v"),
    **_all("MID", 3, 3, "v"),
    **_all("FIND", 2, 3, "v"),
    **_all("SUBSTITUTE", 3, 4, "v"),
    **_all("CONCATENATE", 1, MANY, "v"),
}

CELL_BY_CELL = frozenset({"ABS", "INT", "SIGN", "ROUND", "ROUNDUP", "ROUNDDOWN", "TRUNC", "MOD", "N", "LEN", "ISNUMBER", "ISTEXT", "ISBLANK", "ISERROR"})
"""Functions of single values that work through a range inside an array argument, in every spreadsheet program; N through computed values only."""

CHANGING = frozenset({"NOW", "TODAY", "RAND", "RANDBETWEEN", "RANDARRAY"})
"""Functions whose value is another one each time."""
