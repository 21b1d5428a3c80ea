"""The papers of a case that waits for Headquarters go with the next bundle, byte by byte, and no other file does."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop.base.progress import RunNow
from desktop.base.values import sha256
from desktop.bundles.content import BundleFile
from desktop.office import Office
from desktop.presenters.diligence.decision import DecisionPresenter
from desktop.presenters.diligence.decisions import DecisionsPresenter
from desktop.presenters.diligence.legal_opinion import LegalOpinionPresenter
from desktop.presenters.exchange.sending import SendPresenter
from desktop.services.diligence import evidence, handing_over, papers, requests
from desktop.services.exchange import case_files, sending
from desktop.store import files
from desktop.store.records import Attachment, Evidence, HeadquartersRequest, Officer
from tests.exchanging import User, seated, user
from tests.foreign import UNUSABLE, sound_pdf
from tests.journeys.test_put_back import answered, deliver, recognise, send
from tests.makers import on
from tests.offices import chief, headquarters, office, office_folder
from tests.refusal import refused
from tests.services.diligence.test_decisions import DAY, officer_with_seal, prepare

__all__ = ["chief", "headquarters", "office", "office_folder", "user"]


def high_case(office: Office, chief: Officer, folder: Path, *names: str) -> str:
    """A case of a high level with these papers, which nobody at the office decides, handed over."""
    case = prepare(office, office.user, chief, "high")
    for name in names:
        (folder / name).write_bytes(sound_pdf(name))
        evidence.attach(on(office, DAY), case, "A01", folder / name)
    handing_over.submit(on(office, DAY), case, "favourable", "Un don utile.")
    return case


def pieces(store: Office, case: str) -> list[Evidence]:
    with store.store.read() as session:
        return [line.paper for line in papers.of_case_in(session, case)]


def carried(office: Office) -> set[str]:
    with office.store.read() as session:
        return {file.digest for file in case_files.waiting_in(session, office.work).carried}


def kept(hq: Office) -> int:
    with hq.store.read() as session:
        return session.scalar(select(func.count()).select_from(Attachment)) or 0


def test_legal_opens_the_papers_of_a_case_byte_by_byte(
    office: Office, headquarters: Office, chief: Officer, tmp_path: Path, user: User
) -> None:
    hq = headquarters
    recognise(office, hq)
    case = high_case(office, chief, tmp_path, "Statuts.pdf", "Bail.pdf")
    ours = {piece.id: piece for piece in pieces(office, case)}
    assert carried(office) == {piece.digest for piece in ours.values()}
    screen = SendPresenter(office, RunNow())
    assert str(len(ours)) in screen.papers_sentence
    assert deliver(office, hq) == "applied"

    names = hq.store.families[Evidence.KIND].number
    for piece in pieces(hq, case):
        assert {name: getattr(piece, name) for name in names} == {name: getattr(ours[piece.id], name) for name in names}
        assert evidence.open_file(hq.store, piece.id) == evidence.open_file(office.store, piece.id)
    legal = officer_with_seal(hq, "hq_legal")[0]
    hq.user = legal
    page = seated(LegalOpinionPresenter(hq, RunNow(), case=case), user)
    assert len(page.papers.all) == len(ours) and not page.papers.note
    statutes = next(line for line in page.papers.all if line.paper.title == "Statuts")
    page.papers.open(statutes.paper.id)
    assert page.papers.opened.pdf == evidence.open_file(office.store, statutes.paper.id)[1]
    page.papers.opened.close()


def test_a_file_goes_until_headquarters_says_that_it_has_it(
    office: Office, headquarters: Office, chief: Officer, tmp_path: Path
) -> None:
    hq = headquarters
    recognise(office, hq)
    high_case(office, chief, tmp_path, "Statuts.pdf")
    send(office)  # on a stick that is lost
    assert carried(office)
    assert deliver(office, hq) == "applied" and carried(office), "no word of Headquarters yet"
    assert answered(office, hq) == "applied" and not carried(office)
    office_work = on(office, DAY)
    with office.store.change("Something else", office.user.id) as session:
        session.add(Evidence(title="rien", form="paper"))
    sent = sending.pack(office_work, office.keys, office.outbox)
    assert sent.size < 20_000


def test_no_file_of_a_case_that_the_office_decides_leaves_it(
    office: Office, headquarters: Office, chief: Officer, tmp_path: Path
) -> None:
    recognise(office, headquarters)
    case = prepare(office, office.user, chief, "low")
    (tmp_path / "Statuts.pdf").write_bytes(sound_pdf())
    evidence.attach(on(office, DAY), case, "A01", tmp_path / "Statuts.pdf")
    assert not carried(office)
    asked = requests.ask_about_case(on(office, DAY), case, "Le bail convient-il ?")
    assert carried(office), "an officer asked Legal about it"
    requests.withdraw(on(office, DAY), asked.id)
    assert not carried(office)
    assert deliver(office, headquarters) == "applied" and not kept(headquarters)
    with refused("file-not-here"):
        evidence.open_file(headquarters.store, pieces(headquarters, case)[0].id)


def test_what_has_no_room_goes_with_a_later_bundle(
    office: Office, headquarters: Office, chief: Officer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hq = headquarters
    recognise(office, hq)
    case = high_case(office, chief, tmp_path, "Statuts.pdf", "Bail.pdf", "Plan.pdf")
    sizes = sorted(piece.size or 0 for piece in pieces(office, case))
    monkeypatch.setattr(case_files, "MOST_FILES", sum(sizes[:-1]))
    screen = SendPresenter(office, RunNow())
    assert len(screen.papers.left) == 1 and "prochain envoi" in screen.papers_sentence
    assert deliver(office, hq) == "applied" and kept(hq) == len(sizes) - 1
    page = LegalOpinionPresenter(hq, RunNow(), case=case)
    assert page.papers.note and [page.papers.state(line) for line in page.papers.all].count("pas encore ici") == 1
    assert answered(office, hq) == "applied"
    with office.store.change("Something else", office.user.id) as session:
        session.add(Evidence(title="rien", form="paper"))
    assert deliver(office, hq) == "applied" and kept(hq) == len(sizes)


def test_whoever_decides_at_headquarters_reads_the_first_due_case_with_its_papers(
    office: Office, headquarters: Office, chief: Officer, tmp_path: Path, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    hq = headquarters
    recognise(office, hq)
    first = high_case(office, chief, tmp_path, "Statuts.pdf")
    second = high_case(office, chief, tmp_path, "Bail.pdf", "Plan.pdf")
    with office.store.change("Asked later", office.user.id) as session:
        for request in session.scalars(select(HeadquartersRequest).where(HeadquartersRequest.case_id == first)):
            request.due_on = "2031-01-01"
    every = {piece.digest: piece.size or 0 for case in (first, second) for piece in pieces(office, case)}
    monkeypatch.setattr(case_files, "MOST_FILES", sum(sorted(every.values())[:2]))  # of three, and of the first case’s
    assert deliver(office, hq) == "applied"
    queue = seated(DecisionsPresenter(hq, RunNow()), user)
    assert [waiting.assessment.case.id for waiting in queue.waiting] == [second, first]
    page = seated(DecisionPresenter(hq, RunNow(), second), user)
    there = [line.paper for line in page.papers.all if line.is_here]
    assert page.not_arrived[0].endswith("ici.")
    assert page.not_arrived[1] == "Ce qui n’est pas encore ici viendra avec un prochain envoi du bureau."
    page.papers.open(there[0].id)
    assert page.looked_at is not None and page.pdf is None
    page.hide_paper()
    assert page.looked_at is None
    other = next(line.paper for line in page.papers.all if not line.is_here)
    with refused("file-not-here"):
        page.papers.open(other.id)


def test_headquarters_takes_no_file_that_no_record_names_and_none_that_may_do_harm(
    office: Office, headquarters: Office, chief: Officer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hq = headquarters
    recognise(office, hq)
    case = high_case(office, chief, tmp_path, "Statuts.pdf")
    program = UNUSABLE["facture.pdf"][0]()
    with office.store.change("Forged", office.user.id) as session:
        forged = session.get_one(Evidence, pieces(office, case)[0].id)
        session.add(Evidence(case_id=case, partner_id=forged.partner_id, digest=sha256(program), name="facture.pdf"))
    stray = BundleFile(b"%PDF-1.4 nobody asked", "autre.pdf", "application/pdf")
    harmful = BundleFile(program, "facture.pdf", "application/pdf")
    honest = case_files.packed
    monkeypatch.setattr(case_files, "packed", lambda session, files: (*honest(session, files), stray, harmful))
    before = len(pieces(office, case))
    assert deliver(office, hq) == "applied"
    with hq.store.read() as session:
        for file in (stray, harmful):
            assert files.about(session, file.sha256) is None
    assert kept(hq) == before - 1


def test_an_office_learns_nothing_of_the_files_of_another(
    office: Office, headquarters: Office, chief: Officer, tmp_path: Path
) -> None:
    """A record that names the digest of somebody else's file does not make Headquarters say that it has it."""
    hq = headquarters
    recognise(office, hq)
    secret = sound_pdf("d’un autre bureau")
    with hq.store.note() as session:
        digest = files.put(session, secret, "secret.pdf", "application/pdf")
    case = high_case(office, chief, tmp_path, "Statuts.pdf")
    with office.store.change("Forged", office.user.id) as session:
        session.add(Evidence(case_id=case, digest=digest, name="secret.pdf"))
    assert deliver(office, hq) == "applied" and answered(office, hq) == "applied"
    told = office.machine.recall(case_files.AT_HEADQUARTERS)["files"]
    assert digest not in told and told
