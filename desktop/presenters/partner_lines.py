"""One line for each thing that hangs on a partner: its persons, cases, partnerships, agreements and history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from desktop.base.numbers import format_date, format_moment, format_money
from desktop.base.text import N_, _, language, pick
from desktop.definitions.loading import Definitions
from desktop.presenters import partner_words as words
from desktop.services.history import Changed, Deed
from desktop.store.records import Agreement, Case, Partnership, Person, Verdict

CASE_STATES = {
    "open": N_("Under way"),
    "ready": N_("Waits for a decision"),
    "decided": N_("Decided"),
}
OUTCOMES = {
    "approved": N_("Approved"),
    "conditions": N_("Approved with conditions"),
    "sent_back": N_("Sent back"),
    "refused": N_("Refused"),
}
AGREEMENT_STATES = {
    "draft": N_("Draft"),
    "final": N_("Final, to print"),
    "printed": N_("Printed, to sign"),
    "active": N_("In force"),
    "ended": N_("Ended"),
}


@dataclass(frozen=True)
class CaseLine:
    """A case with its last decision, when there is one."""

    case: Case
    title: str
    verdict: Verdict | None


class PartnerLines:
    """Words things in the language now spoken; `officers` are names by id."""

    def __init__(self, definitions: Definitions, officers: Mapping[str, str]) -> None:
        self._definitions, self._officers = definitions, officers

    def person_note(self, person: Person) -> str:
        """A person's roles, function, birth and nationality in one line."""
        strategy = self._definitions.strategy
        born = _("born {day}").format(day=words.partial_date(person.birth_date)) if person.birth_date else ""
        roles = words.shown(strategy, "roles", list(person.roles), {})
        return " · ".join(part for part in (roles, person.title, born, words.country(person.nationality)) if part)

    def person_lacks(self, person: Person) -> str:
        """What screening would need to tell this person from a namesake."""
        return "" if person.birth_date and person.nationality else _("birth or nationality to complete")

    def case_note(self, line: CaseLine) -> str:
        """A case's partnership, its opening and how long its decision is valid."""
        opened = _("opened on {day}").format(day=format_date(date.fromisoformat(line.case.opened_on), language()))
        until = ""
        if line.verdict is not None and line.verdict.valid_until:
            day = format_date(date.fromisoformat(line.verdict.valid_until), language())
            until = _("valid until {day}").format(day=day)
        return " · ".join(part for part in (line.title, opened, until) if part)

    @staticmethod
    def case_state(line: CaseLine) -> str:
        """Where a case stands, in a word."""
        if line.verdict is not None and line.case.state != "open":
            return _(OUTCOMES[line.verdict.outcome])
        return _(CASE_STATES.get(line.case.state, line.case.state))

    def partnership_note(self, one: Partnership) -> str:
        """A partnership's type, value and days."""
        strategy = self._definitions.strategy
        value = format_money(one.value, one.currency, language()) if one.value else ""
        parts = (words.type_name(strategy, one.type), value, self._span(one))
        return " · ".join(part for part in parts if part)

    @staticmethod
    def _span(one: Partnership) -> str:
        days = [format_date(date.fromisoformat(day), language()) for day in (one.starts_on, one.ends_on) if day]
        return _("{start} to {end}").format(start=days[0], end=days[1]) if len(days) == 2 else "".join(days)

    def agreement_title(self, one: Agreement) -> str:
        """An agreement's type and reference."""
        kind = self._definitions.agreements.get(one.type)
        return " · ".join(part for part in (pick(kind.name) if kind else one.type, one.reference) if part)

    @staticmethod
    def agreement_state(one: Agreement) -> str:
        """Where an agreement stands, in a word."""
        return _(AGREEMENT_STATES.get(one.state, one.state))

    def deed_note(self, deed: Deed, partner: str) -> str:
        """What a deed on this partner (its name) changed, with the values before and after where they read easily."""
        about = deed.about if deed.about != partner else ""
        fresh = not any(one.before for one in deed.changed)
        changed = () if fresh else tuple(map(self._changed_words, deed.changed))
        return " · ".join(part for part in (about, *changed) if part)

    def _changed_words(self, one: Changed) -> str:
        if one.field not in words.FIELDS:
            return ""
        strategy = self._definitions.strategy
        before = words.shown(strategy, one.field, one.before, self._officers) or "–"
        after = words.shown(strategy, one.field, one.after, self._officers) or "–"
        if before == after:
            return ""
        said = _("{field}: {before} → {after}")
        return said.format(field=words.field_name(one.field), before=before, after=after)

    @staticmethod
    def deed_moment(deed: Deed) -> str:
        """When it was done."""
        return format_moment(deed.at, language())
