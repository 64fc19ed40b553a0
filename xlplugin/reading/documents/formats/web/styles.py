"""The little of CSS that decides what a page shows: rules of plain selectors, and what they say of display, strokes and height. Read in one pass, within bounds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from xlplugin.errors import DocumentTooLargeError
from xlplugin.reading.documents.formats.web.moves import size_in
from xlplugin.text import Text

LARGEST = 512 * 1024
MOST_RULES = 4_000
DEEPEST = 4
MOST_TRIED = 500_000
"""Elements that are held against a part of a rule's selector, in all."""
LONGEST_CLASSES = 2_048
"""Characters of an element's classes that are looked at."""
PROPERTIES = ("display", "visibility", "opacity", "color", "-webkit-text-fill-color", "font-size", "text-decoration", "text-decoration-line", "vertical-align", "position", "top", "bottom", "left", "right", "mso-text-raise")
_BRACE = re.compile(r"[{}]")
_COMPOUND = re.compile(r"([a-zA-Z][\w-]*|\*)?((?:[.#][\w\u0080-\uffff-]+)*)")
_NAME = re.compile(r"([.#])([\w\u0080-\uffff-]+)")
_SOMETIMES = re.compile(r"print|speech|width|height|orientation|not\b|dark|hover|pointer", re.IGNORECASE)
"""Media that a page may or may not be looked at with."""
_ASKING = ("@supports", "@layer", "@container", "@scope")
_FONT_SIZES = ("10px", "13px", "16px", "18px", "24px", "32px", "48px")
_BUILT_IN: Mapping[str, Mapping[str, str]] = {
    **{tag: {"text-decoration-line": "line-through"} for tag in ("s", "strike", "del")},
    "sup": {"vertical-align": "super", "font-size": "smaller"},
    "sub": {"vertical-align": "sub", "font-size": "smaller"},
    "small": {"font-size": "smaller"},
    "big": {"font-size": "larger"},
}
"""What every browser does with some elements."""


@dataclass(frozen=True, slots=True)
class _Simple:
    """What one element has to be: `.hide`, `td.x`, `#y`."""

    tag: str
    ids: frozenset[str]
    classes: frozenset[str]

    def fits(self, node: Any) -> bool:
        return (
            isinstance(node.tag, str)
            and self.tag in ("", node.tag.lower())
            and (not self.classes or self.classes <= _classes((node.get("class") or "")[:LONGEST_CLASSES]))
            and self.ids <= {node.get("id") or ""}
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """`path`: the element last, those above it before; each with whether the one before is its parent."""

    path: tuple[tuple[_Simple, bool], ...]
    rank: tuple[int, int, int, int]
    said: Mapping[str, tuple[str, bool]]

    @property
    def key(self) -> str:
        """Under which it is looked up."""
        last = self.path[-1][0]
        return next((f"#{name}" for name in last.ids), next((f".{name}" for name in last.classes), last.tag))

    def tried(self, node: Any) -> tuple[bool, int]:
        """Whether it is meant for an element, and how many elements were looked at for that."""
        *above, (last, is_child) = self.path
        if not last.fits(node):
            return False, 1
        count = 1
        for simple, next_is_child in reversed(above):
            node, count = node.getparent(), count + 1
            while node is not None and not simple.fits(node):
                node, count = None if is_child else node.getparent(), count + 1
            if node is None:
                return False, count
            is_child = next_is_child
        return True, count


@lru_cache(4096)
def _classes(text: str) -> frozenset[str]:
    return frozenset(text.split())


class Styles:
    """The rules of a page's own style sheets."""

    def __init__(self, root: Any) -> None:
        self._rules: dict[str, list[Rule]] = {}
        self._tried = 0
        text = "\n".join(node.text or "" for node in root.iter("style") if not _SOMETIMES.search(node.get("media") or ""))[:LARGEST]
        self.text = without_comments(text)
        for number, (selector, said, is_sure) in enumerate(rules_in(self.text, PROPERTIES.__contains__)):
            if number >= MOST_RULES:
                break
            for one in selector.split(",")[:50]:
                if is_sure and (rule := rule_of(one, number, said)):
                    self._rules.setdefault(rule.key, []).append(rule)

    def of(self, node: Any) -> Mapping[str, str]:
        """What built-in rules, the page's rules and the element itself say of it."""
        rules: list[Rule] = []
        if self._rules:
            rules = [rule for key in keys_of(node) for rule in self._rules.get(key, ()) if self._fits(rule, node)]
        return said_of(node, rules, PROPERTIES.__contains__)

    def _fits(self, rule: Rule, node: Any) -> bool:
        """Whether a rule is meant for an element. Raises `DocumentTooLargeError` where a page has too many of both."""
        is_meant, count = rule.tried(node)
        self._tried += count
        if self._tried > MOST_TRIED:
            raise DocumentTooLargeError(detail=Text("样式表的规则过多", "a style sheet of very many rules"))
        return is_meant


def keys_of(node: Any) -> set[str]:
    """Under which rules for an element may be found: its tag, its classes, its id, or none."""
    return {node.tag.lower(), "", *(f".{name}" for name in _classes((node.get("class") or "")[:LONGEST_CLASSES])), f"#{node.get('id') or ''}"}


def said_of(node: Any, rules: Sequence[Rule], is_wanted: Callable[[str], bool]) -> dict[str, str]:
    """What built-in rules, some rules of the page and the element itself say of it, each property as the one that counts most says."""
    found = dict(_BUILT_IN.get(node.tag.lower(), {}))
    if node.get("hidden") is not None or node.get("popover") is not None or (node.tag == "dialog" and node.get("open") is None):
        found["display"] = "none"
    if node.tag == "font" and (size := _font_size(node.get("size"))):
        found["font-size"] = size
    own = node.get("style")
    if not rules and not own:
        return found
    said = [((is_important, 0, *rule.rank), name, value) for rule in rules for name, (value, is_important) in rule.said.items()]
    said += [((is_important, 1, 0, 0, 0, 0), name, value) for name, (value, is_important) in declarations(own or "", is_wanted).items()]
    for _, name, value in sorted(said):
        found["text-decoration-line" if name == "text-decoration" else name] = value
    return found


def _font_size(text: str | None) -> str | None:
    """The size of letters that <font size=2> or <font size=-1> means."""
    match = re.fullmatch(r"\s*([-+]?)(\d)", (text or "")[:20])
    if match is None:
        return None
    number = int(match[2]) if not match[1] else 3 + int(match[1] + match[2])
    return _FONT_SIZES[min(max(number, 1), 7) - 1]


def rules_in(text: str, is_wanted: Callable[[str], bool], depth: int = 0, *, is_sure: bool = True) -> Iterator[tuple[str, Mapping[str, tuple[str, bool]], bool]]:
    """Selectors, what is said of the properties that are wanted, and whether it holds for sure: in a block for the screen it does, in one that asks the browser what it can do it may."""
    at, start, level, prelude = 0, 0, 0, ""
    for brace in _BRACE.finditer(text):
        if brace[0] == "{":
            if level == 0:
                prelude, start = text[at : brace.start()].rpartition(";")[2].replace("<!--", "").replace("-->", "").strip(), brace.end()
            level += 1
        elif level:
            level -= 1
            if level == 0:
                inside, at = text[start : brace.start()], brace.end()
                if not prelude.startswith("@"):
                    if said := declarations(inside, is_wanted):
                        yield prelude, said, is_sure
                elif prelude.lower().startswith(("@media", *_ASKING)) and not _SOMETIMES.search(prelude) and depth < DEEPEST:
                    yield from rules_in(inside, is_wanted, depth + 1, is_sure=is_sure and not prelude.lower().startswith(_ASKING))


def declarations(text: str, is_wanted: Callable[[str], bool]) -> dict[str, tuple[str, bool]]:
    """What a text says of the properties that are wanted, and whether it is important. The short form of a font says the size of its letters."""
    found: dict[str, tuple[str, bool]] = {}
    for entry in text.split(";"):
        name, _, value = entry.partition(":")
        name, value = name.strip().lower(), value.strip().lower()
        is_font = name == "font"
        if value and (is_font or is_wanted(name)):
            is_important = value.endswith("important")
            value = value.rpartition("!")[0].strip() if is_important else value
            found["font-size" if is_font else name] = (size_in(value) if is_font else value, is_important)
    return found


def rule_of(selector: str, number: int, said: Mapping[str, tuple[str, bool]]) -> Rule | None:
    """The rule of one selector; None for one that is not plain."""
    path: list[tuple[_Simple, bool]] = []
    is_child = False
    for word in selector.replace(">", " > ").split()[:20]:
        if word == ">":
            is_child = True
            continue
        match = _COMPOUND.fullmatch(word)
        if match is None:
            return None
        names = _NAME.findall(match[2])
        tag = "" if match[1] in (None, "*") else match[1].lower()
        path.append((_Simple(tag, frozenset(name for sign, name in names if sign == "#"), frozenset(name for sign, name in names if sign == ".")), is_child))
        is_child = False
    if not path:
        return None
    ids, classes, tags = (sum(map(len, group)) for group in zip(*((one.ids, one.classes, "x" if one.tag else "") for one, _ in path), strict=True))
    return Rule(tuple(path), (ids, classes, tags, number), said)


def without_comments(text: str) -> str:
    pieces, at = [], 0
    while (start := text.find("/*", at)) >= 0:
        pieces.append(text[at:start])
        end = text.find("*/", start + 2)
        if end < 0:
            return " ".join(pieces)
        at = end + 2
    return " ".join([*pieces, text[at:]])
