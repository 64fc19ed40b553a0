"""Shared strings that are told by comparing them with those of a file before are the ones that splitting gives."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest

from xlplugin.reading.layouts import shared_strings
from xlplugin.reading.layouts.shared_strings import Split, split_strings

HEAD, TAIL = b'<?xml version="1.0"?><sst count="400" uniqueCount="400">', b"</sst>\n"


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """Nothing is known of files before, and nothing is left."""
    shared_strings._kept.clear()
    yield
    shared_strings._kept.clear()


def part(strings: list[bytes], head: bytes = HEAD, tail: bytes = TAIL) -> bytes:
    return head + b"".join(b"<si>%s</si>" % string for string in strings) + tail


def labels(count: int = 400) -> list[bytes]:
    return [b"<t>%d %s</t>" % (number, "表头的文字".encode() * 3) for number in range(count)]


def told(split: Split | None) -> tuple[list[bytes], bytes, bytes] | None:
    return None if split is None else (list(split.strings), split.before, split.after)


def plainly(content: bytes) -> tuple[list[bytes], bytes, bytes] | None:
    return told(shared_strings._split(content))


@pytest.mark.parametrize("seed", range(12))
def test_some_strings_that_differ_change_nothing_of_the_others(seed: int) -> None:
    chance = random.Random(seed)
    split_strings(part(labels()))
    for _ in range(8):
        strings = labels()
        for at in chance.sample(range(len(strings)), chance.choice((0, 1, 5, 30, 300))):
            strings[at] = chance.choice((b"<t/>", b"<t></t>", b"", "<t>样例镇</t>".encode(), b"<r><t>a</t></r><r><t>b</t></r>", b"<t>%s</t>" % (b"x" * 3000)))
        assert told(split_strings(part(strings))) == (strings, HEAD, TAIL)


DAMAGE: dict[str, Callable[[list[bytes]], bytes]] = {
    "one more": lambda strings: part([*strings, b"<t>z</t>"]),
    "one fewer": lambda strings: part(strings[:-1]),
    "one more within": lambda strings: part([*strings[:40], b"<t>z</t>", *strings[40:]]),
    "one fewer within": lambda strings: part([*strings[:40], *strings[41:]]),
    "none": lambda strings: part([]),
    "a string within a string": lambda strings: part([*strings[:40], b"<si><t>z</t>", *strings[41:]]),
    "a tag that begins alike": lambda strings: part([*strings[:40], b"<size/>", *strings[41:]]),
    "an attribute": lambda strings: part(strings).replace(b"<si>", b'<si a="1">', 1),
    "a gap": lambda strings: part(strings).replace(b"</si><si><t>40 ", b"</si> <si><t>40 "),
    "no end": lambda strings: part(strings).replace(b"</si>", b"", 1),
    "two ends": lambda strings: part([*strings[:40], b"<t>z</t></si>", *strings[41:]]),
    "another head": lambda strings: part(strings, HEAD.replace(b"400", b"401")),
    "another end": lambda strings: part(strings, tail=b"<x/></sst>"),
    "cut off": lambda strings: part(strings)[:-200],
    "something behind the last": lambda strings: part(strings, tail=b"<si></sst>\n"),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_what_is_not_written_alike_is_split_as_ever(kind: str) -> None:
    split_strings(part(labels()))
    content = DAMAGE[kind](labels())
    assert told(split_strings(content)) == plainly(content)
    assert told(split_strings(part(labels()))) == (labels(), HEAD, TAIL)


def test_no_more_are_kept_than_a_few_and_none_that_are_huge() -> None:
    for number in range(20):
        split_strings(part(labels(400 + number)))
    assert len(shared_strings._kept) == 4
    split_strings(part([b"<t>%s</t>" % (b"x" * 2**20)]))
    assert len(shared_strings._kept) == 4
