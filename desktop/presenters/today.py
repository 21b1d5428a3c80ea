"""Today: what waits for me, what waits for others, what will soon be late, what is to send."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from desktop.base.dates import ago, day_in_words, day_of
from desktop.base.plausibility import age_in_days
from desktop.base.progress import Runner
from desktop.base.text import N_, _, language, plural
from desktop.base.values import JsonObject, local_day
from desktop.presenters import status
from desktop.presenters.exchange import own_key_words
from desktop.presenters.exchange.every_arrival import TO_LOOK_AT
from desktop.presenters.listing import Listing
from desktop.presenters.putting_off import PuttingOffPresenter
from desktop.presenters.screening import published_words
from desktop.presenters.status import StatusChip
from desktop.presenters.tasks import print_week, week_listing
from desktop.presenters.today_cards import CardState, card_of, put_off_card
from desktop.screening import library
from desktop.screening.freshness import oldest_age
from desktop.services import house, open_tasks
from desktop.services import today as day
from desktop.services.demo import training
from desktop.services.exchange import releasing
from desktop.services.exchange.headquarters import desk_state
from desktop.services.exchange.headquarters.desk_state import DeskState
from desktop.services.exchange.pending import UnsentChanges
from desktop.services.house import HouseState, MachineState
from desktop.services.next_step import BEGIN, RESTORE, NextStep
from desktop.services.office import backup, believed_clock, restore_test, sitting
from desktop.services.office.restore_test import RestoreTest
from desktop.services.office.rights import Right, may
from desktop.services.today import TodayKind
from desktop.store.records import ContentVersion, Partner

if TYPE_CHECKING:
    from desktop.office import Office

MOST = 7
KEY_SOON = 30  # days before the year of Headquarters' key is over, from which on Today says so
# what others wait for, and what a list says of a partner (¶22 b)
FIRST = (
    TodayKind.OFFER,
    *(TodayKind.DECIDE, TodayKind.OPINION, TodayKind.SHEET, TodayKind.REVIEW),
    *(TodayKind.STOPPED, TodayKind.FROZEN, TodayKind.RULE, TodayKind.CONFIRM, TodayKind.MATCH),
)


@dataclass(frozen=True)
class TodayCards:
    """The board in words. `hidden` counts the cards beyond the first seven; `exercise` is the training office's.

    `safety` says how old the lists and the backups are.
    """

    mine: tuple[CardState, ...] = ()
    others: tuple[CardState, ...] = ()
    soon: tuple[CardState, ...] = ()
    put_off: tuple[CardState, ...] = ()
    hidden: int = 0
    unsent: UnsentChanges | None = None
    exercise: tuple[Partner, NextStep] | None = None
    practised: tuple[int, int] | None = None
    safety: tuple[StatusChip, ...] = ()


def read_cards(office: "Office") -> TodayCards:
    """What waits for the reader, for others, and what will soon be late."""
    now = office.work.today()
    board = day.board(office.work, machine_of(office))
    first = [card_of(item, board.names, now) for item in board.mine if item.kind in FIRST]
    later = [card_of(item, board.names, now) for item in board.mine if item.kind not in FIRST]
    cards = [*first, *house_cards(office, board.house, now), *later]
    practice = training.practice(office.work, office.backups) if office.is_practice else None
    return TodayCards(
        mine=tuple(cards[:MOST]),
        others=tuple(card_of(item, board.names, now) for item in board.others),
        soon=tuple(card_of(item, board.names, now) for item in board.soon),
        put_off=tuple(put_off_card(aside, board.names, now) for aside in board.put_off),
        hidden=max(0, len(cards) - MOST) + sum(board.more.values()),
        unsent=board.unsent,
        exercise=practice.first if practice is not None else None,
        practised=(practice.done, practice.count) if practice is not None else None,
        safety=status.safety(office, board.house),
    )


class TodayPresenter(PuttingOffPresenter):
    """Reads the board again whenever something it shows has changed, away from the window: it judges several cases.

    `known` says whether it was read yet.
    """

    shows = frozenset(
        {
            *("diligence_case", "answer", "ruling", "screening_run", "decision", "clearance", "agreement", "task"),
            *("partner", "incident", "partnership", "person", "milestone_check", "paper_decision", "delegation"),
            *("headquarters_request", "headquarters_opinion", "offer", "interaction", "put_off", "hand_over"),
            *("training", "focal_point", "period_closing", "restatement", "content_version"),
            *("contribution", "printed_pack"),
        }
    )

    def __init__(self, office: "Office", runner: Runner) -> None:
        super().__init__(office, runner, "today")
        self.listing = Listing(self, "today", N_("Today"))
        self.known = False
        self.cards = TodayCards()
        self.week = week_listing(self)

    def refresh(self) -> None:
        """Read everything again."""
        office = self.office
        if not self.known:
            self.changed()
        self.runner.quietly(lambda: read_cards(office), self._show)

    def _show(self, cards: TodayCards) -> None:
        self.known, self.cards = True, cards
        self.changed()

    @property
    def mine(self) -> tuple[CardState, ...]:
        """The first of what waits for the reader."""
        return self.cards.mine

    @property
    def others(self) -> tuple[CardState, ...]:
        """What waits for somebody else."""
        return self.cards.others

    @property
    def soon(self) -> tuple[CardState, ...]:
        """What will be late."""
        return self.cards.soon

    @property
    def aside(self) -> tuple[CardState, ...]:
        """What was put off and comes back by itself."""
        return self.cards.put_off

    @property
    def safety(self) -> tuple[StatusChip, ...]:
        """How old the lists and the backups are."""
        return self.cards.safety

    @property
    def hidden(self) -> int:
        """How many cards of the reader's have no room."""
        return self.cards.hidden

    @property
    def count(self) -> int:
        """How many things wait for the reader."""
        return len(self.mine) + self.hidden

    @property
    def exercise(self) -> tuple[Partner, NextStep] | None:
        """What the training office proposes to do next."""
        return self.cards.exercise

    @property
    def practised(self) -> str:
        """How many exercises are done; empty in a real office."""
        if (practised := self.cards.practised) is None:
            return ""
        done, count = practised
        return _("The six exercises: {done} of {count} done").format(done=done, count=count)

    @property
    def empty(self) -> bool:
        """Whether nothing waits for anybody."""
        return self.known and not (self.mine or self.others or self.soon)

    @property
    def to_send(self) -> int:
        """How many changes Headquarters has not received; none where nothing is sent."""
        office, unsent = self.office, self.cards.unsent
        return 0 if unsent is None or office.is_hq or office.is_practice else unsent.count

    @property
    def last_receipt(self) -> str:
        """When Headquarters received something last."""
        unsent = self.cards.unsent
        if unsent is None or not unsent.received_at:
            return ""
        age = ago(day_of(unsent.received_at), self.office.work.today(), language())
        return _("Last receipt: {day} ({age}).").format(day=day_in_words(unsent.received_at, language()), age=age)

    # --- gestures

    @staticmethod
    def way(card: object) -> tuple[str, JsonObject]:
        """Where a card leads."""
        return (card.place, dict(card.arguments)) if isinstance(card, CardState) else ("today", {})

    def open(self, card: CardState) -> None:
        """Go where the card's work is done."""
        if card.place:
            self.open_place(card.place, **dict(card.arguments))

    def print_week(self) -> None:
        """The reader's sheet of the week on paper; a sentence where nothing is due."""
        office = self.office
        self.runner.quietly(lambda: open_tasks.read(office.work), lambda read: print_week(self, self.week, read))

    def practise(self) -> None:
        """Go on with the exercise."""
        if self.exercise is not None:
            partner, step = self.exercise
            if step.place in (BEGIN, RESTORE):
                self.open_place("partner", id=partner.id)
            else:
                self.open_place(step.place, **step.arguments)

    def put_off(self, card: CardState) -> None:
        """Ask until when a task is put off and why; what this computer asks for is not shown for a week.

        Raises Problem, which says why, for what is never put off.
        """
        if card.puts_off:
            sitting.put_off(self.office.machine, card.key)
            self.refresh()
        else:
            super().put_off(card)


def waiting(office: "Office") -> int:
    """How many things wait for the reader: what the badge says is what the page lists."""
    waits = day.badge(office.work, machine_of(office))
    return waits.count + len(house_cards(office, waits.house, office.work.today()))


def machine_of(office: "Office") -> MachineState | None:
    """What this computer says of itself; the training office has nothing to protect."""
    return None if office.is_practice else house.machine_state(office.work)


# --- what the house itself needs


def house_cards(office: "Office", state: HouseState | None, now: date) -> list[CardState]:
    """Lists, recovery words, backup, enrolment, disagreements: what protects the work itself; none for training."""
    if state is None or office.store.only_reading is not None:  # whoever only reads can do none of it
        return []
    cards = [_clock_card(state), _list_card(office, now), _backup_card(office, state, now)]
    cards += [_second_place_card(office, state, now), _words_card(office, state)]
    if office.is_hq:
        cards += _desk_cards(office, desk_state.read(office.work, office.keys), now)
    else:
        cards += [_enrolment_card(office, state), _receipt_card(state), _contents_card(office, state)]
        cards += _published_list_cards(office, state)
    cards.append(_disagreement_card(state))
    return [card for card in cards if card is not None and card.key not in state.machine.put_off]


def _clock_card(state: HouseState) -> CardState | None:
    if state.clock is None:
        return None
    note = believed_clock.doubt_in_words(state.clock)
    return CardState("clock", _("Check the date of this computer"), note, "calendar", "settings", warns=True)


def _list_card(office: "Office", now: date) -> CardState | None:
    if not may(office.user, Right.SCREEN):
        return None
    oldest = oldest_age(library.installed(office.lists), now)
    if oldest is None:
        title, note = _("Import a sanctions list"), _("Without one, no name can be screened and nothing decided.")
    elif oldest > office.definitions.authority.stale_days:
        title = _("Import a newer sanctions list")
        note = plural("The oldest one is {count} day old.", "The oldest one is {count} days old.", oldest)
    else:
        return None
    return CardState("lists", title, note, "shield", "lists", warns=True)


def _backup_card(office: "Office", state: HouseState, now: date) -> CardState | None:
    folders = backup.places(office.backups, state.machine.second_backups)
    moment = office.work.clock.now() if state.clock is None else state.clock.newest.at
    last = backup.newest(folders, moment)
    days = age_in_days(local_day(last), now) if last else None
    if backup.of_the_future(folders, moment):
        note = _("One bears a date in the future and counts for nothing: check the date, then delete or keep it.")
        return CardState("backup", _("Look at the backups"), note, "backup", "backups", warns=True)
    if days is not None and days <= backup.TOO_OLD_DAYS:
        return _test_card(office, state.machine.restore_test, moment)
    note = _("There is none yet.")
    if days is not None:
        note = plural("The last one is {count} day old.", "The last one is {count} days old.", days)
    return CardState("backup", _("Make a backup"), note, "backup", "backups", warns=True)


def _second_place_card(office: "Office", state: HouseState, now: date) -> CardState | None:
    """That no copy went outside this computer for long, although a place for it was chosen."""
    second = state.machine.second_backups
    if second is None or not second.copied_at or not may(office.user, Right.ADMINISTER):
        return None
    days = age_in_days(day_of(second.copied_at), now)
    if days <= backup.SECOND_TOO_OLD_DAYS:
        return None
    note = plural(
        "The newest copy outside this computer is {count} day old: plug the stick in, or connect the folder.",
        "The newest copy outside this computer is {count} days old: plug the stick in, or connect the folder.",
        days,
    )
    title = _("Make a backup outside this computer")
    return CardState("second_backup", title, note, "backup", "backups", warns=True, puts_off=True)


def _test_card(office: "Office", last: RestoreTest | None, now: datetime) -> CardState | None:
    """That the last restore test failed, or that none was made for too long."""
    if office.is_hq:
        return None
    if last is not None and not last.passed:
        return CardState("backup", _("Look at the backups"), last.refused, "backup", "backups", warns=True)
    if not restore_test.is_late(last, backup.oldest((office.backups,)), now):
        return None
    note = _("None was restored on trial for a long time.")
    return CardState("backup", _("Test the backups"), note, "backup", "backups", warns=True)


def _words_card(office: "Office", state: HouseState) -> CardState | None:
    if state.machine.words_checked or not may(office.user, Right.ADMINISTER):
        return None
    note = _("If a passphrase is lost, only the words on the recovery sheet open the office.")
    return CardState("recovery", _("Print the recovery words"), note, "lock", "settings", puts_off=True)


def _enrolment_card(office: "Office", state: HouseState) -> CardState | None:
    if state.machine.is_enrolled or not may(office.user, Right.SEND):
        return None
    note = _("Until then this computer can send nothing: one file each way.")
    title = _("Have Headquarters authorize this computer")
    return CardState("enrolment", title, note, "sending", "sync", puts_off=True)


def _receipt_card(state: HouseState) -> CardState | None:
    if not state.without_receipt:
        return None
    text = plural(
        "{count} bundle handed over has no receipt after 30 days",
        "{count} bundles handed over have no receipt after 30 days",
        state.without_receipt,
    )
    return CardState("receipts", text, _("Ask Headquarters, or send it again."), "sending", "sync", warns=True)


def _contents_card(office: "Office", state: HouseState) -> CardState | None:
    if not state.contents_waiting or not may(office.user, Right.ADMINISTER):
        return None
    title = _("Apply version {version} of the rules and templates").format(version=state.contents_waiting)
    note = _("Headquarters published it. See what changes; nothing does before you apply it.")
    return CardState("contents", title, note, "agreements", "contents", puts_off=True)


def _published_list_cards(office: "Office", state: HouseState) -> list[CardState | None]:
    """Lists and rates of Headquarters that wait to be used."""
    if not may(office.user, Right.ADMINISTER):
        return []
    note = _("See what changes in it, then use it; every partner is searched in a new list.")
    return [
        CardState(
            f"list:{pack.subject}",
            _("Use what Headquarters published: {what}").format(what=published_words.notice_words(pack)),
            note,
            "shield",
            "lists",
            puts_off=True,
        )
        for pack in state.lists_waiting
    ]


def _desk_cards(office: "Office", desk: DeskState, now: date) -> list[CardState | None]:
    """What waits at Headquarters beside the records."""
    released = [_release_card(record) for record in desk.prepared]
    return [*released, _arrivals_card(desk), _key_card(office, desk, now), _lagging_card(desk)]


def _release_card(record: ContentVersion) -> CardState:
    what = published_words.notice_words(releasing.pack_of(record))
    title = _("Look at this and release it: {what}").format(what=what)
    note = _("{name} prepared it: {reason}").format(name=record.preparer_name, reason=record.reason)
    return CardState(f"release:{record.id}", title, note, "agreements", "hq_contents")


def _arrivals_card(desk: DeskState) -> CardState | None:
    if not desk.troubles:
        return None
    text = plural("{count} file that arrived needs a look", "{count} files that arrived need a look", desk.troubles)
    note = _("Refused, set aside, or waiting for an earlier one: each says why and what to do.")
    return CardState("arrivals", text, note, "inbox", "hq_arrivals", (("state", TO_LOOK_AT),), warns=True)


def _key_card(office: "Office", desk: DeskState, now: date) -> CardState | None:
    if desk.key_since is None or not may(office.user, Right.OWN_KEYS):
        return None
    left = own_key_words.RENEWED_AFTER - age_in_days(desk.key_since, now)
    if left > KEY_SOON:
        return None
    note = plural("Its year is over in {count} day.", "Its year is over in {count} days.", max(left, 0))
    if left <= 0:
        note = _("A year has passed since Headquarters began to work with it.")
    return CardState("key", _("Renew the key of Headquarters"), note, "lock", "hq_keys", warns=left <= 0)


def _lagging_card(desk: DeskState) -> CardState | None:
    if not desk.lagging:
        return None
    text = plural(
        "{count} office has not heard of the last change of keys",
        "{count} offices have not heard of the last change of keys",
        len(desk.lagging),
    )
    lacking = any(office.lacks_key for office in desk.lagging)
    note = _("Some of them need a new answer.") if lacking else _("Their next returns tell them.")
    return CardState("lagging", text, note, "lock", "hq_keys", warns=lacking, puts_off=not lacking)


def _disagreement_card(state: HouseState) -> CardState | None:
    if not state.disagreements:
        return None
    text = plural("{count} value has two versions", "{count} values have two versions", state.disagreements)
    return CardState("reviews", text, _("Both are kept; a person decides."), "compare", "sync", warns=True)
