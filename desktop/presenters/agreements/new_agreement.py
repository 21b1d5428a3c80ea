"""A new agreement: for which partnership, of which type and why, in which languages."""

from desktop.base.errors import Problem
from desktop.base.progress import Runner
from desktop.base.text import LANGUAGES, _, language, pick
from desktop.base.values import today
from desktop.definitions.agreements.proposing import Proposal, propose
from desktop.office import Office
from desktop.presenters.presenter import Presenter
from desktop.services.agreements import drafting, lookup
from desktop.services.diligence import decisions, facts
from desktop.services.registry import partners, partnerships
from desktop.store.records import Partner, Partnership


class NewAgreementPresenter(Presenter):
    """Two choices that the records already propose: a type and the languages, the ruling one first."""

    shows = frozenset({"partnership", "agreement", "decision"})

    def __init__(self, office: Office, runner: Runner, partnership: str = "") -> None:
        super().__init__(office, runner)
        self.partnership: Partnership | None = None
        self.partner: Partner | None = None
        self.proposal: Proposal | None = None
        self.type = ""
        first = office.profile.language or language()
        self.languages: tuple[str, ...] = (first,)
        self.waiting: tuple[tuple[str, str], ...] = ()
        self._decided = False
        self._wanted = partnership

    def refresh(self) -> None:
        """Read the partnership, and those still without an agreement."""
        found = lookup.without_agreement(self.office.store)
        self.waiting = tuple((planned.id, f"{partner.name} — {planned.title}") for planned, partner in found)
        wanted = self._wanted or (self.waiting[0][0] if len(self.waiting) == 1 else "")
        if wanted and (self.partnership is None or self.partnership.id != wanted):
            self._take(wanted)
        self.changed()

    def _take(self, partnership_id: str) -> None:
        store = self.office.store
        self.partnership = partnerships.partnership(store, partnership_id)
        self.partner = partners.partner(store, self.partnership.partner_id)
        definitions = self.office.definitions
        planned = facts.of_plan(definitions.authority, self.partner, self.partnership)
        self.proposal = propose(definitions.agreements.values(), planned)
        self.type = self.proposal.code if self.proposal else ""
        self._decided = decisions.in_force(store, partnership_id, today()) is not None

    @property
    def state(self) -> str:
        """What is missing before a signature."""
        if self.partnership is None:
            if not self.waiting:
                return _("Every partnership already has its agreement.")
            return _("Choose the partnership that the agreement is about.")
        if not self._decided:
            return _("There is no valid favourable decision yet: you can draft, and nothing can be signed (¶21).")
        return _("A favourable decision is valid: this draft can become final.")

    @property
    def types(self) -> tuple[tuple[str, str, str], ...]:
        """The types: code, name, and what each is for; the proposed one first, with why."""
        chosen = self.proposal.code if self.proposal else ""
        known = self.office.definitions.agreements
        ordered = sorted(known.values(), key=lambda kind: kind.code != chosen)
        return tuple((kind.code, pick(kind.name), self._about(kind.code, pick(kind.use))) for kind in ordered)

    def _about(self, code: str, use: str) -> str:
        if self.proposal is None or code != self.proposal.code:
            return use
        return _("{use} Proposed: {why}").format(use=use, why=pick(self.proposal.why))

    @property
    def caution(self) -> str:
        """What no type here can do for this partnership, or nothing."""
        return " ".join(map(pick, self.proposal.cautions)) if self.proposal else ""

    def choose_partnership(self, partnership_id: str) -> None:
        """The agreement is about this partnership."""
        self._wanted = partnership_id
        self.refresh()

    def choose_type(self, code: str) -> None:
        """Take another type than the proposed one."""
        self.type = code
        self.changed()

    def choose_language(self, code: str) -> None:
        """The language that rules."""
        second = tuple(each for each in self.languages[1:] if each != code)
        self.languages = (code, *second)
        self.changed()

    def choose_second(self, code: str) -> None:
        """The language beside it; none when empty."""
        self.languages = (self.languages[0], *((code,) if code in LANGUAGES and code != self.languages[0] else ()))
        self.changed()

    def draft(self) -> None:
        """Begin the draft and go to it."""
        if self.partnership is None:
            self.refuse(Problem(_("No partnership was chosen; nothing was created."), _("Choose one.")))
            return
        if not self.type:
            self.refuse(Problem(_("No type was chosen; nothing was created."), _("Choose one.")))
            return
        office = self.office
        made = drafting.draft(office.work, self.partnership.id, self.type, self.languages)
        self.open_place("agreement", id=made.id, step="parties")

    def cancel(self) -> None:
        """Leave without creating anything."""
        self.open_place("agreements")
