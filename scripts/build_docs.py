"""Renews what the pages take from the program: the rule tables, a rule's file, and what a check prints. A test says when one is stale."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import make_samples

from xlplugin.outputs.rule_pages import rule_table
from xlplugin.rules import catalogue
from xlplugin.serve.local.openapi import openapi
from xlplugin.text import LANGUAGES, Language

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / name for name in ("README.md", "README.en.md", "CONTRIBUTING.md", "docs/rules.md", "docs/rules.en.md")]
"""The pages with generated blocks."""
SHOWN = (
    f"samples/{make_samples.IN_TEMPLATE}/样例县人民政府办公室2023年.xlsx",
    f"samples/{make_samples.OWN_SHAPE}/样例二镇2019年.xlsx",
)
"""The samples whose check is shown: figures of published reports, one sound and one that was published with faults."""
EXAMPLE_RULE = ROOT / "xlplugin" / "rules" / "requests" / "r01_balance.py"
_BLOCK = re.compile(r"(?P<open><!-- generated: (?P<name>[\w-]+) -->\n).*?(?P<close><!-- end of generated -->)", re.DOTALL)


def renewed(text: str, parts: Mapping[str, str]) -> str:
    """The text with every generated block filled anew; raises `KeyError` for a block that nothing fills."""
    return _BLOCK.sub(lambda match: f"{match['open']}{parts[match['name']]}{match['close']}", text)


def generated() -> dict[str, str]:
    """What stands in each block, by name."""
    rules = list(catalogue().values())
    parts = {f"rules-{language}": rule_table(rules, language) for language in LANGUAGES}
    parts["rule-file"] = f"```python\n{EXAMPLE_RULE.read_text('utf-8')}```\n"
    with tempfile.TemporaryDirectory() as folder:
        make_samples.main(Path(folder) / "samples")
        parts |= {f"report-{language}": f"```text\n{_report(language, Path(folder))}```\n" for language in LANGUAGES}
    return parts


def _report(language: Language, folder: Path) -> str:
    command = [sys.executable, "-m", "xlplugin", "check", *SHOWN, "--lang", language]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.PIPE, encoding="utf-8", check=False)
    if done.returncode != 1:
        raise RuntimeError(f"the check of the samples ended with status {done.returncode}: {done.stdout}")
    return done.stdout


def main() -> None:
    """Rewrites the pages in place."""
    parts = generated()
    for page in PAGES:
        page.write_text(renewed(page.read_text("utf-8"), parts), "utf-8")
    (ROOT / "docs" / "openapi.json").write_text(json.dumps(openapi(), ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
