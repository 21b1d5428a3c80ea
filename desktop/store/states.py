"""The codes that records hold: where a case or an agreement stands, what was decided or ruled, who may do what.

Each member is the text that the database, the journal and the bundles carry: codes are for ever, and a newer program
may add some. What they are called on screen is said by the services and the presenters.
"""

from enum import StrEnum


class Role(StrEnum):
    """What an officer is, which the services check."""

    OFFICER = "officer"
    CHIEF_OF_MISSION = "chief_of_mission"
    READER = "reader"
    AUDITOR = "auditor"
    REGIONAL_OFFICE = "regional_office"
    REGIONAL_DIRECTOR = "regional_director"
    LOCAL_ADMINISTRATOR = "local_administrator"
    HQ_REVIEWER = "hq_reviewer"
    HQ_LEGAL = "hq_legal"
    HQ_COMMUNICATIONS = "hq_communications"
    HQ_HUMAN_RESOURCES = "hq_human_resources"
    HQ_PROCUREMENT = "hq_procurement"
    HQ_TECHNICAL = "hq_technical"
    HQ_ADMINISTRATOR = "hq_administrator"
    DDG = "ddg"


class OfficeKind(StrEnum):
    """What an office is; a practice office can send nothing."""

    COUNTRY = "country"
    REGIONAL = "regional"
    HQ = "hq"
    PRACTICE = "practice"


class PartnerStage(StrEnum):
    """Where a partner stands on the way to a partnership (forms/strategy.toml names the stages)."""

    IDENTIFIED = "identified"
    RESEARCHED = "researched"
    QUALIFIED = "qualified"
    DIALOGUE = "dialogue"
    DILIGENCE = "diligence"
    NEGOTIATION = "negotiation"
    ACTIVE = "active"
    STEWARDSHIP = "stewardship"
    CLOSURE = "closure"
    SUSPENDED = "suspended"
    ABANDONED = "abandoned"
    REFUSED = "refused"


class PersonRole(StrEnum):
    """What a person is to a partner."""

    OWNER = "owner"
    DIRECTOR = "director"
    SIGNATORY = "signatory"
    CONTACT = "contact"


class Channel(StrEnum):
    """By what way a contact with a partner took place."""

    MEETING = "meeting"
    VISIT = "visit"
    CALL = "call"
    VIDEO = "video"
    EMAIL = "email"
    LETTER = "letter"
    MESSAGE = "message"
    EVENT = "event"
    OTHER = "other"


class OfferState(StrEnum):
    """What became of an offer: it waits or stands by, it led to a partnership, it was declined."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class TaskSource(StrEnum):
    """Where a task comes from."""

    CONDITION = "condition"
    PROMISE = "promise"
    RENEWAL = "renewal"
    UNKNOWN = "unknown"
    MEASURE = "measure"  # against a risk of the register
    OBLIGATION = "obligation"  # of a signed agreement
    OWN = "own"


class Visibility(StrEnum):
    """Who may see a partnership."""

    INTERNAL = "internal"
    MEMBERS = "members"
    PUBLIC = "public"


class Feature(StrEnum):
    """What a partnership involves, as rules ask it; each opens questions or clauses of its own."""

    LOGO = "logo"
    SALES = "sales"
    PUBLIC = "public"
    EVENT = "event"
    PERSONAL_DATA = "personal_data"
    BENEFICIARY_CONTACT = "beneficiary_contact"
    CHILDREN = "children"
    MATCHING_FUNDS = "matching_funds"
    WORKS = "works"
    OTHER_PARTIES = "other_parties"
    OTHER_LIST_REQUIRED = "other_list_required"


class CaseState(StrEnum):
    """Where a due-diligence case stands: being prepared, handed over, decided."""

    OPEN = "open"
    READY = "ready"
    DECIDED = "decided"


class Opinion(StrEnum):
    """What the officer who prepared a case thinks of it."""

    FAVOURABLE = "favourable"
    CONDITIONS = "conditions"
    UNFAVOURABLE = "unfavourable"


class Asked(StrEnum):
    """What an office asks of Headquarters."""

    DECISION = "decision"
    OPINION = "opinion"


class ConditionKind(StrEnum):
    """What the day of a condition means: something is done by it, or something is respected until it."""

    BY = "by"
    UNTIL = "until"


class Obligor(StrEnum):
    """Whom a condition of a decision binds: the partner, or an officer of the Organization."""

    PARTNER = "partner"
    ORGANIZATION = "organization"


class IncidentEnd(StrEnum):
    """What somebody with the authority said of an incident, or of what re-opened a case."""

    LIFTED = "lifted"  # the suspension is over
    UNCHANGED = "unchanged"  # the decision stands as it was taken
    ENDED = "ended"  # the partnership is over


class MilestoneOutcome(StrEnum):
    """What an independent verifier saw of a remedy plan (¶23)."""

    VERIFIED = "verified"
    MISSED = "missed"
    SEEN = "seen"  # a regular check of the whole


class DecisionOutcome(StrEnum):
    """What a decider decided."""

    APPROVED = "approved"
    CONDITIONS = "conditions"
    SENT_BACK = "sent_back"
    REFUSED = "refused"


FAVOURABLE = (DecisionOutcome.APPROVED, DecisionOutcome.CONDITIONS)  # outcomes after which an agreement may be signed


class PaperState(StrEnum):
    """Where a decision stands that was signed in ink: entered, then confirmed by a second officer, or withdrawn."""

    ENTERED = "entered"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


class EvidenceForm(StrEnum):
    """How a piece of evidence is held."""

    FILE = "file"
    LINK = "link"
    PAPER = "paper"
    SEARCH = "search"  # a search of the press and the web, whatever it found


class HitBand(StrEnum):
    """How close a listed name is; `past` is on the list and no longer like ours, `removed` no longer on the list."""

    STRONG = "strong"
    REVIEW = "review"
    WEAK = "weak"
    PAST = "past"
    REMOVED = "removed"


class RulingKind(StrEnum):
    """What a person ruled on a pair (a name of ours, an entry of a list)."""

    NOT_SAME = "not_same"
    SAME = "same"
    UNSURE = "unsure"


class AgreementState(StrEnum):
    """Where a written agreement stands, from draft to its end."""

    DRAFT = "draft"
    FINAL = "final"
    PRINTED = "printed"
    SIGNED = "signed"
    ACTIVE = "active"
    ENDED = "ended"


class AgreementEnd(StrEnum):
    """How an agreement ended."""

    COMPLETED = "completed"
    TERMINATED = "terminated"
    EXPIRED = "expired"


class ContributionKind(StrEnum):
    """What a partner gives (¶29 c)."""

    CASH = "cash"
    GOODS = "goods"
    SERVICES = "services"


class ContributionState(StrEnum):
    """How far a contribution has come; a promise that will not come is written off, goods may be refused on arrival."""

    PROMISED = "promised"
    CONFIRMED = "confirmed"
    RECEIVED = "received"
    REPORTED = "reported"
    WRITTEN_OFF = "written_off"
    REFUSED = "refused"


class Matcher(StrEnum):
    """Whose counterpart funds a contribution is; only the partner's own are private money (¶27)."""

    ORGANIZATION = "organization"
    PARTNER = "partner"
    THIRD = "third"


class ResultKind(StrEnum):
    """What came of a partnership (¶29 b)."""

    INNOVATION = "innovation"
    REPLICATION = "replication"
    ASSISTED = "assisted"


class RiskState(StrEnum):
    """Where a risk of a partnership under way stands."""

    OPEN = "open"
    OCCURRED = "occurred"  # what it warns of has come about
    CLOSED = "closed"  # it threatens no more


class FigureMeaning(StrEnum):
    """What a figure that Headquarters sets is."""

    TARGET = "target"
    BASELINE = "baseline"
    BUDGET = "budget"
    PEER = "peer"  # what another organization published of its private income, for orientation (¶7)


class BundleVerdict(StrEnum):
    """What became of a bundle that somebody handed to us."""

    APPLIED = "applied"
    KNOWN = "known"
    WAITING = "waiting"
    REFUSED = "refused"
    FORK = "fork"
    ASIDE = "aside"  # its laptop was withdrawn before what it holds
    UNTRIED = "untried"  # nothing is wrong with it: this computer or its database did not take it


class ParkedReason(StrEnum):
    """Why a part of a received change was not applied."""

    NEWER = "newer"
    UNKNOWN_BASE = "unknown-base"
    NOT_YOURS = "not-yours"
    UNFIT = "unfit"
    FOREIGN_REFERENCE = "foreign-reference"  # it names another office's record, and counts as empty
    SEAL = "seal"  # applied, and not believed: the seal of this decision does not hold
    AUTHOR = "author"  # applied, and not believed: who is said to have done it is no officer of that office


WAITING = frozenset({ParkedReason.NEWER, ParkedReason.UNKNOWN_BASE})  # tried again; the others are for good
