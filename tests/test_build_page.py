"""The building of 年报审核.html: nothing goes in whose digest is not the expected one, and the same parts give the same bytes."""

from __future__ import annotations

import hashlib
import io
import json
import re
import tarfile
import tomllib
from pathlib import Path

import _page_parts
import pytest
from _page_packages import compressed, licence_of, packed
from _setup import SetUpError

from tests.archives import archive_of
from xlplugin.serve.assemble import Licence, Runtime, page_alone, page_served

GIVEN = tomllib.loads(Path(_page_parts.__file__).with_name("page_parts.toml").read_text("utf-8"))


def test_a_part_with_another_digest_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.whl").write_bytes(b"another")
    wanted = hashlib.sha256(b"the right one").hexdigest()
    with pytest.raises(SetUpError, match=wanted):
        _page_parts._checked("a.whl", wanted, [tmp_path])
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "a.whl").write_bytes(b"the right one")
    assert _page_parts._checked("a.whl", wanted, [tmp_path, tmp_path / "cache"]) == b"the right one"


def test_every_part_has_a_digest() -> None:
    digests = [*GIVEN["runtime"]["files"].values(), *(entry["sha256"] for entry in GIVEN["pinned"])]
    assert len(digests) > 15 and all(re.fullmatch("[0-9a-f]{64}", digest) for digest in digests)


def test_the_packages_are_packed_to_the_same_bytes_without_what_no_check_imports() -> None:
    files = {"one/a.py": b"1", "one/tests/test_a.py": b"2", "one/a.pyi": b"3", "one-1.dist-info/METADATA": b"Name: one\nVersion: 1\n", "one-1.dist-info/RECORD": b"4"}
    once = packed([archive_of(files)])
    assert once == packed([archive_of(dict(reversed(files.items())))]) and compressed(once) == compressed(once)
    with tarfile.open(fileobj=io.BytesIO(once)) as archive:
        assert sorted(archive.getnames()) == ["one-1.dist-info/METADATA", "one/a.py"]


def test_a_package_s_licence_is_told_with_its_text() -> None:
    metadata = b"Metadata-Version: 2.4\nName: one\nVersion: 1\nLicense-Expression: MIT\n\n"
    found = licence_of(archive_of({"one-1.dist-info/METADATA": metadata, "one-1.dist-info/licenses/LICENSE": b"Permission is hereby granted"}))
    assert found == Licence("one", "1", "MIT", "Permission is hereby granted")


def test_the_page_by_itself_may_ask_no_address_and_run_no_other_script() -> None:
    page = page_alone(Runtime({"a": b"x"}, json.dumps({}), "3.14", (Licence("one", "1", "MIT", "</script><script>alert(1)</script>"),)))
    [policy] = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy.startswith("default-src 'none'") and "unsafe-inline" not in policy and "'unsafe-eval'" not in policy and "connect-src" not in policy and "http" not in policy
    assert "<script>alert(1)" not in page and not re.search(r"(?:src|href)=.?https?:", page)


def test_the_page_served_allows_its_own_scripts_only() -> None:
    page = page_served("abc")
    assert all(script == ' nonce="abc"' for script in re.findall(r"<script([^>]*)>", page)) and "Content-Security-Policy" not in page
