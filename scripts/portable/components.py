"""What a kit or a release is made of, as CycloneDX 1.5: for those who look after machines. The same parts give the same bytes."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name, parse_wheel_filename
from portable.archives import date
from portable.debian import Package

from xlplugin.version import __version__


@dataclass(frozen=True, slots=True)
class Component:
    """One part. `sha256`: of the file that it came in; empty where it came in none."""

    name: str
    version: str
    purl: str
    sha256: str = ""
    licence: str = ""

    @property
    def entry(self) -> dict[str, Any]:
        """As CycloneDX words it."""
        entry: dict[str, Any] = {"type": "library", "bom-ref": self.purl, "name": self.name, "version": self.version, "purl": self.purl}
        if self.sha256:
            entry["hashes"] = [{"alg": "SHA-256", "content": self.sha256}]
        if self.licence:
            entry["licenses"] = [{"license": {"name": self.licence}}]
        return entry


def of_wheels(wheels: Iterable[Path], licences: Mapping[str, str]) -> list[Component]:
    """The packages that came in wheels."""
    found = []
    for wheel in wheels:
        name, version = parse_wheel_filename(wheel.name)[:2]
        found.append(Component(name, str(version), f"pkg:pypi/{name}@{version}", sha256(wheel.read_bytes()).hexdigest(), licences.get(name, "")))
    return found


def of_installed(versions: Mapping[str, str], licences: Mapping[str, str]) -> list[Component]:
    """The packages that were lent from an installation."""
    return [Component(name, version, f"pkg:pypi/{name}@{version}", licence=licences.get(canonicalize_name(name), "")) for name, version in versions.items()]


def of_debian(packages: Iterable[Package]) -> list[Component]:
    """Debian's packages."""
    return [Component(one.name, one.version, f"pkg:deb/debian/{one.name}@{one.version.replace('+', '%2B')}?arch=amd64&distro=debian-12", one.sha256) for one in packages]


def listed(components: Iterable[Component]) -> str:
    """The list as JSON."""
    whole = [one.entry for one in sorted(components, key=lambda one: one.purl)]
    main = {"type": "application", "bom-ref": "xlplugin", "name": "xlplugin", "version": __version__, "licenses": [{"license": {"id": "Apache-2.0"}}]}
    bom = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, json.dumps([main, whole]))}",
        "version": 1,
        "metadata": {"timestamp": datetime.fromtimestamp(date(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "component": main},
        "components": whole,
        "dependencies": [{"ref": "xlplugin", "dependsOn": [one["bom-ref"] for one in whole]}],
    }
    return json.dumps(bom, ensure_ascii=False, indent=1) + "\n"
