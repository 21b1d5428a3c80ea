"""Every code of every enumeration that people see has words in each language, and a tone where it is coloured."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

import pytest

from desktop.base.text import LANGUAGES, said_in
from desktop.definitions import completeness, remedy, terms
from desktop.definitions.loading import Definitions
from desktop.presenters import partner_labels, record_labels, today
from desktop.presenters.agreements import agreement_clauses
from desktop.presenters.diligence import hub
from desktop.presenters.exchange import exchange_labels
from desktop.presenters.screening import screening, searched
from desktop.screening.entries import EntryKind, NameQuality
from desktop.services import labels
from desktop.services.exchange.sending import BundleState
from desktop.services.office import rights
from desktop.services.screening import candidates
from desktop.services.today import TodayKind
from desktop.store import states
from desktop.ui.views.exchange import overview
from tests.definitions.files import FORMS

WORDS: Mapping[str, tuple[type[StrEnum], Mapping[str, str]]] = {
    "agreement states": (states.AgreementState, labels.STATES),
    "agreement ends": (states.AgreementEnd, record_labels.ENDINGS),
    "bands of hits": (states.HitBand, screening.BANDS),
    "case states": (states.CaseState, record_labels.CASE_STATES),
    "channels": (states.Channel, labels.CHANNELS),
    "clause marks": (agreement_clauses.ClauseMark, agreement_clauses.LABELS),
    "contribution kinds": (states.ContributionKind, labels.KINDS),
    "kinds of entries": (EntryKind, screening.KINDS),
    "name qualities": (NameQuality, candidates.NAME_QUALITIES),
    "open reasons": (terms.OpenReason, completeness.REASONS),
    "opinions": (states.Opinion, labels.OPINIONS),
    "outcomes": (states.DecisionOutcome, labels.OUTCOMES),
    "parked reasons": (states.ParkedReason, exchange_labels.REASONS),
    "path obstacles": (terms.PathObstacle, remedy.WHY_NOT),
    "reopened candidates": (candidates.Reopened, screening.REOPENED),
    "roles of officers": (states.Role, rights.ROLE_NAMES),
    "roles of persons": (states.PersonRole, labels.ROLES),
    "roles of persons in a form": (states.PersonRole, partner_labels.ROLES),
    "roles of persons searched": (states.PersonRole, searched.ROLES),
    "rulings": (states.RulingKind, labels.RULINGS),
    "visibility": (states.Visibility, labels.VISIBILITY),
}
TONES: Mapping[str, tuple[type[StrEnum], Mapping[str, str]]] = {
    "agreement states": (states.AgreementState, record_labels.AGREEMENT_TONES),
    "bundle states": (BundleState, overview.TONES),
    "outcomes": (states.DecisionOutcome, record_labels.OUTCOME_TONES),
    "drawings of today": (TodayKind, today.DRAWINGS),
    "steps of sections": (terms.SectionState, hub.STEPS),
}


def missing(codes: Iterable[str], names: Iterable[str]) -> set[str]:
    return set(codes) - set(names)


@pytest.mark.parametrize("name", WORDS)
def test_every_code_that_people_see_has_words(name: str) -> None:
    codes, table = WORDS[name]
    assert missing(codes, table) == set()
    for language in LANGUAGES:
        assert all(said_in(language, table[code]).strip() for code in codes)


@pytest.mark.parametrize("name", TONES)
def test_every_code_that_is_coloured_has_its_tone(name: str) -> None:
    codes, table = TONES[name]
    assert missing(codes, table) == set()


def test_every_code_that_the_definitions_name_is_named_there() -> None:
    definitions = Definitions.load(FORMS)
    strategy = definitions.strategy
    for codes, named in (
        (states.PartnerStage, (*strategy.stages, *strategy.exits)),
        (terms.PartnerGroup, strategy.groups),
        (terms.PartnershipCode, strategy.types),
        (terms.Depth, definitions.form.tiers),
    ):
        assert {part.id for part in named} == set(codes), codes.__name__
