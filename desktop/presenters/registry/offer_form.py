"""The fields of an offer, and of declining one."""

from collections.abc import Mapping
from datetime import date

from desktop.base import places
from desktop.base.text import _, language, pick
from desktop.base.values import Json
from desktop.presenters.form import FieldSpec, FormRows, InputKind, Option, options, text_of
from desktop.presenters.registry.offer import PARTNER, OfferPresenter, notice_words
from desktop.services.labels import CHANNELS
from desktop.services.registry.offers import NewOffer
from desktop.store.states import Channel

STANDBY = "standby"


def offer_rows(presenter: OfferPresenter) -> FormRows:
    """Who, what, how much, where, by when: one page."""
    rules = presenter.office.definitions.pipeline
    name = FieldSpec(
        "name",
        InputKind.TEXT,
        _("Who offers?"),
        _("A company or a person, in the register or not."),
        required=_("Type the name of the company or the person."),
        live=True,
    )
    contact = FieldSpec("contact", InputKind.TEXT, _("Who speaks, and how to call back"))
    channel = FieldSpec(
        "channel",
        InputKind.DROPDOWN,
        _("How it came"),
        options=options((way, _(CHANNELS[way])) for way in Channel),
        chars=0,
    )
    what = FieldSpec(
        "what",
        InputKind.TEXT,
        _("What is offered?"),
        _("In a few words: 20 trucks for 10 days."),
        required=_("Write it in a few words: 20 trucks for 10 days."),
    )
    capability = FieldSpec(
        "capability",
        InputKind.DROPDOWN,
        _("Kind"),
        options=options((own.id, pick(own.label)) for own in rules.capabilities),
        chars=0,
    )
    quantity = FieldSpec("quantity", InputKind.NUMBER, _("How much"))
    unit = FieldSpec("unit", InputKind.TEXT, _("Of what"), _("trucks, tents, beds…"))
    value = FieldSpec(
        "value",
        InputKind.MONEY,
        _("Value, if it was said"),
        options=options((code, code) for code, _name in places.currencies(language())),
        currency_alone=True,
    )
    country = FieldSpec("country", InputKind.DROPDOWN, _("Country"), options=options(places.countries(language())))
    place = FieldSpec("place", InputKind.TEXT, _("Place"), _("A city, a depot, a region."))
    kind = FieldSpec(
        "standby",
        InputKind.RADIO,
        _("Until when?"),
        options=(
            Option("answer", _("It wants an answer")),
            Option(STANDBY, _("It stands by")),
        ),
    )
    return [
        [name],
        [contact, channel],
        [what],
        [capability, quantity, unit],
        [value, country, place],
        [kind],
        _until(presenter),
    ]


def _until(presenter: OfferPresenter) -> list[FieldSpec]:
    if presenter.waits:
        emergency = FieldSpec(
            "emergency",
            InputKind.YES,
            _("It responds to a sudden emergency"),
            _("Its due diligence begins on the fast track (¶5, ¶21)."),
        )
        return [FieldSpec("answer_on", InputKind.DATE, _("Answer due by")), emergency]
    rules = presenter.office.definitions.pipeline
    notice = FieldSpec(
        "notice_hours",
        InputKind.DROPDOWN,
        _("Notice"),
        options=options((str(hours), notice_words(hours)) for hours in rules.notice_hours),
        chars=0,
    )
    until = FieldSpec("valid_until", InputKind.DATE, _("Valid until"), _("Without a day it stands until declined."))
    return [notice, until]


def decline_rows(presenter: OfferPresenter) -> FormRows:
    """Why, and what was answered."""
    reason = FieldSpec(
        "reason",
        InputKind.DROPDOWN,
        _("Reason"),
        _("It stays inside IOM: the letter names none."),
        options=options(presenter.declines),
        required=_("Choose why the offer is declined."),
        chars=40,
    )
    return [[reason, FieldSpec("answer", InputKind.TEXT, _("What was answered"))]]


def offer_typed(typed: Mapping[str, Json]) -> NewOffer:
    """The offer that the fields hold."""
    money = typed.get("value")
    amount = money if isinstance(money, Mapping) else {}
    standby = text_of(typed.get("standby")) == STANDBY
    hours = text_of(typed.get("notice_hours"))
    return NewOffer(
        name=text_of(typed.get("name")),
        what=text_of(typed.get("what")),
        partner_id=text_of(typed.get(PARTNER)),
        contact=text_of(typed.get("contact")).strip(),
        channel=Channel(text_of(typed.get("channel")) or Channel.CALL),
        capability=text_of(typed.get("capability")),
        quantity=text_of(typed.get("quantity")),
        unit=text_of(typed.get("unit")).strip(),
        value=text_of(amount.get("amount")),
        currency=text_of(amount.get("currency")) or places.DOLLARS,
        country=text_of(typed.get("country")),
        place=text_of(typed.get("place")).strip(),
        emergency=not standby and typed.get("emergency") is True,
        answer_on=None if standby else _day(typed.get("answer_on")),
        standby=standby,
        notice_hours=int(hours) if standby and hours else None,
        valid_until=_day(typed.get("valid_until")) if standby else None,
    )


def _day(value: Json) -> date | None:
    return date.fromisoformat(text_of(value)) if text_of(value) else None
