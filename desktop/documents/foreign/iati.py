"""Activity files of the International Aid Transparency Initiative (iatistandard.org), versions 2.01 to 2.03.

Of each activity is read what tells a contribution: who publishes, who takes part, what was pledged, committed and paid
between whom on which day. Document types and entities are refused, what was published is never followed, and a file
holds so much and no more: a stranger's file takes neither memory nor time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from desktop.base.errors import Problem
from desktop.base.text import _

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

READ = ("2.01", "2.02", "2.03")
LARGEST_FILE = 128 * 1024 * 1024  # bytes: eight thousand partnerships and all that came of them take a third of it
LARGEST_ACTIVITY = 8 * 1024 * 1024  # bytes of one activity, which alone is held at a time
MOST_PARTS = 100_000  # elements of one activity
DEEPEST = 40  # elements within each other; the standard has eight
LONGEST = 2_000  # characters of one text that are read
ACTIVITIES, ACTIVITY = "iati-activities", "iati-activity"
LANGUAGE_MARK = "{http://www.w3.org/XML/1998/namespace}lang"


class TransactionType(StrEnum):
    """What a transaction is (codelist TransactionType), of those that tell what somebody gives."""

    INCOMING_FUNDS = "1"
    OUTGOING_COMMITMENT = "2"
    DISBURSEMENT = "3"
    INCOMING_COMMITMENT = "11"
    OUTGOING_PLEDGE = "12"
    INCOMING_PLEDGE = "13"


class OrganisationRole(StrEnum):
    """Which part an organisation takes (codelist OrganisationRole)."""

    FUNDING = "1"
    ACCOUNTABLE = "2"
    EXTENDING = "3"
    IMPLEMENTING = "4"


@dataclass(frozen=True)
class IatiOrganisation:
    """An organisation as a file names it: its identifier, its code of OrganisationType, its name; each may be empty."""

    reference: str = ""
    type: str = ""
    name: str = ""
    role: str = ""

    @property
    def is_named(self) -> bool:
        """Whether anything says who it is."""
        return bool(self.reference or self.name)


NOBODY = IatiOrganisation()


@dataclass(frozen=True)
class IatiTransaction:
    """Money that was pledged, committed or moved. `day` is an ISO day and `amount` a number, each empty where the file
    has none that can be read; `currency` is that of the activity where the value has none of its own."""

    type: str
    reference: str
    day: str
    amount: str
    currency: str
    description: str
    provider: IatiOrganisation
    receiver: IatiOrganisation


@dataclass(frozen=True)
class IatiActivity:
    """An activity as it was published. `sectors` are codes of the publisher's own vocabularies (98, 99)."""

    identifier: str
    title: str
    reporting: IatiOrganisation
    taking_part: tuple[IatiOrganisation, ...]
    countries: tuple[str, ...]
    sectors: tuple[str, ...]
    transactions: tuple[IatiTransaction, ...]
    has_budget: bool

    def in_role(self, role: OrganisationRole) -> tuple[IatiOrganisation, ...]:
        """Those who take this part and are named."""
        return tuple(taking for taking in self.taking_part if taking.role == role and taking.is_named)


def is_xml(start: bytes) -> bool:
    """Whether a file begins as XML does, whatever its encoding."""
    bare = start.replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    return bare.lstrip().lower().startswith((b"<?xml", b"<!", b"<iati-"))


def read_activities(path: Path, language: str) -> Iterator[IatiActivity]:
    """The activities of a file one by one, their texts in a language where they have it; one is held at a time.

    Raises Problem with the reason for what is no activity file, is of a version before 2, is damaged or too large, and
    for one with document types or entities.
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException

    if path.stat().st_size > LARGEST_FILE:
        raise _too_large(path)
    try:
        yield from (_activity(element, language) for element in _elements(path))
    except DefusedXmlException as error:
        raise Problem(
            _("“{name}” declares entities, as no activity file does; nothing was read.").format(name=path.name),
            _("Ask whoever published it for the file as it was published."),
            code="iati-entities",
        ) from error
    except (ParseError, LookupError, ValueError) as error:
        raise Problem(
            _("“{name}” is cut off or damaged; nothing was read.").format(name=path.name),
            _("Fetch it again, or ask whoever published it for the whole file."),
            code="iati-damaged",
        ) from error


def _elements(path: Path) -> Iterator["Element"]:
    """Each activity whole; everything before it is forgotten."""
    from defusedxml.ElementTree import iterparse

    trail: list[Element] = []
    parts = 0
    with path.open("rb") as file:
        source = _LimitedFile(path, file)
        for event, element in iterparse(source, events=("start", "end"), forbid_dtd=True):
            if event == "start":
                trail.append(element)
                parts += 1
                if len(trail) == 1:
                    _require_activities(path, element)
                if len(trail) > DEEPEST or parts > MOST_PARTS:
                    raise _too_large(path)
                continue
            trail.pop()
            if len(trail) == 1:
                parts = source.since = 0
                if element.tag == ACTIVITY:
                    yield element
                trail[0].clear()


class _LimitedFile:
    """A file that is refused where one activity of it, or what stands between two, is too large to be held."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self._path, self._file = path, file
        self.since = 0  # bytes that were read since an activity ended

    def read(self, size: int) -> bytes:
        """The next bytes."""
        piece = self._file.read(size)
        self.since += len(piece)
        if self.since > LARGEST_ACTIVITY:
            raise _too_large(self._path)
        return piece


def _require_activities(path: Path, root: "Element") -> None:
    if root.tag != ACTIVITIES:
        raise Problem(
            _("“{name}” is no file of activities of IATI; nothing was read.").format(name=path.name),
            _("Choose an activity file: its first element is iati-activities."),
            code="iati-none",
        )
    version = root.get("version", READ[-1])
    if version not in READ:
        raise Problem(
            _("“{name}” follows version {version} of IATI; nothing was read.").format(
                name=path.name, version=version[:10]
            ),
            _("Versions 2.01 to 2.03 are read: ask whoever published it for one of these."),
            code="iati-version",
        )


def _too_large(path: Path) -> Problem:
    return Problem(
        _("“{name}” is larger than an activity file that can be read; nothing was read.").format(name=path.name),
        _("Ask whoever published it for the activities that concern your office alone."),
        code="iati-too-large",
    )


def _activity(element: "Element", language: str) -> IatiActivity:
    spoken = (language, element.get(LANGUAGE_MARK, ""))
    currency = element.get("default-currency", "")
    reporting = element.find("reporting-org")
    own = [part.get("code", "") for part in element.iter("sector") if part.get("vocabulary") in ("98", "99")]
    return IatiActivity(
        identifier=_bare(element.findtext("iati-identifier")),
        title=_narrative(element.find("title"), spoken),
        reporting=_organisation(reporting, spoken),
        taking_part=tuple(_organisation(part, spoken) for part in element.findall("participating-org")),
        countries=tuple(dict.fromkeys(part.get("code", "")[:2].upper() for part in element.iter("recipient-country"))),
        sectors=tuple(dict.fromkeys(own)),
        transactions=tuple(_transaction(part, spoken, currency) for part in element.findall("transaction")),
        has_budget=element.find("budget") is not None or element.find("planned-disbursement") is not None,
    )


def _organisation(element: "Element | None", spoken: tuple[str, str]) -> IatiOrganisation:
    if element is None:
        return NOBODY
    return IatiOrganisation(
        _bare(element.get("ref")), _bare(element.get("type")), _narrative(element, spoken), _bare(element.get("role"))
    )


def _transaction(element: "Element", spoken: tuple[str, str], currency: str) -> IatiTransaction:
    value, day = element.find("value"), element.find("transaction-date")
    code = element.find("transaction-type")
    return IatiTransaction(
        type=_bare(code.get("code")) if code is not None else "",
        reference=_bare(element.get("ref")),
        day=_day(day.get("iso-date", "")) if day is not None else "",
        amount=_number(value.text) if value is not None else "",
        currency=_bare(value.get("currency") or currency).upper() if value is not None else currency,
        description=_narrative(element.find("description"), spoken),
        provider=_organisation(element.find("provider-org"), spoken),
        receiver=_organisation(element.find("receiver-org"), spoken),
    )


def _narrative(element: "Element | None", spoken: tuple[str, str]) -> str:
    """A text in the first of two languages that it has, else the first of its texts."""
    if element is None:
        return ""
    texts: dict[str, str] = {}
    for part in element.findall("narrative"):
        if text := _bare(part.text):
            texts.setdefault(part.get(LANGUAGE_MARK, spoken[1]), text)
    return next((texts[language] for language in spoken if language in texts), next(iter(texts.values()), ""))


def _bare(text: str | None) -> str:
    """A text on one line, without what no record holds; only so much of it is read."""
    line = " ".join((text or "")[: 2 * LONGEST].split())
    return "".join(c for c in line if c.isprintable())[:LONGEST]


def _day(text: str) -> str:
    """An ISO day without the time zone that the standard lets stand after it; empty for none."""
    try:
        return date.fromisoformat(text.strip()[:10]).isoformat()
    except ValueError:
        return ""


def _number(text: str | None) -> str:
    """A decimal number as the standard writes it, with its sign; empty for none."""
    bare = _bare(text)
    try:
        number = Decimal(bare)
    except InvalidOperation:
        return ""
    return bare if number.is_finite() and "e" not in bare.lower() and len(bare) <= 40 else ""
