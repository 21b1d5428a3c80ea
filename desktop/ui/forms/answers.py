"""One control for each type of answer. A control shows and tells a value in the shape that `definitions.answers` says.

What cannot be understood is told as it was typed, so that nothing is lost; the questionnaire then says what is wrong.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.base.dates import NotADate, parse_date
from desktop.base.numbers import Ambiguous, NotANumber, format_date, format_number, parse_number
from desktop.base.text import Text as Words
from desktop.base.text import _, language, pick, plural
from desktop.definitions.answers import CHOICE_TYPES, UNKNOWN, LabelledCode, Question, is_day
from desktop.ui.forms.choices import CheckLine, ChoiceRows, MultiChoice, Option
from desktop.ui.forms.fields import DateField, NumberField, TextArea, TextField
from desktop.ui.forms.groups import Column, Groups
from desktop.ui.keyboard import Letters
from desktop.ui.widgets import Button, column, line

YES, NO = "yes", "no"
NOTHING_ELSE = "none"  # the choice that excludes the others


class Control(QWidget):
    """Shows one answer. `changed` tells the value, `recorded` the findings or milestones that go with it.

    A value that it told itself is not written back into its fields, so nothing being typed is ever lost.
    """

    changed = Signal(object)
    recorded = Signal(object)

    def __init__(self, question: Question, letters: Letters) -> None:
        super().__init__()
        self.question, self.letters = question, letters
        self._value: Any = None
        self._records: Any = None
        self.rows = column(self, 16)
        self.build()

    def build(self) -> None:
        """Make the widgets, once."""
        raise NotImplementedError

    def take(self) -> Any:
        """The value in the widgets; None when nothing is given."""
        raise NotImplementedError

    def write(self, value: Any) -> None:
        """Put a value, or None, into the widgets without telling."""
        raise NotImplementedError

    def take_records(self) -> list[dict[str, Any]]:
        """The findings or milestones in the widgets."""
        return []

    def write_records(self, records: Sequence[Mapping[str, Any]]) -> None:
        """Put findings or milestones into the widgets without telling."""

    def show_value(self, value: Any, records: Sequence[Mapping[str, Any]] = ()) -> None:
        """Show an answer, unless it is the one shown already."""
        if value != self._value:
            self._value = value
            self.write(None if value == UNKNOWN else value)
        if list(records) != (self._records or []):
            self._records = list(records)
            self.write_records(records)

    def tell(self) -> None:
        """Tell what is in the widgets, if it changed."""
        value = self.take()
        if value != self._value:
            self._value = value
            self.changed.emit(value)

    def tell_records(self) -> None:
        """Tell the findings or milestones."""
        self._records = self.take_records()
        self.recorded.emit(self._records)

    def offered(self, names: Sequence[tuple[str, Words]], heading: str = "") -> ChoiceRows:
        """Rows to choose from, each with its letter."""
        options = [Option(key, self.letters.mark(pick(words))) for key, words in names]
        made = ChoiceRows(heading or pick(self.question.label), options, heading=bool(heading))
        made.chosen.connect(lambda _key: self.tell())
        self.rows.addWidget(made)
        return made

    def assessment(self) -> ChoiceRows:
        """The officer's assessment of what was said."""
        return self.offered([(one.id, one.label) for one in self.question.choices], _("Your finding"))

    def area(self, label: str, help_text: str = "", lines: int = 3) -> TextArea:
        """A field of several lines."""
        made = TextArea(label, help_text, lines)
        made.committed.connect(lambda _text: self.tell())
        self.rows.addWidget(made)
        return made

    def number(self, label: str, unit: str = "", places: int = 2) -> NumberField:
        """A field for a number."""
        made = NumberField(label, places=places, unit=unit)
        made.committed.connect(lambda _text: self.tell())
        self.rows.addWidget(made)
        return made


def as_number(text: str, places: int = 2) -> str:
    """Decimal text for what was typed, or what was typed."""
    try:
        return str(parse_number(text, language(), places=places))
    except (NotANumber, Ambiguous):
        return text.strip()


def as_typed(number: object) -> str:
    """A kept number as the language writes it, or what was typed."""
    try:
        return format_number(Decimal(str(number)), language())
    except InvalidOperation:
        return str(number)


def as_day(text: str) -> str:
    """The ISO day for what was typed, or what was typed."""
    try:
        return parse_date(text).isoformat()
    except NotADate:
        return text.strip()


def as_date(day: object) -> str:
    """A kept day as the language writes it, or what was typed."""
    return format_date(date.fromisoformat(str(day)), language(), "short") if is_day(day) else str(day or "")


class ChoiceControl(Control):
    """One of a few answers."""

    def build(self) -> None:
        self.choices = self.offered([(one.id, one.label) for one in self.question.choices])

    def take(self) -> Any:
        return self.choices.value()

    def write(self, value: Any) -> None:
        self.choices.set_value(value if isinstance(value, str) else None)


class ChoicesControl(Control):
    """Any number of answers, and a few words."""

    def build(self) -> None:
        options = [Option(one.id, self.letters.mark(pick(one.label))) for one in self.question.choices]
        self.choices = MultiChoice(pick(self.question.label), options, heading=False)
        self.choices.changed.connect(self._chosen)
        self.rows.addWidget(self.choices)
        self.text = self.area(_("Details"))

    def _chosen(self, keys: Sequence[str]) -> None:
        before = (self._value or {}).get("choices") or []
        if NOTHING_ELSE in keys and len(keys) > 1:
            fresh = NOTHING_ELSE not in before
            self.choices.set_value([NOTHING_ELSE] if fresh else [key for key in keys if key != NOTHING_ELSE])
        self.tell()

    def take(self) -> Any:
        chosen, text = list(self.choices.value()), self.text.text()
        return {"choices": chosen, "text": text} if chosen or text else None

    def write(self, value: Any) -> None:
        kept = value or {}
        self.choices.set_value(kept.get("choices") or ())
        self.text.set_value(kept.get("text", ""))


class TextControl(Control):
    """A text and what the officer makes of it."""

    def build(self) -> None:
        declared = "P" in self.question.who
        self.text = self.area(_("What the partner declares") if declared else _("Your answer"), lines=4)
        self.found = self.assessment()

    def take(self) -> Any:
        return _assessed({"text": self.text.text()}, self.found)

    def write(self, value: Any) -> None:
        kept = value or {}
        self.text.set_value(kept.get("text", ""))
        self.found.set_value(kept.get("assessment"))


def _assessed(parts: dict[str, Any], found: ChoiceRows | None) -> Any:
    """The parts with the assessment, without what is empty; None when nothing is left."""
    kept = {key: value for key, value in parts.items() if value not in ("", None, [], False)}
    if found is not None and found.value():
        kept["assessment"] = found.value()
    return kept or None


class CountControl(Control):
    """A whole number, a few words, and what the officer makes of it; the partner's side has no assessment."""

    assessed = True

    def build(self) -> None:
        self.figure = self.number(_("Number"), places=0)
        self.text = self.area(_("Details"))
        self.found = self.assessment() if self.assessed else None

    def take(self) -> Any:
        typed = as_number(self.figure.text(), 0)
        number = int(typed) if typed.isdigit() else typed
        return _assessed({"number": number, "text": self.text.text()}, self.found) if typed or self._other() else None

    def _other(self) -> bool:
        return bool(self.text.text() or (self.found and self.found.value()))

    def write(self, value: Any) -> None:
        kept = value or {}
        self.figure.set_value(as_typed(kept["number"]) if kept.get("number") is not None else "")
        self.text.set_value(kept.get("text", ""))
        if self.found is not None:
            self.found.set_value(kept.get("assessment"))


class DeclaredCount(CountControl):
    """The number that the partner declares."""

    assessed = False


class NamesControl(Control):
    """Names with their shares, and what the officer makes of them."""

    def build(self) -> None:
        columns = (
            Column("name", _("Full name"), 24),
            Column("share", _("Share held, in %"), 8),
            Column("born", _("Date of birth"), 12, "date"),
            Column("nationality", _("Nationality or country"), 16),
        )
        self.names = Groups(_("Persons and entities"), columns, _("Add a name"))
        self.names.committed.connect(lambda _groups: self.tell())
        self.rows.addWidget(self.names)
        self.found = self.assessment()

    def take(self) -> Any:
        names = [
            {**line, "share": as_number(line["share"]), "born": as_day(line["born"])} for line in self.names.value()
        ]
        return _assessed({"names": [{k: v for k, v in line.items() if v} for line in names]}, self.found)

    def write(self, value: Any) -> None:
        kept = value or {}
        self.names.set_value(
            [
                _line(line, ("name", "share", "born", "nationality"))
                | {"share": as_typed(line["share"]) if line.get("share") else "", "born": as_date(line.get("born"))}
                for line in kept.get("names") or ()
            ]
        )
        self.found.set_value(kept.get("assessment"))


def _said(kept: object) -> str:
    return "" if kept is None else YES if kept else NO


def _line(kept: Mapping[str, Any], keys: Sequence[str]) -> dict[str, str]:
    return {key: str(kept.get(key) or "") for key in keys}


class PersonsControl(Control):
    """Persons with their functions; those already registered can be taken over."""

    def build(self) -> None:
        columns = (
            Column("name", _("Full name"), 24),
            Column("born", _("Date of birth"), 12, "date"),
            Column("nationality", _("Nationality"), 16),
            Column("role", _("Function"), 16),
            Column("signs", _("Signs for the partner"), 12, "choice", ((YES, _("Yes")), (NO, _("No")))),
        )
        note = _("Persons named here are also registered with the partner, so that their names are screened.")
        self.persons = Groups(_("Persons"), columns, _("Add a person"), note)
        self.persons.committed.connect(lambda _groups: self.tell())
        self.taken_over = Button("", self._take_over)
        row = line()
        row.addWidget(self.taken_over)
        row.addStretch(1)
        self.rows.addLayout(row)
        self.rows.addWidget(self.persons)
        self.offer(())

    def offer(self, registered: Sequence[Mapping[str, Any]]) -> None:
        """Propose the persons already registered."""
        self._registered = registered
        words = plural(
            "Take over the {count} person already registered",
            "Take over the {count} persons already registered",
            len(registered),
        )
        self.taken_over.setText(words)
        self.taken_over.setVisible(bool(registered) and not self.take())

    def _take_over(self) -> None:
        self.write({"persons": self._registered})
        self.tell()

    def take(self) -> Any:
        persons = [_person(line) for line in self.persons.value()]
        return {"persons": persons} if persons else None

    def write(self, value: Any) -> None:
        lines = [
            _line(one, ("name", "nationality", "role"))
            | {"born": as_date(one.get("born")), "signs": _said(one.get("signs"))}
            for one in (value or {}).get("persons") or ()
        ]
        self.persons.set_value(lines)


def _person(line: Mapping[str, str]) -> dict[str, Any]:
    kept: dict[str, Any] = {key: text for key, text in line.items() if text and key != "signs"}
    kept |= {"born": as_day(line["born"])} if line["born"] else {}
    return kept | ({"signs": line["signs"] == YES} if line["signs"] else {})


class ScreeningControl(Control):
    """A check made elsewhere, attested with the date of the list."""

    def build(self) -> None:
        self.result = self.offered([(one.id, one.label) for one in self.question.choices])
        self.day = DateField(_("Date of the list that was searched"))
        self.day.committed.connect(lambda _text: self.tell())
        self.rows.addWidget(self.day)

    def take(self) -> Any:
        kept = {"result": self.result.value(), "list_day": as_day(self.day.text())}
        return {key: value for key, value in kept.items() if value} or None

    def write(self, value: Any) -> None:
        kept = value or {}
        self.result.set_value(kept.get("result"))
        self.day.set_value(as_date(kept.get("list_day")))


class PercentsControl(Control):
    """Shares of turnover, and the role played."""

    def build(self) -> None:
        self.shares = {one.id: self.number(pick(one.label), "%") for one in self.question.shares}
        roles = [(one.id, one.label) for one in self.question.roles]
        self.role = self.offered(roles, _("Role")) if roles else None

    def take(self) -> Any:
        shares = {key: as_number(one.text()) for key, one in self.shares.items() if one.text().strip()}
        role = self.role.value() if self.role else None
        return {"percents": shares, **({"role": role} if role else {})} if shares or role else None

    def write(self, value: Any) -> None:
        kept = value or {}
        for key, one in self.shares.items():
            share = (kept.get("percents") or {}).get(key)
            one.set_value(as_typed(share) if share is not None else "")
        if self.role is not None:
            self.role.set_value(kept.get("role"))


class ScaleControl(Control):
    """From 1 to 5, in words."""

    def build(self) -> None:
        words = (_("very weak"), _("weak"), _("fair"), _("strong"), _("very strong"))
        options = [Option(str(at), f"&{at} – {word}") for at, word in enumerate(words, 1)]
        self.scale = ChoiceRows(pick(self.question.label), options, heading=False)
        self.scale.chosen.connect(lambda _key: self.tell())
        self.rows.addWidget(self.scale)
        self.text = self.area(_("Details"))

    def take(self) -> Any:
        chosen, text = self.scale.value(), self.text.text()
        parts: dict[str, Any] = {"scale": int(chosen)} if chosen else {}
        return parts | ({"text": text} if text else {}) or None

    def write(self, value: Any) -> None:
        kept = value or {}
        self.scale.set_value(str(kept["scale"]) if kept.get("scale") else None)
        self.text.set_value(kept.get("text", ""))


class AmountControl(Control):
    """An amount in US dollars."""

    def build(self) -> None:
        self.amount = self.number(_("Amount"), "USD")
        self.text = self.area(_("Details"))

    def take(self) -> Any:
        amount, text = as_number(self.amount.text()), self.text.text()
        parts = {"usd": amount} if amount else {}
        return parts | ({"text": text} if text else {}) or None

    def write(self, value: Any) -> None:
        kept = value or {}
        self.amount.set_value(as_typed(kept["usd"]) if kept.get("usd") is not None else "")
        self.text.set_value(kept.get("text", ""))


class FoundControl(Control):
    """Whether something was found; the partner's side."""

    def build(self) -> None:
        self.found = self.offered([(one.id, one.label) for one in self.question.choices])

    def take(self) -> Any:
        return {"found": self.found.value()} if self.found.value() else None

    def write(self, value: Any) -> None:
        self.found.set_value((value or {}).get("found"))


class FindingsControl(FoundControl):
    """Whether something was found, the search log, and each finding with what is known of it (dossier 2.4)."""

    def __init__(self, question: Question, letters: Letters, codes: Mapping[str, Sequence[LabelledCode]]) -> None:
        self.codes = codes
        super().__init__(question, letters)

    def build(self) -> None:
        super().build()
        note = _("Where, in which languages and on which day you searched, whatever was found.")
        self.text = self.area(_("Search log"), note)
        self.findings = Groups(_("Findings, one by one"), self._columns(), _("Add a finding"))
        self.findings.committed.connect(lambda _groups: self.tell_records())
        self.rows.addWidget(self.findings)
        self.found.chosen.connect(lambda _key: self._agree())
        self._agree()

    def _columns(self) -> tuple[Column, ...]:
        kind = [Column("kind", _("Kind"), 24, "choice", _options(self.question.kinds))] if self.question.kinds else []
        yes_no = ((YES, _("Yes")), (NO, _("No")))
        return (
            Column("source", _("Source"), 28),
            Column("status", _("Status"), 24, "choice", self._of("status")),
            *kind,
            Column("link", _("Link with the entity"), 24, "choice", self._of("link")),
            Column("date", _("Date of the facts"), 12, "date"),
            Column("running", _("Still going on"), 12, "choice", yes_no),
            Column("scale", _("Gravity"), 16, "choice", self._of("grade")),
            Column("scope", _("Number of people affected"), 16, "choice", self._of("grade")),
            Column("irremediability", _("Difficulty of putting it right"), 16, "choice", self._of("grade")),
            Column("response", _("Response of the entity"), 24, "choice", self._of("response")),
            Column("credibility", _("Credibility of the source"), 24, "choice", self._of("credibility")),
        )

    def _of(self, code: str) -> tuple[tuple[str, str], ...]:
        return _options(self.codes[code])

    def _agree(self) -> None:
        self.findings.setVisible(self.found.value() == "found" or bool(self.findings.value()))

    def take(self) -> Any:
        kept = {"found": self.found.value(), "text": self.text.text()}
        return {key: value for key, value in kept.items() if value} or None

    def write(self, value: Any) -> None:
        super().write(value)
        self.text.set_value((value or {}).get("text", ""))
        self._agree()

    def take_records(self) -> list[dict[str, Any]]:
        return [_finding(line) for line in self.findings.value()]

    def write_records(self, records: Sequence[Mapping[str, Any]]) -> None:
        keys = [one.key for one in self._columns()]
        self.findings.set_value(
            [
                _line(one, keys) | {"date": as_date(one.get("date")), "running": _said(one.get("running"))}
                for one in records
            ]
        )
        self._agree()


def _options(named: Sequence[LabelledCode]) -> tuple[tuple[str, str], ...]:
    return tuple((one.id, pick(one.label)) for one in named)


def _finding(line: Mapping[str, str]) -> dict[str, Any]:
    kept: dict[str, Any] = {key: text for key, text in line.items() if text}
    kept |= {key: int(kept[key]) for key in ("scale", "scope", "irremediability") if key in kept}
    kept |= {"date": as_day(line["date"])} if line["date"] else {}
    return kept | ({"running": line["running"] == YES} if line["running"] else {})


class PlanControl(Control):
    """The remedy plan of ¶23: its milestones, who verifies, what IOM brings, and what the officer makes of it."""

    def build(self) -> None:
        columns = (
            Column("what", _("Milestone"), 28),
            Column("owner", _("Person in charge"), 20),
            Column("due", _("Due on"), 12, "date"),
        )
        self.steps = Groups(_("Milestones"), columns, _("Add a milestone"))
        self.steps.committed.connect(lambda _groups: self.tell_records())
        self.rows.addWidget(self.steps)
        self.acknowledged = self._line(_("The partner acknowledges the shortcoming in writing"))
        self.signed = self._line(_("The head of the entity has signed the plan"))
        self.verifier = self._field(_("Who verifies that the plan is carried out"))
        self.know_how = self._field(_("Know-how and capacity that IOM brings"))
        self.found = self.assessment()

    def _line(self, title: str) -> CheckLine:
        made = CheckLine(title)
        made.clicked.connect(lambda: self.tell())
        self.rows.addWidget(made)
        return made

    def _field(self, label: str) -> TextField:
        made = TextField(label)
        made.committed.connect(lambda _text: self.tell())
        self.rows.addWidget(made)
        return made

    def take(self) -> Any:
        parts = {
            "acknowledged": self.acknowledged.isChecked(),
            "signed_by_head": self.signed.isChecked(),
            "verifier": self.verifier.text(),
            "know_how": self.know_how.text(),
        }
        return _assessed(parts, self.found)

    def write(self, value: Any) -> None:
        kept = value or {}
        self.acknowledged.setChecked(bool(kept.get("acknowledged")))
        self.signed.setChecked(bool(kept.get("signed_by_head")))
        self.verifier.set_value(kept.get("verifier", ""))
        self.know_how.set_value(kept.get("know_how", ""))
        self.found.set_value(kept.get("assessment"))

    def take_records(self) -> list[dict[str, Any]]:
        return [
            {key: as_day(text) if key == "due" else text for key, text in line.items() if text}
            for line in self.steps.value()
        ]

    def write_records(self, records: Sequence[Mapping[str, Any]]) -> None:
        self.steps.set_value([_line(one, ("what", "owner")) | {"due": as_date(one.get("due"))} for one in records])


CONTROLS: Mapping[str, type[Control]] = {
    **dict.fromkeys(CHOICE_TYPES, ChoiceControl),
    "choices": ChoicesControl,
    "text": TextControl,
    "number": CountControl,
    "names": NamesControl,
    "persons": PersonsControl,
    "screening": ScreeningControl,
    "percents": PercentsControl,
    "scale": ScaleControl,
    "amount": AmountControl,
    "plan": PlanControl,
}


def control(question: Question, letters: Letters, codes: Mapping[str, Sequence[LabelledCode]]) -> Control:
    """The control for the officer's answer to a question. `codes` are the texts of a finding's codes."""
    if question.type == "findings":
        return FindingsControl(question, letters, codes)
    return CONTROLS[question.type](question, letters)


def declared(question: Question, letters: Letters) -> Control:
    """The control for what the partner declares."""
    kinds: Mapping[str, type[Control]] = {"findings": FoundControl, "number": DeclaredCount}
    return kinds.get(question.type, CONTROLS.get(question.type, ChoiceControl))(question, letters)
