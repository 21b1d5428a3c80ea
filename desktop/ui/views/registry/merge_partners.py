"""Two records of one partner: which other one, then both side by side. Ctrl+Enter merges; Ctrl+Z parts them again."""

from desktop.base.text import _
from desktop.presenters.registry.merge_partners import LikelyRecord, MergePartnersPresenter
from desktop.ui import deeds
from desktop.ui.keyboard import shortcut
from desktop.ui.list_filters import FilterBar
from desktop.ui.lists import Row, RowList
from desktop.ui.views.held_form import add_held_form
from desktop.ui.views.view import View
from desktop.ui.widgets import Card, EmptyState, Message, SectionBox, SideHelp, Text, Undoing, set_shown


class MergePartnersView(View[MergePartnersPresenter]):
    """A list to choose from, or the fields in which the two differ above what comes along."""

    def build(self) -> None:
        """The list, or the two with the button that merges them."""
        page, presenter = self.page, self.presenter
        partner = (presenter.partner.name, presenter.open_partner)
        page.set_crumbs([(_("Partners"), lambda: presenter.open_place("partners")), partner, (_("Merge"), None)])
        page.bar.back(_("Back to the partner"), presenter.open_partner)
        page.add_side(SideHelp()).set([(_("What a merge does"), _what_it_does())])
        if not presenter.other_id:
            self._build_choice()
            return
        self.warned = page.add(Card(_("To be known before")))
        self.warnings = self.warned.add(Text(""))
        self.differing = page.add(SectionBox(_("Where the two differ")))
        self.alike = page.add(Text(_("Every field that both have says the same.")))
        self.form = add_held_form(self, presenter.rows)
        self.along = page.add(Card(_("What becomes of the rest")))
        self.sentences = self.along.add(Text(""))
        page.add_stretch()
        self.undoing = Undoing(self, lambda: None)
        self._offered = False  # whether the merge of this page can be taken back
        if presenter.editable:
            self.two = page.bar.other(_("They are two partners"), self._are_two)
            self.swap = page.bar.other(_("Keep the other one"), presenter.swap)
            self.main = page.bar.primary(_("Merge the two"), self._merge).says_key(deeds.CONTINUE)
            shortcut(self, deeds.CONTINUE, self._merge)

    def _build_choice(self) -> None:
        page, presenter = self.page, self.presenter
        self.filters = page.add(FilterBar(_("Name or number of the other record")))
        self.filters.searched.connect(presenter.search)
        self.filters.into_list.connect(self._into_list)
        none = EmptyState("search", _("No other record resembles this one. Type a word of its name above."))
        self.list = page.add(RowList(_("Which record is the same partner?"), none, fits=True))
        self.list.opened.connect(lambda key: presenter.choose(str(key)))

    def show_state(self) -> None:
        """Everything from the presenter."""
        presenter, page = self.presenter, self.page
        if not presenter.other_id:
            title = _("Merge “{name}” with another record").format(name=presenter.partner.name)
            page.set_title(title, _("Choose the record of the same partner; nothing is done yet."))
            self.list.set_rows([self._row(record) for record in presenter.likely or ()])
            return
        other = presenter.other.name if presenter.other is not None else ""
        title = _("“{other}” becomes one with “{name}”").format(other=other, name=presenter.partner.name)
        page.set_title(title, _("Nothing is done before you merge, and a merge can be undone."))
        planned = presenter.plan is not None
        if planned:
            self.form.show_fields(presenter.rows)
            self.form.set_values(presenter.fields)
            self.sentences.set("\n".join(presenter.facts))
            self.warnings.set("\n".join(presenter.warnings))
        for part, on in (
            (self.differing, planned and len(presenter.rows) > 1),
            (self.form, planned),
            (self.alike, planned and len(presenter.rows) == 1),
            (self.along, planned),
            (self.warned, planned and bool(presenter.warnings)),
        ):
            set_shown(part, on)
        if presenter.editable:
            set_shown(self.main, planned)
            set_shown(self.two, planned)
            set_shown(self.swap, planned or presenter.swap_helps)
        self._show_message(other)

    def _show_message(self, other: str) -> None:
        presenter, page = self.presenter, self.page
        if presenter.merged and not self._offered:
            name = _("merging “{name}”").format(name=other)
            self.undoing.offer(name, _("The two are one partner now."), presenter.part, presenter.merge)
        self._offered = presenter.merged
        if presenter.merged:
            sentence = _("“{other}” is one with “{name}” now.").format(other=other, name=presenter.partner.name)
            ways = ((_("Undo"), self.undoing.undo), (_("Open the partner"), presenter.open_partner))
            page.show_message(Message("good", sentence, actions=ways), "merged")
        else:
            page.clear_message("merged")
        if presenter.refusal is not None:
            problem = presenter.refusal
            page.show_message(Message("warn", problem.text, problem.remedy), "refused")
        else:
            page.clear_message("refused")

    @staticmethod
    def _row(record: LikelyRecord) -> Row:
        return Row(record.id, record.name, record.note)

    def _into_list(self) -> None:
        if self.list.rows:
            self.list.set_current(self.list.rows[0].key)
            self.list.view.setFocus()

    def _merge(self) -> None:
        presenter = self.presenter
        if presenter.plan is None or not presenter.editable:
            return
        self.form.commit()
        presenter.ask()

    def _are_two(self) -> None:
        self.form.commit()
        self.presenter.are_two()


def _what_it_does() -> str:
    return _(
        "The partner takes the facts that you choose. Partnerships, cases, decisions, agreements and papers of the "
        "other record are shown with it from then on, and stay as they were recorded and sealed. The stricter of the "
        "two counts wherever due diligence asks (¶21–23)."
    )
