"""The fields of a partner that is being added, with what they show."""

from collections.abc import Mapping

from desktop.base import places
from desktop.base.text import N_, CodeTable, _, language
from desktop.base.values import Json
from desktop.definitions.terms import PartnerGroup
from desktop.presenters import partner_labels as labels
from desktop.presenters.form import FieldSpec, FormRows, InputKind, Option, options
from desktop.presenters.registry.add_partner import AddPartnerPresenter, PartnerEntryForm

NAME_HELP: Mapping[str, tuple[str, str]] = CodeTable(
    {
        PartnerGroup.ENTERPRISE: (N_("As in the statutes or the register."), N_("Type its full legal name.")),
        PartnerGroup.FOUNDATION: (N_("As in the statutes or the register."), N_("Type its full legal name.")),
        PartnerGroup.INDIVIDUAL: (
            N_("As in the identity document."),
            N_("Type the name as in the identity document."),
        ),
        PartnerGroup.PUBLIC: (N_("As the public knows it."), N_("Type the name of the campaign.")),
    },
    ("", N_("Type its full legal name.")),
)  # where it is read, and what is said when it is missing


def new_partner_shown(form: PartnerEntryForm) -> dict[str, Json]:
    """What the fields show."""
    return {**form.__dict__, "sectors": list(form.sectors)}


def name_rows(presenter: AddPartnerPresenter) -> FormRows:
    """The name: what may be the same partner stands below it while it is typed."""
    group = presenter.form.group
    heading = labels.fact_name(presenter.strategy, group, "name") or _("&Legal name")
    help_text, required = NAME_HELP[group]
    return [[FieldSpec("name", InputKind.TEXT, heading, _(help_text), required=_(required), live=True)]]


def main_rows(presenter: AddPartnerPresenter) -> FormRows:
    """The facts that are asked for at once; the kinds follow the group, the help of the number the country."""
    country = FieldSpec("country", InputKind.DROPDOWN, _("Countr&y"), options=options(places.countries(language())))
    registration = FieldSpec(
        "registration",
        InputKind.TEXT,
        _("Re&gistration number"),
        presenter.number_hint,
        note=presenter.number_known,
        live=True,
    )
    group = FieldSpec(
        "group",
        InputKind.RADIO,
        _("Which of the four groups (¶28)?"),
        options=tuple(Option(*group) for group in presenter.groups()),
    )
    subtype = FieldSpec("subtype", InputKind.DROPDOWN, _("Kind"), options=options(presenter.subtypes()))
    brought_by = FieldSpec(
        "brought_by",
        InputKind.TEXT,
        _("Introduced &by"),
        _("A colleague, another partner, an event, a letter…"),
    )
    birth_help = _("A day like 24/11/1984, or only the year.")
    birth = FieldSpec("birth_date", InputKind.PARTIAL_DAY, _("Date of birth"), birth_help)
    countries = options(places.countries(language()))
    nationality = FieldSpec("nationality", InputKind.DROPDOWN, _("Nationality"), options=countries, chars=0)
    rows = [[country], [registration], [group], [subtype], [birth, nationality], [brought_by]]
    return _asked(presenter, rows)


def _asked(presenter: AddPartnerPresenter, rows: FormRows) -> FormRows:
    """Without the facts that the group chosen does not ask for."""
    return [asked for row in rows if (asked := [spec for spec in row if presenter.asks(spec.key)])]


def further_rows(presenter: AddPartnerPresenter) -> FormRows:
    """What can wait."""
    other_names = FieldSpec(
        "other_names",
        InputKind.TEXT,
        _("Other names"),
        _("Trade names, acronyms, former names, separated by semicolons: screening looks for them too."),
    )
    sectors = FieldSpec(
        "sectors",
        InputKind.CHECKS,
        _("Sectors"),
        options=options((key, _(name)) for key, name in labels.SECTORS.items()),
    )
    rows = [
        [FieldSpec("city", InputKind.TEXT, _("City")), FieldSpec("website", InputKind.TEXT, _("Website"))],
        [FieldSpec("email", InputKind.TEXT, _("Email address")), FieldSpec("phone", InputKind.TEXT, _("Telephone"))],
        [FieldSpec("address", InputKind.TEXT, _("Address"))],
        [other_names],
        [FieldSpec("summary", InputKind.AREA, _("Activity"), lines=2)],
        [sectors],
    ]
    return _asked(presenter, rows)
