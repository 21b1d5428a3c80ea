"""The page of one partner."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop.base import places
from desktop.base.text import _, language, pick
from desktop.presenters import partner_labels as labels
from desktop.presenters.record_labels import field_name
from desktop.presenters.registry.partner import TABS, PartnerPresenter
from desktop.store.records import Partner, Person
from desktop.ui.forms.choices import CheckLine, MultiChoice, Option
from desktop.ui.forms.fields import ChoiceField, DateField, Field, FieldRow, NumberField, TextArea, TextField
from desktop.ui.keyboard import shortcut
from desktop.ui.lists import Row, RowList
from desktop.ui.views.view import View
from desktop.ui.widgets import (
    Button,
    Card,
    Chip,
    EmptyState,
    KeyValues,
    Mark,
    Message,
    NextStep,
    Section,
    Tabs,
    Text,
    column,
    level_mark,
    line,
    literal,
    set_shown,
)

OUTCOME_TONES = {"approved": "good", "conditions": "good", "refused": "bad", "sent_back": "warn"}
AGREEMENT_TONES = {"draft": "neutral", "final": "info", "printed": "info", "active": "good", "ended": "neutral"}


class PartnerView(View[PartnerPresenter]):
    """Header, next step, four faces. Ctrl+Enter does the next step, Ctrl+Z takes the last change back."""

    def build(self) -> None:
        """Everything once; the form of facts and that of a person are shown when asked for."""
        page, presenter = self.page, self.presenter
        self.chip = Chip()
        page.add_beside_title(self.chip)
        self.supplier = page.add(Card())
        self.supplier_text = self.supplier.add(Text())
        self.next = page.add(NextStep())
        self.tabs = page.add(Tabs())
        self.tabs.add("overview", _("Overview"), self._overview())
        self.tabs.add("diligence", _("Due diligence"), self._diligence())
        self.tabs.add("agreements", _("Partnerships and agreements"), self._agreements())
        self.tabs.add("history", _("History"), self._history())
        self.tabs.show_face(presenter.tab)
        self.tabs.turned.connect(presenter.turn)
        page.add_stretch()
        self.away = page.bar.other(_("Put away"), presenter.archive)
        self.away.setToolTip(_("It leaves the lists; nothing is deleted, and it can be brought back."))
        self.plan = page.bar.other(_("Plan a partnership"), presenter.plan)
        shortcut(self, "Ctrl+Z", presenter.take_back)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut(self, keys, presenter.do_next)
        shortcut(self, "Ctrl+Tab", lambda: self._turn_tab(1))
        shortcut(self, "Ctrl+Shift+Tab", lambda: self._turn_tab(-1))

    # Overview

    def _overview(self) -> QWidget:
        face = QWidget()
        inner = column(face, 16)
        self.facts = Section(_("Facts"))
        self.edit = Button(_("Edit the facts"), lambda: self.presenter.edit(not self.presenter.editing), "link", "edit")
        self.facts.add_beside_title(self.edit)
        self.values = self.facts.add(KeyValues())
        self.form: FactsForm | None = None  # made when first asked for, like the form of a person
        inner.addWidget(self.facts)
        self.family = Section(_("Group of companies"))
        self.family_list = self.family.add(RowList(_("Group of companies"), fits=True, arrows=True))
        self.family_list.opened.connect(lambda key: self.presenter.open_partner(str(key)))
        inner.addWidget(self.family)
        note = _("Owners, directors and signatories are screened: their birth and nationality avoid false matches.")
        self.persons = Section(_("Persons"), note)
        add = Button(_("Add a person"), lambda: self.presenter.edit_person(""), "link", "add")
        self.persons.add_beside_title(add)
        empty = EmptyState("user", _("Nobody yet. Add at least the owners, the directors and the person who signs."))
        self.person_list = self.persons.add(RowList(_("Persons"), empty, fits=True, arrows=True))
        self.person_list.opened.connect(lambda key: self.presenter.edit_person(str(key)))
        self.person_form: PersonForm | None = None
        inner.addWidget(self.persons)
        inner.addStretch(1)
        return face

    def _list(self, title: str, drawing: str, empty: str, opened: Callable[[object], None]) -> RowList:
        made = RowList(title, EmptyState(drawing, empty), fits=True, arrows=True)
        made.opened.connect(opened)
        return made

    def _diligence(self) -> QWidget:
        face = QWidget()
        inner = column(face, 16)
        empty = _("No due diligence yet. It begins from a planned partnership, and comes before any agreement (¶21).")
        self.case_list = self._list(_("Due diligence"), "diligence", empty, self.presenter.open_case)
        inner.addWidget(self.case_list)
        inner.addStretch(1)
        return face

    def _agreements(self) -> QWidget:
        face = QWidget()
        inner = column(face, 16)
        planned, written = Section(_("Partnerships")), Section(_("Agreements"))
        none = _("No partnership planned yet. Say what you want to do together: everything else follows from it.")
        self.partnership_list = planned.add(
            self._list(_("Partnerships"), "results", none, self.presenter.open_partnership)
        )
        none = _("No agreement yet. The final text needs a favourable decision; a draft can be prepared before.")
        self.agreement_list = written.add(
            self._list(_("Agreements"), "agreements", none, self.presenter.open_agreement)
        )
        inner.addWidget(planned)
        inner.addWidget(written)
        inner.addStretch(1)
        return face

    def _history(self) -> QWidget:
        face = QWidget()
        inner = column(face, 16)
        self.deed_list = RowList(_("History"), EmptyState("audit", _("The history is being read.")), fits=True)
        inner.addWidget(self.deed_list)
        inner.addStretch(1)
        return face

    def _turn_tab(self, step: int) -> None:
        at = (TABS.index(self.presenter.tab) + step) % len(TABS)
        self.tabs.show_face(TABS[at])

    # Showing

    def show_state(self) -> None:
        """Everything agrees with the presenter."""
        self._show_head()
        self._show_overview()
        self._show_lists()
        self._show_undo()

    def _show_head(self) -> None:
        presenter, one = self.presenter, self.presenter.partner
        self.page.set_crumbs([(_("Partners"), lambda: presenter.open_place("partners")), (one.name, None)])
        state = " · ".join(part for part in (presenter.kind, presenter.stage, presenter.next_action) if part)
        self.page.set_title(one.name, f"{presenter.headline}\n{state}" if presenter.headline else state)
        self.chip.set(level_mark(presenter.level))
        said = _("Also a supplier of IOM, or likely to bid: no undue advantage may follow (¶24).")
        self.supplier_text.set(f"{said} {one.supplier_note}".strip())
        set_shown(self.supplier, one.supplier)
        step = presenter.next
        self.next.set(step.sentence, step.detail, step.button, presenter.do_next)
        set_shown(self.away, not one.archived)  # the next step of one put away is to bring it back
        set_shown(self.plan, not presenter.plans_next)

    def _show_overview(self) -> None:
        presenter = self.presenter
        self.values.set(presenter.facts())
        set_shown(self.values, not presenter.editing)
        self.edit.setText(_("Close the form") if presenter.editing else _("Edit the facts"))
        if presenter.editing and self.form is None:
            self.form = self.facts.add(FactsForm(presenter))
        if self.form is not None:
            set_shown(self.form, presenter.editing)
            self.form.show_state()
        family = (
            [Row(presenter.parent.id, presenter.parent.name, right=_("Parent company"))] if presenter.parent else []
        )
        family += [Row(child.id, child.name, right=_("Subsidiary")) for child in presenter.children]
        self.family_list.set_rows(family)
        set_shown(self.family, bool(family))
        self.person_list.set_rows([self._person_row(one) for one in presenter.people])
        adding = presenter.edited_person == ""
        set_shown(self.person_list, bool(presenter.people) or not adding)
        self._show_person_form()

    def _show_person_form(self) -> None:
        if self.presenter.edited_person is not None and self.person_form is None:
            self.person_form = self.persons.add(PersonForm(self.presenter))
        if self.person_form is not None and self.person_form.show_state():
            box = self.person_form.name.box
            QTimer.singleShot(0, self, lambda: self.page.reveal(box))

    def _person_row(self, one: Person) -> Row:
        lacks = self.presenter.lines.person_lacks(one)
        return Row(one.id, one.name, self.presenter.lines.person_note(one), Mark("warn", lacks) if lacks else None)

    def _show_lists(self) -> None:
        presenter = self.presenter
        self.case_list.set_rows(
            [
                Row(
                    at.case.id,
                    at.case.number or _("Due diligence"),
                    presenter.lines.case_note(at),
                    Mark(OUTCOME_TONES.get(at.verdict.outcome, "info"), presenter.lines.case_state(at))
                    if at.verdict and at.case.state != "open"
                    else Mark("info", presenter.lines.case_state(at)),
                )
                for at in presenter.cases
            ]
        )
        self.partnership_list.set_rows(
            [Row(one.id, one.title, presenter.lines.partnership_note(one)) for one in presenter.partnerships]
        )
        self.agreement_list.set_rows(
            [
                Row(
                    one.id,
                    presenter.lines.agreement_title(one),
                    mark=Mark(AGREEMENT_TONES.get(one.state, "neutral"), presenter.lines.agreement_state(one)),
                    drawing="agreements",
                )
                for one in presenter.agreements
            ]
        )
        if presenter.deeds is not None:
            self.deed_list.set_rows(
                [
                    Row(
                        f"{deed.device}:{deed.number}",
                        deed.sentence,
                        presenter.lines.deed_note(deed, presenter.partner.name),
                        right=presenter.lines.deed_moment(deed),
                    )
                    for deed in presenter.deeds
                ]
            )

    def _show_undo(self) -> None:
        undo = self.presenter.undo
        if undo is None:
            self.page.clear_message("undo")
            return
        message = Message("good", undo.text, actions=((_("Undo"), self.presenter.take_back),))
        self.page.show_message(message, "undo", self.presenter.keep_change)


class FactsForm(QWidget):
    """The facts as fields; each is kept as soon as it is left."""

    def __init__(self, presenter: PartnerPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._strategy = presenter.office.definitions.strategy
        self._fields: dict[str, Field] = {}
        self._layout = column(self, 16)
        self._build_names()
        self._build_contacts()
        self._build_work()
        self._build_rest()

    def _text(self, name: str, field: Field) -> Field:
        self._fields[name] = field
        field.committed.connect(lambda text: self._presenter.set(name, text.strip()))
        return field

    def _choice(self, name: str, options: tuple[tuple[str, str], ...]) -> ChoiceField:
        field = ChoiceField(field_name("partner", name), options, chars=0)
        field.chosen.connect(lambda code: self._presenter.set(name, code))
        self._fields[name] = field
        return field

    def _line(self, *names: str) -> None:
        made = [self._text(name, TextField(field_name("partner", name))) for name in names]
        self._layout.addWidget(FieldRow(*made) if len(made) > 1 else made[0])

    def _build_names(self) -> None:
        self._line("name")
        groups = tuple((one.id, pick(one.label)) for one in self._strategy.groups)
        self._kinds = self._choice("subtype", ())
        self._layout.addWidget(FieldRow(self._choice("group", groups), self._kinds))
        self._layout.addWidget(FieldRow(self._choice("country", places.countries(language())), self._town()))
        self._line("registration", "lei")
        note = _("Parted by semicolons; screening looks for them too.")
        self.others = TextField(field_name("partner", "other_names"), note)
        self.others.committed.connect(self._set_others)
        self._layout.addWidget(self.others)

    def _town(self) -> Field:
        return self._text("city", TextField(field_name("partner", "city")))

    def _build_contacts(self) -> None:
        self._line("address")
        self._line("email", "phone")
        self._line("website", "brought_by")

    def _build_work(self) -> None:
        self.employees = NumberField(field_name("partner", "employees"), chars=10, places=0)
        self.employees.number.connect(lambda number: self._presenter.set("employees", _whole(number)))
        founded = self._text(
            "founded", TextField(field_name("partner", "founded"), _("A year, or a day like 24/03/2011."), 14)
        )
        self._layout.addWidget(FieldRow(self.employees, founded))
        self.sectors = MultiChoice(_("Sectors"), [Option(key, _(name)) for key, name in labels.SECTORS.items()])
        self.sectors.changed.connect(lambda keys: self._presenter.set("sectors", list(keys)))
        self.traits = MultiChoice(_("Particular traits"), [Option(key, _(name)) for key, name in labels.TRAITS.items()])
        self.traits.changed.connect(lambda keys: self._presenter.set("traits", list(keys)))
        self._layout.addWidget(self.sectors)
        self._layout.addWidget(self.traits)

    def _build_rest(self) -> None:
        self.supplier = CheckLine(_("It sells to IOM, or is likely to bid"), _("Procurement must know of it (¶24)."))
        self.supplier.clicked.connect(lambda: self._presenter.set("supplier", self.supplier.isChecked()))
        self._layout.addWidget(self.supplier)
        self.note = self._text("supplier_note", TextField(field_name("partner", "supplier_note")))
        self._layout.addWidget(self.note)
        self.day = DateField(field_name("partner", "next_action_on"))
        self.day.day.connect(self._set_day)
        note = _("Your own note; it is shown on this page and in the list of partners.")
        action = self._text("next_action", TextField(field_name("partner", "next_action"), note))
        self._layout.addWidget(FieldRow(action, self.day))
        for name in ("summary", "notes"):
            self._layout.addWidget(self._text(name, TextArea(field_name("partner", name), lines=3)))

    def _set_others(self, text: str) -> None:
        self._presenter.set("other_names", [name.strip() for name in text.split(";") if name.strip()])

    def _set_day(self, day: date | None) -> None:
        if day is not None or not self.day.text().strip():
            self._presenter.set("next_action_on", None if day is None else day.isoformat())

    def show_state(self) -> None:
        """The values as they are kept."""
        one: Partner = self._presenter.partner
        kinds = tuple((kind.id, pick(kind.label)) for kind in self._strategy.subtypes_of(one.group))
        self._kinds.set_options(kinds)
        for name, field in self._fields.items():
            field.set_value(labels.typed_date(one.founded or "") if name == "founded" else getattr(one, name) or "")
        register, example = places.register_of(one.country)
        if register:
            hint = _("{register}, for instance {example}").format(register=register, example=example)
            self._fields["registration"].help.set(hint)
        self.others.set_value("; ".join(one.other_names))
        self.employees.set_value(labels.whole_number(one.employees))
        self.day.set_day(_day(one.next_action_on))
        self.sectors.set_value(one.sectors)
        self.traits.set_value(one.traits)
        self.supplier.setChecked(one.supplier)
        set_shown(self.note, one.supplier)


class PersonForm(Card):
    """One person: the minimum that screening and signing need."""

    def __init__(self, presenter: PartnerPresenter) -> None:
        super().__init__(_("Person"))
        self._presenter, self._about = presenter, ""
        self.name = self.add(TextField(_("Name"), _("As in the identity document.")))
        self.roles = self.add(MultiChoice(_("Roles"), [Option(key, _(name)) for key, name in labels.ROLES.items()]))
        self.function = TextField(_("Function"))
        self.others = TextField(_("Other names"), _("Parted by semicolons."))
        self.add(FieldRow(self.function, self.others))
        self.birth = TextField(_("Date of birth"), _("A day like 24/11/1984, or only the year."), 14)
        self.nationality = ChoiceField(_("Nationality"), places.countries(language()), chars=0)
        self.add(FieldRow(self.birth, self.nationality))
        self.email, self.phone = TextField(_("Email address")), TextField(_("Telephone"))
        self.add(FieldRow(self.email, self.phone))
        foot = QWidget()
        row = line(foot, 12)
        self.remove = Button(_("Take off this person"), presenter.archive_person, "link", "remove")
        row.addWidget(self.remove)
        row.addStretch(1)
        row.addWidget(Button(_("Cancel"), lambda: presenter.edit_person(None)))
        self.keep = Button(_("Keep this person"), self._save)
        row.addWidget(self.keep)
        self.add(foot)

    def show_state(self) -> bool:
        """Open with the person's values, or closed; what is being typed stays. Says whether it was just opened."""
        wanted = self._presenter.edited_person
        set_shown(self, wanted is not None)
        if wanted is None or self._about == (wanted or "new"):
            self._about = self._about if wanted is not None else ""
            return False
        self._about = wanted or "new"
        person = self._presenter.person
        self.title.set(literal(person.name) if person else _("New person"))
        self._fill(person or Person(partner_id="", name=""))
        set_shown(self.remove, person is not None)
        self.name.set_error("")
        return True

    def _fill(self, person: Person) -> None:
        for field, text in (
            (self.name, person.name),
            (self.function, person.title),
            (self.others, "; ".join(person.other_names)),
            (self.birth, labels.typed_date(person.birth_date)),
            (self.email, person.email),
            (self.phone, person.phone),
        ):
            field.write(text)
        self.nationality.write(person.nationality)
        self.roles.set_value(person.roles)

    def _save(self) -> None:
        if not self.name.text().strip():
            self.name.set_error(_("Type the name as in the identity document."))
            self.name.box.setFocus()
            return
        self._presenter.save_person(
            name=" ".join(self.name.text().split()),
            roles=list(self.roles.value()),
            title=self.function.text().strip(),
            other_names=[name.strip() for name in self.others.text().split(";") if name.strip()],
            birth_date=self.birth.text(),
            nationality=self.nationality.value() or "",
            email=self.email.text().strip(),
            phone=self.phone.text().strip(),
        )


def _whole(number: Decimal | None) -> int | None:
    return None if number is None else int(number)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
