"""The words around the tables of a random report: our own sentences, every way of numbering."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from xlplugin.form import Form

_DIGITS = "一二三四五六"
_OVERVIEW = (
    "本年度认真执行《中华人民共和国政府信息公开条例》，把公开作为日常工作来抓，重点公开财政预决算、社会救助和涉农补贴，群众关心的事及时让群众知道。",
    "（一）主动公开。通过门户网站公开信息，内容包括工作动态、通知公告和政策文件，更新及时。",
    "（二）依申请公开。申请渠道畅通，收到的申请都登记在台账上，按期答复。",
    "（三）政府信息管理。公开前经过保密审查，公文注明公开属性。",
    "（四）平台建设。网站专栏由专人维护，链接有效。",
    "（五）监督保障。分管领导负总责，全年组织业务培训两次，没有发生责任追究。",
)
_PROBLEMS = ("存在的问题：一是解读的形式比较单一；二是业务人员变动较快，经验不足。", "改进措施：下一步丰富解读形式，加强培训，用好各类平台，把公开工作做得更细。")
_OTHER = ("本年度没有收取信息处理费。", "无其他需要报告的事项。", "无。")


@dataclass
class Prose:
    """A report's text: title, opening, headings and paragraphs by section id, signature and date."""

    title: str
    opening: str
    headings: dict[str, str]
    sections: dict[str, list[str]]
    organ: str
    year: int
    signature: str
    date: str
    signed: tuple[int, int, int] = field(default=(2024, 1, 15))


def random_prose(rng: random.Random, form: Form, organ: str, year: int) -> Prose:
    """The text of a report of an organ and a year."""
    style = rng.choice(("一、", "1、", "一.", "（一）", "一、 ", ""))
    headings = {}
    for number, section in enumerate(form.sections):
        name = section.title.official.split("、", 1)[1]
        headings[section.id] = style.replace("一", _DIGITS[number]).replace("1", str(number + 1)) + name
    titles = (f"{organ}{year}年政府信息公开工作年度报告", f"{year}年{organ}政府信息公开工作年度报告", f"{organ} {year} 年度政府信息公开工作年度报告")
    day = rng.randint(3, 28)
    date = rng.choice((f"{year + 1}年1月{day}日", f"{year + 1}年01月{day:02}日", f" {year + 1} 年 1 月 {day} 日"))
    texts = {"overview": list(_OVERVIEW), "problems": list(_PROBLEMS), "other": [rng.choice(_OTHER)]}
    return Prose(
        rng.choice(titles),
        f"本报告按照《中华人民共和国政府信息公开条例》编制，所列数据的统计期限为{year}年1月1日至{year}年12月31日。",
        headings,
        {section.id: texts.get(section.id, []) for section in form.sections},
        organ,
        year,
        organ,
        date,
        (year + 1, 1, day),
    )
