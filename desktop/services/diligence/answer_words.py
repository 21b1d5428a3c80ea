"""An answer in words, as a dossier prints it: what was answered, what was added, what was found."""

from collections.abc import Iterator, Mapping, Sequence

from desktop.base.dates import day_in_words
from desktop.base.numbers import format_money, number_in_words, with_percent
from desktop.base.places import DOLLARS
from desktop.base.text import N_, Text, in_series, said_in
from desktop.base.values import Json, JsonObject
from desktop.definitions.answer_content import UNKNOWN, AnswerContent, rows_in
from desktop.definitions.answers import CHOICE_TYPES, Question, core, fields_of
from desktop.definitions.rules import number
from desktop.definitions.terms import HiddenReason, LabelledCode, QuestionType

Codes = Mapping[str, Sequence[LabelledCode]]  # the texts of a finding's codes
NOT_ASKED = {
    HiddenReason.TIER: N_("a deeper review would ask it"),
    HiddenReason.WHEN: N_("it does not concern this partnership"),
}
SOURCE_PARTS = ("source", "publisher", "language")
FINDING_PARTS = ("status", "link", "response", "credibility")


class AnswerWords:
    """Says answers in one language of the program; whatever a bundle brought is said as far as it can be read."""

    def __init__(self, language: str, codes: Codes) -> None:
        self.language, self.codes = language, codes

    def answer(self, question: Question, value: Json) -> str:
        """A value in words; empty where there is none."""
        if value is None:
            return ""
        if value == UNKNOWN:
            return self._sentence(N_("I don’t know yet"))
        return " — ".join(part for part in self._parts(question, value) if part)

    def unknown(self, content: AnswerContent) -> str:
        """Who finds out by when, or why it could not be established."""
        plan = content.unknown
        if why := str(plan.get("why") or ""):
            return self._sentence(N_("Could not be established: {why}"), why=why)
        who, by = str(plan.get("who") or ""), day_in_words(str(plan.get("by") or ""), self.language)
        return " · ".join(part for part in (who, by) if part)

    def finding(self, question: Question, row: JsonObject) -> str:
        """One finding: what happened, its source, then what is said of it."""
        kinds = {kind.id: kind.label for kind in question.kinds}
        codes = [self._code(self.codes.get(part, ()), row.get(part)) for part in FINDING_PARTS]
        kind = self._label(kinds.get(str(row.get("kind"))))
        day = day_in_words(str(row.get("date") or ""), self.language)
        published = day_in_words(str(row.get("published_on") or ""), self.language)
        source = ", ".join(part for part in (*(str(row.get(key) or "") for key in SOURCE_PARTS), published) if part)
        running = self._sentence(N_("still going on")) if row.get("running") is True else ""
        parts = (str(row.get("text") or ""), source, kind, day, running, *codes)
        return " · ".join(part for part in parts if part)

    def milestone(self, row: JsonObject) -> str:
        """One milestone of a remedy plan: what, who, by when."""
        due = day_in_words(str(row.get("due") or ""), self.language)
        return " · ".join(part for part in (str(row.get("what") or ""), str(row.get("owner") or ""), due) if part)

    # --- by type

    def _parts(self, question: Question, value: Json) -> Iterator[str]:
        fields = fields_of(value)
        if question.type in CHOICE_TYPES:
            yield self._choice(question, value)
            return
        if question.type is QuestionType.CHOICES:
            chosen = core(question, value)
            yield in_series(
                self.language, (self._choice(question, code) for code in (chosen if isinstance(chosen, list) else ()))
            )
        elif question.type is QuestionType.SCREENING:
            yield self._choice(question, fields.get("result"))
            if day := day_in_words(str(fields.get("list_day") or ""), self.language):
                yield self._sentence(N_("List of {day}"), day=day)
        elif question.type is QuestionType.PERCENTS:
            yield from self._shares(question, fields)
        elif question.type is QuestionType.SCALE:
            yield self._sentence(N_("{mark} of 5"), mark=str(fields.get("scale") or "–"))
        elif question.type is QuestionType.AMOUNT:
            usd = number(fields.get("usd"))
            yield format_money(usd, DOLLARS, self.language) if usd is not None else ""
        elif question.type is QuestionType.NUMBER:
            yield number_in_words(str(fields.get("number") if fields.get("number") is not None else ""), self.language)
        yield self._choice(question, fields.get("found") or fields.get("assessment"))
        yield "; ".join(map(self._person, (*rows_in(fields.get("names")), *rows_in(fields.get("persons")))))
        yield str(fields.get("text") or "")
        yield str(fields.get("verifier") or "")
        yield str(fields.get("know_how") or "")

    def _shares(self, question: Question, fields: JsonObject) -> Iterator[str]:
        percents = fields_of(fields.get("percents"))
        for share in question.shares:
            if share.id in percents:
                figure = number_in_words(str(percents[share.id]), self.language)
                yield f"{self._label(share.label)}: {with_percent(figure, self.language)}"
        yield self._code(question.roles, fields.get("role"))

    def _person(self, row: JsonObject) -> str:
        figure = number_in_words(str(row["share"]), self.language) if row.get("share") else ""
        share = with_percent(figure, self.language) if figure else ""
        born = day_in_words(str(row.get("born") or ""), self.language)
        facts = (str(row.get("role") or ""), born, str(row.get("nationality") or ""), share)
        about = ", ".join(part for part in facts if part)
        name = str(row.get("name") or "")
        return f"{name} ({about})" if about else name

    # --- words

    def _choice(self, question: Question, code: Json) -> str:
        choice = question.choice(code)
        return self._label(choice.label) if choice else ""

    def _code(self, codes: Sequence[LabelledCode], code: Json) -> str:
        return next((self._label(entry.label) for entry in codes if entry.id == code), "")

    def _label(self, text: Text | None) -> str:
        return text[self.language] if text else ""

    def _sentence(self, sentence: str, **places: str) -> str:
        return said_in(self.language, sentence).format(**places)
