"""What a run is: its files with their contents, the version of rules and program, and whether it came to its end."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cached_property

from xlplugin.filing.submissions import Submission
from xlplugin.runs.recipe import Recipe
from xlplugin.runs.store.codec import dump, dump_once, made
from xlplugin.runs.store.packed import Packed
from xlplugin.runs.store.shards import SCHEMA_VERSION, key_of
from xlplugin.runs.store.storage import Folder
from xlplugin.runs.workers.failures import Bounds

NAME = "manifest.json"
_SCHEMA = "schema"
"""Under this name the version of what lies in the folder stands there, too."""


@dataclass(frozen=True)
class Manifest:
    """One run over `files`, in path order."""

    recipe: Recipe
    bounds: Bounds
    files: tuple[Submission, ...]
    skipped: int = 0
    """Files of the folders that are no workbooks."""
    left_out: tuple[str, ...] = ()
    """Files of the folders that may be submissions and were not checked: what the command used otherwise, and results that it wrote before."""
    is_complete: bool = False

    @cached_property
    def _version(self) -> str:
        return self.recipe.version

    @cached_property
    def _failed_version(self) -> str:
        """With other bounds a file's process may survive it."""
        return f"{self._version} {dump(self.bounds)}"

    @cached_property
    def _keys(self) -> dict[tuple[str, str], str]:
        """Those that were asked for, of the run's files: each is asked for several times."""
        return {}

    def key(self, one: Submission | Packed) -> str:
        """Of a file's result."""
        named = one.file, one.content
        found = self._keys.get(named)
        if found is None:
            found = self._keys[named] = key_of(*named, self._version)
        return found

    def failed_key(self, one: Submission | Packed) -> str:
        """Of the result of a file that its process did not survive."""
        return key_of(one.file, one.content, self._failed_version)

    def key_of(self, one: Submission | Packed) -> str:
        """Under which key a row is stored."""
        return self.failed_key(one) if one.failure else self.key(one)

    def save(self, folder: Folder) -> None:
        """Writes it, all or nothing."""
        folder.keep(NAME, f'{dump(self, "files")[:-1]},"{_SCHEMA}":{SCHEMA_VERSION},"files":[{self._told_files}]}}'.encode())

    def completed(self, files: tuple[Submission, ...]) -> Manifest:
        """The same run at its end."""
        ended = replace(self, files=files, is_complete=True)
        if files is self.files:  # then all that was worked out of them holds
            vars(ended).update({name: held for name, held in vars(self).items() if name not in vars(ended)})
        return ended

    @cached_property
    def _told_files(self) -> str:
        """Its files as JSON, one after the other: there are many, and they are written twice."""
        return ",".join(dump_once.each(self.files))


def load_manifest(folder: Folder) -> Manifest | None:
    """The folder's manifest; None where there is none that this version of the program understands."""
    content = folder.read(NAME)
    if content is None:
        return None
    try:
        told = json.loads(content)
        return made(Manifest, told) if told.pop(_SCHEMA) == SCHEMA_VERSION else None
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
