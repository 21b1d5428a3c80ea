"""Every code of every enumeration that people see has words in each language, and a tone where it is coloured."""

import ast
import inspect
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path

import pytest

from desktop.base.text import LANGUAGES, said_in
from desktop.definitions import completeness, remedy, terms
from desktop.definitions.loading import Definitions
from desktop.presenters import partner_labels, record_labels, today_cards
from desktop.presenters.agreements import agreement_clauses
from desktop.presenters.diligence import hub, request_lines
from desktop.presenters.exchange import exchange_labels
from desktop.presenters.registry import offer
from desktop.presenters.screening import screening, searched
from desktop.screening.entries import EntryKind, NameQuality
from desktop.services import labels
from desktop.services.diligence import dossier, requests
from desktop.services.exchange.sending import BundleState
from desktop.services.office import rights
from desktop.services.screening import candidates
from desktop.services.today import TodayKind
from desktop.store import states
from desktop.ui.views.exchange import overview
from tests.definitions.files import FORMS
from tests.source import modules, nodes

WORDS: Mapping[str, tuple[type[StrEnum], Mapping[str, str]]] = {
    "agreement states": (states.AgreementState, labels.STATES),
    "agreement ends": (states.AgreementEnd, record_labels.ENDINGS),
    "asked": (states.Asked, requests.ASKED),
    "asked, as a title": (states.Asked, request_lines.TITLES),
    "bands of hits": (states.HitBand, candidates.BANDS),
    "case states": (states.CaseState, record_labels.CASE_STATES),
    "channels": (states.Channel, labels.CHANNELS),
    "clause marks": (agreement_clauses.ClauseMark, agreement_clauses.LABELS),
    "contribution kinds": (states.ContributionKind, labels.KINDS),
    "kinds of entries": (EntryKind, screening.KINDS),
    "name qualities": (NameQuality, candidates.NAME_QUALITIES),
    "forms of evidence": (states.EvidenceForm, dossier.FORMS),
    "offer states": (states.OfferState, offer.STATES),
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
    "drawings of today": (TodayKind, today_cards.DRAWINGS),
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


def plain_tables(tree: ast.Module) -> Iterator[str]:
    """The names of the tables of a module that are plain dictionaries by codes of records."""
    codes = {name for name, _kind in inspect.getmembers(states, inspect.isclass)}
    for node in tree.body:
        content = getattr(node, "value", None)
        if isinstance(content, ast.Dict) and any(
            isinstance(key, ast.Attribute) and isinstance(key.value, ast.Name) and key.value.id in codes
            for key in content.keys
        ):
            yield from (
                name.id for name in ast.walk(node) if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)
            )


def test_a_code_that_only_a_newer_program_knows_breaks_no_table(root: Path) -> None:
    """What a record holds may be any text: a table asked by a field of one has words for those it does not know."""
    trees = dict(modules(root))
    plain = {name for tree in trees.values() for name in plain_tables(tree)}
    assert "DEEDS" in plain  # asked by what this program decided itself
    asked = [
        f"{path}:{node.lineno} {ast.unparse(node)}"
        for path, tree in trees.items()
        for node in nodes(tree)
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Attribute) and not node.slice.attr.isupper()
        if ast.unparse(node.value).rpartition(".")[2] in plain
    ]
    assert asked == []


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
