"""Real installations of the toolbar for tests, also where the tests run as root."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path

from xlplugin import __version__
from xlplugin.addin.machine import Machine, this_machine

_NOBODY = 65534


def missing_unopkg() -> str | None:
    """Why no extension can be installed here; None where one can."""
    if sys.platform == "win32":
        raise NotImplementedError
    if not shutil.which("unopkg"):
        return "LibreOffice is not installed"
    return "setpriv is not installed, and LibreOffice takes no extension from root" if os.getuid() == 0 and not shutil.which("setpriv") else None


def ordinary_user(folder: Path, interpreter: Path | None = None) -> Machine:
    """This computer, whose `unopkg` runs as an ordinary user: root, which LibreOffice takes no extension from, steps down for it.

    `folder` must be open to all. `interpreter` is what gets recorded, if not the one that runs.
    """
    # a checkout need not be installed in the interpreter that runs the tests
    if sys.platform == "win32":
        raise NotImplementedError
    machine = replace(this_machine(), run=lambda command: (0, f"xlplugin={__version__}\n"))
    if interpreter is not None:
        machine = replace(machine, interpreter=interpreter)
    if os.getuid() != 0:
        return machine
    programs = folder / "programs"
    programs.mkdir(exist_ok=True)
    stepped = programs / "unopkg"
    step = f"setpriv --reuid={_NOBODY} --regid={_NOBODY} --clear-groups"
    stepped.write_text(f"#!/bin/sh\nHOME='{folder}' exec {step} -- {shutil.which('unopkg')} \"$@\"\n", "utf-8")
    stepped.chmod(0o755)
    return replace(machine, variables={**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"})
