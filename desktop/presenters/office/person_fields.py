"""The fields that say who of the office is meant: somebody with an account, or a name without one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.base.text import _
from desktop.base.values import Json
from desktop.presenters.form import FieldSpec, InputKind, Option, options, text_of
from desktop.store.records import Officer

WHO = "officer_id"
ANOTHER = "*"  # somebody without an account


@dataclass(frozen=True)
class NamedPerson:
    """Who is meant; the id of the account is empty for somebody without one."""

    officer_id: str
    name: str
    function: str


def person_rows(label: str, officers: Sequence[Officer], typed: Mapping[str, Json]) -> list[list[FieldSpec]]:
    """The account, or else a name and a function."""
    who = FieldSpec(
        WHO,
        InputKind.DROPDOWN,
        label,
        options=(
            *options((officer.id, ", ".join(filter(None, (officer.name, officer.function)))) for officer in officers),
            Option(ANOTHER, _("Somebody without an account here")),
        ),
        required=_("Choose the person."),
        chars=40,
    )
    if text_of(typed.get(WHO)) != ANOTHER:
        return [[who]]
    name = FieldSpec("name", InputKind.TEXT, _("Name"), required=_("Type the name of the person."))
    return [[who], [name, FieldSpec("function", InputKind.TEXT, _("Function"))]]


def person_shown(officer_id: str, name: str, function: str) -> dict[str, Json]:
    """What the fields hold for somebody on record."""
    if not officer_id and not name:
        return {}
    return {WHO: officer_id or ANOTHER, "name": name, "function": function}


def person_typed(typed: Mapping[str, Json]) -> NamedPerson:
    """The person that the fields name."""
    account = text_of(typed.get(WHO))
    if account and account != ANOTHER:
        return NamedPerson(account, "", "")
    return NamedPerson("", text_of(typed.get("name")), text_of(typed.get("function")))
