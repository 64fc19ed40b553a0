"""Is it the same organ? Reports leave out what everybody knows: the county before a township, 人民政府, half of a bureau's name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from xlplugin.form.organ import short_name
from xlplugin.patterns import late

_MARKS = "省|自治区|市|州|盟|地区|县|区|旗|镇|乡|苏木|街道"
_TERRITORY = late(rf"(?:{_MARKS})$")
_OWN_OFFICE = late(r"(?<=[省市州盟县区旗镇乡木道])(?:政府|府)?(?:党政|综合|党政综合|政务公开)?办$")
_TOWNSHIP = late(r"(?<![^省市县区州旗])[^省市县区州旗]{2,}(?:镇|乡|苏木|街道)$")


def is_same_organ(one: str, other: str) -> bool:
    """Whether two names may well be one organ's; in doubt they are. An organ's own office signs for it."""
    shorter, longer = sorted((_core(one), _core(other)), key=len)
    if not shorter or longer.endswith(shorter):
        return True
    if (township := _TOWNSHIP.search(shorter)) and (another := _TOWNSHIP.search(longer)):
        return another[0].endswith(township[0]) or township[0].endswith(another[0])
    if longer.startswith(shorter):
        return _TERRITORY.search(shorter) is None
    return not _TERRITORY.search(shorter) and _is_within(shorter, longer)


def is_higher_body(name: str, organ: str) -> bool:
    """Whether a name is that of a territory or government that the organ's own name begins with."""
    core = _core(name)
    return bool(core) and _core(organ).startswith(core) and _core(organ) != core


def _core(name: str) -> str:
    return _OWN_OFFICE.sub("", re.sub(r"委员会$", "委", short_name(name)))


def _is_within(shorter: str, longer: Iterable[str]) -> bool:
    """Whether the marks of the shorter name stand in the longer one, in their order: 教体局 in 教育体育局."""
    rest = iter(longer)
    return all(mark in rest for mark in shorter)
