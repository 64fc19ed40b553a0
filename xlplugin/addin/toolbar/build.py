"""Writes the LibreOffice extension (.oxt): the same input gives the same bytes, on every machine."""

from __future__ import annotations

import json
import zipfile
from dataclasses import asdict
from pathlib import Path

from xlplugin.addin.toolbar import registry
from xlplugin.addin.toolbar.icons import svg
from xlplugin.addin.toolbar.labels import LABELS, TITLE
from xlplugin.version import __version__

COMPONENT = "component/xlplugin_toolbar.py"
RECORD = "toolbar.json"
"""The part that holds the recorded interpreter and the words of the handler's messages."""
ICON_SIZES = (16, 26)
"""The office's small and large pictures, pixels."""
_HERE = Path(__file__).parent
_SETTINGS = {"Addons.xcu": registry.addons, "CalcWindowState.xcu": registry.window_state, "ProtocolHandler.xcu": registry.protocol_handler}
_WHEN = (2020, 1, 1, 0, 0, 0)


def build_toolbar(target: Path, python: Path | None = None) -> Path:
    """Writes the extension to `target`. `python`: the interpreter its buttons start; without one they say how to install.

    Stored, not compressed: another zlib would give other bytes.
    """
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts(python).items():
            info = zipfile.ZipInfo(name, _WHEN)
            info.create_system, info.external_attr = 3, 0o644 << 16
            archive.writestr(info, content)
    return target


def parts(python: Path | None = None) -> dict[str, bytes]:
    """The extension's files by name."""
    record = {
        "version": __version__,
        "python": str(python) if python else None,
        "title": asdict(TITLE),
        "commands": {command: asdict(label) for command, label in LABELS.items()},
    }
    files = {
        "META-INF/manifest.xml": registry.manifest(COMPONENT, _SETTINGS),
        "description.xml": registry.description(__version__),
        **{name: write() for name, write in _SETTINGS.items()},
        RECORD: json.dumps(record, ensure_ascii=False, indent=1).encode() + b"\n",
        # a checkout on Windows may have other line ends
        **{name.relative_to(_HERE).as_posix(): name.read_bytes().replace(b"\r\n", b"\n") for name in sorted((_HERE / "component").rglob("*.py"))},
    }
    return files | {f"icons/{command}_{size}.svg": svg(command, size) for command in LABELS for size in ICON_SIZES}
