"""The pipeline: the board, or the list, with the form of a reason or of a next action above them."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.base.text import _
from desktop.presenters.form import text_of
from desktop.presenters.listing import RowDeed
from desktop.presenters.registry.pipeline import ON_BOARD, PipelinePresenter
from desktop.presenters.registry.pipeline_form import FOLLOWS, closing_rows, next_rows, next_shown
from desktop.services.pipeline import PipelineCard
from desktop.ui import deeds
from desktop.ui.board import CardBoard
from desktop.ui.forms.form import Form
from desktop.ui.forms.keeping import DraftKeeper
from desktop.ui.keyboard import shortcut
from desktop.ui.list_filters import FilterBar
from desktop.ui.lists import LazyRows, Row, RowList
from desktop.ui.record_pane import ListBeside
from desktop.ui.theme import look
from desktop.ui.views.last_deed import LastDeed
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, ButtonFlow, Card, EmptyState, Mark, Message, Text, column, set_shown
from desktop.ui.widgets.page import LEAST_BELOW

BOARD = 12  # em that a board needs below messages: the head of a column and a card
LOWEST_BOARD = 20  # em: a page with its bar, on which the head of a column and one card have room


class PipelineView(View[PipelinePresenter]):
    """Arrows go from card to card, Ctrl and an arrow moves one; N plans what is next, X stops, V turns to the list."""

    wide = True
    scrolls = False

    def build(self) -> None:
        """The filters above, the board or the list below, and the card that is looked at in words."""
        page, shown = self.page, self.presenter
        self.filters = page.add(FilterBar(_("Partner or partnership")))
        self.filters.searched.connect(shown.filter)
        self.filters.narrowed.connect(lambda name, code: shown.narrow(**{name: code}))
        self.filters.into_list.connect(self._into_cards)
        self.form: PipelineForm | None = None  # made when first asked for
        self.above, self.board = Card(), CardBoard(len(ON_BOARD))
        self.board.opened.connect(shown.open)
        self.board.current.connect(shown.look_at)
        self.list = RowList(_("Pipeline"), listing=shown.listing)
        self.beside = ListBeside(self.list, [self.list], shown.summarise)
        self.filled = page.add(QWidget(), 1)
        inner = column(self.filled, 16)
        inner.addWidget(self.above)
        for cards in (self.board, self.beside):
            inner.addWidget(cards, 1)
        self.words = page.add(Text(role="strong", measure=0))
        self.more = page.add(Text(role="note", measure=0))
        self.list.opened.connect(shown.open)
        self.list.current.connect(shown.look_at)
        self.list.view.find_row = shown.find
        self.bind_paper(self.list.print_rows)
        none = _("No partnership is planned yet. Open a partner and say what you want to do together.")
        none = _("No partnership has arrived from an office yet.") if shown.office.is_hq else none
        self.none = page.add(
            EmptyState("pipeline", none, _("Open the partners"), lambda: shown.open_place("partners"), "outlined"), 1
        )
        unfound = _("No partnership matches. Look for another word, or show them all again.")
        self.unfound = page.add(EmptyState("search", unfound, _("Show all"), self._clear, "outlined"), 1)
        self.turn = page.bar.back("", shown.turn).says_key(deeds.BOARD_OR_LIST)
        page.bar.back(_("Offers"), lambda: shown.open_place("offers"))
        page.bar.other(_("Activities"), lambda: shown.open_place("activities"))
        self.figures = Button(_("In figures"), lambda: shown.open_place("pipeline_figures"), "link")
        page.add_beside_title(self.figures)
        self.figures_below = page.bar.other(_("In figures"), lambda: shown.open_place("pipeline_figures"))
        self.open = page.bar.primary(_("Open the partnership"), lambda: shown.open(self._key()))
        if shown.may_move:
            self.stop = page.bar.other(_("Stop it…"), lambda: shown.give_up(self._key())).says_key(deeds.NOT_PURSUED)
            self.plan = page.bar.other(_("Next action…"), lambda: shown.plan(self._key())).says_key(deeds.NEXT_ACTION)
            self.on = page.bar.other(_("Move on"), lambda: shown.shift(self._key(), 1)).says_key(deeds.MOVE_ON)
        self._bind_keys()
        self.undoing = LastDeed(self, self.presenter)

    def _bind_keys(self) -> None:
        shown = self.presenter
        shortcut(self, deeds.BOARD_OR_LIST, shown.turn, ready=lambda: shown.has_board)
        for listed, deed in (
            (deeds.MOVE_ON, lambda: shown.shift(self._key(), 1)),
            (deeds.MOVE_BACK, lambda: shown.shift(self._key(), -1)),
            (deeds.NEXT_ACTION, lambda: shown.plan(self._key())),
            (deeds.NOT_PURSUED, lambda: shown.give_up(self._key())),
        ):
            shortcut(self, listed, deed, ready=lambda: shown.may_move and bool(self._key()))

    def _key(self) -> str:
        """The card that the arrows are on."""
        key = self.list.current_key() if self.presenter.as_list else self.presenter.current
        return str(key) if key and self.presenter.card(key) is not None else ""

    def _deeds(self) -> tuple[RowDeed, ...]:
        shown = self.presenter
        if not shown.may_move:
            return ()

        def about(deed: Callable[[object], None]) -> Callable[[Sequence[object]], None]:
            return lambda keys: deed(keys[0])

        return (
            RowDeed(_("Move on"), about(lambda key: shown.shift(key, 1))),
            RowDeed(_("Move back, or reopen"), about(lambda key: shown.shift(key, -1))),
            RowDeed(_("Next action…"), about(shown.plan)),
            RowDeed(_("Stop it…"), about(shown.give_up)),
        )

    # --- showing

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A page too low for the head of a column and a card shows the list, which needs less."""
        super().resizeEvent(event)
        self.presenter.make_room(too_low=self.height() < look().em(LOWEST_BOARD))

    def show_state(self) -> None:
        """Everything from the presenter."""
        shown, page = self.presenter, self.page
        page.set_title(_("Pipeline"), shown.state)
        set_shown(self.figures, not shown.too_low)  # a low window gives the list the room beside its title
        set_shown(self.figures_below, shown.too_low)
        set_shown(self.turn, shown.has_board)
        self.turn.setText(_("Show the board") if shown.as_list else _("Show the list"))
        self.filters.write(shown.text)
        self.filters.show_filters(shown.filters)
        cards = shown.cards
        missed = shown.known and not cards and (shown.filtered or bool(shown.every))
        set_shown(self.none, shown.known and not shown.every)
        set_shown(self.unfound, missed and shown.as_list)
        on_board = bool(shown.every) and not shown.as_list
        page.least_below = BOARD if on_board else LEAST_BELOW
        set_shown(self.board, on_board)
        set_shown(self.beside, shown.as_list and bool(cards))
        if on_board:
            self._show_board()
        elif cards:
            self.list.deeds = self._deeds()
            self.list.set_rows(LazyRows(shown.shown.keys, cards, self._listed))
            self.beside.look_again()
        self._show_current(on_board)
        self._show_form()
        self._show_messages()

    def _show_board(self) -> None:
        shown = self.presenter
        if not shown.columns:  # they are being put together
            return
        offered = self._deeds()
        for lane in self.board.columns:
            lane.list.deeds = offered
        self.board.show_columns(
            [
                (
                    state.name,
                    state.note,
                    state.entry,
                    LazyRows(state.keys, state.cards, self._card),
                )
                for state in shown.columns
            ]
        )

    def _show_current(self, on_board: bool) -> None:
        card = self.presenter.card(self.presenter.current) if on_board else None
        first, second = self.presenter.told(card) if card is not None and card.living else ("", "")
        self.words.set(first)
        self.more.set(second)
        for words in (self.words, self.more):
            set_shown(words, bool(first))
        for button in (self.open, *((self.stop, self.plan, self.on) if self.presenter.may_move else ())):
            button.setEnabled(bool(self._key()))

    def _card(self, card: PipelineCard) -> Row:
        mark = Mark("warn", _("Overdue")) if card.overdue else Mark("neutral", _("Dormant")) if card.dormant else None
        return Row(card.id, card.partner, self.presenter.following(card), mark)

    def _listed(self, card: PipelineCard) -> Row:
        shown = self.presenter
        mark = Mark("warn", _("Overdue")) if card.overdue else Mark("neutral", _("Dormant")) if card.dormant else None
        return Row(card.id, card.partner, shown.note(card), mark, cells=shown.cells(card), brief="")

    def _show_messages(self) -> None:
        shown, page = self.presenter, self.page
        if shown.stuck is not None:
            stuck = shown.stuck
            actions = ((stuck.button, stuck.deed),) if stuck.deed is not None else ()
            page.show_message(Message("warn", stuck.sentence, actions=actions), "stuck", shown.read_stuck)
        else:
            page.clear_message("stuck")
        self.undoing.show()

    def _show_form(self) -> None:
        shown = self.presenter
        open_ = bool(shown.asking) and shown.card(shown.asking) is not None
        if open_ and self.form is None:
            self.form = self.above.add(PipelineForm(shown, self.keeping(shown.draft)))
        set_shown(self.above, open_)
        set_shown(self.filled, not all(part.isHidden() for part in (self.above, self.board, self.beside)))
        set_shown(self.page.bar, not open_)
        if self.form is not None and self.form.show_state(open_):
            self.page.reveal(next(iter(self.form.form.inputs.values())).first())

    # --- ways

    def _into_cards(self) -> None:
        if self.presenter.as_list and self.list.rows:
            self.list.set_current(self.list.rows[0].key)
            self.list.view.setFocus()
        else:
            self.board.focus_first()

    def _clear(self) -> None:
        self.filters.edit.clear()
        self.presenter.clear()


class PipelineForm(QWidget):
    """Why a partnership stops, or what is next for it, above the cards."""

    def __init__(self, presenter: PipelinePresenter, keeper: DraftKeeper) -> None:
        super().__init__()
        inner = column(self, 8)
        self._presenter, self._keeper = presenter, keeper
        self._about: tuple[str, bool] | None = None
        self.title = Text(role="section", measure=0)
        inner.addWidget(self.title)
        self.form = Form(presenter.office.work.clock, gap=8)
        inner.addWidget(self.form)
        keeper.hold_form(self.form)
        foot = QWidget()
        row = ButtonFlow(foot)
        row.addStretch(1)
        row.addWidget(Button(_("Cancel"), self._give_up))
        self.save = Button("", self._save, "filled").leads()
        row.addWidget(self.save)
        inner.addWidget(foot)
        shortcut(self, deeds.CONTINUE, self._save)

    def show_state(self, open_: bool) -> bool:
        """Open for a card, or closed; what is being typed stays. Says whether it was just opened."""
        presenter = self._presenter
        about = (presenter.asking, presenter.closes) if open_ else None
        if about is None or about == self._about:
            self._about = about
            return False
        self._about = about
        self.title.set(presenter.about)
        closes = presenter.closes
        self.save.setText(_("Close the partnership") if closes else _("Plan it"))
        self.form.show_fields(closing_rows(presenter) if closes else next_rows(presenter))
        self.form.fill({"reason": "", "note": "", "lessons": ""} if closes else next_shown(presenter))
        self._keeper.begin()
        return True

    def _give_up(self) -> None:
        presenter = self._presenter
        again = partial(presenter.ask_again, presenter.asking, presenter.closes)
        self._keeper.give_up(presenter.put_form_away, again, presenter.undoable)

    def _save(self) -> None:
        if not self.form.complete():
            return
        typed = {name: text_of(value) for name, value in self.form.values().items()}
        if self._presenter.closes:
            self._presenter.close(typed["reason"], typed["note"], typed["lessons"])
        else:
            owner = "" if typed["owner"] == FOLLOWS else typed["owner"]
            self._presenter.save_next(" ".join(typed["what"].split()), typed["on"], owner)
