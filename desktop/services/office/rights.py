"""What each role may do. The services refuse by role; the screens only hide what would be refused."""

from collections.abc import Mapping
from enum import StrEnum

from desktop.base.errors import Problem
from desktop.base.text import N_, UNKNOWN, CodeTable, _
from desktop.store.records import Officer
from desktop.store.states import Role

ROLE_NAMES: Mapping[str, str] = CodeTable(
    {
        Role.OFFICER: N_("Partnership officer"),
        Role.CHIEF_OF_MISSION: N_("Chief of Mission"),
        Role.READER: N_("Reader"),
        Role.AUDITOR: N_("Auditor"),
        Role.REGIONAL_OFFICE: N_("Regional office"),
        Role.REGIONAL_DIRECTOR: N_("Regional Director"),
        Role.LOCAL_ADMINISTRATOR: N_("Local administrator"),
        Role.HQ_REVIEWER: N_("Headquarters reviewer"),
        Role.HQ_LEGAL: N_("Legal Affairs"),
        Role.HQ_COMMUNICATIONS: N_("Communications"),
        Role.HQ_HUMAN_RESOURCES: N_("Human Resources"),
        Role.HQ_PROCUREMENT: N_("Procurement"),
        Role.HQ_TECHNICAL: N_("Technical division"),
        Role.HQ_ADMINISTRATOR: N_("Headquarters administrator"),
        Role.DDG: N_("Deputy Director General"),
    },
    UNKNOWN,
)


class Right(StrEnum):
    """A kind of deed that some roles may do and others may not."""

    REGISTER = "register"  # partners, persons, partnerships
    ANSWER = "answer"  # due diligence, evidence, findings
    SCREEN = "screen"
    DECIDE = "decide"
    ADVISE = "advise"  # at Headquarters, on what an office asks
    DRAFT = "draft"  # agreements
    SEND = "send"
    ADMINISTER = "administer"  # officers, lists, backups
    HEADQUARTERS = "headquarters"
    OWN_KEYS = "own_keys"  # of Headquarters itself
    PUBLISH = "publish"  # prepare contents for every office
    RELEASE = "release"  # contents that somebody else prepared


_AT_WORK = frozenset({Role.OFFICER, Role.CHIEF_OF_MISSION, Role.REGIONAL_OFFICE})
CONSULTED = frozenset({Role.HQ_COMMUNICATIONS, Role.HQ_HUMAN_RESOURCES, Role.HQ_PROCUREMENT, Role.HQ_TECHNICAL})
AT_HEADQUARTERS = frozenset({Role.HQ_REVIEWER, Role.HQ_ADMINISTRATOR, Role.DDG})
ROLES_WITH: dict[Right, frozenset[Role]] = {
    Right.REGISTER: _AT_WORK,
    Right.ANSWER: _AT_WORK,
    Right.SCREEN: _AT_WORK | AT_HEADQUARTERS,
    Right.DECIDE: frozenset(
        {Role.CHIEF_OF_MISSION, Role.REGIONAL_OFFICE, Role.REGIONAL_DIRECTOR, Role.HQ_REVIEWER, Role.DDG}
    ),
    Right.ADVISE: CONSULTED | {Role.HQ_LEGAL, Role.HQ_REVIEWER, Role.REGIONAL_OFFICE, Role.REGIONAL_DIRECTOR},
    Right.DRAFT: _AT_WORK,
    Right.SEND: _AT_WORK | {Role.REGIONAL_DIRECTOR, Role.LOCAL_ADMINISTRATOR},
    Right.ADMINISTER: frozenset({Role.OFFICER, Role.CHIEF_OF_MISSION, Role.LOCAL_ADMINISTRATOR, Role.HQ_ADMINISTRATOR}),
    Right.HEADQUARTERS: AT_HEADQUARTERS,
    Right.OWN_KEYS: frozenset({Role.HQ_ADMINISTRATOR}),
    Right.PUBLISH: frozenset({Role.HQ_ADMINISTRATOR}),
    Right.RELEASE: AT_HEADQUARTERS,
}


def may(officer: Officer, right: Right) -> bool:
    """Whether this officer's role allows such a deed; one who has left may do nothing."""
    return officer.role in ROLES_WITH[right] and not officer.left_on


def require(officer: Officer, right: Right) -> None:
    """Raise Problem unless this officer's role allows such a deed."""
    if not may(officer, right):
        raise Problem(
            _("Your role, {role}, does not allow this; nothing was changed.").format(role=_(ROLE_NAMES[officer.role])),
            _("Ask a colleague whose role allows it, or the person who manages accounts in your office."),
            code="role-not-allowed",
        )
