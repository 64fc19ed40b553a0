"""One table of a unit's TOML file, read with care: whatever is not as it should be is one sentence that names file, rule and fault."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from string import Formatter
from typing import Any

from xlplugin.errors import DefinitionError
from xlplugin.text import Text


@dataclass(frozen=True, slots=True)
class Entry:
    """The values of one table; `place` names the file, and the rule where it is one's."""

    values: Mapping[str, Any]
    place: Text

    def mistake(self, zh: str, en: str) -> DefinitionError:
        """The error to raise for something that is wrong here."""
        return DefinitionError(detail=self.place + Text(f"：{zh}", f": {en}"))

    def check_keys(self, known: Iterable[str]) -> None:
        """Raises `DefinitionError` for a key that means nothing here."""
        names = list(known)
        if unknown := [name for name in self.values if name not in names]:
            raise self.mistake(f"不认识“{unknown[0]}”这一项；可用的有：{'、'.join(names)}。", f'the key "{unknown[0]}" is not known; there are {", ".join(names)}')

    def string(self, key: str) -> str | None:
        """A key's words; None where the key is not there."""
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            raise self.mistake(f"{key} 应为加引号的文字，现为 {value!r}。", f"{key} has to be a string in quotation marks and is {value!r}")
        return value

    def choice(self, key: str, known: Iterable[str]) -> str | None:
        """A key's words, one of those known, in lower case; None where the key is not there."""
        names = list(known)
        value = self.string(key)
        if value is not None and value.lower() not in names:
            raise self.mistake(f"{key} 应为 {'、'.join(names)} 之一，现为“{value}”。", f'{key} has to be one of {", ".join(names)} and is "{value}"')
        return None if value is None else value.lower()

    def number(self, key: str) -> Decimal | None:
        """A key's number, exact; None where the key is not there."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not Decimal(str(value)).is_finite():
            raise self.mistake(f"{key} 应为数字，现为 {value!r}。", f"{key} has to be a number and is {value!r}")
        return Decimal(str(value))

    def text(self, key: str) -> Text | None:
        """A key's wording: one string for both languages, or { zh, en }; None where the key is not there."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, str) and value.strip():
            return Text(value, value)
        if isinstance(value, dict) and set(value) == {"zh", "en"} and all(isinstance(words, str) and words.strip() for words in value.values()):
            return Text(value["zh"], value["en"])
        raise self.mistake(f'{key} 应为一句话，或写成 {{ zh = "…", en = "…" }}。', f'{key} has to be one string, or {{ zh = "…", en = "…" }}')

    def chosen(self, key: str, known: Iterable[str]) -> tuple[str, ...]:
        """A key's list of names, each of them known; empty where the key is not there."""
        value, names = self.values.get(key, []), list(known)
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            raise self.mistake(f'{key} 应为列表，如 ["{names[-1]}"]。', f'{key} has to be a list, such as ["{names[-1]}"]')
        if unknown := [name for name in value if name not in names]:
            raise self.mistake(f"{key} 中的“{unknown[0]}”没有；可选：{'、'.join(names)}。", f'{key}: there is no "{unknown[0]}"; choose from {", ".join(names)}')
        return tuple(value)

    def check_placeholders(self, key: str, message: Text, known: Iterable[str]) -> None:
        """Raises `DefinitionError` for a placeholder that nothing fills, or braces that do not match."""
        names = list(known)
        listed = ("、".join(f"{{{name}}}" for name in names), ", ".join(f"{{{name}}}" for name in names))
        for words in (message.zh, message.en):
            try:
                parts = list(Formatter().parse(words))
            except ValueError as error:
                raise self.mistake(f"{key} 的花括号不成对：“{words}”。", f'{key}: the braces do not match in "{words}"') from error
            for _, name, form, conversion in parts:
                if name is not None and (name not in names or form or conversion):
                    raise self.mistake(f"{key} 中的 {{{name}}} 没有内容可填；可用：{listed[0]}。", f"{key}: nothing fills {{{name}}}; there are {listed[1]}")


def escaped(text: Text) -> Text:
    """A text whose braces are words, not placeholders."""
    return Text(*(words.replace("{", "{{").replace("}", "}}") for words in (text.zh, text.en)))
