"""Adding a partner without adding it twice."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from desktop.base import places
from desktop.base.progress import Runner
from desktop.base.text import _, language, pick
from desktop.presenters import partner_labels as labels
from desktop.presenters.presenter import Presenter
from desktop.services.office import drafts
from desktop.services.registry import capitals, duplicates, partners
from desktop.services.registry.duplicates import PossibleDuplicate
from desktop.store.records import Partner

if TYPE_CHECKING:
    from desktop.office import Office

ABOUT = "partner:new"  # under which the half-filled form is kept
SHOWN = 3  # partners that look alike


@dataclass(frozen=True)
class Typed:
    """What is on the form."""

    group: str = "ENT"
    subtype: str = ""
    name: str = ""
    country: str = ""
    registration: str = ""
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
        kept = drafts.form(office.work, ABOUT)
        self.restored = bool(kept) and not name
        self.typed = self._from(kept) if self.restored else Typed(name=name, country=office.profile.country)
        self.alike: tuple[PossibleDuplicate, ...] = ()
        self.apart: dict[str, str] = {}  # partners it is not, and why
        self.parent: Partner | None = None
        self.children: tuple[Partner, ...] = ()
        self.added: Partner | None = None  # the one just saved, when the form was opened again for another
        self._look = 0
        self._left = False
        if self.typed.name:
            self._compare()

    @staticmethod
    def _from(kept: dict[str, Any]) -> Typed:
        return Typed(**{**kept, "sectors": tuple(kept.get("sectors", ()))})

    def change(self, **fields: Any) -> None:
        """Take what was typed or chosen."""
        before = self.typed
        self.typed = replace(self.typed, **fields)
        if self.typed.group != before.group:
            self.typed = replace(self.typed, subtype="")
        if self.typed != before:
            self.added = None
            self.changed()
        if self._left:  # a field tells its last words when it goes, after the page was left
            self._keep()

    # Is it there already?

    def look(self) -> None:
        """The officer paused: keep what was typed, and compare it with the partners known."""
        self._keep()
        self._compare()

    def _compare(self) -> None:
        """Away from the window; only the last comparison counts."""
        self._look += 1
        turn, typed = self._look, self.typed
        if len(typed.name.strip()) < 3 and not typed.registration.strip():
            self._show(turn, ())
            return
        self.runner.run(
            _("Looking whether this partner exists already"),
            lambda progress: duplicates.possible(self.office.store, typed.name, typed.registration),
            lambda found: self._show(turn, found),
        )

    def _show(self, turn: int, found: tuple[PossibleDuplicate, ...]) -> None:
        if turn != self._look:
            return
        linked = {one.id for one in (*self.children, *([self.parent] if self.parent else []))}
        left = [one for one in found if one.partner.id not in self.apart and one.partner.id not in linked]
        shown = tuple(left[:SHOWN])
        if [one.partner.id for one in shown] != [one.partner.id for one in self.alike]:
            self.alike = shown
            self.changed()

    def why(self, one: PossibleDuplicate) -> str:
        """Why a partner may be the same, and what tells it apart."""
        strategy = self.office.definitions.strategy
        reason = _("Same registration number") if one.same_registration else _("A name much alike")
        where = labels.place(one.partner.city, one.partner.country)
        stage = labels.stage_name(strategy, one.partner.stage)
        away = _("put away") if one.partner.archived else ""
        return " · ".join(part for part in (reason, where, one.partner.registration, stage, away) if part)

    def same(self, partner_id: str) -> None:
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

    def unlink(self) -> None:
        """Neither parent nor subsidiaries after all."""
        self.parent, self.children = None, ()
        self.changed()
        self.look()

    def _drop(self, partner_id: str) -> None:
        self.alike = tuple(one for one in self.alike if one.partner.id != partner_id)
        self.changed()

    # What the form says

    @property
    def suggestion(self) -> str:
        """The name in ordinary letters, when it was typed in capitals."""
        return capitals.in_ordinary_letters(self.typed.name)

    @property
    def number_known(self) -> str:
        """Explains a registration number that another partner has; a group's companies may share one."""
        one = next((a for a in self.alike if a.same_registration), None)
        if one is None:
            return ""
        said = _("{name} has this number already. Two partners may share one, but check that it is not the same.")
        return said.format(name=one.partner.name)

    @property
    def links(self) -> str:
        """What the new partner will be linked to."""
        if self.parent is not None:
            return _("It will be linked to its parent company, {name}.").format(name=self.parent.name)
        if self.children:
            names = ", ".join(one.name for one in self.children)
            return _("It will be linked as the parent company of {names}.").format(names=names)
        return ""

    @property
    def number_hint(self) -> str:
        """What the number looks like in the country chosen."""
        register, example = places.register_of(self.typed.country)
        if not register:
            return _("As on the extract from the register of companies.")
        return _("{register}, for instance {example}").format(register=register, example=example)

    def groups(self) -> tuple[tuple[str, str, str], ...]:
        """The four groups of ¶28: code, words, explanation."""
        strategy = self.office.definitions.strategy
        return tuple((one.id, pick(one.label), pick(one.about) if one.about else "") for one in strategy.groups)

    def subtypes(self) -> tuple[tuple[str, str], ...]:
        """The kinds within the group chosen."""
        found = self.office.definitions.strategy.subtypes_of(self.typed.group)
        return tuple((one.id, pick(one.label)) for one in found)

    @staticmethod
    def countries() -> tuple[tuple[str, str], ...]:
        """Every country."""
        return places.countries(language())

    # Saving

    def save(self) -> Partner:
        """Keep the partner and show it. Raises Problem without a name."""
        made = self._register()
        self.open_place("partner", id=made.id)
        return made

    def save_and_add(self) -> Partner:
        """Keep the partner and begin another in the same country. Raises Problem without a name."""
        made = self._register()
        self.typed = Typed(group=made.group, country=made.country, brought_by=made.brought_by)
        self.alike, self.apart, self.parent, self.children = (), {}, None, ()
        self.added, self.restored = made, False
        self.changed()
        return made

    def _register(self) -> Partner:
        typed = self.typed
        partner = Partner(
            name=typed.name,
            group=typed.group,
            subtype=typed.subtype,
            country=typed.country,
            registration=" ".join(typed.registration.split()),
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
        made = partners.register(self.office.work, partner)
        for child in self.children:
            partners.change(self.office.work, child.id, parent_id=made.id)
        self._forget()
        return made

    def leave(self) -> None:
        """Keep what was typed and not saved, on this machine."""
        self._left = True
        self._keep()

    def _keep(self) -> None:
        begun = Typed(group=self.typed.group, country=self.typed.country, brought_by=self.typed.brought_by)
        if self.typed != begun:
            content = {**self.typed.__dict__, "sectors": list(self.typed.sectors)}
            drafts.save_form(self.office.work, ABOUT, content)

    def start_over(self) -> None:
        """Forget the half-filled form."""
        self._forget()
        self.restored = False
        self.changed()

    def _forget(self) -> None:
        """The form is done with."""
        drafts.save_form(self.office.work, ABOUT, {})
        self.typed = Typed(group=self.typed.group, country=self.office.profile.country)
