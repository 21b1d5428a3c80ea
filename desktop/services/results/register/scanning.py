"""The proof that nothing hidden leaves with an edition: every file of it is read before any is handed out (¶27)."""

from collections.abc import Iterator, Mapping

from desktop.base.errors import Problem
from desktop.base.text import N_, CodeTable, _
from desktop.documents.leaks import leaks
from desktop.documents.leaks.hidden import HiddenKind
from desktop.documents.register.edition import RegisterEdition
from desktop.services.results.register import hidden_values
from desktop.services.results.register.entries import EntryParty
from desktop.services.results.register.publishing import NAME, PublishedRegister
from desktop.services.work import Work

KINDS: Mapping[str, str] = CodeTable(
    {
        HiddenKind.PERSON: N_("the name of a person"),
        HiddenKind.ORGANIZATION: N_("the name of a partner that is not named"),
        HiddenKind.TEXT: N_("an internal text"),
        HiddenKind.NUMBER: N_("a number that tells of somebody"),
        HiddenKind.ADDRESS: N_("an address"),
        HiddenKind.FILE: N_("the name of a paper"),
    },
    N_("something hidden"),
)


def require_clean(
    work: Work, published: PublishedRegister, edition: RegisterEdition, written: Mapping[str, bytes]
) -> None:
    """Raise Problem where something that has to stay hidden stands in a file of an edition, in whatever form."""
    with work.store.read() as session:
        hidden = hidden_values.of_everything(
            session, {own.entry.id for own in published.entries}, published.rules, published.audience
        )
    leaked = leaks.look(written, hidden, list(_published(published, edition)))
    if leaked:
        what = ", ".join(dict.fromkeys(_(KINDS[own.kind]) for own in leaked))
        where = ", ".join(sorted({own.file for own in leaked})[:3])
        wrong = _("Something that must not leave stands in this edition: {what}, in {where}. Nothing was sealed.")
        raise Problem(
            wrong.format(what=what, where=where),
            _("Look for it in the texts of the partnerships, correct them there, then seal again."),
            code="edition-leaks",
        )


def _published(published: PublishedRegister, edition: RegisterEdition) -> Iterator[str]:
    """The texts that leave by rule: names of those who are named, and what people typed to be read."""
    for own in published.entries:
        entry, shows = own.entry, own.shows
        yield entry.office_name
        if shows(NAME):
            yield entry.partner.name
        if shows("purpose"):
            yield entry.purpose
        if shows("activities"):
            yield from entry.activities
        if shows("document"):
            yield entry.document
        if shows("contact"):
            yield entry.contact
        private = [party for party in own.parties if isinstance(party, EntryParty) and party.partner is not None]
        yield from (party.name for party in private)
    yield edition.office_name
    for table in edition.tables:
        for rows in table.lists:
            yield from (text for column in rows.columns for text in (column.heading, column.meaning))
        yield from (text for notice in table.notices for text in (notice.label, notice.text))
        yield from (text for own in table.hidden for text in (own.field, own.rule, own.reason))
