"""One line for each thing that hangs on a partner: its persons, cases, partnerships, agreements and history."""

from datetime import date

from desktop.base.dates import day_in_words, format_moment
from desktop.base.numbers import format_money
from desktop.base.text import _, language
from desktop.presenters import partner_labels as labels
from desktop.presenters.record_labels import CASE_STATES, RecordLabels, field_name, tells
from desktop.services.diligence import decided
from desktop.services.labels import OUTCOMES, STATES
from desktop.services.partner_page import DecidedCase
from desktop.services.registry.history import FieldChange, HistoryLine
from desktop.store.records import Agreement, Partnership, Person, Verdict
from desktop.store.states import CaseState


class PartnerLines:
    """Words things in the language now spoken."""

    def __init__(self, words: RecordLabels) -> None:
        self._words = words

    def person_note(self, person: Person) -> str:
        """A person's roles, function, birth and nationality in one line."""
        born = (
            _("born {day}").format(day=day_in_words(person.birth_date, language(), "long")) if person.birth_date else ""
        )
        parts = (
            self.person_roles(person),
            person.title,
            self.in_role(person),
            born,
            labels.country(person.nationality),
        )
        return " · ".join(part for part in parts if part)

    @staticmethod
    def in_role(person: Person) -> str:
        """Since when and until when a person has the role; empty where nothing is known."""
        since, until = (day_in_words(day, language()) if day else "" for day in (person.role_began, person.role_ended))
        if since and until:
            return _("{start} to {end}").format(start=since, end=until)
        return _("until {day}").format(day=until) if until else _("since {day}").format(day=since) if since else ""

    def person_roles(self, person: Person) -> str:
        """What a person is to the partner."""
        return self._words.value("person", "roles", list(person.roles))

    def person_lacks(self, person: Person) -> str:
        """What screening would need to tell this person from a namesake."""
        return "" if person.birth_date and person.nationality else _("birth or nationality to complete")

    def case_note(self, line: DecidedCase) -> str:
        """A case's partnership, its opening and how long its decision is valid."""
        opened = _("opened on {day}").format(day=day_in_words(line.case.opened_on, language()))
        until = ""
        if line.verdict is not None and line.verdict.valid_until:
            day = day_in_words(line.verdict.valid_until, language())
            until = _("valid until {day}").format(day=day)
        return " · ".join(part for part in (line.title, opened, until) if part)

    @staticmethod
    def decision_note(verdict: Verdict, now: date) -> str:
        """What was decided, by whom and when, and how long it holds."""
        outcome = " · ".join((_(OUTCOMES[verdict.outcome]), decided.decider(verdict, language())))
        parts = [outcome, day_in_words(verdict.decided_at, language())]
        if verdict.valid_until:
            over = verdict.valid_until < now.isoformat()
            words = _("no longer valid since {day}") if over else _("valid until {day}")
            parts.append(words.format(day=day_in_words(verdict.valid_until, language())))
        return "\n".join(parts)

    @staticmethod
    def case_state(line: DecidedCase) -> str:
        """Where a case stands, in a word."""
        if line.verdict is not None and line.case.state != CaseState.OPEN:
            return _(OUTCOMES[line.verdict.outcome])
        return _(CASE_STATES.get(line.case.state, line.case.state))

    def partnership_note(self, partnership: Partnership) -> str:
        """A partnership's type, value and days."""
        value = format_money(partnership.value, partnership.currency, language()) if partnership.value else ""
        parts = (self.partnership_type(partnership), value, self._span(partnership))
        return " · ".join(part for part in parts if part)

    def partnership_type(self, partnership: Partnership) -> str:
        """A partnership's type."""
        return self._words.value("partnership", "type", partnership.type)

    @staticmethod
    def _span(partnership: Partnership) -> str:
        days = [day_in_words(day, language()) for day in (partnership.starts_on, partnership.ends_on) if day]
        return _("{start} to {end}").format(start=days[0], end=days[1]) if len(days) == 2 else "".join(days)

    def agreement_type(self, agreement: Agreement) -> str:
        """An agreement's type."""
        return self._words.value("agreement", "type", agreement.type)

    def agreement_title(self, agreement: Agreement) -> str:
        """An agreement's type and reference."""
        return " · ".join(
            part for part in (self._words.value("agreement", "type", agreement.type), agreement.reference) if part
        )

    @staticmethod
    def agreement_state(agreement: Agreement) -> str:
        """Where an agreement stands, in a word."""
        return _(STATES.get(agreement.state, agreement.state))

    def deed_note(self, deed: HistoryLine, partner: str) -> str:
        """What a deed on this partner (its name) changed, with the values before and after."""
        about = deed.about if deed.about != partner else ""
        return " · ".join(part for part in (about, *map(self._change_in_words, deed.changed)) if part)

    def _change_in_words(self, change: FieldChange) -> str:
        if change.fresh or not tells(change.family, change.field):
            return ""
        before = self._words.value(change.family, change.field, change.before) or "–"
        after = self._words.value(change.family, change.field, change.after) or "–"
        if before == after:
            return ""
        name = field_name(change.family, change.field)
        return _("{field}: {before} → {after}").format(field=name, before=before, after=after)

    @staticmethod
    def deed_moment(deed: HistoryLine) -> str:
        """When it was done."""
        return format_moment(deed.at, language())
