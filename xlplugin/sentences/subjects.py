"""Which subject the words around a number name. The wording is data: `subjects.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from xlplugin.sentences.text.numbers import Measure

_WORD = re.compile(r"(?<!\?P)<(\w+)>")
_NONE = re.compile(r"(?!)")
LONE = "^(?:其中|另有|另外|有|含|包括|的|也|已|还|其余|剩余|余下|尚有|共|对|对于)*+$"
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
    is_wider: bool
    """Whether it is no single row of the tables but a row within a group, several together, or either of several."""

    @property
    def family(self) -> str:
        """What it is a kind of: parts of one sum are of one family."""
        return next((family for family, members in FAMILIES.items() if self.id in members), self.id)


REASONS = frozenset(
    {
        *(f"refused_{row}" for row in ("state_secret", "by_law", "security_stability", "third_party", "internal_affairs", "process_information", "enforcement_file", "administrative_inquiry")),
        *(f"unavailable_{row}" for row in ("not_held", "needs_creation", "still_unclear")),
        *(f"declined_{row}" for row in ("petition", "repeated", "publication", "mass_repeated", "reconfirmation")),
        *(f"other_{row}" for row in ("not_corrected", "fee_unpaid")),
        "nonexistent",
    }
)
"""The rows within the groups of results."""
FAMILIES: Mapping[str, frozenset[str]] = {
    "in hand": frozenset({"received", "carried_in"}),
    "applicants": frozenset({"natural_person", "organisation", "company", "research", "public_interest", "legal_service"}),
    "results": frozenset({"granted", "partly_granted", "granted_or_partly", "refused", "unavailable", "declined", "other_handled"}),
    "all results": frozenset({"finished", "carried_over"}),
    "routes": frozenset({"litigation_direct", "litigation_after_review"}),
    "reasons": REASONS,
    "decisions": frozenset({"licensing", "penalties", "coercion"}),
    **{f"{route} outcomes": frozenset(f"{route}_{outcome}" for outcome in ("upheld", "corrected", "other", "pending")) for route in ("reconsideration", "litigation")},
}
"""Subjects that are parts of one whole."""
REQUESTS = frozenset({"received_and_carried_in", "carried_over", "finished", "handled"}).union(*(members for family, members in FAMILIES.items() if family in ("in hand", "applicants", "results", "all results")))


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

    def pattern(name: str, default: str) -> re.Pattern[str]:
        return re.compile(expand(merged[name], extra)) if name in merged else re.compile(default)

    blocked = "|".join(_definitions()["blockers"][name] for name in entry["blockers"])
    lone = f"{LONE}|{expand(merged['of_before'], extra)}" if "of_before" in merged else expand(merged.get("lone", LONE))
    return Subject(
        id=entry["id"],
        topic=entry.get("topic", ""),
        measure=entry.get("measure", "count"),
        label=ended("label"),
        lone=re.compile(lone),
        words=pattern("words", "(?!)"),
        alone=ended("alone"),
        listed=pattern("listed", "(?!)"),
        noun=expand(entry["noun"]) if "noun" in entry else "",
        blockers=re.compile(blocked) if blocked else _NONE,
        is_wider=entry.get("wider", False),
    )


@cache
def blockers(name: str) -> re.Pattern[str]:
    """One of the lists of words that make of a label something else."""
    return re.compile(_definitions()["blockers"][name])


@cache
def wider() -> frozenset[str]:
    """The subjects that are no single row of the tables."""
    return frozenset(subject.id for subject in subjects() if subject.is_wider)


REQUEST = word("<request>|依申请公开|零申请|信息公开(?:申请)?答复")
"""Words that make a sentence one about requests."""
