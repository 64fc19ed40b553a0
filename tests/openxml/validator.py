"""The validator of Microsoft's Open XML SDK over many files and versions of Office, by one start of it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import _openxml_validator

VERSIONS = ("Office2007", "Office2010", "Office2013", "Office2016", "Office2019", "Office2021", "Microsoft365")
_END = "\x1e"

missing = _openxml_validator.missing()
"""Why the validator cannot be run here; None where it can."""


@dataclass(frozen=True, order=True)
class Fault:
    """What the validator has against a file. `part` and `at` are empty where it could not be opened at all."""

    kind: str
    part: str
    at: str
    says: str


def faults(files: Iterable[Path], versions: Iterable[str] = VERSIONS) -> dict[tuple[Path, str], list[Fault]]:
    """The faults of each file by version; a file without any has an empty list."""
    asked = [(file, version) for version in versions for file in files]
    assert not any("\t" in str(file) or "\n" in str(file) for file, _ in asked)
    # Without profile-guided compiling and a collector on a thread of its own it takes half of the time.
    given = {**os.environ, "DOTNET_STARTUP_HOOKS": str(_openxml_validator.HOOK), "DOTNET_TieredPGO": "0", "DOTNET_gcConcurrent": "0", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    lines = "".join(f"{file}\t{version}\n" for file, version in asked)
    said = subprocess.run([str(_openxml_validator.PROGRAM), "-"], input=lines.encode(), env=given, capture_output=True, check=False)
    answers = said.stdout.decode().split(_END)
    assert said.returncode == 0 and len(answers) == len(asked) + 1, (said.returncode, len(answers), said.stderr.decode()[-2000:])
    return {of: _faults(answer) for of, answer in zip(asked, answers, strict=False)}


def _faults(answer: str) -> list[Fault]:
    told = json.loads(answer)
    found = sorted(Fault(one["id"] or one["errorType"], one["path"] or "", one["xPath"] or "", one["description"]) for one in told["errors"])
    assert told["ok"] == (not found), told
    return found
