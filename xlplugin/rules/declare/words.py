"""What a rule says where it does not say the plain thing, and the leads that many share."""

from __future__ import annotations

from dataclasses import dataclass

from xlplugin.filing.findings import Severity
from xlplugin.text import NOTHING, Text

IN_TABLE, IN_TABLE_ZH = Text("「{table}」", "{table}: "), Text("「{table}」", "")
"""Leads: the section, in both languages or in Chinese only, where the English fact names it in another way."""


@dataclass(frozen=True, slots=True)
class Case:
    """A case in which a rule says something else, or is milder. What is None is the rule's own."""

    name: str
    when: Text
    """When it is this case, as the lists of rules have it."""
    severity: Severity | None = None
    fact: Text | None = None
    ask: Text | None = None
    lead: Text | None = None
    mend: Text | None = None
    short: Text | None = None


PLAIN = Case("", NOTHING)
