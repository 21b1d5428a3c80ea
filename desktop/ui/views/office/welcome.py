"""The first run, seven pages in one view: one column, a line of progress, one filled button."""

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.base import places
from desktop.base.text import LANGUAGE_NAMES, LANGUAGES, _, language
from desktop.presenters.form import Option
from desktop.presenters.office.welcome import (
    COUNTRY,
    FIRST_ROLES,
    HEADQUARTERS,
    JOINING,
    RESTORING,
    ROLES,
    TRAINING,
    WelcomePage,
    WelcomePresenter,
)
from desktop.ui import deeds
from desktop.ui.forms.choices import ChoiceRows
from desktop.ui.forms.fields import ChoiceField, Field, FieldRow, PasswordField, TextField
from desktop.ui.keyboard import plain_digit_shortcut, shortcut
from desktop.ui.recovery import WordsCard
from desktop.ui.theme import look, px
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, ProgressLine, Text, column, emblem, line, set_shown

ROOMY = 44  # em: the height of a window in which the card of every page has room
WHAT_IT_IS = (  # read before a language is chosen
    "Vérifier ses partenaires du secteur privé et préparer leurs accords, sans réseau. Choisissez votre langue.",
    "Check private-sector partners and prepare their agreements, without a network. Choose your language.",
    "Verificar a los asociados del sector privado y preparar sus acuerdos, sin red. Elija su idioma.",
)


class WelcomeView(View[WelcomePresenter]):
    """Shows the page that the presenter is on; the others keep what was typed."""

    centred = True

    def build(self) -> None:
        self.page.add_before_title(emblem())
        self.progress = self.page.add(ProgressLine())
        self.stack = self.page.add(QWidget())
        upright = column(self.stack, 0)
        self._faces: dict[str, QWidget] = {}
        self._fields: dict[str, Field] = {}
        for name, build_page in (
            (WelcomePage.LANGUAGE, self._language_face),
            (WelcomePage.WHO, self._who_face),
            (WelcomePage.OFFICE, self._office_face),
            (WelcomePage.ACCOUNT, self._account_face),
            (WelcomePage.RECOVERY, self._recovery_face),
            (WelcomePage.BACKUPS, self._backups_face),
            (WelcomePage.READY, self._ready_face),
        ):
            self._faces[name] = build_page()
            upright.addWidget(self._faces[name])
            self._faces[name].hide()
        upright.addStretch(1)
        self.back = self.page.bar.back(_("Back"), self.presenter.back)
        self.later = self.page.bar.other(_("Later"), self.presenter.put_off_words, "link")
        self.go = self.page.bar.primary(_("Continue"), self._next)
        shortcut(self, deeds.BACK, self.presenter.back)
        self._shown = ""

    # --- the pages

    def _language_face(self) -> QWidget:
        face = QWidget()
        inner = column(face, 12)
        self.languages: dict[str, Button] = {}
        for number, code in enumerate(LANGUAGES, 1):
            button = Button(f"{number}   {LANGUAGE_NAMES[code]}", partial(self.presenter.choose_language, code))
            button.setMinimumHeight(px(56))
            button.setAccessibleName(LANGUAGE_NAMES[code])
            self.languages[code] = button
            inner.addWidget(button)
            plain_digit_shortcut(face, deeds.CHOOSE_BY_DIGIT, number, partial(self.presenter.choose_language, code))
        inner.addStretch(1)
        return face

    def _who_face(self) -> QWidget:
        face = QWidget()
        inner = column(face, 12)
        self.kinds = ChoiceRows(
            _("Who are you here?"),
            [
                Option(COUNTRY, _("A country office"), _("You register partners and prepare agreements here.")),
                Option(HEADQUARTERS, _("Headquarters"), _("You receive what the offices send and answer them.")),
                Option(
                    TRAINING,
                    _("I just want to try it"),
                    _("The training office is still there, as you left it; nothing in it is real.")
                    if self.presenter.has_practised
                    else _("A training office with invented partners, ready in seconds; nothing in it is real."),
                ),
                Option(
                    JOINING,
                    _("Another laptop of an office"),
                    _("The office already works with the program; its records come from Headquarters."),
                ),
                Option(
                    RESTORING,
                    _("A backup of an office"),
                    _("Its computer was lost or does not start any more; the office goes on here."),
                ),
            ],
            heading=False,
        )
        self.kinds.chosen.connect(self.presenter.choose_kind)
        for number, kind in enumerate((COUNTRY, HEADQUARTERS, TRAINING, JOINING, RESTORING), 1):
            plain_digit_shortcut(face, deeds.CHOOSE_BY_DIGIT, number, partial(self._choose_kind, kind))
        inner.addWidget(self.kinds)
        inner.addStretch(1)
        return face

    def _office_face(self) -> QWidget:
        face = QWidget()
        inner = column(face, 16)
        code = self._text("code", _("Code of the office"), _("As Headquarters writes it, for example SN10."), 10)
        name = self._text("name", _("Name of the office"), _("As documents should print it."))
        country = ChoiceField(_("Country"), places.countries(language()))
        country.chosen.connect(lambda key: self.presenter.write(country=key))
        self._fields["country"] = country
        city = self._text("city", _("City"))
        address = self._text("address", _("Address"))
        self.described = (name, FieldRow(country, city), address)  # an office that is joined is described already
        for part in (code, *self.described):
            inner.addWidget(part)
        inner.addStretch(1)
        return face

    def _text(self, name: str, label: str, help_text: str = "", chars: int = 0) -> TextField:
        field = TextField(label, help_text, chars)
        field.edit.textEdited.connect(lambda text: self.presenter.write(**{name: text}))
        self._fields[name] = field
        return field

    def _account_face(self) -> QWidget:
        face = QWidget()
        inner = column(face, 16)
        inner.addWidget(self._text("person", _("Your name"), _("As it stands under your decisions and letters.")))
        function = self._text("function", _("Your function"))
        self.role = ChoiceField(_("Your role in the program"), ())
        self.role.chosen.connect(lambda key: self.presenter.write(role=key))
        inner.addWidget(FieldRow(function, self.role))
        self.secret = PasswordField(_("Passphrase"), _("It opens the office on this computer; nobody can look it up."))
        self.secret.edit.textEdited.connect(self._typed_secret)
        self._fields["passphrase"] = self.secret
        self.strength = Text(self.presenter.advice(""), "note")
        inner.addWidget(self.secret)
        inner.addWidget(self.strength)
        inner.addStretch(1)
        return face

    def _recovery_face(self) -> QWidget:
        face = QWidget()
        inner = column(face, 16)
        self.words = WordsCard(self.presenter.save_sheet, self.presenter.turn_words)
        inner.addWidget(self.words)
        inner.addStretch(1)
        return face

    def _backups_face(self) -> QWidget:
        face = QWidget()
        inner = column(face, 16)
        inner.addWidget(
            Text(_("The first start of each day copies the whole office, encrypted, and reads the copy back."))
        )
        inner.addWidget(Text(_("The copies of fourteen days and twelve months are kept beside the office."), "quiet"))
        inner.addWidget(
            Text(_("A second place, such as a stick kept elsewhere, also helps when the computer is lost."), "quiet")
        )
        self.second = Text(role="strong")
        button = Button(_("Choose a second location…"), self.presenter.choose_second, "outlined", "folder")
        row = QWidget()
        across = line(row, 16)
        across.addWidget(button)
        across.addWidget(self.second)
        across.addStretch(1)
        inner.addWidget(row)
        inner.addStretch(1)
        return face

    def _ready_face(self) -> QWidget:
        face = QWidget()
        inner = column(face, 16)
        self.first_steps = [Text() for _step in self._first_steps()]
        for text in self.first_steps:
            inner.addWidget(text)
        inner.addWidget(Text(_("Today always shows what comes next; Ctrl+F1 shows the keys."), "quiet"))
        inner.addStretch(1)
        return face

    def _first_steps(self) -> tuple[str, str, str]:
        lists = _("Import the United Nations’ sanctions list when you have the file: screening needs it.")
        if self.presenter.answers.kind == JOINING:
            return (
                _("Save the request under “Send and receive”, and send it to Headquarters."),
                _("Open its answer, then import the return that comes with it: it brings the office’s records."),
                lists,
            )
        return (
            _("Add your first partner: its name and country are enough to begin."),
            lists,
            _("Ask Headquarters to authorize this computer: one file each way."),
        )

    # --- gestures

    def _choose_kind(self, kind: str) -> None:
        """A digit chooses and goes there: Return does what has the focus."""
        self.kinds.buttons[kind].setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.presenter.choose_kind(kind)

    def _typed_secret(self, text: str) -> None:
        self.presenter.passphrase = text
        self.strength.set(self.presenter.advice(text))

    def _next(self) -> None:
        if self.presenter.page == WelcomePage.RECOVERY and not self.presenter.words_checked:
            if self.presenter.recovery.hidden:
                self.presenter.check_words(self.words.typed())
            else:
                self.presenter.turn_words()
        else:
            self.presenter.next()

    # --- state

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_height()

    def _share_height(self) -> None:
        """Cards of one height, so that nothing jumps from page to page; in a low window each has that of its page."""
        roomy, wide = self.height() >= look().em(ROOMY), self.stack.width()
        faces = self._faces.values() if roomy else ()
        layouts = (layout for face in faces if (layout := face.layout()) is not None)
        self.stack.setMinimumHeight(max((layout.totalHeightForWidth(wide) for layout in layouts), default=0))

    def focus_first(self) -> None:
        """Where the page that the presenter is on begins."""
        self._focus()

    def show_state(self) -> None:
        """Show the page that the presenter is on."""
        presenter = self.presenter
        name = presenter.page
        title, state = self._head(name)
        self.page.set_title(title, state)
        number, count = presenter.place
        self.progress.set(_("Page {number} of {count}").format(number=number, count=count), number, count)
        at_once = name == WelcomePage.WHO and presenter.answers.kind in (TRAINING, RESTORING)  # no other page follows
        set_shown(self.progress, name != WelcomePage.LANGUAGE and not at_once)  # it speaks no language before
        for page, face in self._faces.items():
            set_shown(face, page == name)
        for part in self.described:
            set_shown(part, presenter.answers.kind != JOINING)
        for text, step in zip(self.first_steps, self._first_steps(), strict=True):
            text.set(f"•  {step}")
        self._share_height()
        self._show_fields()
        self.words.show_words(presenter.recovery)
        self.words.say_saved(presenter.sheet_saved)
        set_shown(self.back, presenter.can_go_back)
        set_shown(self.later, name == WelcomePage.RECOVERY)
        set_shown(self.go, name != WelcomePage.LANGUAGE)
        set_shown(self.page.bar, name != WelcomePage.LANGUAGE or presenter.can_go_back)
        self.go.setEnabled(not presenter.busy and (name != WelcomePage.RECOVERY or bool(presenter.recovery.words)))
        self.go.setText(self._verb(name))
        if name != self._shown:
            self._shown = name
            QTimer.singleShot(0, self, self._focus)

    def _head(self, name: WelcomePage) -> tuple[str, str]:
        if name == WelcomePage.LANGUAGE:
            return (
                "Passerelle",
                "\n".join(WHAT_IT_IS),
            )
        joins = self.presenter.answers.kind == JOINING
        if joins and name in (WelcomePage.OFFICE, WelcomePage.READY):
            return {
                WelcomePage.OFFICE: (
                    _("The office of this laptop"),
                    _("Its name, its partners and everything else come from Headquarters."),
                ),
                WelcomePage.READY: (
                    _("This laptop is ready"),
                    _("The office’s records are not here yet; what to do first:"),
                ),
            }[name]
        return {
            WelcomePage.WHO: (_("Who are you here?"), _("You can change your mind until the office is created.")),
            WelcomePage.OFFICE: (_("Your office"), _("Documents print this; you can correct it later.")),
            WelcomePage.ACCOUNT: (
                _("Your account"),
                _("The office is created on this computer, encrypted with your passphrase."),
            ),
            WelcomePage.RECOVERY: (
                _("Your recovery words"),
                _("If the passphrase is ever forgotten, only these words open the office. Put them on paper."),
            ),
            WelcomePage.BACKUPS: (_("Backups"), _("They are made without asking; you are told only when one fails.")),
            WelcomePage.READY: (_("Everything is ready"), _("The office exists on this computer; what to do first:")),
        }[name]

    def _verb(self, name: WelcomePage) -> str:
        if self.presenter.busy:
            return _("One moment…")
        if name == WelcomePage.WHO and self.presenter.answers.kind == TRAINING:
            return _("Open the training office")
        recovery = self.presenter.recovery
        return {
            WelcomePage.ACCOUNT: _("Create the office"),
            WelcomePage.RECOVERY: _("Check these words") if recovery.hidden else _("My words are on paper"),
            WelcomePage.READY: _("Begin"),
        }.get(name, _("Continue"))

    def _show_fields(self) -> None:
        typed = self.presenter.answers
        self.kinds.set_value(typed.kind)
        self.role.set_options([(key, _(title)) for key, title in self._roles()])
        self.role.set_value(typed.role)
        for name, field in self._fields.items():
            if name != "passphrase" and not field.box.hasFocus():
                field.set_value(getattr(typed, name))
            field.set_error(self.presenter.missing.get(name, ""))
        self.second.set(str(self.presenter.second or ""))

    def _roles(self) -> tuple[tuple[str, str], ...]:
        return tuple((key, FIRST_ROLES[key]) for key in ROLES.get(self.presenter.answers.kind, ROLES[COUNTRY]))

    def _focus(self) -> None:
        first: dict[str, QWidget] = {
            WelcomePage.LANGUAGE: self.languages[language()],
            WelcomePage.WHO: self.kinds.buttons[self.presenter.answers.kind],
            WelcomePage.OFFICE: self._fields["code"],
            WelcomePage.ACCOUNT: self._fields["person"],
            WelcomePage.RECOVERY: self.words.first,
            WelcomePage.BACKUPS: self.go,
            WelcomePage.READY: self.go,
        }
        first[self.presenter.page].setFocus(Qt.FocusReason.OtherFocusReason)
