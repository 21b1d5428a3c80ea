"""Putting a task off from a page that lists tasks: asked for a day and a reason, and taken back."""

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words
from desktop.base.progress import Runner
from desktop.base.text import _, language, pick
from desktop.base.values import JsonObject
from desktop.presenters.form_draft import FormDraft
from desktop.presenters.registry.undoing import UndoingPresenter
from desktop.presenters.today_cards import CardState
from desktop.services import putting_off
from desktop.services.putting_off import WaitingTask

if TYPE_CHECKING:
    from desktop.office import Office


class PuttingOffPresenter(UndoingPresenter):
    """A page whose tasks can wait; `moving` is the one that the open form puts off. What is typed into the form is
    held under the name of the page."""

    def __init__(self, office: "Office", runner: Runner, page: str) -> None:
        super().__init__(office, runner)
        self._page = page
        self.moving = self._asked_before()

    def put_off(self, card: CardState) -> None:
        """Ask until when a task is put off and why. Raises Problem, which says why, for what is never put off."""
        waits = card.waits or WaitingTask(card.key, "", card.key)
        putting_off.require_movable(self.office.work, waits)
        self.ask(card)

    def can_wait(self, card: CardState) -> bool:
        """Whether a card can be put off."""
        rules, waits = self.office.definitions.put_off, card.waits
        return card.puts_off or (waits is not None and not putting_off.never(rules, waits.unmoved))

    @property
    def draft(self) -> FormDraft:
        """What is typed of the reason."""
        return self.form_draft(f"{self._page}:put-off")

    @property
    def reasons(self) -> tuple[tuple[str, str], ...]:
        """Why something can be put off: code and words."""
        return tuple((reason.id, pick(reason.label)) for reason in self.office.definitions.put_off.reasons)

    @property
    def proposed_day(self) -> str:
        """The day until which it is proposed."""
        days = self.office.definitions.put_off.proposed_days
        return (self.office.work.today() + timedelta(days=days)).isoformat()

    def give_up(self) -> None:
        """Close the form; what was typed into it is dropped."""
        self.draft.drop()
        self.ask(None)

    def ask(self, card: CardState | None) -> None:
        """Open the form for a card, or close it."""
        self.moving, waits = card, card.waits if card is not None else None
        asked: JsonObject = {}
        if card is not None and waits is not None:
            asked = {"title": card.title, "record": waits.record, "due": waits.due_on, "unmoved": waits.unmoved}
        self.hold(f"{self._page}:asked", asked)
        self.changed()

    def _asked_before(self) -> CardState | None:
        """The task whose form was left with something typed in it."""
        asked = self.held(f"{self._page}:asked")
        if not asked or not self.draft.fields:
            return None
        waits = WaitingTask(str(asked.get("record")), str(asked.get("due")), str(asked.get("unmoved")))
        return CardState("asked", str(asked.get("title")), "", "check", "", waits=waits)

    def save(self, until: str, reason: str, words: str) -> None:
        """Put the task of the form off. Raises Problem for a day that cannot be and without a reason."""
        card, work = self.moving, self.office.work
        if card is None or card.waits is None:
            return
        day = date.fromisoformat(until) if until else None
        deed = partial(putting_off.put_off, work, card.waits, day, reason, words)
        text = _("“{task}” is put off until {day}.").format(task=card.title, day=day_in_words(until, language()))
        self._do(_("putting a task off"), text, deed, partial(putting_off.take_back, work, card.waits.record))
        self.draft.drop()
        self.ask(None)

    def bring_back(self, card: CardState) -> None:
        """Have on Today again what was put off."""
        waits, work = card.waits, self.office.work
        if waits is None:
            return
        before = putting_off.read(work, waits.record)
        again = partial(putting_off.restore, work, before)
        text = _("“{task}” is on Today again.").format(task=card.title)
        self._do(_("bringing a task back"), text, partial(putting_off.take_back, work, waits.record), again)
