"""Text that came from a submission, without what no report can hold or what could steer whoever shows it."""

from __future__ import annotations

import unicodedata

from xlplugin.patterns import late

_STEERING = late("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\t")
"""Control characters, direction marks and other signs that are not seen."""
_STEERING_JSON = late("[\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
_UNWRITABLE = late("[\ud800-\udfff\ufffe\uffff]")
"""Halves of surrogate pairs (a file name that is no valid UTF-8 has them), and code points that XML forbids."""


def harmless(text: str) -> str:
    """The text with its line breaks; what is not seen becomes a space, what cannot be written the sign U+FFFD."""
    return _UNWRITABLE.sub("\ufffd", _STEERING.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")))


def escaped(json: str) -> str:
    """JSON that says the same, with what could steer a terminal as escapes: such characters stand in its strings only."""
    return _STEERING_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", json)


def one_line(text: str) -> str:
    """The text on one line."""
    return harmless(text).replace("\n", " ")


def clean(text: str) -> str:
    """Text from a file without what could steer a terminal: control characters and direction marks."""
    return "".join(" " if unicodedata.category(mark) in ("Cc", "Cf", "Zl", "Zp") else mark for mark in text)
