"""Reports of a few townships, alike and not: what the examples of B07 are made of."""

from __future__ import annotations

from collections.abc import Sequence

from xlplugin.filing.submissions import Batch, Submission
from xlplugin.rules.declare import Example, Several

DONE = (
    "一年来，{organ}把公开事项逐项列成清单，由办公室每季度对照清单检查一次，发现遗漏当日补上；对群众在服务大厅反复询问的低保、危房改造和农机补贴三类事项，"
    "另做一页纸的办理指南，放在各村便民服务点，全年共更换指南四次。"
)
OTHER_DONE = (
    "本年度重点整理了网站上的旧栏目，合并内容重复的八个栏目，把失效的政策解读移入历史文件库；年中请两名人大代表试用检索功能，按他们的意见把常用事项放到首页，"
    "并为老年人录制了字幕讲解视频。"
)
PLAN = "存在的问题是村级公开栏更新慢，下一步由驻村干部每月拍照上报更新情况，年底把照片与村务公开目录逐条对照，对三次不更新的村约谈负责人。"
OFFICIAL = "本年度我镇没有收到行政复议和行政诉讼，也没有收取信息处理费，没有其他需要报告的事项；如对本报告有疑问，请与镇党政综合办公室联系，联系电话可在县政府网站查询。"
SENT = (Submission("一镇.xlsx", "样例一镇", 2023, "样例一镇"), Submission("二镇.xlsx", "样例二镇", 2023, "样例二镇"))


def made_up(number: int, length: int) -> str:
    """Marks that no text shares, in the place of words."""
    return "".join([chr(0x5000 + mark % 0x4000) for mark in range(number * 401, number * 401 + 7 * length, 7)])


HALF = f"{made_up(11, 59)}。{made_up(12, 59)}。"


def pair(first: Sequence[str], second: Sequence[str]) -> Several:
    """Two townships with these paragraphs."""
    return Several(Batch(SENT, 2023), {"一镇.xlsx": _text("样例一镇", first), "二镇.xlsx": _text("样例二镇", second)})


def years(now: Sequence[str], before: Sequence[str]) -> Several:
    """One township with these paragraphs this year and last year."""
    return Several(Batch(SENT[:1], 2023), {"一镇.xlsx": _text("样例一镇", now)}, {"一镇.xlsx": _text("样例一镇", before)})


def several(copies: int, others: int = 0) -> Several:
    """So many townships with one text, and so many with texts of their own."""
    return _townships([*[(DONE,)] * copies, *((made_up(number, 90),) for number in range(others))])


def put_together() -> Several:
    """Two townships with the same three paragraphs, each of which many others have, too."""
    every = [made_up(number, 90) for number in (1, 2, 3)]
    return _townships([every, every, *((one, made_up(10 * number + at, 90)) for number, one in enumerate(every, 1) for at in range(3))])


def _townships(texts: Sequence[Sequence[str]]) -> Several:
    sent = tuple(Submission(f"{number}.xlsx", f"样例{number}镇", 2023) for number in range(len(texts)))
    return Several(Batch(sent, 2023), {one.file: _text(one.organ, paragraphs) for one, paragraphs in zip(sent, texts, strict=True)})


def _text(organ: str, paragraphs: Sequence[str]) -> Example:
    return Example(organ=organ, narrative={"overview": "\n".join(paragraphs).replace("{organ}", organ)})
