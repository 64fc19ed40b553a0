"""A short report in which the document rules find nothing: what their examples are made of."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from xlplugin.filing.document import Document, Heading

HEADINGS = (
    Heading("一、总体情况", "overview"),
    Heading("二、主动公开政府信息情况", "proactive"),
    Heading("三、收到和处理政府信息公开申请情况", "requests"),
    Heading("四、政府信息公开行政复议、行政诉讼情况", "review"),
    Heading("五、存在的主要问题及改进情况", "problems"),
    Heading("六、其他需要报告的事项", "other"),
)
OPENING = (
    "根据《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）编制本报告，"
    "由六个部分组成，数据统计期限为2021年1月1日至12月31日。"
)
DOCUMENT = Document(
    title="样例一镇2021年政府信息公开工作年度报告",
    opening=OPENING,
    headings=HEADINGS,
    closing="样例一镇人民政府\n2022年1月20日",
    signature="样例一镇人民政府",
    signed=dt.date(2022, 1, 20),
)
"""Of the organ and the year that an example has unless it says otherwise."""
OVERVIEW = (
    "（一）主动公开。2021年，我镇在县政府网站公开信息30条。\n（二）依申请公开。未收到政府信息公开申请。\n（三）政府信息管理。定期清理规范性文件。\n"
    "（四）政府信息公开平台建设。维护好镇便民服务中心的查阅点。\n（五）监督保障。组织业务培训2次。"
)
PROBLEMS = "主要问题是公开不够及时。下一步，将按月检查各科室的公开情况。"
OTHER = "本年度未收取信息处理费。"
NARRATIVE = {"overview": OVERVIEW, "problems": PROBLEMS, "other": OTHER}


def report(**changes: object) -> Document:
    """The sample report with other things in it."""
    return replace(DOCUMENT, **changes)  # type: ignore[arg-type]
