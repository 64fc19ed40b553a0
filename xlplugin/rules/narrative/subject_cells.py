"""Which cells of the tables a subject of the text means."""

from __future__ import annotations

from collections.abc import Sequence

from xlplugin.form.model import Form
from xlplugin.text import Text

Cells = tuple[str, ...]
"""Fields whose sum is meant."""
RECEIVED, CARRIED_IN, RESULTS, CARRIED_OVER = ("requests.received.total", "requests.carried_in.total", "requests.results_total.total", "requests.carried_over.total")
_GROUPS = {"refused": "refused", "unavailable": "unavailable", "declined": "declined", "other_handled": "other"}
_GROUPED = {**_GROUPS, "nonexistent": "unavailable"}
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
    "handled": Text("办理", "handled"),
    "granted_or_partly": Text("予以公开和部分公开", "granted or partly granted"),
    "nonexistent": Text("信息不存在", "nonexistent"),
    "cases": Text("行政复议和行政诉讼", "reconsideration and litigation"),
    "litigation_direct": Text("未经复议直接起诉", "direct litigation"),
    "litigation_after_review": Text("复议后起诉", "litigation after reconsideration"),
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
    "other": Text("其他结果", "with another result"),
}
_ROWS = {
    "refused_state_secret": Text("国家秘密", "state secret"),
    "refused_by_law": Text("法律法规禁止公开", "forbidden by law"),
    "refused_security_stability": Text("危及“三安全一稳定”", "security and stability"),
    "refused_third_party": Text("第三方合法权益", "third party"),
    "refused_internal_affairs": Text("内部事务信息", "internal affairs"),
    "refused_process_information": Text("过程性信息", "process information"),
    "refused_enforcement_file": Text("行政执法案卷", "enforcement file"),
    "refused_administrative_inquiry": Text("行政查询事项", "administrative inquiry"),
    "unavailable_not_held": Text("不掌握", "not held"),
    "unavailable_needs_creation": Text("需要另行制作", "to be made first"),
    "unavailable_still_unclear": Text("补正后仍不明确", "still unclear"),
    "declined_petition": Text("信访举报投诉类", "petition"),
    "declined_repeated": Text("重复申请", "repeated request"),
    "declined_publication": Text("要求提供公开出版物", "publication"),
    "declined_mass_repeated": Text("大量反复申请", "mass of requests"),
    "declined_reconfirmation": Text("确认或重新出具", "to be confirmed again"),
    "other_not_corrected": Text("逾期不补正", "not corrected in time"),
    "other_fee_unpaid": Text("逾期不缴费", "fee not paid in time"),
}
"""Rows within the groups of results."""
REASONS = (*_ROWS, "nonexistent")
NAMES |= _ROWS


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
    elif subject == "handled":
        found = (RESULTS,)
    elif subject == "granted_or_partly":
        found = ("requests.granted.total", "requests.partly_granted.total")
    elif subject == "nonexistent":
        found = ("requests.unavailable_not_held.total",)
    elif subject in _ROWS:
        found = (f"requests.{subject}.total",)
    elif subject == "cases":
        found = [field for route in _ROUTES for field in _of_reviews_or_documents(form, route)]
    elif subject in _ROUTES["litigation"]:
        found = (f"review.{subject}.total",)
    elif subject in ("licensing", "penalties", "coercion"):
        found = (f"proactive.{subject}.decisions",)
    elif subject == "fees":
        found = ("proactive.fees.amount",)
    else:
        found = _of_reviews_or_documents(form, subject)
    return tuple(found) if found and all(field in form.fields for field in found) else ()


def others_of(form: Form, subject: str) -> list[Cells]:
    """Other sums that the words of a subject may mean besides its own cells: the requests in hand for those received, the group for one of its rows."""
    own = cells_of(form, subject)
    found: list[Cells] = []
    if subject == "received":
        found = [(RECEIVED, CARRIED_IN)]
    elif subject in _APPLICANTS or subject == "organisation":
        found = [(*own, *(field.replace(".received.", ".carried_in.") for field in own))]
    elif subject == "handled":
        found = [(RECEIVED,), (RECEIVED, CARRIED_IN)]
    elif subject == "nonexistent":
        found = [("requests.unavailable_needs_creation.total",), ("requests.unavailable_not_held.total", "requests.unavailable_needs_creation.total"), cells_of(form, "unavailable")]
    elif subject in _ROWS:
        group = subject.partition("_")[0]
        found = [cells_of(form, "other_handled" if group == "other" else group)]
    return [cells for cells in found if cells and all(field in form.fields for field in cells)] if own else []


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
