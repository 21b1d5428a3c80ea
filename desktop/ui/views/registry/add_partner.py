"""Adding a partner: five fields, and a look at those that may be the same."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop.base.text import _
from desktop.base.values import Json
from desktop.presenters.registry.add_partner import TYPED, AddPartnerPresenter
from desktop.presenters.registry.add_partner_form import further_rows, main_rows, name_rows, new_partner_shown
from desktop.services.registry.duplicates import PossibleDuplicate
from desktop.ui import deeds
from desktop.ui.forms.fields import TextField
from desktop.ui.forms.form import Form
from desktop.ui.forms.inputs import FieldInput
from desktop.ui.keyboard import ASIDE, shortcut
from desktop.ui.views.registry.elsewhere_card import ElsewhereCard
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, ButtonFlow, Card, Message, Text, UndoLine, column, set_shown

MORE = "2."  # how the names of the fields begin that are folded at first
COMPARED = ("name", "registration", "country", "website", "email")
TYPING = 350  # ms without a key before partners alike are looked for


class AddPartnerView(View[AddPartnerPresenter]):
    """One page; what may be the same stands under the name while it is typed."""

    def build(self) -> None:
        """Group, name, country, number, who brought it; the rest folded."""
        page, presenter = self.page, self.presenter
        self.keeper = self.keeping(presenter.form_draft(TYPED), self._start_over, restored=presenter.restored)
        page.set_crumbs([(_("Partners"), lambda: presenter.open_place("partners")), (_("Add a partner"), None)])
        page.set_title(_("Add a partner"), _("Five facts are enough; everything else can be completed later."))
        self._pause = QTimer(self, singleShot=True, interval=TYPING)
        self._pause.timeout.connect(presenter.look)
        self._build_main()
        self._build_more()
        page.bar.back(_("Back to the partners"), lambda: presenter.open_place("partners"))
        page.bar.other(_("Save and add another"), self._save_and_add).says_key(deeds.SAVE_AND_ADD)
        page.bar.primary(_("Save and open"), self._save)
        shortcut(self, deeds.SAVE_AND_ADD, self._save_and_add)

    def _build_main(self) -> None:
        self.forms: list[Form] = []
        self.name = self.page.add(self._form())
        self.ordinary = self.page.add(Button("", self._take_suggestion, "link"))
        self.ordinary.setProperty(ASIDE, True)
        self._build_alike()
        self.main = self.page.add(self._form())

    def _build_more(self) -> None:
        self.unfold = self.page.add(Button(_("More details"), self._turn_more, "link", "down"))
        self.more = self.page.add(self._form())
        begun = any(name.startswith(MORE) for name in self.keeper.draft.fields)
        set_shown(self.more, begun or self.presenter.restored)  # what was typed there before is in sight
        self.unfold.setText(_("More details") if self.more.isHidden() else _("Fewer details"))

    def _form(self) -> Form:
        form = Form(self.presenter.office.work.clock)
        form.changed.connect(self._take)
        self.keeper.hold_form(form, f"{len(self.forms)}.", told=True)
        self.forms.append(form)
        return form

    @property
    def fields(self) -> dict[str, FieldInput]:
        """The fields of the page, by key."""
        return {key: field for form in self.forms for key, field in form.shown.items()}

    def _take(self, key: str, value: Json) -> None:
        self.presenter.take(key, value)
        if key in COMPARED:
            self._pause.start()

    def _turn_more(self) -> None:
        set_shown(self.more, self.more.isHidden())
        self.unfold.setText(_("More details") if self.more.isHidden() else _("Fewer details"))

    # Is it there already?

    def _build_alike(self) -> None:
        self.alike = Card(_("This partner may already exist"))
        self.page.add(self.alike)
        self.elsewhere = self.page.add(ElsewhereCard())
        self.linked = Card()
        self.links = self.linked.add(Text(role="quiet"))
        self.linked.add(Button(_("Remove this link"), self._unlink, "link").destroys())
        self.page.add(self.linked)
        self.undo = self.page.add(UndoLine(self))
        for inserted in (self.alike, self.elsewhere, self.linked):
            inserted.setProperty(ASIDE, True)
        self._shown: tuple[PossibleDuplicate, ...] = ()

    def _show_alike(self) -> None:
        partners_alike = self.presenter.duplicates
        set_shown(self.alike, bool(partners_alike))
        if partners_alike == self._shown:
            return
        self._shown = partners_alike
        self.keeper.settle()  # the fields below go
        self.alike.clear()
        for match in partners_alike:
            self.alike.add(self._one_alike(match))

    def _one_alike(self, match: PossibleDuplicate) -> QWidget:
        presenter, key = self.presenter, match.partner.id
        block = QWidget()
        inner = column(block, 4)
        inner.addWidget(Text(match.partner.name, "strong"))
        inner.addWidget(Text(presenter.why(match), "note"))
        why = TextField(_("Why is it a different partner?"), _("For example: another city, another register."))
        self.keeper.hold_field(f"why.{key}", why)
        set_shown(why, bool(why.text()))
        why.edit.returnPressed.connect(lambda: self._is_another(why, key))
        answers = (
            (_("It is the same: open it"), lambda: presenter.ask_whether_the_same(key)),
            (_("It is not the same"), lambda: self._ask_why(why, key)),
            (_("It is a subsidiary of this partner"), lambda: presenter.is_child_of(key)),
            (_("It is the parent company of this partner"), lambda: presenter.is_parent_of(key)),
            (_("I am not sure: find out later"), lambda: presenter.is_not_sure(key)),
        )
        for pair in (answers[:2], answers[2:]):
            row = ButtonFlow(gap=16)
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
            self._is_another(why, partner_id)
        else:
            why.set_error(_("Say in a few words why it is a different partner."))

    def _is_another(self, why: TextField, partner_id: str) -> None:
        self.presenter.is_another(partner_id, why.text())
        self.keeper.draft.recorded(f"why.{partner_id}")

    # Showing

    def show_state(self) -> None:
        """What is typed, what it looks like, what may be the same."""
        presenter = self.presenter
        for form, rows in (
            (self.name, name_rows(presenter)),
            (self.main, main_rows(presenter)),
            (self.more, further_rows(presenter)),
        ):
            form.show_fields(rows)
            form.set_values(new_partner_shown(presenter.form))
        sentence = _("Write “{name}”").format(name=presenter.suggestion.replace("&", "&&"))
        self.ordinary.setText(sentence)
        set_shown(self.ordinary, bool(presenter.suggestion))
        self._show_alike()
        self.elsewhere.show_answer(presenter.elsewhere)
        self.links.set(presenter.links)
        set_shown(self.linked, bool(presenter.links))
        self._show_messages()

    def _show_messages(self) -> None:
        presenter = self.presenter
        if presenter.added is not None:
            partner = presenter.added
            opened = (_("Open"), lambda: presenter.open_place("partner", id=partner.id))
            sentence = _("{name} was added. Here is an empty form for the next one.").format(name=partner.name)
            self.page.show_message(Message("good", sentence, actions=(opened,)), "added")
        else:
            self.page.clear_message("added")

    def _take_suggestion(self) -> None:
        typed, suggestion = self.presenter.form.name, self.presenter.suggestion
        self._write_name(suggestion)
        sentence = _("“{name}” was replaced.").format(name=typed)
        self.undo.offer_after(_("replacing the name"), sentence, lambda: self._write_name(typed), self._take_suggestion)

    def _write_name(self, name: str) -> None:
        self.name.fill({"name": name})
        self.presenter.take("name", name)
        self.presenter.look()

    def _unlink(self) -> None:
        names = self.presenter.linked_names
        self.undo.offer(names, self.presenter.unlink(), self._unlink)

    def _start_over(self) -> None:
        self.undo.forget()
        self.presenter.start_over()

    # Saving

    def _complete(self) -> bool:
        """Tell everything typed; without a name, say so at its field."""
        return self.filled_in(*self.forms)

    def _save(self) -> None:
        if self._complete():
            self.presenter.save()

    def _save_and_add(self) -> None:
        if self._complete():
            self.presenter.save_and_add()
            self.undo.forget()
            self.page.reveal(self.fields["name"].first())
