"""How long each regular expression of the package takes on the worst strings that can be made of it: `python3 scripts/regexes.py`.

Every pattern is found in the source: what `re.compile`, `late`, `re.sub` and the like are called with, and what f-strings and joined parts
come to when the modules are loaded; what is `late` otherwise (see `xlplugin/patterns.py`) is compiled at once here. A call in the source that
nothing was found of is told by `unseen`. Its worst strings are made of its own signs: each one again and again, two in turn, a beginning that is
never ended. They are tried at 64 kB, and where that takes long at 4, 8, 16 … 64 kB, in seconds of this thread's computing, the least of
several. From times that can be measured comes the exponent: 1 is linear, 2 quadratic. The table lists what can be measured, the worst first.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import math
import pkgutil
import re
import signal
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

from _regexes_bounded import BOUNDED
from _regexes_strings import Pattern, worst_strings

ROOT = Path(__file__).parent.parent
SIZES = tuple(2**power for power in range(10, 17))
FIRST = 2**12
"""A string that takes no measurable time at so many characters, and at the next size, is tried no further."""
MEASURABLE, ENOUGH = 0.0015, 0.15
"""Seconds: less tells nothing of how it grows; more is not waited for again."""
NOTHING = 0.03
"""Seconds that nobody minds, at the longest text."""
_WORK, _AT_REST = re.compile("(?:ab|a)*c"), 0.02
"""A quadratic pattern, and its seconds for 1,500 letters on a machine at rest: where one time alone tells, a busy machine is no matter of the pattern's."""
MOST = 1.3
"""What the exponent may be."""
MAKING = ("re.compile", "late")
USING = tuple(f"re.{name}" for name in ("sub", "subn", "search", "match", "fullmatch", "findall", "finditer", "split"))
HOPELESS = 9.0
"""Told as the exponent of what never ends."""


@dataclass(frozen=True, slots=True)
class Timed:
    """What the worst string of a pattern came to."""

    where: str
    pattern: str
    exponent: float
    seconds: float
    """At the largest size that was tried."""
    size: int
    worst: str


def patterns(package: str = "xlplugin") -> dict[Pattern, str]:
    """Every pattern of the package, by where it stands first."""
    found: dict[Pattern, str] = {}
    for where, made in (*_when_loaded(package), *_literal(package)):
        found.setdefault(made, where)
    return found


def unseen(package: str = "xlplugin") -> set[str]:
    """By file and function, where the package makes a pattern, or uses `re.sub` and the like, that nobody measures: nothing was compiled there, and no text stands there."""
    seen: dict[str, set[int]] = {}
    for where, _ in (*_when_loaded(package), *_literal(package)):
        file, _, line = where.rpartition(":")
        seen.setdefault(file, set()).add(int(line))
    return {f"{file} {function}" for file, function, call in _calls(package) if seen.get(file, set()).isdisjoint(range(call.lineno, (call.end_lineno or call.lineno) + 1))}


@cache
def _when_loaded(package: str) -> tuple[tuple[str, Pattern], ...]:
    """What is compiled, at once or late, when the modules are loaded, and where."""
    found: list[tuple[str, Pattern]] = []
    compile_before = re.compile

    def compiled(pattern: Any, flags: int = 0) -> Any:
        made = compile_before(pattern, flags)
        frame: Any = sys._getframe(1)
        while frame is not None and frame.f_code.co_filename.endswith(("/re/__init__.py", "regexes.py")):
            frame = frame.f_back
        file = Path(frame.f_code.co_filename) if frame is not None else Path()
        if (ROOT / package) in file.parents:
            found.append((f"{file.relative_to(ROOT).as_posix()}:{frame.f_lineno}", made))
        return made

    loaded = {name: module for name, module in sys.modules.items() if name.split(".")[0] == package}
    for name in loaded:
        del sys.modules[name]
    re.compile = compiled
    try:
        root = importlib.import_module(package)
        with suppress(ModuleNotFoundError):  # another package has none
            cast("Any", importlib.import_module(f"{package}.patterns")).late = compiled
        for module in pkgutil.walk_packages(root.__path__, f"{package}."):
            if module.name.endswith("__main__"):
                continue
            try:
                importlib.import_module(module.name)
            except ImportError:  # what belongs to a program that is not here
                continue
        _make_what_is_made_later(package)
    finally:
        re.compile = compile_before
        for name in [name for name in sys.modules if name.split(".")[0] == package]:
            del sys.modules[name]
        sys.modules |= loaded  # else every class of the package would stand there twice, and none would be the other
    return tuple(found)


def _make_what_is_made_later(package: str) -> None:
    """The patterns that no module makes when it is loaded: those of the subjects of sentences, from `subjects.toml`."""
    if package == "xlplugin":
        subjects: Any = importlib.import_module("xlplugin.sentences.subjects")
        subjects.subjects()
        for name in subjects._definitions()["blockers"]:
            subjects.blockers(name)


@dataclass(frozen=True, slots=True)
class Use:
    """By which name a pattern goes, and what is called of it."""

    name: str
    methods: frozenset[str]


@cache
def uses(file: str) -> Mapping[int, Use]:
    """By each line of an assignment of a file its name, and the methods that are called of that name in the file."""
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    called: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            called.setdefault(node.value.id, set()).add(node.attr)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            called.setdefault(node.id, set())
    attributes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    handed_on = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) not in attributes}
    found: dict[int, Use] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name):
                methods = called.get(target.id, set()) | ({"search"} if target.id in handed_on else set())
                found |= dict.fromkeys(range(node.lineno, (node.end_lineno or node.lineno) + 1), Use(target.id, frozenset(methods)))
    for node in ast.walk(tree):  # what is tried at the start of a text where it stands
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("re.match", "re.fullmatch"):
            found.setdefault(node.lineno, Use("", frozenset({ast.unparse(node.func).removeprefix("re.")})))
    return found


def use_of(where: str) -> Use:
    """The use of the pattern that stands there; any use where that cannot be told."""
    file, _, line = where.rpartition(":")
    return (uses(file) if (ROOT / file).is_file() else {}).get(int(line), Use("", frozenset({"search"})))


def _literal(package: str) -> list[tuple[str, Pattern]]:
    """Patterns that stand as a text in a call of `re.sub` and the like."""
    return [
        (f"{file}:{call.lineno}", re.compile(cast("Any", call.args[0].value)))
        for file, _, call in _calls(package)
        if ast.unparse(call.func) not in MAKING and isinstance(call.args[0], ast.Constant)
    ]


@cache
def _calls(package: str) -> tuple[tuple[str, str, ast.Call], ...]:
    """Every call in the package that makes a pattern, or uses one that it is given as a text, with its file and the function that it stands in."""
    return tuple(found for path in sorted((ROOT / package).rglob("*.py")) for found in _calls_in(ast.parse(path.read_text("utf-8")), path.relative_to(ROOT).as_posix(), ""))


def _calls_in(tree: ast.AST, file: str, function: str) -> Iterator[tuple[str, str, ast.Call]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).removeprefix("patterns.") in (*MAKING, *USING):
            yield file, function, node
        yield from _calls_in(node, file, node.name if isinstance(node, ast.FunctionDef) else function)


def timed(pattern: Pattern, where: str) -> Timed:
    """The worst of a pattern's strings."""
    use = use_of(where)
    longest = BOUNDED.get(f"{where.rpartition(':')[0]} {use.name}", (SIZES[-1], ""))[0]
    is_at_start = bool(use.methods) and use.methods <= {"match", "fullmatch", "pattern"}
    sizes = [size for size in SIZES if FIRST <= size <= longest] or [longest]
    worst = Timed(where, shown(pattern), 1.0, 0.0, FIRST, "")
    for unit, end in worst_strings(pattern):
        if repeated := _doubling(pattern, unit, end, is_at_start):
            return Timed(where, shown(pattern), HOPELESS, ENOUGH, repeated * len(unit), unit)
        longest_text = unit * (sizes[-1] // len(unit)) + end
        at_most = _seconds(pattern, longest_text, is_at_start, tries=1)
        if at_most < NOTHING:  # the longest that it may see takes no time, however it grows
            if at_most >= MEASURABLE and (1.0, at_most) > (worst.exponent if worst.seconds else 0.0, worst.seconds):
                worst = Timed(where, shown(pattern), 1.0, at_most, sizes[-1], unit)
            continue
        taken: dict[int, float] = {}
        for size in sizes:
            text = unit * (size // len(unit)) + end
            taken[size] = _seconds(pattern, text, is_at_start)
            if taken[size] > ENOUGH or (size >= 2 * FIRST and taken[size] < MEASURABLE / 8):
                break
        measured = [(size, seconds) for size, seconds in taken.items() if seconds >= MEASURABLE]
        if not measured:
            continue
        last = max(taken)
        grown = math.log2(measured[-1][1] / measured[0][1]) / math.log2(measured[-1][0] / measured[0][0]) if len(measured) > 1 else 1.0
        if len(measured) == 1 and taken[last] > ENOUGH * max(1.0, _seconds(_WORK, "a" * 1500, False) / _AT_REST):
            grown = HOPELESS
        grown = min(grown, 1.0) if taken[last] < NOTHING else grown  # it had been kept waiting
        if (grown, taken[last]) > (worst.exponent if worst.seconds else 0.0, worst.seconds):
            worst = Timed(where, shown(pattern), grown, taken[last], last, unit)
            if grown > MOST:
                break  # one is enough
    return worst


def _doubling(pattern: Pattern, unit: str, end: str, is_at_start: bool) -> int:
    """How many of a unit take the time of a long text already, as where each sign more doubles it; 0 where few of them take none."""
    return next((count for count in range(8, 33, 2) if _seconds(pattern, unit * count + end, is_at_start) > MEASURABLE), 0)


def _seconds(pattern: Pattern, text: str, is_at_start: bool, tries: int = 3) -> float:
    """The least of three times, or of so many; what is only ever tried at the start of a text is tried there."""
    content = text.encode("utf-8", "surrogatepass") if isinstance(pattern.pattern, bytes) else text
    least = math.inf
    for _ in range(tries):
        start = time.thread_time()
        with _no_longer() as at_least:
            if is_at_start:
                pattern.match(content)
                pattern.fullmatch(content)
            else:
                for _match in pattern.finditer(content):
                    pass
        least = min(least, max(time.thread_time() - start, *at_least))
        if least > ENOUGH or least < MEASURABLE / 8:
            break
    return least


@contextmanager
def _no_longer() -> Iterator[list[float]]:
    """Ends what takes much longer than is waited for: the engine looks for signals now and then. Gives what it took at least, whatever the clock of a busy machine says."""
    at_least = [0.0]
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield at_least
        return

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, 4 * ENOUGH)
    try:
        yield at_least
    except TimeoutError:
        at_least.append(4 * ENOUGH)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def shown(pattern: Pattern) -> str:
    """The pattern on one line."""
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    return re.sub(r"\s", " ", text)


def main() -> None:
    """Prints the table; exit status 1 where an exponent is beyond what it may be."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    arguments.add_argument("--all", action="store_true", help="list what takes no measurable time too")
    arguments.add_argument("only", nargs="*", metavar="PATH", help="time only what stands below these, such as xlplugin/form")
    chosen = arguments.parse_args()
    found = {pattern: where for pattern, where in patterns().items() if not chosen.only or where.startswith(tuple(chosen.only))}
    rows = []
    for pattern, where in found.items():
        rows.append(timed(pattern, where))
        if chosen.all:
            sys.stderr.write(f"{rows[-1]}\n")
    rows.sort(key=lambda row: (-row.exponent, -row.seconds))
    sys.stdout.write(f"{len(rows)} patterns\nexponent  seconds     size  where  pattern  worst\n")
    for row in rows:
        if row.seconds >= MEASURABLE or chosen.all:
            sys.stdout.write(f"{row.exponent:8.2f} {row.seconds:8.4f} {row.size:8d}  {row.where}  {ascii(row.pattern[:90]) if not row.pattern.isprintable() else row.pattern[:90]}  {row.worst[:20]!a}\n")
    sys.exit(int(any(row.exponent > MOST for row in rows)))


if __name__ == "__main__":
    main()
