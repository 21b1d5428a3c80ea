"""The words for two records that may be one company: what speaks for and against it, and what was ruled."""

from collections.abc import Collection, Mapping

from desktop.base.text import N_, UNKNOWN, CodeTable, _
from desktop.services.registry.one_company import CompanyPair, Sign
from desktop.store.states import RulingKind

SIGNS: Mapping[Sign, str] = {
    Sign.NAME: N_("name"),
    Sign.NUMBER: N_("register number"),
    Sign.LEI: N_("LEI"),
    Sign.DOMAIN: N_("web or mail domain"),
    Sign.COUNTRY: N_("country"),
    Sign.CITY: N_("city"),
    Sign.GROUP: N_("target group"),
}
RULINGS: Mapping[str, tuple[str, str]] = CodeTable(
    {
        "": ("neutral", N_("no ruling yet")),
        RulingKind.SAME: ("good", N_("the same company")),
        RulingKind.NOT_SAME: ("neutral", N_("not the same")),
        RulingKind.UNSURE: ("warn", N_("not sure")),
    },
    ("neutral", UNKNOWN),
)


def signs_words(signs: Collection[Sign]) -> str:
    """What speaks for it, or against it, in the order in which it weighs."""
    return ", ".join(_(words) for sign, words in SIGNS.items() if sign in signs)


def weighed_words(pair: CompanyPair) -> str:
    """What speaks for it, and what against it, in one line."""
    speaks_for, against = signs_words(pair.speaks_for), signs_words(pair.speaks_against)
    if speaks_for and against:
        return _("for: {signs}; against: {others}").format(signs=speaks_for, others=against)
    return _("for: {signs}").format(signs=speaks_for) if speaks_for else ""


def ruling_words(ruling: str) -> tuple[str, str]:
    """The tone and the words of a ruling."""
    tone, words = RULINGS[ruling]
    return tone, _(words)
