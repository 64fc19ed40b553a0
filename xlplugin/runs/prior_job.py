"""Last year's filings for a run: read in the same worker processes as any others, and laid into one file for the rules across years."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from xlplugin.errors import UsageError
from xlplugin.runs.inputs.addresses import find_inputs
from xlplugin.runs.parts_job import run_submissions
from xlplugin.runs.recipe import Recipe
from xlplugin.runs.resume import OnProgress
from xlplugin.runs.store.encode import dump
from xlplugin.runs.store.prior_store import store_priors
from xlplugin.runs.store.results import Results
from xlplugin.runs.store.storage import Folder
from xlplugin.runs.workers.executor import Executor
from xlplugin.text import Text

_APART = Text("上年数据：{apart}", "last year's figures: {apart}")
_UNREAD = Text("上年数据 {file}：{fault}", "last year's {file}: {fault}")


def read_priors_into(path: Path, priors: Sequence[str], recipe: Recipe, executor: Executor, folder: Folder, on_progress: OnProgress, retry: bool = False) -> tuple[str, tuple[Text, ...]]:
    """Writes the filings at `priors` to `path` (see `store_priors`). Gives what tells them apart from others, and what of a folder could not be read.

    `folder` keeps what was read for the next run; `retry`: see `run_files`. Raises `UsageError` where there is no filing to compare with.
    """
    for prior in priors:
        if not find_inputs([prior]).files:
            raise UsageError(zh=f"上年数据文件夹 {prior} 里没有工作簿。", en=f"the folder {prior} for last year's figures holds no workbook")
    found = find_inputs(priors)
    is_single = len(priors) == 1 and found.files in ((priors[0],), (str(Path(priors[0])),))
    reading = Recipe(recipe.program, forms=recipe.forms, is_reading_only=True, read=recipe.read)
    end = run_submissions(found, reading, executor, folder, on_progress, "prior", retry)
    contents: list[str] = []
    unread: list[Text] = [_APART.fill(apart=apart) for apart in end.apart]
    with Results(folder.address) as results:

        def filings() -> Iterator[tuple[str | None, int | None, str]]:
            for result in results:
                contents.append(f"{result.submission.file}\0{result.submission.content}\0{result.submission.status}")
                if (filing := result.filing()) is not None:
                    yield result.submission.named, result.submission.named_year, dump(filing)
                elif (fault := result.report().error) is not None:
                    unread.append(_UNREAD.fill(file=result.submission.file, fault=fault))

        store_priors(path, filings(), is_single)
    if is_single and unread:
        raise UsageError(zh=unread[0].zh, en=unread[0].en)
    return hashlib.sha256("\n".join((recipe.program, *contents)).encode("utf-8", "surrogatepass")).hexdigest()[:32], tuple(unread)
