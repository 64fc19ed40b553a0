"""Numbers that belong to private persons: identity numbers that check out, mobile numbers that no office gives as its own."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator

from xlplugin.patterns import late

_IDENTITY = late(r"(?<![0-9A-Za-z])[1-9]\d{16}[\dXx](?![0-9A-Za-z])")
_MOBILE = late(r"(?<![0-9A-Za-z.\-])(?:\+?86[- ]?)?(1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?![0-9A-Za-z])")
_OF_OFFICE = late(
    r"(?:联系|咨询|办公|服务|监督|举报|投诉|受理|值班|业务|公开|客服|来电|公布)(?:电话|方式|号码|热线|手机)*(?:号码|号|为|是)?[^。;!?\n]{0,12}$"
    r"|(?:热线|传真|微信公众号)[^。;!?\n]{0,12}$|(?:^|[,;。\n(:])\s*电话[:： ]*$"
)
_OF_PERSON = late(r"申请人|当事人|原告|村民|居民|群众|个人|本人|身份证|其手机|反映人|信访人|举报人|投诉人")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_BEFORE = 40


def identity_numbers(words: str) -> Iterator[str]:
    """The 18-digit identity numbers in a text: a date of birth that there was, and the check digit of GB 11643-1999."""
    for match in _IDENTITY.finditer(unicodedata.normalize("NFKC", words)):
        number = match[0].upper()
        total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
        if _CHECK_DIGITS[total % 11] == number[-1] and _is_birthday(number[6:14]):
            yield number


def private_mobiles(words: str) -> Iterator[str]:
    """The mobile numbers in a text that are not given as the office's own telephone."""
    flat = unicodedata.normalize("NFKC", words)
    for match in _MOBILE.finditer(flat):
        before = re.split(r"[。!?;]", flat[max(0, match.start() - _BEFORE) : match.start()])[-1]
        if _OF_PERSON.search(before) or not _OF_OFFICE.search(before):
            yield re.sub(r"\D", "", match[1])


def masked(number: str) -> str:
    """A number with its middle hidden: 138****8000."""
    return f"{number[:3]}****{number[-4:]}" if len(number) == 11 else f"{number[:4]}**********{number[-4:]}"


def _is_birthday(digits: str) -> bool:
    try:
        return dt.date(1900, 1, 1) <= dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:])) <= dt.date.today()
    except ValueError:
        return False
