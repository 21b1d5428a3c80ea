"""Which program this is, and which lists, forms and clauses it works with: what support asks first."""

import platform
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop import __version__
from desktop.base.dates import day_in_words, format_date
from desktop.base.errors import Problem
from desktop.base.release import released
from desktop.base.text import _, language
from desktop.base.values import fingerprint, sha256
from desktop.screening import library

if TYPE_CHECKING:
    from desktop.office import Office


@dataclass(frozen=True)
class AboutLine:
    """What something is called and which version of it is at work."""

    name: str
    version: str


def about(office: "Office", window_parts: Mapping[str, str]) -> tuple[AboutLine, ...]:
    """Everything that support asks first; `window_parts` are the libraries of the window and their versions.

    Nothing in it tells of the office, its people or its partners.
    """
    definitions = office.definitions
    wordings = "".join(clause.sha256 for _id, clause in sorted(definitions.library.clauses.items()))
    clauses = _("{count} clauses, fingerprint {mark}").format(
        count=len(definitions.library.clauses), mark=fingerprint(sha256(wordings.encode()))
    )
    types = ", ".join(f"{code} {kind.version}" for code, kind in sorted(definitions.agreements.items()))
    return (
        AboutLine("Passerelle", f"{__version__}, {format_date(released(), language())}"),
        AboutLine(_("Licence"), "Apache 2.0"),
        *_lists(office),
        AboutLine(_("Questionnaire"), definitions.form.version),
        AboutLine(_("Strategy"), definitions.strategy.version),
        AboutLine(_("Who decides"), definitions.authority.version),
        AboutLine(_("Types of agreement"), types),
        AboutLine(_("Clauses"), clauses),
        AboutLine("Python", platform.python_version()),
        *(AboutLine(name, version) for name, version in window_parts.items()),
        AboutLine(_("System"), platform.platform(terse=True)),
    )


def _lists(office: "Office") -> tuple[AboutLine, ...]:
    """The sanctions lists in use with their days; the index that cannot be read is said, as support wants to know."""
    try:
        versions = library.installed(office.lists)
    except Problem as problem:
        return (AboutLine(_("Sanctions lists"), problem.text),)
    if not versions:
        return (AboutLine(_("Sanctions lists"), _("none")),)
    return tuple(
        AboutLine(
            _(version.title),
            _("{day}, fingerprint {mark}").format(
                day=day_in_words(version.published, language()) or _("without a date"),
                mark=fingerprint(version.digest),
            ),
        )
        for version in versions
    )


def as_text(lines: tuple[AboutLine, ...]) -> str:
    """What is copied for support: a line each."""
    return "\n".join(f"{line.name}: {line.version}" for line in lines)
