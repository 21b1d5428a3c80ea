"""The worked cases of the indicators: small histories, each with the figures that follow from it (cases.toml)."""

import shlex
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from desktop.definitions.indicator import Period
from desktop.store.records import (
    Activity,
    Agreement,
    Budget,
    CompanyRuling,
    Contribution,
    EarlierAgreement,
    Partner,
    Partnership,
    Party,
    Record,
    Result,
)
from desktop.store.records.values import HeadCount, PartnerRole, StageReached, Valuation
from desktop.store.states import AgreementState, ContributionKind, ContributionState, Matcher, ResultKind, RulingKind

FILE = Path(__file__).with_name("cases.toml")
HOME = "SN10"
NO_PARTNER = "ministry"


@dataclass(frozen=True)
class History:
    """One case of the file."""

    name: str
    records: Sequence[str]
    figures: Mapping[str, str]
    parts: Mapping[str, str] = field(default_factory=dict)
    signs: Mapping[str, str] = field(default_factory=dict)
    left_out: Mapping[str, Sequence[str]] = field(default_factory=dict)
    hq: Mapping[str, str] = field(default_factory=dict)
    lacks: Sequence[str] = ()


def histories() -> Sequence[History]:
    """Every case of the file."""
    names = ("name", "records", "figures", "parts", "signs", "left_out", "hq", "lacks")
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))["cases"]
    return [History(**{name: case[name] for name in names if name in case}) for case in read]


def period_of(text: str) -> Period:
    """A year, or two days with two points between them."""
    first, dots, last = text.partition("..")
    return Period(date.fromisoformat(first), date.fromisoformat(last)) if dots else Period.year(int(text))


def records_of(lines: Iterable[str]) -> Sequence[tuple[str, Record]]:
    """The records of these lines as they stand at the end, each with the code of its office."""
    told: dict[tuple[str, str], dict[str, str]] = {}
    for line in lines:
        kind, name, *pairs = shlex.split(line)
        if kind == "budget":
            pairs = [name, *pairs]
            name = " ".join(["budget", *(pair for pair in pairs if pair.startswith(("year", "office")))])
        told.setdefault((kind, name), {}).update(dict(pair.split("=", 1) for pair in pairs))
    records: list[tuple[str, Record]] = []
    offices: dict[str, str] = {}
    for (kind, name), fields in told.items():
        above = fields.get("of") or fields.get("under") or fields.get("refunds") or ""
        offices[name] = fields.get("office") or offices.get(above, HOME)
        records += [(offices[name], record) for record in _made(kind, name, fields, told)]
    return records


def _made(
    kind: str, name: str, fields: Mapping[str, str], told: Mapping[tuple[str, str], Mapping[str, str]]
) -> Iterable[Record]:
    get = fields.get
    match kind:
        case "partner":
            yield Partner(
                id=name,
                name=name,
                group=get("group", "ENT"),
                subtype=get("subtype", ""),
                country=get("country", "SN"),
                lei=get("lei", ""),
                registration=get("registration", ""),
                same_as=get("merged"),
                discreet="discreet" in fields,
                archived="archived" in fields,
            )
        case "partnership":
            ends = [own.get("ends") for (what, _n), own in told.items() if what == "agreement" and own["of"] == name]
            yield Partnership(
                id=name,
                partner_id=fields["of"],
                type=fields["type"],
                other_types=_list(get("also")),
                form=get("form", ""),
                level=get("level", ""),
                ends_on=ends[-1] if ends else None,
                archived="archived" in fields,
                visibility=get("visibility", "members"),
                visibility_reason=get("because", ""),
            )
            for further in _list(get("with")):
                private = further != NO_PARTNER
                yield Party(
                    partnership_id=name, partner_id=further if private else None, name="" if private else further
                )
        case "agreement":
            state = AgreementState.DRAFT if "draft" in fields else AgreementState.ACTIVE
            yield Agreement(
                id=name,
                partnership_id=fields["of"],
                type="CON",
                state=AgreementState.ENDED if "ended" in fields else state,
                signed_on=get("signed"),
                active_from=get("from") or get("signed"),
                ended_on=get("ended"),
                amends=get("amends", ""),
                renews=get("renews", ""),
            )
        case "earlier":
            yield EarlierAgreement(
                id=name, partnership_id=fields["of"], partner_id="", signed=fields["signed"], ends_on=get("ends")
            )
        case "gift":
            yield _gift(name, fields)
        case "activity":
            roles = (role.split(":") for role in _list(get("roles")))
            yield Activity(
                id=name,
                partnership_id=fields["of"],
                kind=fields["kind"],
                title=name,
                countries=_list(get("where")),
                starts_on=get("from"),
                ends_on=get("to"),
                partner_roles=tuple(PartnerRole(partner=partner, role=role) for partner, role in roles),
                themes=_list(get("theme")),
                project_code=get("project", ""),
                released_on=get("released"),
                edition_of=get("edition_of", ""),
                language=get("language", ""),
                evidence=["e"] if "proof" in fields else [],
                work=get("work", ""),
                donor=get("donor", ""),
                archived="withdrawn" in fields,
            )
        case "innovation":
            stages = [stage.split(":") for stage in _list(get("stages"))]
            yield Result(
                id=name,
                partnership_id=fields["of"],
                kind=ResultKind.INNOVATION,
                title=name,
                stages=tuple(StageReached(stage=stage, on=on) for stage, on in stages),
                stage=stages[-1][0] if stages else "",
                sort=get("sort", ""),
                office_code=get("in", ""),
                archived="withdrawn" in fields,
            )
        case "replication":
            yield Result(
                id=name,
                activity_id=fields["of"],
                kind=ResultKind.REPLICATION,
                office_code=get("in", ""),
                happened_on=get("on"),
                archived="withdrawn" in fields,
            )
        case "assisted":
            heads = [head.split(":") for head in _list(get("heads"))]
            yield Result(
                id=name,
                activity_id=fields["of"],
                kind=ResultKind.ASSISTED,
                count=int(fields["number"]) if "number" in fields else None,
                method=get("method", ""),
                happened_on=get("from"),
                until=get("to"),
                others="others" in fields,
                breakdown=tuple(HeadCount(dimension=own[0], group=own[1], count=int(own[2])) for own in heads),
                archived="withdrawn" in fields,
            )
        case "budget":
            usd = fields["amount"]
            yield Budget(id=name, year=fields["year"], amount=usd, amount_usd=usd, archived="withdrawn" in fields)
        case "ruling":
            yield CompanyRuling(id=name, partner_id=fields["one"], other_id=fields["other"], ruling=RulingKind.SAME)


def _gift(name: str, fields: Mapping[str, str]) -> Contribution:
    get = fields.get
    amount, currency, method = get("amount"), get("currency", "USD"), get("method", "")
    read: dict[str, Any] = {}
    matched: dict[str, Any] = {"matching_by": Matcher(fields["by"])} if "by" in fields else {}
    if "read" in fields:
        read = {"read_by": "reader", "read_on": fields["read"], "read_value": get("agreed") or amount or ""}
    return Contribution(
        id=name,
        partner_id=fields["of"],
        agreement_id=fields["under"],
        kind=ContributionKind(fields["kind"]),
        state=ContributionState(get("state", "received")),
        received_on=get("on"),
        amount=amount,
        currency=currency,
        amount_usd=get("usd") or (amount if currency == "USD" else None),
        channel=get("channel", "direct"),
        earmark=get("earmark", ""),
        themes=_list(get("theme")),
        refund_of=get("refunds"),
        fulfils=get("fulfils"),
        **matched,
        valuation=Valuation(method=method, **read) if method else None,
        form=get("form", ""),
        earlier="earlier" in fields,
        archived="withdrawn" in fields,
    )


def _list(text: str | None) -> list[str]:
    return text.split(",") if text else []


def number(text: str) -> Decimal | None:
    """A figure of the file."""
    return None if text == "none" else Decimal(text)
