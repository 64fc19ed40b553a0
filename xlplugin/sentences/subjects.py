"""Which subject the words around a number name. The wording is data: `subjects.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from xlplugin.sentences.numbers import Measure

_WORD = re.compile(r"(?<!\?P)<(\w+)>")
_NONE = re.compile(r"(?!)")
LONE = "^(?:其中|有|另有|另外|含|包括|的|也|已|还)*$"
"""What may stand before a number whose subject follows it."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject, and the wordings that surely name it."""

    id: str
    topic: str
    """`requests` or `information`: what the sentence must be about for these words to mean it; empty where they are enough."""
    measure: Measure
    label: re.Pattern[str]
    """Stands before the number."""
    lone: re.Pattern[str]
    words: re.Pattern[str]
    """Stands behind the number, with no more than `lone` before it."""
    alone: re.Pattern[str]
    """Stands before the number, in a sentence that has named `noun`."""
    listed: re.Pattern[str]
    """Stands before the number among results."""
    noun: str
    blockers: re.Pattern[str]

    @property
    def family(self) -> str:
        """What it is a kind of: parts of one sum are of one family."""
        return next((family for family, members in FAMILIES.items() if self.id in members), self.id)


FAMILIES: Mapping[str, frozenset[str]] = {
    "in hand": frozenset({"received", "carried_in"}),
    "applicants": frozenset({"natural_person", "organisation", "company", "research", "public_interest", "legal_service"}),
    "results": frozenset({"granted", "partly_granted", "refused", "unavailable", "declined", "other_handled"}),
    "all results": frozenset({"finished", "carried_over"}),
}
"""Subjects that are parts of one whole."""
REQUESTS = frozenset({"received_and_carried_in", "carried_over", "finished"}).union(*FAMILIES.values())


@cache
def _definitions() -> Mapping[str, Any]:
    return tomllib.loads((resources.files("xlplugin.sentences") / "subjects.toml").read_text("utf-8"))


def expand(pattern: str, extra: Mapping[str, str] | None = None) -> str:
    """A pattern with its `<words>` written out."""
    known = {**_definitions()["words"], **(extra or {})}
    while match := _WORD.search(pattern):
        pattern = pattern[: match.start()] + known[match[1]] + pattern[match.end() :]
    return pattern


@cache
def word(pattern: str) -> re.Pattern[str]:
    """A compiled pattern in which the words of `subjects.toml` may be used."""
    return re.compile(expand(pattern))


@cache
def subjects() -> tuple[Subject, ...]:
    """All subjects, in the order in which they are tried."""
    return tuple(_subject(entry) for entry in _definitions()["subject"])


def _subject(entry: Mapping[str, Any]) -> Subject:
    merged: dict[str, Any] = {**_definitions()["kinds"].get(entry.get("kind", ""), {}), **entry}
    extra = {"x": entry.get("is_worded", ""), "of": entry.get("of", "")}

    def ended(name: str) -> re.Pattern[str]:
        found = merged.get(name, [])
        parts = [found] if isinstance(found, str) else found
        return re.compile("|".join(f"(?:{expand(part, extra)})<tail>$".replace("<tail>", expand("<tail>")) for part in parts)) if parts else _NONE

    def plain(name: str, default: str) -> re.Pattern[str]:
        return re.compile(expand(merged[name], extra)) if name in merged else re.compile(default)

    blocked = "|".join(_definitions()["blockers"][name] for name in entry["blockers"])
    lone = f"{LONE}|{expand(merged['of_before'], extra)}" if "of_before" in merged else expand(merged.get("lone", LONE))
    return Subject(
        id=entry["id"],
        topic=entry.get("topic", ""),
        measure=entry.get("measure", "count"),
        label=ended("label"),
        lone=re.compile(lone),
        words=plain("words", "(?!)"),
        alone=ended("alone"),
        listed=plain("listed", "(?!)"),
        noun=expand(entry["noun"]) if "noun" in entry else "",
        blockers=re.compile(blocked) if blocked else _NONE,
    )


REQUEST = word("<request>|依申请公开|零申请|信息公开(?:申请)?答复")
"""Words that make a sentence one about requests."""
