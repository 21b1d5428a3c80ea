"""An office and Headquarters, each at its screen: from the first file to the receipt."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from desktop.base.progress import Progress, RunNow
from desktop.bundles.bundle import Refused
from desktop.office import Office
from desktop.presenters.exchange.disagreements import DisagreementsPresenter
from desktop.presenters.exchange.headquarters import HeadquartersPresenter
from desktop.presenters.exchange.overview import ExchangePresenter
from desktop.presenters.exchange.receiving import ReceivePresenter
from desktop.presenters.exchange.recognition import RecognitionPresenter
from desktop.presenters.exchange.sending import CONTENTS, GONE, MAIL, PLACE, WRITTEN, SendPresenter
from desktop.services.demo import invented
from desktop.services.exchange import enrolment
from desktop.services.registry import partners
from desktop.store.records import Partner
from tests.exchanging import User, enrol, headquarters, seated, sent, user
from tests.refusal import refused
from tests.releases import update
from tests.server import Databases, Server, headquarters_at

__all__ = ["headquarters", "user"]

T = TypeVar("T")


def test_before_enrolment_the_screen_asks_for_it_and_shows_a_fingerprint(
    office: Office, user: User, runner: RunNow
) -> None:
    screen = seated(ExchangePresenter(office, runner), user)
    assert "ne connaît pas encore" in screen.sentence
    assert len(screen.fingerprint) == 14
    assert screen.next_label == "Enregistrer la demande…"
    screen.do_next()
    assert screen.next_label == "Choisir le fichier de réponse…"


def test_both_sides_read_the_same_fingerprints(
    office: Office, headquarters: Office, user: User, runner: RunNow
) -> None:
    screen = enrol(office, headquarters, user, runner)
    assert screen.overview.enrolled
    assert screen.next_label == "Préparer un envoi"


def test_a_fingerprint_that_differs_trusts_nobody(
    office: Office, headquarters: Office, user: User, runner: RunNow
) -> None:
    screen = seated(ExchangePresenter(office, runner), user)
    screen.do_next()
    desk = seated(RecognitionPresenter(headquarters, runner), user)
    desk.choose()
    desk.recognise()
    desk.save()
    screen.do_next()
    screen.distrust()
    assert screen.kit is None
    assert screen.problem is not None
    assert enrolment.keyset(office.machine) is None


def test_a_file_that_is_no_kit_is_told_in_a_sentence(office: Office, user: User, runner: RunNow) -> None:
    screen = seated(ExchangePresenter(office, runner), user)
    stranger = user.stick / "photo.kit"
    stranger.write_bytes(b"\x89PNG")
    user.opens.append(stranger)
    with refused("no-kit"):
        screen.open_kit()


def test_what_waits_is_told_deed_by_deed_with_names(
    office: Office, headquarters: Office, user: User, runner: RunNow
) -> None:
    screen = enrol(office, headquarters, user, runner)
    invented.partner(office.work, "fr")
    screen.refresh()
    newest = screen.lines()[0][0]
    assert newest.what == "Personne ajoutée"
    assert newest.by == "Awa Ndiaye"
    assert any(deed.about == "Teranga Câbles & Réseaux SA" for deed, _right in screen.lines())


def test_a_bundle_is_sealed_written_handed_over_and_only_the_receipt_says_received(
    office: Office, headquarters: Office, user: User, runner: RunNow
) -> None:
    enrol(office, headquarters, user, runner)
    invented.partner(office.work, "fr")
    screen = seated(SendPresenter(office, runner), user)
    assert screen.step == CONTENTS
    screen.pack()
    assert screen.step == PLACE
    screen.choose_folder()
    assert "libres" in screen.room
    screen.write()
    assert screen.step == WRITTEN
    assert screen.written is not None and screen.written.parent == user.stick
    screen.say_carrier("Moussa")
    screen.hand_over()
    assert screen.step == GONE
    overview = seated(ExchangePresenter(office, runner), user)
    assert overview.story(overview.overview.sent[0]).startswith("Remis le")
    assert "porté par Moussa" in overview.sentence


def test_headquarters_takes_in_answers_and_the_office_sees_before_it_applies(
    office: Office, headquarters: Office, user: User, runner: RunNow
) -> None:
    enrol(office, headquarters, user, runner)
    invented.partner(office.work, "fr")
    bundle = sent(office, user, runner).written
    assert bundle is not None
    desk = seated(HeadquartersPresenter(headquarters, runner), user)
    assert desk.offices[0].state == "attendu"
    desk.take_in([user.stick])
    assert [verdict.word for verdict in desk.verdicts] == ["pris en compte"]
    assert "1 retour est à faire." in desk.sentence
    desk.write_returns()
    assert not desk.to_answer
    answer = next(path for path in user.stick.glob("*.psb") if path != bundle)
    screen = seated(ReceivePresenter(office, runner, str(answer)), user)
    assert screen.contents is not None and screen.contents.confirmed == (1,)
    assert seated(ExchangePresenter(office, runner), user).overview.sent[0].received_at is None
    update(user.stick)
    screen.take_in()
    assert "1 envoi est désormais reçu." in screen.summary()
    assert screen.summary()[-1].startswith("La version 9.0.0 du programme se trouve à côté du retour")
    overview = seated(ExchangePresenter(office, runner), user)
    assert overview.sentence.startswith("Le Siège a tout reçu.")
    again = seated(ReceivePresenter(office, runner, str(answer)), user)
    assert again.contents is not None and again.contents.already_taken_in


def test_a_damaged_file_stops_none_of_the_others(
    office: Office, headquarters: Office, user: User, runner: RunNow
) -> None:
    enrol(office, headquarters, user, runner)
    sent(office, user, runner)
    (user.stick / "abime.psb").write_bytes(b"PSB1" + b"?" * 400)
    desk = seated(HeadquartersPresenter(headquarters, runner), user)
    desk.take_in([user.stick])
    assert sorted(verdict.word for verdict in desk.verdicts) == ["pris en compte", "refusé"]
    assert all(verdict.text for verdict in desk.verdicts)


def test_a_return_that_is_none_is_refused_in_one_sentence(
    office: Office, headquarters: Office, user: User, runner: RunNow
) -> None:
    enrol(office, headquarters, user, runner)
    stranger = user.stick / "facture.psb"
    stranger.write_bytes(b"%PDF-1.7 not a bundle at all")
    with pytest.raises(Refused):
        seated(ReceivePresenter(office, runner, str(stranger)), user)


def test_a_read_only_or_missing_stick_is_told_before_writing(
    office: Office, headquarters: Office, user: User, runner: RunNow
) -> None:
    enrol(office, headquarters, user, runner)
    screen = seated(SendPresenter(office, runner), user)
    screen.pack()
    with refused("stick-not-writable"):
        screen.take_folder(user.stick / "retirée")
    assert screen.folder is None


def test_by_mail_the_history_says_so(office: Office, headquarters: Office, user: User, runner: RunNow) -> None:
    enrol(office, headquarters, user, runner)
    screen = seated(SendPresenter(office, runner), user)
    screen.pack()
    screen.choose_way(MAIL)
    screen.choose_folder()
    screen.write()
    screen.hand_over()
    assert screen.sent is not None and screen.sent.handed_how == "courriel"


def test_a_bundle_left_half_way_is_taken_up_again_where_it_was(
    office: Office, headquarters: Office, user: User, runner: RunNow
) -> None:
    overview = enrol(office, headquarters, user, runner)
    seated(SendPresenter(office, runner), user).pack()
    overview.refresh()
    overview.open_bundle(overview.overview.sent[0].number)
    key, arguments = user.went[-1]
    assert (key, arguments) == ("send", {"number": 1})
    assert seated(SendPresenter(office, runner, 1), user).step == PLACE
    overview.prepare()
    assert user.asked, "everything is in a bundle already: asked before making another"


def test_the_delivery_slip_is_a_pdf(office: Office, headquarters: Office, user: User, runner: RunNow) -> None:
    enrol(office, headquarters, user, runner)
    screen = sent(office, user, runner)
    screen.save_slip()
    assert (user.stick / screen.slip_saved).read_bytes().startswith(b"%PDF-")


def test_without_disagreements_the_page_says_so(office: Office, user: User, runner: RunNow) -> None:
    screen = seated(DisagreementsPresenter(office, runner), user)
    assert screen.sentence == "Aucun désaccord."


def test_a_disagreement_is_settled_where_it_is_shown(
    office: Office, headquarters: Office, user: User, runner: RunNow
) -> None:
    enrol(office, headquarters, user, runner)
    partner = invented.partner(office.work, "fr")
    note = sent(office, user, runner)
    desk = seated(HeadquartersPresenter(headquarters, runner), user)
    desk.take_in([user.stick])
    assert note is not None
    with headquarters.store.change("Noted", headquarters.user.id, office=office.store.identity.office) as session:
        session.get_one(Partner, partner.id).notes = "Vu par le Siège."
    partners.change(office.work, partner.id, notes="Vu par le bureau.")
    sent(office, user, runner)
    desk.take_in([user.stick])
    screen = seated(DisagreementsPresenter(headquarters, runner), user)
    (disagreement,) = screen.review.disagreements
    other = next(version for version in disagreement.versions if not version.stands)
    assert screen.verb(other).startswith("Retenir la valeur")
    user.asked.clear()
    screen.ask_to_settle(disagreement, other)
    assert [question.confirm for question in user.asked] == [screen.verb(other)]
    assert "définitif" in user.asked[0].text, "it is said before that it cannot be taken back"
    assert screen.sentence == "Aucun désaccord."
    screen.write(disagreement, "Trop tard.")
    assert screen.problem is not None and partners.partner(headquarters.store, partner.id).notes == other.value


def test_one_return_that_cannot_be_written_stops_no_other_and_is_said(
    office: Office, headquarters: Office, user: User, runner: RunNow
) -> None:
    enrol(office, headquarters, user, runner)
    sent(office, user, runner)
    desk = seated(HeadquartersPresenter(headquarters, runner), user)
    desk.take_in([user.stick])
    desk.to_answer = ("ML10", *desk.to_answer)  # withdrawn meanwhile: no laptop of it is recognised any more
    desk.write_returns()
    assert [line[:4] for line in desk.written] == ["SN10"]
    assert len(desk.unwritten) == 1 and desk.unwritten[0].startswith("ML10")
    assert not desk.busy and desk.to_answer == ()


class Stopping(RunNow):
    """Does the work at once; the server stops answering before the second step of it."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def run(self, what: str, work: Callable[[Progress], T], done: Callable[[T], None]) -> Progress:
        progress = Progress(lambda at, _total, _name: self._server.stop() if at == 1 else None)
        done(work(progress))
        return progress


def test_what_was_taken_in_is_shown_although_the_server_stopped(
    office: Office, databases: Databases, tmp_path: Path, user: User, runner: RunNow
) -> None:
    with headquarters_at(tmp_path / "pg", databases) as (hq, address):
        server = Server(address)
        enrol(office, hq, user, runner)
        sent(office, user, runner)
        partners.register(office.work, Partner(name="Teranga"))
        sent(office, user, runner)
        desk = seated(HeadquartersPresenter(hq, Stopping(server)), user)
        shown: list[list[str]] = []
        desk.changed = lambda: shown.append([verdict.word for verdict in desk.verdicts])
        with refused("server-silent"):
            desk.take_in([user.stick])
        assert shown[-1] == ["pas pris en compte"] * 2 and not desk.busy
        assert "ne répond pas" in desk.verdicts[0].text and "cessé de répondre" in desk.verdicts[1].text
