"""Who else in IOM knows them? Headquarters tells each office, in its returns, what partners the other offices have.

Only companies and associations are told of (¶28: an individual is a person, a campaign is nobody), and of them names,
country, office and how far they came (dossier 6.1: that one was refused is seen by all offices). Which records are
surely one company the rule of `global_key` says; a name that is alike is shown as no more than that.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session

from desktop.base import likeness
from desktop.base.progress import undisturbed
from desktop.base.text import folded
from desktop.base.values import local_day, moment, sha256
from desktop.bundles.extract import LONGEST_NAME, OTHER_NAMES, OfficeTold, PartnerTold, RegisterExtract, fingerprint
from desktop.definitions.terms import PartnerGroup
from desktop.services.office.list_choices import ListOrder
from desktop.services.office.rights import Right, require
from desktop.services.registry import duplicates, identity
from desktop.services.registry.duplicates import ALIKE, TypedPartner
from desktop.services.registry.global_key import global_key
from desktop.services.work import Work
from desktop.store.records import Local, OfficeProfile, Partner, PartnerElsewhere, Position, table_of
from desktop.store.store import recall_in

EXTRACT = "register"  # the name under which this installation keeps what it holds, or at Headquarters has, of the lists
TOLD_GROUPS = (PartnerGroup.ENTERPRISE, PartnerGroup.FOUNDATION)
MARK = 12  # digits of the digest of a key: enough to meet a number that one has, of no use to find one
LONG, BEGINNING, SOUND, FEW = 4, 5, 3, 150  # letters of a word that tells something, of its beginning, of its sound
SHOWN = 5  # that are alike
AT_ONCE = 5_000  # lines written together
FORMAT = 1  # of what is told: another one is told anew
COUNTED = ("office", "country", "stage")
OF_THE_OFFICE, HEARD = ("office", "bureau"), "heard"  # columns that say something of the office


# --- at Headquarters


def extract_for(work: Work, office: str, holds: Mapping[str, str], at: str) -> RegisterExtract:
    """What Headquarters knows of the partners of every other office, for one of them; `at` is the moment of its return.

    The list of an office is in it where its fingerprint is not the one that it `holds`, by the office's code. Only the
    lists of offices that anything arrived from, or was written for, since they were made last are read again.
    """
    require(work.officer, Right.HEADQUARTERS)
    with work.store.read() as session:
        heads = func.max(Position.heard_at), func.sum(Position.number)
        heads_of = session.execute(
            select(Position.office, *heads).where(Position.office != "").group_by(Position.office)
        )
        arrived = {
            code: (heard, int(changes)) for code, heard, changes in heads_of if code != work.store.identity.office
        }
        names = dict(session.execute(select(OfficeProfile.office, OfficeProfile.name)).all())
        noted = recall_in(session, EXTRACT)
        summaries: dict[str, list[str | int]] = noted.get("lists", {}) if noted.get("format") == FORMAT else {}
        stale = {code for code, (_heard, changes) in arrived.items() if summaries.get(code, [-1])[0] != changes}
        lists = _lists(session, stale)
        summaries |= {code: [arrived[code][1], len(lists[code]), fingerprint(lists[code])] for code in stale}
        to_carry = {code for code in arrived if code != office and holds.get(code) != summaries[code][2]}
        lists |= _lists(session, to_carry - stale)
    if stale:
        work.store.remember(EXTRACT, {"format": FORMAT, "lists": summaries})
    return RegisterExtract(
        at,
        {
            code: OfficeTold(
                names.get(code, "")[:LONGEST_NAME],
                _day(heard),
                int(summaries[code][1]),
                str(summaries[code][2]),
                lists[code] if code in to_carry else None,
            )
            for code, (heard, _changes) in sorted(arrived.items())
            if code != office
        },
    )


def _day(heard: str | None) -> str:
    return local_day(moment(heard)).isoformat() if heard else ""


def _lists(session: Session, offices: Collection[str]) -> dict[str, tuple[PartnerTold, ...]]:
    """The partners of these offices that are told of, by name."""
    if not offices:
        return {}
    columns = (Partner.office, Partner.id, Partner.name, Partner.other_names, Partner.country, Partner.stage)
    numbers = (Partner.archived, Partner.lei, Partner.registration)
    query = select(*columns, *numbers).where(Partner.office.in_(offices), Partner.group.in_(TOLD_GROUPS))
    query = query.where(identity.is_no_merged_record(session)).order_by(Partner.office, Partner.name, Partner.id)
    partners: dict[str, list[PartnerTold]] = {code: [] for code in offices}
    for code, record, name, others, country, stage, archived, lei, number in session.execute(query):
        names = tuple(other[:LONGEST_NAME] for other in others if other)[:OTHER_NAMES]
        mark = _mark(global_key(record, lei, country, number))
        partners[code].append(PartnerTold(name[:LONGEST_NAME], country, str(stage), archived, mark, names))
    return {code: tuple(listed) for code, listed in partners.items()}


def _mark(key: str) -> str:
    """What is told of a global key: empty for a record of which nothing but its name is known."""
    return "" if key.startswith("record ") else sha256(key.encode())[:MARK]


# --- at an office


@undisturbed()
def take_in(session: Session, extract: RegisterExtract) -> None:
    """Keep what a return tells, in the transaction that takes it in; lists that it does not carry stay as they are."""
    before: dict[str, dict[str, str | int]] = recall_in(session, EXTRACT).get("offices", {})
    table = table_of(PartnerElsewhere)
    fresh = {code: office.partners for code, office in extract.offices.items() if office.partners is not None}
    replaced = sorted({*fresh, *(before.keys() - extract.offices.keys())})
    for first in range(0, len(replaced), FEW):
        session.execute(table.delete().where(table.c.office.in_(replaced[first : first + FEW])))
    rows = [_row(code, place, partner) for code, list_ in fresh.items() for place, partner in enumerate(list_)]
    for first in range(0, len(rows), AT_ONCE):
        session.execute(table.insert(), rows[first : first + AT_ONCE])
    offices = {
        code: {
            "name": office.name,
            "heard": office.heard,
            "count": office.count,
            "held": office.fingerprint if code in fresh else before.get(code, {}).get("held", ""),
            "told": office.fingerprint,
        }
        for code, office in extract.offices.items()
    }
    session.merge(Local(name=EXTRACT, value={"at": extract.at, "offices": offices}))


def _row(office: str, place: int, partner: PartnerTold) -> dict[str, str | int | bool]:
    words, sounds = _words((partner.name, *partner.other_names))
    return {
        "office": office,
        "place": place,
        "name": partner.name,
        "other_names": "\n".join(partner.other_names),
        "country": partner.country,
        "stage": partner.stage,
        "archived": partner.archived,
        "mark": partner.mark,
        "words": words,
        "sounds": sounds,
    }


def _words(names: Sequence[str]) -> tuple[str, str]:
    """All words of the names in the letters a-z, and how they sound, with a space before and after each."""
    words: dict[str, None] = {}
    for name in names:
        for word in likeness.words_of(likeness.composed(name)):
            words.update(dict.fromkeys(word.forms))
    sounds = dict.fromkeys(sound for word in words for sound in likeness.sounds(word) if len(sound) >= SOUND)
    return f" {' '.join(words)} ", f" {' '.join(sounds)} " if sounds else ""


@dataclass(frozen=True)
class OfficeElsewhere:
    """Another office of which a return told: its name, the day Headquarters heard from it last, how many partners."""

    name: str
    heard: str
    count: int
    is_whole: bool  # whether the list that is here is the one that was announced


@dataclass(frozen=True)
class ExtractStanding:
    """What is here of the other offices' partners, and of which day; None before a return told of them."""

    day: date | None = None
    offices: Mapping[str, OfficeElsewhere] = field(default_factory=dict)

    @property
    def partners(self) -> int:
        """How many partners are told of."""
        return sum(office.count for office in self.offices.values())

    @property
    def lacking(self) -> Sequence[str]:
        """The offices whose list is not here, or is an earlier one."""
        return [code for code, office in self.offices.items() if not office.is_whole]


def standing(work: Work) -> ExtractStanding:
    """What is here, and of which day."""
    with work.store.read() as session:
        return standing_in(session)


def standing_in(session: Session) -> ExtractStanding:
    """The same, read with what else a page reads."""
    noted = recall_in(session, EXTRACT)
    if "at" not in noted:
        return ExtractStanding()
    offices = {
        code: OfficeElsewhere(office["name"], office["heard"], office["count"], office["held"] == office["told"])
        for code, office in noted["offices"].items()
    }
    return ExtractStanding(local_day(moment(noted["at"])), offices)


@dataclass(frozen=True)
class KnownElsewhere:
    """A partner of another office. `is_same` says that LEI or register number are the same; else the name is alike."""

    key: str
    office: str
    office_name: str
    name: str
    other_names: tuple[str, ...]
    country: str
    stage: str
    archived: bool
    heard: str
    is_same: bool = False
    score: float = 0.0


@dataclass(frozen=True)
class AnsweredElsewhere:
    """Which partners of other offices may be one of ours, the surest first, and what the answer rests on."""

    standing: ExtractStanding
    partners: tuple[KnownElsewhere, ...] = ()


def who_knows(work: Work, typed: TypedPartner) -> AnsweredElsewhere:
    """Who else in IOM knows a partner that is being typed, or registered: by its LEI or number, or by a name alike."""
    with work.store.read() as session:
        standing = standing_in(session)
        if standing.day is None:
            return AnsweredElsewhere(standing)
        mark = _mark(global_key(typed.but or "-", typed.lei, typed.country, typed.registration))
        rows = {(row.office, row.place): row for row in _candidates(session, typed, mark)}
    judged = [_judged(row, standing, typed, mark) for row in rows.values()]
    likely = [partner for partner in judged if partner.is_same or partner.score >= ALIKE]
    likely.sort(
        key=lambda partner: (not partner.is_same, partner.country != typed.country, -partner.score, partner.office)
    )
    return AnsweredElsewhere(standing, tuple(likely[:SHOWN]))


def _candidates(session: Session, typed: TypedPartner, mark: str) -> Iterator[PartnerElsewhere]:
    """The lines with this mark, and those that share a word, or how one sounds, with the names typed."""
    if mark:
        yield from session.scalars(select(PartnerElsewhere).where(PartnerElsewhere.mark == mark).limit(FEW))
    words, sounds = _words((typed.name, *typed.other_names))
    begun = list(dict.fromkeys(word[:BEGINNING] for word in words.split() if len(word) >= LONG))
    tests = [PartnerElsewhere.words.contains(f" {start}", autoescape=True) for start in begun]
    tests += [PartnerElsewhere.sounds.contains(f" {sound} ", autoescape=True) for sound in sounds.split()]
    whole = [and_(*tests[: len(begun)])] if len(begun) > 1 else []  # first those that share most: a word may be usual
    for test in (*whole, *tests):
        yield from session.scalars(select(PartnerElsewhere).where(test).limit(FEW))


def _judged(row: PartnerElsewhere, standing: ExtractStanding, typed: TypedPartner, mark: str) -> KnownElsewhere:
    names = (row.name, *row.other_names.split("\n")) if row.other_names else (row.name,)
    score = max(
        (duplicates.likeness(own, names, PartnerGroup.ENTERPRISE) for own in (typed.name, *typed.other_names) if own),
        default=0.0,
    )
    return replace(_known(row, standing), is_same=bool(mark) and row.mark == mark, score=score)


def _known(row: PartnerElsewhere, standing: ExtractStanding) -> KnownElsewhere:
    office = standing.offices.get(row.office)
    return KnownElsewhere(
        f"{row.office}:{row.place}",
        row.office,
        office.name if office else "",
        row.name,
        tuple(row.other_names.split("\n")) if row.other_names else (),
        row.country,
        row.stage,
        row.archived,
        office.heard if office else "",
    )


# --- the list


@dataclass(frozen=True)
class ElsewhereFilter:
    """Which of them a list shows; empty means any."""

    text: str = ""
    office: str = ""
    country: str = ""
    stage: str = ""


@dataclass(frozen=True)
class ElsewhereOrder:
    """Their keys in order; of each filter, how many each of its codes would leave; and what it all rests on."""

    keys: tuple[str, ...]
    counts: Mapping[str, Mapping[str, int]]
    standing: ExtractStanding


def ordered(
    work: Work, choice: ElsewhereFilter, order: ListOrder, ranks: Mapping[str, Mapping[str, int]]
) -> ElsewhereOrder:
    """Those chosen, sorted; `ranks` says in which order the codes of a column are read."""
    columns = (PartnerElsewhere.office, PartnerElsewhere.place, PartnerElsewhere.country, PartnerElsewhere.stage)
    with work.store.read() as session:
        standing = standing_in(session)
        query = select(*columns, PartnerElsewhere.name).where(*_holds(choice.text))
        rows = session.execute(query.order_by(PartnerElsewhere.words, PartnerElsewhere.office)).all()
    counts: dict[str, Counter[str]] = {name: Counter() for name in COUNTED}
    chosen = []
    for row in rows:
        failing = [name for name in COUNTED if getattr(choice, name) and getattr(row, name) != getattr(choice, name)]
        for name in COUNTED if not failing else failing if len(failing) == 1 else ():
            counts[name][getattr(row, name)] += 1
        if not failing:
            chosen.append(row)
    if order.column in ranks:
        rank, last = ranks[order.column], len(ranks[order.column])
        chosen.sort(key=lambda row: rank.get(getattr(row, order.column), last), reverse=order.descending)
    elif order.column in OF_THE_OFFICE:
        chosen.sort(key=lambda row: row.office, reverse=order.descending)
    elif order.column == HEARD:
        heard = {code: office.heard for code, office in standing.offices.items()}
        chosen.sort(key=lambda row: heard.get(row.office, ""), reverse=order.descending)
    elif order.descending:
        chosen.reverse()
    elif choice.text:
        start = folded(choice.text)
        chosen.sort(key=lambda row: not folded(row.name).startswith(start))
    return ElsewhereOrder(tuple(f"{row.office}:{row.place}" for row in chosen), counts, standing)


def _holds(text: str) -> list[ColumnElement[bool]]:
    """A line that holds every word typed, as it is spelt, as it begins, or as it sounds."""
    tests: list[ColumnElement[bool]] = []
    for word in likeness.words_of(likeness.composed(text)):
        spelt = [PartnerElsewhere.words.contains(f" {form}", autoescape=True) for form in word.forms]
        heard = {sound for form in word.forms for sound in likeness.sounds(form) if len(sound) >= SOUND}
        tests.append(or_(*spelt, *(PartnerElsewhere.sounds.contains(f" {sound} ", autoescape=True) for sound in heard)))
    return tests


def position(work: Work, keys: Sequence[str], spelt: str, after: int) -> int:
    """The place among these keys, from `after` on and around the end, of the first whose name begins so; or -1."""
    start = " ".join(word.forms[0] for word in likeness.words_of(likeness.composed(spelt)))
    query = select(PartnerElsewhere.office, PartnerElsewhere.place)
    with work.store.read() as session:
        rows = session.execute(query.where(PartnerElsewhere.words.startswith(f" {start}", autoescape=True)))
        beginning = {f"{office}:{place}" for office, place in rows}
    around = ((after + step) % len(keys) for step in range(len(keys)))
    return next((at for at in around if keys[at] in beginning), -1)


def lines(work: Work, keys: Sequence[str]) -> tuple[KnownElsewhere, ...]:
    """The lines with these keys, in this order."""
    places: dict[str, list[int]] = {}
    for key in keys:
        office, _sign, place = key.rpartition(":")
        places.setdefault(office, []).append(int(place))
    tests = [and_(PartnerElsewhere.office == code, PartnerElsewhere.place.in_(at)) for code, at in places.items()]
    with work.store.read() as session:
        standing = standing_in(session)
        rows = session.scalars(select(PartnerElsewhere).where(or_(false(), *tests)))
        read = {f"{row.office}:{row.place}": _known(row, standing) for row in rows}
    return tuple(read[key] for key in keys if key in read)
