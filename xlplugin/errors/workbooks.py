"""What can be wrong with a workbook."""

from __future__ import annotations

from xlplugin.errors.base import XlpluginError
from xlplugin.text import Text


class NotAWorkbookError(XlpluginError):
    """The file's content is no workbook of a kind we read, whatever its name says."""

    words = Text("不是电子表格文件（内容看上去是{kind}）。", "not a workbook (the content looks like {kind})")
    ask = Text("请用 Excel 或 WPS 另存为 .xlsx 后重新报送。", "save it as .xlsx with Excel or WPS and send it again")


class EncryptedError(XlpluginError):
    """The workbook needs a password to open."""

    words = Text("工作簿设有打开密码，无法审核。", "the workbook is encrypted")
    ask = Text("请取消密码后重新报送。", "remove its password and send it again")


class DamagedError(XlpluginError):
    """It is a workbook, but its parts cannot be read."""

    words = Text("工作簿已损坏，无法读取（{detail}）。", "the workbook is damaged ({detail})")
    ask = Text("请用 Excel 或 WPS 打开、另存后重新报送。", "open it in Excel or WPS, save it anew and send it again")


class TooLargeError(XlpluginError):
    """The workbook is beyond every size a filled form can have."""

    words = Text("工作簿过大（{detail}），不像一份年报表格，未予打开。", "the workbook is too large for a filled form ({detail}) and was not opened")
    ask = Text("请只保留年报各表后重新报送。", "keep only the form's sheets and send it again")


class NoFormError(XlpluginError):
    """The workbook can be read, and none of the official tables is in it."""

    words = Text(
        "工作簿中没有找到政府信息公开工作年度报告的三张表（二、主动公开；三、申请办理；四、复议诉讼）。",
        "none of the three official tables of the yearly report was found in the workbook",
    )


class NotAnnotatableError(XlpluginError):
    """The workbook is of a kind whose copy cannot be marked: an old or a foreign format, or Strict Open XML."""

    words = Text(
        "这种格式的工作簿（.xls、.et、.ods、.xlsb 或“Strict Open XML”）不能制作批注副本，审核结果见报告。需要批注副本的，请先用 Excel 或 WPS 另存为 .xlsx。",
        "a workbook of this format (.xls, .et, .ods, .xlsb or Strict Open XML) cannot be annotated; its findings are in the report; for an annotated copy save it as .xlsx first",
    )
