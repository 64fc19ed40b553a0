"""Writes hashes.txt: what `.venv` is made of, with the SHA-256 of its files, for `pip install --require-hashes`.

    .venv/bin/python scripts/lock_hashes.py            # after constraints.txt has changed

uv says which files were published of each pin and what their digests are; each entry's comment says which extras need it. Which packages are needed is told
of the Python and the kind of machine this is run on, which the first line names: `scripts/_setup.py` uses the digests there, and elsewhere the pins alone.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from _setup import HASHES, ROOT, SetUpError, machine
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

BUILD = ("hatchling", "editables")
"""What builds this checkout's own package, so that nothing is fetched for that."""


def main() -> int:
    """Writes the file; gives the exit status."""
    pins: dict[str, str] = {canonicalize_name(line.partition("==")[0]): line for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if line and not line.startswith("#")}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = sorted(set(project["optional-dependencies"]) - {"bench"})
    needed: dict[str, set[str]] = {}
    for extra in ("", *extras):
        for name in closure(map(Requirement, [*project["dependencies"], *project["optional-dependencies"].get(extra, ()), *BUILD])):
            needed.setdefault(name, set()).add(extra)
    digests = published([pins[name] for name in sorted(needed) if name in pins])
    whole = [extra for extra in extras if all(name in digests for name, extras_of in needed.items() if extra in extras_of)]
    lines = [f"# For {machine()}; extras: {' '.join(whole)}. Made by scripts/lock_hashes.py from constraints.txt.", "# Each entry stands below the extras that need it; `base`: all do."]
    for name in sorted(needed):
        if name in digests and (where := [extra or "base" for extra in sorted(needed[name]) if not extra or extra in whole]):
            lines += [f"# {'base' if 'base' in where else ' '.join(where)}", digests[name]]
    (ROOT / HASHES).write_text("\n".join(lines) + "\n", "utf-8")
    missing = sorted(set(extras) - set(whole))
    print(f"{HASHES}: {sum('--hash' in line for line in lines)} pins; extras without: {' '.join(missing) or 'none'}")
    return 0


def closure(wanted: Iterable[Requirement]) -> set[str]:
    """Every package that these need on this machine, by what the installed ones say of themselves."""
    found: dict[str, set[str]] = {}
    todo = [one for one in wanted if one.marker is None or one.marker.evaluate()]
    while todo:
        one = todo.pop()
        name = canonicalize_name(one.name)
        new = {"", *one.extras} - found.setdefault(name, set())
        if new:
            found[name] |= new
            todo += _wanted(name, new)
    return set(found)


def _wanted(name: str, extras: set[str]) -> list[Requirement]:
    try:
        every = [Requirement(text) for text in requires(name) or ()]
    except PackageNotFoundError:
        return []
    return [one for one in every if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in extras)]


def published(pins: list[str]) -> dict[str, str]:
    """By package, its pin with the digests of all files that were published of it, so that any machine's own is among them. uv asks for them without fetching a file."""
    uv = shutil.which("uv")
    if uv is None:
        raise SetUpError("需要 uv：pip install uv。/ uv is needed: pip install uv.")
    with tempfile.TemporaryDirectory() as folder:
        wanted, found = Path(folder, "pins.txt"), Path(folder, "found.txt")
        wanted.write_text("\n".join(pins), "utf-8")
        subprocess.run([uv, "pip", "compile", "--quiet", "--generate-hashes", "--no-deps", "--no-header", "--no-annotate", "--output-file", str(found), str(wanted)], check=True, stdout=subprocess.DEVNULL)
        entries = found.read_text("utf-8").replace(" \\\n   ", "").splitlines()
    return {canonicalize_name(entry.partition("==")[0]): entry for entry in entries}


if __name__ == "__main__":
    sys.exit(main())
