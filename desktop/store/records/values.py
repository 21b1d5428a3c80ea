"""The values that the JSON columns of records hold. Their JSON is for ever: seals and chains are made over it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from desktop.store.records.codec import StoredJson, Value
from desktop.store.records.forms import AmountText, DayText
from desktop.store.states import HitBand

RATES = "rates"  # under this name the rates of exchange are told of among the lists of a laptop

# --- screening


class WordMatch(NamedTuple):
    """Why a candidate is proposed, word by word: what was searched, what is listed, a reason of screening.match."""

    searched: str
    listed: str
    reason: str


class ListedName(NamedTuple):
    """A name under which somebody is listed, and how much the publisher trusts it."""

    text: str
    quality: str


@dataclass(frozen=True, kw_only=True)
class ScreeningHit(Value):
    """A listed entry that is like a name of ours: enough to rule on it years later, without the list.

    `score` is decimal text, `band` a HitBand; `name` is the listed name that was found, `primary` the entry's own.
    """

    subject: str
    searched: str
    list_id: str = field(metadata={"key": "list"})
    entry_id: str = field(metadata={"key": "entry"})
    entry_digest: str = ""
    name: str = ""
    primary: str = ""
    quality: str = ""
    score: AmountText = ""
    band: HitBand = HitBand.WEAK
    why: tuple[WordMatch, ...] = ()
    reordered: bool = False
    kind: str = ""
    names: tuple[ListedName, ...] = ()
    births: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    programme: str = ""
    reference: str = ""
    listed_on: str = ""
    text: str = ""

    @property
    def likeness(self) -> Decimal:
        """The score as a number."""
        return Decimal(self.score or "0")


@dataclass(frozen=True, kw_only=True)
class ListUsed(Value):
    """A list in which a run searched. `age_days` is counted at the run; None for a list without a date.

    `names` are all names searched, 0 where an earlier program did not say; `languages` are the codes of theirs.
    """

    list_id: str = field(metadata={"key": "list"})
    title: str = ""
    published: DayText = ""
    age_days: int | None = None
    digest: str = ""
    entries: int = 0
    names: int = 0
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NameSearched(Value):
    """Somebody whose names were searched; `digest` names the version of what was known of it."""

    subject: str
    kind: str = ""
    role: str = ""
    names: tuple[str, ...] = ()
    digest: str = ""


# --- due diligence


@dataclass(frozen=True, kw_only=True)
class SectionSummary(Value):
    """What a section of the questionnaire comes to."""

    level: str = ""
    residual: str = ""
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class MissingSummary(Value):
    """Why a case could not be decided: a question and a key of definitions.review.REASONS."""

    question: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ReviewSummary(Value):
    """A review as it was submitted; plain values, nothing that the definitions could change later."""

    tier: str = ""
    inherent: str = ""
    residual: str = ""
    result: str = ""
    verdicts: Mapping[str, str] = field(default_factory=dict)  # by the test of ¶22
    deciding: tuple[str, ...] = ()
    sections: Mapping[str, SectionSummary] = field(default_factory=dict)
    missing: tuple[MissingSummary, ...] = ()
    not_established: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    blocks_signature: tuple[str, ...] = ()
    benefit: str = ""
    adhoc: bool = False


@dataclass(frozen=True, kw_only=True)
class AnswerDigest(Value):
    """What tells the answer to a question, as it was handed over, from another one."""

    question: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class MitigationMeasure(Value):
    """What is done against a risk, by whom, by which day."""

    risk: str = ""
    measure: str = ""
    owner: str = ""
    due: DayText = ""


@dataclass(frozen=True, kw_only=True)
class DecisionCondition(Value):
    """A condition of a decision; it becomes a task, and a clause of the agreement where it binds the partner.

    `text` is the wording in the decider's language, `wordings` has it by language; `owner` is the name of who sees to
    it. `kind` (a ConditionKind) says what the day means, `obligor` (an Obligor) who is bound: both are empty in
    decisions of versions before 0.3, which said neither.
    """

    text: str
    owner: str = ""
    due: DayText = ""
    kind: str = ""
    obligor: str = ""
    wordings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class DollarBasis(Value):
    """Where the dollars of an amount come from: `rate` units of its currency for one dollar, or the person who typed.

    They go with this `value` in this `currency` alone. `rate_on` is the day from which the rate holds.
    """

    value: AmountText = ""
    currency: str = ""
    usd: AmountText = ""
    rate: AmountText = ""
    rate_on: DayText = ""
    typed_by: str = ""
    typed_on: DayText = ""


@dataclass(frozen=True, kw_only=True)
class DecisionRoute(Value):
    """The line of the decision matrix that was followed, who decides by it, and somebody else's written agreement."""

    id: str
    decides: str = ""
    in_writing: str = ""


@dataclass(frozen=True, kw_only=True)
class BriefRoute(Value):
    """The line of the decision matrix that the decider was shown, with its conditions by id."""

    id: str
    decides: str = ""
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RegisterFacts(Value):
    """What the register said when a case was decided, so that a change of it is noticed (dossier 2.8).

    `persons` are those who own, direct or sign, each as "role:name".
    """

    parent: str = ""
    persons: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    supplier: bool = False


@dataclass(frozen=True, kw_only=True)
class BriefSummary(Value):
    """What the decider read on one page; its digest is sealed with the decision.

    `kinds` are those of the contribution, `dollars` is what `value_usd` rests on; briefs of versions before 0.3 have
    none of the three, and no `register`.
    """

    case: str
    partner: str
    country: str
    registration: str
    partnership: str
    purpose: str
    type: str
    agreement_type: str
    value: AmountText | None
    currency: str
    tier: str
    outcome: ReviewSummary
    form_digest: str
    authority_digest: str
    opinion: str
    opinion_reason: str
    prepared_by: str
    submitted_at: str | None
    route: BriefRoute
    kinds: tuple[str, ...] = ()
    value_usd: AmountText | None = None
    dollars: DollarBasis | None = None
    register: RegisterFacts | None = None


# --- incidents


@dataclass(frozen=True, kw_only=True)
class PersonInformed(Value):
    """Who was told of an incident, in which role of the decision matrix, and on which day."""

    role: str
    name: str = ""
    on: DayText = ""


# --- partners


@dataclass(frozen=True, kw_only=True)
class ToldApart(Value):
    """Another partner of a like name, and why it is not the same; `by` is an officer's id."""

    partner: str
    reason: str = ""
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class Promise(Value):
    """What somebody said they would do, and by which day."""

    by: str = ""
    what: str = ""
    due: DayText = ""


@dataclass(frozen=True, kw_only=True)
class CaseHolder(Value):
    """With whom a case was, before it was handed to somebody else: the id of the case, and what it said of that."""

    case: str
    entrusted_to: str = ""
    entrusted_by: str = ""
    entrusted_at: str = ""
    entrusted_note: str = ""


# --- the exchange


@dataclass(frozen=True, kw_only=True)
class SenderReport(Value):
    """What a laptop said of itself in a bundle: its program, its lists by source with the day each was published, the
    disagreements open on it, and the moment by its own clock. Nothing of it is checked: it is shown, and decides
    nothing."""

    app: str = ""
    lists: Mapping[str, str] = field(default_factory=dict)
    conflicts: int = 0
    at: str = ""

    @property
    def sanctions_lists(self) -> Mapping[str, str]:
        """The lists without the rates of exchange, which are told of among them."""
        return {source: published for source, published in self.lists.items() if source != RATES}


@dataclass(frozen=True, kw_only=True)
class ReceivedDetail(Value):
    """What a bundle taken in says besides its changes.

    `ack_seen` is the number of the last return that its sender took in; `chains` the last change it holds of each
    laptop of its office, by device; None when it was made before bundles said so. `parted` names the devices of which
    another history is held here, with the number of their first change in the bundle. `files` are the digests of those
    that it brought and that are kept here. `aside` gives, of laptops withdrawn before, the last change in the bundle.
    `begins` gives, of laptops of which earlier changes are missing here, the first change in the bundle; `sender` is
    None in what was taken in before it was noted.
    """

    ack_seen: int = 0
    chains: Mapping[str, int] | None = None
    parted: Mapping[str, int] | None = None
    files: tuple[str, ...] = ()
    aside: Mapping[str, int] | None = None
    begins: Mapping[str, int] | None = None
    sender: SenderReport | None = None


@dataclass(frozen=True, kw_only=True)
class ChangeRun(Value):
    """Consecutive changes of one device: the numbers of the first and the last."""

    device: str = ""
    first: int = 0
    last: int = 0

    @property
    def count(self) -> int:
        """How many changes that is."""
        return self.last - self.first + 1


@dataclass(frozen=True, kw_only=True)
class ReviewCandidate(Value):
    """One of the values that disagree, as JSON, with the change that wrote it; `at` in ms since 1970."""

    value: StoredJson = None
    device: str = ""
    number: int = 0
    at: int = 0


# --- results


@dataclass(frozen=True, kw_only=True)
class Valuation(Value):
    """How the value of something given in kind was found (¶11): a method of forms/contributions.toml, its source, the
    range within which it lies, why this value was chosen, and who read it a second time.

    `evidence` are ids of `Evidence`; `new_value` is the price of the same thing when new, of which `depreciation` per
    cent were taken off; `rate` is the price of an hour. `read_value` is the value that the second reader agreed to.
    """

    method: str = ""
    source: str = ""
    low: AmountText = ""
    high: AmountText = ""
    why: str = ""
    new_value: AmountText = ""
    depreciation: AmountText = ""
    evidence: tuple[str, ...] = ()
    valued_by: str = ""
    valued_on: DayText = ""
    read_by: str = ""
    read_on: DayText = ""
    read_value: AmountText = ""
    rate: AmountText = ""

    def is_agreed(self, amount: str | None) -> bool:
        """Whether somebody else than who found the value agreed to it as it stands (blueprint S12)."""
        return self._agrees(self.read_by, self.valued_by, self.read_value, amount)

    @classmethod
    def is_agreed_in(cls, json: StoredJson, amount: str | None) -> bool:
        """The same of the value that this JSON holds, without the rest of it: it is asked of every contribution."""
        reader = cls.part_in(json, "read_by")
        return bool(reader) and cls._agrees(
            reader, cls.part_in(json, "valued_by"), cls.part_in(json, "read_value"), amount
        )

    @staticmethod
    def _agrees(reader: str, valuer: str, agreed: str, amount: str | None) -> bool:
        return bool(reader) and reader != valuer and agreed == amount


@dataclass(frozen=True, kw_only=True)
class PartnerRole(Value):
    """A partner, by its id, and the part it takes in an activity: a role of forms/results.toml."""

    partner: str
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class EditionFile(Value):
    """A file of a sealed edition as it is handed out: its name, the digest of its bytes, its size in bytes."""

    name: str
    digest: str = ""
    size: int = 0


@dataclass(frozen=True, kw_only=True)
class SignedFigure(Value):
    """A figure as it was signed: an indicator in one version, its value as decimal text, empty where it could not be
    computed, and then what lacked; and how many records it left out."""

    indicator: str
    version: int = 1
    amount: str = field(default="", metadata={"key": "value"})
    missing: str = ""
    left_out: int = 0


@dataclass(frozen=True, kw_only=True)
class OnBehalf(Value):
    """In whose place a deputy signed: the officer who is away, by id and name, and the naming of the deputy."""

    chief: str
    chief_name: str = ""
    delegation: str = ""


@dataclass(frozen=True, kw_only=True)
class ChainReached(Value):
    """How far the chain of changes of a device had come."""

    device: str
    number: int = 0


@dataclass(frozen=True, kw_only=True)
class StageReached(Value):
    """A stage of an innovation, of forms/results.toml, and the day on which it was reached."""

    stage: str
    on: DayText = ""


@dataclass(frozen=True, kw_only=True)
class HeadCount(Value):
    """How many of the persons assisted are of one group: a dimension of forms/results.toml, a group of it, a number."""

    dimension: str
    group: str = ""
    count: int = 0
