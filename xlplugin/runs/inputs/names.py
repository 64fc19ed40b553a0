"""Which organ of a roster does a name mean? What is surely the same organ is taken; what is only near is told, never taken."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath, PureWindowsPath

from xlplugin.form.organ import short_name
from xlplugin.form.spelling import folded, plain_ideographs
from xlplugin.patterns import late
from xlplugin.reading.organ import from_file_name, from_stem

_NEAR = 70.0
"""Of rapidfuzz's ratio: 样例县卫健局 and 样例县卫生健康局 are at 86, two offices of one county at 67."""
_MOST_NEAR = 3
_SHORTEST = 3
# A name may be written without the territory above it, 下良镇 for 襄垣县下良镇: what is left out ends with a territory's mark, or what is kept begins with a bare one, 县教育局.
_ABOVE = late(r"(?:省|自治区|市|州|盟|地区|县|区|旗|镇|乡|街道|政府|管委会|管理委员会)$")
_BARE = late(r"(?:省|市(?!场|政|容|民)|县(?!域|级|直)|区(?!域|划|级|直))")


def squeezed(name: str) -> str:
    """A name without spaces, control characters, differences of width and radicals in the place of ideographs."""
    plain = unicodedata.normalize("NFKC", plain_ideographs(name))
    if plain.isalnum():  # as most names are: nothing to leave out
        return plain
    return "".join(mark for mark in plain if unicodedata.category(mark) not in ("Cc", "Cf", "Cs") and not mark.isspace())


def key_of(name: str) -> str:
    """What two spellings of one organ's name have in common: 样例县下良镇 of 样例县下良镇人民政府."""
    whole = folded(squeezed(name))
    return short_name(whole) or whole


def is_part(short: str, long: str) -> bool:
    """Whether one key is the other without the territory above it."""
    if len(short) < _SHORTEST or short == long or not long.endswith(short):
        return False
    return _ABOVE.search(long.removesuffix(short)) is not None or _BARE.match(short) is not None


def is_same(one: str, other: str) -> bool:
    """Whether two names can be taken for one organ's where no other organ is at hand."""
    short, long = sorted((key_of(one), key_of(other)), key=len)
    return short == long or is_part(short, long)


class Names:
    """The names of a roster. Each is found by itself and by its shorter spellings, where these mean one organ only."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(names)
        self._keys = {key_of(name): name for name in reversed(self._names)}
        self._by_end: dict[str, list[str]] = {}
        for key, name in reversed(self._keys.items()):
            for end in _parts(key):
                self._by_end.setdefault(end, []).append(name)
        self._found: dict[str, str | None] = {}

    def find(self, name: str | None) -> str | None:
        """The roster's name of the organ; None where no name on it is surely meant."""
        key = key_of(name) if name and self._names else ""
        if not key:
            return None
        if key not in self._found:
            self._found[key] = self._keys.get(key) or self._by_part(key)
        return self._found[key]

    def near(self, name: str) -> tuple[str, ...]:
        """Names that may be meant, the nearest first: several of which it is a part, or those that are spelt nearly so."""
        if not self._names:
            return ()
        key = key_of(name)
        several = self._several(key)
        alike = [other for other in self._keys if _numerals(other) == _numerals(key)]  # 三中队 and 五中队 are two organs
        return tuple(dict.fromkeys([*several, *(self._keys[found] for found in _spelt_like(key, alike))]))[:_MOST_NEAR]

    def _by_part(self, key: str) -> str | None:
        found = self._several(key)
        return found[0] if len(found) == 1 else None

    def _several(self, key: str) -> list[str]:
        """The names of which a key is a part, and those that are a part of it."""
        return [*self._by_end.get(key, ()), *(self._keys[end] for end in _parts(key) if end in self._keys)]


def _spelt_like(key: str, others: Sequence[str]) -> list[str]:
    """Those that are spelt nearly as the key is, the nearest first."""
    try:
        from rapidfuzz import fuzz, process
    except ImportError:  # as in a browser, whose rosters are short
        scores = {other: likeness(key, other) for other in others}
        return sorted((other for other in others if scores[other] >= _NEAR), key=lambda other: -scores[other])[:_MOST_NEAR]
    return [found for found, _, _ in process.extract(key, others, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=_MOST_NEAR)]


def likeness(one: str, other: str) -> float:
    """rapidfuzz's ratio, 0 to 100: twice the longest common subsequence's length against both lengths."""
    row = [0] * (len(other) + 1)
    for mark in one:
        before = 0
        for at, theirs in enumerate(other, 1):
            before, row[at] = row[at], before + 1 if mark == theirs else max(row[at], row[at - 1])
    return 200 * row[-1] / (len(one) + len(other)) if one or other else 100.0


def _numerals(key: str) -> str:
    return "".join(mark for mark in key if mark in "〇零一二三四五六七八九十百" or mark.isdigit())


def _parts(key: str) -> list[str]:
    """What a key may be shortened to."""
    return [key[at:] for at in range(1, len(key)) if is_part(key[at:], key)]


def base_name(file: str) -> str:
    """A file's name without its folders, by the rules of Windows too."""
    last = file.replace("\\", "/").rpartition("/")[2]
    if last not in ("", ".") and ":" not in file and not set(file[:2]) <= {"/", "\\"}:  # neither drive nor server, as most are
        return last
    return PureWindowsPath(file).name or PurePosixPath(file).name or file


def told_by_file(file: str) -> str | None:
    """The organ that a file's name tells."""
    name = base_name(file)
    stem, _, ending = name.rpartition(".")
    if ending and stem.strip(".") and ":" not in name and "\\" not in name:  # on every system this is the ending, and what stands before it
        return from_stem(stem)[0]
    return from_file_name(name)[0]


def told_by_folder(file: str) -> str | None:
    """The organ that the name of a file's folder tells."""
    folder = PureWindowsPath(file).parent.name
    return from_file_name(f"{folder}.xlsx")[0] if folder else None
