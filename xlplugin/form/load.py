"""Reads an edition of the form from its TOML file and says plainly what is wrong with the file."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from xlplugin.encodings import LARGEST_DEFINITION, small_bytes, toml, written_text
from xlplugin.errors import DefinitionError, UndecodableError
from xlplugin.form.model import KINDS, LAYOUTS, Alternative, Block, Equation, Form, Group, Label, Line, Section, Table
from xlplugin.form.relation import Relation


@cache
def editions() -> dict[str, Form]:
    """The editions that come with the program, newest first."""
    files = Path(__file__).with_name("editions").glob("*.toml")
    forms = [parse_form(entry.read_text("utf-8"), entry.name) for entry in files]
    return {form.edition: form for form in sorted(forms, key=lambda form: form.first_year, reverse=True)}


def editions_with(own: Iterable[Form]) -> list[Form]:
    """The program's editions and one's own; one of your own stands in for the program's of the same name."""
    return list({**editions(), **{form.edition: form for form in own}}.values())


def load_form(path: Path) -> Form:
    """An edition from a file of one's own; raises `DefinitionError` when something in it cannot be right."""
    try:
        text = written_text(small_bytes(path, LARGEST_DEFINITION))
    except (OSError, UndecodableError) as error:
        raise DefinitionError(detail=f"{path.name}: {getattr(error, 'strerror', None) or error}") from error
    return parse_form(text, path.name)


def parse_form(text: str, name: str) -> Form:
    """An edition from TOML text; `name` is how the file is called in an error."""
    try:
        values = toml(text)
        form = _form(values)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(detail=f"{name}: {error}") from error
    except KeyError as error:
        raise DefinitionError(detail=f"{name}: {error.args[0]!r} is missing (缺少 {error.args[0]})") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise DefinitionError(detail=f"{name}: {error}") from error
    for problem in _problems(form):
        raise DefinitionError(detail=f"{name}: {problem}")
    for equation in form.equations:
        Relation.of(equation).check_names(form)
    return form


def _form(values: dict[str, Any]) -> Form:
    return Form(
        edition=str(values["edition"]),
        title=_label(values["title"]),
        document=values["document"],
        first_year=values["first_year"],
        last_year=values.get("last_year"),
        tables=tuple(_table(table) for table in values["table"]),
        sections=tuple(Section(section["id"], _label(section)) for section in values["section"]),
        equations=tuple(Equation(**entry) for entry in values.get("relation", [])),
    )


def _table(values: dict[str, Any]) -> Table:
    return Table(
        id=values["id"],
        section=values["section"],
        title=_label(values),
        sheet=values["sheet"],
        blocks=tuple(_block(block) for block in values["block"]),
    )


def _block(values: dict[str, Any]) -> Block:
    return Block(
        id=values["id"],
        layout=values.get("layout", "matrix"),
        title=_label(values["title"]) if "title" in values else None,
        corner=values.get("corner", ""),
        rows=tuple(_line(row) for row in values["row"]),
        columns=tuple(_line(column) for column in values["column"]),
        row_groups=tuple(_group(group) for group in values.get("row_group", [])),
        column_groups=tuple(_group(group) for group in values.get("column_group", [])),
        alternatives=tuple(
            Alternative(_line(alternative["row"]), tuple(alternative["replaces"]), alternative["rule"])
            for alternative in values.get("alternative", [])
        ),
        label_columns=values.get("label_columns", 1),
    )


def _line(values: dict[str, Any]) -> Line:
    return Line(
        id=values["id"],
        label=_label(values),
        group=values.get("group"),
        total=values.get("total", False),
        kind=values.get("kind", "count"),
        unit=values.get("unit"),
    )


def _group(values: dict[str, Any]) -> Group:
    return Group(values["id"], _label(values), values.get("group"))


def _label(values: dict[str, Any]) -> Label:
    official = values["label"]
    return Label(official, values["en"], values.get("short", official), tuple(values.get("variants", ())))


def _problems(form: Form) -> list[str]:
    """What is wrong with a form that could be read, in the order of the file."""
    found = [f"table {name!r} stands twice" for name in _twice(table.id for table in form.tables)]
    for table in form.tables:
        found += [f"block {table.id}.{name!r} stands twice" for name in _twice(block.id for block in table.blocks)]
        for block in table.blocks:
            found += _block_problems(f"{table.id}.{block.id}", block)
        ids = [field.id for field in table.fields]
        found += [f"field {name!r} stands twice" for name in _twice(ids)]
    return found


def _block_problems(place: str, block: Block) -> list[str]:
    found: list[str] = []
    if block.layout not in LAYOUTS:
        found.append(f"{place}: layout {block.layout!r} is none of {', '.join(LAYOUTS)}")
    for axis in ("row", "column"):
        lines, groups = block.lines(axis), {group.id: group for group in block.groups(axis)}
        found += [f"{place}: {axis} {name!r} stands twice" for name in _twice(line.id for line in lines)]
        parents = [(line.id, line.group) for line in lines] + [(group.id, group.parent) for group in groups.values()]
        found += [f"{place}: {axis} {name!r} is in an unknown group {up!r}" for name, up in parents if up and up not in groups]
        for start in groups:
            chain, here = set(), groups[start].parent
            while here in groups and here not in chain:
                chain.add(here)
                here = groups[here].parent
            if start in chain:
                found.append(f"{place}: group {start!r} is inside itself")
        found += [f"{place}: kind {line.kind!r} of {line.id!r} is none of {', '.join(KINDS)}" for line in lines if line.kind not in KINDS]
    known = {row.id for row in block.rows}
    for alternative in block.alternatives:
        found += [f"{place}: alternative {alternative.row.id!r} replaces an unknown row {name!r}" for name in alternative.replaces if name not in known]
    return found


def _twice(names: Any) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]
