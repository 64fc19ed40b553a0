"""Where the characters of a table's cell stand beside one another, and what a page's styles add to it: all that a style sheet says, also where it only may be meant for an element."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

from xlplugin.reading.documents.formats.web.moves import USUAL_SIZE, is_harmless, is_turned, may_move, moves_of, size_of
from xlplugin.reading.documents.formats.web.styles import LARGEST, MOST_RULES, Rule, Styles, keys_of, rule_of, rules_in, said_of
from xlplugin.reading.figures.places import SMALLER, TURNED

_ALTERNATIVES = re.compile(r":(?:is|where|matches|any|-webkit-any|-moz-any)\(([^()]{0,500})\)")
_BRACKETS = re.compile(r"\([^()]{0,500}\)")
_ATTRIBUTE = re.compile(r"\[\s*([\w-]{1,50})[^\]]{0,500}\]")
_PSEUDO = re.compile(r"::?([a-z-]+)", re.IGNORECASE)
_MOST_SELECTORS = 50
_LONGEST_LIST = 2_000
"""Characters of a list of selectors; programs write no longer ones for what stands in a table."""
_COMBINED = re.compile(r"([>+~])")
_STANDING = re.compile(r"(?:first|last|only|nth)-[a-z-]+|link|any-link|root|not|has|lang|dir|empty|read-only")
"""What is asked of an element by itself; others hold only while it is pointed at, chosen or the like."""
_ADDED = re.compile(r"before|after|marker|first-letter|first-line")
_WRITES = frozenset({"before", "after", "marker"})
_URL = re.compile(r"(?:url|image-set|-webkit-image-set|image|element|cross-fade|paint)\(")
_STRINGS = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'")
_ESCAPE = re.compile(r"\\([0-9a-f]{1,6})\s?")
_UNSEEN = re.compile(r"[\s\u00a0\u00ad\u200b-\u200f\u2060\ufeff]*")
_PICTURES = re.compile(r"(?:background|background-image|content|(?:-webkit-)?mask.*|border-image.*|list-style.*)")
_NO_PICTURE = re.compile(r"url\(\s*[\"']?\s*[\"']?\s*\)")
MOST_TRIED = 200_000
"""Elements that are held against a part of a selector, in all; then whatever is still asked is told as unsure."""
_MOST_SEEN = 32
_MOST_CELLS = 5_000
"""Of a page whose ground is looked at."""


@dataclass(frozen=True, slots=True)
class _Loose:
    """A rule whose selector asks for more than is looked at here. `added`: what is added to the element that it speaks of; `needed`: attributes it asks for."""

    rule: Rule
    added: str = ""
    needed: frozenset[str] = frozenset()


class Places:
    """All that a page's own style sheets say which may move characters or add some."""

    def __init__(self, styles: Styles, root: Any) -> None:
        self._styles, self._root, self._tried, self._number = styles, root, 0, 0
        self._seen: dict[Any, Mapping[str, str]] = {}
        self._sure: dict[str, list[Rule]] = {}
        self._unsure: dict[str, list[_Loose]] = {}
        self._added: dict[str, list[_Loose]] = {}
        for number, (selector, said, is_sure) in enumerate(rules_in(styles.text[:LARGEST], _is_wanted)):
            if number >= MOST_RULES:
                break
            for one in _selectors(selector):
                self._add(one, number, said, is_sure=is_sure)
        html = next(iter(root.iter("html")), None)
        self.root_size = USUAL_SIZE if html is None else size_of(styles.of(html).get("font-size"), USUAL_SIZE) or USUAL_SIZE

    def _add(self, selector: str, number: int, said: Mapping[str, tuple[str, bool]], *, is_sure: bool) -> None:
        if rule := rule_of(selector, number, said):
            if is_sure:
                self._sure.setdefault(rule.key, []).append(rule)
            else:
                self._unsure.setdefault(rule.key, []).append(_Loose(rule))
            return
        names = [name.lower() for name in _PSEUDO.findall(selector)]
        if not all(_STANDING.fullmatch(name) or _ADDED.fullmatch(name) for name in names):
            return
        steps: list[str] = []
        for step in _COMBINED.sub(r" \1 ", _PSEUDO.sub("", _ATTRIBUTE.sub("", selector))).split():
            if step in "+~":
                steps = steps[:-1]
            else:
                steps.append(step)
        bare = " ".join(steps) if steps and steps[-1] != ">" else " ".join([*steps, "*"])
        if rule := rule_of(bare, number, said):
            added = next((name for name in names if _ADDED.fullmatch(name)), "")
            last = _COMBINED.sub(" ", _ATTRIBUTE.sub(r"[\1]", selector)).split()[-1]
            needed = frozenset(name.lower() for name in _ATTRIBUTE.findall(last))
            (self._added if added else self._unsure).setdefault(rule.key, []).append(_Loose(rule, added, needed))

    def said(self, node: Any) -> Mapping[str, str]:
        """What is surely said of an element."""
        if node not in self._seen:
            if len(self._seen) > _MOST_SEEN:
                self._seen.clear()
            self._seen[node] = said_of(node, list(self._fitting(self._sure, node)), _is_wanted)
        return self._seen[node]

    def place(self, node: Any, around: str) -> str:
        """Where the characters of an element within a line stand, which itself stands in a place; the same word: beside one another."""
        said, above = self.said(node), node.getparent()
        self._number += 1
        in_boxes = above is not None and any(kind in self.said(above).get("display", "") for kind in ("flex", "grid", "box"))
        found = moves_of(said, self._number, in_boxes=in_boxes)
        unsure: list[str] = []
        for rule in (loose.rule for loose in self._maybe(self._unsure, node)):
            maybe = {**said, **{name: value for name, (value, _) in rule.said.items()}}
            unsure += [f"{name}:{maybe[name]}" for name in rule.said if name == "font-size" or may_move(name, maybe[name], maybe, in_boxes=in_boxes)]
        if (size := said.get("font-size")) is not None and size_of(size, USUAL_SIZE) is None:
            unsure.append(size)
        if self._tried > MOST_TRIED:
            unsure.append(str(self._number))
        if in_boxes and above is not None and _stacks(self.said(above)):
            unsure.append(str(self._number))
        is_turned = around.startswith(TURNED) or self.is_turned(node)
        return TURNED * is_turned + ";".join(filter(None, (around.removeprefix(TURNED), found, *unsure)))

    def is_turned(self, node: Any) -> bool:
        """Whether an element shows its characters from right to left."""
        return is_turned(self.said(node), node)

    def writes(self, node: Any) -> bool:
        """Whether the style sheet adds characters to an element, a picture, or a number before it."""
        if self._added and self._tried > MOST_TRIED:
            return True
        for loose in self._maybe(self._added, node):
            said = {key: value for key, (value, _) in loose.rule.said.items()}
            if loose.added in _WRITES:
                is_gone = said.get("display") == "none" or said.get("visibility") == "hidden"
                if not is_gone and (_shows(said.get("content", "")) or ("content" in said and any(map(_is_picture, said.items())))):
                    return True
            elif _sets_apart(loose.added, said, _text(node)):
                return True
        return False

    def holds_picture(self, node: Any) -> bool:
        """Whether a style shows a picture in an element, in place of a text or where none stands; what lies under the text of other cells is their ground."""
        said = self.said(node)
        if _URL.search(said.get("content", "")):
            return True
        pictures = set(filter(_is_picture, said.items()))
        if node.get("background"):
            pictures.add(("background", f"url({node.get('background')})"))
        return bool(pictures) and not _text(node) and not pictures <= self._grounds

    @cached_property
    def _grounds(self) -> set[tuple[str, str]]:
        """The pictures under cells that hold a text."""
        found: set[tuple[str, str]] = set()
        for cell in islice(self._root.iter("td", "th"), _MOST_CELLS):
            if _text(cell):
                found.update(filter(_is_picture, self.said(cell).items()))
                found.add(("background", f"url({cell.get('background')})"))
        return found

    def numbers(self, node: Any) -> bool:
        """Whether a list writes a number or a picture before an entry of it."""
        above = node.getparent()
        kind = ""
        for one in (above, node):
            said = self.said(one) if one is not None else {}
            kind = said.get("list-style-type") or said.get("list-style") or (one.get("type") if one is not None else "") or kind
            if any(_URL.search(said.get(name, "")) for name in ("list-style", "list-style-image")):
                return True
        if not kind:
            return above is not None and above.tag == "ol"
        return not re.search(r"\b(?:none|disc|circle|square|inherit|initial|unset)\b", kind)

    def _fitting(self, rules: Mapping[str, list[Rule]], node: Any) -> Iterator[Rule]:
        if rules and self._tried <= MOST_TRIED:
            yield from (rule for key in keys_of(node) for rule in rules.get(key, ()) if self._fits(rule, node))

    def _maybe(self, rules: Mapping[str, list[_Loose]], node: Any) -> Iterator[_Loose]:
        if rules and self._tried <= MOST_TRIED:
            yield from (one for key in keys_of(node) for one in rules.get(key, ()) if all(node.get(name) is not None for name in one.needed) and self._fits(one.rule, node))

    def _fits(self, rule: Rule, node: Any) -> bool:
        is_meant, count = rule.tried(node)
        self._tried += count
        return is_meant and self._tried <= MOST_TRIED


def _selectors(text: str) -> Iterator[str]:
    """The selectors of a list, each way of those that name several (:is) by itself, without what stands in brackets."""
    waiting, count = [text] if len(text) <= _LONGEST_LIST else [], 0
    while waiting and count < _MOST_SELECTORS:
        text = waiting.pop()
        match = _ALTERNATIVES.search(text)
        if match:
            waiting += [f"{text[: match.start()]}{way.strip()}{text[match.end() :]}" for way in match[1].split(",")[:_MOST_SELECTORS]]
        elif (bare := _BRACKETS.sub("", text)) != text:
            waiting.append(bare)
        else:
            for one in text.split(",")[:_MOST_SELECTORS]:
                count += 1
                yield one


def _is_wanted(name: str) -> bool:
    return name == "font-size" or name == "visibility" or _PICTURES.fullmatch(name) is not None or not is_harmless(name)


def _text(node: Any) -> str:
    return "".join(node.itertext()).strip()


def _stacks(said: Mapping[str, str]) -> bool:
    """Whether an element whose parts are boxes sets them one below another, or the last one first."""
    return "grid" in said.get("display", "") or any(word in said.get(name, "") for name in ("flex-direction", "flex-flow", "box-orient", "-webkit-box-orient") for word in ("reverse", "column", "vertical"))


def _sets_apart(added: str, said: Mapping[str, str], text: str) -> bool:
    """Whether the first letter or line of a text may stand otherwise than the rest of it: a lone letter is the whole of it, and figures are one line."""
    if added == "first-letter" and len(text) < 2:
        return False
    if any(may_move(key, value, said) for key, value in said.items() if key != "font-size"):
        return True
    size = said.get("font-size")
    return size is not None and added != "first-line" and not _is_as_large(size)


def _is_as_large(size: str) -> bool:
    """Whether letters of a size are surely not smaller than those around them: a large first letter leaves the others as they are."""
    one, two = size_of(size, 1.0), size_of(size, 2.0)
    return one is not None and two == 2 * one and one >= SMALLER


def _is_picture(entry: tuple[str, str]) -> bool:
    name, value = entry
    return _PICTURES.fullmatch(name) is not None and _URL.search(_NO_PICTURE.sub("", value)) is not None


def _shows(content: str) -> bool:
    """Whether what is added can be seen: a text, or something that only the browser knows."""
    if not content or content in ("none", "normal", "initial", "unset", "inherit"):
        return False
    text = "".join(_ESCAPE.sub(lambda one: chr(min(int(one[1], 16), 0x10FFFF)), first or second) for first, second in _STRINGS.findall(content))
    rest = _STRINGS.sub("", content)
    return _UNSEEN.fullmatch(text) is None or re.search(r"\(|quote", rest.replace("no-open-quote", "").replace("no-close-quote", "")) is not None
