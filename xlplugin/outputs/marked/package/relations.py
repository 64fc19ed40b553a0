"""What belongs to what in a package: relations between parts, and the type of each part's content."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from xlplugin.outputs.marked.package.archive import Archive, key
from xlplugin.outputs.marked.package.xml import LINKS, add, children, make, parse, serialise

_RELATIONS = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
_TYPES = "[Content_Types].xml"


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation: `kind` is the last word of its type (`worksheet`, `comments`), `target` the part's name."""

    id: str
    kind: str
    target: str


def relations(archive: Archive, part: str) -> list[Relation]:
    """A part's relations to other parts of the package (the package's own where `part` is empty); links to the outside are left out."""
    source = _relations_part(part)
    if source not in archive:
        return []
    return [
        Relation(element.get("Id", ""), element.get("Type", "").rsplit("/", 1)[-1], _resolve(part, element.get("Target", "")))
        for element in children(parse(archive.read(source), source), "Relationship")
        if element.get("TargetMode") != "External"
    ]


def related(archive: Archive, part: str, kind: str) -> str | None:
    """The first part of that kind that a part relates to, and that is there."""
    return next((relation.target for relation in relations(archive, part) if relation.kind == kind and relation.target in archive), None)


def relate(archive: Archive, part: str, kind: str, target: str) -> str:
    """Adds a relation from a part to another; its new id."""
    source = _relations_part(part)
    root = parse(archive.read(source) if source in archive else _RELATIONS, source)
    taken = {element.get("Id", "") for element in children(root, "Relationship")}
    new = next(name for name in (f"rId{number}" for number in range(1, len(taken) + 2)) if name not in taken)
    path = posixpath.relpath(target, posixpath.dirname(part) or ".")
    add(root, "Relationship", {"Id": new, "Type": f"{LINKS}/{kind}", "Target": path})
    archive.replace(source, serialise(root))
    return new


def unrelate(archive: Archive, part: str, target: str) -> None:
    """Takes away a part's relations to another."""
    source = _relations_part(part)
    root = parse(archive.read(source), source)
    for element in children(root, "Relationship"):
        if element.get("TargetMode") != "External" and key(_resolve(part, element.get("Target", ""))) == key(target):
            root.remove(element)
    archive.replace(source, serialise(root))


def content_type(archive: Archive, part: str) -> str:
    """The type of a part's content; empty where the package does not say."""
    root = parse(archive.read(_TYPES), _TYPES)
    own = next((element.get("ContentType", "") for element in children(root, "Override") if key(element.get("PartName", "")) == key(part)), "")
    extension = key(part).rsplit(".", 1)[-1]
    return own or next((element.get("ContentType", "") for element in children(root, "Default") if element.get("Extension", "").lower() == extension), "")


def set_content_type(archive: Archive, part: str, type_: str) -> None:
    """Says of a new part what it holds, unless the package says so already: of its ending, where that has no type yet, else of itself."""
    known = content_type(archive, part)
    if known == type_:
        return
    root = parse(archive.read(_TYPES), _TYPES)
    if known or part.endswith(".xml"):
        add(root, "Override", {"PartName": f"/{part}", "ContentType": type_})
    else:
        root.insert(0, make(root, "Default", {"Extension": part.rsplit(".", 1)[-1], "ContentType": type_}))
    archive.replace(_TYPES, serialise(root))


def drop_content_type(archive: Archive, part: str) -> None:
    """Takes away what the package says of a part that is left out."""
    root = parse(archive.read(_TYPES), _TYPES)
    for element in children(root, "Override"):
        if key(element.get("PartName", "")) == key(part):
            root.remove(element)
    archive.replace(_TYPES, serialise(root))


def _relations_part(part: str) -> str:
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def _resolve(part: str, target: str) -> str:
    """The name of the part that a relation of another points to; a leading slash starts at the package."""
    path = target.replace("\\", "/").split("#")[0]
    return posixpath.normpath(path if path.startswith("/") else posixpath.join(posixpath.dirname(part), path)).lstrip("/")
