"""Web pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping


def _page(body: str | Callable[[], str], head: str | Callable[[], str] = "") -> Callable[[], bytes]:
    return lambda: f"<html><head>{head if isinstance(head, str) else head()}</head><body>{body if isinstance(body, str) else body()}</body></html>".encode()


_ROW = "<tr><td>规章</td><td>0</td><td>0</td><td>0</td></tr>"
PAGES: Mapping[str, Callable[[], bytes]] = {
    "属性许多.html": _page(lambda: "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">规章</p>"),
    "属性引号.html": _page(lambda: '<p a="' * 30_000),
    "属性style极长.html": _page(lambda: f"<p style='{'color:red;' * 60_000}'>规章</p>"),
    "属性style许多.html": _page(lambda: f"<p style='{'display:block;' * 300}'>规章</p>" * 2_000),
    "属性style空白.html": _page(lambda: f"<p style='display:{' ' * 100_000}x'>规章</p>"),
    "属性style括号.html": _page(lambda: f"<p style='a:{'(' * 100_000}'>规章</p>"),
    "属性style数字.html": _page(lambda: f"<p style='font-size:{'1' * 100_000}x'>规章</p>"),
    "属性class许多.html": _page(
        lambda: f"<p class='{' '.join(f'c{n}' for n in range(20_000))}'>规章</p>" * 20,
        lambda: "<style>" + "".join(f".c{n}{{color:red}}" for n in range(5_000)) + "</style>",
    ),
    "CSS规则许多.html": _page(
        lambda: "<p class=a>规章</p>" * 5_000, lambda: "<style>" + "".join(f".a{n} .b{n} p{{display:none}}" for n in range(20_000)) + "</style>"
    ),
    "CSS选择符长.html": _page(lambda: "<div>" * 100 + "<p>规章</p>" * 1_000, lambda: "<style>" + "div " * 3_000 + "p{display:none}</style>"),
    "CSS大括号.html": _page("<p>规章</p>", lambda: "<style>" + "{" * 200_000 + "</style>"),
    "CSS注释.html": _page("<p>规章</p>", lambda: "<style>" + "/*" * 200_000 + "</style>"),
    "CSS@.html": _page("<p>规章</p>", lambda: "<style>" + "@media x{" * 60_000 + "</style>"),
    "CSS逗号.html": _page("<p>规章</p>", lambda: "<style>" + ",".join([".a"] * 100_000) + "{display:none}</style>"),
    "表，许多.html": _page(lambda: f"<table>{_ROW}</table>" * 700),
    "表，空的许多.html": _page(lambda: "<table></table>" * 60_000),
    "表，套.html": _page(lambda: "<table><tr><td>" * 200 + "规章" + "</td></tr></table>" * 200),
    "表，套而宽.html": _page(lambda: "<table><tr><td>" * 80 + "<p>规章</p>" * 5_000 + "</td></tr></table>" * 80),
    "表，跨行.html": _page(lambda: "<table>" + '<tr><td rowspan="3000">规章</td><td>0</td></tr>' * 2_900 + "</table>"),
    "表，跨列.html": _page(lambda: "<table>" + '<tr><td colspan="1000">规章</td></tr>' * 150 + "</table>"),
    "表，跨号极长.html": _page(lambda: f'<table><tr><td colspan="{"9" * 5000}">规章</td></tr></table>'),
    "表，一行宽.html": _page(lambda: "<table><tr>" + "<td>1</td>" * 150_000 + "</tr></table>"),
    "表，行在行里.html": _page(lambda: "<table>" + "<tr>" * 60_000 + "</table>"),
    "表，表头许多.html": _page(lambda: "<table>" + "<thead>" * 30_000 + _ROW + "</table>"),
    "标记未完.html": _page(lambda: "<" * 300_000),
    "标记未完二.html": _page(lambda: "<p <" * 100_000),
    "注释未完.html": _page(lambda: "<!--" * 100_000),
    "注释许多.html": _page(lambda: "<!-- x -->" * 200_000),
    "脚本未完.html": _page(lambda: "<script>" * 60_000),
    "实体许多.html": _page(lambda: "<p>" + "&amp;" * 9_000 + "</p>"),
    "实体未完.html": _page(lambda: "<p>" + "&" * 45_000 + "</p>"),
    "数字实体极大.html": _page(f"<p>&#{'9' * 9_000};</p>"),
    "粗体套.html": _page(lambda: "<b><i>" * 30_000 + "规章"),
    "粗体错开.html": _page(lambda: "<b><p></b>" * 10_000),
    "链接套.html": _page(lambda: "<a><table>" * 2_000),
    "表单套.html": _page(lambda: "<form><select><option>" * 20_000),
    "svg套.html": _page(lambda: "<svg><foreignObject>" * 5_000),
    "下拉.html": _page(lambda: "<p>" + "<br>" * 60_000 + "</p>"),
    "空白.html": _page(lambda: "<p>" + " " * 2_000_000 + "规章</p>"),
    "空白交错.html": _page(lambda: "<p>" + " \n" * 20_000 + "x</p>"),
    "编码声明.html": lambda: b"<meta charset=" * 100_000,
    "编码声明二.html": lambda: b"<?xml version='1.0' encoding='utf-7'?><html>" + b"+AGEA" * 60_000,
    "上标.html": _page(lambda: "<p>" + "<sup>1</sup>" * 20_000 + "</p>"),
    "划掉.html": _page(lambda: "<p>" + "<s>1</s>2" * 10_000 + "</p>"),
    "隐藏.html": _page(lambda: "<p>" + "<span hidden>1</span>2" * 10_000 + "</p>"),
    "base64.html": _page(lambda: f"<img src='data:image/png;base64,{'A' * 3_000_000}'>"),
    "UTF-16.html": lambda: ("<html><body>" + "<p>规章</p>" * 30_000).encode("utf-16"),
    "mht.doc": lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n" + b"--a\nContent-Type: text/html\n\n<p>x</p>\n" * 20_000,
}
