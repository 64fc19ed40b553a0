"""What a rule may look at besides the filing."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from xlplugin.filing.filing import Filing

Limits = Mapping[str, Mapping[str, Any]]


@cache
def default_limits() -> Limits:
    """The catalogue's thresholds, by rule id and name, from `limits.toml`."""
    return tomllib.loads((Path(__file__).parent.parent / "limits.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may look at besides the filing: the thresholds, and last year's filing of the organ where there is one."""

    limits: Limits = field(default_factory=default_limits)
    prior: Filing | None = None
    rule: str = ""
    """The id of the rule that runs."""

    def limit(self, name: str, rule: str | None = None) -> Any:
        """A threshold by its name: of the rule that runs, or of another one."""
        return self.limits[rule or self.rule][name]
