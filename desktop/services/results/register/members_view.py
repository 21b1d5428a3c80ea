"""What Member States read, by country, region, target group, theme and year: from sealed editions alone (¶27).

No record is asked: whatever stands here stands in an edition that was handed out, and every number names the rows of it
that it is made of.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from desktop.base.places import country_name
from desktop.base.text import Text, _, pick
from desktop.definitions.loading import Definitions
from desktop.definitions.terms import Audience
from desktop.documents.register.edition import RegisterActivity, RegisterEdition
from desktop.documents.sheet import Content
from desktop.services.results.register import editions
from desktop.services.results.register.entries import total
from desktop.services.results.register.publishing import WHOLE
from desktop.services.work import Work
from desktop.store.records import SealedEdition

COUNTRY, REGION, GROUP, THEME, YEAR = "country", "region", "group", "theme", "year"
WAYS = (COUNTRY, REGION, GROUP, THEME, YEAR)


@dataclass(frozen=True)
class PublishedGroup:
    """The rows of one country, region, target group or theme, or of one edition: `numbers` are their register numbers.

    `received` adds up what these rows say; `silent` counts those that say no amount.
    """

    key: str
    label: str
    numbers: tuple[str, ...]
    received: Decimal
    silent: int = 0


@dataclass(frozen=True)
class PublishedEditions:
    """The editions for Member States that stand: of each period the last one, the latest period first."""

    sealed: tuple[SealedEdition, ...]
    contents: Mapping[str, RegisterEdition]  # by the id of the edition

    def content(self, edition_id: str) -> RegisterEdition | None:
        """What an edition says; of the latest period where none of this id stands."""
        own = self.contents.get(edition_id)
        return own if own is not None or not self.sealed else self.contents[self.sealed[0].id]


def read(work: Work) -> PublishedEditions:
    """Those of this office, or of Headquarters, that are on this computer."""
    last: dict[tuple[str, str], SealedEdition] = {}
    for own in editions.listed(work):
        edition = own.edition
        is_ours = edition.office == work.store.identity.office and edition.audience == Audience.MEMBERS
        if is_ours and own.is_here and own.seal_holds:
            last.setdefault((edition.first_on or "", edition.last_on or ""), edition)
    sealed = tuple(last[days] for days in sorted(last, reverse=True))
    return PublishedEditions(sealed, {own.id: editions.read_content(work, own.id) for own in sealed})


def grouped(
    definitions: Definitions, published: PublishedEditions, edition_id: str, way: str, language: str
) -> Sequence[PublishedGroup]:
    """The rows of an edition in groups, a row in each that it belongs to, the most received first; by year, each
    edition that stands."""
    if way == YEAR:
        return [
            _group(published.contents[own.id], own.id, own.period, _numbers(published.contents[own.id]), language)
            for own in published.sealed
        ]
    edition = published.content(edition_id)
    if edition is None:
        return ()
    members: dict[str, list[str]] = {}
    for activity in edition.activities:
        for key in dict.fromkeys(_keys(definitions, activity, way)):
            members.setdefault(key, []).append(activity.number)
    groups = [
        _group(edition, key, _label(definitions, way, key, language), numbers, language)
        for key, numbers in members.items()
    ]
    return sorted(groups, key=lambda own: (-own.received, own.label))


def row(edition: RegisterEdition, number: str, language: str) -> Sequence[tuple[str, Content]]:
    """A row of an edition: the heading and the content of each of its fields."""
    rows = edition.table(language).partnerships
    place = rows.place("number") or 0
    found_row = next((own for own in rows.rows if own[place] == number), ())
    return [(column.heading, own) for column, own in zip(rows.columns, found_row, strict=False)]


def cell(edition: RegisterEdition, number: str, field: str, language: str) -> Content:
    """What a row says in one field; None where it says nothing, or the field is not in the edition."""
    rows = edition.table(language).partnerships
    place, at = rows.place("number") or 0, rows.place(field)
    return next((own[at] for own in rows.rows if own[place] == number), None) if at is not None else None


def _numbers(edition: RegisterEdition) -> list[str]:
    return [activity.number for activity in edition.activities]


def _keys(definitions: Definitions, activity: RegisterActivity, way: str) -> Iterator[str]:
    countries = [code for code, _share in activity.countries]
    if way == GROUP:
        provider = activity.parties[0] if activity.parties else None
        yield str(provider.group) if provider is not None and provider.group is not None else ""
    elif way == THEME:
        yield from activity.themes or ("",)
    elif way == REGION:
        yield from [definitions.regions.of_country(code) for code in countries] or [""]
    else:
        yield from countries or [""]


def _label(definitions: Definitions, way: str, key: str, language: str) -> str:
    labels: Mapping[str, Text] = {
        GROUP: definitions.strategy.labels("groups"),
        THEME: definitions.strategy.labels("themes"),
    }.get(way, {})
    if not key:
        return _("not said")
    if way == COUNTRY:
        return country_name(key, language)
    if way == REGION:
        return definitions.regions.labels.get(key, key)
    return pick(labels[key]) if key in labels else key


def _group(edition: RegisterEdition, key: str, label: str, numbers: Sequence[str], language: str) -> PublishedGroup:
    rows = edition.table(language).partnerships
    place, at = rows.place("number") or 0, rows.place(WHOLE)
    own_numbers = frozenset(numbers)
    amounts = [own[at] for own in rows.rows if at is not None and own[place] in own_numbers]
    told = [amount for amount in amounts if isinstance(amount, Decimal)]
    return PublishedGroup(key, label, tuple(numbers), total(told), len(numbers) - len(told))
