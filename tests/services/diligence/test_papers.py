"""The papers of a partner: kept once by their digest, taken as evidence by any case, away only while none uses them."""

from pathlib import Path

from sqlalchemy import func, select

from desktop.office import Office
from desktop.services.diligence import cases, evidence, papers
from desktop.services.exchange.headquarters import offices
from desktop.services.registry import partners, partnerships
from desktop.store.records import Attachment, Evidence, Partner, Partnership
from desktop.store.states import Role
from tests.casework import Casework, work
from tests.foreign import UNUSABLE, saved, sound_pdf
from tests.journeys.test_put_back import answered, deliver, recognise
from tests.makers import on
from tests.offices import headquarters
from tests.refusal import refused

__all__ = ["headquarters", "work"]


def statutes(folder: Path) -> Path:
    path = folder / "Statuts 2019.pdf"
    path.write_bytes(sound_pdf())
    return path


def partner_of(work: Casework) -> str:
    return work.case.partner_id


def kept(office: Office) -> int:
    """How many files are in the database."""
    with office.store.read() as session:
        return session.scalar(select(func.count()).select_from(Attachment)) or 0


def pieces(office: Office, case_id: str) -> list[Evidence]:
    with office.store.read() as session:
        return list(evidence.evidence_of(session, [case_id])[case_id])


def second_case(work: Casework) -> str:
    """Another case of the same partner."""
    office = work.office
    planned = partnerships.plan(office.work, Partnership(partner_id=partner_of(work), title="Une autre affaire"))
    return cases.open_case(office.work, office.definitions.form, planned).id


def test_a_paper_is_evidence_of_any_case_and_its_bytes_are_kept_once(work: Casework, tmp_path: Path) -> None:
    office, before = work.office, kept(work.office)
    paper = papers.add(office.work, partner_of(work), statutes(tmp_path))
    again = papers.add(office.work, partner_of(work), statutes(tmp_path))
    assert again.id == paper.id and kept(office) == before + 1
    other = second_case(work)
    first = papers.take(office.work, work.case.id, ["A01"], paper.id)
    assert papers.take(office.work, work.case.id, ["A03"], paper.id).id == first.id
    papers.take(office.work, other, ["A01"], paper.id)
    assert kept(office) == before + 1
    (piece,) = pieces(office, work.case.id)
    assert (piece.questions, piece.title, piece.digest) == (["A01", "A03"], "Statuts 2019", paper.digest)
    assert evidence.open_file(office.store, piece.id) == papers.open_paper(office.work, paper.id)
    (line,) = papers.of_partner(office.work, partner_of(work))
    assert len(line.used_in) == 2 and line.is_here


def test_a_paper_in_use_stays_and_one_that_nothing_uses_goes_and_comes_back(work: Casework, tmp_path: Path) -> None:
    office = work.office
    paper = papers.add(office.work, partner_of(work), statutes(tmp_path))
    taken = papers.take(office.work, work.case.id, ["A01"], paper.id)
    with refused("paper-in-use") as caught:
        papers.remove(office.work, paper.id, True)
    assert work.case.number in caught.value.text
    evidence.use_for(office.work, taken.id, ["A01"], False)
    papers.remove(office.work, paper.id, True)
    assert not papers.of_partner(office.work, partner_of(work))
    assert papers.add(office.work, partner_of(work), statutes(tmp_path)).id == paper.id, "it comes back as it was"
    papers.remove(office.work, paper.id, True)
    papers.remove(office.work, paper.id, False)
    assert [line.paper.id for line in papers.of_partner(office.work, partner_of(work))] == [paper.id]


def test_papers_are_found_by_title_and_by_the_name_of_their_file(work: Casework, tmp_path: Path) -> None:
    office = work.office
    paper = papers.add(office.work, partner_of(work), statutes(tmp_path))
    papers.retitle(office.work, paper.id, "Acte   constitutif déposé")
    for text, count in (("depose acte", 1), ("STATUTS", 1), ("acte facture", 0), ("", 1)):
        assert len(papers.of_partner(office.work, partner_of(work), text)) == count, text
    with refused("paper-without-title"):
        papers.retitle(office.work, paper.id, "  ")


def test_what_is_not_kept_as_evidence_is_not_kept_here_either(work: Casework, tmp_path: Path) -> None:
    office = work.office
    path = tmp_path / "facture.pdf"
    path.write_bytes(UNUSABLE["facture.pdf"][0]())
    with refused("file-is-program"):
        papers.add(office.work, partner_of(work), path)
    path.write_bytes(saved("netpbm.png"))
    assert papers.add(office.work, partner_of(work), path).name == "facture.png"


def test_no_case_takes_a_paper_of_another_partner_or_of_a_case(work: Casework, tmp_path: Path) -> None:
    office = work.office
    stranger = partners.register(office.work, Partner(name="Une autre société"))
    paper = papers.add(office.work, stranger.id, statutes(tmp_path))
    own = evidence.attach(office.work, work.case.id, "A01", statutes(tmp_path))
    for id_ in (paper.id, own.id, "0" * 32):
        with refused("paper-not-known"):
            papers.take(office.work, work.case.id, ["A01"], id_)
    with refused("paper-not-known"):
        papers.remove(office.work, own.id, True)


def test_who_may_only_read_adds_and_removes_nothing(work: Casework, tmp_path: Path) -> None:
    office = work.office
    paper = papers.add(office.work, partner_of(work), statutes(tmp_path))
    office.user.role = Role.READER
    for deed in (
        lambda: papers.add(office.work, partner_of(work), statutes(tmp_path)),
        lambda: papers.retitle(office.work, paper.id, "Autre"),
        lambda: papers.remove(office.work, paper.id, True),
        lambda: papers.take(office.work, work.case.id, ["A01"], paper.id),
    ):
        with refused("role-not-allowed"):
            deed()


def test_headquarters_reads_which_papers_exist(work: Casework, headquarters: Office, tmp_path: Path) -> None:
    office, hq = work.office, headquarters
    recognise(office, hq)
    paper = papers.add(office.work, partner_of(work), statutes(tmp_path))
    papers.take(office.work, work.case.id, ["A01"], paper.id)
    assert deliver(office, hq) == "applied" and answered(office, hq) == "applied"
    compared, different = offices.differences(office.store, hq.store)
    assert compared and different == []
    (line,) = papers.of_partner(on(hq, hq.work.today()), partner_of(work))
    assert (line.paper.title, line.paper.digest, line.used_in) == ("Statuts 2019", paper.digest, (work.case.number,))
