"""Text that is rewritten step by step, and still knows where each of its characters stood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

_NO_WIDTH = {"\u200b", "\u200c", "\u200d", "\ufeff", "\u00ad"}


@dataclass(frozen=True, slots=True)
class Traced:
    """A text, and for each of its characters the place in the text that it was made from."""

    text: str
    origins: tuple[int, ...]

    def cut(self, start: int, end: int) -> Traced:
        """A piece of it."""
        return Traced(self.text[start:end], self.origins[start:end])

    def span(self) -> tuple[int, int]:
        """The place in the original text that it covers; (0, 0) where it is empty."""
        return (self.origins[0], self.origins[-1] + 1) if self.origins else (0, 0)

    def rewrite(self, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> Traced:
        """Each match replaced. What replaces it has the match's length, or is a single character or none."""
        if not pattern.search(self.text):
            return self
        words: list[str] = []
        origins: list[int] = []
        at = 0
        for match in pattern.finditer(self.text):
            by = new(match)
            words += [self.text[at : match.start()], by]
            origins += self.origins[at : match.start()]
            origins += self.origins[match.start() : match.start() + len(by)]
            at = match.end()
        return Traced("".join(words) + self.text[at:], (*origins, *self.origins[at:]))


def normalised(text: str) -> Traced:
    """The text in one width and without spaces: PDF text leaves them within numbers, too. Line breaks stay."""
    characters: list[str] = []
    origins: list[int] = []
    for place, character in enumerate(text):
        narrow = unicodedata.normalize("NFKC", character)
        character = narrow if len(narrow) == 1 else character
        if character in _NO_WIDTH or (character.isspace() and character != "\n"):
            continue
        characters.append(character)
        origins.append(place)
    return Traced("".join(characters), tuple(origins))
