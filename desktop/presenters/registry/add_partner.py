"""Adding a partner without adding it twice."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from desktop.base import places
from desktop.base.numbers import format_number
from desktop.base.progress import Progress, Runner
from desktop.base.text import _, language, pick
from desktop.base.values import Json
from desktop.definitions.strategy import FACTS_OF_SOME_GROUPS, Strategy, TargetGroup
from desktop.definitions.terms import PartnerGroup
from desktop.presenters import partner_labels as labels
from desktop.presenters.form import texts_of
from desktop.presenters.presenter import Confirmation, Presenter
from desktop.presenters.registry import elsewhere_words
from desktop.presenters.registry.elsewhere_words import ElsewhereShown
from desktop.services.registry import capitals, duplicates, elsewhere, partner_persons, partners
from desktop.services.registry.duplicates import PossibleDuplicate, TypedPartner
from desktop.services.registry.elsewhere import TOLD_GROUPS, AnsweredElsewhere
from desktop.store.records import Partner

if TYPE_CHECKING:
    from desktop.office import Office

ABOUT = "partner:new"  # under which the half-filled form is kept
TYPED = "typed:partner:new"  # and what is in its fields, not told yet
SHOWN = 3  # partners that look alike


@dataclass(frozen=True)
class PartnerEntryForm:
    """What is typed about a partner that is being added."""

    group: str = "ENT"
    subtype: str = ""
    name: str = ""
    country: str = ""
    registration: str = ""
    birth_date: str = ""
    nationality: str = ""
    brought_by: str = ""
    city: str = ""
    address: str = ""
    website: str = ""
    email: str = ""
    phone: str = ""
    summary: str = ""
    other_names: str = ""  # parted by semicolons
    sectors: tuple[str, ...] = field(default=())


class AddPartnerPresenter(Presenter):
    """Keeps the form; compares it with the partners known each time the officer pauses."""

    def __init__(self, office: "Office", runner: Runner, name: str = "") -> None:
        super().__init__(office, runner)
        draft = self.held(ABOUT)
        self.restored, self._name = bool(draft), name
        self.form = self._form_of(draft) if self.restored else self._empty()
        self.duplicates: tuple[PossibleDuplicate, ...] = ()
        self.elsewhere: ElsewhereShown | None = None  # whether other offices know it; None while nothing is compared
        self.apart: dict[str, str] = {}  # partners it is not, and why
        self.unsure: tuple[str, ...] = ()  # partners of which nobody can say
        self.parent: Partner | None = None
        self.children: tuple[Partner, ...] = ()
        self.added: Partner | None = None  # the one just saved, when the form was opened again for another
        self._look = 0
        self._kinds: dict[str, str] = {}  # the kind that was chosen in each group
        if self.restored:
            self._resume_links(draft)
        if self.form.name:
            self._compare()

    def _empty(self) -> PartnerEntryForm:
        return PartnerEntryForm(name=self._name, country=self.office.profile.country)

    @staticmethod
    def _form_of(draft: dict[str, Any]) -> PartnerEntryForm:
        names = {field.name for field in fields(PartnerEntryForm)}
        told = {name: content for name, content in draft.items() if name in names}
        return PartnerEntryForm(**{**told, "sectors": tuple(draft.get("sectors", ()))})

    def _resume_links(self, draft: dict[str, Any]) -> None:
        """Which partners it was told not to be, and with whom it was linked."""
        store = self.office.store
        self.apart = dict(draft.get("apart", {}))
        self.unsure = tuple(draft.get("unsure", ()))
        self.parent = partners.partner(store, draft["parent"]) if draft.get("parent") else None
        self.children = tuple(partners.partner(store, id_) for id_ in draft.get("children", ()))

    def take(self, key: str, value: Json) -> None:
        """Take what was typed or chosen in a field of the form."""
        self.change(**{key: tuple(texts_of(value)) if key == "sectors" else value})

    def change(self, **fields: Any) -> None:
        """Take what was typed or chosen."""
        before = self.form
        self.form = replace(self.form, **fields)
        if self.form.group != before.group:  # the kinds are others there; chosen back, the group has its kind again
            self._kinds[before.group] = before.subtype
            kinds = self.strategy.subtypes_of(self.form.group)
            only = kinds[0].id if len(kinds) == 1 else ""  # nothing to choose
            self.form = replace(self.form, subtype=self._kinds.get(self.form.group) or only)
        if self.form != before:
            self.added = None
            self._keep()
            self.changed()

    # Is it there already?

    def look(self) -> None:
        """The officer paused: compare what was typed with the partners known."""
        self._compare()

    def _compare(self) -> None:
        """Away from the window; only the last comparison counts."""
        self._look += 1
        turn, typed, work = self._look, self.form, self.office.work
        if len(typed.name.strip()) < 3 and not any((typed.registration, typed.website, typed.email)):
            self._show(turn, (), None)
            return

        def compare(_progress: Progress) -> tuple[tuple[PossibleDuplicate, ...], AnsweredElsewhere | None]:
            others = elsewhere.who_knows(work, _compared(typed)) if typed.group in TOLD_GROUPS else None
            return duplicates.possible(work, _compared(typed)), others

        self.runner.run(
            _("Checking whether this partner already exists"), compare, lambda answer: self._show(turn, *answer)
        )

    def _show(self, turn: int, duplicates: tuple[PossibleDuplicate, ...], answered: AnsweredElsewhere | None) -> None:
        if turn != self._look:
            return
        others = elsewhere_words.answer_shown(self.office.work, answered) if answered is not None else None
        is_news, self.elsewhere = others != self.elsewhere, others
        linked = {partner.id for partner in (*self.children, *([self.parent] if self.parent else []))}
        left = [
            duplicate for duplicate in duplicates if duplicate.partner.id not in {*self.apart, *self.unsure, *linked}
        ]
        shown = tuple(left[:SHOWN])
        before = [duplicate.partner.id for duplicate in self.duplicates]
        if is_news or [duplicate.partner.id for duplicate in shown] != before:
            self.duplicates = shown
            self.changed()

    def why(self, duplicate: PossibleDuplicate) -> str:
        """Why a partner may be the same, and what tells it apart."""
        strategy = self.office.definitions.strategy
        reason = _("A very similar name")
        if duplicate.same_registration:
            reason = _("Same registration number")
        elif duplicate.same_domain:
            reason = _("Same domain, {domain}").format(domain=duplicate.same_domain)
        where = labels.place(duplicate.partner.city, duplicate.partner.country)
        stage = labels.stage_name(strategy, duplicate.partner.stage)
        away = _("archived") if duplicate.partner.archived else ""
        return " · ".join(part for part in (reason, where, duplicate.partner.registration, stage, away) if part)

    def ask_whether_the_same(self, partner_id: str) -> None:
        """Open that partner; where more than a name was typed, say first that it is given up."""
        about = replace(self.form, name="", registration="")
        if about == replace(self._empty(), name="", group=self.form.group, brought_by=self.form.brought_by):
            self.is_the_same(partner_id)
            return
        question = Confirmation(
            _("Open the partner that is there already?"),
            _("What you typed here is given up: nothing of it goes into that partner, and it cannot be brought back."),
            _("Open it"),
            _("Stay here"),
        )
        self.asker.confirm(question, lambda: self.is_the_same(partner_id))

    def is_the_same(self, partner_id: str) -> None:
        """It is that partner: nothing is added."""
        self._forget()
        self.open_place("partner", id=partner_id)

    def is_child_of(self, partner_id: str) -> None:
        """The new partner is a subsidiary of that one."""
        self.parent = partners.partner(self.office.store, partner_id)
        self._drop(partner_id)

    def is_parent_of(self, partner_id: str) -> None:
        """The new partner is the parent company of that one."""
        self.children = (*self.children, partners.partner(self.office.store, partner_id))
        self._drop(partner_id)

    def is_another(self, partner_id: str, reason: str) -> None:
        """They are two; the reason is remembered with the new partner."""
        if reason.strip():
            self.apart[partner_id] = reason.strip()
            self._drop(partner_id)

    def is_not_sure(self, partner_id: str) -> None:
        """Nobody can say yet: a task to find out is made when the partner is saved."""
        self.unsure = (*self.unsure, partner_id)
        self._drop(partner_id)

    def unlink(self) -> Callable[[], None]:
        """Neither parent nor subsidiaries after all; gives back how the links are brought back."""
        parent, children = self.parent, self.children
        self._link(None, ())
        return lambda: self._link(parent, children)

    def _link(self, parent: Partner | None, children: tuple[Partner, ...]) -> None:
        self.parent, self.children = parent, children
        self._keep()
        self.changed()
        self.look()

    def _drop(self, partner_id: str) -> None:
        self.duplicates = tuple(duplicate for duplicate in self.duplicates if duplicate.partner.id != partner_id)
        self._keep()
        self.changed()

    # What the form says

    @property
    def suggestion(self) -> str:
        """The name in ordinary letters, when it was typed in capitals."""
        return capitals.in_ordinary_letters(self.form.name)

    @property
    def number_known(self) -> str:
        """Explains a registration number that another partner has; a group's companies may share one."""
        duplicate = next((a for a in self.duplicates if a.same_registration), None)
        if duplicate is None:
            return ""
        sentence = _("{name} has this number already. Two partners may share one, but check that it is not the same.")
        return sentence.format(name=duplicate.partner.name)

    @property
    def linked_names(self) -> str:
        """The partners that the new one will be linked to."""
        return ", ".join(linked.name for linked in (*((self.parent,) if self.parent else ()), *self.children))

    @property
    def links(self) -> str:
        """What the new partner will be linked to."""
        if self.parent is not None:
            return _("It will be linked to its parent company, {name}.").format(name=self.parent.name)
        if self.children:
            names = ", ".join(child.name for child in self.children)
            return _("It will be linked as the parent company of {names}.").format(names=names)
        return ""

    @property
    def number_hint(self) -> str:
        """What the number looks like in the country chosen."""
        register, example = places.register_of(self.form.country)
        if not register:
            return _("As on the extract from the register of companies.")
        return _("{register}, for instance {example}").format(register=register, example=example)

    def groups(self) -> tuple[tuple[str, str, str], ...]:
        """The four groups of ¶28: code, words, explanation."""
        return tuple((group.id, pick(group.label), self._about(group)) for group in self.strategy.groups)

    def _about(self, group: TargetGroup) -> str:
        about = pick(group.about) if group.about else ""
        if group.id != PartnerGroup.INDIVIDUAL:
            return about
        usd = self.office.definitions.regions.wealth_usd_in(self.form.country)
        return about.format(sum=format_number(usd, language()))

    @property
    def strategy(self) -> Strategy:
        """What the strategy names, with what its groups ask for."""
        return self.office.definitions.strategy

    def asks(self, fact: str) -> bool:
        """Whether a fact is asked of a partner of the group chosen."""
        return self.strategy.group(self.form.group).asks(fact)

    def subtypes(self) -> tuple[tuple[str, str], ...]:
        """The kinds within the group chosen."""
        kinds = self.office.definitions.strategy.subtypes_of(self.form.group)
        return tuple((kind.id, pick(kind.label)) for kind in kinds)

    # Saving

    def save(self) -> Partner:
        """Keep the partner and show it. Raises Problem without a name."""
        partner = self._register()
        self.open_place("partner", id=partner.id)
        return partner

    def save_and_add(self) -> Partner:
        """Keep the partner and begin another in the same country. Raises Problem without a name."""
        partner = self._register()
        self.form = PartnerEntryForm(group=partner.group, country=partner.country, brought_by=partner.brought_by)
        self.duplicates, self.apart, self.unsure, self.parent, self.children = (), {}, (), None, ()
        self.elsewhere = None
        self.added, self.restored = partner, False
        self.changed()
        return partner

    def _register(self) -> Partner:
        typed = self._asked()
        partner = Partner(
            name=typed.name,
            group=typed.group,
            subtype=typed.subtype,
            country=typed.country,
            registration=" ".join(typed.registration.split()),
            birth_date=partner_persons.partial_day(self.office.work, typed.birth_date),
            nationality=typed.nationality,
            brought_by=typed.brought_by.strip(),
            city=typed.city.strip(),
            address=typed.address.strip(),
            website=typed.website.strip(),
            email=typed.email.strip(),
            phone=typed.phone.strip(),
            summary=typed.summary.strip(),
            other_names=[name.strip() for name in typed.other_names.split(";") if name.strip()],
            sectors=list(typed.sectors),
            parent_id=self.parent.id if self.parent else None,
            not_same_as=duplicates.told_apart(self.apart, self.office.user),
        )
        children = [child.id for child in self.children]
        partners.register(self.office.work, partner, children=children, doubts=self.unsure)
        self._forget()
        return partner

    def _asked(self) -> PartnerEntryForm:
        """What is typed of the facts that the group chosen asks for; what was typed for another group is not saved."""
        empty = PartnerEntryForm()
        other = [name for name in FACTS_OF_SOME_GROUPS if hasattr(empty, name) and not self.asks(name)]
        return replace(self.form, **{name: getattr(empty, name) for name in other})

    def _keep(self) -> None:
        """Hold what was typed and not saved, on this machine."""
        begun = PartnerEntryForm(group=self.form.group, country=self.form.country, brought_by=self.form.brought_by)
        if self.form == begun:
            self.hold(ABOUT, {})
            return
        links: dict[str, Json] = {
            "apart": self.apart,
            "unsure": list(self.unsure),
            "parent": self.parent.id if self.parent else "",
            "children": [child.id for child in self.children],
        }
        self.hold(ABOUT, {**asdict(self.form), "sectors": list(self.form.sectors), **links})

    def start_over(self) -> None:
        """Forget the half-filled form: what is typed next is of the name that was asked for, if any."""
        self._forget()
        self.form = self._empty()
        self.apart, self.unsure, self.parent, self.children = {}, (), None, ()
        self.restored, self.elsewhere = False, None
        self.changed()

    def _forget(self) -> None:
        """The form is done with."""
        self._kinds.clear()
        self.hold(ABOUT, {})
        self.form_draft(TYPED).drop()
        self.form = PartnerEntryForm(group=self.form.group, country=self.office.profile.country)


def _compared(typed: PartnerEntryForm) -> TypedPartner:
    return TypedPartner(typed.name, typed.registration, typed.country, typed.website, typed.email)
