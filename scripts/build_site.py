"""Builds the documentation as a site: pages for the clerk, the reviewer and the engineer, one for each rule from its declaration, security, performance, changes.

    pip install "xlplugin[site]"
    python scripts/build_site.py [FOLDER]        # default site/; it loads nothing from elsewhere; the search needs a server, the rest opens from the folder
    python scripts/build_site.py --tree FOLDER   # only the pages in Markdown, with mkdocs.yml

The pages are the repository's own: whole files, and sections of the README. A link to another page leads to it on the site; one to a
file that is not there becomes the file's name. mkdocs runs with --strict: a link that leads nowhere ends the build.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from xlplugin.checking.examples import messages_of
from xlplugin.outputs.rule_pages import explain
from xlplugin.rules import catalogue
from xlplugin.rules.declare import Rule
from xlplugin.text import Language

ROOT = Path(__file__).resolve().parent.parent
FROM_README: Mapping[str, tuple[str, Sequence[str]]] = {
    "clerk.md": ("填报人员", ("填报人员：双击一个网页", "填报人员：用模板", "打开着的工作簿：审核按钮")),
    "reviewer.md": ("审核人员和收表单位", ("审核人员：查一批报送", "收表单位：一条命令审完一批")),
    "engineer.md": ("工程师", ("两条命令", "公开的报告：Word、网页、PDF、文本", "没有验证的")),
}
"""Pages made of sections of the README: title, and the sections by their headings."""
WHOLE: Mapping[str, str] = {
    "docs/office-files.md": "office-files.md",
    "docs/check.md": "check.md",
    "docs/api.md": "api.md",
    "docs/pandas.md": "pandas.md",
    "docs/excel-addin.md": "excel-addin.md",
    "docs/portable.md": "portable.md",
    "docs/architecture.md": "architecture.md",
    "docs/performance.md": "performance.md",
    "docs/performance-cluster.md": "performance-cluster.md",
    "docs/licences.md": "licences.md",
    "docs/rules.md": "rules/index.md",
    "docs/rules.en.md": "rules/en.md",
    "README.en.md": "english.md",
    "SECURITY.md": "security.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changes.md",
}
"""Files of the repository that are pages as they are, by where they lie on the site."""
NAV: Sequence[tuple[str, str | Sequence[str]]] = (
    ("首页", "index.md"),
    ("填报人员", ("clerk.md", "excel-addin.md", "portable.md")),
    ("审核人员", ("reviewer.md", "office-files.md")),
    ("工程师", ("engineer.md", "check.md", "api.md", "pandas.md", "architecture.md", "contributing.md", "licences.md")),
    ("规则", ("rules/index.md", "rules/en.md")),
    ("安全", "security.md"),
    ("性能", ("performance.md", "performance-cluster.md")),
    ("更新", "changes.md"),
    ("English", "english.md"),
)
ASSETS = {"docs/images": "images", "docs/openapi.json": "openapi.json", "docs/result.schema.json": "result.schema.json"}
"""What the pages show or hand out besides."""
_LINK = re.compile(r"(?P<image>!?)\[(?P<words>[^\]\n]*)\]\((?P<target>[^)\s]+)\)")
_RULE_ID = re.compile(r"^\| (?P<id>[A-Z]\d\d) \|", re.MULTILINE)


def write_tree(folder: Path) -> None:
    """Writes the pages in Markdown, what they show, and mkdocs.yml beside them."""
    docs = folder / "docs"
    for source, target in ASSETS.items():
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, docs / target)
        else:
            docs.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / source, docs / target)
    for name, text in pages().items():
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_text(text, "utf-8")
    (folder / "mkdocs.yml").write_text(json.dumps(settings(), ensure_ascii=False, indent=1) + "\n", "utf-8")  # JSON is YAML


def pages() -> dict[str, str]:
    """Every page of the site in Markdown, by where it lies."""
    readme = (ROOT / "README.md").read_text("utf-8")
    sections = _sections(readme)
    found = {"index.md": _led(sections[""].replace("[English](README.en.md)\n", ""), "README.md", "index.md") + _GUIDE}
    for name, (title, wanted) in FROM_README.items():
        text = f"# {title}\n\n" + "\n".join(f"## {one}\n{sections[one]}" for one in wanted)
        found[name] = _led(text, "README.md", name)
    for source, name in WHOLE.items():
        found[name] = _led((ROOT / source).read_text("utf-8"), source, name)
    rules = catalogue()
    for name in ("rules/index.md", "rules/en.md"):
        found[name] = _RULE_ID.sub(lambda match: f"| [{match['id']}]({match['id']}.md) |" if match["id"] in rules else match[0], found[name])
    return found | {f"rules/{rule.id}.md": rule_page(rule) for rule in rules.values()}


def rule_page(rule: Rule) -> str:
    """Everything that a rule's declaration says, in Chinese and then in English."""
    return f"# {rule.id} {_safe(rule.title.zh)}\n\n" + _explained(rule, "zh") + f"\n---\n\n# {rule.id} {_safe(rule.title.en)}\n\n" + _explained(rule, "en")


def settings() -> dict[str, object]:
    """What mkdocs is told. Fonts and search come with the site."""
    nav: list[dict[str, object]] = [{title: found if isinstance(found, str) else list(found)} for title, found in NAV]
    return {
        "site_name": "xlplugin",
        "site_description": "审核政府信息公开工作年度报告",
        "use_directory_urls": False,
        "theme": {
            "name": "material",
            "language": "zh",
            "font": False,
            "features": ["navigation.tabs", "navigation.top", "toc.follow", "content.code.copy"],
            "palette": [
                {"media": "(prefers-color-scheme: light)", "scheme": "default", "primary": "indigo"},
                {"media": "(prefers-color-scheme: dark)", "scheme": "slate", "primary": "indigo"},
            ],
        },
        "plugins": [{"material/search": {"lang": ["en"], "separator": r"[\s\-，。、；：（）「」“”/|]+"}}],
        "markdown_extensions": ["tables", "fenced_code", "attr_list", {"toc": {"permalink": True}}, "pymdownx.superfences", "pymdownx.highlight"],
        "validation": {"nav": {"omitted_files": "ignore"}, "links": {"not_found": "warn", "anchors": "warn", "unrecognized_links": "warn", "absolute_links": "warn"}},
        "nav": nav,
    }


_GUIDE = """
## 从哪里看起

- [填报人员](clerk.md)：双击网页、用模板、LibreOffice 和 Excel 里的按钮。
- [审核人员和收表单位](reviewer.md)：一条命令审完一批，名册、退回、通报、汇总。
- [工程师](engineer.md)：[命令行](check.md)、[在 Python 里用](api.md)、[程序怎样构成](architecture.md)。
- [全部规则](rules/index.md)：每条为什么、怎么改、依据什么。
- [安全](security.md) · [性能](performance.md) · [更新](changes.md) · [English](english.md)
"""


def _sections(text: str) -> dict[str, str]:
    """The README by its headings of the second level; what stands before the first under ""."""
    first, *rest = re.split(r"^## ", text, flags=re.MULTILINE)
    return {"": first, **{title: body for title, _, body in (part.partition("\n") for part in rest)}}


def _led(text: str, source: str, name: str) -> str:
    """A page's text with each link leading to where its target lies on the site; one to what is not there becomes words."""

    def led(match: re.Match[str]) -> str:
        target, _, anchor = match["target"].partition("#")
        if "://" in target or not target:
            return match[0]
        place = os.path.normpath(os.path.join(os.path.dirname(source), target)).replace(os.sep, "/")
        there = _place(place)
        if there is None:
            return match["words"] if match["words"].startswith("`") else f"{match['words']}（`{place}`）"
        relative = os.path.relpath(there, os.path.dirname(name) or ".").replace(os.sep, "/")
        return f"{match['image']}[{match['words']}]({relative}{'#' + anchor if anchor else ''})"

    return _LINK.sub(led, text)


def _place(place: str) -> str | None:
    """Where a file of the repository lies on the site; None where it does not."""
    if place in WHOLE:
        return WHOLE[place]
    if place == "README.md":
        return "index.md"
    return next((target + place.removeprefix(source) for source, target in ASSETS.items() if place == source or place.startswith(f"{source}/")), None)


def _explained(rule: Rule, language: Language) -> str:
    """What `xlplugin explain` prints, as Markdown: its headings as headings, each line a paragraph."""
    _, *lines = explain(rule, language, messages_of).splitlines()
    return "\n".join(f"\n## {_safe(line)}\n" if line and not line.startswith(" ") else f"{_safe(line.strip())}\n" for line in lines if line.strip())


def _safe(line: str) -> str:
    """A line in which nothing is taken for Markdown."""
    return re.sub(r"([\\`*_{}\[\]<>|#])", r"\\\1", line)


def main(arguments: list[str]) -> int:
    """Builds the site, or its pages alone; the exit status of mkdocs."""
    if arguments[:1] == ["--tree"]:
        write_tree(Path(arguments[1]))
        return 0
    target = Path(arguments[0] if arguments else "site").resolve()
    if any(importlib.util.find_spec(name) is None for name in ("mkdocs", "material")):
        print('mkdocs-material 没有安装：pip install "xlplugin[site]" / mkdocs-material is not installed', file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="xlplugin-site-") as name:
        write_tree(Path(name))
        return subprocess.run([sys.executable, "-m", "mkdocs", "build", "--strict", "--clean", "-q", "-f", f"{name}/mkdocs.yml", "-d", str(target)], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
