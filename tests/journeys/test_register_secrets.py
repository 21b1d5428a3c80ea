"""Secrets planted in every field that must not leave: an independent reader finds none in any file of an edition."""

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import inspect

from desktop.base.progress import Progress
from desktop.definitions.terms import Audience
from desktop.documents.leaks.hidden import HiddenKind
from desktop.office import Office
from desktop.services.results.register import editions, hidden_values
from desktop.services.results.register.editions import EditionOrder
from desktop.store.records import Agreement, Officer, Partner, Partnership, Record
from desktop.store.records.columns import ValueList
from desktop.store.records.values import DecisionCondition, Promise
from tests.journeys.test_story_24 import plain_texts
from tests.makers import arrived
from tests.offices import chief, chief_seal, office, office_folder
from tests.services.results.histories import HOME
from tests.services.results.test_register import YEAR, registered

__all__ = ["chief", "chief_seal", "office", "office_folder", "registered"]

EACH = 4  # secrets in each field
MARK = re.compile(r"zw(\d+)quill", re.IGNORECASE)


class Planter:
    """Makes records that hold a secret in each of their fields; every one has a number."""

    def __init__(self) -> None:
        self.count = 0

    def secret(self, kind: HiddenKind) -> str:
        self.count += 1
        word = f"Zw{self.count}quill"
        match kind:
            case HiddenKind.PERSON | HiddenKind.ORGANIZATION:
                return f"{word} Ndombasi{self.count}"
            case HiddenKind.ADDRESS:
                return f"https://{word}.example/x"
            case HiddenKind.FILE:
                return f"{word}-preuve.pdf"
            case HiddenKind.NUMBER:
                return f"{word}-0077"
            case _:
                return f"Le dossier {word} raconte une chose que personne ne doit lire dehors"

    def records(self) -> Iterator[Record]:
        for family, fields in hidden_values.NEVER.items():
            for _time in range(EACH):
                yield family(
                    **{
                        **self._needed(family),
                        **{name: self._held(family, name, kind) for name, kind in fields.items()},
                    }
                )

    @staticmethod
    def _needed(family: type[Any]) -> dict[str, Any]:
        about = {"partner_id": "open", "partnership_id": "S-4", "about": "open", "case_id": "case-1"}
        names = {own.name for own in dataclasses.fields(family)}
        needed = {
            own.name: "x"
            for own in dataclasses.fields(family)
            if own.init and own.default is dataclasses.MISSING and own.default_factory is dataclasses.MISSING
        }
        return {**needed, **{name: id_ for name, id_ in about.items() if name in names}}

    def _held(self, family: type[Record], name: str, kind: HiddenKind) -> Any:
        column = inspect(family).column_attrs[name].columns[0].type
        secret = self.secret(kind)
        if family is Agreement and name == "signatories":
            return [{"name": secret}]
        if isinstance(column, ValueList):
            return (Promise(what=secret),) if name == "promises" else (DecisionCondition(text=secret),)
        if name == "content":
            return {"value": {"text": secret}}
        return [secret] if name in ("other_names", "theirs") else secret


def test_three_hundred_secrets_are_in_no_file(registered: Office, chief: Officer, chief_seal: bytes) -> None:
    planter = Planter()
    records = [own for own in planter.records() if not isinstance(own, Partner | Partnership)]
    hidden = [
        Partner(
            name=planter.secret(HiddenKind.ORGANIZATION),
            group="ENT",
            discreet=True,
            notes=planter.secret(HiddenKind.TEXT),
        )
        for _time in range(EACH)
    ]
    arrived(registered.store, HOME, *records, *hidden)
    assert planter.count >= 300
    boss = registered.work.acting_as(chief)
    for audience in (Audience.MEMBERS, Audience.PUBLIC):
        sealed = editions.seal(boss, EditionOrder(audience, YEAR), chief_seal, Progress())
        files = editions.hand_out(boss, sealed.id, [own.name for own in sealed.files])
        assert len(files) >= 15
        for name, data in files.items():
            for text in plain_texts(name, data):
                assert not MARK.search(text), (name, MARK.findall(text))
