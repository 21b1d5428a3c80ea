"""Headquarters tries changed rules at its screen and publishes them; an office looks at what changes and applies it."""

from pathlib import Path

import pytest

from desktop.base.progress import RunNow
from desktop.base.text import speak
from desktop.office import Office
from desktop.presenters.exchange.contents import ContentsPresenter
from desktop.presenters.exchange.hq_contents import HqContentsPresenter
from desktop.presenters.today import house_cards, machine_of
from desktop.presenters.today_cards import CardState
from desktop.services import today as day
from desktop.services.diligence import cases
from desktop.services.exchange import receiving, sending
from desktop.services.exchange.headquarters import answering, consolidating
from desktop.services.registry import partners, partnerships
from desktop.store.records import Agreement, Partner, Partnership
from tests.exchanging import User, enrol, headquarters, seated, user
from tests.makers import arrived
from tests.offices import PASSPHRASE, office, office_folder, runner
from tests.publishing import AUTHORITY, CLAUSE, LIMIT, QUESTIONNAIRE, TITLE, colleague, edited
from tests.refusal import refused
from tests.releases import manifest, update

__all__ = ["headquarters", "office", "office_folder", "runner", "user"]
REASON = "Le Comité a relevé la limite."


def cards_of_house(office: Office) -> list[CardState]:
    """The cards of Today that say what the house itself needs."""
    return house_cards(office, day.badge(office.work, machine_of(office)).house, office.work.today())


@pytest.fixture(autouse=True)
def _english() -> None:
    speak("en")


def test_changed_rules_go_from_headquarters_to_an_office(
    office: Office, headquarters: Office, runner: RunNow, user: User, tmp_path: Path
) -> None:
    enrol(office, headquarters, user, runner)
    partner = partners.register(office.work, Partner(name="Teranga SA", country="SN"))
    planned = partnerships.plan(office.work, Partnership(partner_id=partner.id, title="Tentes", type="RES"))
    begun = cases.open_case(office.work, office.definitions.form, planned)
    path = office.outbox / sending.pack(office.work, office.keys, office.outbox).name
    consolidating.take_in(headquarters.work, headquarters.keys, [path], headquarters.inbox)
    draft = Agreement(id="d" * 32, partner_id=partner.id, partnership_id=planned.id, type="MOU", state="draft")
    arrived(headquarters.store, "SN11", draft)

    desk = seated(HqContentsPresenter(headquarters, runner), user)
    assert desk.is_empty and desk.sentence == "The rules and templates of the program are in force."
    folder = edited(tmp_path / "changed", AUTHORITY, LIMIT, 'standard_usd = "1"')
    desk.look_at(edited(folder, CLAUSE, "--- es", "--- xx"))
    assert desk.faults and not desk.may_prepare
    edited(
        edited(folder, CLAUSE, "their partnership together", "their partnership"),
        QUESTIONNAIRE,
        TITLE,
        TITLE[:-1] + ' "',
    )
    desk.look_at(folder)
    assert not desk.faults
    assert "Who decides, and limits: limits.standard_usd" in [line.title for line in desk.change_lines]
    assert "1 open case goes on with the questionnaire with which it was begun." in desk.touched
    assert "SN11, draft with Teranga SA: Clause C-ACC" in desk.touched
    with refused("contents-reason-missing"):
        desk.prepare()
    desk.take("reason", REASON)
    desk.prepare()
    assert desk.waiting is not None and desk.change_lines and not desk.may_release and desk.may_withdraw
    assert (
        desk.notice
        == "This waits for a second person to release it, and nothing leaves before: rules and templates, version 1."
    )
    desk.withdraw_prepared()
    assert desk.waiting is None and [line.cells["state"].text for line in desk.version_lines] == [
        "withdrawn before it was released"
    ]
    desk.look_at(folder)
    desk.take("reason", REASON)
    desk.prepare()
    assert [card.key for card in cards_of_house(headquarters) if card.place == "hq_contents"] == []

    omar, headquarters.user = headquarters.user, colleague(headquarters)
    (card,) = [card for card in cards_of_house(headquarters) if card.place == "hq_contents"]
    assert card.title == "Look at this and release it: rules and templates, version 2"
    second = seated(HqContentsPresenter(headquarters, runner), user)
    assert second.may_release and second.notice.startswith("Omar Haddad prepared this") and second.change_lines
    with refused("passphrase-missing"):
        second.release("")
    second.release(PASSPHRASE)
    assert user.asked[-1].title == "Release this: rules and templates, version 2?"
    assert second.trial is None and second.version_lines[0].note == REASON
    assert second.sentence.startswith("Version 2 is in force. Laptops that work with it: 0 of")
    assert headquarters.definitions.authority.limits["standard_usd"] == "1"
    headquarters.user = omar
    desk = seated(HqContentsPresenter(headquarters, runner), user)

    screen = seated(ContentsPresenter(office, runner), user)
    assert not screen.facts and not screen.may_apply
    back = answering.answer(headquarters.work, headquarters.keys, office.store.identity.office, headquarters.outbox)
    receiving.take_in(office.work, office.keys, back, office.inbox)
    assert [(card.place, card.arguments) for card in cards_of_house(office) if card.key == "contents"] == [
        ("contents", ())
    ]
    screen.refresh()
    assert screen.may_apply and ("Reason", REASON) in screen.facts and len(screen.lines) == len(screen.differences) >= 3
    screen.apply()
    assert user.asked[-1].title == "Apply version 2?"
    assert "contents" not in [card.key for card in cards_of_house(office)]
    assert office.definitions.authority.limits["standard_usd"] == "1"
    assert office.definitions.form_of(begun.form_digest).title["fr"] == "Questionnaire de diligence raisonnable"
    assert screen.waiting is None and screen.sentence == "Version 2 of Headquarters is in force."

    desk.write_file()
    with refused("contents-not-newer"):
        screen.import_file(user.opens.pop())
    path = update(tmp_path / "maker")
    user.opens = [path]
    desk.choose_update()
    assert desk.outcome.startswith(f"“{path.name}” was copied and read again")
    user.opens = [user.stick / path.name]
    screen.choose_update()
    assert "Version 9.0.0 is whole and signed with two release keys" in screen.deed_sentence
    assert screen.may_install and not screen.may_allow and ("What is new", "• Faster.") in screen.update_facts
    with refused("update-from-source"):
        screen.install_update()
    later = seated(ContentsPresenter(office, runner), user)
    later.refresh()
    assert later.update_notice == screen.update_notice
    user.opens = [update(tmp_path / "older", manifest("8.9.9"))]
    later.choose_update()
    assert not later.may_install and "8.9.9 is older than version 9.0.0" in later.update_notice
    desk.withdraw()
    assert desk.may_prepare and desk.trial is not None and desk.trial.base == 2
    desk.leave()
    assert desk.trial is None
