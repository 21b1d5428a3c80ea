"""Today as a page of short lists, the most consequential first."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop.base.dates import format_date
from desktop.base.text import _, language, plural
from desktop.presenters.listing import RowDeed
from desktop.presenters.today import TodayPresenter
from desktop.presenters.today_cards import CardState
from desktop.ui import deeds
from desktop.ui.comparison import Point, Points
from desktop.ui.keyboard import shortcut
from desktop.ui.lists import Row, RowList
from desktop.ui.views.last_deed import LastDeed
from desktop.ui.views.office.people import as_somebody_else
from desktop.ui.views.only_reading import shut
from desktop.ui.views.putting_off import PutOffForm
from desktop.ui.views.view import View
from desktop.ui.widgets import (
    Button,
    Card,
    EmptyState,
    Mark,
    NextStepBox,
    SectionBox,
    Text,
    column,
    level_mark,
    line,
    set_shown,
)


class TodayView(View[TodayPresenter]):
    """What waits for the reader and for others; beside it what comes soon, what is to send and what keeps it safe."""

    def build(self) -> None:
        page = self.page
        self.exercise = page.add(NextStepBox())
        self.as_others = page.add(Text(as_somebody_else(), "note"))
        self.practised = page.add(Button("", lambda: self.presenter.open_place("exercises"), "link"))
        self.nothing = page.add(self._nothing())
        self.put_off_form: PutOffForm | None = None  # made when first asked for
        self.above = page.add(QWidget())
        column(self.above, 0)
        self.mine = self._list(_("To do"))
        self.others = self._list(_("Waiting for others"))
        self.aside = self._list(_("Put off"))
        self.aside[0].add_beside_title(Button(_("On Today again"), self._bring_back, "link"))
        self.more = Text(role="note")
        self.mine[0].add(self.more)
        page.add_stretch()
        self._build_side()
        self.later = page.bar.other(_("Put off…"), lambda: self._put_off(self._chosen())).says_key(deeds.PUT_OFF)
        self.go = page.bar.primary("", self._first)
        shortcut(self, deeds.PUT_OFF, lambda: self._put_off(self._under_the_arrows()))
        self.bind_paper(self.presenter.print_week)
        self.undoing = LastDeed(self, self.presenter)

    def _build_side(self) -> None:
        """What comes soon, what is to send, how old lists and backups are."""
        page = self.page
        soon = page.add_side(SectionBox(_("Soon")))
        self.soon = soon, self._rows(soon, _("Soon"))
        if not self.presenter.office.is_hq:
            page.add_side(Button(_("All tasks…"), lambda: self.presenter.open_place("tasks"), "link"))
            week = Button(_("Print the week"), self.presenter.print_week, "link", "print")
            page.add_side(week.says_key(deeds.PRINT))
        self.sending = page.add_side(Card(_("To send to Headquarters")))
        self.sending_text = self.sending.add(Text())
        row = QWidget()
        across = line(row)
        self.send = Button(_("Send and receive"), lambda: self.presenter.open_place("sync"), "outlined", "sending")
        across.addWidget(self.send)
        across.addStretch(1)
        self.sending.add(row)
        self.safety = page.add_side(Card(_("Lists and backups")))
        self.ages = self.safety.add(Points())
        for title, place in ((_("Sanctions lists"), "lists"), (_("Backups"), "backups")):
            way = QWidget()  # one below the other: in Spanish both are wider than the column
            beside = line(way, 0)
            beside.addWidget(Button(title, partial(self.presenter.open_place, place), "link"))
            beside.addStretch(1)
            self.safety.add(way)

    def _show_exercise(self) -> None:
        exercise = self.presenter.exercise
        set_shown(self.exercise, exercise is not None)
        set_shown(self.as_others, exercise is not None)
        self.practised.setText(self.presenter.practised)
        set_shown(self.practised, bool(self.presenter.practised))
        if exercise is not None:
            partner, step = exercise
            self.exercise.head.set(_("First exercise: {name}").format(name=partner.name))
            self.exercise.set(step.sentence, step.detail, step.button, self.presenter.practise)

    def _nothing(self) -> EmptyState:
        go = self.presenter.open_place
        if self.presenter.office.is_practice:
            words = _("An invented partner is ready: open it and follow the box “Next step”.")
            return EmptyState("today", words, _("Open the partners"), lambda: go("partners"))
        return EmptyState("today", _("Nothing is waiting for you."), _("Add a partner"), lambda: go("add_partner"))

    def _list(self, title: str) -> tuple[SectionBox, RowList]:
        section = self.page.add_section(title)
        return section, self._rows(section, title)

    def _rows(self, section: SectionBox, title: str) -> RowList:
        presenter = self.presenter
        shown = section.add(RowList(title, fits=True, arrows=True, listing=presenter.listing, way=presenter.way))
        shown.opened.connect(self.presenter.open)
        return shown

    def show_state(self) -> None:
        """Show what the presenter read."""
        presenter = self.presenter
        self.page.set_title(_("Today"), self._sentence())
        for (section, shown), cards in (
            (self.mine, presenter.mine),
            (self.others, presenter.others),
            (self.soon, presenter.soon),
            (self.aside, presenter.aside),
        ):
            shown.set_rows([_row(card) for card in cards])
            set_shown(section, bool(cards))
        if not presenter.only_reads:
            for shown in (self.mine[1], self.soon[1]):
                shown.deeds = (RowDeed(_("Put off…"), lambda keys: self._put_off(keys[0])),)
            self.aside[1].deeds = (RowDeed(_("On Today again"), lambda keys: self._bring_back(keys[0])),)
        shut(presenter.only_reads, self.later)
        self._show_form()
        self.undoing.show()
        self.more.set(plural("and {count} more", "and {count} more", presenter.hidden) if presenter.hidden else "")
        self._show_sending()
        self.ages.set([Point(chip.full, _("to do now") if chip.warns else "") for chip in presenter.safety])
        set_shown(self.safety, bool(presenter.safety))
        self._show_exercise()
        set_shown(self.nothing, presenter.empty and not presenter.to_send)
        self._show_button(presenter.mine)

    def _sentence(self) -> str:
        day = format_date(self.presenter.office.work.today(), language(), "full")
        count = self.presenter.count
        if not self.presenter.known:
            return day
        if not count:
            return _("{day}. Nothing is waiting for you.").format(day=day)
        return f"{day}. " + plural("{count} task for you.", "{count} tasks for you.", count)

    def _show_sending(self) -> None:
        presenter = self.presenter
        set_shown(self.sending, presenter.to_send > 0)
        text = plural(
            "{count} change is waiting to be sent to Headquarters.",
            "{count} changes are waiting to be sent to Headquarters.",
            presenter.to_send,
        )
        self.sending_text.set(f"{text} {presenter.last_receipt}".strip())

    def _show_button(self, cards: Sequence[CardState]) -> None:
        asks = self.presenter.moving is not None  # the open form leads on alone
        self.exercise.button.set_kind("outlined" if asks else "filled")
        set_shown(self.page.bar, bool(cards) and self.presenter.exercise is None and not asks)
        self.go.setText(_("Start with the first task"))
        self.go.setAccessibleDescription(cards[0].title if cards else "")

    def _show_form(self) -> None:
        shown = self.presenter
        if shown.moving is not None and self.put_off_form is None:
            self.put_off_form = PutOffForm(shown, self.keeping(shown.draft))
            within = self.above.layout()
            assert within is not None
            within.addWidget(self.put_off_form)
        form = self.put_off_form
        set_shown(self.above, shown.moving is not None)
        if form is not None and form.show_state():
            QTimer.singleShot(0, form, lambda: self.page.reveal(form.first()))

    def _first(self) -> None:
        if self.presenter.mine:
            self.presenter.open(self.presenter.mine[0])

    def _under_the_arrows(self) -> object:
        """The card of the list that the keys go to."""
        lists = (shown for _section, shown in (self.mine, self.soon) if shown.view.hasFocus())
        return next((shown.current_key() for shown in lists), None)

    def _chosen(self) -> object:
        """The card that the arrows were on last, else the first one that can be put off."""
        chosen, cards = self.mine[1].current_key(), (*self.presenter.mine, *self.presenter.soon)
        return chosen or next((card for card in cards if self.presenter.can_wait(card)), cards[0] if cards else None)

    def _put_off(self, card: object) -> None:
        if isinstance(card, CardState):
            self.presenter.put_off(card)

    def _bring_back(self, card: object = None) -> None:
        shown = self.aside[1]
        card = card or shown.current_key() or next(iter(self.presenter.aside), None)
        if isinstance(card, CardState):
            self.presenter.bring_back(card)


def _row(card: CardState) -> Row:
    mark = level_mark(card.level) if card.level else Mark("warn", _("to do now")) if card.warns else None
    return Row(card, card.title, card.note, mark, card.right, card.drawing, strong=True)
