"""Which cells of the tables a subject of the text means."""

from __future__ import annotations

from collections.abc import Sequence

from xlplugin.form.model import Form
from xlplugin.text import Text

Cells = tuple[str, ...]
"""Fields whose sum is meant."""
RECEIVED, CARRIED_IN, RESULTS, CARRIED_OVER = ("requests.received.total", "requests.carried_in.total", "requests.results_total.total", "requests.carried_over.total")
_GROUPS = {"refused": "refused", "unavailable": "unavailable", "declined": "declined", "other_handled": "other"}
_APPLICANTS = ("natural_person", "company", "research", "public_interest", "legal_service")
_ROUTES = {"reconsideration": ("reconsideration",), "litigation": ("litigation_direct", "litigation_after_review")}
_DOCUMENTS = {"regulations": "regulations", "normative": "normative_documents"}
_MEASURES = {"issued": ("issued", "made"), "repealed": ("repealed",), "in_force": ("in_force", "published_total")}
"""The measure of the edition; before 2021 what was made and what is published came nearest."""

NAMES = {
    "received": Text("收到申请", "requests received"),
    "received_and_carried_in": Text("新收和上年结转", "requests received and carried in"),
    "carried_in": Text("上年结转", "carried in from last year"),
    "carried_over": Text("结转下年", "carried over to next year"),
    "finished": Text("答复、办结", "answered"),
    "granted": Text("予以公开", "granted"),
    "partly_granted": Text("部分公开", "partly granted"),
    "refused": Text("不予公开", "refused"),
    "unavailable": Text("无法提供", "unavailable"),
    "declined": Text("不予处理", "declined"),
    "other_handled": Text("其他处理", "other results"),
    "natural_person": Text("自然人", "natural persons"),
    "organisation": Text("法人或其他组织", "organisations"),
    "company": Text("商业企业", "companies"),
    "research": Text("科研机构", "research institutions"),
    "public_interest": Text("社会公益组织", "public interest organisations"),
    "legal_service": Text("法律服务机构", "legal service organisations"),
    "reconsideration": Text("行政复议", "reconsideration"),
    "litigation": Text("行政诉讼", "litigation"),
    "licensing": Text("行政许可", "licensing decisions"),
    "penalties": Text("行政处罚", "penalties"),
    "coercion": Text("行政强制", "coercive measures"),
    "fees": Text("行政事业性收费", "administrative fees"),
    "information_fee": Text("信息处理费", "the processing fee"),
    "regulations": Text("规章", "regulations"),
    "normative": Text("行政规范性文件", "normative documents"),
    "issued": Text("制发", "issued"),
    "repealed": Text("废止", "repealed"),
    "in_force": Text("现行有效", "in force"),
    "upheld": Text("结果维持", "upheld"),
    "corrected": Text("结果纠正", "corrected"),
    "pending": Text("尚未审结", "pending"),
}


def name_of(subject: str) -> Text:
    """A subject as a message names it: 行政诉讼结果维持."""
    kind, _, measure = subject.partition("_")
    return NAMES[subject] if subject in NAMES else Text(NAMES[kind].zh + NAMES[measure].zh, f"{NAMES[kind].en} {NAMES[measure].en}")


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
