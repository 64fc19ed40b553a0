"""One case: a base with a few changes to its structure; which, the numbers alone decide."""

from __future__ import annotations

import io
import random
import re
import warnings
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.fuzz.bases import Base

Parts = list[tuple[str, bytes]]
MOST = 3 * 2**20
"""No part grows beyond: bombs are `tests/hostile`'s."""
_ODD = (
    *(b"", b"0", b"-1", b"1", b"65536", b"4294967296", b"99999999999999999999", b"1e309", b"nan", b"-0", b"1.5", b" ", b"true", b"A1", b"XFD1048576", b"A0", b"ZZZZ1"),
    *(b"A1:XFD1048576", b"A1:", b":", b"#REF!", "三".encode(), b"../x", b"/", b"rId1", b"&amp;", b"a" * 40_000, b"'", b"[1]x!A1", b"s", b"str", b"shared"),
)
_ATTRIBUTE = re.compile(rb'(?<=[\w:])="([^"<>]*)"')
_TEXT = re.compile(rb">([^<>]+)<")
_TAG = re.compile(rb"<[^<>]+>")
_OPENING = re.compile(rb"<([A-Za-z][\w:]*)[^<>]*>")
_FORMULAS = (b"A1", b"SUM(A1:A9)", b"SUM(", b"1/0", b"A1:A1", b"INDIRECT(A1)", b"'x'!A1", b"{1,2;3}", b"SUM(A:A)", b"-(-(1))", b"IF(,,)", b"#REF!+1", b"A1 A2", b'"', b"1E999")
_WORDS = ("收到申请3件", "其中，", "“", "（", "|", "\t", "总计", "三、", "《", "》", "1-2", "２０２３年", "-", "**", "<td>", "\0", "\u202e", "件", "一、", "0", "\ufffd", "\r")


@dataclass(frozen=True)
class Case:
    """A content to be read, the ending it is sent under, and what was done to it."""

    suffix: str
    content: bytes
    told: str


def made(number: int, seed: int, bases: Sequence[Base]) -> Case:
    """Case `number` of a seed."""
    rng = random.Random(f"{seed} {number}")
    base = rng.choice(bases)
    done: list[str] = []
    if base.parts and rng.random() < 0.95:
        parts = list(base.parts)
        for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 6))):
            change = rng.choice(_PACKAGE)
            done.append(change.__name__)
            parts = change(rng, parts, bases)
        content = _packed(rng, parts)
    else:
        content = base.content
        for _ in range(rng.choice((1, 2, 3, 8))):
            change_text = rng.choice(_CONTENT if base.parts or base.suffix in (".xls", ".pdf") else _DOCUMENT)
            done.append(change_text.__name__)
            content = change_text(rng, content, bases)[:MOST]
    if rng.random() < 0.03:
        done.append("zip_torn")
        content = _flipped(rng, content, bases) if rng.random() < 0.5 else content[: rng.randrange(len(content) + 1)]
    suffix = rng.choice((".xlsx", ".xls", ".ods", ".docx", ".html", ".txt", ".md", ".pdf", ".et", ".xlsm")) if rng.random() < 0.04 else base.suffix
    return Case(suffix, content, f"{base.name}: {', '.join(done)}")


def _packed(rng: random.Random, parts: Parts) -> bytes:
    target = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(target, "w", rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)), compresslevel=1) as archive:
        warnings.simplefilter("ignore")  # of names that stand there twice
        for name, content in parts:
            archive.writestr(name, content[:MOST])
    return target.getvalue()


def _picked(rng: random.Random, parts: Parts) -> int:
    """A part, more likely one that says something."""
    telling = [at for at, (name, _) in enumerate(parts) if re.search(r"sheet\d|workbook|sharedStrings|styles|document|content|rels|comments|drawing", name)]
    return rng.choice(telling) if telling and rng.random() < 0.8 else rng.randrange(len(parts))


def _on_part(change: Callable[[random.Random, bytes, Sequence[Base]], bytes]) -> Callable[[random.Random, Parts, Sequence[Base]], Parts]:
    def on_part(rng: random.Random, parts: Parts, bases: Sequence[Base]) -> Parts:
        if not parts:
            return parts
        at = _picked(rng, parts)
        return [*parts[:at], (parts[at][0], change(rng, parts[at][1], bases)[:MOST]), *parts[at + 1 :]]

    on_part.__name__ = change.__name__.strip("_")
    return on_part


def _swapped(rng: random.Random, parts: Parts, _: Sequence[Base]) -> Parts:
    found = list(parts)
    if found:
        one, other = _picked(rng, parts), _picked(rng, parts)
        found[one], found[other] = (found[one][0], parts[other][1]), (found[other][0], parts[one][1])
    return found


def _twice(rng: random.Random, parts: Parts, _: Sequence[Base]) -> Parts:
    if not parts:
        return parts
    name, content = parts[_picked(rng, parts)]
    named = rng.choice((name, name.upper(), f"/{name}", name.replace("/", "\\"), rng.choice(parts)[0], f"{name}.xml"))
    return [*parts, (named, content)] if rng.random() < 0.5 else [(named, content), *parts]


def _dropped(rng: random.Random, parts: Parts, _: Sequence[Base]) -> Parts:
    at = _picked(rng, parts) if parts else 0
    return [*parts[:at], *parts[at + 1 :]]


def _foreign(rng: random.Random, parts: Parts, bases: Sequence[Base]) -> Parts:
    """A part of another package, in the place of the one of the same name or of any."""
    other = rng.choice([base for base in bases if base.parts]).parts
    name, content = other[_picked(rng, list(other))]
    if rng.random() < 0.3 and parts:
        name = parts[_picked(rng, parts)][0]
    return [(mine, content if mine == name else had) for mine, had in parts] if any(mine == name for mine, _ in parts) else [*parts, (name, content)]


def _at(rng: random.Random, pattern: re.Pattern[bytes], content: bytes) -> re.Match[bytes] | None:
    """A match somewhere, found without going through all of them."""
    return pattern.search(content, rng.randrange(len(content) + 1)) or pattern.search(content)


def _attribute(rng: random.Random, content: bytes, _: Sequence[Base]) -> bytes:
    for _number in range(rng.choice((1, 1, 4, 30))):
        found = _at(rng, _ATTRIBUTE, content)
        if found is None:
            break
        other = _at(rng, _ATTRIBUTE, content)
        value = other[1] if other is not None and rng.random() < 0.4 else rng.choice(_ODD)
        content = content[: found.start(1)] + value + content[found.end(1) :]
    return content


def _text(rng: random.Random, content: bytes, _: Sequence[Base]) -> bytes:
    for _number in range(rng.choice((1, 4, 30))):
        found = _at(rng, _TEXT, content)
        if found is None:
            break
        is_formula = content[: found.start(1)].endswith(b"f>")
        value = rng.choice(_FORMULAS if is_formula else (*_ODD, rng.choice(_WORDS).replace("\0", "").replace("<", "&lt;").encode()))
        content = content[: found.start(1)] + value + content[found.end(1) :]
    return content


def _element(rng: random.Random, content: bytes, _: Sequence[Base]) -> bytes:
    """A whole element, or a stretch from one tag to another: away, again (and again), somewhere else, in itself."""
    one, other = _at(rng, _OPENING, content), _at(rng, _TAG, content)
    if one is None or other is None:
        return content
    start, end = sorted((one.start(), other.start()))
    if rng.random() < 0.85:
        start, end = one.start(), one.end()
        closing = content.find(b"</" + one[1] + b">", end) if not one[0].endswith(b"/>") else -1
        end = closing + len(one[1]) + 3 if closing >= 0 else end
    piece = content[start:end]
    kind = rng.choice(("away", "again", "often", "elsewhere", "nested"))
    if kind == "away":
        return content[:start] + content[end:]
    if kind == "again":
        return content[:end] + piece + content[end:]
    if kind == "often":
        return content[:end] + piece * min(rng.choice((5, 200)), max(1, 200_000 // max(1, len(piece)))) + content[end:]
    if kind == "nested":
        depth = rng.choice((1, 3, 150))
        return content[:start] + one[0] * depth + piece + (b"</" + one[1] + b">") * depth + content[end:]
    third = _at(rng, _OPENING, content)
    at = third.start() if third is not None else 0
    return content[:at] + piece[:200_000] + content[at:]


def _renamed(rng: random.Random, content: bytes, _: Sequence[Base]) -> bytes:
    """A name of elements or attributes, everywhere, in place of another."""
    names = [found for found in (_at(rng, re.compile(rb"[<\s]([A-Za-z:]{1,30})(?=[\s=>/])"), content) for _number in range(2)) if found is not None]
    return content.replace(names[0][1], names[1][1], rng.choice((1, 5, -1))) if len(names) == 2 else content


def _encoded(rng: random.Random, content: bytes, _: Sequence[Base]) -> bytes:
    text = content.decode("utf-8", "replace")
    return rng.choice((lambda: text.encode("utf-16"), lambda: text.encode("utf-16-le"), lambda: text.encode("gb18030", "replace"), lambda: b"\xef\xbb\xbf" + content, lambda: text.encode("utf-32"), lambda: content.replace(b'"', b"'")))()


def _truncated(rng: random.Random, content: bytes, _: Sequence[Base]) -> bytes:
    return content[: rng.randrange(len(content) + 1)]


def _flipped(rng: random.Random, content: bytes, _: Sequence[Base]) -> bytes:
    changed = bytearray(content)
    for _number in range(rng.choice((1, 8, 64)) if changed else 0):
        changed[rng.randrange(len(changed))] = rng.choice((0, 255, 0x22, 0x3C, 0x28, rng.randrange(256)))
    return bytes(changed)


def _spliced(rng: random.Random, content: bytes, bases: Sequence[Base]) -> bytes:
    """A stretch of another document in this one."""
    other = rng.choice([base for base in bases if not base.parts] or list(bases)).content
    start = rng.randrange(len(other) + 1)
    at = rng.randrange(len(content) + 1)
    return content[:at] + other[start : start + rng.choice((10, 300, 5_000))] + content[at + rng.choice((0, 10, 300)) :]


def _lines(rng: random.Random, content: bytes, _: Sequence[Base]) -> bytes:
    """Lines in another order, away, or again."""
    lines = content.split(b"\n")
    for _number in range(rng.choice((1, 3, 12))):
        one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
        kind = rng.randrange(4)
        if kind == 0:
            lines[one], lines[other] = lines[other], lines[one]
        elif kind == 1 and len(lines) > 1:
            del lines[one]
        elif kind == 2:
            lines.insert(other, lines[one])
        else:
            lines[one] += lines[other]
    return b"\n".join(lines)


def _word(rng: random.Random, content: bytes, _: Sequence[Base]) -> bytes:
    for _number in range(rng.choice((1, 4, 40))):
        at = rng.randrange(len(content) + 1)
        content = content[:at] + rng.choice(_WORDS).encode() * rng.choice((1, 1, 1, 30)) + content[at:]
    return content


_XML = (*(_attribute, _text, _element) * 5, _renamed, _encoded, _truncated, _flipped)
_CONTENT = (_flipped, _flipped, _truncated, _spliced, _attribute, _text)
_DOCUMENT = (_attribute, _text, _element, *(_lines, _word, _element) * 2, _truncated, _flipped, _spliced, _encoded)
_PACKAGE = (*map(_on_part, (*_XML, _spliced)), _swapped, _twice, _dropped, _foreign, _foreign, _foreign)
