"""What an answer holds, and the one codec between it and the JSON of records and drafts.

`value` is the officer's, or the partner's own on questions that only the partner answers; it is None while there is
none and `UNKNOWN` for “I don't know yet”: `unknown` says who finds out by when, `{"who": "", "by": "2026-12-01"}`, and
the answer blocks a decision, or `{"why": "..."}` when it could not be established after a search: then it is rated and
listed as not established. `declared` is what the partner said itself, in the shape of `value`.

The shape of `value` depends on the question's type:

    choice, yes_no, yes_partly_no, signed, declaration    "id of a choice"
    choices     {"choices": ["id", ...], "text": ""}
    text        {"text": "", "assessment": "id of a choice"}
    number      {"number": 3, "text": "", "assessment": "id of a choice"}
    names       {"names": [{"name": "", "share": "25", "born": "", "nationality": ""}], "assessment": "id of a choice"}
    persons     {"persons": [{"name": "", "born": "1970-02-01", "nationality": "SN", "role": "", "signs": true}]}
    screening   {"result": "id of a choice", "list_day": "2026-11-20", "list_digest": ""}
    percents    {"percents": {"id of a share": "12.5"}, "role": "id of a role"}       (no role where none is offered)
    scale       {"scale": 1 to 5, "text": ""}
    amount      {"usd": "1200.00", "text": ""}
    findings    {"found": "id of a choice", "text": "the search log"}; the findings are in `findings`
    plan        {"assessment": "id of a choice", "acknowledged": true, "signed_by_head": true, "verifier": "",
                 "know_how": ""}; the milestones are in `plan`: {"what": "", "owner": "", "due": "2027-03-01"}

A finding (dossier 2.4) is {"source": "", "status": one of STATUSES, "link": one of LINKS, "scale": 1-3, "scope": 1-3,
"irremediability": 1-3, "date": day of the facts, "running": true, "response": one of RESPONSES, "credibility": one of
CREDIBILITIES, "kind": id of one of the question's kinds}.
Answers of versions before 0.3 hold theirs in `findings`; since then each is a record of its own, and `on_record` are
those about this question, in the same shape.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self, TypedDict, Unpack

from desktop.base.values import Json, JsonObject, canonical, digest

UNKNOWN = "unknown"


class AnswerParts(TypedDict, total=False):
    """The parts of an answer that somebody writes, each in its type of `AnswerContent`."""

    value: Json
    declared: Json
    note: str
    unknown: JsonObject
    findings: tuple[JsonObject, ...]
    plan: tuple[JsonObject, ...]


@dataclass(frozen=True, kw_only=True)
class AnswerContent:
    """The answer to one question. `evidence` are the ids of the evidence that supports it, `unopenable` those of the
    files attached to it that nobody can open: they prove nothing. `on_record` are the findings about this question that
    stand in records of their own; they are neither stored nor sent with the answer.

    A bundle may bring any JSON, and what was read is written again as it was: parts of another shape and those that
    only a newer program knows are in `unread`, and `written` are the keys that the JSON has, blank ones included.
    """

    value: Json = None
    declared: Json = None
    note: str = ""
    unknown: JsonObject = field(default_factory=dict)
    findings: tuple[JsonObject, ...] = ()
    plan: tuple[JsonObject, ...] = ()
    evidence: tuple[str, ...] = ()
    unopenable: tuple[str, ...] = ()
    on_record: tuple[JsonObject, ...] = ()
    unread: JsonObject = field(default_factory=dict)
    written: tuple[str, ...] = field(default=(), repr=False, compare=False)

    @classmethod
    def from_json(cls, json: JsonObject) -> Self:
        """The answer that this JSON object holds; never raises: `Question.check` says what is malformed."""
        return cls(
            value=json.get("value"),
            declared=json.get("declared"),
            note=note if isinstance(note := json.get("note"), str) else "",
            unknown=unknown if isinstance(unknown := json.get("unknown"), Mapping) else {},
            findings=rows_in(json.get("findings")),
            plan=rows_in(json.get("plan")),
            evidence=_texts(json.get("evidence")) or (),
            unread={key: part for key, part in json.items() if not _is_readable(key, part)},
            written=tuple(json),
        )

    def to_json(self) -> dict[str, Json]:
        """The JSON object that is stored and sent; `from_json` reads the same answer from it."""
        parts: dict[str, Json] = {
            "value": self.value,
            "declared": self.declared,
            "note": self.note,
            "unknown": self.unknown,
            "findings": list(self.findings),
            "plan": list(self.plan),
            "evidence": list(self.evidence),
        }
        added = (key for key, part in parts.items() if key not in self.written and not _is_blank(part))
        return {key: self.unread[key] if key in self.unread else parts[key] for key in (*self.written, *added)}

    @property
    def every_finding(self) -> tuple[JsonObject, ...]:
        """The findings about this question, wherever they stand."""
        return (*self.findings, *self.on_record)

    def digest(self) -> str:
        """What tells this answer, with its evidence and findings, from another one: 16 hexadecimal digits."""
        evidence = sorted((*self.evidence, *self.unopenable))
        said = (self.value, self.declared, self.note, self.unknown, self.every_finding, self.plan, evidence)
        return digest(canonical(said))[:16]

    def with_(self, **parts: Unpack[AnswerParts]) -> Self:
        """This answer with other parts; they are written even where they are blank."""
        return replace(
            self,
            **parts,
            unread={key: part for key, part in self.unread.items() if key not in parts},
            written=(*self.written, *(key for key in parts if key not in self.written)),
        )

    def without_value(self) -> Self:
        """This answer without its value and without the key of it."""
        return replace(self, value=None, written=tuple(key for key in self.written if key != "value"))


def rows_in(part: Json) -> tuple[JsonObject, ...]:
    """The rows of a list of objects; none where it is anything else."""
    return _rows(part) or ()


def _is_blank(part: Json) -> bool:
    return part is None or part == "" or part == [] or part == {}


def _is_readable(key: str, part: Json) -> bool:
    """Whether a part has the shape that its key promises."""
    match key:
        case "value" | "declared":
            return True
        case "note":
            return isinstance(part, str)
        case "unknown":
            return isinstance(part, Mapping)
        case "findings" | "plan":
            return _rows(part) is not None
        case "evidence":
            return _texts(part) is not None
    return False


def _rows(part: Json) -> tuple[JsonObject, ...] | None:
    if not isinstance(part, list | tuple):
        return None
    rows = tuple(row for row in part if isinstance(row, Mapping))
    return rows if len(rows) == len(part) else None


def _texts(part: Json) -> tuple[str, ...] | None:
    if not isinstance(part, list | tuple):
        return None
    texts = tuple(text for text in part if isinstance(text, str))
    return texts if len(texts) == len(part) else None
