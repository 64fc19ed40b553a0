"""Which cells of the tables a subject of the text means."""

from __future__ import annotations

from collections.abc import Sequence

from xlplugin.form.model import Form

Cells = tuple[str, ...]
"""Fields whose sum is meant."""
RECEIVED, CARRIED_IN, RESULTS, CARRIED_OVER = ("requests.received.total", "requests.carried_in.total", "requests.results_total.total", "requests.carried_over.total")
_GROUPS = {"refused": "refused", "unavailable": "unavailable", "declined": "declined", "other_handled": "other"}
_APPLICANTS = ("natural_person", "company", "research", "public_interest", "legal_service")
_ROUTES = {"reconsideration": ("reconsideration",), "litigation": ("litigation_direct", "litigation_after_review")}
_DOCUMENTS = {"regulations": "regulations", "normative": "normative_documents"}
_MEASURES = {"issued": ("issued", "made"), "repealed": ("repealed",), "in_force": ("in_force", "published_total")}
"""The measure of the edition; before 2021 what was made and what is published came nearest."""


def cells_of(form: Form, subject: str) -> Cells:
    """The fields whose sum a subject means; empty where the form has none for it."""
    if subject in ("received", "carried_in", "carried_over"):
        found: Sequence[str] = (f"requests.{subject}.total",)
    elif subject == "received_and_carried_in":
        found = (RECEIVED, CARRIED_IN)
    elif subject == "finished":
        found = (RESULTS,)
    elif subject in ("granted", "partly_granted"):
        found = (f"requests.{subject}.total",)
    elif subject in _GROUPS:
        found = [f"requests.{row}.total" for row in _rows(form, _GROUPS[subject])]
    elif subject in _APPLICANTS:
        found = (f"requests.received.{subject}",)
    elif subject == "organisation":
        found = [f"requests.received.{column}" for column in (*_APPLICANTS[1:], "other")]
    elif subject in ("licensing", "penalties", "coercion"):
        found = (f"proactive.{subject}.decisions",)
    elif subject == "fees":
        found = ("proactive.fees.amount",)
    else:
        found = _of_reviews_or_documents(form, subject)
    return tuple(found) if found and all(field in form.fields for field in found) else ()


def _of_reviews_or_documents(form: Form, subject: str) -> Sequence[str]:
    kind, _, measure = subject.partition("_")
    if kind in _ROUTES:
        return [f"review.{route}.{measure or 'total'}" for route in _ROUTES[kind]]
    if kind in _DOCUMENTS:
        choices = (f"proactive.{_DOCUMENTS[kind]}.{name}" for name in _MEASURES[measure])
        return [next((field for field in choices if field in form.fields), "")]
    return ()


def _rows(form: Form, group: str) -> list[str]:
    """The rows of a group of results; of （六） it may be a single row."""
    block = form.table("requests").blocks[0]
    return [row.id for row in block.rows if row.id == group or any(above.id == group for above in block.path(row, "row"))]
