"""How the export of everything calls kinds, fields and values."""

from typing import TYPE_CHECKING

from desktop.presenters.exchange.exchange_labels import NAMES, family_name
from desktop.presenters.record_labels import FIELDS, OWN_NAMES, RecordLabels, field_name
from desktop.services.exchange.everything import ExportWords
from desktop.services.office import people

if TYPE_CHECKING:
    from desktop.office import Office


def export_words(office: "Office") -> ExportWords:
    """In the language now spoken."""
    labels = RecordLabels(office.definitions, people.names(office.store))

    def kind(name: str) -> str:
        return family_name(name) if name in NAMES else name

    def field(family: str, name: str) -> str:
        return field_name(family, name) if f"{family}.{name}" in OWN_NAMES or name in FIELDS else name

    return ExportWords(kind, field, labels.value)
