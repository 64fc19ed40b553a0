"""A unit's own rules and thresholds, from a TOML file: relations and ranges over cells, without code.

    [limits.R09]
    share = 0.5

    [[rule]]
    id = "U01"
    severity = "warning"
    equation = "proactive.licensing.decisions >= 0.5 * prior.proactive.licensing.decisions"
    title = { zh = "行政许可不少于上年的一半", en = "at least half of last year's licensing decisions" }
    message = { zh = "行政许可比上年少一半以上：{left}，{right}。", en = "less than half of last year: {left}, {right}" }
    ask = { zh = "请核实。", en = "Check it" }
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlplugin.encodings import LARGEST_DEFINITION, small_bytes, toml, written_text
from xlplugin.errors import UndecodableError
from xlplugin.filing.findings import Severity
from xlplugin.form import Form, editions
from xlplugin.rules import catalogue
from xlplugin.rules.declare import Check, Limits, Rule, default_limits
from xlplugin.rules.own.own_checks import range_of, relation_of
from xlplugin.rules.own.toml_entry import Entry, escaped
from xlplugin.text import NOTHING, Text, same

_ID = re.compile(r"U(?!0+$)\d{1,3}")
_KEYS = ("id", "severity", "title", "equation", "over", "each", "at", "field", "least", "most", "message", "ask", "rationale", "mend", "source", "editions")
_PLACE = ("table", "row", "column", "field", "cell", "actual")
_OUT_OF_RANGE = Text("{title}：“{field}”为 {actual}，应{bounds}。", "{title}: {field} is {actual}; it should be {bounds}")
_NOT_HOLDING = Text("{title}：{where}{left}，{right}，差 {difference}。", "{title}: {where}{left}, but {right}; difference {difference}")
_CHECK = Text("请核实。", "Check it")
_WHERE = {None: same(""), "row": Text("“{row}”行，", 'row "{row}", '), "column": Text("“{column}”列，", 'column "{column}", ')}
_MEND = Text("请核实；属实的说明原因。", "Check it; if it is true, give the reason.")


@dataclass(frozen=True)
class Blocks:
    """What a unit's file adds: rules of its own (ids U1 to U999), and thresholds of the catalogue that it overrides."""

    rules: tuple[Rule, ...]
    limits: Limits


def load_blocks(path: Path, forms: Sequence[Form] | None = None) -> Blocks:
    """The rules and thresholds of a file; raises `DefinitionError`, naming file, rule and fault, where something cannot be right."""
    file = Entry(_read(path), same(path.name))
    known = list(forms or editions().values())
    if unknown := [name for name in file.values if name not in ("rule", "limits")]:
        raise file.mistake(
            f"不认识“{unknown[0]}”；文件里只有 [[rule]]（规则）和 [limits.规则编号]（界限）。", f'"{unknown[0]}" is not known; the file holds [[rule]] and [limits.RULE]'
        )
    declared = file.values.get("rule", [])
    if not isinstance(declared, list) or not all(isinstance(values, dict) for values in declared):
        raise file.mistake("规则要写成 [[rule]]，一条一段。", "each rule stands under a [[rule]] of its own")
    rules: dict[str, Rule] = {}
    for count, values in enumerate(declared, 1):
        rule = _rule(_entry(values, path.name, count), path.name, known)
        if rule.id in rules:
            raise file.mistake(f"规则编号 {rule.id} 用了两次。", f"the rule id {rule.id} is used twice")
        rules[rule.id] = rule
    return Blocks(tuple(rules.values()), _limits(file))


def _read(path: Path) -> dict[str, Any]:
    file = Entry({}, same(path.name))
    try:
        return toml(written_text(small_bytes(path, LARGEST_DEFINITION)))
    except OSError as error:
        raise file.mistake(f"无法读取这个文件（{error.strerror}）。", f"cannot read the file ({error.strerror})") from error
    except UndecodableError as error:
        raise file.mistake("编码认不出，请另存为 UTF-8。", "its encoding cannot be told; save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise file.mistake(f"不合 TOML 的写法（{error}）。", f"is not TOML ({error})") from error


def _entry(values: dict[str, Any], file: str, count: int) -> Entry:
    """A rule's table; its place names the id, or which rule of the file it is where the id is none."""
    name = values.get("id")
    if isinstance(name, str) and name.strip():
        return Entry(values, Text(f"{file}：规则 {name}", f"{file}: rule {name}"))
    return Entry(values, Text(f"{file}：第 {count} 条规则", f"{file}: rule number {count}"))


def _rule(entry: Entry, file: str, forms: Sequence[Form]) -> Rule:
    name = entry.string("id")
    if name in catalogue():
        raise entry.mistake(f"{name} 是通用规则的编号，自定规则请用 U1 至 U999。", f"{name} is a rule of the catalogue; a rule of one's own is named U1 to U999")
    if name is None or not _ID.fullmatch(name):
        raise entry.mistake("要有编号 id，为 U1 至 U999。", "needs an id, which is U1 to U999")
    entry.check_keys(_KEYS)
    severity, title = entry.choice("severity", [severity.id for severity in reversed(Severity)]), entry.text("title")
    if severity is None or title is None:
        missing = "severity" if severity is None else "title"
        raise entry.mistake(f"缺少 {missing}。", f"{missing} is missing")
    chosen_editions = entry.chosen("editions", [form.edition for form in forms])
    chosen = [form for form in forms if not chosen_editions or form.edition in chosen_editions]
    is_range = _is_range(entry)
    check: Check = range_of(entry, chosen) if is_range else relation_of(entry, chosen)
    own, asked = entry.text("message"), entry.text("ask")
    fact, ask = own or _default(title, entry, is_range), asked or (NOTHING if own else _CHECK)
    for key, text in (("message", fact), ("ask", ask)):
        entry.check_placeholders(key, text, (*_PLACE, "bounds") if is_range else (*_PLACE, "expected", "left", "right", "difference"))
    return Rule(
        id=name,
        severity=Severity[severity.upper()],
        title=title,
        fact=fact,
        ask=ask,
        rationale=entry.text("rationale") or title,
        mend=entry.text("mend") or _MEND,
        source=entry.text("source") or Text(f"本单位自定规则（{file}）", f"a rule of this unit's own ({file})"),
        check=check,
        examples=(),
        editions=chosen_editions,
    )


def _is_range(entry: Entry) -> bool:
    """Whether the rule is a range of one field, and not a relation; each has keys of its own."""
    has_equation, has_field = (key in entry.values for key in ("equation", "field"))
    if has_equation == has_field:
        raise entry.mistake("要写 equation（关系式）或 field（栏目），写且只写一个。", "needs an equation or a field, one of the two")
    for key in ("over", "each", "at") if has_field else ("least", "most"):
        if key in entry.values:
            raise entry.mistake(f"{key} 不能和 {'field' if has_field else 'equation'} 一起用。", f"{key} does not go with {'a field' if has_field else 'an equation'}")
    return has_field


def _default(title: Text, entry: Entry, is_range: bool) -> Text:
    """The message of a rule that brings none: its title, and the figures."""
    if is_range:
        return _OUT_OF_RANGE.fill(title=escaped(title), **{name: f"{{{name}}}" for name in ("field", "actual", "bounds")})
    return _NOT_HOLDING.fill(title=escaped(title), where=_WHERE[entry.values.get("each")], **{name: f"{{{name}}}" for name in ("left", "right", "difference")})


def _limits(file: Entry) -> Limits:
    """The catalogue's thresholds with those of the file in their place."""
    merged = {rule: dict(limits) for rule, limits in default_limits().items()}
    given = file.values.get("limits", {})
    if not isinstance(given, dict) or not all(isinstance(limits, dict) for limits in given.values()):
        raise file.mistake("界限要按规则分段写，如 [limits.R09]。", "thresholds stand under their rule, such as [limits.R09]")
    for rule, limits in given.items():
        entry = Entry(limits, file.place + Text(f"：limits.{rule}", f": limits.{rule}"))
        if rule not in merged:
            raise entry.mistake(f"规则 {rule} 没有可改的界限；有界限的是 {'、'.join(merged)}。", f"the rule {rule} has no thresholds; those that do are {', '.join(merged)}")
        entry.check_keys(merged[rule])
        for name in limits:
            entry.number(name)
            merged[rule][name] = limits[name]
    return merged
