"""A county's submissions, as many as wanted: sound ones with figures of their own, every kind of planted fault, unreadable files; and the list of what was planted."""

from __future__ import annotations

import json
import random
import tomllib
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import cn2an
from _faulty_samples import FAULTY
from _faulty_workbook import TITLE, write_faulty
from _own_workbook import Own, with_sums, write_own
from _unreadable_samples import UNREADABLE, content_of

from xlplugin.filing.findings import Severity
from xlplugin.form import editions
from xlplugin.outputs.template.sums import Figures, sums
from xlplugin.outputs.template.template import write_template
from xlplugin.rules import catalogue

LIST = "planted.json"
"""File by file: its organ, the fault's name, the rules that must tell it, and the status that follows."""
YEAR = 2023
_SOUND_SHARE = 0.7
_UNREADABLE_SHARE = 0.02
_IN_TEMPLATE = 0.5
_COLUMNS = ("natural_person", "company", "research", "public_interest", "legal_service", "other")
_SEVERE = {rule.id: rule.severity for rule in catalogue().values()}


def write_many(count: int, folder: Path) -> None:
    """Writes so many submissions and the list of what was planted; the same ones each time. `folder` should be new or empty."""
    folder.mkdir(parents=True, exist_ok=True)
    plans = list(_plans(count))
    with ProcessPoolExecutor() as pool:
        planted = dict(pool.map(_write, plans, [str(folder)] * count, chunksize=16))
    (folder / LIST).write_text(json.dumps(planted, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    print(f"{folder}: {count} 份报送 / submissions")


def organ_of(number: int) -> str:
    """The name of the organ that submits the file of this number."""
    return f"样例{cn2an.an2cn(number)}镇人民政府"


def _plans(count: int) -> Iterator[tuple[int, str]]:
    """What each file is to be: `sound`, or the number of a fault, or the name of an unreadable one; evenly spread."""
    unreadable, sound = round(count * _UNREADABLE_SHARE), round(count * _SOUND_SHARE)
    names = list(UNREADABLE)
    kinds = [f"unreadable {names[number % len(names)]}" for number in range(unreadable)] + ["sound"] * sound
    kinds += [f"faulty {number % len(FAULTY)}" for number in range(count - len(kinds))]
    random.Random(count).shuffle(kinds)
    return enumerate(kinds, 1)


def _write(plan: tuple[int, str], folder: str) -> tuple[str, dict[str, object]]:
    number, (kind, _, which) = plan[0], plan[1].partition(" ")
    organ = organ_of(number)
    if kind == "unreadable":
        path = Path(folder, f"{number:05}{which}")
        path.write_bytes(content_of(which))
        return path.name, {"organ": None, "fault": which, "rules": [], "status": "unreadable"}
    if kind == "faulty":
        faulty = FAULTY[int(which)]
        path = Path(folder, f"{number:05}{faulty.name}.xlsx")
        write_faulty(faulty, organ, _given()["sound"][faulty.edition], path)
        rules = faulty.finds.split()
        worst = min(max((_SEVERE[rule] for rule in rules), default=Severity.INFO), Severity.WARNING if faulty.is_mild else Severity.ERROR)
        # A link is never followed: the figure behind it is a saved one.
        status = "incomplete" if faulty.link is not None else "clean" if worst is Severity.INFO else worst.id
        return path.name, {"organ": None if faulty.is_anonymous or faulty.is_empty else organ, "fault": faulty.name, "rules": rules, "status": status}
    path = Path(folder, f"{number:05}.xlsx")
    _write_sound(number, organ, path)
    return path.name, {"organ": organ, "fault": "", "rules": [], "status": "clean"}


def _write_sound(number: int, organ: str, path: Path) -> None:
    """A submission that breaks no rule, in the template or in the office's own workbook."""
    form, chance = editions()["2021"], random.Random(number)
    values: dict[str, object] = {**dict.fromkeys(form.fields, 0), **sound_figures(chance)}
    if chance.random() < _IN_TEMPLATE:
        return write_template(form, path, catalogue().values(), values=values, cover={"organ": organ, "year": YEAR, "level": "乡镇"})
    return write_own(Own(form, TITLE.format(organ=organ, year=YEAR), with_sums(form, summed(values))), path)


def sound_figures(chance: random.Random) -> dict[str, object]:
    """Figures that agree with each other; totals are left to the workbook."""
    form = editions()["2021"]
    results = [line.id for line in form.table("requests").blocks[0].rows if line.id not in ("received", "carried_in", "results_total", "carried_over", "other_fee_unpaid")]
    figures: dict[str, int] = {}
    for column in _COLUMNS:
        received = chance.choice((0, 0, 1, 3, 8, 15)) if column == "natural_person" or chance.random() < 0.3 else 0
        carried_in = chance.randint(0, received // 3)
        carried_over = chance.randint(0, received // 5)
        done = [chance.choice(results) for _ in range(received + carried_in - carried_over)]
        figures |= {f"requests.received.{column}": received, f"requests.carried_in.{column}": carried_in, f"requests.carried_over.{column}": carried_over}
        figures |= {f"requests.{row}.{column}": done.count(row) for row in set(done)}
    issued, repealed = chance.randint(0, 6), chance.randint(0, 3)
    figures |= {f"proactive.normative_documents.{name}": value for name, value in zip(("issued", "repealed", "in_force"), (issued, repealed, issued + 9), strict=True)}
    figures |= {f"proactive.{name}.decisions": chance.randint(0, 200) for name in ("licensing", "penalties")}
    return {**figures, "proactive.fees.amount": chance.choice((0, 43.788, 12.5))}


def summed(values: Mapping[str, object]) -> dict[str, object]:
    """The figures with every total as the sum of its parts."""
    computed = sums(editions()["2021"], catalogue().values()).computed
    given = Figures({name: value for name, value in values.items() if name not in computed}, computed)
    return {**values, **{name: int(given.amount(name)) for name in computed}}


def _given() -> dict[str, dict[str, dict[str, list[object]]]]:
    return tomllib.loads(Path(__file__).with_name("sample_figures.toml").read_text("utf-8"))
