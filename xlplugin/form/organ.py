"""What kind of organ files the form: its level, from the cover or else from its name.

A name tells much and not everything. 昆山市人民政府 is worded as 苏州市人民政府 is, though only one of them is a county's
government: without the city before it, a 市 is taken for a city, which makes the rules milder. What cannot be told is None.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from xlplugin.form.spelling import folded
from xlplugin.patterns import late

LEVELS = (
    "省级政府",
    "市级政府",
    "县级政府",
    "政府办公厅（室）",
    "省直部门",
    "市直部门",
    "县直部门",
    "垂直管理单位",
    "开发区管委会",
    "乡镇",
    "街道",
    "其他",
)
"""单位层级, as the cover offers them."""

SCOPES = ("本机关", "含下属单位", "全域")
"""口径: the organ alone, with its subordinate units, or everything in its territory."""

Rank = Literal["province", "city", "county", "township"]
"""The rank of a territory, highest first."""

_LEFT_OUT = ("政府", "办事处", "管理委员会", "管委会")
"""Ends of a name that are often left out."""
_RANKS: tuple[Rank, ...] = ("province", "city", "county", "township")
_MARKS: dict[str, Rank] = {
    **{"省": "province", "自治区": "province"},
    **{"市": "city", "自治州": "city", "州": "city", "地区": "city", "盟": "city"},
    **{"县": "county", "自治县": "county", "区": "county", "旗": "county", "自治旗": "county"},
    **{"镇": "township", "乡": "township", "苏木": "township", "街道": "township"},
}
_MARK = late("|".join(sorted(_MARKS, key=len, reverse=True)))
_GOVERNMENTS: dict[Rank, str] = {"province": "省级政府", "city": "市级政府", "county": "县级政府", "township": "乡镇"}
_DEPARTMENTS: dict[Rank, str] = {"province": "省直部门", "city": "市直部门", "county": "县直部门"}
_CITY_PROVINCES = late(r"(?:北京|天津|上海|重庆)市")
# Words of departments' names that hold a territory's mark: 市场监督管理局 belongs to no city.
_NOT_A_MARK = late(
    r"市场|市政(?!府)|市容|市民|[省市县区]直|[省市县]级|城乡|乡村|城镇|乡镇|村镇|社区|区域|区划|县域|街区|园区|景区|辖区|片区|联盟|(?:^|(?<=[省市县区旗州盟和与]))城市(?=管理|建设|规划|更新|综合|水务|运行)"
)
_NOTE = late(r"\([^()]*\)|\[[^\[\]]*\]|\s")
_BLANK_OR_NOTE = late(r"\s|\([^()]*\)")

_CORPS = late(r"生产建设兵团|兵团|^(?:新疆)?第[一二三四五六七八九十]{1,3}师")
_CENTRAL_HEAD = late(
    r"^(?:中华人民共和国)?(?:国务院.*|国家税务总局|海关总署|中国气象局|中国地震局|中国人民银行|国家[^省市县区州旗盟]{2,14}(?:总局|局|委员会|署)|(?:最高|中国)[^省市县区州旗盟]{2,14}|[^省市县区州旗盟镇乡]{2,8}部)$"
)
_VERTICAL = late(
    r"税务局|海关(?!总署)|(?<!中国)气象局|海事局|海警|调查总?队$|(?<!国家)烟草专卖|金融监督管理总局.|银保监|银监(?:局|分局)|证监局|证券监督管理委员会.+|人民银行.|外汇管理局."
    r"|邮政管理局|通信管理局|民航|(?<!中国)民用航空|铁路监督管理局|(?:矿山|煤矿)安全监察局?.|能源监管|能源监督管理|边防检查|边检|(?<!国家)消防救援|国家安全局"
    r"|财政部.+监管局|审计署驻|(?:生态环境部|自然资源部|水利部|交通运输部|农业农村部|商务部)."
)
_NO_ORGAN = late(
    r"(?:人民法院|检察院|人民代表大会|人大常委会|政治协商会议.*|政协|纪律检查委员会|纪委|党委|党校|大学|学院|中学|小学|学校|幼儿园|医院|卫生院|公司|集团|银行|协会|学会|商会|联合会|残联|妇联|总工会|供销合作.*社|村民委员会|居民委员会|村委会|居委会)$|^中共"
)
_SUBDISTRICT = late(r"街道(?:办事处|办)?(?:.*办公室)?$|(?<!驻京)(?<!驻沪)办事处$")
_TOWNSHIP = late(r"(?:镇|乡|苏木)(?:人民政府|政府)?(?:(?:党政|综合|党政综合)?办公室)?$")
_ZONE = late(r"(?:区|园|城|港|岛|基地|走廊)(?:管理委员会|管委会)(?:.*办公室)?$|(?:开发区|高新区|工业园区|产业园区|保税区|度假区|示范区)$")
_ZONE_UNIT = late(r"开发区|高新区|工业园区|产业园区|保税区|度假区|管委会|区管理委员会")
_GOVERNMENT = late(r"(?:人民政府|政府|行政公署|行署)$")
_GOVERNMENT_OFFICE = late(r"(?:人民政府|政府|行政公署|行署)(?:办公厅|办公室|办)$|府办(?:公室)?$")
_DEPARTMENT = late(r"(?:局|委员会|委|办公室|办|厅|署|队|处)$")
_ENFORCEMENT = late(
    r"市场监督?管|市监|工商行政|质量技术监督|食品药品|药品监督|城市管理|城管|行政执法|综合执法|自然资源|国土资源|规划和自然|公安|交警|交通运输|生态环境|环境保护|农业农村|卫生健康|应急管理|安全生产监督"
    r"|文化和旅游|文化市场|水利|水务|住房和城乡建设|林业|劳动保障监察|消防救援|税务|海关|烟草专卖"
)


LONGEST_NAME = 200
"""Characters; no organ's name is longer."""


@lru_cache(1024)
def guess_level(name: str) -> str | None:
    """The level (one of `LEVELS`) that an organ's name tells; None where it tells none."""
    plain = _plain(name)
    if not plain or len(plain) > LONGEST_NAME:
        return None
    if _CORPS.search(plain):
        return "其他"
    if _VERTICAL.search(plain) or (plain.endswith("地震局") and territory(plain) == "province"):
        return "垂直管理单位"
    if _CENTRAL_HEAD.search(plain) or _NO_ORGAN.search(plain):
        return "其他"
    if _SUBDISTRICT.search(plain) and "人民政府驻" not in plain:
        return "街道"
    if _TOWNSHIP.search(plain):
        return "乡镇"
    if _ZONE.search(plain):
        return "开发区管委会"
    return None if _ZONE_UNIT.search(plain) else _by_territory(plain)


def territory(name: str) -> Rank | None:
    """The rank of the territory that an organ's name begins with: `county` for 样例市样例县教育局. None where it names none."""
    plain = _plain(name)
    text = _NOT_A_MARK.sub(lambda match: "·" * len(match[0]), plain)
    found: list[Rank] = []
    start = 0
    if municipality := _CITY_PROVINCES.match(text):
        found, start = ["province"], municipality.end()
    for match in _MARK.finditer(text, start):
        is_part_of_a_name = match.start() == start or _MARK.match(text, match.end()) is not None
        if is_part_of_a_name:
            continue
        rank = _MARKS[match[0]]
        if match[0] == "市" and "city" in found:
            rank = "county"
        found = [*(higher for higher in found if _RANKS.index(higher) < _RANKS.index(rank)), rank]
        start = match.end()
    if not found and (bare := _MARK.match(text)):
        return _MARKS[bare[0]]
    return found[-1] if found else None


def government_served(name: str) -> Rank | None:
    """For the office of a government (办公厅, 办公室): the rank of that government. None for any other organ."""
    plain = _plain(name)
    return territory(plain) if _GOVERNMENT_OFFICE.search(plain) else None


def is_enforcement(name: str) -> bool:
    """Whether the organ's name is that of one whose daily work is enforcement: 市场监管, 城管, 自然资源, 公安 …"""
    return _ENFORCEMENT.search(_plain(name)) is not None


def short_name(organ: str) -> str:
    """An organ's name without what is often left out, for telling whether two names are one organ's: 样例县下良镇 of 样例县下良镇人民政府."""
    plain = _BLANK_OR_NOTE.sub("", folded(organ)).replace("人民政府", "政府")
    if plain.endswith(("办公室", "办公厅")):
        plain = plain[:-2]
    return next(plain.removesuffix(end) for end in _LEFT_OUT if plain.endswith(end)) if plain.endswith(_LEFT_OUT) else plain


def _by_territory(plain: str) -> str | None:
    rank = territory(plain)
    if _GOVERNMENT_OFFICE.search(plain):
        return "政府办公厅（室）"
    if _GOVERNMENT.search(plain) or any(plain.endswith(mark) and len(plain) > len(mark) + 1 for mark in _MARKS):
        return _GOVERNMENTS[rank] if rank else None
    if plain.endswith("厅"):
        return "省直部门"
    if not _DEPARTMENT.search(plain) or rank is None:
        return None
    if plain.endswith("分局") and rank != "county":
        return None
    return _DEPARTMENTS.get(rank)


def _plain(name: str) -> str:
    """The name without brackets, spaces and width."""
    return _NOTE.sub("", folded(name).replace("〔", "(").replace("〕", ")")).strip("。,、:;·")
