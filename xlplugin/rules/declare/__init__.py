"""All that a rule is written with; a rule's file imports from here."""

from xlplugin.rules.declare.checks import Across, Bound, Check, Forbidden
from xlplugin.rules.declare.context import Context, Limits, default_limits
from xlplugin.rules.declare.example import Example, Several
from xlplugin.rules.declare.hit import Hit, Inspect, Unknown
from xlplugin.rules.declare.rule import Needs, Rule
from xlplugin.rules.declare.words import IN_TABLE, IN_TABLE_ZH, Case

__all__ = [
    "IN_TABLE",
    "IN_TABLE_ZH",
    "Across",
    "Bound",
    "Case",
    "Check",
    "Context",
    "Example",
    "Forbidden",
    "Hit",
    "Inspect",
    "Limits",
    "Needs",
    "Rule",
    "Several",
    "Unknown",
    "default_limits",
]
