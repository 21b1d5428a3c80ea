"""One offer: a short form while somebody speaks on the telephone, then what becomes of it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base import places
from desktop.base.dates import day_in_words
from desktop.base.files import write_safely
from desktop.base.numbers import format_money, number_in_words
from desktop.base.progress import Runner
from desktop.base.text import LANGUAGES, N_, UNKNOWN, CodeTable, _, first_line, language, pick, plural
from desktop.base.values import Json
from desktop.presenters import partner_labels
from desktop.presenters.form import text_of
from desktop.presenters.form_draft import FormDraft
from desktop.presenters.held_form import HeldForm
from desktop.presenters.registry.undoing import UndoingPresenter
from desktop.services.diligence import cases
from desktop.services.labels import CHANNELS
from desktop.services.office import people
from desktop.services.office.rights import Right, may
from desktop.services.partner_papers import offer_letter
from desktop.services.registry import duplicates, offers, partners
from desktop.services.registry.duplicates import PossibleDuplicate, TypedPartner
from desktop.services.registry.offers import NewOffer
from desktop.store.records import Offer, Partner
from desktop.store.states import Channel, OfferState

if TYPE_CHECKING:
    from desktop.office import Office

SHOWN = 3  # partners that look alike
PARTNER = "partner_id"  # under which is held which partner of the register offers
STATES: Mapping[str, str] = CodeTable(
    {
        OfferState.OPEN: N_("Waits for an answer"),
        OfferState.ACCEPTED: N_("Taken up"),
        OfferState.DECLINED: N_("Declined"),
    },
    UNKNOWN,
)
TONES: Mapping[str, str] = CodeTable({OfferState.OPEN: "warn", OfferState.ACCEPTED: "good"}, "neutral")
IN_LANGUAGE = {"fr": N_("Letter in French…"), "en": N_("Letter in English…"), "es": N_("Letter in Spanish…")}
A_DAY = 24  # hours


def notice_words(hours: int | None) -> str:
    """Within how long something is there, in hours or days; empty where nobody said."""
    if hours is None:
        return ""
    if hours > 2 * A_DAY and hours % A_DAY == 0:
        return plural("{count} day", "{count} days", hours // A_DAY)
    return plural("{count} hour", "{count} hours", hours)


def offer_state(offer: Offer, lapsed: bool) -> tuple[str, str]:
    """The tone and the words of the state of an offer; `lapsed` when it stood by and its time is over."""
    if offer.state == OfferState.OPEN and offer.standby:
        return ("neutral", _("Over")) if lapsed else ("info", _("Stands by"))
    return TONES[offer.state], _(STATES[offer.state])


def amount_words(offer: Offer) -> str:
    """How much is offered, of what; empty where nobody said."""
    number = number_in_words(offer.quantity, language()) if offer.quantity else ""
    return " ".join(part for part in (number, offer.unit) if part)


class OfferPresenter(UndoingPresenter, HeldForm):
    """A new offer without an `id`, else one on record; `standby` for one that waits for a crisis."""

    shows = frozenset({"offer", "partner", "partnership"})

    def __init__(self, office: "Office", runner: Runner, id: str = "", standby: str = "") -> None:  # noqa: A002
        super().__init__(office, runner)
        self.id, self.form_name = id, "offer:new"
        self._stands_by = bool(standby)
        self.alike: Sequence[PossibleDuplicate] = ()
        self.declining = bool(id) and bool(self.decline_draft.fields)
        self._look = 0
        self._read()
        if not id and text_of(self.fields.get("name")):
            self._compare()

    def _read(self) -> None:
        work = self.office.work
        self.offer: Offer | None = offers.read(work, self.id) if self.id else None
        partner_id = (
            self.offer.partner_id if self.offer is not None else text_of(self.held(self.form_name).get(PARTNER))
        )
        self.partner: Partner | None = partners.partner(work.store, partner_id) if partner_id else None
        self.names = people.names(work.store) if self.id else {}

    def refresh(self) -> None:
        """Read everything again."""
        self._read()
        self.changed()

    def arrive(self) -> None:
        self.changed()

    @property
    def editable(self) -> bool:
        """Whether this reader's role answers offers."""
        return may(self.office.user, Right.REGISTER)

    # --- a new one

    @property
    def proposed(self) -> Mapping[str, Json]:
        """A call of today, from here; an answer in the days that the rules say."""
        office, rules = self.office, self.office.definitions.pipeline
        typed = self.held(self.form_name)
        days = rules.emergency_days if typed.get("emergency") is True else rules.answer_days
        due = office.work.today() + timedelta(days=days)
        own = places.currency_of(office.profile.country) or places.DOLLARS
        return {
            "channel": str(Channel.CALL),
            "country": office.profile.country,
            "answer_on": due.strftime("%Y-%m-%d"),
            "value": {"amount": "", "currency": own},
            "standby": "standby" if self._stands_by else "answer",
            "notice_hours": str(rules.notice_hours[min(3, len(rules.notice_hours) - 1)]),
        }

    @property
    def waits(self) -> bool:
        """Whether the offer that is typed wants an answer; else it stands by."""
        return text_of(self.fields.get("standby")) != "standby"

    def take(self, key: str, value: Json) -> None:
        super().take(key, value)
        if key == "name":
            self._compare()

    def _compare(self) -> None:
        """Look for partners of this name, away from the window; only the last look counts."""
        self._look += 1
        turn, name = self._look, text_of(self.fields.get("name"))
        if self.partner is not None or len(name.strip()) < 3:
            self._show_alike(turn, ())
            return
        work = self.office.work
        self.runner.quietly(lambda: duplicates.possible(work, TypedPartner(name)), partial(self._show_alike, turn))

    def _show_alike(self, turn: int, alike: Sequence[PossibleDuplicate]) -> None:
        if turn == self._look:
            self.alike = [own for own in alike if not own.partner.archived][:SHOWN]
            self.changed()

    def is_this(self, partner_id: str) -> None:
        """Whoever offers is this partner of the register; empty for none of it."""
        self.hold(self.form_name, {**self.held(self.form_name), PARTNER: partner_id})
        self.partner = partners.partner(self.office.store, partner_id) if partner_id else None
        if self.partner is not None:
            self.hold(self.form_name, {**self.held(self.form_name), "name": self.partner.name})
        self._compare()
        self.changed()

    def where(self, partner: Partner) -> str:
        """Where a partner is, to tell it from others."""
        return " · ".join(part for part in (partner.name, partner_labels.place(partner.city, partner.country)) if part)

    def record(self, new: NewOffer) -> None:
        """Record the offer and show it. Raises Problem where something lacks."""
        recorded = offers.record(self.office.work, new)
        self.forget()
        self.open_place("offer", id=recorded.id)

    # --- one on record

    @property
    def title(self) -> str:
        """Who offers."""
        return self.offer.name if self.offer is not None else _("New offer")

    @property
    def state(self) -> str:
        """What is offered; of a new one, what this page is for."""
        if self.offer is not None:
            return first_line(self.offer.what)
        return _("Two minutes: who, what, how much, where, by when. Everything else can wait.")

    @property
    def mark(self) -> tuple[str, str]:
        """The tone and the words of its state."""
        if self.offer is None:
            return "neutral", ""
        return offer_state(self.offer, not offers.holds(self.offer, self.office.work.today()))

    @property
    def is_open(self) -> bool:
        """Whether it can be answered or called up."""
        return self.offer is not None and self.offer.state == OfferState.OPEN

    @property
    def facts(self) -> Sequence[tuple[str, str]]:
        """What is on record, name and value."""
        offer, spoken = self.offer, language()
        if offer is None:
            return ()
        rules = self.office.definitions.pipeline
        able = {own.id: own.label for own in rules.capabilities}
        country = places.country_name(offer.country, spoken) if offer.country else ""
        pairs = (
            (_("What is offered"), offer.what if "\n" in offer.what else ""),
            (_("Kind"), pick(able[offer.capability]) if offer.capability in able else ""),
            (_("How much"), amount_words(offer)),
            (_("Value"), format_money(offer.value, offer.currency, spoken) if offer.value else ""),
            (_("Place"), ", ".join(part for part in (offer.place, country) if part)),
            (_("Emergency"), _("yes") if offer.emergency else ""),
            (_("Contact"), offer.contact),
            (_("How it came"), _(CHANNELS[offer.channel]) if offer.channel else ""),
            (_("Came on"), day_in_words(offer.received_on, spoken, "long")),
            (_("Answer due by"), day_in_words(offer.answer_on, spoken, "long") if self.is_open else ""),
            (_("Notice"), notice_words(offer.notice_hours) if offer.standby else ""),
            (_("Valid until"), day_in_words(offer.valid_until, spoken, "long")),
            (_("Noted by"), self.names.get(offer.owner, "")),
            (_("Answered on"), day_in_words(offer.answered_on, spoken, "long")),
            (_("Answered by"), self.names.get(offer.answered_by, "")),
            (_("Why it was declined"), pick(rules.declines[offer.reason]) if offer.reason in rules.declines else ""),
            (_("What was answered"), offer.answer),
        )
        return [(name, value) for name, value in pairs if value]

    # --- what becomes of it

    def take_up(self) -> None:
        """Make a partnership of it; in an emergency its due diligence is begun at once, on the fast track."""
        office, offer = self.office, self.offer
        if offer is None:
            return
        planned = offers.take_up(office.work, offer.id)
        if planned.emergency:
            case = cases.open_case(office.work, office.definitions.form, planned)
            self.open_place("diligence", case=case.id)
        else:
            self.open_place("partnership", partner=planned.partner_id, id=planned.id)

    @property
    def decline_draft(self) -> FormDraft:
        """What is typed into the form of declining."""
        return self.form_draft(f"decline:{self.id}")

    @property
    def declines(self) -> tuple[tuple[str, str], ...]:
        """Why an offer can be declined."""
        return tuple((code, pick(label)) for code, label in self.office.definitions.pipeline.declines.items())

    def ask_why(self, on: bool = True) -> None:
        """Open the form of declining, or close it; what was typed into it is dropped then."""
        self.declining = on
        if not on:
            self.decline_draft.drop()
        self.changed()

    def decline(self, reason: str, answer: str) -> None:
        """Decline it with a reason."""
        work, offer_id = self.office.work, self.id
        self._do(
            _("declining an offer"),
            _("The offer is declined. Write the letter, or take it back."),
            partial(offers.decline, work, offer_id, reason, answer),
            partial(offers.reopen, work, offer_id),
        )
        self.ask_why(False)

    def reopen(self) -> None:
        """Let it wait again."""
        offer, work = self.offer, self.office.work
        if offer is not None:
            again = partial(offers.decline, work, offer.id, offer.reason, offer.answer)
            text = _("The offer waits for an answer again.")
            self._do(_("reopening an offer"), text, partial(offers.reopen, work, offer.id), again)

    def name_partner(self, partner_id: str) -> None:
        """Say that this partner of the register offers, once the offer is on record."""
        offers.name_partner(self.office.work, self.id, partner_id)
        self.refresh()

    def open_partnership(self) -> None:
        """Go to the partnership that it led to."""
        if self.offer is not None:
            self.open_place("partnership", partner=self.offer.partner_id, id=self.offer.partnership_id)

    def letters(self) -> Sequence[tuple[str, Callable[[], None]]]:
        """The letters that can be made, with the words of their buttons: the reader's own language first."""
        spoken = [language(), *(code for code in LANGUAGES if code != language())]
        return [(_(IN_LANGUAGE[code]), partial(self._make_letter, code)) for code in spoken]

    def _make_letter(self, spoken: str) -> None:
        work, offer_id = self.office.work, self.id
        name = _("Answer {name}").format(name=self.title).replace("/", "-")

        def write(path: Path) -> None:
            self.runner.run(
                _("Making the letter"),
                lambda progress: write_safely(path, offer_letter.pdf(work, offer_id, spoken)),
                lambda _written: self.tell(_("The letter is in {path}. Read it before you sign it.").format(path=path)),
            )

        self.asker.place_to_save(_("Save the letter"), f"{name}.pdf", write)
