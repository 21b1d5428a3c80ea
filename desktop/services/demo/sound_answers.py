"""The due diligence of the invented partner, answered as a sound company would.

The deeds are the same services that the window calls; only the typing is done here.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from pathlib import Path

from desktop.base.dates import day_in_words
from desktop.base.files import write_safely
from desktop.base.text import N_, said_in
from desktop.base.values import Json
from desktop.definitions.answer_content import AnswerContent
from desktop.definitions.answers import Question
from desktop.definitions.terms import AnsweredBy, Claim, Level, QuestionRole, QuestionType
from desktop.screening.index import Index
from desktop.services.demo.invented import PURPOSE
from desktop.services.diligence import answers, assessments, recording
from desktop.services.diligence.evidence import attach
from desktop.services.screening import rulings, search, standing
from desktop.services.work import Work
from desktop.store.records import Case, Officer
from desktop.store.states import RulingKind

NOTE = N_("Checked with the partner on the phone and against the document attached.")
ANSWERS = {  # to the questions that ask for words of one's own
    QuestionRole.IDENTITY: N_("As in the register extract attached: name, number and country agree."),
    QuestionRole.WEALTH: N_("The surplus of earlier years, as the audited accounts show."),
    QuestionRole.PAYER: N_("The partner itself, from its own account at a bank of its country."),
    QuestionRole.BENEFIT: N_("Everybody on the list has the benefit of it within the year."),
    QuestionRole.COST: N_("Two days of work a month for the focal point, and transport within the country."),
    QuestionRole.PREVENTION: N_(
        "Nothing foreseen: each recipient signs the register, and the office checks it with the partner every month."
    ),
}
SEARCH = N_(
    "Searched on {date} in the press archives and the courts’ register, in French and English: nothing adverse."
)
RULING = N_("Another person: the date of birth, the country and the document attached all differ.")


def evidence(folder: Path, language: str) -> Path:
    """A file that stands for the register extract and the signed declarations."""
    path = folder / "extrait-registre.txt"
    extract = said_in(language, N_("Extract of the trade register, invented for this demonstration."))
    write_safely(path, f"{extract}\n".encode())
    return path


def answer_all(work: Work, case_id: str, proof: Path, language: str, leave: Collection[str] = ()) -> int:
    """Answer every question asked but those to `leave`, as a sound company would; returns how many were answered."""
    answered: set[str] = set()
    while True:
        assessment = assessments.read(work, case_id)
        questions = [name for section in assessment.review.sections for name in section.questions]
        unanswered = [
            name
            for name in questions
            if name not in {*answered, *leave} and not _by_screening(assessment, work.definitions.form.by_id[name])
        ]
        if not unanswered:
            break
        answer_some(work, case_id, unanswered, proof, language)
        answered.update(unanswered)
    return len(answered)


def answer_some(work: Work, case_id: str, names: Sequence[str], proof: Path, language: str) -> None:
    """Answer these questions, as a sound company would."""
    for name in names:
        question = work.definitions.form.by_id[name]
        answers.save_draft(work, case_id, name, sound_content(question, language, work.today()))
        if is_proved(question):
            attach(work, case_id, name, proof)
    recording.record(work, case_id)


def is_proved(question: Question) -> bool:
    """Whether the answer of a sound company comes with a document: asked for, or claimed by the answer."""
    chosen = question.choice(mildest(question)) if question.choices else None
    return question.file or (chosen is not None and Claim.DOCUMENT in chosen.claims)


def _by_screening(assessment: assessments.Assessment, question: Question) -> bool:
    return question.type is QuestionType.SCREENING and question.id in assessment.answers


def sound_content(question: Question, language: str, today: date) -> AnswerContent:
    """The answer as a sound company gives it."""
    value = _VALUES.get(question.type, _choice)(question, language, today)
    content = AnswerContent().with_(value=value, note=said_in(language, NOTE))
    return content if question.who is AnsweredBy.OFFICER else content.with_(declared=value)


def mildest(question: Question) -> str:
    """The choice with the mildest outcome, the earliest of those."""
    order = {Level.LOW: 0, Level.NONE: 1, Level.MEDIUM: 2}
    return min(question.choices, key=lambda choice: order.get(choice.outcome.level, 9)).id


def _choice(question: Question, language: str, today: date) -> Json:
    return mildest(question)


def _own_words(question: Question, language: str, today: date) -> Json:
    return {"text": _sentence(question, language), "assessment": mildest(question)}


def _sentence(question: Question, language: str) -> str:
    return said_in(language, ANSWERS.get(question.role, NOTE) if question.role else NOTE)


def _names(question: Question, language: str, today: date) -> Json:
    owner = {"name": "Ольга Викторовна Щербакова", "share": "26", "born": "1971-10-21", "nationality": "FR"}
    return {"names": [owner], "assessment": mildest(question)}


def _persons(question: Question, language: str, today: date) -> Json:
    managing, technical = said_in(language, N_("Managing Director")), said_in(language, N_("Technical Director"))
    return {
        "persons": [
            {"name": "Mame Diarra Sow", "born": "1979-04-02", "nationality": "SN", "role": managing, "signs": True},
            {"name": "Moussa Harouna Abdou", "born": "1984-03-14", "nationality": "NE", "role": technical},
        ]
    }


def _percents(question: Question, language: str, today: date) -> Json:
    value: dict[str, Json] = {"percents": {share.id: "0" for share in question.shares}}
    return value | ({"role": question.roles[0].id} if question.roles else {})


def _attested(question: Question, language: str, today: date) -> Json:
    return {"result": "clear", "list_day": today.isoformat(), "list_digest": ""}


def _several(question: Question, language: str, today: date) -> Json:
    if question.choice("c") is None:
        return {"choices": ["none"], "text": ""}
    return {"choices": ["c"], "text": said_in(language, PURPOSE)}


def _log(question: Question, language: str, today: date) -> Json:
    day = day_in_words(today.isoformat(), language, "long")
    return {"found": "none", "text": said_in(language, SEARCH).format(date=day)}


_VALUES: Mapping[QuestionType, Callable[[Question, str, date], Json]] = {
    QuestionType.TEXT: _own_words,
    QuestionType.NUMBER: lambda question, language, _today: {"number": 0, "text": "", "assessment": mildest(question)},
    QuestionType.NAMES: _names,
    QuestionType.PERSONS: _persons,
    QuestionType.PERCENTS: _percents,
    QuestionType.SCREENING: _attested,
    QuestionType.CHOICES: _several,
    QuestionType.SCALE: lambda question, language, _today: {"scale": 4, "text": _sentence(question, language)},
    QuestionType.AMOUNT: lambda question, language, _today: {"usd": "1200.00", "text": _sentence(question, language)},
    QuestionType.FINDINGS: _log,
}


def screen(work: Work, second: Officer, index: Index, case_id: str, language: str) -> tuple[int, int]:
    """Search every name and rule on each candidate; returns how many names were searched and ruled on.

    `second` confirms the rulings that take two persons.
    """
    run = search.screen_case(work, index, case_id)
    with work.store.read() as session:
        state = standing.case_state(session, session.get_one(Case, case_id), work.today())
    for candidate in state.open:
        ruling = rulings.rule(work, case_id, candidate, RulingKind.NOT_SAME, said_in(language, RULING))
        if candidate.needs_second:
            rulings.confirm(work.acting_as(second), ruling.id)
    return sum(len(row.names) for row in run.names), len(state.open)
