"""What lies at an address may not be had: each reason is one sentence and exit status 2, and nothing that was done is lost."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from _s3_server import KEY, SECRET, Doorkeeper, served

from tests.batches import InProcess, json_of, write_batch
from xlplugin.cli import main
from xlplugin.errors import FileMissingError, FileUnreadableError, UsageError
from xlplugin.runs.inputs.addresses import find_inputs, local_copy, submission
from xlplugin.runs.inputs.far import detail, filesystem, keeping, reading, why
from xlplugin.runs.job import Done, Job, run_job
from xlplugin.runs.store.storage import Folder

INPUTS = "s3://submissions/in"


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, Doorkeeper]]:
    with served() as found:
        yield found


@pytest.fixture
def s3(server: tuple[str, Doorkeeper], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Doorkeeper]:
    """An S3 with four submissions, and this process's way to it."""
    import s3fs

    address, keeper = server
    given = {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_ENDPOINT_URL": address, "AWS_DEFAULT_REGION": "us-east-1", "AWS_MAX_ATTEMPTS": "1"}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    system = s3fs.S3FileSystem()
    for bucket in ("submissions", "results"):
        if not system.exists(bucket):
            system.mkdir(bucket)
    for path in write_batch(tmp_path / "in", 4):
        system.put_file(str(path), f"submissions/in/{path.name}")
    yield keeper
    keeper.limits.clear()
    s3fs.S3FileSystem.clear_instance_cache()


def again() -> None:
    """What the environment says is read anew."""
    import s3fs

    s3fs.S3FileSystem.clear_instance_cache()


def told(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[object, list[str]]:
    """Exit status of the command, and the lines of its standard error; its standard output has to be empty."""
    monkeypatch.setattr(sys, "argv", ["xlplugin", "check", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    out, err = capfd.readouterr()
    assert out == ""
    return ended.value.code, err.splitlines()


@pytest.mark.slow
def test_a_run_over_s3_with_results_on_s3_is_that_over_a_folder(s3: Doorkeeper, tmp_path: Path) -> None:
    found = find_inputs([INPUTS]).files
    assert found == tuple(f"{INPUTS}/{number:05}.xlsx" for number in range(4))
    assert run_job(Job(found), InProcess(), "s3://results/out") == Done(4, 0)
    assert run_job(Job(found), InProcess(), "s3://results/out") == Done(0, 4)
    run_job(Job(find_inputs([str(tmp_path / "in")]).files), InProcess(), str(tmp_path / "out"))
    assert json_of("s3://results/out") == json_of(str(tmp_path / "out")).replace(str(tmp_path / "in"), INPUTS)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, "连接不上"),
        ({"AWS_ACCESS_KEY_ID": "somebody"}, "没有权限，或者账号、密钥不对"),
    ],
)
def test_an_address_that_cannot_be_read_is_one_sentence(
    s3: Doorkeeper, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], changes: dict[str, str], words: str
) -> None:
    for name, value in changes.items():
        monkeypatch.setenv(name, value)
    again()
    status, [line] = told(monkeypatch, capfd, INPUTS)
    assert status == 2 and line.startswith(f"无法读取 {INPUTS}：{words}") and line.endswith("。")


@pytest.mark.slow
def test_a_bucket_that_fills_up_is_one_sentence_and_the_same_command_goes_on_when_it_has_room(
    s3: Doorkeeper, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    s3.limits["results"] = 0
    status, [line] = told(monkeypatch, capfd, INPUTS, "--out", "s3://results/full", "--jobs", "1", "--lang", "en")
    assert status == 2 and line.startswith("cannot write the results to s3://results/full: ") and "minimum free drive" in line
    s3.limits.clear()
    assert run_job(Job(find_inputs([INPUTS]).files), InProcess(), "s3://results/full") == Done(4, 0)


@pytest.mark.slow
def test_what_was_done_before_the_bucket_was_full_is_not_done_again(s3: Doorkeeper) -> None:
    found = find_inputs([INPUTS]).files
    run_job(Job(found[:3]), InProcess(), "s3://results/half")
    s3.limits["results"] = 0
    with pytest.raises(UsageError, match="minimum free drive"):
        run_job(Job(found), InProcess(), "s3://results/half")
    s3.limits.clear()
    assert run_job(Job(found), InProcess(), "s3://results/half") == Done(1, 3)


@pytest.mark.slow
def test_a_worker_without_access_tells_it_of_the_file_and_the_next_run_tries_again(s3: Doorkeeper, monkeypatch: pytest.MonkeyPatch) -> None:
    found = find_inputs([INPUTS]).files
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "somebody")
    again()
    assert submission(found[0]).content == ""
    with pytest.raises(FileUnreadableError, match="key is wrong"), local_copy(found[0]):
        pass
    run_job(Job(found[:1]), InProcess(), "memory://far-without-access")
    assert "账号、密钥不对" in json_of("memory://far-without-access"), json_of("memory://far-without-access")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    again()
    assert run_job(Job(found[:1]), InProcess(), "memory://far-without-access") == Done(1, 0)
    assert "密钥" not in json_of("memory://far-without-access")


@pytest.mark.slow
def test_a_bucket_and_a_file_that_are_not_there_are_missing_files(s3: Doorkeeper) -> None:
    for address in ("s3://nowhere-at-all/in", f"{INPUTS}/none.xlsx"):
        assert find_inputs([address]).files == (address,)
        with pytest.raises(FileMissingError), local_copy(address):
            pass


def test_a_disk_that_is_full_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, content: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    [path] = write_batch(tmp_path / "in", 1)
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(UsageError, match="No space left on device") as raised:
        run_job(Job((str(path),)), InProcess(), str(tmp_path / "out"))
    assert raised.value.text.zh.startswith(f"无法把审核结果写入 {tmp_path / 'out'}：磁盘已满。")


class EndpointConnectionError(Exception):
    """Named as botocore's."""


class NoCredentialsError(Exception):
    """Named as botocore's."""


class AuthenticationException(Exception):
    """Named as paramiko's."""


@pytest.mark.parametrize(
    ("error", "zh", "en"),
    [
        (PermissionError("Forbidden"), "账号、密钥不对（Forbidden）", "key is wrong (Forbidden)"),
        (NoCredentialsError("Unable to locate credentials"), "账号、密钥不对（Unable to locate credentials）", "key is wrong (Unable to"),
        (AuthenticationException("Authentication failed."), "账号、密钥不对（Authentication failed）", "(Authentication failed)"),
        (EndpointConnectionError("Could not\n connect"), "连接不上（Could not connect）", "cannot be reached (Could not connect)"),
        (TimeoutError(), "连接不上（TimeoutError）", "cannot be reached (TimeoutError)"),
        (ConnectionResetError(104, "Connection reset by peer"), "连接不上（连接被中断）", "(Connection reset by peer)"),
        (OSError(errno.ENOSPC, "No space left"), "No space left", "No space left"),
        (ValueError("{odd} braces"), "{odd} braces", "{odd} braces"),
    ],
)
def test_each_kind_of_error_is_told_in_words(error: Exception, zh: str, en: str) -> None:
    assert zh in why(error).zh and en in why(error).en
    for context in (reading, keeping):
        with pytest.raises(UsageError) as raised, context("s3://a/b"):
            raise error
        assert zh in raised.value.text.zh and "s3://a/b" in raised.value.text.en and "\n" not in raised.value.text.zh


def test_that_a_file_is_not_there_and_a_sentence_of_ours_pass_as_they_are() -> None:
    for error in (FileNotFoundError("none"), UsageError(zh="一句", en="one")):
        with pytest.raises(type(error)) as raised, reading("s3://a"):
            raise error
        assert raised.value is error


def test_what_an_error_says_is_one_line_of_bounded_length() -> None:
    assert len(detail(OSError("x" * 5000))) == 200 and detail(OSError()) == "OSError" and "\n" not in detail(OSError("a\n\nb"))


def test_a_host_that_does_not_answer_when_the_address_is_opened_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    import fsspec

    def refuses(*_: Any) -> None:
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(fsspec.core, "url_to_fs", refuses)
    with pytest.raises(UsageError, match=r"cannot read sftp://a/b: it cannot be reached \(Connection refused\)"):
        filesystem("sftp://a/b")


def test_results_that_cannot_be_read_for_the_moment_are_not_swept_away(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A shard behind an address that does not answer is no damaged shard."""
    found = write_batch(tmp_path / "in", 2)
    out = "memory://far-away-for-a-moment"
    run_job(Job(tuple(map(str, found))), InProcess(), out)
    folder = Folder(out)
    names = folder.names("results")

    def silent(*_: Any, **__: Any) -> bytes:
        raise TimeoutError("timed out")

    with monkeypatch.context() as patch:
        patch.setattr(type(folder._system), "cat_file", silent)
        with pytest.raises(UsageError, match="cannot be reached"):
            run_job(Job(tuple(map(str, found))), InProcess(), out)
    assert names and folder.names("results") == names
    assert run_job(Job(tuple(map(str, found))), InProcess(), out) == Done(0, 2)
