"""Look a name up in the lists without making a partner: type, search, read what the lists say, print it, go on."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from desktop.base.dates import day_and_age, moment_in_words
from desktop.base.errors import Problem
from desktop.base.progress import Progress, Runner
from desktop.base.text import N_, _, language, plural
from desktop.presenters.form_draft import FormDraft
from desktop.presenters.listing import ListColumn, Listing, RowCell
from desktop.presenters.paper import PaperPresenter
from desktop.presenters.screening.screening_listings import LISTS
from desktop.screening import library
from desktop.screening.entries import EntryKind, ListVersion
from desktop.screening.freshness import Freshness, freshness_of
from desktop.screening.index import IndexHit
from desktop.screening.readings import reading_below
from desktop.services.office import people
from desktop.services.office.rights import ROLE_NAMES, Right, may
from desktop.services.screening import lookup_notes, lookup_paper, lookup_words, lookups
from desktop.services.screening.candidates import NAME_QUALITIES
from desktop.services.screening.lookup_notes import RememberedLookup
from desktop.services.screening.lookups import LookupAnswer, PartnerOfName, SearchedLookup

if TYPE_CHECKING:
    from desktop.office import Office

BOTH = "both"
KINDS = {BOTH: None, "person": EntryKind.PERSON, "organisation": EntryKind.ORGANISATION}
NAMES = (ListColumn("result", N_("Result")),)
MATCHES = (
    ListColumn("list", N_("List")),
    ListColumn("reference", N_("Reference"), shown=False),
    ListColumn("near", N_("How close")),
)
SEARCHES = (
    ListColumn("when", N_("When")),
    ListColumn("who", N_("Who")),
    ListColumn("matches", N_("Matches"), figures=True),
)


class NameLookupPresenter(PaperPresenter):
    """What is typed stays until it was searched. `at` is the typed name whose matches are shown, `hit` the match."""

    shows = frozenset({"partner", "person", "officer"})

    def __init__(self, office: "Office", runner: Runner, name: str = "") -> None:
        super().__init__(office, runner)
        self.text, self.kind = name, BOTH
        self.versions: Sequence[ListVersion] = ()
        self.no_lists: Problem | None = None
        self.is_read = False
        self.remembered: Sequence[RememberedLookup] = ()
        self.officers: Mapping[str, str] = {}
        self.answer: LookupAnswer | None = None
        self.at: SearchedLookup | None = None
        self.hit: IndexHit | None = None
        self.names = Listing(self, "lookup-names", N_("Names looked up"), NAMES, first_title=N_("Name"))
        self.matches = Listing(self, "lookup-matches", N_("Possible matches"), MATCHES, first_title=N_("Listed name"))
        self.lists = Listing(self, "lookup-lists", N_("Lists searched"), LISTS, first_title=N_("List"))
        self.searches = Listing(self, "lookup-searches", N_("Searches"), SEARCHES, first_title=N_("Names"))

    def refresh(self) -> None:
        """Read the lists in use and what this computer remembers, away from the window."""
        if not self.is_read:
            self.changed()
        self.runner.quietly(self._read, self._show_read)

    def _read(self) -> tuple[Sequence[ListVersion], Problem | None, Sequence[RememberedLookup], Mapping[str, str]]:
        work = self.office.work
        remembered, officers = lookup_notes.remembered(work), people.names(work.store)
        try:
            return library.installed(self.office.lists), None, remembered, officers
        except Problem as problem:
            return (), problem, remembered, officers

    def _show_read(
        self, read: tuple[Sequence[ListVersion], Problem | None, Sequence[RememberedLookup], Mapping[str, str]]
    ) -> None:
        self.versions, self.no_lists, self.remembered, self.officers = read
        self.is_read = True
        self.changed()

    # --- what may be done

    @property
    def refusal(self) -> str:
        """Why nothing can be searched here by this reader; empty where it can."""
        if self.only_reads:
            return _("{reading} No search stays without its trace, so no name can be looked up here.").format(
                reading=self.only_reads
            )
        if not may(self.office.user, Right.SCREEN):
            return _(
                "Your role, {role}, does not look names up: a name searched is personal data, and whoever searches one "
                "must be able to act on what the lists say."
            ).format(role=_(ROLE_NAMES[self.office.user.role]))
        return ""

    @property
    def may_search(self) -> bool:
        """Whether there is something to search in, and this reader may."""
        return not self.refusal and bool(self.versions)

    @property
    def may_add(self) -> bool:
        """Whether this reader can make a partner of the name that is looked at."""
        return self.at is not None and may(self.office.user, Right.REGISTER) and not self.office.is_hq

    @property
    def day(self) -> date:
        """The office’s day."""
        return self.office.work.today()

    # --- typing and searching

    @property
    def typed(self) -> FormDraft:
        """What is typed and not searched yet."""
        return self.form_draft("lookup")

    def write(self, text: str) -> None:
        """What stands in the field."""
        self.text = text

    def choose_kind(self, kind: str) -> None:
        """What the names are."""
        self.kind = kind if kind in KINDS else BOTH

    @property
    def kinds(self) -> Sequence[tuple[str, str]]:
        """What the names may be."""
        return [(key, _(lookup_words.KINDS[str(kind or "")])) for key, kind in KINDS.items()]

    def search(self) -> None:
        """Search what is typed, away from the window, with a way to stop it."""
        work, folder, kind = self.office.work, self.office.lists, KINDS[self.kind]
        names = lookups.names_in(self.text)

        def look(progress: Progress) -> LookupAnswer:
            with library.open_index(folder) as index:
                return lookups.look_up(work, index, names, kind, progress)

        self.problem = None
        self.runner.run(_("Searching the names"), look, self._show_answer)

    def _show_answer(self, answer: LookupAnswer) -> None:
        self.typed.drop()
        self.answer = answer
        self.at = next((own for own in answer.names if own.hits), answer.names[0])
        self.hit = next(iter(self.at.hits), None)
        self.refresh()

    def look_at_name(self, key: object) -> None:
        """Show the matches of one of the names; `key` is the name as typed."""
        if self.answer is not None:
            self.at = next((own for own in self.answer.names if own.name == key), self.at)
            self.hit = next(iter(self.at.hits), None) if self.at is not None else None
            self.changed()

    def look_at_hit(self, key: object) -> None:
        """Show what the list says of one match; `key` is its list and entry."""
        if self.at is not None:
            self.hit = next((hit for hit in self.at.hits if key_of(hit) == key), self.hit)
            self.changed()

    def search_again(self, key: object) -> None:
        """Put the names of an earlier search into the field; those that are erased are gone."""
        lookup = next((own for own in self.remembered if own.id == key), None)
        if lookup is not None and lookup.names:
            self.text = "\n".join(own.name for own in lookup.names)
            self.kind = lookup.kind or BOTH
            self.changed()

    # --- what is shown

    @property
    def state(self) -> str:
        """One sentence: what the last search came to, or what the page is for."""
        if self.refusal:
            return ""
        if self.answer is None:
            return _("Searched in the lists of this computer. Nothing becomes a record.")
        if len(self.answer.names) == 1:
            result = lookup_words.result(self.answer.names[0]).lower()
            return _("Searched in the lists: {result}.").format(result=result)
        near = sum(bool(lookup_words.alerting(own)) for own in self.answer.names)
        unsearched = sum(not own.searched for own in self.answer.names)
        counted = plural("{count} name searched.", "{count} names searched.", len(self.answer.names) - unsearched)
        if near:
            matched = plural("{count} has possible matches.", "{count} have possible matches.", near)
        else:
            matched = _("None has a close match.")
        return f"{counted} {matched}"

    @property
    def warning(self) -> str:
        """What is wrong with the lists in use; empty where nothing is."""
        return lookup_words.warning(self.versions, self.day, self.office.definitions.authority.limits)

    @property
    def lists_used(self) -> Sequence[tuple[str, str, Freshness]]:
        """The lists in use: title, date and age, freshness."""
        limits = self.office.definitions.authority.limits
        return [
            (
                _(version.title),
                day_and_age(version.published, self.day, language()) if version.published else _("without a date"),
                freshness_of(version, self.day, limits),
            )
            for version in self.versions
        ]

    def match_cells(self, hit: IndexHit) -> Mapping[str, RowCell]:
        """What a match says in each column."""
        listed = lookup_words.titles(self.answer) if self.answer is not None else {}
        return {
            "list": RowCell(listed.get(hit.entry.list_id, hit.entry.list_id)),
            "reference": RowCell(hit.entry.reference or hit.entry.id),
            "near": RowCell(lookup_words.band(hit), Decimal(f"{hit.score:.3f}")),
        }

    @property
    def why(self) -> str:
        """Why the match that is looked at is proposed."""
        return lookup_words.explained(self.at.name, self.hit) if self.at is not None and self.hit is not None else ""

    @property
    def facts(self) -> Sequence[tuple[str, str]]:
        """What the list says of the match that is looked at: names of facts, facts."""
        return lookup_words.facts(self.hit.entry) if self.hit is not None else ()

    @property
    def listed_names(self) -> Sequence[tuple[str, str]]:
        """Every name of the entry, with its reading, and how much the publisher trusts it."""
        names = self.hit.entry.names if self.hit is not None else ()
        return [(reading_below(name.text), _(NAME_QUALITIES[name.quality])) for name in names]

    def search_cells(self, lookup: RememberedLookup) -> Mapping[str, RowCell]:
        """What an earlier search says in each column."""
        return {
            "when": RowCell(moment_in_words(lookup.at, language()), lookup.at),
            "who": RowCell(self.officers.get(lookup.by, "?")),
            "matches": RowCell(str(lookup.hits), lookup.hits),
        }

    def names_of(self, lookup: RememberedLookup) -> str:
        """What was searched, in words."""
        return lookup_words.names_of(lookup)

    @property
    def retention(self) -> str:
        """How long the names are remembered, and by whom they are read."""
        days = self.office.definitions.authority.lookup_days
        return plural(
            "Remembered on this computer alone. After {count} day the names are erased; who searched, when and with "
            "how many matches stays.",
            "Remembered on this computer alone. After {count} days the names are erased; who searched, when and with "
            "how many matches stays.",
            days,
        )

    # --- where one goes from here

    @property
    def ways_to_partners(self) -> Sequence[tuple[str, Callable[[], None]]]:
        """The partners that have the name that is looked at already: words and deed of a button for each."""
        registered = self.at.registered if self.at is not None else ()
        return [(_way(known), partial(self.open_place, "partner", id=known.partner_id)) for known in registered]

    def add_partner(self) -> None:
        """Begin a partner with the name that is looked at."""
        if self.at is not None:
            self.open_place("add_partner", name=self.at.name)

    def open_lists(self) -> None:
        """Go to the lists."""
        self.open_place("lists")

    # --- on paper

    def show_paper(self) -> None:
        """Draw what was searched and show it; nothing before a search."""
        if self.answer is not None:
            super().show_paper()

    @property
    def paper_name(self) -> str:
        """The name of the paper as a file; no name of a person stands in it."""
        return _("Names looked up {day}.pdf").format(day=self.answer.at[:10] if self.answer is not None else "")

    @property
    def paper_titles(self) -> tuple[str, str]:
        """What is said while it is drawn and saved."""
        return _("Drawing the paper"), _("Save the paper")

    def paper_draft(self) -> Callable[[Progress], bytes]:
        """The paper of the last search."""
        work, answer = self.office.work, self.answer
        assert answer is not None
        return lambda _progress: lookup_paper.pdf(work, answer)


def key_of(hit: IndexHit) -> tuple[str, str]:
    """What names a match: its list and its entry."""
    return hit.entry.list_id, hit.entry.id


def _way(known: PartnerOfName) -> str:
    if known.person:
        return _("Open {partner}, where {person} is recorded").format(partner=known.partner, person=known.person)
    return _("Open the partner {partner}").format(partner=known.partner)
