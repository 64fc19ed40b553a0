"""Text files that people write, in whatever encoding their editor saves: a form, rules, a roster, releases, adjustments."""

from __future__ import annotations

import codecs
import errno
import os
import unicodedata
from pathlib import Path
from typing import Any

from xlplugin.errors import UndecodableError

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_UNWRITTEN = frozenset({"Co", "Cn", "Cs"})
"""Characters that nobody types: bytes that give one were not written in this encoding."""
_TYPED_CONTROLS = "\t\n\r"
LARGEST_LIST, LARGEST_DEFINITION = 64 << 20, 1 << 20
"""Bytes of a list (a roster, releases) and of what defines something (a form, rules, settings)."""
MOST_DOTS = 500
"""On a line of TOML, whose reader takes the square of the parts of a dotted key: in time and in memory."""


def small_bytes(path: Path, most: int) -> bytes:
    """The content of a file that a person wrote: of one that never ends, /dev/zero say, no more than is too much. Raises `OSError`."""
    with path.open("rb") as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return content


def toml(text: str) -> dict[str, Any]:
    """What TOML says. Raises `tomllib.TOMLDecodeError` for whatever is wrong with it: nested by the thousand, or numbers of thousands of digits, too."""
    import tomllib

    if any(line.count(".") > MOST_DOTS for line in text.splitlines()):
        raise tomllib.TOMLDecodeError(f"more than {MOST_DOTS} dots on a line")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except RecursionError as error:
        raise tomllib.TOMLDecodeError("nested too deeply") from error
    except ValueError as error:
        raise tomllib.TOMLDecodeError(str(error)) from error


def by_mark(content: bytes) -> str | None:
    """The text of bytes that begin with a byte order mark; None for others. Raises `UndecodableError`."""
    encoding = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), None)
    if encoding is None:
        return None
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UndecodableError() from error


def written_text(content: bytes) -> str:
    """The text of a file that a person wrote, its lines ended by `\\n`: by its byte order mark, else UTF-8, else GB18030. Raises `UndecodableError`."""
    text = by_mark(content)
    if text is None:
        text = _tried(content)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _tried(content: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or all(unicodedata.category(mark) not in _UNWRITTEN and (unicodedata.category(mark) != "Cc" or mark in _TYPED_CONTROLS) for mark in text):
            return text
    raise UndecodableError()
