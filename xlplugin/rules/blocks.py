"""A unit's own rules and thresholds, from a TOML file: relations and ranges over cells, without code.

    [limits.R09]
    share = 0.5

    [[rule]]
    id = "U01"
    severity = "warning"
    equation = "proactive.licensing.decisions >= 0.5 * prior.proactive.licensing.decisions"
    title = { zh = "行政许可不少于上年的一半", en = "at least half of last year's licensing decisions" }
    message = { zh = "行政许可比上年少一半以上：{left}，{right}。请核实。", en = "less than half of last year: {left}, {right}" }
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from xlplugin.errors import DefinitionError
from xlplugin.filing import Filing
from xlplugin.findings import Severity
from xlplugin.form import Form, Relation, editions
from xlplugin.rules.declare import Check, Context, Hit, Inspect, Limits, Rule, Unknown, default_limits
from xlplugin.text import Text, join

_ID = re.compile(r"U\d{1,3}")
_KEYS = frozenset({"id", "severity", "equation", "over", "each", "at", "field", "least", "most", "title", "message", "rationale", "mend", "source", "editions"})
_OUT_OF_RANGE = Text("“{field}”为 {actual}，应{bounds}。请核实。", "{field} is {actual}; it should be {bounds}")
_NOT_HOLDING = Text("{title}：{left}，{right}，差 {difference}。请核实。", "{title}: {left}, but {right}; difference {difference}")


@dataclass(frozen=True)
class Blocks:
    """What a unit's file adds: rules of its own (ids U1 to U999), and thresholds of the catalogue that it overrides."""

    rules: tuple[Rule, ...]
    limits: Limits


def load_blocks(path: Path, forms: Sequence[Form] | None = None) -> Blocks:
    """The rules and thresholds of a file; raises `DefinitionError`, naming the rule, where something cannot be right."""
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DefinitionError(detail=f"{path.name}: {error}") from error
    known = list(forms or editions().values())
    declared = values.get("rule", [])
    if not isinstance(declared, list) or not all(isinstance(entry, dict) for entry in declared):
        raise DefinitionError(detail=f"{path.name}: [[rule]]")
    if unknown := set(values) - {"rule", "limits"}:
        raise DefinitionError(detail=f"{path.name}: {', '.join(sorted(unknown))}? (只有 [[rule]] 和 [limits.规则]; only [[rule]] and [limits.RULE])")
    rules = tuple(_rule(entry, path.name, known) for entry in declared)
    ids = [rule.id for rule in rules]
    if len(set(ids)) < len(ids):
        raise DefinitionError(detail=f"{path.name}: a rule id stands twice (规则编号重复): {', '.join(sorted({name for name in ids if ids.count(name) > 1}))}")
    return Blocks(rules, _limits(values.get("limits", {}), path.name))


def _rule(values: dict[str, Any], file: str, forms: Sequence[Form]) -> Rule:
    name = str(values.get("id", "?"))
    place = f"{file}: {name}"
    if not _ID.fullmatch(name):
        raise DefinitionError(detail=f"{place}: a rule of one's own is named U1 to U999 (自定规则编号为 U1 至 U999)")
    if unknown := set(values) - _KEYS:
        raise DefinitionError(detail=f"{place}: {', '.join(sorted(unknown))}?")
    try:
        severity = Severity[str(values["severity"]).upper()]
        title = _text(values["title"])
    except KeyError as error:
        raise DefinitionError(detail=f"{place}: severity (error, warning, info) and title {{ zh, en }} are needed (缺少或有误: {error})") from error
    chosen = [form for form in forms if not values.get("editions") or form.edition in values["editions"]]
    check: Check = _range(values, place, chosen) if "field" in values else _relation(values, place, chosen)
    default = _OUT_OF_RANGE if "field" in values else _NOT_HOLDING.fill(title=title, left="{left}", right="{right}", difference="{difference}")
    message = _text(values["message"]) if "message" in values else default
    _check_placeholders(message, place, "field" in values)
    own = Text(f"本单位自定规则（{file}）", f"a rule of this unit's own ({file})")
    return Rule(
        id=name,
        severity=severity,
        title=title,
        message=message,
        rationale=_text(values["rationale"]) if "rationale" in values else title,
        mend=_text(values["mend"]) if "mend" in values else Text("请核实；属实的说明原因。", "Check it; if it is true, give the reason."),
        source=_text(values["source"]) if "source" in values else own,
        check=check,
        examples=(),
        editions=tuple(values.get("editions", ())),
    )


def _relation(values: dict[str, Any], place: str, forms: Sequence[Form]) -> Relation:
    if "equation" not in values:
        raise DefinitionError(detail=f"{place}: needs an equation, or a field with least / most (缺少 equation 或 field)")
    try:
        relation = Relation(values["equation"], values.get("over"), values.get("each"), values.get("at"))
        holds = [form for form in forms if relation.balances(form)]
        at = [balance.at for form in holds for balance in relation.balances(form)]
        if holds and any(name.startswith("prior.") for name in at):
            own = next((name for form in holds for balance in relation.balances(form) for name in balance.fields if not name.startswith("prior.")), None)
            relation = Relation(values["equation"], at=own)
        if not holds:
            relation.check_names(forms[0] if forms else next(iter(editions().values())))
        if any(balance.at not in form.fields for form in holds for balance in relation.balances(form)):
            raise DefinitionError(detail=f"at = {relation.at!r}")
    except DefinitionError as error:
        raise DefinitionError(detail=f"{place}: {error.text.en.split(': ', 1)[-1]}") from error
    return relation


def _range(values: dict[str, Any], place: str, forms: Sequence[Form]) -> Inspect:
    name, least, most = values["field"], values.get("least"), values.get("most")
    if not any(name in form.fields for form in forms):
        raise DefinitionError(detail=f"{place}: no edition has the field {name!r} (没有这个栏目)")
    numbers = [bound for bound in (least, most) if bound is not None]
    if not numbers or any(isinstance(bound, bool) or not isinstance(bound, (int, float)) for bound in numbers):
        raise DefinitionError(detail=f"{place}: least and most are numbers, at least one of them is needed (least、most 至少写一个数)")
    low = Decimal(str(least)) if least is not None else None
    high = Decimal(str(most)) if most is not None else None

    wordings = [Text(f"不小于 {low}", f"at least {low}")] if low is not None else []
    wordings += [Text(f"不大于 {high}", f"at most {high}")] if high is not None else []
    bounds = join(wordings, "、", " and ")

    def inspect(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
        if name not in filing.form.fields:
            return
        if not filing.is_known(name):
            yield Unknown(Text("“{label}”读不出数字", "{label} cannot be read as a number").fill(label=filing.form.fields[name].text), name)
            return
        value = Decimal(filing.amount(name))
        if (low is not None and value < low) or (high is not None and value > high):
            yield Hit(name, actual=filing.amount(name), words={"bounds": bounds})

    return inspect


def _limits(values: Any, file: str) -> Limits:
    """The catalogue's thresholds with those of the file in their place."""
    merged = {rule: dict(limits) for rule, limits in default_limits().items()}
    if not isinstance(values, dict):
        raise DefinitionError(detail=f"{file}: [limits]")
    for rule, limits in values.items():
        for name, value in limits.items() if isinstance(limits, dict) else [(limits, None)]:
            if rule not in merged or name not in merged[rule]:
                raise DefinitionError(detail=f"{file}: there is no threshold limits.{rule}.{name} (没有这个界限)")
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                raise DefinitionError(detail=f"{file}: limits.{rule}.{name} is a number (应为数字)")
            merged[rule][name] = value
    return merged


def _text(values: Any) -> Text:
    """Both wordings; one string serves for both languages."""
    if isinstance(values, str):
        return Text(values, values)
    return Text(str(values["zh"]), str(values["en"]))


def _check_placeholders(message: Text, place: str, is_range: bool) -> None:
    words = ["table", "row", "column", "field", "cell", "actual", "expected", *(["bounds"] if is_range else ["left", "right", "difference"])]
    try:
        message.fill(**dict.fromkeys(words, ""))
    except (KeyError, IndexError, ValueError) as error:
        raise DefinitionError(detail=f"{place}: message: {error}; placeholders: {', '.join('{' + word + '}' for word in words)}") from error
