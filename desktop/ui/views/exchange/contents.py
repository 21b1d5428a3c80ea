"""The page of the rules and templates of Headquarters in an office."""

from desktop.base.text import _
from desktop.presenters.exchange.contents import ContentsPresenter
from desktop.ui.lists import RowList, rows_of
from desktop.ui.views.view import View
from desktop.ui.widgets import Card, EmptyState, KeyValueGrid, Message, Text, set_shown

MOST_ROWS = 200  # of the list; with more of them it scrolls by itself


class ContentsView(View[ContentsPresenter]):
    """What is in force, then what changes in the version that waits."""

    wide = True

    def build(self) -> None:
        """Every part once; those without anything are hidden."""
        page, shown = self.page, self.presenter
        title = _("Rules and templates")
        page.set_crumbs([(_("Send and receive"), shown.close), (title, None)])
        text = _("Headquarters sends no newer version at present. One comes with a return, or in a file.")
        self.none = page.add(EmptyState("sending", text, _("Import a file…"), shown.choose, "outlined"))
        self.update_card = page.add(Card())
        self.update_card.add(Text(_("A newer version of the program"), "section"))
        self.update_facts = self.update_card.add(KeyValueGrid())
        self.card = page.add(Card())
        self.facts = self.card.add(KeyValueGrid())
        self.rows = page.add(RowList(_("What changes"), fits=True, most=MOST_ROWS, listing=shown.listing))
        page.add_stretch()
        page.bar.back(_("Back to “Send and receive”"), shown.close)
        self.update_look = page.bar.other(_("Look at a program update…"), shown.choose_update)
        self.allow = page.bar.other(_("Allow the older version…"), shown.allow_update)
        self.install = page.bar.other(_("Install at the next start…"), shown.install_update)
        self.choose = page.bar.other(_("Import a file…"), shown.choose)
        self.main = page.bar.primary(_("Apply it"), shown.apply)

    def show_state(self) -> None:
        """What there is."""
        shown = self.presenter
        self.page.set_title(_("Rules and templates"), shown.sentence)
        facts, lines = shown.facts, shown.lines
        self.facts.set(list(facts))
        set_shown(self.card, bool(facts))
        update_facts = shown.update_facts
        self.update_facts.set(list(update_facts))
        set_shown(self.update_card, bool(update_facts))
        set_shown(self.install, shown.may_install)
        set_shown(self.allow, shown.may_allow)
        self.update_look.setEnabled(not shown.busy)
        set_shown(self.none, shown.standing is not None and not facts and not update_facts)
        self.rows.set_rows(rows_of(lines))
        set_shown(self.rows, bool(lines))
        set_shown(self.main, shown.waiting is not None)
        self.main.setEnabled(shown.may_apply)
        self.choose.setEnabled(not shown.busy)
        for key, tone, words in (
            ("waits", "info", shown.notice),
            ("doubtful", "warn", shown.sentence if shown.is_doubtful else ""),
            ("update", "info", shown.update_notice),
            ("development", "warn", shown.update_warning),
            ("done", "good", shown.outcome),
        ):
            if words:
                self.page.show_message(Message(tone, words), key)
            else:
                self.page.clear_message(key)
