"""Says what the rules' examples cannot see: changes one token at a time in the rules' functions and runs the rules' own examples.

Prints a table by family and each change that no example sees. Those listed in `harmless_mutants.toml` with a reason are told apart.
`scripts/mutate_rules.py R V` changes families R and V only. Exit status 1: a change is neither seen nor listed, or is listed and seen.
"""

from __future__ import annotations

import ast
import signal
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from _mutants import Mutant, mutants_of, put_in_place

from xlplugin.checking.example_claims import differences
from xlplugin.rules import catalogue
from xlplugin.rules.declare import Rule

RULES = Path(__file__).resolve().parent.parent / "xlplugin" / "rules"
HARMLESS = Path(__file__).with_name("harmless_mutants.toml")
SHARED = "shared"
_NO_RULES = ("__init__.py", "samples.py")
"""Files that say nothing: what examples are made of is no rule."""
_ASKED_BEFORE = RULES / SHARED / "unmet.py"
"""What the checker asks before it calls a rule: whether the rule has what it needs."""
_SUMMED_BEFORE = RULES / SHARED / "row_sums.py"
"""What makes the filing that a rule is given which needs its rows' sums."""
_PROCESSES = 2
_LONGEST = 20.0
"""Seconds: a change that makes a loop endless is seen by this."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One change of a file below `xlplugin/rules`, and whether an example sees it."""

    file: str
    function: str
    key: str
    line: int
    is_seen: bool


def folders() -> dict[str, str]:
    """The folders of rules by their family's letter, and the one that they share."""
    return {rule.id[0]: _home(rule).parent.name for rule in catalogue().values()} | {SHARED: SHARED}


def files_of(family: str) -> list[Path]:
    """The files with a family's rules and what only they use."""
    return sorted(path for path in (RULES / folders()[family]).rglob("*.py") if path.name not in _NO_RULES)


def outcomes(path: Path) -> list[Outcome]:
    """Every change in the functions of a file, tried on the examples of the rules that use it."""
    users = [rule for rule in catalogue().values() if path in _used_by(_home(rule)) | _used_by(_ASKED_BEFORE) | (_used_by(_SUMMED_BEFORE) if rule.needs.row_sums else frozenset())]
    if false := [line for rule in users for example in rule.examples for line in differences(rule, example)]:
        raise SystemExit(f"an example does not hold without any change: {false[0]}")
    return [Outcome(_name(path), mutant.function, mutant.key, mutant.line, _is_seen(mutant, path, users)) for mutant in mutants_of(path)]


@cache
def harmless() -> Mapping[str, Mapping[str, str]]:
    """The changes that no example has to see: by file and key (or function, all of whose changes are meant), the reason why."""
    return tomllib.loads(HARMLESS.read_text("utf-8"))


def reason_for(one: Outcome) -> str | None:
    """Why no example has to see a change; None where it is not listed."""
    listed = harmless().get(one.file, {})
    return listed.get(one.key, listed.get(one.function))


def faults(tried: Iterable[Outcome]) -> list[str]:
    """What is to be mended: an example, or the list of harmless changes."""
    return [
        f"{one.file}:{one.line}  {one.key}" + ("  — listed as harmless, but seen" if one.is_seen else "")
        for one in tried
        if (one.key in harmless().get(one.file, {}) if one.is_seen else reason_for(one) is None)
    ]


def main(arguments: Sequence[str]) -> int:
    """0 when every change is seen or listed."""
    families = [name for name in folders() if not arguments or name in arguments]
    paths = [(family, path) for family in families for path in files_of(family)]
    with ProcessPoolExecutor(_PROCESSES) as pool:
        tried = dict(zip(paths, pool.map(outcomes, [path for _, path in paths]), strict=True))
    for family in families:
        _print_share(family, [one for (its, _), some in tried.items() if its == family for one in some])
    every = [one for some in tried.values() for one in some]
    _print_share("all", every)
    for one in every:
        if not one.is_seen:
            print(f"{one.file}:{one.line}  {one.key}\n      {reason_for(one) or 'NOT LISTED'}")
    wrong = faults(every)
    print("\n".join(["", f"{len(wrong)} to mend:", *wrong]) if wrong else "every change is seen or listed")
    return 1 if wrong else 0


def _print_share(family: str, tried: Sequence[Outcome]) -> None:
    seen = sum(one.is_seen for one in tried)
    print(f"{family:7}{seen:5} of{len(tried):5} seen {seen / max(len(tried), 1):7.1%}")


def _home(rule: Rule) -> Path:
    """The file that declares a rule."""
    folder_and_name = next(RULES.glob(f"*/{rule.id.lower()}_*.py"), None)
    assert folder_and_name is not None, f"rule {rule.id} has no file"
    return folder_and_name


@cache
def _used_by(path: Path) -> frozenset[Path]:
    """A file below `xlplugin/rules` and those that it imports, directly or not."""
    found, waiting = {path}, [path]
    while waiting:
        new = set(_imports(waiting.pop())) - found
        found |= new
        waiting += new
    return frozenset(found)


def _imports(path: Path) -> Iterator[Path]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("xlplugin.rules."):
            base = RULES.joinpath(*node.module.split(".")[2:])
            yield from (file for file in (base.with_suffix(".py"), *(base / f"{name.name}.py" for name in node.names)) if file.exists())


def _is_seen(mutant: Mutant, path: Path, users: Sequence[Rule]) -> bool:
    with put_in_place(mutant, f"xlplugin.rules.{_name(path).removesuffix('.py').replace('/', '.')}"):
        try:
            with _no_longer_than(_LONGEST):
                return any(differences(rule, example) for rule in users for example in rule.examples)
        except Exception:  # whatever the change breaks, it is seen
            return True


def _name(path: Path) -> str:
    return path.relative_to(RULES).as_posix()


@contextmanager
def _no_longer_than(seconds: float) -> Iterator[None]:
    """Raises `TimeoutError` in what takes longer, where the system has such an alarm."""
    if sys.platform == "win32":
        yield
        return

    def too_long(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, too_long)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
