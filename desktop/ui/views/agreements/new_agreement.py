"""Beginning an agreement."""

from desktop.base.text import LANGUAGE_NAMES, LANGUAGES, _
from desktop.presenters.agreements.new_agreement import NewAgreementPresenter, TypeChoice
from desktop.presenters.form import Option
from desktop.ui.forms.choices import ChoiceRows
from desktop.ui.forms.fields import ChoiceField, FieldRow
from desktop.ui.views.view import View
from desktop.ui.widgets import Message, SectionBox, column

NONE = "-"  # the key of “no second language”


class NewAgreementView(View[NewAgreementPresenter]):
    """The partnership, the type that suits it and why, one or two languages."""

    def build(self) -> None:
        shown, page = self.presenter, self.page
        self.keeping(shown.form_draft("typed:agreement:new"), shown.start_over, restored=shown.restored)
        page.set_crumbs([(_("Agreements"), lambda: shown.open_place("agreements")), (_("New agreement"), None)])
        self.about = page.add(ChoiceField(_("Partnership"), (), chars=0))
        self.about.chosen.connect(shown.choose_partnership)
        self.kinds = page.add(SectionBox())
        self._holder = column(gap=0)
        self._types: tuple[TypeChoice, ...] = ()
        self.rows: ChoiceRows | None = None
        names = [(code, LANGUAGE_NAMES[code]) for code in LANGUAGES]
        help_text = _("The language that prevails if the two differ.")
        self.first = ChoiceField(_("Language of the agreement"), names, help_text, chars=18)
        self.second = ChoiceField(
            _("Second language, side by side"),
            [(NONE, _("One language only")), *names],
            _("For a partner who reads another language."),
            chars=18,
        )
        self.first.chosen.connect(shown.choose_language)
        self.second.chosen.connect(shown.choose_second)
        self.languages = page.add(FieldRow(self.first, self.second))
        page.add_stretch()
        page.bar.back(_("Cancel"), shown.cancel)
        self.begin = page.bar.primary(_("Begin the draft"), shown.draft)

    def show_state(self) -> None:
        shown, chosen = self.presenter, self.presenter.partnership
        title = _("New agreement")
        if shown.partner is not None:
            title = _("New agreement — {partner}").format(partner=shown.partner.name)
        self.page.set_title(title, shown.state)
        self._show_partnership()
        if self._types != shown.types:
            self._types = shown.types
            self._show_types()
        if self.rows is not None:
            self.rows.set_value(shown.type or None)
        self.kinds.setVisible(chosen is not None)
        self.languages.setVisible(chosen is not None)
        self.first.set_value(shown.languages[0])
        self.second.set_value(shown.languages[1] if len(shown.languages) > 1 else NONE)
        self.begin.setEnabled(chosen is not None)
        if shown.caution:
            self.page.show_message(Message("warn", shown.caution), "caution")
        else:
            self.page.clear_message("caution")

    def _show_partnership(self) -> None:
        shown, chosen = self.presenter, self.presenter.partnership
        options = list(shown.waiting)
        if chosen is not None and chosen.id not in dict(options):
            options.insert(0, (chosen.id, f"{shown.partner.name if shown.partner else ''} — {chosen.title}"))
        self.about.set_options(options)
        self.about.set_value(chosen.id if chosen else "")
        self.about.setVisible(bool(options))

    def _show_types(self) -> None:
        self.kinds.clear()
        options = [Option(choice.code, choice.name, choice.use) for choice in self._types]
        self.rows = self.kinds.add(ChoiceRows(_("Type of agreement"), options))
        self.rows.chosen.connect(self.presenter.choose_type)
