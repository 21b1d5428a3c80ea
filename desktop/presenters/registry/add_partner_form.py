"""The fields of a partner that is being added, with what they show."""

from desktop.base import places
from desktop.base.text import _, language
from desktop.base.values import Json
from desktop.presenters import partner_labels as labels
from desktop.presenters.form import FieldSpec, FormRows, InputKind, Option, options
from desktop.presenters.registry.add_partner import AddPartnerPresenter, PartnerEntryForm


def new_partner_shown(form: PartnerEntryForm) -> dict[str, Json]:
    """What the fields show."""
    return {**form.__dict__, "sectors": list(form.sectors)}


def name_rows() -> FormRows:
    """The name: what may be the same partner stands below it while it is typed."""
    name = FieldSpec(
        "name",
        InputKind.TEXT,
        _("&Legal name"),
        _("As in the statutes or the register."),
        required=_("Type its full legal name."),
        live=True,
    )
    return [[name]]


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
    return [[country], [registration], [group], [subtype], [brought_by]]


def further_rows() -> FormRows:
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
    return [
        [FieldSpec("city", InputKind.TEXT, _("City")), FieldSpec("website", InputKind.TEXT, _("Website"))],
        [FieldSpec("email", InputKind.TEXT, _("Email address")), FieldSpec("phone", InputKind.TEXT, _("Telephone"))],
        [FieldSpec("address", InputKind.TEXT, _("Address"))],
        [other_names],
        [FieldSpec("summary", InputKind.AREA, _("Activity"), lines=2)],
        [sectors],
    ]
