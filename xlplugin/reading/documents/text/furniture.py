"""What stands around a report and is none of its text: a web page's furniture, page numbers, debris of a conversion."""

from __future__ import annotations

import re

from xlplugin.reading.documents.tables.words import is_page_number

_FURNITURE = re.compile(
    r"^(?:[【\[]?(?:来源|信息来源|稿源|发布(?:日期|时间|机构|单位)|发表(?:日期|时间)|发文(?:日期|字号|机关)|成文日期|生成日期|公开(?:日期|方式|时限|目录)|索引号|信息索引|主题(?:分类|词)|信息分类|名\s*称|文\s*号|有效性"
    r"|打印|字号|字体|浏览(?:次数|量)|点击(?:数|率|次数)|阅读(?:次数|量)|访问量|作者|编辑|责任编辑|审核|分享到?|保护视力色|当前位置|您(?:现在)?的位置|首页|视力保护|关闭窗口|打印本页)\s*[】\]]?\s*[:：】\]>›»].*"
    r"|(?:目\s*录|打印|关闭|分享|收藏|下载|返回顶部|打印本页|关闭窗口|【?打印】?\s*【?关闭】?|扫一扫.*|网站地图|联系我们|关于我们|站点地图|上一篇.*|下一篇.*|附件下载.*|相关(?:链接|文档|信息|阅读).*)"
    r"|.*(?:ICP备|公网安备|网站标识码|版权所有|Copyright).*|(?:主办|承办|技术支持|主管|建设维护|维护单位)(?:单位)?\s*[:：].*)$",
    re.IGNORECASE,
)
_DEBRIS = re.compile(
    r"\[bookmark:[^\]]*\]|\[(?:image|图片|图像)[^\]]{0,40}\]|!\[[^\]]*\]\([^)]*\)|\ufffd+|[\ue000-\uf8ff]+|_GoBack|\{\\\*?\\[a-z]+[^}]*\}|错误！未(?:找到引用源|定义书签)。?|Error! (?:Reference source|Bookmark) not (?:found|defined)\.?"
)


def is_furniture(text: str) -> bool:
    """Whether a paragraph belongs to the page and not to the report."""
    return is_page_number(text) or _FURNITURE.match(text.strip()) is not None


def without_debris(text: str) -> tuple[str, list[str]]:
    """A text without what belongs to no report, and those pieces."""
    found = [match[0] for match in _DEBRIS.finditer(text)]
    return (_DEBRIS.sub("", text), found) if found else (text, [])
