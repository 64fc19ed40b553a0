"""Units of money as offices write them: 万元, (人民币千元), 单位：元, RMB. The one place that knows what they are called and how large they are.

A header is known to be that of an amount, so a unit may stand anywhere in it. Any other text states a unit only where it says so:
单位：元, 以元为单位, （元）.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from math import prod

from xlplugin.form.labels import BRACKETS, INVISIBLE, QUOTES
from xlplugin.form.model import Line
from xlplugin.form.spelling import folded
from xlplugin.patterns import late

LONGEST = 120
"""What is longer is no header, and no note that states a unit."""
_SCALES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "k": 1000, "万": 10_000, "w": 10_000, "亿": 10**8}
_PARTS = {"角": Decimal("0.1"), "分": Decimal("0.01")}
_SPACE = re.compile(rf"[\s{INVISIBLE}]+")
_MARKS = {**QUOTES, **BRACKETS, **str.maketrans("{}<>《》〈〉〖〗", "()()()()()")}
OWN = r"(?:人民币|RMB|CNY|CN¥|¥)"
_FOREIGN = r"(?:美元|美金|[港澳日韩欧台加]元|[港台]币|日圆|英镑|USD|HKD|EUR|JPY|GBP|(?:US|HK)?\$|€|£)"
_SCALE = r"[十百千万亿拾佰仟]{1,4}"
_BEFORE_YUAN, _YUAN = rf"(?:{OWN}:?)?", rf"(?:{_SCALE}|[KW])?(?<![公单多])[元圆]整?(?![旦月素首年满])(?:\({OWN}\)|{OWN})?"
BARE = rf"(?:(?:{_SCALE})?{_FOREIGN}|{_BEFORE_YUAN}{_YUAN})"
"""A unit as it stands behind a figure."""
MONEY = rf"(?:(?:{_SCALE})?{_FOREIGN}|{_BEFORE_YUAN}(?:(?<![0-9.,])1[0,]{{0,11}}|[一壹])?{_YUAN})"
"""A unit as it stands by itself: 10000元 is one."""
_COUNT = "(?:件|条|项|个|宗|份|次|起|例|人次|人|部|家|户|页|篇|所|处|台|套|%)"
_ITEM = rf"(?:{MONEY}|(?:{OWN}:?)?(?:{_SCALE}|[角分])(?:{OWN})?|{OWN}|{_COUNT})"
_HAN = r"(?-i:[\u4e00-\u9fff])"
"""Said apart from what ignores case: for each of the 20,000 signs of a range it is looked up whether it has another case."""
_LIST = rf"(?>{_ITEM})(?:[、,/;和及或与·]?(?>{_ITEM})){{0,5}}+"
_ANY, _EVERY, _COUNTED, _SIGN = (late(pattern, re.IGNORECASE) for pattern in (MONEY, _ITEM, _COUNT, OWN))
_FOREIGN_ONE = late(_FOREIGN, re.IGNORECASE)
_CALLED = late(rf"(?<!原)单位[:为是以按均都统一应(]{{0,5}}(?P<units>{_LIST})(?=$|[)、,.。;；:(]|为单位|计|币种|保留|下同|[第共]\d|20\d\d|填|制|编|日期)", re.IGNORECASE)
_COUNTED_IN = late(rf"[以按用](?P<units>{MONEY})(?=为{_HAN}{{0,4}}单位|计(?!{_HAN})|计[算量价列]|填[列报写]|列示|统计|表示)", re.IGNORECASE)
_AMOUNT_IN = late(rf"金额[:为是以按均都统一应]{{1,4}}(?P<units>{BARE})(?=$|[)、,.。;；:(])", re.IGNORECASE)
_STATED = ((_CALLED, ("单位",)), (_COUNTED_IN, ("以", "按", "用")), (_AMOUNT_IN, ("金额",)))
"""How a text states a unit, each way with the words of which it has one: few texts have any, and the patterns are big."""
_MAY_STATE = re.compile("单位|[元圆金币镑$€£]|usd|hkd|eur|jpy|gbp", re.IGNORECASE)
"""One of these is in every text that states a unit of money."""
_ALONE = late(rf"(?P<units>{_LIST})(?:,?(?:{_HAN}|[0-9]){{0,6}}小数)?[.。]?", re.IGNORECASE)
_GROUP = re.compile(r"\(([^()]{0,40})(?:\)|$)")
_BEHIND = late(rf"[,:;/·-]?(?:{MONEY}|{OWN})$", re.IGNORECASE)
_DIGITS = late(r"[-−+]?[0-9][0-9.,]*")
_DIGIT_BEFORE = re.compile(r"[0-9]\Z")
_EDGES = "()[]:,/·-、;.。"


@lru_cache(maxsize=4096)
def size_of(unit: str) -> Decimal | None:
    """A unit in yuan: 10000 for 万元 and for 人民币10000元; None for another currency, and for what is no unit."""
    plain = _plain(unit)
    bare = _SIGN.sub("", plain).lower()
    if _FOREIGN_ONE.search(bare) or not _money_in(plain):
        return None
    digits = "".join(mark for mark in bare if mark in "0123456789")
    return Decimal(digits or 1) * prod(_SCALES.get(mark, 1) for mark in bare) * next((part for mark, part in _PARTS.items() if mark in bare), Decimal(1))


def is_same(one: str, other: str) -> bool:
    """Whether two units are the same one, in whatever way they are spelt."""
    return size_of(one) is not None and size_of(one) == size_of(other)


def is_sign(unit: str) -> bool:
    """Whether a unit names the currency only: ¥, RMB."""
    return _SIGN.fullmatch(_plain(unit)) is not None


def words_of(shown: str) -> str:
    """What stands around a figure: 元 of 1250.00元."""
    return _DIGITS.sub(" ", shown).strip()


def unit_of(column: Line) -> str | None:
    """The unit that the form asks for in a column of amounts; None where it asks for none."""
    return column.unit or next(iter(units_of_header(column.label.official)), None) if column.kind == "amount" else None


@lru_cache(maxsize=4096)
def units_of_header(text: str) -> tuple[str, ...]:
    """The units of money in the header of an amount, as it spells them."""
    plain = _plain(text)
    found = [match[0] for match in _ANY.finditer(plain)]
    if not found:
        stated = [match["units"] for piece in (plain, *_GROUP.findall(plain)) if (match := _CALLED.search(piece) or (_ALONE.fullmatch(piece) if piece != plain else None))]
        stated += [match[0] for match in [_BEHIND.search(plain)] if match]
        found = [unit for units in stated for unit in _money_in(units)]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=4096)
def units_stated(text: str) -> tuple[str, ...]:
    """The units of money that a text states which need not be a header: 单位：件、万元, 以元为单位, 第二十条第（八）项（元）. Sentences with an amount state none."""
    plain = _plain(text) if len(text) <= 2 * LONGEST else ""
    return units_in(plain) if len(plain) <= LONGEST and _MAY_STATE.search(plain) else ()


def units_in(plain: str) -> tuple[str, ...]:
    """The same of a plain text that may state units."""
    stated = [match["units"] for pattern, words in _STATED if any(word in plain for word in words) for match in pattern.finditer(plain)]
    if match := _ALONE.fullmatch(plain):
        stated.append(match["units"] if _ANY.search(plain) else "")
    for group in _GROUP.finditer(plain):
        if not _DIGIT_BEFORE.search(plain[: group.start()]) and (match := _ALONE.fullmatch(group[1])) and _ANY.search(group[1]):
            stated.append(match["units"])
    return tuple(dict.fromkeys(unit for units in stated for unit in _money_in(units)))


def is_unit(text: str) -> bool:
    """Whether a text is one or more units, of money or of whatever is counted, and nothing else: 人民币元, 件、万元."""
    plain = _plain(text).strip(":,/·-、;.。")
    return len(plain) <= LONGEST and any(_ALONE.fullmatch(one) for one in (plain, plain.strip("()")))


@lru_cache(maxsize=4096)
def without_unit(text: str) -> str:
    """A label without the words that state a unit: 本年收费金额 of 本年收费金额（单位：千元）; the text itself where it states none."""
    if len(text) > LONGEST:
        return text
    plain = rest = _plain(text)
    while (shorter := _GROUP.sub(lambda group: "" if _states(group[1]) else group[0], rest).replace("()", "")) != rest:
        rest = shorter
    if match := _CALLED.search(rest):
        rest = rest[: match.start()]
    rest = _BEHIND.sub("", rest)
    return text if rest == plain else rest.strip(_EDGES)


def _states(inside: str) -> bool:
    """Whether what stands in brackets is there for the unit's sake."""
    return _ANY.search(inside) is not None or _CALLED.search(inside) is not None or (_ALONE.fullmatch(inside) is not None and bool(_money_in(inside)))


def _money_in(units: str) -> list[str]:
    """The units of money in a list of units."""
    return [match[0] for match in _EVERY.finditer(units) if not _COUNTED.fullmatch(match[0])]


def _plain(text: str) -> str:
    """A text without blanks and quotation marks, its brackets, digits and letters of one width."""
    return _SPACE.sub("", folded(text[: 2 * LONGEST])).translate(_MARKS).strip("*")
