"""Sheets of a workbook that hold none of the form's tables."""

from __future__ import annotations

from tests.layouts.canvas import Canvas
from tests.layouts.model import Extra

_PHONES = (
    ("序号", "科室", "联系人", "职务", "电话", "其他"),
    (1, "办公室", "李思", "主任", "0951-5521001", "无"),
    (2, "综合科", "王武", "科员", "0951-5521002", "无"),
    (3, "信访科", "赵柳", "科员", "0951-5521003", "无"),
    ("", "总计", 3),
)
_TEXT = (
    "一、总体情况",
    "（一）主动公开情况。本年制发件数与上年持平，行政许可、行政处罚决定均已上网公示，行政事业性收费按目录执行。",
    "（二）依申请公开情况。本年新收政府信息公开申请中，自然人申请占多数，商业企业、科研机构较少；第一项加第二项之和，等于第三项加第四项之和。",
    "二、主动公开政府信息情况",
    "第二十条第（一）项、第（五）项、第（六）项、第（八）项的数据见附表。",
    "三、收到和处理政府信息公开申请情况",
    "予以公开、部分公开、不予公开、无法提供、不予处理、其他处理的数量及总计见附表，结转下年度继续办理的申请正在办理中。",
    "四、政府信息公开行政复议、行政诉讼情况",
    "行政复议结果维持、结果纠正的情况见附表；未经复议直接起诉和复议后起诉的案件见附表。",
    "五、存在的主要问题及改进情况",
    "主动公开的及时性有待提高。下一步将加强培训。",
    "六、其他需要报告的事项",
    "{year}年度未收取信息处理费。",
)


def draw_extra(canvas: Canvas, extra: Extra, year: int) -> None:
    """Fills the sheet: nothing, a list of telephone numbers, or the report's text, which names the form's labels in its sentences."""
    if extra == "phones":
        canvas.put(1, 1, "政务公开工作联系人通讯录")
        for row, cells in enumerate(_PHONES, 2):
            for column, content in enumerate(cells, 1):
                canvas.put(row, column, content)
    elif extra == "text":
        for row, text in enumerate(_TEXT, 1):
            canvas.put(row, 1, text.replace("{year}", str(year)))
