"""Words in two languages: every text a user may read is a `Text`, and one language of it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from string import Formatter
from typing import Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """One message, Chinese and English. Placeholders are those of `str.format`."""

    zh: str
    en: str

    def show(self, language: Language) -> str:
        """The message in one language."""
        return self.zh if language == "zh" else self.en

    def fill(self, **values: object) -> Text:
        """The message with its placeholders filled; a value that is a `Text` is filled in by language."""
        return Text(
            self.zh.format(**{name: _shown(value, "zh") for name, value in values.items()}),
            self.en.format(**{name: _shown(value, "en") for name, value in values.items()}),
        )

    @property
    def as_sentence(self) -> Text:
        """The text where it stands by itself: in English with a capital and a full stop."""
        return Text(self.zh, f"{self.en[:1].upper()}{self.en[1:]}.") if self.en else self

    @property
    def outline(self) -> Text:
        """A pattern with its placeholders left open: 列勾稽不平：…，差 …。"""
        return Text(_open(self.zh), _open(self.en))

    def followed_by(self, other: Text) -> Text:
        """Two sentences in a row. Chinese ones bring their full stop; in English it is put between them, or a semicolon where the second goes on in lower case."""
        if not other.zh and not other.en:
            return self
        joint = "" if not other.en else " " if self.en.endswith((".", "?")) else "; " if other.en[0].islower() else ". "
        return Text(self.zh + other.zh, self.en + joint + other.en)

    def __add__(self, other: Text) -> Text:
        return Text(self.zh + other.zh, self.en + other.en)


NOTHING = Text("", "")


def same(words: str) -> Text:
    """A text that reads alike in both languages: a number, a cell address, a quotation."""
    return Text(words, words)


def join(texts: Iterable[Text], zh: str = "、", en: str = ", ") -> Text:
    """A list of texts in a row, with each language's separator."""
    parts = list(texts)
    return Text(zh.join(part.zh for part in parts), en.join(part.en for part in parts))


def number(value: int | Decimal) -> str:
    """A number as people write it: no exponent, no trailing zeros, `-3`, `43.788`."""
    if isinstance(value, int):
        return str(value)
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _shown(value: object, language: Language) -> str:
    if isinstance(value, Text):
        return value.show(language)
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return number(value)
    return str(value)


def _open(pattern: str) -> str:
    parts = [literal + ("" if name is None else "…") for literal, name, _, _ in Formatter().parse(pattern)]
    return "".join(part for part, before in zip(parts, ["", *parts], strict=False) if part != "…" or not before.endswith("…"))
