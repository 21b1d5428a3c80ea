"""Whether what arrived counts as received, and with how many dollars: asked of the rule of the file (¶29 c iii a).

The indicators, the sums of the ledger and the limits of authority ask here, so that no two of them disagree. A refund
is of what it pays back in all but its amount: where that does not count, there is nothing to deduct.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import JSON, ColumnElement, String, Text, cast, select, type_coerce
from sqlalchemy.orm import Session

from desktop.base.values import parse_json
from desktop.definitions.contributions import ContributionRules
from desktop.definitions.indicator import RECEIVED, Indicators, Period, reasons_of
from desktop.definitions.loading import Definitions
from desktop.services.results.ledger import ARRIVED, OF_OTHERS
from desktop.store.records import Contribution
from desktop.store.records.columns import CodeColumn, JsonColumn
from desktop.store.records.values import Valuation

NOT_MEANT = "scope"  # of what the indicator is not about


class WorthBasis(NamedTuple):
    """What a record says of its worth, as `WORTH_COLUMNS` read it; `valuation` is the text of its JSON."""

    kind: str
    amount: str | None
    usd: str | None
    matching_by: str
    archived: bool
    earlier: bool
    valuation: str | None


class Worth(NamedTuple):
    """What the rule asks of something that arrived. `usd` is below nothing for what was paid back, None where nobody
    knows it; `unread` of a value that waits for its second reader."""

    withdrawn: bool
    counterpart: bool
    symbolic: bool
    valued: bool
    unread: bool
    usd: Decimal | None


def worth_of(rules: ContributionRules, own: WorthBasis, repaid: WorthBasis | None, is_refund: bool) -> Worth:
    """The worth of a record; `repaid` is the receipt that it pays back, where that is known here."""
    return Worth._make(WorthRule(rules).of(own, own if repaid is None else repaid, is_refund))


class WorthRule:
    """The worth of many records, of which most are alike in all but their amounts."""

    def __init__(self, rules: ContributionRules) -> None:
        self._rules = rules
        self._alike: dict[tuple[str, str | None], tuple[bool, bool, Any, str]] = {}

    def of(
        self, own: Sequence[Any], of: Sequence[Any], is_refund: bool
    ) -> tuple[bool, bool, bool, bool, bool, Decimal | None]:
        """The fields of the `Worth` of a record whose basis is `own`, those of a `WorthBasis`; `of` is that of the
        receipt which it pays back, or its own."""
        _kind, own_amount, own_usd, _matching, own_archived, _earlier, _valuation = own
        kind, amount, of_usd, matching_by, archived, earlier, text = of
        alike = kind, text
        if alike not in self._alike:
            self._alike[alike] = self._judged(kind, text)
        is_symbolic, may_need_reader, valuation, method = self._alike[alike]
        usd = whole = Decimal(own_usd) if own_usd else None
        is_unread = False
        if may_need_reader:
            if of is not own:
                whole = Decimal(of_usd) if of_usd else None
            is_unread = (
                whole is not None
                and self._rules.needs_second_reader(kind, whole, method)
                and not (earlier or Valuation.is_agreed_in(valuation, amount))
            )
        if is_refund and usd is not None:
            usd = usd.copy_negate()
        is_withdrawn, is_counterpart = bool(own_archived or archived), matching_by in OF_OTHERS
        return is_withdrawn, is_counterpart, is_symbolic, bool(own_amount), is_unread, usd

    def _judged(self, kind: str, text: str | None) -> tuple[bool, bool, Any, str]:
        """Whether a value is symbolic, and may need its second reader; what is said of it, and its method."""
        valuation = parsed(text) if text else None
        method = plain_text(valuation.get("method")) if valuation else ""
        own_method = self._rules.by_method.get(method) if method else None
        counts = own_method is not None and own_method.counts
        may_need_reader = self._rules.needs_second_reader(kind, None, method)  # whatever its worth in dollars
        return bool(method) and not counts, may_need_reader, valuation, method


class ReceivedRule:
    """The rule by which contributions are counted as received, in the version of a day."""

    def __init__(self, indicators: Indicators, day: date) -> None:
        self._indicator = indicators.of_period(Period(day, day))[RECEIVED]
        self._reasons: dict[tuple[bool, ...], str] = {}

    def reason(self, worth: Worth) -> str:
        """Why it is not counted, a reason of forms/indicators.toml; empty where it is."""
        key = (*worth[:-1], worth.usd is None)
        if key not in self._reasons:
            facts = {f"contribution.{name}": content for name, content in worth._asdict().items()}
            reasons = reasons_of(self._indicator, facts)
            self._reasons[key] = NOT_MEANT if reasons is None else next(iter(reasons), "")
        return self._reasons[key]


def why_not_in(session: Session, definitions: Definitions, contribution_id: str, today: date) -> str:
    """Why a contribution that arrived is not counted, a reason of forms/indicators.toml; empty for one that is, and for
    what did not arrive."""
    query = select(Contribution.refund_of, *WORTH_COLUMNS).where(
        Contribution.id == contribution_id, Contribution.state.in_(ARRIVED)
    )
    for refund_of, *basis in session.execute(query):
        repaid = repaid_in(session, Contribution.id == contribution_id).get(refund_of or "")
        worth = worth_of(definitions.contributions, WorthBasis._make(basis), repaid, bool(refund_of))
        return ReceivedRule(definitions.indicators, today).reason(worth)
    return ""


def repaid_in(session: Session, *among: ColumnElement[bool]) -> Mapping[str, WorthBasis]:
    """The receipts of which something was paid back, by id; with conditions on refunds those of these."""
    repaid = select(Contribution.refund_of).where(Contribution.refund_of > "", *among)
    query = select(Contribution.id, *WORTH_COLUMNS).where(Contribution.id.in_(repaid))
    return {id_: WorthBasis._make(basis) for id_, *basis in session.execute(query)}


# --- columns as the database holds them


def plain(attribute: Any) -> ColumnElement[Any]:
    """A field's column as the database holds it, of JSON its text: most of it is alike, and read once (`parsed`)."""
    column, name = attribute.property.columns[0], attribute.key
    if isinstance(column.type, JSON | JsonColumn):
        return cast(column, Text).label(name)
    return (type_coerce(column, String) if isinstance(column.type, CodeColumn) else column).label(name)


@lru_cache(50_000)
def parsed(text: str | None) -> Any:
    """What a JSON column holds: a list as a tuple."""
    content = parse_json(text) if text else ()
    return tuple(content) if isinstance(content, list) else content


def plain_text(content: Any) -> str:
    """A text that a bundle brought within JSON; whatever else stands there is none."""
    return content if isinstance(content, str) else ""


WORTH_COLUMNS = tuple(
    plain(column)
    for column in (
        *(Contribution.kind, Contribution.amount, Contribution.amount_usd, Contribution.matching_by),
        *(Contribution.archived, Contribution.earlier, Contribution.valuation),
    )
)
