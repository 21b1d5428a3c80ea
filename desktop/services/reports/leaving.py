"""The proof that a report which leaves IOM names nobody who is not named in it: its file is read before it is given."""

from sqlalchemy import select

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.definitions.terms import Audience
from desktop.documents.leaks import leaks
from desktop.documents.leaks.hidden import HiddenValue
from desktop.documents.reports.content import Report
from desktop.services.registry import identity
from desktop.services.results.register import hidden_names, hidden_values
from desktop.services.work import Work
from desktop.store.records import Partner


def require_clean(work: Work, report: Report, name: str, data: bytes) -> None:
    """Raise Problem where a person, or a partner that is not named, stands in the file of a report, in whatever form.

    The partner of a report that is about one is named there. A report that stays inside IOM is not looked at.
    """
    if report.head.internal:
        return
    hidden, published = _values(work, report)
    if leaks.look({name: data}, hidden, published):
        raise Problem(
            _("Somebody who must not be named stands in this report; nothing was written."),
            _("Look for names in the titles of partnerships and activities and in lessons, correct them, try again."),
            code="report-leaks",
        )


def _values(work: Work, report: Report) -> tuple[list[HiddenValue], list[str]]:
    """What may not stand in the file, and the names that may although something hidden is a part of them."""
    rules, about = work.definitions.register, report.head.partner
    with work.store.read() as session:
        hidden = hidden_values.of_people(session, rules, Audience.MEMBERS)
        unnamed = hidden_names.unnamed_records(session, rules, Audience.MEMBERS)
        own = set(identity.records(session, about)) if about else set()
        rows = session.execute(select(Partner.id, Partner.name, Partner.other_names)).all()
    names = [name for row in rows if row.id in own or row.id not in unnamed for name in (row.name, *row.other_names)]
    addressee = {name for row in rows if row.id in own for name in (row.name, *row.other_names)}
    published = [*filter(None, names), report.head.office_name]
    published += [text for section in report.sections for text in (section.title, section.about)]
    return [value for value in hidden if value.text not in addressee], published
