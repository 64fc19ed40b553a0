"""The theme part that Word and Excel look for in every package: plain colours, the fonts that our own styles name anyway, flat fills and lines."""

from __future__ import annotations

THEME_TYPE = "application/vnd.openxmlformats-officedocument.theme+xml"
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_COLOURS = {
    "dk2": "1F2A37", "lt2": "E7E6E6", "accent1": "1F4E9E", "accent2": "C0504D", "accent3": "9BBB59", "accent4": "8064A2", "accent5": "4BACC6", "accent6": "F79646",
    "hlink": "1F4E9E", "folHlink": "800080",
}  # fmt: skip
"""By their names in ECMA-376 part 1, 20.1.6.2; text and paper are the system's."""
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'


def theme(latin: str, chinese: str) -> str:
    """The part, with the fonts that text is in unless its style says otherwise."""
    colours = '<a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1><a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1>'
    colours += "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLOURS.items())
    fonts = f'<a:latin typeface="{latin}"/><a:ea typeface=""/><a:cs typeface=""/><a:font script="Hans" typeface="{chinese}"/>'
    lines = "".join(f'<a:ln w="{width}">{_FILL}<a:prstDash val="solid"/></a:ln>' for width in (6350, 12700, 19050))
    effects = "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<a:theme xmlns:a="{_MAIN}" name="xlplugin"><a:themeElements>'
        f'<a:clrScheme name="xlplugin">{colours}</a:clrScheme>'
        f'<a:fontScheme name="xlplugin"><a:majorFont>{fonts}</a:majorFont><a:minorFont>{fonts}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="xlplugin"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effects}</a:effectStyleLst><a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )
