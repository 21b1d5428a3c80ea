"""What is asked about a table before it is imported: once for all lines that it concerns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class DayOrder(StrEnum):
    """Which of two numbers before a year is the day."""

    DAY_FIRST = "day"
    MONTH_FIRST = "month"


class MarkReading(StrEnum):
    """What a comma or a point before three digits means."""

    THOUSANDS = "thousands"
    DECIMAL = "decimal"


class GeneralAnswer(StrEnum):
    """What is answered to the questions that are about no single word."""

    ONE = "one"  # a name in several countries is one partner
    EACH = "each"  # … or one in each
    OUTSIDE = "outside"  # a public body, or a word that means one: no private partner (¶28)
    PARTNER = "partner"  # a private partner although its name reads like a public body's
    NEW = "new"  # a partner of its own although it looks like another
    LEAVE = "leave"  # its lines are left out
    FULFIL = "fulfil"  # what arrived belongs to what was promised
    REFUND = "refund"  # a sum below zero is paid back
    RESTORE = "restore"  # a partner that was put away is brought back


class QuestionKind(StrEnum):
    """What a question is about."""

    KIND = "kind"  # which kind of partner a word means: the id of a sub-type, a group, or `outside`
    COUNTRY = "country"  # which country a word means: its ISO code, or `none`
    COUNTRIES = "countries"  # a name in several countries
    PUBLIC = "public"  # names that read like public bodies'
    ALIKE = "alike"  # partners that look like another
    ARCHIVED = "archived"  # partners that were put away
    DAYS = "days"  # what comes first in the days of a column
    NUMBERS = "numbers"  # what a mark before three digits means in a column
    UNREGISTERED = "unregistered"  # names that the register does not have
    CURRENCY = "currency"  # which currency a word means, or amounts without one: its ISO code
    ARRIVED = "arrived"  # promises of which the same table tells receptions
    TWICE = "twice"  # references that stand on another contribution too
    NEGATIVE = "negative"  # sums below zero
    GIFT = "gift"  # which kind of contribution a word means, or lines without one


NO_COUNTRY = "none"  # the answer that leaves the country of a word open


class LineChoice(StrEnum):
    """What somebody said about one line."""

    NEW = "new"  # it is a partner of its own
    SAME = "same"  # it is the one that it looks like
    LEAVE = "leave"  # it is left out


@dataclass(frozen=True)
class ImportQuestion:
    """A question about a word or a column. It concerns so many lines, with so many different names or cells, of which
    some are examples."""

    kind: QuestionKind
    about: str
    examples: tuple[str, ...]
    different: int
    lines: int

    @property
    def id(self) -> str:
        """Under which it is answered: `kind:Scientific Center`, `public`."""
        return question_id(self.kind, self.about)


@dataclass(frozen=True)
class ImportAnswers:
    """What somebody answered: questions by their id, single lines by their number."""

    questions: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[int, LineChoice] = field(default_factory=dict)

    def to(self, kind: QuestionKind, about: str = "") -> str:
        """The answer to a question; empty while there is none."""
        return self.questions.get(question_id(kind, about), "")


def question_id(kind: QuestionKind, about: str) -> str:
    """The id of a question about a word or a column."""
    return f"{kind}:{about}" if about else str(kind)
