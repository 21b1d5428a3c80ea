"""The fields of a partner's facts and of a person, with what they show for a record and what they hold for it."""

from collections.abc import Mapping
from decimal import Decimal

from desktop.base import places
from desktop.base.text import _, language, pick
from desktop.base.values import Json
from desktop.definitions.strategy import Strategy
from desktop.presenters import partner_labels as labels
from desktop.presenters.form import FieldSpec, FormRows, InputKind, Option, options, text_of
from desktop.presenters.record_labels import field_name
from desktop.store.records import Partner, Person


def partner_rows(strategy: Strategy, partner: Partner) -> FormRows:
    """The facts of a partner. Which are asked, and what they are called, follows the group; the kinds follow it too,
    the help of the number the country. What the group does not ask is shown while it holds something."""
    rows = ([spec for spec in row if _is_shown(strategy, partner, spec)] for row in _every_row(strategy, partner))
    return [row for row in rows if row]


def _is_shown(strategy: Strategy, partner: Partner, spec: FieldSpec) -> bool:
    return strategy.group(partner.group).asks(spec.key) or bool(getattr(partner, spec.key))


def _every_row(strategy: Strategy, partner: Partner) -> FormRows:
    kinds = options((kind.id, pick(kind.label)) for kind in strategy.subtypes_of(partner.group))
    groups = options((group.id, pick(group.label)) for group in strategy.groups)
    countries = options(places.countries(language()))

    def named(fact: str) -> str:
        return labels.fact_name(strategy, partner.group, fact) or field_name("partner", fact)

    def text(fact: str, help_text: str = "") -> FieldSpec:
        return FieldSpec(fact, InputKind.TEXT, named(fact), help_text)

    others = FieldSpec(
        "other_names",
        InputKind.NAMES,
        field_name("partner", "other_names"),
        _("Separated by semicolons; screening looks for them too."),
    )
    employees = FieldSpec("employees", InputKind.NUMBER, field_name("partner", "employees"), chars=10, places=0)
    founded = FieldSpec("founded", InputKind.PARTIAL_DAY, named("founded"), _("A year, or a day like 24/03/2011."))
    birth_help = _("A day like 24/11/1984, or only the year.")
    birth = FieldSpec("birth_date", InputKind.PARTIAL_DAY, field_name("partner", "birth_date"), birth_help)
    reminder = _("Your own note; with a day, it is listed under Today on that day.")
    words_of_office = FieldSpec(
        "labels",
        InputKind.NAMES,
        field_name("partner", "labels"),
        _("Your office’s own words, separated by semicolons."),
    )
    sells = labels.fact_name(strategy, partner.group, "supplier") or _("It sells to IOM, or is likely to bid")
    supplier = FieldSpec("supplier", InputKind.YES, sells, _("Procurement must know of it (¶24)."))
    discreet = FieldSpec(
        "discreet",
        InputKind.YES,
        field_name("partner", "discreet"),
        _("Its name and its address leave IOM in no edition of the register (¶27); what it gives is counted."),
    )
    return [
        [text("name"), others],
        [_dropdown("group", groups), _dropdown("subtype", kinds), employees],
        [birth, _dropdown("nationality", countries)],
        [_dropdown("country", countries), text("city"), text("address")],
        [text("registration", _register(partner.country)), text("lei"), founded],
        [text("email"), text("phone"), text("website")],
        [
            FieldSpec("sectors", InputKind.PICKS, _("Sectors"), options=_named(labels.SECTORS)),
            FieldSpec("traits", InputKind.CHECKS, _("Particular traits"), options=_named(labels.TRAITS)),
        ],
        [text("brought_by"), words_of_office],
        [supplier, *([text("supplier_note")] if partner.supplier else [])],
        [discreet, *([text("discretion_note")] if partner.discreet else [])],
        [
            text("next_action", reminder),
            FieldSpec("next_action_on", InputKind.DATE, field_name("partner", "next_action_on")),
        ],
        [FieldSpec("summary", InputKind.AREA, named("summary"), lines=2), _area("notes")],
    ]


def reminder_rows() -> FormRows:
    """What several partners are to be reminded of, and when."""
    what = FieldSpec(
        "next_action",
        InputKind.TEXT,
        field_name("partner", "next_action"),
        required=_("Say in a few words what is to be done."),
    )
    help_text = _("On this day it is listed under Today.")
    return [[what, FieldSpec("next_action_on", InputKind.DATE, field_name("partner", "next_action_on"), help_text)]]


def title_rows() -> FormRows:
    """The title of a paper kept with a partner."""
    return [[FieldSpec("title", InputKind.TEXT, _("Title"), required=_("Say what the paper is."))]]


def partner_shown(partner: Partner) -> dict[str, Json]:
    """What the fields of a partner show."""
    plain = {name: getattr(partner, name) or "" for name in PLAIN}
    return {
        **plain,
        "founded": partner.founded or "",
        "other_names": list(partner.other_names),
        "employees": "" if partner.employees is None else str(partner.employees),
        "next_action_on": partner.next_action_on or "",
        "labels": list(partner.labels),
        "sectors": list(partner.sectors),
        "traits": list(partner.traits),
        "supplier": partner.supplier,
        "discreet": partner.discreet,
    }


PLAIN = (
    *("name", "group", "subtype", "country", "city", "registration", "lei", "address", "email", "phone", "website"),
    *("brought_by", "supplier_note", "discretion_note", "next_action", "summary", "notes", "birth_date", "nationality"),
)


def partner_fact(field: str, value: object) -> object:
    """A fact as the record holds it, from the value of its field."""
    if field == "employees":
        return int(Decimal(text_of(value))) if value else None
    if field == "next_action_on":
        return value or None
    return value


def person_rows(strategy: Strategy, group: str) -> FormRows:
    """The minimum that screening and signing need of a person behind a partner of this target group."""
    allowed = strategy.group(group).persons
    name = FieldSpec(
        "name",
        InputKind.TEXT,
        _("Name"),
        _("As in the identity document."),
        required=_("Type the name as in the identity document."),
    )
    others = FieldSpec("other_names", InputKind.NAMES, _("Other names"), _("Separated by semicolons."))
    roles = _named({role: words for role, words in labels.ROLES.items() if role in allowed})
    birth = FieldSpec(
        "birth_date",
        InputKind.PARTIAL_DAY,
        _("Date of birth"),
        _("A day like 24/11/1984, or only the year."),
    )
    nationality = FieldSpec(
        "nationality", InputKind.DROPDOWN, _("Nationality"), options=options(places.countries(language())), chars=0
    )
    return [
        [name],
        [FieldSpec("roles", InputKind.CHECKS, _("Roles"), options=roles)],
        [FieldSpec("title", InputKind.TEXT, _("Function")), others],
        [
            FieldSpec(
                "role_began", InputKind.PARTIAL_DAY, _("In this role since"), _("A day, a month or only the year.")
            ),
            FieldSpec("role_ended", InputKind.PARTIAL_DAY, _("Until"), _("Empty while it lasts.")),
        ],
        [birth, nationality],
        [
            FieldSpec("email", InputKind.TEXT, _("Email address")),
            FieldSpec("phone", InputKind.TEXT, _("Telephone")),
        ],
    ]


def person_shown(person: Person | None) -> dict[str, Json]:
    """What the fields of a person show; nothing for a new one."""
    person = person or Person(partner_id="", name="")
    return {
        "name": person.name,
        "roles": list(person.roles),
        "title": person.title,
        "other_names": list(person.other_names),
        "role_began": person.role_began,
        "role_ended": person.role_ended,
        "birth_date": person.birth_date,
        "nationality": person.nationality,
        "email": person.email,
        "phone": person.phone,
    }


def _area(name: str) -> FieldSpec:
    return FieldSpec(name, InputKind.AREA, field_name("partner", name), lines=2)


def _dropdown(name: str, choices: tuple[Option, ...]) -> FieldSpec:
    return FieldSpec(name, InputKind.DROPDOWN, field_name("partner", name), options=choices, chars=0)


def _named(names: Mapping[str, str]) -> tuple[Option, ...]:
    return options((key, _(name)) for key, name in names.items())


def _register(country: str) -> str:
    register, example = places.register_of(country)
    return _("{register}, for instance {example}").format(register=register, example=example) if register else ""
