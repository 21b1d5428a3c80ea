"""A new agreement: for which partnership, of which type and why, in which languages."""

from dataclasses import dataclass

from desktop.base.errors import Problem
from desktop.base.progress import Runner
from desktop.base.text import LANGUAGES, _, language, pick
from desktop.base.values import Json
from desktop.definitions.agreements.checking import UNMOVED, kinds_in_words
from desktop.definitions.agreements.proposing import Proposal
from desktop.office import Office
from desktop.presenters.form import text_of, texts_of
from desktop.presenters.presenter import Presenter
from desktop.services.agreements import drafting, lookup
from desktop.services.agreements.drafting import DraftBasis
from desktop.services.registry.contribution import kinds_brought
from desktop.store.records import Partner, Partnership


@dataclass(frozen=True)
class TypeChoice:
    """A type of agreement: its code, its name, and what it is for, with the reason where it is proposed."""

    code: str
    name: str
    use: str


class NewAgreementPresenter(Presenter):
    """Two choices that the records already propose: a type and the languages, the ruling one first."""

    shows = frozenset({"partnership", "agreement", "decision"})

    def __init__(self, office: Office, runner: Runner, partnership: str = "") -> None:
        super().__init__(office, runner)
        self._about, self._name = partnership, f"agreement:new:{partnership}"  # for which it was opened; its draft
        begun = self.held(self._name)
        self.restored = bool(begun)
        self.type = ""
        self._type_before = text_of(begun.get("type"))  # that was chosen when the page was left
        self.languages: tuple[str, ...] = tuple(texts_of(begun.get("languages"))) or self._usual_languages()
        self.waiting: tuple[tuple[str, str], ...] = ()  # partnerships without an agreement: id and name
        self._basis: DraftBasis | None = None
        self._partnership_id = text_of(begun.get("partnership")) or partnership

    def _usual_languages(self) -> tuple[str, ...]:
        return (self.office.profile.language or language(),)

    def refresh(self) -> None:
        """Read the partnership, and those still without an agreement."""
        without = lookup.without_agreement(self.office.store)
        self.waiting = tuple((planned.id, f"{partner.name} — {planned.title}") for planned, partner in without)
        if self._partnership_id not in {self._about, *(planned.id for planned, _partner in without)}:
            self._partnership_id = self._about  # the one chosen before has its agreement by now
        if not self._partnership_id and len(self.waiting) == 1:
            self._partnership_id = self.waiting[0][0]
        if self._partnership_id:
            self._read_basis(self._partnership_id)
        self.changed()

    def _read_basis(self, partnership_id: str) -> None:
        basis = drafting.basis(self.office.work, partnership_id)
        if self.partnership is None or self.partnership.id != partnership_id:
            self.type = self._type_before or (basis.proposal.code if basis.proposal else "")
            self._type_before = ""
        self._basis = basis

    @property
    def partnership(self) -> Partnership | None:
        """The partnership that the agreement is about; None until one is chosen."""
        return self._basis.partnership if self._basis else None

    @property
    def partner(self) -> Partner | None:
        """Whose partnership it is."""
        return self._basis.partner if self._basis else None

    @property
    def proposal(self) -> Proposal | None:
        """The type that suits the partnership, and why."""
        return self._basis.proposal if self._basis else None

    @property
    def state(self) -> str:
        """What is missing before a signature."""
        if self._basis is None:
            if not self.waiting:
                return _("Every partnership already has its agreement.")
            return _("Choose the partnership that the agreement is about.")
        if not self._basis.decided:
            return _("There is no valid favourable decision yet: you can draft, and nothing can be signed (¶21).")
        return _("A favourable decision is valid: this draft can become final.")

    @property
    def types(self) -> tuple[TypeChoice, ...]:
        """The types of agreement: the proposed one first, those last under which what is brought cannot be given."""
        proposed = self.proposal.code if self.proposal else ""
        kinds = kinds_brought(self.partnership) if self.partnership else ()
        ordered = sorted(
            (declared for declared in self.office.definitions.agreements.values() if not declared.amends),
            key=lambda declared: (declared.code != proposed, bool(declared.unmoved(kinds))),
        )
        return tuple(
            TypeChoice(declared.code, pick(declared.name), self._use(declared.code, pick(declared.use)))
            for declared in ordered
        )

    def _use(self, code: str, use: str) -> str:
        if self.proposal is None or code != self.proposal.code:
            return use
        return _("{use} Proposed: {why}").format(use=use, why=pick(self.proposal.why))

    @property
    def caution(self) -> str:
        """What the chosen type, or every type here, cannot do for this partnership; or nothing."""
        if self.partnership is None:
            return ""
        kinds = kinds_brought(self.partnership)
        chosen = self.office.definitions.agreements.get(self.type)
        if chosen is not None and (unmoved := chosen.unmoved(kinds)):
            return _(UNMOVED).format(kinds=kinds_in_words(unmoved))
        if chosen is not None and self._basis is not None and (limits := chosen.limits_met(self._basis.plan)):
            return " ".join(pick(limit.text) for limit in limits)
        if self.proposal is None and kinds:
            sentence = _("No type of agreement here is for {kinds}: ask Headquarters for its own model.")
            return sentence.format(kinds=kinds_in_words(kinds))
        return " ".join(map(pick, self.proposal.cautions)) if self.proposal else ""

    def choose_partnership(self, partnership_id: str) -> None:
        """The agreement is about this partnership."""
        self._partnership_id = partnership_id
        self.refresh()
        self._keep()

    def choose_type(self, code: str) -> None:
        """Take another type than the proposed one."""
        self.type = code
        self._keep()
        self.changed()

    def choose_language(self, code: str) -> None:
        """The language that rules."""
        second = tuple(other for other in self.languages[1:] if other != code)
        self.languages = (code, *second)
        self._keep()
        self.changed()

    def choose_second(self, code: str) -> None:
        """The language beside it; none when empty."""
        self.languages = (self.languages[0], *((code,) if code in LANGUAGES and code != self.languages[0] else ()))
        self._keep()
        self.changed()

    def _keep(self) -> None:
        """Hold what was chosen until the draft is begun, on this machine."""
        languages: list[Json] = list(self.languages)
        self.hold(self._name, {"partnership": self._partnership_id, "type": self.type, "languages": languages})

    def start_over(self) -> None:
        """Forget what was chosen: the page is as if it were opened for the first time."""
        self.hold(self._name, {})
        self.languages, self._partnership_id = self._usual_languages(), self._about
        self._basis, self.restored = None, False
        self.refresh()

    def draft(self) -> None:
        """Begin the draft and go to it."""
        if self.partnership is None:
            self.refuse(
                Problem(
                    _("No partnership was chosen; nothing was created."),
                    _("Choose one."),
                    code="partnership-not-chosen",
                )
            )
            return
        if not self.type:
            self.refuse(
                Problem(_("No type was chosen; nothing was created."), _("Choose one."), code="type-not-chosen")
            )
            return
        agreement = drafting.draft(self.office.work, self.partnership.id, self.type, self.languages)
        self.hold(self._name, {})
        self.open_place("agreement", id=agreement.id, step="parties")

    def cancel(self) -> None:
        """Leave without creating anything; what was chosen is dropped."""
        self.hold(self._name, {})
        self.open_place("agreements")
