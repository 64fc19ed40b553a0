"""Which period a number is of: the report year, the year before it, or a part of the year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Period = Literal["this", "previous", "unknown"]
_MONTH = r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})"
_CARRY = r"(?:尚?未办结|未办理完毕|未答复|未结)?的?(?:申请)?[并而]?(?:结转|转结|接转|转入|转接|遗留|延续|跨年|留转|转来|转过来)"
_PART = rf"上半年|下半年|前半年|后半年|(?:前|后)?(?:第)?[一二三四1-4]个?季度|(?:{_MONTH}月?(?:份)?(?:至|到|-|—|~)){{0,1}}{_MONTH}月(?!(?:\d{{1,2}}日)?(?:至|到|-|—|~))(?:份|底|末|\d{{1,2}}[日号])?"
_MARK = re.compile(
    rf"(?P<against>较|比|与|同|于|高于|低于|由|从)?(?:"
    rf"(?P<part>{_PART})"
    rf"|(?P<previous>(?:上一?年(?:度)?|去年(?:度)?|前一年(?:度)?)(?:同期)?)"
    rf"|(?P<next>下一?年(?:度)?|明年|来年|次年)"
    rf"|(?P<year>(?:19|20)\d\d)年(?:度)?(?:同期)?"
    rf"|(?P<this>今年|本年(?:度)?|当年|全年(?:度)?|年内|年度内|报告期))"
)
_CARRIED = re.compile(rf"(?:末|底)?(?:亦|也|均|并|同样)*+(?:没有|未有|无)?(?:{_CARRY}|尚?(?:未办结|未办理完毕|未答复|未结)的?(?:政府信息公开)?(?:申请|件)?$)")
_TO_NEXT = re.compile(r"(?:结转|转结|转入|转|延续|顺延|延)(?:至|到|入)?(?:下一?)?$")
_WHOLE_YEAR = re.compile(r"1月(?:1日)?(?:起)?(?:至|到|-|—|~)+(?:(?:19|20)\d\d年)?12月(?:31日)?|(?:1|一)(?:至|到|-|—|~)(?:12|十二)月|(?:截至|截止|至|到)(?:(?:19|20)\d\d年)?(?:12|十二)月(?:底|末|31日)")
_SINCE = re.compile(
    r"以来|历年|近[\d一二两三四五六七八九十]+年|[\d一二两三四五六七八九十]+年来|连续|每[年月季天日周]|月均|(?<![上下本全当])年均|平均|(?<!申请)人均|个月|自.{0,12}(?:成立|施行|实施|开通|上线|运行|设立|组建|启用)"
    r"|(?:成立|组建|改革|挂牌|上线|开通|施行|实施|搬迁|换届)(?:之)?后(?:$|,|共|累计|至今|我|本)|成立至今|(?:(?:19|20)\d\d年(?:度)?|上一?年度?|去年)(?:和|与|及|、|加上)(?:(?:19|20)\d\d年|本年|今年)(?:度)?(?:总)?(?:共|合计|累计)|(?:19|20)\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:起)?至今|近年|[一二三四五六七八九十]五(?:时期|期间)|历史上|历史累计|历任|历届|多年来|近几年|数年|年行动|任期|(?<!报告)(?<!统计)(?<!年度)(?<!本)期间|(?<![与较比同和])往年(?!的?(?:未|结转|转|遗留|相比))"
)
_THIS_SINCE = re.compile(r"(?:今年|本年度?|年初|(?P<year>(?:19|20)\d\d)年(?:度)?)以来")
_YEARS = re.compile(r"(?P<from>(?:19|20)\d\d)年?(?:度)?(?:\d{1,2}月(?:份)?(?:\d{1,2}日)?)?(?:底|末|初)?(?:起)?(?:至|到|-|—|~)+(?P<to>(?:19|20)\d\d)年")
_MANY_YEARS = re.compile(r"^多?(?:以)?来|^多(?:时间)?|^(?:间|内|共|累计|合计|总共)")
_WITHIN = ("全年", "全年度", "年内", "年度内")
LOOSE = re.compile(r"目前|(?:截至|截止)(?!(?:(?:19|20)\d\d年)?(?:年底|年末|底|末|12月(?:底|末|31日)))|暂|尚未(?!审结|结案)|迄今|至今")
"""Words that leave open whether the whole year is meant."""


@dataclass(slots=True)
class Clock:
    """The period that the words so far have set. A comparison (较上年的) sets it for one number only."""

    report_year: int | None
    year: Period = "this"
    is_part: bool = False
    once: Period | None = None
    is_since: bool = False

    def hear(self, words: str) -> None:
        """Takes in the next words of the sentence."""
        self.once = None
        was_since = self.is_since
        self._since(words)
        is_fresh = self.is_since and not was_since
        words = _WHOLE_YEAR.sub("全年", words)
        ended, of_other_year = -1, False
        for match in _MARK.finditer(words):
            if match["this"] in _WITHIN and match.start() == ended and of_other_year:
                continue  # 去年全年
            ended, of_other_year = match.end(), bool(match["previous"] or match["next"] or match["year"])
            if match["part"]:
                self.is_part = True
                continue
            rest = words[match.end() :]
            if _CARRIED.match(rest) or _TO_NEXT.search(words[: match.start()]):
                continue
            period = self._period(match)
            if match["against"] and period != "this":
                self.once = period
            else:
                self.year, self.is_part, self.once = period, False, None
                self.is_since = self.is_since and (is_fresh or not match["this"])

    def _period(self, match: re.Match[str]) -> Period:
        if match["previous"]:
            return "previous"
        if match["next"]:
            return "unknown"
        if match["this"]:
            return "this"
        year = int(match["year"])
        if self.report_year is None or year not in (self.report_year, self.report_year - 1):
            return "unknown"
        return "this" if year == self.report_year else "previous"

    def _since(self, words: str) -> None:
        this = _THIS_SINCE.search(words)
        if this and (not this["year"] or (self.report_year is not None and int(this["year"]) == self.report_year)):
            words = words.replace(this[0], "")
        years = _YEARS.search(words)
        self.is_since = self.is_since or _SINCE.search(words) is not None or (years is not None and years["from"] != years["to"])

    def count(self, value: object, unit: str, after: str, is_exact: bool) -> None:
        """Takes in a number of months or years: 四个月没有收到; 三年来共收到; 近三年收到."""
        if unit == "个月" or (unit == "年" and value != 1 and (not is_exact or _MANY_YEARS.match(after))):
            self.is_since = True

    @property
    def now(self) -> Period:
        """The period of the number that comes next."""
        return self.once or self.year
