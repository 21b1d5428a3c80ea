"""Settings in four groups on one page: this computer, my way in, the office, and the pages that go further."""

from PySide6.QtWidgets import QWidget

from desktop.base import places
from desktop.base.numbers import format_percent
from desktop.base.settings import LOCK_MINUTES, TEXT_SIZES, ThemeChoice
from desktop.base.text import LANGUAGE_NAMES, LANGUAGES, _, language, plural
from desktop.presenters.form import text_of
from desktop.presenters.office.settings import SettingsPresenter
from desktop.ui.forms.choices import CheckLine
from desktop.ui.forms.days import DateField
from desktop.ui.forms.fields import ChoiceField, Field, FieldRow, PasswordField, TextField
from desktop.ui.lists import Row, RowList
from desktop.ui.recovery import WordsCard
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, ButtonFlow, Message, SectionBox, Text, literal, set_shown


class SettingsView(View[SettingsPresenter]):
    """Every line takes effect when it is changed; there is no OK."""

    def build(self) -> None:
        self._build_clock()
        self.further = self._build_further()
        self._build_computer()
        self._build_way_in()
        self._build_recovery()
        self._build_office()
        self._build_receiver()
        self._build_mailbox()
        self.page.add_stretch()

    def _build_clock(self) -> None:
        self.clock = self.page.add(SectionBox(_("The date of this computer")))
        self.doubt = self.clock.add(Text())
        self.typed_day = DateField(_("Today’s date"), self.presenter.office.work.clock)
        self.clock.add(self.typed_day)
        self.confirm = Button(_("The date is right"), self._confirm_clock)
        row = QWidget()
        across = ButtonFlow(row, 16)
        across.addWidget(self.confirm)
        across.addStretch(1)
        self.clock.add(row)

    def _build_further(self) -> RowList:
        rows = RowList(_("Pages of the settings"), fits=True, arrows=True)
        rows.opened.connect(lambda key: self.presenter.open_place(str(key)))
        return self.page.add(rows)

    def _build_computer(self) -> None:
        presenter = self.presenter
        section = self.page.add_section(_("This computer"))
        self.speaks = ChoiceField(_("Language"), [(code, LANGUAGE_NAMES[code]) for code in LANGUAGES], chars=0)
        self.speaks.chosen.connect(presenter.speak)
        words = {
            ThemeChoice.SYSTEM: _("As the computer"),
            ThemeChoice.LIGHT: _("Light"),
            ThemeChoice.DARK: _("Dark"),
            ThemeChoice.CONTRAST: _("High contrast"),
        }
        self.theme = ChoiceField(_("Colours"), [(key, words[key]) for key in ThemeChoice], chars=0)
        self.theme.chosen.connect(presenter.dress)
        sizes = [(str(n), format_percent(n, language())) for n in TEXT_SIZES]
        self.text_size = ChoiceField(_("Text size"), sizes, chars=0)
        self.text_size.chosen.connect(lambda key: presenter.resize(int(key)))
        minutes = [(str(n), plural("{count} minute", "{count} minutes", n)) for n in LOCK_MINUTES]
        self.lock_delay = ChoiceField(
            _("Lock the window after"), minutes, _("Ctrl+L locks at once; typing is kept."), chars=0
        )
        self.lock_delay.chosen.connect(lambda key: presenter.lock_after(int(key)))
        section.add(FieldRow(self.speaks, self.theme))
        section.add(FieldRow(self.text_size, self.lock_delay))
        section.add(Text(_("Folder of the scanner"), "label"))
        row = QWidget()
        across = ButtonFlow(row, 16)
        self.scanner = Text()
        self.choose_scanner = Button(_("Choose the folder…"), presenter.choose_scanner, "link", "folder")
        self.choose_scanner.setAccessibleDescription(_("Folder of the scanner"))
        across.addWidget(self.choose_scanner)
        across.addStretch(1)
        section.add(self.scanner)
        section.add(row)

    def _build_way_in(self) -> None:
        presenter = self.presenter
        self.way_in = self.page.add_section(_("Your passphrase"))
        self.old = PasswordField(_("Present passphrase"))
        self.new = PasswordField(_("New passphrase"))
        self.way_in.add(FieldRow(self.old, self.new))
        row = QWidget()
        across = ButtonFlow(row, 16)
        across.addWidget(Button(_("Change the passphrase"), self._change))
        self.remember = Button(_("Open without it on this computer"), self._remember, "link")
        self.forget = Button(_("Ask for it at each start again"), presenter.forget, "link")
        across.addWidget(self.remember)
        across.addWidget(self.forget)
        across.addStretch(1)
        self.way_in.add(row)
        help_text = _("Opening without it uses the computer’s own keyring, which your session’s password protects.")
        self.keyring = self.way_in.add(Text(help_text, "note"))

    def _build_recovery(self) -> None:
        self.recovery = self.page.add(SectionBox(_("Recovery words")))
        self.recovery_said = self.recovery.add(Text(role="quiet"))
        self.words = self.recovery.add(WordsCard(self.presenter.save_sheet, self.presenter.turn_words))
        row = QWidget()
        across = ButtonFlow(row, 16)
        self.make = Button(_("Make a new sheet"), self.presenter.make_words)
        self.check = Button(_("Check these words"), self._check_words)
        across.addWidget(self.make)
        across.addWidget(self.check)
        across.addStretch(1)
        self.recovery.add(row)

    def _build_office(self) -> None:
        self.office = self.page.add_section(_("The office"), _("Documents print this."))
        self.profile: dict[str, Field] = {}
        keeper = self.keeping(self.presenter.form_draft("typed:office"))
        take = keeper.taking(lambda name, text: self.presenter.write_profile(name, text_of(text)))
        for name, label in (
            ("name", _("Name of the office")),
            ("city", _("City")),
            ("address", _("Address")),
            ("email", _("Email address")),
            ("phone", _("Telephone")),
        ):
            field = TextField(label)
            field.committed.connect(lambda text, name=name: take(name, text))
            keeper.hold_field(name, field, told=True)
            self.profile[name] = field
        country = ChoiceField(_("Country"), places.countries(language()), chars=0)
        country.chosen.connect(lambda key: self.presenter.write_profile("country", key))
        self.office.add(self.profile["name"])
        self.office.add(FieldRow(country, self.profile["city"]))
        paper = ChoiceField(_("Paper"), self.presenter.papers, _("What agreements and sheets are printed on."), chars=0)
        paper.chosen.connect(lambda key: self.presenter.write_profile("paper", key))
        self.profile["paper"] = paper
        self.office.add(self.profile["address"])
        self.office.add(FieldRow(self.profile["email"], self.profile["phone"]))
        self.office.add(FieldRow(paper, QWidget()))
        self.profile["country"] = country

    def _build_receiver(self) -> None:
        presenter = self.presenter
        about = _("Bundles may leave over the Internet instead of on a stick: Headquarters tells you the address.")
        self.receiver = self.page.add_section(_("Headquarters over the Internet"), about)
        self.address = TextField(_("Address of Headquarters"), placeholder="https://")
        own = _("Only where your network has one; empty, the computer’s own is used.")
        self.proxy = TextField(_("Proxy"), own, placeholder="http://")
        keeper = self.keeping(presenter.form_draft("typed:receiver"))
        take = keeper.taking(lambda name, text: presenter.write_receiver(name, text_of(text)))
        for name, field in (("address", self.address), ("proxy", self.proxy)):
            field.committed.connect(lambda text, name=name: take(name, text))
            keeper.hold_field(name, field, told=True)
            self.receiver.add(field)
        self.certificate_title = self.receiver.add(Text(_("Certificate of Headquarters"), "label"))
        self.certificate = self.receiver.add(Text())
        row = QWidget()
        across = ButtonFlow(row, 16)
        self.choose_certificate = Button(_("Choose the certificate…"), presenter.choose_certificate, "link", "folder")
        self.forget_certificate = Button(_("Believe whom the computer believes"), presenter.forget_certificate, "link")
        across.addWidget(self.choose_certificate)
        across.addWidget(self.forget_certificate)
        across.addStretch(1)
        self.certificate_deeds = self.receiver.add(row)
        often = _("Once an hour at most, quietly; what was sent is told under Send and receive.")
        self.automatic = CheckLine(_("Send by itself when the line is there"), often)
        self.automatic.toggled.connect(presenter.send_by_itself)
        self.receiver.add(self.automatic)

    def _build_mailbox(self) -> None:
        presenter = self.presenter
        about = _("A folder that another program copies to Headquarters and back: SharePoint, or a network drive.")
        self.shared = self.page.add_section(_("Folder shared with Headquarters"), about)
        self.mailbox = self.shared.add(Text())
        row = QWidget()
        across = ButtonFlow(row, 16)
        self.choose_mailbox = Button(_("Choose the folder…"), presenter.choose_mailbox, "link", "folder")
        self.choose_mailbox.setAccessibleDescription(_("Folder shared with Headquarters"))
        self.forget_mailbox = Button(_("Have none any more"), presenter.forget_mailbox, "link")
        across.addWidget(self.choose_mailbox)
        across.addWidget(self.forget_mailbox)
        across.addStretch(1)
        self.shared.add(row)

    # --- gestures

    def _confirm_clock(self) -> None:
        self.presenter.confirm_clock(self.typed_day.value())

    def _change(self) -> None:
        self.presenter.change_passphrase(self.old.text(), self.new.text())

    def _check_words(self) -> None:
        if self.presenter.recovery.hidden:
            self.presenter.check_words(self.words.typed())
        else:
            self.presenter.turn_words()

    def _remember(self) -> None:
        self.presenter.remember(self.old.text())

    # --- state

    def show_state(self) -> None:
        """Show what is in force."""
        presenter, settings = self.presenter, self.presenter.settings
        self.page.set_title(_("Settings"), _("Every change takes effect immediately."))
        set_shown(self.clock, bool(presenter.clock_doubt))
        self.doubt.set(presenter.clock_doubt)
        set_shown(self.typed_day, presenter.may_confirm_clock)
        set_shown(self.confirm, presenter.may_confirm_clock)
        self.further.set_rows(
            [
                Row("people", _("Users"), _("Who has access to this office, and in which role"), drawing="user"),
                Row(
                    "lists",
                    _("Sanctions lists"),
                    _("Which lists are searched here, of which day, and the United Nations rates of exchange"),
                    drawing="shield",
                ),
                Row(
                    "focal_points",
                    _("Focal points"),
                    _("Who follows private-sector partners here, since when, and who stands in"),
                    drawing="partners",
                ),
                Row(
                    "trainings",
                    _("Trainings"),
                    _("Who was trained, when and in what, and until when it holds"),
                    drawing="book",
                ),
                Row(
                    "costs",
                    _("Cost of the function"),
                    _("Time and money spent on partners and on the function, by source and year"),
                    drawing="contributions",
                ),
                Row("backups", _("Backups"), _("Copies of the office and the way back from them"), drawing="backup"),
                Row(
                    "export",
                    _("Export everything"),
                    _("All records and papers, readable without this program"),
                    drawing="export",
                ),
            ]
        )
        self.speaks.set_value(presenter.language)
        self.theme.set_value(settings.theme)
        self.text_size.set_value(str(settings.text_size))
        self.lock_delay.set_value(str(settings.lock_minutes))
        self.scanner.set(literal(presenter.scanner_folder) or _("Not chosen yet."))
        set_shown(self.way_in, not presenter.office.is_practice)
        set_shown(self.remember, presenter.can_remember and not presenter.remembered)
        set_shown(self.forget, presenter.remembered)
        set_shown(self.keyring, presenter.can_remember)
        self._show_recovery()
        for name, field in self.profile.items():
            field.set_value(getattr(presenter.profile, name))
            field.lock(not presenter.may_administer)
        self._show_receiver()
        self._show_mailbox()
        if presenter.done:
            self.page.show_message(Message("good", presenter.done), "done")
            presenter.done = ""
            self.typed_day.set_day(None)
            self.old.clear()
            self.new.clear()

    def _show_receiver(self) -> None:
        presenter, road = self.presenter, self.presenter.receiver.road
        set_shown(self.receiver, presenter.may_send)
        self.address.set_value(road.address if road else "")
        self.proxy.set_value(road.proxy if road else "")
        self.automatic.setChecked(presenter.receiver.automatic)
        for part in (self.proxy, self.certificate_title, self.certificate_deeds, self.automatic):
            set_shown(part, road is not None)
        self.certificate.set(presenter.certificate if road else "")
        set_shown(self.forget_certificate, bool(road and road.authority))

    def _show_mailbox(self) -> None:
        presenter = self.presenter
        set_shown(self.shared, presenter.may_send)
        self.mailbox.set(literal(presenter.mailbox) or _("Not chosen yet."))
        set_shown(self.forget_mailbox, bool(presenter.mailbox))

    def _show_recovery(self) -> None:
        presenter = self.presenter
        set_shown(self.recovery, presenter.may_administer and not presenter.office.is_practice)
        shown = bool(presenter.recovery.words)
        sentence = _("The words on paper were checked; keep them under lock, away from this computer.")
        todo = _("Nobody has checked words on paper yet: if every passphrase is lost, so is the office.")
        self.recovery_said.set(sentence if presenter.words_checked else todo)
        self.words.show_words(presenter.recovery)
        set_shown(self.words, shown)
        set_shown(self.check, shown)
        self.check.setText(_("Check these words") if presenter.recovery.hidden else _("My words are on paper"))
        set_shown(self.make, not shown)
