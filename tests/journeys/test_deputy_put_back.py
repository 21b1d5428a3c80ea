"""A deputy who was taken back decides for nobody: after a backup was put back, or on a laptop that had not heard."""

from datetime import timedelta
from pathlib import Path

from desktop.office import Office
from desktop.services.diligence import decisions, dossier, seals, verdicts
from desktop.services.diligence.brief import NOT_IN_PLACE
from desktop.services.office import delegating
from desktop.store.records import Case, Officer, Verdict
from tests.carried import TwoLaptops, original, two
from tests.journeys.test_put_back import back_up, deliver, put_back, recognise, rounds
from tests.makers import on
from tests.offices import chief_seal, headquarters, office_folder
from tests.paper import words_of
from tests.services.diligence.test_decisions import DAY, boss, decide, officer_with_seal, prepared, ready
from tests.services.diligence.test_delegating import name

__all__ = ["boss", "chief_seal", "headquarters", "office_folder", "original", "prepared", "ready", "two"]


def in_force(office: Office, case: str) -> Verdict | None:
    """The decision that lets an agreement be signed, if there is one."""
    with office.store.read() as session:
        partnership = session.get_one(Case, case).partnership_id
        return verdicts.of_partnerships(session, [partnership])[partnership].in_force(session, DAY)


def test_a_deputy_of_yesterdays_backup_decides_for_nobody_once_the_withdrawal_is_heard_of(
    ready: tuple[Office, str], boss: tuple[Officer, bytes], headquarters: Office, tmp_path: Path
) -> None:
    (office, case), hq = ready, headquarters
    on(hq, DAY)
    recognise(office, hq)
    deputy = officer_with_seal(office, "officer")
    naming = name(office, boss, deputy[0])
    rounds(office, hq, 1)
    copy = back_up(office, tmp_path / "stick")
    delegating.withdraw(on(office, DAY).acting_as(boss[0]), naming.id)
    assert deliver(office, hq) == "applied"
    folder, opened = office.folder, office.opened
    office.close()
    with put_back(folder, copy, opened) as again:
        made = decide(again, case, deputy, "approved")  # nothing here says yet that it was taken back
        assert made.on_behalf_of == boss[0].id and in_force(again, case) is not None
        recognise(again, hq)
        rounds(again, hq, 3)
        for side in (again, hq):
            assert in_force(side, case) is None, "the withdrawal was not known to whoever decided"
        assert NOT_IN_PLACE.split(":")[0] in words_of(dossier.pdf(on(again, DAY), case, "en")).replace("\n", " ")
        with again.store.read() as session:
            assert seals.holds(session, made) and not seals.stood_in(session, made)


def test_what_the_deputy_decided_before_stays_decided(
    ready: tuple[Office, str], boss: tuple[Officer, bytes], headquarters: Office
) -> None:
    (office, case), hq = ready, headquarters
    recognise(office, hq)
    deputy = officer_with_seal(office, "officer")
    naming = name(office, boss, deputy[0])
    made = decide(office, case, deputy, "approved")
    delegating.withdraw(on(office, DAY).acting_as(boss[0]), naming.id)
    rounds(office, hq, 1)
    for side in (office, hq):
        decision = in_force(side, case)
        assert decision is not None and decision.id == made.id
        with side.store.read() as session:
            assert session.get_one(type(naming), naming.id).decided_before == [made.id]


def test_a_deputy_taken_back_on_the_chiefs_own_laptop_decides_for_nobody_on_the_other(two: TwoLaptops) -> None:
    with two.awa() as awa, two.chef() as chef, two.headquarters() as hq:
        deputy = officer_with_seal(awa, "officer")
        rounds(awa, hq, 1)
        rounds(chef, hq, 1)
        chief = chef.user
        day = chef.work.today()
        seed = two.chief.seal_seed
        naming = delegating.name_deputy(chef.work, deputy[0].id, day, day + timedelta(days=6), "Mission.", seed)
        for laptop in (chef, awa):
            rounds(laptop, hq, 1)
        delegating.withdraw(chef.work, naming.id)
        work = awa.work.acting_as(deputy[0])
        made = decisions.decide(work, two.case_id, "approved", "Lu et pesé.", deputy[1], interest=False)
        assert made.on_behalf_of == chief.id
        for laptop in (chef, awa, chef, awa):
            rounds(laptop, hq, 1)
        for side in (awa, chef, hq):
            with side.store.read() as session:
                assert session.get_one(type(naming), naming.id).withdrawn_at and seals.holds(session, made)
                assert not seals.stood_in(session, made)
            assert in_force(side, two.case_id) is None
