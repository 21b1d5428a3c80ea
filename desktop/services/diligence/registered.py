"""What the register says already of what a case asks: nobody is asked it again.

The register answers while a case is open and as long as nobody answers otherwise; what it said when the case is
submitted is recorded with the case.
"""

from collections.abc import Mapping, Sequence

from desktop.base.values import Json, JsonObject
from desktop.definitions.answer_content import AnswerContent
from desktop.definitions.form import Questionnaire
from desktop.definitions.terms import PartnerGroup, QuestionRole
from desktop.store.records import Partner, Partnership, Person
from desktop.store.states import PersonRole

DIRECTING = {PersonRole.OWNER, PersonRole.DIRECTOR, PersonRole.SIGNATORY}  # whom a case asks for; not a mere contact


def registered_values(
    form: Questionnaire, partner: Partner, partnership: Partnership, persons: Sequence[Person]
) -> dict[str, Json]:
    """The values that the register gives, by question; a question of which it knows nothing is left out."""
    values = {
        QuestionRole.NATURE: _nature(form, partner),
        QuestionRole.PERSONS: _directing(partner, persons),
        QuestionRole.AIMS: _aims(partnership),
    }
    by_question = {form.role(role).id: value for role, value in values.items() if value is not None}
    return {
        id_: value for id_, value in by_question.items() if form.by_id[id_].check(AnswerContent(value=value)) is None
    }


def completed(answers: Mapping[str, AnswerContent], values: Mapping[str, Json]) -> dict[str, AnswerContent]:
    """The answers, and what the register says where nobody has said anything."""
    blank = AnswerContent()
    silent = {id_: answers.get(id_, blank) for id_ in values}
    return {
        **answers,
        **{
            id_: answer.with_(value=values[id_])
            for id_, answer in silent.items()
            if answer.value is None and answer.declared is None
        },
    }


def row_of(person: Person) -> JsonObject:
    """A registered person as a row of an answer of type `persons`; of a birth, as much as is known."""
    return {
        "name": person.name,
        "born": person.birth_date,
        "nationality": person.nationality,
        "role": person.title,
        "signs": PersonRole.SIGNATORY in person.roles,
    }


def row_of_individual(partner: Partner) -> JsonObject:
    """A partner that is a person, as a row of an answer of type `persons`: it speaks and signs for itself."""
    born = {"born": partner.birth_date, "nationality": partner.nationality}
    return {"name": partner.name, **born, "role": "", "signs": True}


def _nature(form: Questionnaire, partner: Partner) -> Json:
    for choice in form.role(QuestionRole.NATURE).choices:
        established = choice.sets or {}
        if partner.subtype and (established.get("partner.subtype"), established.get("partner.group")) == (
            partner.subtype,
            partner.group,
        ):
            return choice.id
    return None


def _directing(partner: Partner, persons: Sequence[Person]) -> Json:
    rows: list[Json] = [row_of(person) for person in persons if DIRECTING & set(person.roles)]
    if partner.group == PartnerGroup.INDIVIDUAL and partner.birth_date and partner.nationality:
        rows.insert(0, row_of_individual(partner))
    return {"persons": rows} if rows else None


def _aims(partnership: Partnership) -> Json:
    if not partnership.aims or not partnership.purpose.strip():
        return None
    return {"choices": list(partnership.aims), "text": partnership.purpose.strip()}
