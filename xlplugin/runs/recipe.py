"""How files are checked, as data: what a worker process, here or on another machine, needs to build the same rules.

Rules of one's own hold functions, which no process can send to another. So the files' contents travel, and each worker builds from them.
"""

from __future__ import annotations

import hashlib
import importlib
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from xlplugin.form import Form, editions_with, parse_form
from xlplugin.rules.own.asked_for import asked_for
from xlplugin.runs.inputs.releases import Release
from xlplugin.runs.store.codec import dump
from xlplugin.runs.store.prior_store import StoredPriors
from xlplugin.runs.workers.checker import Checker, Prior, Read, read
from xlplugin.scratch import scratch
from xlplugin.version import __version__

_PACKAGE = Path(__file__).resolve().parent.parent
_OUTPUTS = frozenset({"outputs", "live", "addin", "serve", "cli"})
"""Parts of the program that no report depends on."""
_LIBRARIES = ("cn2an", "formulas", "lxml", "msoffcrypto-tool", "numpy", "olefile", "openpyxl", "pandas", "pandera", "pdfminer.six", "pdfplumber", "python-calamine", "scipy")


@dataclass(frozen=True, slots=True)
class Document:
    """A small file that travels with the run."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Recipe:
    """What decides a file's report besides its content."""

    program: str
    """See `program_digest`."""
    select: str | None = None
    ignore: str | None = None
    rules: Document | None = None
    forms: tuple[Document, ...] = ()
    releases: tuple[Release, ...] = ()
    priors: str | None = None
    """What tells last year's filings apart from others: a digest."""
    priors_file: str | None = None
    """Where they are on this machine (see `prior_store`); no part of the version."""
    is_reading_only: bool = False
    """Files are read and not checked: for last year's filings."""
    read: str | None = None
    """`module:function` that reads in place of the program, a `Read`. For tests: nothing on the command line sets it."""

    @property
    def version(self) -> str:
        """Changes with everything that may change a report."""
        return hashlib.sha256(dump(replace(self, priors_file=None)).encode()).hexdigest()[:32]

    def editions(self) -> list[Form]:
        """The program's editions and those that came along."""
        return editions_with(parse_form(document.text, document.name) for document in self.forms)


def build(recipe: Recipe) -> Checker:
    """The rules, editions and last year's filings of a recipe; raises `UsageError` or `DefinitionError` where it holds a mistake."""
    forms = recipe.editions()
    with scratch() if recipe.rules is not None else nullcontext("") as folder:
        own = None
        if recipe.rules is not None:
            own = Path(folder, Path(recipe.rules.name).name)
            own.write_text(recipe.rules.text, "utf-8")
        rules, context = asked_for(recipe.select, recipe.ignore, own, forms)
    priors: Prior | None = StoredPriors(Path(recipe.priors_file), forms) if recipe.priors_file is not None else None
    return Checker(forms, rules, context, recipe.releases, priors, _reader(recipe.read), recipe.is_reading_only)


@cache
def program_digest() -> str:
    """Changes with the program: its version, each of its files that a report depends on, and the libraries that read and compute."""
    digest = hashlib.sha256(__version__.encode())
    for path in sorted(_PACKAGE.rglob("*")):
        inside = path.relative_to(_PACKAGE)
        if path.suffix in (".py", ".toml") and inside.parts[0] not in _OUTPUTS:
            digest.update(f"{inside.as_posix()}\0".encode() + path.read_bytes())
    for library in _LIBRARIES:
        digest.update(f"{library}=={_version(library)}\0".encode())
    return digest.hexdigest()[:32]


def _version(library: str) -> str | None:
    from importlib import metadata

    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:  # a build for the browser leaves some out
        return None


def _reader(name: str | None) -> Read:
    if name is None:
        return read
    module, _, function = name.partition(":")
    found: Read = getattr(importlib.import_module(module), function)
    return found
