"""The site: every page is reached, every link and picture is there, each rule has a page, and mkdocs finds nothing amiss."""

from __future__ import annotations

import importlib.util
import os
import re
from pathlib import Path

import build_site
import pytest

from xlplugin.rules import catalogue

PAGES = build_site.pages()
LINKS = re.compile(r"\]\(([^)\s]+)\)")


def named(nav: object) -> list[str]:
    """The pages that the navigation names."""
    if isinstance(nav, str):
        return [nav]
    parts = nav.values() if isinstance(nav, dict) else nav if isinstance(nav, list) else ()
    return [page for part in parts for page in named(part)]


def test_every_page_is_reached_from_the_navigation_or_from_a_page() -> None:
    linked = {os.path.normpath(os.path.join(os.path.dirname(page), link.partition("#")[0])) for page, text in PAGES.items() for link in LINKS.findall(text)}
    assert set(named(build_site.settings()["nav"])) <= set(PAGES)
    assert set(PAGES) <= {*named(build_site.settings()["nav"]), *linked}


def test_every_link_of_the_site_leads_to_a_file_of_the_site(tmp_path: Path) -> None:
    build_site.write_tree(tmp_path)
    for page, text in PAGES.items():
        links = [link.partition("#")[0] for link in LINKS.findall(text) if "://" not in link and not link.startswith("#")]
        assert not [link for link in links if not (tmp_path / "docs" / page).parent.joinpath(link).exists()], page


def test_each_rule_has_a_page_with_all_that_its_declaration_says() -> None:
    for rule in catalogue().values():
        page = PAGES[f"rules/{rule.id}.md"].replace("\\", "")
        assert rule.title.zh in page and rule.rationale.zh in page and rule.mend.zh in page and rule.source.zh in page and rule.rationale.en in page
        assert f"[{rule.id}]({rule.id}.md)" in PAGES["rules/index.md"]


def test_the_sections_of_the_readme_are_all_on_the_site() -> None:
    sections = set(build_site._sections((build_site.ROOT / "README.md").read_text("utf-8"))) - {"", "更多"}
    assert sections == {one for _, wanted in build_site.FROM_README.values() for one in wanted}


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("material") is None, reason='mkdocs-material is not installed: pip install "xlplugin[site]"')
def test_mkdocs_builds_the_site_and_finds_nothing_amiss(tmp_path: Path) -> None:
    assert build_site.main([str(tmp_path / "site")]) == 0
    page = (tmp_path / "site" / "rules" / "R01.html").read_text("utf-8")
    assert "勾稽关系" in page and not re.findall(r"(?:src|href)=\"https?://(?!squidfunk)[^\"]+\.(?:js|css)", page)
