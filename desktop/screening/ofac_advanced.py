"""OFAC's lists in the advanced XML: parties, what their features and papers are, and which list they are on, by number.

Reference values and places stand before the parties and are remembered; the programmes stand after them and are read
first (https://ofac.treasury.gov, "Advanced Sanctions Data Model"). An entry has the number that the other files of
OFAC give it, so both are versions of one list.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.screening.entries import (
    CutShortError,
    EntryKind,
    ListEntry,
    ListFormat,
    NameQuality,
    moment,
    primary_first,
    tidy,
    unique,
)
from desktop.screening.ofac import CONSOLIDATED, KINDS, SDN, told_by
from desktop.screening.xml_lists import elements, raw_of, text_of, texts

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_TYPES = {"1": "individual", "2": "entity"}  # of parties, by the number that OFAC gives them
_PLACE_PARTS = ("ADDRESS1", "ADDRESS2", "ADDRESS3", "CITY", "STATE/PROVINCE", "POSTAL CODE", "REGION")
_FAMILY = ("last name", "entity name", "vessel name", "aircraft name", "nickname", "patronymic", "matronymic")
_PROGRAMME = "1"  # the number of the measure that is a programme


@dataclass
class _AdvancedValues:
    """The values that parties name by number, as far as they have been read."""

    values: dict[tuple[str, str], str] = field(default_factory=dict)  # by the name of the value and its number
    party_types: dict[str, str] = field(default_factory=dict)  # the number of its type by that of the subtype
    places: dict[str, str] = field(default_factory=dict)
    papers: dict[str, list[str]] = field(default_factory=dict)  # by the number of the identity

    def of(self, name: str, number: str | None) -> str:
        """The text of a value, such as `Birthdate` for a FeatureType."""
        return self.values.get((name, number or ""), "")

    def read(self, sets: "Element") -> None:
        """Remember the sets of reference values."""
        for value in (value for values in sets for value in values):
            self.values[value.tag, value.get("ID", "")] = tidy(value.text)
            if value.tag == "PartySubType":
                self.party_types[value.get("ID", "")] = value.get("PartyTypeID", "")


@dataclass
class _Sanctioned:
    """What the entries of the lists say of the parties, by the number of the profile."""

    lists: set[str] = field(default_factory=set)
    programmes: dict[str, list[str]] = field(default_factory=dict)
    listed_on: dict[str, str] = field(default_factory=dict)


def advanced_format(path: Path) -> ListFormat:
    """Which of OFAC's lists a file is, by the names of the lists of its entries, else by their programmes."""
    sanctioned = _sanctioned(path)
    kinds = {name.lower().startswith("sdn") for name in sanctioned.lists if name}
    told = (
        (SDN if kinds.pop() else CONSOLIDATED)
        if len(kinds) == 1
        else told_by(", ".join(programmes) for programmes in sanctioned.programmes.values())
    )
    entries = partial(_entries, source=told.source)
    return ListFormat(told.source, told.title, entries, _published, is_certain=told.is_certain)


def _published(path: Path) -> str:
    for element in elements(path, frozenset({"DateOfIssue", "ReferenceValueSets"})):
        return _point(element) if element.tag == "DateOfIssue" else ""
    return ""


def _point(element: "Element | None") -> str:
    """A date in three elements, as far as it is told."""
    if element is None:
        return ""
    parts = (text_of(element, part) for part in ("Year", "Month", "Day"))
    return moment("-".join(part.zfill(2) for part in parts if part))


def _sanctioned(path: Path) -> _Sanctioned:
    sanctioned = _Sanctioned()
    references = _AdvancedValues()
    wanted_tags = frozenset({"ReferenceValueSets", "Location", "IDRegDocument", "DistinctParty", "SanctionsEntry"})
    for element in elements(path, wanted_tags):
        if element.tag == "ReferenceValueSets":
            references.read(element)
        elif element.tag == "SanctionsEntry":
            profile = element.get("ProfileID", "")
            sanctioned.lists.add(references.of("List", element.get("ListID")) or element.get("ListID", ""))
            for measure in element.findall("SanctionsMeasure"):
                if measure.get("SanctionsTypeID", _PROGRAMME) == _PROGRAMME:
                    sanctioned.programmes.setdefault(profile, []).extend(texts(measure, "Comment"))
            sanctioned.listed_on.setdefault(profile, _point(element.find("EntryEvent/Date")))
    return sanctioned


def _entries(path: Path, source: str) -> Iterator[ListEntry]:
    sanctioned, references = _sanctioned(path), _AdvancedValues()
    wanted_tags = frozenset({"ReferenceValueSets", "Location", "IDRegDocument", "DistinctParty", "SanctionsEntry"})
    for element in elements(path, wanted_tags):
        match element.tag:
            case "ReferenceValueSets":
                references.read(element)
            case "Location":
                references.places[element.get("ID", "")] = _place(element, references)
            case "IDRegDocument":
                references.papers.setdefault(element.get("IdentityID", ""), []).append(_paper(element, references))
            case "DistinctParty":
                yield _entry(element, references, sanctioned, source)


def _place(element: "Element", references: _AdvancedValues) -> str:
    parts = {
        references.of("LocPartType", part.get("LocPartTypeID")).upper(): text_of(part, "LocationPartValue/Value")
        for part in element.findall("LocationPart")
    }
    land = element.find("LocationCountry")
    country = references.of("Country", land.get("CountryID")) if land is not None else ""
    return ", ".join(filter(None, (*(parts.get(name, "") for name in _PLACE_PARTS), country)))


def _paper(element: "Element", references: _AdvancedValues) -> str:
    kind = references.of("IDRegDocType", element.get("IDRegDocTypeID"))
    country = references.of("Country", element.get("IssuedBy-CountryID"))
    return ", ".join(filter(None, (kind, text_of(element, "IDRegistrationNo"), country)))


def _entry(party: "Element", references: _AdvancedValues, sanctioned: _Sanctioned, source: str) -> ListEntry:
    profile = party.find("Profile")
    if profile is None:
        raise CutShortError("a party without profile")
    number = profile.get("ID", "")
    identities = profile.findall("Identity")
    names = primary_first(name for identity in identities for name in _names(identity, references))
    if not names:
        raise CutShortError("a party without name")
    features = [*profile.findall("Feature"), *party.findall("Feature")]
    return ListEntry(
        list_id=source,
        id=party.get("FixedRef", ""),
        kind=_kind(profile, references),
        names=names,
        births=unique(_birth(period) for period in _periods(_about(features, references, "birthdate"))),
        places=unique(_feature_texts(_about(features, references, "place of birth"), references)),
        nationalities=unique(_feature_texts(_about(features, references, "nationality", "citizenship"), references)),
        documents=unique(
            paper for identity in identities for paper in references.papers.get(identity.get("ID", ""), ())
        ),
        addresses=unique(_feature_texts(_about(features, references, "location"), references)),
        programme=", ".join(unique(sanctioned.programmes.get(number, ()))),
        listed_on=sanctioned.listed_on.get(number, ""),
        text="\n".join(
            unique([*_feature_texts(_about(features, references, "title"), references), *texts(party, "Comment")])
        ),
        raw=raw_of(party),
    )


def _kind(profile: "Element", references: _AdvancedValues) -> EntryKind:
    """By the subtype where it says more than `Unknown`, else by the type that it belongs to."""
    subtype = profile.get("PartySubTypeID", "")
    party_type = references.party_types.get(subtype, "")
    words = (references.of("PartySubType", subtype), references.of("PartyType", party_type), _TYPES.get(party_type, ""))
    return next((KINDS[word.lower()] for word in words if word.lower() in KINDS), EntryKind.OTHER)


def _names(identity: "Element", references: _AdvancedValues) -> Iterator[tuple[str, NameQuality]]:
    groups = {
        group.get("ID", ""): references.of("NamePartType", group.get("NamePartTypeID")).lower()
        for group in identity.iter("NamePartGroup")
    }
    for alias in identity.findall("Alias"):
        kind = references.of("AliasType", alias.get("AliasTypeID")).lower().replace(".", "")
        for name in alias.findall("DocumentedName"):
            parts = [part for part in name.iter("NamePartValue") if tidy(part.text)]
            scripts = {references.of("Script", part.get("ScriptID")) for part in parts} - {""}
            family_last = sorted(parts, key=lambda part: groups.get(part.get("NamePartGroupID", ""), "") in _FAMILY)
            text = tidy(" ".join(tidy(part.text) for part in family_last))
            if scripts and scripts != {"Latin"}:
                yield text, NameQuality.ORIGINAL_SCRIPT
            elif alias.get("LowQuality") == "true":
                yield text, NameQuality.WEAK
            elif kind.startswith("fka"):
                yield text, NameQuality.FORMER
            else:
                yield text, NameQuality.PRIMARY if alias.get("Primary") == "true" else NameQuality.ALIAS


def _about(features: Iterable["Element"], references: _AdvancedValues, *names: str) -> list["Element"]:
    """The features of these types, such as `Citizenship Country` for `citizenship`."""
    return [
        feature
        for feature in features
        if references.of("FeatureType", feature.get("FeatureTypeID")).lower().startswith(names)
    ]


def _periods(features: Iterable["Element"]) -> Iterator["Element"]:
    return (period for feature in features for period in feature.iter("DatePeriod"))


def _birth(period: "Element") -> str:
    """A day where the period is one, years where it is longer."""
    first, last = _point(period.find("Start/From")), _point(period.find("End/To"))
    about = (
        "~" if any(bound.get("Approximate") == "true" for bound in (*period.iter("Start"), *period.iter("End"))) else ""
    )
    if not last or first == last:
        return first + about if first else ""
    if first[:4] == last[:4]:
        return first[:4] + about
    return f"{first[:4]}/{last[:4]}" if first else ""


def _feature_texts(features: Iterable["Element"], references: _AdvancedValues) -> Iterator[str]:
    for feature in features:
        for detail in feature.iter("VersionDetail"):
            yield tidy(detail.text) or references.of("DetailReference", detail.get("DetailReferenceID"))
        for place in feature.iter("VersionLocation"):
            yield references.places.get(place.get("LocationID", ""), "")
