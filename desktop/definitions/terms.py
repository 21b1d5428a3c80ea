"""The closed lists of codes that definitions, answers and records share, each as an enumeration.

Each member is the text that stands in the files and in the store, so that a code read from either compares equal.
"""

from dataclasses import dataclass
from enum import StrEnum

from desktop.base.text import Text


class Level(StrEnum):
    """What an answer, a section or a whole case is rated (dossier 2.3, 2.5).

    `NONE` is not rated at all; `INCOMPLETE` cannot be rated yet.
    """

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    INCOMPLETE = "incomplete"
    EXCLUDED = "excluded"

    @property
    def rank(self) -> int:
        """Its place among the levels, from the mildest (0): the worst of several is the one with the highest rank."""
        return tuple(Level).index(self)


class Depth(StrEnum):
    """A depth of due diligence, the shallowest first (dossier 2.1)."""

    BASIC = "basic"
    STANDARD = "standard"
    ENHANCED = "enhanced"


class ConductTest(StrEnum):
    """The three tests of ¶22: conduct, sanctions, reputation."""

    CONDUCT = "a"
    SANCTIONS = "b"
    REPUTATION = "c"


class AnsweredBy(StrEnum):
    """Who answers a question: the officer, the partner, or the partner and then the officer."""

    OFFICER = "O"
    PARTNER = "P"
    BOTH = "PO"


class QuestionType(StrEnum):
    """What an answer looks like; `answers` describes the shape of each."""

    CHOICE = "choice"
    YES_NO = "yes_no"
    YES_PARTLY_NO = "yes_partly_no"
    SIGNED = "signed"
    DECLARATION = "declaration"
    TEXT = "text"
    NUMBER = "number"
    NAMES = "names"
    PLAN = "plan"
    CHOICES = "choices"
    PERSONS = "persons"
    SCREENING = "screening"
    PERCENTS = "percents"
    SCALE = "scale"
    AMOUNT = "amount"
    FINDINGS = "findings"


class QuestionRole(StrEnum):
    """What the program needs a question for, whatever its number: the questionnaire writes it as `role = "cost"`.

    Each role is held by exactly one question.
    """

    STAFF_INTEREST = "staff_interest"  # interests of IOM staff in the partner, shown to the decider
    SUPPLIER_STATUS = "supplier_status"  # supplier or bidder, shown to the decider
    EARLIER_REFUSALS = "earlier_refusals"  # refused or suspended before, shown to the decider
    PROCUREMENT_CHECK = "procurement_check"  # a check in the register of procurement that the certificate attests
    BENEFIT = "benefit"  # the worth for migrants and society, on a scale
    COST = "cost"  # what the partnership costs IOM, an amount
    PREVENTION = "prevention"  # what could go wrong and how it is prevented, in words
    REMEDY_PLAN = "remedy_plan"  # the plan of ¶23
    IDENTITY = "identity"  # legal name and registration
    WEALTH = "wealth"  # where the money comes from
    PAYER = "payer"  # from whose account a payment comes
    NATURE = "nature"  # target group and sub-type: the register says it
    PERSONS = "persons"  # directors and signatories: those registered behind the partner
    AIMS = "aims"  # aims of ¶15 and common purpose: the partnership says them


class ChoiceRole(StrEnum):
    """What the program needs a choice for, whatever its id: written as `role = "credible"` on the choice."""

    FINDINGS = "findings"  # something adverse was found: each finding is then listed and rated
    CREDIBLE = "credible"  # the remedy plan of ¶23 is credible


class Claim(StrEnum):
    """What a choice says that there is: written as `claims = ["names"]` on the choice."""

    NAMES = "names"  # somebody or something is named in the answer
    DOCUMENT = "document"  # a document was read that can be opened


class OpenReason(StrEnum):
    """Why a question does not allow a decision yet; `completeness.REASONS` says each as a sentence."""

    UNANSWERED = "unanswered"
    UNCHECKED = "unchecked"
    UNKNOWN = "unknown"
    INCOMPLETE = "incomplete"
    MALFORMED = "malformed"
    EVIDENCE = "evidence"
    UNOPENABLE = "unopenable"
    SENT_BACK = "sent_back"
    FINDINGS = "findings"
    STALE = "stale"
    UNDATED = "undated"
    NAMES = "names"
    PLAN = "plan"
    NO_ROUTE = "no_route"


class FileFlaw(StrEnum):
    """Why a file attached as evidence cannot be read to its end, as it was found when it was attached.

    Files attached by versions before 0.3 have none: they were not looked at.
    """

    NONE = ""
    PASSWORD = "password"  # noqa: S105 - the name of the flaw
    CUT = "cut"


class PathObstacle(StrEnum):
    """Why the path of ¶23 is closed; `remedy.WHY_NOT` says each as a sentence."""

    NOTHING_TO_REMEDY = "nothing_to_remedy"
    OTHER_REASONS = "other_reasons"
    NEVER = "never"
    NO_PLAN = "no_plan"
    NOT_ACKNOWLEDGED = "not_acknowledged"
    NOT_SIGNED = "not_signed"
    NO_KNOW_HOW = "no_know_how"


class SectionState(StrEnum):
    """How far the questions of a section are answered."""

    NOT_APPLICABLE = "not_applicable"
    TO_START = "to_start"
    IN_PROGRESS = "in_progress"
    UNKNOWNS = "unknowns"
    DONE = "done"


class HiddenReason(StrEnum):
    """Why a question is not asked: a deeper due diligence would ask it, or its own rule does not hold."""

    TIER = "tier"
    WHEN = "when"


class PartnerGroup(StrEnum):
    """A target group of ¶28: enterprises, foundations and associations, wealthy individuals, the public."""

    ENTERPRISE = "ENT"
    FOUNDATION = "FOA"
    INDIVIDUAL = "HNW"
    PUBLIC = "PUB"


class Audience(StrEnum):
    """For whom an edition of the transparency register is (¶27); the codes are those of a partnership's visibility."""

    INTERNAL = "internal"
    MEMBERS = "members"
    PUBLIC = "public"


class PartnershipCode(StrEnum):
    """A type of partnership of ¶29: advocacy, innovation, resources, implementation."""

    ADVOCACY = "ADV"
    INNOVATION = "INN"
    RESOURCES = "RES"
    IMPLEMENTATION = "IMP"


class AgreementCode(StrEnum):
    """The codes of the dossier (3.1). Rules may name them, and the code of any file of `forms/agreements` besides."""

    GIFT_LETTER = "LTR"
    LETTER_OF_INTENT = "LOI"
    MEMORANDUM = "MOU"
    FRAMEWORK = "FRA"
    CONTRIBUTION = "CON"
    IN_KIND = "INK"
    PRO_BONO = "PBS"
    LICENCE = "LIC"
    SPONSORSHIP = "SPO"
    JOINT_PROJECT = "IMP"
    SECONDMENT = "SEC"


class MovedKind(StrEnum):
    """What moves from the partner to the Organization under a type of agreement."""

    CASH = "cash"
    GOODS = "goods"
    SERVICES = "services"


class LegalForce(StrEnum):
    """What a signature under a type of agreement does.

    A gift is made and accepted and leaves nothing to be performed, so that only what the partner declares binds.
    """

    BINDING = "binding"
    GIFT = "gift"
    INTENTION = "intention"


class ClauseStatus(StrEnum):
    """How a type of agreement holds a clause: always, under a rule, or by the officer's choice."""

    MANDATORY = "mandatory"
    CONDITIONAL = "conditional"
    OPTIONAL = "optional"


class FindingStatus(StrEnum):
    """How far the matter of a finding has come (dossier 2.4)."""

    RUMOUR = "rumour"
    ALLEGATION = "allegation"
    COMPLAINT = "complaint"
    INVESTIGATION = "investigation"
    CHARGE = "charge"
    SETTLEMENT = "settlement"
    JUDGMENT = "judgment"
    CLOSED = "closed"


class Credibility(StrEnum):
    """How far the source of a finding may be believed."""

    PARTISAN = "partisan"
    RELIABLE = "reliable"
    INDEPENDENT = "independent"
    COURT = "court"


class ClauseFieldKind(StrEnum):
    """What the value of a field of an agreement is; `ClauseField` describes the shape of each."""

    TEXT = "text"
    PROSE = "prose"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    COUNTRY = "country"
    YES = "yes"
    CHOICE = "choice"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class LabelledCode:
    """A code with its text in every language: a role, a condition, a share, a kind of finding."""

    id: str
    label: Text
