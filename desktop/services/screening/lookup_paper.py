"""A search without a record on paper: who searched what, when, in which lists, and what was in them."""

from desktop.base.dates import moment_in_words
from desktop.base.numbers import format_number
from desktop.base.text import N_, _, in_series, language, plural
from desktop.documents.blocks import Align
from desktop.documents.enclosures.sums_sheet import PrintedSums, SumsSheet, draw_sums
from desktop.screening.readings import with_reading
from desktop.services.office import marks, office_paper, office_profile, people
from desktop.services.screening import lookup_words
from desktop.services.screening.lookups import LookupAnswer, SearchedLookup
from desktop.services.work import Work

Layout = tuple[tuple[float, Align], ...]
MATCH_COLUMNS: Layout = ((2.8, "left"), (1.6, "left"), (2.8, "left"), (3.0, "left"))
LIST_COLUMNS: Layout = ((3.4, "left"), (2.0, "left"), (1.6, "left"), (1.2, "right"), (4.0, "left"))
MOST_HITS = 5  # of one name that are printed; how many there were is said


def pdf(work: Work, answer: LookupAnswer) -> bytes:
    """The paper as PDF bytes, in the language now spoken; it bears the moment of the search."""
    spoken, profile = language(), office_profile.read(work.store)
    who = people.names(work.store).get(answer.by, "?")
    notes = [
        _("Searched on {when} by {who}.").format(when=moment_in_words(answer.at, spoken), who=who),
        _("Searched as: {kind}.").format(kind=_(lookup_words.KINDS[str(answer.kind or "")]).lower()),
        _(lookup_words.DISCLAIMER),
    ]
    if left := sum(max(0, len(own.hits) - MOST_HITS) for own in answer.names):
        notes.append(
            plural("{count} match further off is not printed.", "{count} matches further off are not printed.", left)
        )
    content = SumsSheet(
        _("Names looked up"),
        N_("Search in sanctions lists, without a record"),
        "names-looked-up",
        tuple(notes),
        (_names(answer), *(_matches(answer, own) for own in answer.names if own.hits), _lists(answer)),
    )
    mark, paper = marks.of_office(work.store, (spoken,)), office_paper.of(work)
    reference = f"{profile.code}-L-{answer.at[:10]}"
    return draw_sums(content, spoken, reference, answer.at, profile.name, mark, paper).data


def _names(answer: LookupAnswer) -> PrintedSums:
    rows = tuple((own.name, "\n".join(filter(None, (lookup_words.result(own), own.remark)))) for own in answer.names)
    return PrintedSums(_("Names as typed"), (_("Name"), _("Result")), rows, layout=((3, "left"), (3, "left")))


def _matches(answer: LookupAnswer, own: SearchedLookup) -> PrintedSums:
    """What is like one name, in a table of its own: two names in letters that run the other way would mingle."""
    columns = (_("Listed name"), _("How close"), _("The list says"), _("Why it is proposed"))
    titles = lookup_words.titles(answer)
    rows: list[tuple[str, ...]] = []
    for hit in own.hits[:MOST_HITS]:
        stated = (_("{fact}: {sides}").format(fact=name, sides=fact) for name, fact in lookup_words.facts(hit.entry))
        where = titles.get(hit.entry.list_id, hit.entry.list_id)
        says = f"{where}\n{in_series(language(), stated)}"
        rows.append((lookup_words.listed(hit), lookup_words.band(hit), says, lookup_words.explained(own.name, hit)))
    return PrintedSums(with_reading(own.name), columns, tuple(rows), layout=MATCH_COLUMNS)


def _lists(answer: LookupAnswer) -> PrintedSums:
    columns = (_("List"), _("Dated"), _("Age"), _("Entries"), _("Digest (SHA-256)"))
    rows = tuple(
        (_(used.title), *lookup_words.dated(used), format_number(used.entries, language()), used.digest)
        for used in answer.lists
    )
    return PrintedSums(_("Lists searched"), columns, rows, layout=LIST_COLUMNS)
