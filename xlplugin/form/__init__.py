"""The official form as data. An edition is a file in `editions/`; a new one needs no code."""

from xlplugin.form.load import editions, editions_with, load_form, parse_form
from xlplugin.form.model import Alternative, Block, Field, Form, Group, Label, Line, Section, Table, shapes_by_key
from xlplugin.form.relation import Balance, Relation, Side, Term

__all__ = [
    "Alternative",
    "Balance",
    "Block",
    "Field",
    "Form",
    "Group",
    "Label",
    "Line",
    "Relation",
    "Section",
    "Side",
    "Table",
    "Term",
    "editions",
    "editions_with",
    "load_form",
    "parse_form",
    "shapes_by_key",
]
