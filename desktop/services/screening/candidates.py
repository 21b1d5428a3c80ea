"""A candidate: a subject of ours beside a listed entry like it, with the ruling that holds on the pair.

A ruling holds for one pair in one version of both sides: our record and the list's entry. When either changes, the
pair comes back with its earlier rulings. The program never clears a candidate and never confirms one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from desktop.base.text import N_, UNKNOWN, CodeTable, _, in_series, language
from desktop.screening import match
from desktop.screening.compare import ComparedFact, compare
from desktop.screening.entries import EntryKind, NameQuality
from desktop.screening.index import NEARLY_EXACT
from desktop.screening.readings import with_reading
from desktop.services.screening.subjects import Subject
from desktop.store.records import Ruling
from desktop.store.records.values import ScreeningHit
from desktop.store.states import HitBand, RulingKind

NAME_QUALITIES = CodeTable(
    {  # how much the publisher trusts a name
        NameQuality.PRIMARY: N_("Name under which it is listed"),
        NameQuality.ALIAS: N_("Good alias"),
        NameQuality.WEAK: N_("The list itself calls this alias uncertain."),
        NameQuality.FORMER: N_("This is a former name."),
        NameQuality.ORIGINAL_SCRIPT: N_("Name in its original script"),
    },
    UNKNOWN,
)
BANDS = CodeTable(
    {
        HitBand.STRONG: N_("Very close"),
        HitBand.REVIEW: N_("Fairly close"),
        HitBand.WEAK: N_("Far: weak match"),
        HitBand.REMOVED: N_("No longer on the list"),
        HitBand.PAST: N_("Proposed before, no longer"),
    },
    UNKNOWN,
)
ALERTING = (HitBand.STRONG, HitBand.REVIEW)  # weak candidates are shown folded and block nothing
PAST = (HitBand.REMOVED, HitBand.PAST)  # no longer proposed: stored, never hidden
BINDING_LISTS = ("un-sc",)  # they bind every United Nations entity: two persons set a nearly exact name aside
NEAR_EXACT = Decimal("0.97")  # from here on a name is as good as the listed one


class Pair(NamedTuple):
    """What names a candidate: our subject, the list, the entry."""

    subject: str
    list_id: str
    entry_id: str


class Reopened(StrEnum):
    """Which side of a pair that was ruled on has changed since."""

    LIST = "list"
    RECORD = "record"


@dataclass(frozen=True)
class Candidate:
    """One pair to rule on, as the run found it."""

    subject: Subject
    hit: ScreeningHit
    ruling: Ruling | None  # the one that holds for these versions
    earlier: Sequence[Ruling] = ()  # the other rulings on this pair, newest first; those of older versions too

    @property
    def pair(self) -> Pair:
        """What names the candidate."""
        return pair_of(self.hit)

    @property
    def open(self) -> bool:
        """Whether a person still has to rule on it, or a second one to confirm the ruling."""
        return is_open(self.hit, self.ruling, self.earlier)

    @property
    def needs_second(self) -> bool:
        """Whether setting it aside takes two persons."""
        return needs_second(self.hit, self.earlier)

    @property
    def awaits_second(self) -> bool:
        """Whether somebody set it aside and a second person has not confirmed that yet."""
        return awaits_second(self.hit, self.ruling, self.earlier)

    def ruled_alone_by(self, officer_id: str) -> bool:
        """Whether this officer set it aside and somebody else has to confirm."""
        return self.awaits_second and self.ruling is not None and self.ruling.ruled_by == officer_id

    @property
    def reopened(self) -> Reopened | None:
        """Why a pair that was ruled on comes back: whichever side changed; None when none did."""
        if self.ruling is not None or not self.earlier:
            return None
        same_entry = self.earlier[0].entry_digest == self.hit.entry_digest
        return Reopened.RECORD if same_entry else Reopened.LIST

    @property
    def confirmed(self) -> bool:
        """Whether a person ruled that it is the same one."""
        return self.ruling is not None and self.ruling.ruling == RulingKind.SAME

    @property
    def alerting(self) -> bool:
        """Whether it must be ruled on; the weak ones are stored and alert nobody."""
        return self.hit.band in ALERTING


def pair_of(hit: ScreeningHit) -> Pair:
    """The pair of a hit."""
    return Pair(hit.subject, hit.list_id, hit.entry_id)


def ruled_pair(ruling: Ruling) -> Pair:
    """The pair that was ruled on."""
    return Pair(ruling.subject, ruling.list, ruling.entry)


def is_open(hit: ScreeningHit, ruling: Ruling | None, earlier: Sequence[Ruling]) -> bool:
    """Whether a person still has to rule on a pair, or a second one to confirm the ruling."""
    undecided = ruling is None or ruling.ruling == RulingKind.UNSURE
    return awaits_second(hit, ruling, earlier) or (hit.band in ALERTING and undecided)


def needs_second(hit: ScreeningHit, earlier: Sequence[Ruling]) -> bool:
    """Whether setting a pair aside takes two persons: nearly exact on a list that binds, or confirmed before."""
    near = hit.band in ALERTING and hit.list_id in BINDING_LISTS and hit.likeness >= NEAR_EXACT
    return near or any(ruling.ruling == RulingKind.SAME for ruling in earlier)


def awaits_second(hit: ScreeningHit, ruling: Ruling | None, earlier: Sequence[Ruling]) -> bool:
    """Whether a pair was set aside by one person where it takes two."""
    if ruling is None or ruling.ruling != RulingKind.NOT_SAME or ruling.confirmed_by:
        return False
    return needs_second(hit, earlier)


def candidates(
    hits: Sequence[ScreeningHit], subjects: Sequence[Subject], rulings: Sequence[Ruling]
) -> tuple[Candidate, ...]:
    """The pairs of a run whose subject is still ours, with their rulings; `rulings` come newest first."""
    by_id = {subject.id: (subject, subject.digest()) for subject in subjects}
    return tuple(_candidate(*by_id[hit.subject], hit, rulings) for hit in hits if hit.subject in by_id)


def _candidate(subject: Subject, subject_digest: str, hit: ScreeningHit, rulings: Sequence[Ruling]) -> Candidate:
    on_pair = [ruling for ruling in rulings if ruled_pair(ruling) == pair_of(hit)]
    versions = (subject_digest, hit.entry_digest)
    holding = next((r for r in on_pair if (r.subject_digest, r.entry_digest) == versions), None)
    return Candidate(subject, hit, holding, [ruling for ruling in on_pair if ruling is not holding])


def compared_facts(candidate: Candidate, language: str) -> tuple[ComparedFact, ...]:
    """Our facts, in a language, beside the entry's, as the list writes them; they clear and confirm nothing alone."""
    subject, hit = candidate.subject, candidate.hit
    return compare(
        subject.kind,
        subject.birth,
        subject.nationality,
        subject.document,
        EntryKind(hit.kind),
        hit.births,
        hit.nationalities,
        hit.documents,
        language,
    )


def other_names_met(searched: str, met: str, names: Iterable[tuple[str, str]], kind: EntryKind) -> tuple[str, ...]:
    """The other names of an entry, each with its quality, that would be proposed by themselves; those that the list
    calls uncertain only where they are nearly exact."""
    least = {NameQuality.WEAK: NEARLY_EXACT}
    return tuple(
        text
        for text, quality in names
        if text != met and match.score(searched, text, kind) >= least.get(NameQuality(quality), match.REVIEW)
    )


def likewise(searched: str, met: str, names: Iterable[tuple[str, str]], kind: EntryKind) -> str:
    """Which other names of an entry would be proposed by themselves, as a sentence; empty where none would."""
    others = other_names_met(searched, met, names, kind)
    if not others:
        return ""
    return _("Other listed names like it: {names}.").format(names=in_series(language(), map(with_reading, others)))


def explanation(hit: ScreeningHit) -> str:
    """Why a candidate is proposed, word by word, and which other names of the entry are like ours, in the language now
    spoken."""
    pairs = tuple(match.WordPair(word.searched, word.listed, match.Reason(word.reason)) for word in hit.why)
    sentences = [match.sentence(match.Alignment(float(hit.likeness), pairs, hit.reordered))]
    if hit.quality in (NameQuality.WEAK, NameQuality.FORMER):
        sentences.append(_(NAME_QUALITIES[NameQuality(hit.quality)]))
    names = ((name.text, name.quality) for name in hit.names)
    sentences.append(likewise(hit.searched, hit.name, names, EntryKind(hit.kind)))
    return " ".join(filter(None, sentences))
