"""The sentences for the codes that records hold, the same on screen and on paper; each is a key of the catalogue."""

from collections.abc import Mapping

from desktop.base.text import N_, UNKNOWN, CodeTable, _
from desktop.definitions.terms import FileFlaw, Level
from desktop.screening.entries import EntryKind
from desktop.store.states import (
    AgreementState,
    Channel,
    ContributionKind,
    DecisionOutcome,
    Matcher,
    Opinion,
    PersonRole,
    RiskState,
    RulingKind,
    Visibility,
)

OUTCOMES: Mapping[str, str] = CodeTable(
    {
        DecisionOutcome.APPROVED: N_("Approved"),
        DecisionOutcome.CONDITIONS: N_("Approved with conditions"),
        DecisionOutcome.SENT_BACK: N_("Sent back"),
        DecisionOutcome.REFUSED: N_("Refused"),
    },
    UNKNOWN,
)
FLAWS: Mapping[str, str] = CodeTable(
    {FileFlaw.PASSWORD: N_("asks for a password"), FileFlaw.CUT: N_("cannot be opened in full")}, UNKNOWN
)
RULINGS: Mapping[str, str] = CodeTable(
    {
        RulingKind.NOT_SAME: N_("Not the same"),
        RulingKind.SAME: N_("The same"),
        RulingKind.UNSURE: N_("Cannot be settled here"),
        "": N_("Not ruled on"),
    },
    UNKNOWN,
)
ROLES: Mapping[str, str] = CodeTable(
    {
        "partner": N_("Partner"),
        "parent": N_("Parent company"),
        PersonRole.OWNER: N_("Owner"),
        PersonRole.DIRECTOR: N_("Director"),
        PersonRole.SIGNATORY: N_("Signatory"),
        PersonRole.CONTACT: N_("Contact"),
        "counterpart": N_("Counterpart"),
    },
    UNKNOWN,
)
KINDS: Mapping[str, str] = CodeTable(
    {
        ContributionKind.CASH: N_("Cash"),
        ContributionKind.GOODS: N_("Goods"),
        ContributionKind.SERVICES: N_("Services"),
    },
    UNKNOWN,
)
STATES: Mapping[str, str] = CodeTable(
    {
        AgreementState.DRAFT: N_("Draft"),
        AgreementState.FINAL: N_("Final, to be signed"),
        AgreementState.PRINTED: N_("Printed, to be signed"),
        AgreementState.SIGNED: N_("Signed, not yet in force"),
        AgreementState.ACTIVE: N_("Signed and active"),
        AgreementState.ENDED: N_("Ended"),
    },
    UNKNOWN,
)
VISIBILITY: Mapping[str, str] = CodeTable(
    {
        Visibility.INTERNAL: N_("Internal to IOM"),
        Visibility.MEMBERS: N_("Member States"),
        Visibility.PUBLIC: N_("Public"),
    },
    UNKNOWN,
)
RISK_STATES: Mapping[str, str] = CodeTable(
    {
        RiskState.OPEN: N_("watched"),
        RiskState.OCCURRED: N_("came about"),
        RiskState.CLOSED: N_("threatens no more"),
    },
    UNKNOWN,
)
MATCHERS: Mapping[str, str] = CodeTable(
    {
        Matcher.ORGANIZATION: N_("Counterpart funds of IOM"),
        Matcher.PARTNER: N_("Counterpart funds of the partner"),
        Matcher.THIRD: N_("Counterpart funds of a third party"),
    },
    "",
)
RISK_LEVELS: Mapping[str, str] = CodeTable(
    {Level.HIGH: N_("high"), Level.MEDIUM: N_("medium"), Level.LOW: N_("low"), Level.NONE: N_("not rated yet")}, UNKNOWN
)
LISTED_AS: Mapping[str, str] = CodeTable(
    {
        EntryKind.PERSON: N_("person"),
        EntryKind.ORGANISATION: N_("organization"),
        EntryKind.VESSEL: N_("vessel"),
    },
    UNKNOWN,
)
OPINIONS: Mapping[str, str] = CodeTable(
    {
        Opinion.FAVOURABLE: N_("Favourable"),
        Opinion.CONDITIONS: N_("Favourable with conditions"),
        Opinion.UNFAVOURABLE: N_("Unfavourable"),
    },
    UNKNOWN,
)
CLEARED: Mapping[str, str] = CodeTable(  # how Legal says the same
    {
        Opinion.FAVOURABLE: N_("Cleared"),
        Opinion.CONDITIONS: N_("Cleared with changes"),
        Opinion.UNFAVOURABLE: N_("Not cleared"),
    },
    UNKNOWN,
)
CHANNELS: Mapping[str, str] = CodeTable(
    {
        Channel.MEETING: N_("Meeting"),
        Channel.VISIT: N_("Visit"),
        Channel.CALL: N_("Telephone call"),
        Channel.VIDEO: N_("Video call"),
        Channel.EMAIL: N_("Email"),
        Channel.LETTER: N_("Letter"),
        Channel.MESSAGE: N_("Instant message"),
        Channel.EVENT: N_("Event"),
        Channel.OTHER: N_("Another way"),
    },
    UNKNOWN,
)


PARTY_ASPECTS: Mapping[str, str] = {
    "motives": N_("Why it takes part"),
    "resource": N_("What it brings"),
    "benefit": N_("What it gains"),
    "risk": N_("Risks that it takes"),
    "responsibility": N_("Responsibilities that it takes"),
}


def party_name(kind: str, name: str) -> str:
    """What a party of a partnership is called; `kind` is a PartyKind of services/registry/mutual_benefit.py."""
    return {"iom": _("IOM"), "migrants": _("Migrants and communities")}.get(kind, name)
