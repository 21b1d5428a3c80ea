"""The officers of this office, and the form that adds one."""

from desktop.base.text import _, plural
from desktop.presenters.form import Option
from desktop.presenters.listing import RowCell
from desktop.presenters.office.people import PeoplePresenter, role_note
from desktop.services.office.rights import ROLE_NAMES
from desktop.store.states import Role
from desktop.ui.forms.choices import ChoiceRows
from desktop.ui.forms.fields import FieldRow, PasswordField, TextField
from desktop.ui.lists import Row, RowList
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, Card, Mark, Message, Text, UndoLine, set_shown


def as_somebody_else() -> str:
    """How one person plays both the officer and the Chief of Mission in the training office."""
    return _(
        "Here nobody has a passphrase. To act as somebody else, the Chief of Mission for "
        "instance: Ctrl+L, “Switch user”, choose the person, then “Open”."
    )


class PeopleView(View[PeoplePresenter]):
    """A list; a card with the form while somebody is added."""

    def build(self) -> None:
        page, presenter = self.page, self.presenter
        page.set_crumbs([(_("Settings"), lambda: presenter.open_place("settings")), (_("Users"), None)])
        self.list = page.add(RowList(_("Users"), fits=True, listing=presenter.listing))
        self.list.current.connect(lambda _key: self.show_state())
        self._build_form()
        page.add_stretch()
        self.remove = page.bar.other(_("Remove the access…"), self._remove, "danger")
        self.hand_over = page.bar.other(_("Hand over…"), self._hand_over)
        self.cancel = page.bar.back(_("Cancel"), self._give_up)
        self.main = page.bar.primary(_("Add a user"), self._main)

    def _build_form(self) -> None:
        presenter = self.presenter
        self.form = self.page.add(Card(_("A new user")))
        self.name = TextField(_("Name"))
        self.name.edit.textEdited.connect(lambda text: setattr(presenter, "name", text))
        self.function = TextField(_("Function"))
        self.function.edit.textEdited.connect(lambda text: setattr(presenter, "function", text))
        self.name.committed.connect(lambda text: setattr(presenter, "name", text))
        self.function.committed.connect(lambda text: setattr(presenter, "function", text))
        self.form.add(FieldRow(self.name, self.function))
        options = [Option(role, _(ROLE_NAMES[role]), role_note(role)) for role in presenter.roles]
        self.role = self.form.add(ChoiceRows(_("Role"), options))
        self.role.chosen.connect(presenter.choose_role)
        self.keeper = self.keeping(presenter.typed)
        self.keeper.hold_field("name", self.name)
        self.keeper.hold_field("function", self.function)
        self.keeper.hold_choice("role", self.role, lambda key: presenter.choose_role(Role(key)))
        self.undo = self.page.add(UndoLine(self.page))
        help_text = _("The new user types it here and tells nobody.")
        self.secret = self.form.add(PasswordField(_("Their own passphrase"), help_text))
        self.strength = self.form.add(Text(presenter.advice(""), "note"))
        self.secret.edit.textEdited.connect(lambda text: self.strength.set(presenter.advice(text)))
        self.confirming = self.form.add(
            PasswordField(
                _("Passphrase of the person who decides today"),
                _("Who decides is confirmed by somebody who decides: they type it here themselves."),
            )
        )
        self.by_kit = self.form.add(
            Button(
                _("Nobody decides here any more: open a new answer of Headquarters…"), presenter.open_kit, "outlined"
            )
        )

    def _main(self) -> None:
        if self.presenter.adding:
            self.presenter.add(self.secret.text(), self.confirming.text())
        else:
            self.presenter.begin()
            self.page.reveal(self.name)

    def _give_up(self) -> None:
        self.keeper.give_up(self._close, self.presenter.begin, self.undo.offer_after)

    def _close(self) -> None:
        for field in (self.name, self.function):
            field.write("")
            field.forget()
        self.presenter.give_up()

    def _remove(self) -> None:
        key = self.list.current_key()
        if isinstance(key, str):
            self.presenter.remove(key)

    def _hand_over(self) -> None:
        key = self.list.current_key()
        if isinstance(key, str):
            self.presenter.hand_over(key)

    def show_state(self) -> None:
        """Show the officers, and the form while it is open."""
        presenter = self.presenter
        count = len(presenter.lines)
        self.page.set_title(
            _("Users"),
            plural("{count} person has access to this office.", "{count} people have access to this office.", count)
            + " "
            + (as_somebody_else() if presenter.office.is_practice else _("Each has a passphrase of their own.")),
        )
        rows = [
            Row(
                person.id,
                person.name,
                person.note,
                Mark("info" if person.me else "neutral", person.role),
                drawing="user",
                cells={"function": RowCell(person.note), "role": RowCell(person.role)},
                brief="" if presenter.listing.shows("function") else person.note,
                mark_in="role",
            )
            for person in presenter.lines
        ]
        self.list.set_rows(rows)
        set_shown(self.form, presenter.adding)
        self.name.set_value(presenter.name)
        self.function.set_value(presenter.function)
        self.role.set_value(presenter.role)
        self.name.set_error(presenter.missing.get("name", ""))
        self.secret.set_error(presenter.missing.get("passphrase", ""))
        for part in (self.secret, self.strength):
            set_shown(part, not presenter.office.is_practice)
        confirmed = presenter.adding and presenter.needs_confirmation and not presenter.office.is_practice
        set_shown(self.confirming, confirmed and presenter.confirmer is not None)
        set_shown(self.by_kit, confirmed and presenter.confirmer is None)
        self._show_buttons()

    def _show_buttons(self) -> None:
        presenter = self.presenter
        if not presenter.adding:
            self.secret.clear()
            self.confirming.clear()
        chosen = self.list.current_key()
        mine = {person.id for person in presenter.lines if person.me}
        set_shown(self.remove, presenter.may and not presenter.adding and chosen is not None and chosen not in mine)
        hands_on = not presenter.office.is_hq and not presenter.adding and chosen is not None
        set_shown(self.hand_over, hands_on and (presenter.may or chosen in mine))
        set_shown(self.cancel, presenter.adding)
        set_shown(self.main, presenter.may)
        self.main.setEnabled(not presenter.busy)
        self.main.setText(_("Give access") if presenter.adding else _("Add a user"))
        if presenter.done:
            self.page.show_message(Message("good", presenter.done), "done")
