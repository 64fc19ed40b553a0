"""What is read from a sentence: a figure with its subject, and a sum with its parts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from xlplugin.sentences.text.spoken import PassedOver

Scope = Literal["own", "other"]
Year = Literal["this", "previous"]
Whole = Literal["all"]


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage as written: `Share(Decimal("92.3"))` is 92.3 %. Its decimals are those of the text."""

    percent: Decimal

    def __str__(self) -> str:
        return f"{self.percent}%"


Number = int | Decimal | Share | Whole
"""A count, an amount (fees in 万元, the information fee in 元), a percentage, or "all" of what the subject is part of."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One figure that a sentence gives for a subject of the tables. Nothing said to have happened is the number 0."""

    subject: str
    """A subject of `subjects.toml`: received, granted, litigation_upheld …"""
    number: Number
    sentence: str
    """The whole sentence, as it stands in the text."""
    span: tuple[int, int]
    """Where in the text the words stand that say it."""
    is_exact: bool = True
    """Whether it is no 余, 多, 约, 近, 以上 …"""
    scope: Scope = "own"
    """`other`: said of another body than the organ that reports."""
    year: Year = "this"
    is_part: bool = False
    """Whether it counts a part of the year only."""
    is_firm: bool = True
    """Whether it surely speaks of the whole year: nothing in the sentence says 目前, 截至 …"""

    @property
    def is_comparable(self) -> bool:
        """Whether it may be held against the tables: exact, and of the whole report year."""
        return self.is_exact and self.year == "this" and not self.is_part


@dataclass(frozen=True, slots=True)
class Unread:
    """A number of the organ's own for the report year, beside words of what the tables hold, that is neither a figure read nor part of a sum."""

    number: int | Decimal
    """A count, or an amount in 元."""
    sentence: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """All that is read in a text."""

    mentions: tuple[Mention, ...]
    unread: tuple[Unread, ...]
    passed_over: tuple[PassedOver, ...] = ()
    """The sentences in which nothing was read because they are too long, or too many."""


@dataclass(frozen=True, slots=True)
class Adding:
    """A sum that a sentence spells out, all numbers exact. The parts stand in the order of the sentence."""

    total: int
    parts: tuple[int, ...]
    sentence: str
    span: tuple[int, int]
    is_closed: bool = False
    """Whether the words claim that there is nothing else: brackets, or a total that comes last. 其中 may name some parts only."""
