"""The fields of the form of a partnership, group by group, with what they show."""

from dataclasses import replace

from desktop.base import places
from desktop.base.text import _, language
from desktop.base.values import Json
from desktop.presenters import partner_labels as labels
from desktop.presenters.form import FieldSpec, FormRows, InputKind, Option, options
from desktop.presenters.registry.partnership import PartnershipPresenter
from desktop.services.labels import VISIBILITY
from desktop.store.states import Feature, Visibility


def partnership_shown(presenter: PartnershipPresenter) -> dict[str, Json]:
    """What the fields show; while no type of agreement is chosen, the one that is proposed."""
    draft = presenter.draft
    return {
        **draft.stored(),
        "value": {"amount": draft.value, "currency": draft.currency},
        "agreement_type": draft.agreement_type or presenter.proposed,
    }


def purpose_rows(presenter: PartnershipPresenter) -> FormRows:
    """What for."""
    title = FieldSpec(
        "title",
        InputKind.TEXT,
        _("&Title"),
        _("In a few words, as it will be listed."),
        required=_("Say in a few words what is planned."),
    )
    help_text = _(
        "The one goal that both sides pursue (¶18): it opens the agreement. Complete “The parties want to …”."
    )
    purpose = FieldSpec("purpose", InputKind.AREA, _("Common &purpose"), help_text, lines=2)
    return [[title], [purpose], [_checks("aims", _("Aims (¶15)"), options(presenter.aims()))]]


def kind_rows(presenter: PartnershipPresenter) -> FormRows:
    """What kind; the main type is no further type."""
    kinds = presenter.types()
    named = options((code, name) for code, name, _objective in kinds)  # the objectives stand beside the form
    main = FieldSpec("type", InputKind.RADIO, _("Main type (¶29)"), options=named)
    others = FieldSpec(
        "other_types",
        InputKind.CHECKS,
        _("Further types, if any"),
        options=named,
        rare=True,
        hidden=(presenter.draft.type,),
    )
    level = FieldSpec(
        "level", InputKind.DROPDOWN, _("Level (¶29 d)"), options=options(presenter.terms("levels")), chars=0
    )
    shape = FieldSpec("form", InputKind.DROPDOWN, _("Form (¶4)"), options=options(presenter.terms("forms")), chars=0)
    moments = _checks("moments", _("Moment of the crisis (¶5)"), options(presenter.terms("moments")))
    return [[main], [level, shape], [replace(moments, rare=True)], [others]]


def contribution_rows(presenter: PartnershipPresenter) -> FormRows:
    """What the partner brings, and the agreement that fits it."""
    draft = presenter.draft
    kinds = options((key, _(name)) for key, (name, _note) in labels.CONTRIBUTIONS.items())
    goods = options((key, _(name)) for key, name in labels.GOODS.items())
    value = FieldSpec(
        "value",
        InputKind.MONEY,
        _("&Value"),
        _("Everything the partner brings, goods and services at their market value; an estimate will do."),
        options=options((code, code) for code in presenter.currencies()),
        currency_alone=True,
        note=presenter.dollars,
    )
    dollars = FieldSpec(
        "value_usd",
        InputKind.NUMBER,
        _("The same in &US dollars"),
        _("The limits of authority are in dollars. No United Nations rate of this currency is here: type it."),
        unit=places.DOLLARS,
    )
    agreement = FieldSpec(
        "agreement_type",
        InputKind.DROPDOWN,
        _("Type of &agreement"),
        options=options(presenter.agreement_types()),
        note=presenter.proposal,
        proposed=not draft.agreement_type,
        chars=36,
    )
    return [
        [_checks("contribution_kinds", _("Kinds of contribution"), kinds)],
        *([[_checks("goods_kinds", _("Which goods?"), goods)]] if draft.has_goods else []),
        [value, *([dollars] if presenter.asks_dollars else []), agreement],
    ]


def feature_rows(presenter: PartnershipPresenter) -> FormRows:
    """What it involves; children are asked for where beneficiaries are met."""
    features = FieldSpec(
        "features",
        InputKind.CHECKS,
        _("What it involves"),
        options=tuple(Option(key, _(title), _(note) if note else "") for key, (title, note) in labels.FEATURES.items()),
        heading=False,
        hidden=() if presenter.draft.meets_beneficiaries else (Feature.CHILDREN,),
    )
    return [[features]]


def place_rows(presenter: PartnershipPresenter) -> FormRows:
    """Where and when."""
    countries = FieldSpec(
        "countries",
        InputKind.PICKS,
        _("Countries &of the activities"),
        options=options(places.countries(language())),
    )
    emergency = FieldSpec(
        "emergency",
        InputKind.YES,
        _("It responds to a sudden emergency"),
        _("A declared emergency allows some answers to come later; it removes none."),
    )
    return [
        [
            countries,
            FieldSpec("starts_on", InputKind.DATE, _("&Start")),
            FieldSpec("ends_on", InputKind.DATE, _("&End")),
        ],
        [replace(_checks("themes", _("Themes"), options(presenter.themes())), rare=True), emergency],
    ]


def openness_rows(presenter: PartnershipPresenter) -> FormRows:
    """Who reads of it in the transparency register, and why where it stays inside IOM (¶27)."""
    visibility = FieldSpec(
        "visibility",
        InputKind.RADIO,
        _("Who reads of it in the transparency register"),
        options=options((code, _(name)) for code, name in VISIBILITY.items()),
    )
    reason = FieldSpec("visibility_reason", InputKind.TEXT, _("Reason for this visibility"))
    asks_why = presenter.draft.visibility != Visibility.MEMBERS
    return [[visibility], *([[reason]] if asks_why or presenter.draft.visibility_reason else [])]


def _checks(key: str, label: str, choices: tuple[Option, ...]) -> FieldSpec:
    return FieldSpec(key, InputKind.CHECKS, label, options=choices)
