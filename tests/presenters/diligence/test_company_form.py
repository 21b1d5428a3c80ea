"""The page of the company's form: made where the officer says, read back, shown, doubts settled, then recorded."""

from email import message_from_bytes
from email.policy import default
from pathlib import Path

from desktop.base.progress import RunNow
from desktop.base.text import said_in
from desktop.base.values import today
from desktop.definitions.answer_content import AnswerContent
from desktop.definitions.company_form import NOTICES
from desktop.presenters.diligence.company_form import CompanyFormPresenter
from desktop.services.diligence import evidence, handing_over, missing_papers
from desktop.store.states import Opinion
from tests.casework import Casework, complete, work
from tests.exchanging import User, user
from tests.foreign import sound_pdf
from tests.makers import on
from tests.paper import words_of
from tests.refusal import refused

__all__ = ["user", "work"]


def opened(work: Casework, user: User) -> CompanyFormPresenter:
    presenter = CompanyFormPresenter(work.office, RunNow(), work.case.id)
    presenter.asker, presenter.open_place = user, user.go
    return presenter


def typed(user: User, text: str) -> Path:
    path = user.stick / "typed.csv"
    path.write_text(text, "utf-8")
    user.opens.append(path)
    return path


def test_each_paper_is_made_where_the_officer_says(work: Casework, user: User) -> None:
    presenter = opened(work, user)
    for _words, make in presenter.papers:
        make()
    made = [path.read_bytes()[:4] for path in user.opens]
    assert made == [b"%PDF", b"%PDF", b"%PDF", b"PK\x03\x04"]
    assert {path.suffix for path in user.opens} == {".pdf", ".xlsx"}
    assert len({path.name for path in user.opens}) == 3  # in French and in English it has the same name
    assert str(user.opens[-1]) in presenter.deed_sentence


def test_what_came_back_is_shown_and_recorded_only_when_the_officer_says_so(work: Casework, user: User) -> None:
    presenter = opened(work, user)
    typed(user, "C01;Non\nC05_alcohol;2,5\n")
    presenter.choose()
    assert [name.split(" · ")[0] for name, _words in presenter.changes] == ["C01", "C05"]
    assert presenter.may_record and "2" in presenter.sentence
    assert work.file.answers.get("C01", AnswerContent()).declared is None
    presenter.record()
    assert work.file.answers["C01"].declared == "no" and presenter.returned is None
    assert "2" in presenter.deed_sentence


def test_a_doubt_has_to_be_settled_first(work: Casework, user: User) -> None:
    presenter = opened(work, user)
    typed(user, "A05_1_name;Awa Ndiaye\nA05_1_born;03/04/1984\n")
    presenter.choose()
    (doubt,) = presenter.doubts
    assert not presenter.may_record and "03/04/1984" in presenter.asks(doubt)
    assert presenter.reading(doubt, doubt.readings[0]).split() == ["3", "avril", "1984"]
    presenter.mean(doubt, doubt.readings[1])
    assert presenter.doubts == () and presenter.may_record
    presenter.record()
    assert work.file.answers["A05"].declared == {"persons": [{"name": "Awa Ndiaye", "born": "1984-03-04"}]}


def test_what_cannot_be_taken_is_said_and_a_file_may_be_left_alone(work: Casework, user: User) -> None:
    presenter = opened(work, user)
    typed(user, "C01;peut-être\nC05_alcohol;2,5\n")
    presenter.choose()
    assert len(presenter.wrong) == 1 and "peut-être" in presenter.wrong[0]
    presenter.forget()
    assert presenter.returned is None and presenter.changes == []
    typed(user, "nothing")
    with refused("company-answers-unreadable"):
        presenter.choose()


def test_a_case_that_was_handed_over_takes_no_answers(work: Casework, user: User, tmp_path: Path) -> None:
    complete(work, tmp_path)
    handing_over.submit(on(work.office, today()), work.case.id, Opinion.FAVOURABLE, "Un don utile et sans risque.")
    presenter = opened(work, user)
    typed(user, "C05_alcohol;2,5\nC01;no\n")
    presenter.choose()
    assert presenter.locked and not presenter.may_record
    presenter.open_case()
    assert user.went[-1] == ("diligence", {"case": work.case.id})


def test_a_letter_asks_for_the_papers_of_the_partner_alone_in_its_language(
    work: Casework, user: User, tmp_path: Path
) -> None:
    page = opened(work, user)
    form = work.office.definitions.form
    asked = missing_papers.missing_papers(form, work.file)
    assert asked and len(page.missing) == len(asked) and all(question.who != "O" for question in asked)
    assert len(page.letters) == 3
    page.letters[2][1]()
    letter = user.opens[-1].read_bytes()
    text = " ".join(words_of(letter).split())
    assert letter.startswith(b"%PDF")
    for question in asked:
        assert question.evidence is not None
        assert " ".join(question.evidence["es"].split()) in text, question.id
    for notice in NOTICES:
        assert said_in("es", notice)[:40] in text
    page.write_mail()
    draft = message_from_bytes(user.opens[-1].read_bytes(), policy=default)
    (attached,) = draft.iter_attachments()
    assert (
        draft["X-Unsent"] == "1"
        and work.case.number in draft["Subject"]
        and "envoy" not in page.deed_sentence.split(".")[0]
    )
    assert attached.get_content_type() == "application/pdf" and attached.get_content().startswith(b"%PDF")
    officers_own = [q.short["es"] for q in form.questions if q.who == "O"]
    assert not any(short in text for short in officers_own)
    paper = tmp_path / "registre.pdf"
    paper.write_bytes(sound_pdf())
    evidence.attach(work.office.work, work.case.id, asked[0].id, paper)
    page.refresh()
    assert len(page.missing) == len(asked) - 1
