"""A run over many files, as it is asked for: `run_job` leaves the results in a folder, where `Results` reads them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from xlplugin.filing.findings import Report
from xlplugin.runs.inputs.addresses import Found
from xlplugin.runs.inputs.releases import Release
from xlplugin.runs.parts_job import run_submissions
from xlplugin.runs.prior_job import read_priors_into
from xlplugin.runs.recipe import Recipe, build, program_digest
from xlplugin.runs.resume import OnProgress
from xlplugin.runs.store.manifest import Manifest
from xlplugin.runs.store.prior_store import NAME as PRIORS
from xlplugin.runs.store.results import Results
from xlplugin.runs.store.storage import Folder
from xlplugin.runs.workers.door import document, one_worker
from xlplugin.runs.workers.executor import Executor, LocalExecutor
from xlplugin.runs.workers.failures import Bounds
from xlplugin.scratch import scratch
from xlplugin.text import Text


@dataclass(frozen=True, slots=True)
class Job:
    """What is asked for. `files`: as `find_inputs` gives them; `rules`, `forms`: TOML files; `prior`: workbooks, or folders or addresses of them."""

    files: tuple[str, ...]
    select: str | None = None
    ignore: str | None = None
    rules: Path | None = None
    forms: tuple[Path, ...] = ()
    releases: tuple[Release, ...] = ()
    prior: tuple[str, ...] = ()
    skipped: int = 0
    left_out: tuple[str, ...] = ()
    """As `find_inputs` gives them, `own`."""


@dataclass(frozen=True, slots=True)
class Done:
    """A run that came to its end: how many files it checked, and how many it kept from an earlier one.

    `unread`: which of last year could not be read, and why; `apart`: which files look like one organ's tables and were not put together, and why.
    """

    checked: int
    kept: int
    unread: tuple[Text, ...] = ()
    apart: tuple[Text, ...] = ()
    manifest: Manifest | None = field(default=None, compare=False, repr=False)
    """That of the folder, for `Results`."""


def run_job(job: Job, executor: Executor, out: str, on_progress: OnProgress = lambda progress: None, retry: bool = False) -> Done:
    """Checks the job's files and leaves the results in the folder `out`, where `Results` reads them.

    Files that an earlier run with the same rules and program checked there, with the content they have now, are not checked again;
    with `retry` those are whose process hung, ran out of memory or ended. Stopped at any moment, by Ctrl-C too, the run keeps what
    is done; the same call goes on from there. Raises `UsageError` or `DefinitionError` for a mistake in what was asked.
    """
    forms = tuple(document(path) for path in job.forms)
    recipe = Recipe(program_digest(), job.select, job.ignore, document(job.rules) if job.rules else None, forms, job.releases, read=executor.read)
    build(recipe)
    folder = Folder(out)
    unread: tuple[Text, ...] = ()
    with folder.locked(), scratch() as own:
        if job.prior:
            path = Path(own, PRIORS)
            digest, unread = read_priors_into(path, job.prior, recipe, executor, folder.child("prior"), on_progress, retry)
            recipe = replace(recipe, priors=digest, priors_file=str(path))
        end = run_submissions(Found(job.files, job.skipped, job.left_out), recipe, executor, folder, on_progress, retry=retry)
    return Done(end.progress.total - end.progress.kept, end.progress.kept, unread, end.apart, end.manifest)


def checked_alone(job: Job) -> tuple[list[Report], tuple[Text, ...]]:
    """The reports of a job of one file, read and checked in a guarded process; and what is to be said besides."""
    with scratch() as folder:
        done = run_job(job, one_worker(), folder)
        with Results(folder, done.manifest) as results:
            return [result.report() for result in results], (*done.unread, *done.apart)


@contextmanager
def folder_for(out: str | None) -> Iterator[str]:
    """The folder of a run: the one given, or else a temporary one that is gone afterwards."""
    if out is not None:
        yield out
        return
    with scratch() as folder:
        yield folder


def executor_for(scheduler: str | None, jobs: int | None = None, bounds: Bounds | None = None) -> Executor:
    """Worker processes of this machine; with a scheduler (`local`, or an address such as `tcp://10.0.0.1:8786`) those of a Dask cluster."""
    if scheduler is None:
        return LocalExecutor(jobs, bounds)
    from xlplugin.runs.workers.dask_executor import DaskExecutor

    return DaskExecutor(scheduler, jobs, bounds)
