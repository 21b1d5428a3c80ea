"""Adding a partner: five fields, and a look at those that may be the same."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from desktop.base.text import _
from desktop.presenters import partner_labels as labels
from desktop.presenters.form import Option
from desktop.presenters.registry.add_partner import AddPartnerPresenter
from desktop.services.registry.duplicates import PossibleDuplicate
from desktop.ui.forms.choices import ChoiceRows, MultiChoice
from desktop.ui.forms.fields import ChoiceField, Field, FieldRow, TextArea, TextField
from desktop.ui.keyboard import shortcut
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, Card, Message, Text, column, line, set_shown

TYPING = 350  # ms without a key before partners alike are looked for


class AddPartnerView(View[AddPartnerPresenter]):
    """One page; what may be the same stands under the name while it is typed."""

    def build(self) -> None:
        """Group, name, country, number, who brought it; the rest folded."""
        page, presenter = self.page, self.presenter
        page.set_crumbs([(_("Partners"), lambda: presenter.open_place("partners")), (_("Add a partner"), None)])
        page.set_title(_("Add a partner"), _("Five facts are enough; everything can be completed later."))
        self._fields: dict[str, Field] = {}
        self._pause = QTimer(self, singleShot=True, interval=TYPING)
        self._pause.timeout.connect(presenter.look)
        self._build_main()
        self._build_more()
        page.bar.back(_("Back to the partners"), lambda: presenter.open_place("partners"))
        page.bar.other(_("Save and add another"), self._save_and_add)
        page.bar.primary(_("Save and open"), self._save)
        for keys in ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"):
            shortcut(self, keys, self._save_and_add)

    def focus_first(self) -> None:
        """Into the name: whoever comes here types it at once."""
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build_main(self) -> None:
        page, presenter = self.page, self.presenter
        self.name = self._text("name", TextField(_("&Legal name"), _("As in the statutes or the register.")))
        self.ordinary = page.add(Button("", self._take_suggestion, "link"))
        self._build_alike()
        self.country = page.add(ChoiceField(_("&Country"), presenter.countries()))
        self.country.chosen.connect(lambda code: presenter.change(country=code))
        self.number = self._text("registration", TextField(_("Re&gistration number"), " "))
        self.group = page.add(
            ChoiceRows(_("Which of the four groups (¶28)?"), [Option(*group) for group in presenter.groups()])
        )
        self.group.chosen.connect(lambda code: presenter.change(group=code))
        self.subtype = page.add(ChoiceField(_("Kind"), presenter.subtypes()))
        self.subtype.chosen.connect(lambda code: presenter.change(subtype=code))
        self.brought = self._text(
            "brought_by", TextField(_("Who &brought it?"), _("A colleague, another partner, an event, a letter…"))
        )

    def _text(self, name: str, field: TextField | TextArea, into: QWidget | None = None) -> TextField | TextArea:
        self._fields[name] = field
        field.committed.connect(lambda text, name=name: self.presenter.change(**{name: text}))
        if name in ("name", "registration") and isinstance(field, TextField):
            field.edit.textEdited.connect(lambda text: self._typed(name, text))
        if into is None:
            self.page.add(field)
        return field

    def _typed(self, name: str, text: str) -> None:
        self.presenter.change(**{name: text})
        self._pause.start()

    def _build_more(self) -> None:
        self.unfold = self.page.add(Button(_("More details"), self._turn_more, "link", "down"))
        self.more = self.page.add(QWidget())
        inner = column(self.more, 16)
        rows = (
            ("city", TextField(_("City")), "website", TextField(_("Website"))),
            ("email", TextField(_("Email address")), "phone", TextField(_("Telephone"))),
        )
        for left, left_box, right, other in rows:
            inner.addWidget(FieldRow(self._text(left, left_box, self.more), self._text(right, other, self.more)))
        inner.addWidget(self._text("address", TextField(_("Address")), self.more))
        note = _("Trade names, acronyms, former names, parted by semicolons: screening looks for them too.")
        inner.addWidget(self._text("other_names", TextField(_("Other names"), note), self.more))
        inner.addWidget(self._text("summary", TextArea(_("What it does"), lines=2), self.more))
        self.sectors = MultiChoice(_("Sectors"), [Option(key, _(name)) for key, name in labels.SECTORS.items()])
        self.sectors.changed.connect(lambda keys: self.presenter.change(sectors=keys))
        inner.addWidget(self.sectors)
        self.more.hide()

    def _turn_more(self) -> None:
        set_shown(self.more, self.more.isHidden())
        self.unfold.setText(_("More details") if self.more.isHidden() else _("Fewer details"))

    # Is it there already?

    def _build_alike(self) -> None:
        self.alike = Card(_("This partner may exist already"))
        self.page.add(self.alike)
        self.linked = Card()
        self.links = self.linked.add(Text(role="quiet"))
        self.linked.add(Button(_("Take off this link"), self.presenter.unlink, "link"))
        self.page.add(self.linked)
        self._shown: tuple[PossibleDuplicate, ...] = ()

    def _show_alike(self) -> None:
        partners_alike = self.presenter.duplicates
        set_shown(self.alike, bool(partners_alike))
        if partners_alike == self._shown:
            return
        self._shown = partners_alike
        self.alike.clear()
        for match in partners_alike:
            self.alike.add(self._one_alike(match))

    def _one_alike(self, match: PossibleDuplicate) -> QWidget:
        presenter, key = self.presenter, match.partner.id
        block = QWidget()
        inner = column(block, 4)
        inner.addWidget(Text(match.partner.name, "strong"))
        inner.addWidget(Text(presenter.why(match), "note"))
        why = TextField(_("Why is it another one?"), _("For instance: another city, another register."))
        why.hide()
        why.edit.returnPressed.connect(lambda: presenter.is_another(key, why.text()))
        answers = (
            (_("It is the same: open it"), lambda: presenter.is_the_same(key)),
            (_("It is not the same"), lambda: self._ask_why(why, key)),
            (_("The new one is its subsidiary"), lambda: presenter.is_child_of(key)),
            (_("The new one is its parent company"), lambda: presenter.is_parent_of(key)),
        )
        for pair in (answers[:2], answers[2:]):
            row = line(gap=16)
            for text, deed in pair:
                row.addWidget(Button(text, deed, "link"))
            row.addStretch(1)
            inner.addLayout(row)
        inner.addWidget(why)
        return block

    def _ask_why(self, why: TextField, partner_id: str) -> None:
        if why.isHidden():
            why.show()
            self.page.reveal(why.edit)
        elif why.text().strip():
            self.presenter.is_another(partner_id, why.text())
        else:
            why.set_error(_("Say in a few words why it is another one."))

    # Showing

    def show_state(self) -> None:
        """What is typed, what it looks like, what may be the same."""
        presenter, typed = self.presenter, self.presenter.form
        self.group.set_value(typed.group)
        if [self.subtype.combo.itemData(n) for n in range(self.subtype.combo.count())] != [
            code for code, _name in presenter.subtypes()
        ]:
            self.subtype.set_options(presenter.subtypes())
        self.subtype.set_value(typed.subtype)
        self.country.set_value(typed.country)
        for name, field in self._fields.items():
            field.set_value(getattr(typed, name))
        self.sectors.set_value(typed.sectors)
        if self.number.help.text() != presenter.number_hint:
            self.number.set_label(_("Re&gistration number"), presenter.number_hint)
        self.number.echo.set(presenter.number_known)
        sentence = _("Write “{name}”").format(name=presenter.suggestion.replace("&", "&&"))
        self.ordinary.setText(sentence)
        set_shown(self.ordinary, bool(presenter.suggestion))
        self._show_alike()
        self.links.set(presenter.links)
        set_shown(self.linked, bool(presenter.links))
        self._show_messages()

    def _show_messages(self) -> None:
        presenter = self.presenter
        if presenter.added is not None:
            partner = presenter.added
            opened = (_("Open it"), lambda: presenter.open_place("partner", id=partner.id))
            sentence = _("{name} was added. Here is an empty form for the next one.").format(name=partner.name)
            self.page.show_message(Message("good", sentence, actions=(opened,)), "added")
        else:
            self.page.clear_message("added")
        if presenter.restored:
            again = (_("Start with an empty form"), presenter.start_over)
            sentence = _("What you had typed and not saved is here again.")
            self.page.show_message(Message("info", sentence, actions=(again,)), "restored", self._seen)
        else:
            self.page.clear_message("restored")

    def _seen(self) -> None:
        self.presenter.restored = False
        self.page.clear_message("restored")

    def _take_suggestion(self) -> None:
        self.name.write(self.presenter.suggestion)
        self.name.commit()
        self.presenter.look()

    # Saving

    def _commit(self) -> bool:
        """Tell everything typed; without a name, say so at its field."""
        for field in self._fields.values():
            field.commit()
        named = bool(self.presenter.form.name.strip())
        self.name.set_error("" if named else _("Type its full legal name."))
        if not named:
            self.page.reveal(self.name.box)
        return named

    def _save(self) -> None:
        if self._commit():
            self.presenter.save()

    def _save_and_add(self) -> None:
        if self._commit():
            self.presenter.save_and_add()
            self.page.reveal(self.name.box)
