"""xlplugin checks the yearly report on government information disclosure where it is filled in.

    from xlplugin import check, read_workbook
    report = check([read_workbook(path)])[0]
"""

from __future__ import annotations

import sys

if sys.argv[:1] == ["-m"] and sys.flags.safe_path == 0:  # `python -m xlplugin`: what lies in the current folder, submissions say, must not be imported
    del sys.path[:1]

from typing import TYPE_CHECKING, Any

from xlplugin.version import __version__ as __version__

__all__ = ["Filing", "Finding", "Report", "Severity", "annotate", "check", "check_files", "editions", "load_form", "read_workbook", "schema", "write_template"]

if TYPE_CHECKING:
    from xlplugin.checking.check import check
    from xlplugin.checking.form_schema import schema
    from xlplugin.filing.filing import Filing
    from xlplugin.filing.findings import Finding, Report, Severity
    from xlplugin.form import editions, load_form
    from xlplugin.outputs.marked.workbook import annotate
    from xlplugin.outputs.template.template import write_template
    from xlplugin.reading.read import read_workbook
    from xlplugin.runs.run import check_files

_HOMES = {
    "Filing": "xlplugin.filing.filing",
    "Finding": "xlplugin.filing.findings",
    "Report": "xlplugin.filing.findings",
    "Severity": "xlplugin.filing.findings",
    "annotate": "xlplugin.outputs.marked.workbook",
    "check": "xlplugin.checking.check",
    "check_files": "xlplugin.runs.run",
    "editions": "xlplugin.form",
    "load_form": "xlplugin.form",
    "read_workbook": "xlplugin.reading.read",
    "schema": "xlplugin.checking.form_schema",
    "write_template": "xlplugin.outputs.template.template",
}


def __getattr__(name: str) -> Any:
    """Imports what is asked for when it is asked for: the command line must start without pandas."""
    import importlib

    if name not in _HOMES:
        raise AttributeError(f"module 'xlplugin' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """The public names, imported or not."""
    return sorted({*__all__, "__version__"})
