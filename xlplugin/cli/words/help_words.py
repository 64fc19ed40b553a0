"""What help says besides each option's own words: the groups of `check`'s options, examples, and Typer's English in Chinese."""

from __future__ import annotations

from collections.abc import Mapping

from xlplugin.text import Text

GROUPS: Mapping[str, tuple[tuple[Text, tuple[str, ...]], ...]] = {
    "check": (
        (Text("规则", "Rules"), ("--select", "--ignore", "--rules", "--releases", "--form")),
        (Text("对照", "To check against"), ("--prior", "--roster", "--parent", "--year")),
        (Text("屏幕上的结果", "What is printed"), ("--format", "--output-file", "--statistics", "--quiet", "--lang", "--fail-on")),
        (Text("另写的报告", "Reports besides"), ("--report", "--slip-template", "--deadline", "--sender", "--dated", "--force")),
        (Text("改正到副本", "Fixes, in a copy"), ("--fix", "--fix-blanks", "--diff", "--output")),
        (Text("一批文件", "Many files"), ("--out", "--retry", "--jobs", "--scheduler")),
        (Text("设置文件", "Settings"), ("--settings", "--no-settings", "--show-settings")),
    )
}
"""What each option of a command is for; one that is not here is shown last."""
EXAMPLES: Mapping[str, tuple[tuple[str, Text], ...]] = {
    "": (
        ("xlplugin check 报送", Text("审核文件夹里的全部报送", "checks every submission in a folder")),
        ("xlplugin explain R01", Text("一条规则为什么、怎么改", "why a rule is there, and how to mend it")),
        ("xlplugin template -o 年报.xlsx", Text("取一份填报模板", "hands out the template")),
    ),
    "check": (
        ("xlplugin check 报送", Text("文件夹里的全部文件", "every file of a folder")),
        ("xlplugin check 年报.xlsx --format concise", Text("一处问题一行", "a line for each finding")),
        ("xlplugin check 报送 --statistics", Text("每条规则各有几处", "how many findings each rule has")),
        ("xlplugin check 报送 --roster 名册.csv --report html=结果.html", Text("对照名册，另写网页报告", "against the roster, with a page")),
        ("xlplugin check 年报.xlsx --diff", Text("有把握的改正有哪些", "which fixes are sure")),
        ("xlplugin check 年报.xlsx --fix --output 改正.xlsx", Text("改到副本里", "makes them in a copy")),
    ),
    "template": (
        ("xlplugin template --edition 2020 -o 年报.xlsx", Text("报告年度 2020 适用的模板", "the template that holds for 2020")),
        ("xlplugin template --roster -o 名册.xlsx", Text("应报单位名册的空表", "an empty roster")),
    ),
    "rollup": (("xlplugin rollup 报送 --roster 名册.csv -o 汇总.xlsx --year 2023", Text("全县汇总", "the sum of a county")),),
    "annotate": (("xlplugin annotate 年报.xlsx -o 批注.xlsx", Text("错的格子有批注", "a copy with notes at what is wrong")),),
}
"""Calls with what they do, by the command's name."""
OF_TYPER: Mapping[str, Text] = {
    "Show this message and exit.": Text("显示这一页", "shows this page"),
    "Install completion for the current shell.": Text("给当前的命令行装上自动补全（按 Tab 键）", "installs completion for the current shell"),
    "Show completion for the current shell, to copy it or customize the installation.": Text("显示自动补全的脚本", "shows the script of completion"),
}
