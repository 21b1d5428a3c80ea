"""What is read before a case is submitted: its answers in words, the principles that they cover, the texts behind."""

from pathlib import Path

from desktop.base.progress import RunNow
from desktop.definitions.answer_content import AnswerContent
from desktop.presenters.diligence.answers import AnswersPresenter
from desktop.presenters.diligence.coverage import CoveragePresenter
from desktop.presenters.diligence.references import ReferencesPresenter
from desktop.presenters.listing import RecordSummary
from desktop.services.diligence import answers, recording
from desktop.services.diligence.coverage import CoverageState
from tests.casework import Casework, complete, work
from tests.exchanging import User, seated, user

__all__ = ["user", "work"]


def test_an_answer_leads_to_its_question_which_leads_back(work: Casework, user: User) -> None:
    seen = seated(AnswersPresenter(work.office, RunNow(), work.case.id), user)
    seen.open_question("C01")
    assert user.went[-1] == ("question", {"case": work.case.id, "question": "C01", "back": "answers"})
    asked = len(user.went)
    seen.open_question(next(line.id for line in seen.lines.values() if not line.is_asked))
    assert len(user.went) == asked, "nothing can be answered there"


def test_the_gap_of_an_answer_closes_when_it_is_given(work: Casework) -> None:
    seen = AnswersPresenter(work.office, RunNow(), work.case.id)
    summaries: list[RecordSummary] = []
    seen.summarise("C01", summaries.append)
    answers.save_draft(work.office.work, work.case.id, "C01", AnswerContent(value="no", declared="no"))
    recording.record(work.office.work, work.case.id)
    AnswersPresenter(work.office, RunNow(), work.case.id).summarise("C01", summaries.append)
    assert "pas encore de réponse" in summaries[0].next != summaries[1].next


def test_what_is_missing_is_answered_from_the_first_on_until_nothing_is(
    work: Casework, user: User, tmp_path: Path
) -> None:
    seen = seated(AnswersPresenter(work.office, RunNow(), work.case.id), user)
    first = seen.first_missing
    assert first == next(line.id for part in seen.sections for line in part.lines if line.is_asked)
    seen.open_question(first)
    assert user.went[-1] == ("question", {"case": work.case.id, "question": first, "back": "answers"})
    complete(work, tmp_path)
    seen.refresh()
    assert seen.first_missing == ""


def test_each_principle_has_its_gaps_in_words_or_none(work: Casework, user: User) -> None:
    seen = seated(CoveragePresenter(work.office, RunNow(), work.case.id), user)
    every = [principle for text in seen.texts for principle in text.principles]
    assert len(every) == sum(len(text.points) for text in work.office.definitions.references.texts)
    for principle in every:
        assert bool(principle.gaps) == (principle.state is not CoverageState.COVERED), principle.id
        assert seen.words(principle)["gap"]
    assert str(sum(bool(principle.gaps) for principle in every)) in seen.state
    seen.open_principle(every[0].id)
    assert user.went[-1] == ("principle", {"case": work.case.id, "point": every[0].id})


def test_the_texts_are_those_of_the_matrix_each_with_its_source(work: Casework) -> None:
    texts = ReferencesPresenter(work.office, RunNow()).texts
    matrix = CoveragePresenter(work.office, RunNow(), work.case.id)
    matrix.refresh()
    assert [text.title for text in texts] == [text.title for text in matrix.texts]
    for text in texts:
        assert text.source.startswith("Source") and text.about and text.principles
