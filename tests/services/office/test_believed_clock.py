"""Under a clock that contradicts what is known, nothing is sealed, searched or dated, and typing goes on."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.base.clock import Clock
from desktop.base.numbers import NO_BREAK
from desktop.base.plausibility import ClockLimits, EvidenceSource, TimeEvidence, doubt
from desktop.base.progress import RunNow
from desktop.base.values import now
from desktop.office import Office
from desktop.presenters.office.settings import SettingsPresenter, UnsavedSettings
from desktop.presenters.today import TodayPresenter
from desktop.screening import library
from desktop.services.agreements import finalising, packs, signing
from desktop.services.agreements.signing import SignatureDetails
from desktop.services.diligence import decisions, handing_over
from desktop.services.office import believed_clock, people
from desktop.services.registry import partners
from desktop.services.screening import rescreening, rulings, search
from desktop.store.records import Agreement, Officer, Partner
from desktop.store.states import RulingKind
from tests.agreed import Agreed, agreed, agreed_folder, complete_draft
from tests.makers import on
from tests.refusal import refused
from tests.services.diligence.test_decisions import DAY, prepare
from tests.services.screening.test_rescreening import Publish, near, partner, publish

__all__ = ["agreed", "agreed_folder", "complete_draft", "partner", "publish"]

WRONG = (-6 * 365, -9 * 30, -1, 45, 5 * 365)  # days by which the clock goes wrong
LIMITS = ClockLimits(timedelta(hours=12), timedelta(days=30))


def go_wrong(office: Office, ahead: int) -> None:
    """The clock of the computer jumps by so many days from what it said."""
    before = office.store.clock
    office.store.clock = Clock(lambda: before.now() + timedelta(days=ahead))


# --- every deed of the main line


@pytest.mark.parametrize("ahead", WRONG)
def test_no_name_is_searched_and_nothing_ruled_under_a_wrong_clock(
    office: Office, chief: Officer, partner: Partner, publish: Publish, ahead: int
) -> None:
    publish("2026-11-03")
    candidate = near(office, partner)
    ruling = rulings.rule_on(on(office, DAY), partner.id, candidate, RulingKind.NOT_SAME, "Naissance contredite.")
    go_wrong(office, ahead)
    with library.open_index(office.lists) as index:
        with refused("clock-implausible"):
            search.screen_partner(office.work, index, partner.id)
        with refused("clock-implausible"):
            rescreening.rescreen(office.work, index)
    with refused("clock-implausible"):
        rulings.rule_on(office.work, partner.id, candidate, RulingKind.SAME, "Passeport identique.")
    with refused("clock-implausible"):
        rulings.confirm(office.work.acting_as(chief), ruling.id)


@pytest.mark.parametrize("ahead", WRONG)
def test_no_case_is_handed_over_or_decided_under_a_wrong_clock(
    office: Office, chief: Officer, chief_seal: bytes, ahead: int
) -> None:
    case = prepare(office, office.user, chief, "low")
    on(office, DAY)
    right = office.store.clock
    go_wrong(office, ahead)
    with refused("clock-implausible"):
        handing_over.submit(office.work, case, "favourable", "Un don utile.")
    office.store.clock = right
    handing_over.submit(office.work, case, "favourable", "Un don utile.")
    go_wrong(office, ahead)
    with refused("clock-implausible"):
        decisions.decide(office.work.acting_as(chief), case, "approved", "Lu et pesé.", chief_seal, interest=False)
    office.store.clock = right
    decision = decisions.decide(
        office.work.acting_as(chief), case, "approved", "Lu et pesé.", chief_seal, interest=False
    )
    assert decision.decided_at[:10] == DAY.isoformat()


@pytest.mark.parametrize("ahead", WRONG)
def test_no_agreement_is_made_final_packed_or_signed_under_a_wrong_clock(
    agreed: Agreed, complete_draft: Agreement, ahead: int
) -> None:
    office = agreed.office
    right = office.store.clock
    go_wrong(office, ahead)
    with refused("clock-implausible"):
        finalising.finalise(office.work, complete_draft.id)
    office.store.clock = right
    finalising.finalise(office.work, complete_draft.id)
    go_wrong(office, ahead)
    with refused("clock-implausible"):
        packs.make(office.work, complete_draft.id)
    office.store.clock = right
    pack = packs.make(office.work, complete_draft.id)
    go_wrong(office, ahead)
    with refused("clock-implausible"):
        packs.mark_printed(office.work, pack.record.id)
    with refused("clock-implausible"):
        signing.sign(office.work, complete_draft.id, SignatureDetails(right.today(), "Dakar", seen=True))


@pytest.mark.parametrize("ahead", WRONG)
def test_typing_and_saving_go_on_and_prove_nothing(office: Office, ahead: int) -> None:
    on(office, DAY)
    right = office.store.clock
    believed_clock.note_start(office.work)
    go_wrong(office, ahead)
    partners.register(office.work, Partner(name="Teranga"))
    believed_clock.note_start(office.work)
    assert believed_clock.clock_doubt(office.work) is not None
    office.store.clock = right
    assert believed_clock.clock_doubt(office.work) is None, "a clock that was wrong and is right again stops nobody"


# --- the evidence


def test_a_list_held_here_is_evidence(office: Office, publish: Publish, partner: Partner) -> None:
    on(office, DAY)
    publish("2026-11-23")
    office.store.clock = Clock.on(date(2026, 11, 20))
    believed_clock.believe(office.work)
    with refused("clock-implausible") as caught:
        believed_clock.sealing_clock(office.work)
    sentence = str(caught.value).replace(NO_BREAK, " ")
    assert "20 novembre 2026" in sentence and "23 novembre 2026" in sentence


def test_the_last_return_of_headquarters_is_evidence_and_the_next_one_sets_it_right(office: Office) -> None:
    on(office, DAY)
    office.machine.remember("hq", {"number": 4, "at": "2031-03-01T10:00:00.000Z"})
    with refused("clock-implausible"):
        believed_clock.sealing_clock(office.work)
    office.machine.remember("hq", {"number": 5, "at": f"{DAY}T00:00:00.000Z"})
    believed_clock.sealing_clock(office.work)


def test_no_clock_is_right_before_this_version_of_the_program(office: Office) -> None:
    office.store.clock = Clock.on(date(2025, 1, 1))
    believed_clock.believe(office.work)
    with refused("clock-implausible") as caught:
        believed_clock.sealing_clock(office.work)
    assert "version du programme" in str(caught.value)


MOMENTS = st.integers(0, 9_000).map(lambda days: datetime(2015, 1, 1, tzinfo=UTC) + timedelta(days=days))


@given(MOMENTS, st.lists(st.builds(TimeEvidence, MOMENTS, st.sampled_from(EvidenceSource)), min_size=1, max_size=6))
def test_a_clock_is_believed_exactly_between_its_two_limits(at: datetime, evidence: list[TimeEvidence]) -> None:
    newest = max(known.at for known in evidence)
    worked = any(known.source == EvidenceSource.WORK for known in evidence)
    doubted = doubt(at, evidence, LIMITS)
    if at < newest - LIMITS.behind:
        assert doubted is not None and doubted.is_behind
    elif worked and at > newest + LIMITS.ahead:
        assert doubted is not None and not doubted.is_behind
    else:
        assert doubted is None


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(-2500, 2500), min_size=1, max_size=8))
def test_under_random_clocks_what_is_dated_never_goes_back_and_a_right_clock_is_always_believed(
    office: Office, offsets: list[int]
) -> None:
    """Each turn the clock is off by so many days, something is typed and something dated; in between it is right."""
    on(office, DAY)
    believed_clock.believe(office.work)
    right, dated = office.store.clock, [now() - timedelta(days=10_000)]
    for number, offset in enumerate(offsets):
        office.store.clock = right
        go_wrong(office, offset)
        partners.register(office.work, Partner(name=f"Teranga {number}"))
        if believed_clock.clock_doubt(office.work) is None:
            dated.append(believed_clock.sealing_clock(office.work).now())
            assert dated[-1] >= max(dated) - LIMITS.behind
        if offset > 0 and believed_clock.clock_doubt(office.work) is None:
            right = office.store.clock  # nobody can tell that it runs fast by less than the limit
        office.store.clock = right
        assert believed_clock.clock_doubt(office.work) is None


# --- an officer's word


def settings_of(office: Office) -> SettingsPresenter:
    presenter = SettingsPresenter(office, RunNow(), UnsavedSettings())
    presenter.refresh()
    return presenter


def test_after_a_long_absence_anybody_confirms_the_day_by_typing_it(office: Office) -> None:
    on(office, DAY)
    believed_clock.note_start(office.work)
    go_wrong(office, 60)
    presenter = settings_of(office)
    assert presenter.may_confirm_clock and "le dernier travail" in presenter.clock_doubt
    with refused("clock-shows-another-day"):
        presenter.confirm_clock(DAY)
    presenter.confirm_clock(office.work.today())
    assert not presenter.clock_doubt
    believed_clock.sealing_clock(office.work)


def test_going_back_behind_earlier_work_is_confirmed_by_somebody_who_decides_and_stands_in_the_journal(
    office: Office, chief: Officer
) -> None:
    on(office, DAY)
    believed_clock.note_start(office.work)
    partners.register(office.work, Partner(name="Teranga"))
    office.store.clock = Clock.on(DAY - timedelta(days=20))
    assert not settings_of(office).may_confirm_clock
    with refused("clock-not-yours-to-confirm"):
        believed_clock.confirm(office.work, office.work.today())
    believed_clock.confirm(office.work.acting_as(chief), office.work.today())
    believed_clock.sealing_clock(office.work)
    last = office.store.history(chief.id)[0]
    assert last.what == "Date of the computer confirmed" and last.by == chief.id
    confirmed = people.officer(office.store, chief.id)
    assert confirmed is not None and (confirmed.clock_doubted_at or "")[:10] == DAY.isoformat()


def test_no_word_outweighs_the_date_of_a_list(office: Office, chief: Officer, publish: Publish) -> None:
    on(office, DAY)
    publish("2026-11-23")
    office.store.clock = Clock.on(date(2026, 11, 20))
    believed_clock.believe(office.work)
    with refused("clock-not-yours-to-confirm"):
        believed_clock.confirm(office.work.acting_as(chief), office.work.today())


def test_today_says_first_that_the_date_is_doubted(office: Office) -> None:
    on(office, DAY)
    believed_clock.note_start(office.work)
    go_wrong(office, 60)
    presenter = TodayPresenter(office, RunNow())
    presenter.refresh()
    card = next(card for card in presenter.mine if card.key == "clock")
    sentence = card.note.replace(NO_BREAK, " ")
    assert card.place == "settings" and "23 janvier 2027" in sentence and "24 novembre 2026" in sentence
