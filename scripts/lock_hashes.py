"""Writes hashes.txt: what `.venv` is made of, with the SHA-256 of each file, for `pip install --require-hashes`.

    .venv/bin/python scripts/lock_hashes.py            # after constraints.txt has changed

pip itself says which file it takes of each pin and what its digest is; each entry's comment says which extras need it. The digests are those of the
files for the Python and the kind of machine this is run on, which the first line names: `scripts/_setup.py` uses them there, and elsewhere the pins alone.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from _setup import HASHES, ROOT, machine
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
    digests = reported([pins[name] for name in sorted(needed) if name in pins])
    whole = [extra for extra in extras if all(name in digests for name, extras_of in needed.items() if extra in extras_of)]
    lines = [f"# For {machine()}; extras: {' '.join(whole)}. Made by scripts/lock_hashes.py from constraints.txt.", "# Each entry stands below the extras that need it; `base`: all do."]
    for name in sorted(needed):
        if name in digests and (where := [extra or "base" for extra in sorted(needed[name]) if not extra or extra in whole]):
            lines += [f"# {'base' if 'base' in where else ' '.join(where)}", f"{pins[name]} --hash=sha256:{digests[name]}"]
    (ROOT / HASHES).write_text("\n".join(lines) + "\n", "utf-8")
    missing = sorted(set(extras) - set(whole))
    print(f"{HASHES}: {sum('--hash' in line for line in lines)} files; extras without: {' '.join(missing) or 'none'}")
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


def reported(pins: list[str]) -> dict[str, str]:
    """The digest of the file that pip takes of each pin."""
    with tempfile.TemporaryDirectory() as folder:
        wanted, report = Path(folder, "pins.txt"), Path(folder, "report.json")
        wanted.write_text("\n".join(pins), "utf-8")
        command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--no-deps", "--quiet", "--report", str(report), "-r", str(wanted)]
        subprocess.run(command, check=True)
        entries = json.loads(report.read_text("utf-8"))["install"]
    return {canonicalize_name(entry["metadata"]["name"]): entry["download_info"]["archive_info"]["hashes"]["sha256"] for entry in entries}


if __name__ == "__main__":
    sys.exit(main())
