"""What a run is: its files with their contents, the version of rules and program, and whether it came to its end."""

from __future__ import annotations

import json
from dataclasses import dataclass

from xlplugin.batch.codec import dump, load
from xlplugin.batch.failures import Bounds
from xlplugin.batch.outcome import Outcome, Source
from xlplugin.batch.recipe import Recipe
from xlplugin.batch.shards import SCHEMA_VERSION, key_of
from xlplugin.batch.storage import Folder

NAME = "manifest.json"


@dataclass(frozen=True)
class Manifest:
    """One run over `files`, in path order."""

    recipe: Recipe
    bounds: Bounds
    files: tuple[Source, ...]
    skipped: int = 0
    """Files of the folders that are no workbooks."""
    is_complete: bool = False
    schema: int = SCHEMA_VERSION

    def key(self, one: Source) -> str:
        """Of a file's result."""
        return key_of(one.file, one.content, self.recipe.version)

    def failed_key(self, one: Source) -> str:
        """Of the result of a file that its process did not survive: with other bounds it may."""
        return key_of(one.file, one.content, f"{self.recipe.version} {dump(self.bounds)}")

    def key_of(self, outcome: Outcome) -> str:
        """Under which key a row is stored."""
        one = Source(outcome.file, outcome.content)
        return self.failed_key(one) if outcome.failure else self.key(one)

    def save(self, folder: Folder) -> None:
        """Writes it, all or nothing."""
        folder.write(NAME, dump(self).encode())


def load_manifest(folder: Folder) -> Manifest | None:
    """The folder's manifest; None where there is none that this version of the program understands."""
    content = folder.read(NAME)
    if content is None:
        return None
    try:
        if json.loads(content).get("schema", SCHEMA_VERSION) != SCHEMA_VERSION:
            return None
        return load(Manifest, content.decode())
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
