"""xlplugin checks the yearly report on government information disclosure where it is filled in.

    from xlplugin import check, read_workbook
    report = check([read_workbook(path)])[0]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Filing", "Finding", "Report", "Severity", "check", "check_files", "editions", "load_form", "read_workbook", "write_template"]

if TYPE_CHECKING:
    from xlplugin.batch.run import check_files
    from xlplugin.checking.check import check
    from xlplugin.filing import Filing
    from xlplugin.findings import Finding, Report, Severity
    from xlplugin.form import editions, load_form
    from xlplugin.reading.read import read_workbook
    from xlplugin.writing.template import write_template

_HOMES = {
    "Filing": "xlplugin.filing",
    "Finding": "xlplugin.findings",
    "Report": "xlplugin.findings",
    "Severity": "xlplugin.findings",
    "check": "xlplugin.checking.check",
    "check_files": "xlplugin.batch.run",
    "editions": "xlplugin.form",
    "load_form": "xlplugin.form",
    "read_workbook": "xlplugin.reading.read",
    "write_template": "xlplugin.writing.template",
}


def __getattr__(name: str) -> Any:
    """Imports what is asked for when it is asked for: the command line must start without pandas."""
    import importlib

    if name not in _HOMES:
        raise AttributeError(f"module 'xlplugin' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
