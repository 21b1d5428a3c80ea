"""What a partner and IOM want to do together."""

from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.base.text import _
from desktop.presenters import partner_labels as labels
from desktop.presenters.form import Option
from desktop.presenters.registry.partnership import PartnershipPresenter
from desktop.ui.forms.choices import CheckLine, ChoiceRows, MultiChoice
from desktop.ui.forms.fields import (
    ChoiceField,
    DateField,
    Field,
    FieldRow,
    MoneyField,
    NumberField,
    TextArea,
    TextField,
)
from desktop.ui.views.view import View
from desktop.ui.widgets import Message, SectionBox, Text, column, empty_layout, icon_button, line, set_shown


class PartnershipView(View[PartnershipPresenter]):
    """One page in five groups; nothing but a title is needed to save."""

    def build(self) -> None:
        """What for, what kind, what is brought, what it involves, where and when."""
        page, presenter = self.page, self.presenter
        self._fields: dict[str, Field] = {}
        self._several: dict[str, MultiChoice] = {}
        page.set_crumbs(
            [
                (_("Partners"), lambda: presenter.open_place("partners")),
                (presenter.partner.name, lambda: presenter.open_place("partner", id=presenter.partner.id)),
                (_("Partnership"), None),
            ]
        )
        self._build_purpose()
        self._build_kind()
        self._build_brought()
        self._build_features()
        self._build_place()
        page.bar.back(_("Back to the partner"), lambda: presenter.open_place("partner", id=presenter.partner.id))
        page.bar.primary(_("Save the partnership"), self._save)

    def focus_first(self) -> None:
        """Into the title of a new partnership; a known one is read from its top."""
        if self.presenter.id:
            super().focus_first()
        else:
            self._fields["title"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _field(self, name: str, field: TextField | TextArea) -> TextField | TextArea:
        field.committed.connect(lambda text: self.presenter.set(name, text.strip()))
        self._fields[name] = field
        return field

    def _choices(self, name: str, question: str, options: list[Option]) -> MultiChoice:
        choices = MultiChoice(question, options)
        choices.changed.connect(lambda keys: self.presenter.set(name, list(keys)))
        self._several[name] = choices
        return choices

    def _build_purpose(self) -> None:
        page, presenter = self.page, self.presenter
        what = page.add(SectionBox(_("What for"), gap=16))
        what.add(self._field("title", TextField(_("&Title"), _("In a few words, as it will be listed."))))
        help_text = _(
            "The one goal that both sides pursue (¶18): it opens the agreement. Complete “The parties want to …”."
        )
        what.add(self._field("purpose", TextArea(_("Common &purpose"), help_text, 3)))
        what.add(self._choices("aims", _("Aims (¶15)"), [Option(*aim) for aim in presenter.aims()]))

    def _build_kind(self) -> None:
        presenter = self.presenter
        kind = self.page.add(SectionBox(_("What kind"), gap=16))
        self.type = kind.add(
            ChoiceRows(_("Main type (¶29)"), [Option(*agreement_kind) for agreement_kind in presenter.types()])
        )
        self.type.chosen.connect(lambda code: presenter.set("type", code))
        others = [Option(code, name) for code, name, _objective in presenter.types()]
        kind.add(self._choices("other_types", _("Further types, if any"), others))

    def _build_brought(self) -> None:
        presenter = self.presenter
        brought = self.page.add(SectionBox(_("What the partner brings"), gap=16))
        kinds = [Option(key, _(name)) for key, (name, _note) in labels.CONTRIBUTIONS.items()]
        brought.add(self._choices("contribution_kinds", _("Kinds of contribution"), kinds))
        goods = [Option(key, _(name)) for key, name in labels.GOODS.items()]
        self.goods = brought.add(self._choices("goods_kinds", _("Which goods?"), goods))
        help_text = _("Everything the partner brings, goods and services at their market value; an estimate will do.")
        self.value = brought.add(MoneyField(_("&Value"), presenter.currencies(), help_text))
        self.value.money.connect(presenter.set_money)
        note = _("At the United Nations operational rate of the month: the limits of authority are in dollars.")
        self.usd = brought.add(NumberField(_("The same in &US dollars"), note, unit="USD"))
        self.usd.number.connect(presenter.set_usd)
        self.agreement = brought.add(ChoiceField(_("Type of &agreement"), presenter.agreement_types(), chars=40))
        self.agreement.chosen.connect(lambda code: presenter.set("agreement_type", code))

    def _build_features(self) -> None:
        note = _("Each yes opens the questions and the clauses that it needs, and no others.")
        involved = self.page.add(SectionBox(_("What it involves"), note, gap=16))
        self.features: dict[str, CheckLine] = {}
        frame = involved.add(QWidget())
        inner = column(frame, 0)
        for key, (title, explained) in labels.FEATURES.items():
            row = CheckLine(_(title), _(explained) if explained else "")
            row.clicked.connect(self._tell_features)
            self.features[key] = row
            inner.addWidget(row)

    def _tell_features(self) -> None:
        self.presenter.set("features", [key for key, row in self.features.items() if row.isChecked()])

    def _build_place(self) -> None:
        presenter = self.presenter
        where = self.page.add(SectionBox(_("Where and when"), gap=16))
        self._build_countries(where)
        clock = presenter.office.work.clock
        self.start, self.end = DateField(_("&Start"), clock), DateField(_("&End"), clock)
        for name, field in (("starts_on", self.start), ("ends_on", self.end)):
            field.day.connect(lambda day, name=name: presenter.set(name, day.isoformat() if day else None))
        where.add(FieldRow(self.start, self.end))
        where.add(self._choices("themes", _("Themes"), [Option(*theme) for theme in presenter.themes()]))
        note = _("A declared emergency allows some answers to come later; it removes none.")
        self.emergency = where.add(CheckLine(_("It answers a sudden emergency"), note))
        self.emergency.clicked.connect(lambda: presenter.set("emergency", self.emergency.isChecked()))

    def _build_countries(self, where: SectionBox) -> None:
        self.country = where.add(ChoiceField(_("&Countries of the activities"), self.presenter.countries()))
        self.country.chosen.connect(self._add_country)
        self.chosen = where.add(QWidget())
        self._chosen_rows = column(self.chosen, 4)

    def _add_country(self, code: str) -> None:
        self.presenter.add_country(code)
        self.country.write("")

    # Showing

    def show_state(self) -> None:
        """The form as it stands."""
        presenter, values = self.presenter, self.presenter.values
        title = values["title"] or _("New partnership")
        state = _("With {name}. Only the title is needed now.").format(name=presenter.partner.name)
        self.page.set_title(title, state)
        for name, field in self._fields.items():
            field.set_value(values[name])
        for name, choice in self._several.items():
            choice.set_value(values[name])
        self.type.set_value(values["type"] or None)
        for code, button in self._several["other_types"].buttons.items():
            set_shown(button, code != values["type"])
        self._show_brought()
        self._show_place()
        for key, row in self.features.items():
            row.setChecked(key in values["features"])
        set_shown(self.features["children"], "beneficiary_contact" in values["features"])
        self._show_restored()

    def _show_brought(self) -> None:
        presenter, values = self.presenter, self.presenter.values
        set_shown(self.goods, presenter.has_goods)
        self.value.set_money(_number(values["value"]), values["currency"])
        self.usd.set_number(_number(values["value_usd"]))
        set_shown(self.usd, presenter.needs_usd)
        self.agreement.set_value(values["agreement_type"] or presenter.proposed)
        self.agreement.echo.set(presenter.proposal)

    def _show_place(self) -> None:
        values = self.presenter.values
        self.start.set_day(_day(values["starts_on"]))
        self.end.set_day(_day(values["ends_on"]))
        self.emergency.setChecked(values["emergency"])
        empty_layout(self._chosen_rows)
        for code, name in self.presenter.country_names():
            self._chosen_rows.addWidget(self._country_row(code, name))
        set_shown(self.chosen, bool(values["countries"]))

    def _country_row(self, code: str, name: str) -> QWidget:
        holder = QWidget()
        row = line(holder, 8)
        row.addWidget(Text(name, measure=0))
        sentence = _("Take off {name}").format(name=name)
        row.addWidget(icon_button("remove", sentence, lambda: self.presenter.remove_country(code)))
        row.addStretch(1)
        return holder

    def _show_restored(self) -> None:
        presenter = self.presenter
        if not presenter.restored:
            self.page.clear_message("restored")
            return
        again = (_("Go back to what was saved"), presenter.start_over)
        sentence = _("What you had typed and not saved is here again.")
        self.page.show_message(Message("info", sentence, actions=(again,)), "restored", self._seen)

    def _seen(self) -> None:
        self.presenter.restored = False
        self.page.clear_message("restored")

    def _save(self) -> None:
        for field in (*self._fields.values(), self.value, self.usd, self.start, self.end):
            field.commit()
        titled = bool(self.presenter.values["title"])
        title = self._fields["title"]
        title.set_error("" if titled else _("Say in a few words what is planned."))
        if titled:
            self.presenter.save()
        else:
            self.page.reveal(title.box)


def _number(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
