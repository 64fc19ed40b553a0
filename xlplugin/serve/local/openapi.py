"""The service's OpenAPI 3.1 description, and the JSON schemas of its answers: stated here, served, published as `docs/openapi.json` and held by tests."""

from __future__ import annotations

from typing import Any

from xlplugin.version import __version__

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_MAYBE: Schema = {"type": ["string", "null"]}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_VALUE: Schema = {"type": ["number", "string", "boolean", "null"]}
_PLACE: Schema = {"field": _MAYBE, "sheet": _MAYBE, "cell": _MAYBE, "actual": _VALUE, "expected": _VALUE}


def _object(properties: Schema, optional: tuple[str, ...] = ()) -> Schema:
    """An object with just these keys."""
    return {"type": "object", "properties": properties, "required": [name for name in properties if name not in optional], "additionalProperties": False}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


SCHEMAS: Schema = {
    "Finding": _object(
        {
            "rule": _TEXT,
            "severity": {"enum": ["error", "warning", "info"]},
            **_PLACE,
            "message": _TEXT,
            "related": _list(_TEXT),
            "covered_by": _MAYBE,
            "waived": {"anyOf": [{"type": "null"}, _object({"kind": _TEXT, "reason": _MAYBE})]},
        }
    ),
    "Suspect": _object({**_PLACE, "alternatives": _list(_list(_object({"field": _TEXT, "expected": _VALUE}))), "cause": _MAYBE}),
    "File": _object(
        {
            "file": _TEXT,
            "parts": _list(_TEXT),
            "status": {"enum": ["clean", "warning", "error", "incomplete", "unreadable"]},
            "organ": _MAYBE,
            "year": {"type": ["integer", "null"]},
            "edition": _MAYBE,
            "sources": _object({"organ": _MAYBE, "year": _MAYBE}),
            "read": {"anyOf": [{"type": "null"}, _object({"fields": _COUNT, "read": _COUNT, "saved": _COUNT})]},
            "unread": _list(_object({"table": _TEXT, "rows": _list(_TEXT), "fields": _list(_TEXT), "reason": _TEXT}, ("rows", "fields"))),
            "unread_numbers": _list(_object({"sentence": _TEXT, "number": _VALUE, "section": _MAYBE})),
            "values": {"type": "object", "additionalProperties": _VALUE},
            "findings": _list(_ref("Finding")),
            "suspects": _list(_ref("Suspect")),
            "advice": _list(_TEXT),
            "notes": _list(_TEXT),
            "not_checked": _list(_object({"rule": _TEXT, "reason": _TEXT, "field": _TEXT}, ("field",))),
            "transcription": _list(_ref("Finding")),
            "error": _MAYBE,
        }
    ),
    "Checked": _object(
        {
            "tool": _object({"name": _TEXT, "version": _TEXT}),
            "files": _list(_ref("File")),
            "summary": _object(dict.fromkeys(("files", "clean", "with_errors", "with_warnings", "incomplete", "unreadable"), _COUNT)),
            "left_out": _list(_object({"file": _TEXT, "reason": _TEXT})),
            "other_years": _list(_object({"file": _TEXT, "year": {"type": "integer"}})),
        }
    ),
    "Rules": _list(
        _object(
            {
                "id": _TEXT,
                "severity": {"enum": ["error", "warning", "info"]},
                "title": _TEXT,
                "editions": _list(_TEXT),
                "examples": _list(_object({"edition": _TEXT, "values": {"type": "object"}, "fails_at": _list(_MAYBE)})),
            }
        )
    ),
    "Forms": _object({"editions": _list(_object({"edition": _TEXT, "document": _TEXT, "fields": _list(_object({"id": _TEXT, "text": _TEXT}))})), "blanks": _list(_TEXT)}),
    "Page": _object({"json": _TEXT, "view": _TEXT, "sentences": _list(_TEXT)}),
    "Progress": _object(
        {
            "files": {"anyOf": [{"type": "null"}, _list(_TEXT)]},
            "now": _MAYBE,
            "done": _list(
                _object({"file": _TEXT, "status": _TEXT, "failure": _MAYBE, "organ": _MAYBE, "year": {"type": ["integer", "null"]}, "errors": _COUNT, "warnings": _COUNT})
            ),
        }
    ),
    "Error": _object({"error": _TEXT}),
}


def openapi() -> Schema:
    """The description, an OpenAPI 3.1 object."""
    from xlplugin.serve.local.run import KINDS

    name, lang = _parameter("name", "the file's name, whose ending tells its kind"), _parameter("lang", "zh or en", {"enum": ["zh", "en"]})
    file, ending = _parameter("file", "one of the submissions, for a copy or a report to publish"), _parameter("ending", "of the report to publish", {"enum": [".docx", ".html"]})
    job = _parameter("job", "a name for the work, 16 to 64 hexadecimal digits, by which `/api/progress` and `/api/stop` know it")
    paths: Schema = {
        "/api/check": {"post": _operation("Checks one file", [name, lang], "application/json", "Checked", "application/octet-stream")},
        "/api/annotate": {"post": _operation("Writes the findings into a copy of one file", [name, lang], "application/octet-stream", None, "application/octet-stream")},
        "/api/rules": {"get": _operation("Lists the rules", [lang], "application/json", "Rules")},
        "/api/form": {"get": _operation("Lists the editions of the form and the blank files; with `name` hands one of these out", [name, lang], "application/json", "Forms")},
        "/api/progress": {"get": _operation("How far a report is; of the files that are done those from `since` on", [job, _parameter("since", "how many are known already")], "application/json", "Progress")},
        "/api/stop": {"post": _operation("Checks no further file for a report; the body is of no matter, but may not be empty", [job], "application/json", None, "application/octet-stream")},
        "/api/openapi.json": {"get": _operation("This description", [], "application/json", None)},
    }
    for kind in KINDS:
        media, schema = ("application/json", "Page") if kind == "page" else ("application/octet-stream", None)
        more = {"annotated": [file], "published": [file, ending]}.get(kind, [])
        paths[f"/api/report/{kind}"] = {"post": _operation(f"The report {kind} over an archive of submissions", [lang, job, *more], media, schema, "application/zip")}
    return {
        "openapi": "3.1.0",
        "info": {"title": "xlplugin serve", "version": __version__, "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        "servers": [{"url": "http://127.0.0.1:{port}", "variables": {"port": {"default": "0", "description": "as `xlplugin serve` prints it"}}}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {"schemas": SCHEMAS, "securitySchemes": {"token": {"type": "apiKey", "in": "header", "name": "X-Xlplugin-Token"}}},
    }


def _parameter(name: str, what: str, schema: Schema = _TEXT) -> Schema:
    return {"name": name, "in": "query", "required": False, "description": what, "schema": schema}


def _operation(summary: str, parameters: list[Schema], media: str, schema: str | None, body: str | None = None) -> Schema:
    found: Schema = {"summary": summary, "parameters": parameters, "responses": {"200": {"description": "done", "content": {media: {"schema": _ref(schema) if schema else {}}}}}}
    refused = {"description": "refused, or not possible: a sentence", "content": {"application/json": {"schema": _ref("Error")}}}
    found["responses"]["default"] = refused
    if body:
        found["requestBody"] = {"required": True, "content": {body: {"schema": {"type": "string", "format": "binary"}}}}
    return found
