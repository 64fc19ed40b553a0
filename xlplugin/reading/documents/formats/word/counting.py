"""Numbers as Word's lists write them (ST_NumberFormat, ECMA-376 part 1, 17.18.59)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

_DIGITS = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MOST = 9999


def counted(number: int, digits: str = _DIGITS, units: str = "十百千") -> str:
    """A number in words: 十一, 二十, 一百零五."""
    if not 0 < number <= _MOST:
        return digits[0] if number == 0 else str(number)
    text, is_gap = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            text += (digits[0] if is_gap and text else "") + digits[digit] + (units[power - 1] if power else "")
            is_gap = False
        else:
            is_gap = True
    return text[1:] if digits is _DIGITS and 10 <= number < 20 else text


def _legal(number: int) -> str:
    return counted(number, _LEGAL, "拾佰仟")


def _spelt(number: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number <= 780 else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def _of(signs: str) -> Callable[[int], str]:
    """A row of signs, and digits after its end."""
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else str(number)


def _run(first: str, count: int) -> Callable[[int], str]:
    return _of("".join(chr(ord(first) + number) for number in range(count)))


FORMATS: Mapping[str, Callable[[int], str]] = {
    "none": lambda number: "",
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: "".join(chr(ord(digit) + 0xFEE0) for digit in str(number)),
    "decimalFullWidth2": lambda number: "".join(chr(ord(digit) + 0xFEE0) for digit in str(number)),
    "decimalEnclosedCircle": _run("①", 20),
    "decimalEnclosedCircleChinese": _run("①", 20),
    "decimalEnclosedParen": _run("⑴", 20),
    "decimalEnclosedFullstop": _run("⒈", 20),
    "ideographEnclosedCircle": _run("㊀", 10),
    "numberInDash": lambda number: f"- {number} -",
    "chineseCounting": counted,
    "chineseCountingThousand": counted,
    "taiwaneseCounting": counted,
    "taiwaneseCountingThousand": counted,
    "japaneseCounting": counted,
    "koreanDigital2": counted,
    "ideographDigital": _spelt,
    "japaneseDigitalTenThousand": _spelt,
    "taiwaneseDigital": _spelt,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "japaneseLegal": _legal,
    "ideographTraditional": _of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _of("子丑寅卯辰巳午未申酉戌亥"),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}
"""By name; one that is not here counts in digits."""
