"""The officers of this office: who opens it, in which role; adding one with a passphrase of their own, removing one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.errors import Problem
from desktop.base.files import pieces_of
from desktop.base.progress import Runner
from desktop.base.text import LANGUAGES, N_, _, folded, language, plural, said_in
from desktop.base.values import new_id
from desktop.presenters.form_draft import FormDraft
from desktop.presenters.listing import ListColumn, Listing
from desktop.presenters.office.settings import ComputerSettings
from desktop.presenters.office.unlock import TRAINING_PASSPHRASE
from desktop.presenters.presenter import Confirmation, Presenter
from desktop.services import handing_on
from desktop.services.exchange import enrolment
from desktop.services.office import accounts, people
from desktop.services.office.rights import CONSULTED, ROLE_NAMES, Right, may, require
from desktop.store.records import Officer
from desktop.store.states import Role
from desktop.store.vault import Opened, Vault, advice, is_enough

if TYPE_CHECKING:
    from desktop.office import Office

OFFICE_ROLES = (
    *(Role.OFFICER, Role.CHIEF_OF_MISSION, Role.READER, Role.AUDITOR, Role.REGIONAL_OFFICE),
    *(Role.REGIONAL_DIRECTOR, Role.LOCAL_ADMINISTRATOR),
)
HQ_ROLES = (
    *(Role.HQ_REVIEWER, Role.HQ_LEGAL, Role.REGIONAL_OFFICE, Role.HQ_ADMINISTRATOR, Role.DDG, Role.AUDITOR),
    *(Role.HQ_COMMUNICATIONS, Role.HQ_HUMAN_RESOURCES, Role.HQ_PROCUREMENT, Role.HQ_TECHNICAL),
)


PEOPLE_COLUMNS = (ListColumn("function", N_("Function")), ListColumn("role", N_("Role")))


def role_note(role: str) -> str:
    """What a role may do, in one sentence."""
    return {
        Role.OFFICER: _("Registers partners, prepares due diligence and agreements, sends and receives."),
        Role.CHIEF_OF_MISSION: _("Decides within the office’s authority; may also do all an officer does."),
        Role.READER: _("Reads everything, changes nothing."),
        Role.AUDITOR: _("Reads everything, with the history; changes nothing."),
        Role.REGIONAL_OFFICE: _("Reads the cases and sends them back with what is to be completed."),
        Role.REGIONAL_DIRECTOR: _("Decides what nobody in the office may decide about its own work."),
        Role.LOCAL_ADMINISTRATOR: _("Looks after accounts, lists and backups; answers and decides nothing."),
        Role.HQ_REVIEWER: _("Reviews and decides what belongs to Headquarters."),
        Role.HQ_LEGAL: _("Gives legal opinions on cases and on draft agreements."),
        **dict.fromkeys(CONSULTED, _("Gives its opinion on the cases of which it is asked.")),
        Role.HQ_ADMINISTRATOR: _("Receives bundles, authorizes laptops, publishes lists."),
        Role.DDG: _("Decides what only the Deputy Director General may decide."),
    }[Role(role)]


def _function(officer: Officer) -> str:
    """A person's function; empty when it says what the role says, in whichever language and gender."""
    same = {_stems(said_in(code, ROLE_NAMES[officer.role])) for code in LANGUAGES}
    return "" if _stems(officer.function) in same else officer.function


def _stems(text: str) -> str:
    """The words without what tells a man from a woman: Chargé, Chargée, Chargé(e), Chef and Cheffe, Jefe and Jefa."""
    plain = re.sub(r"(.)\1", r"\1", re.sub(r"trice\b", "teur", folded(re.sub(r"\(\w+\)", "", text))))
    return " ".join(word.rstrip("aeos") for word in plain.split())


@dataclass(frozen=True)
class OfficerLine:
    """One officer in the list."""

    id: str
    name: str
    note: str
    role: str
    opens: bool  # whether a passphrase of theirs opens this computer
    me: bool


class PeoplePresenter(Presenter):
    """The list, and the form of the person being added."""

    shows = frozenset({"officer"})

    def __init__(self, office: "Office", runner: Runner, machine: ComputerSettings) -> None:
        super().__init__(office, runner)
        self._machine = machine
        self.listing = Listing(self, "people", N_("Users"), PEOPLE_COLUMNS, first_title=N_("Name"))
        self.may = may(office.user, Right.ADMINISTER)
        self.roles = HQ_ROLES if office.is_hq else OFFICE_ROLES
        self.lines: tuple[OfficerLine, ...] = ()
        self.adding, self.busy = self.may and bool(self.typed.fields), False
        self.name, self.function, self.role = "", "", self.roles[0]
        self.missing: dict[str, str] = {}
        self.kit: enrolment.Kit | None = None  # HQ's new answer, by which it confirms somebody who decides
        self.done = ""

    def refresh(self) -> None:
        """Read the officers again."""
        keys = {o.id for o in self.office.vault.officers}
        mine = self.office.user.id
        self.lines = tuple(
            OfficerLine(o.id, o.name, _function(o), _(ROLE_NAMES[o.role]), o.id in keys, o.id == mine)
            for o in people.officers(self.office.store)
        )
        self.changed()

    def advice(self, passphrase: str) -> str:
        """How well a passphrase would protect the office."""
        return advice(passphrase)

    # --- adding

    def begin(self) -> None:
        """Show the form."""
        self.adding, self.done = True, ""
        self.changed()

    @property
    def typed(self) -> FormDraft:
        """What is typed about the officer being added; passphrases are never among it."""
        return self.form_draft("officer:new")

    def give_up(self) -> None:
        """Hide the form, and drop what was typed into it."""
        self.typed.drop()
        self.name, self.function, self.role = "", "", self.roles[0]
        self.adding, self.missing = False, {}
        self.changed()

    @property
    def needs_confirmation(self) -> bool:
        """Whether somebody who decides already has to confirm the role chosen."""
        return people.needs_confirmation(self.office.work, self.role)

    @property
    def confirmer(self) -> Officer | None:
        """Who would confirm with a passphrase; None where nobody decides any more, and Headquarters has to."""
        keys = {officer.id for officer in self.office.vault.officers}
        return next((officer for officer in people.deciders(self.office.store) if officer.id in keys), None)

    def choose_role(self, role: Role) -> None:
        """The role of the new officer."""
        self.role = role
        self.changed()

    def open_kit(self) -> None:
        """Where nobody decides any more: the new answer of Headquarters to this laptop."""
        self.asker.files(_("The answer from Headquarters"), "*.kit", self._read_kit)

    def _read_kit(self, paths: Sequence[Path]) -> None:
        data = b"".join(pieces_of(paths[0]))
        self.kit = enrolment.read_kit(data, self.office.keys)
        self.changed()

    def add(self, passphrase: str, confirming: str) -> None:
        """Give this person a way in and a role; in the training office everybody has the same passphrase.

        `confirming` is the passphrase of who decides already and confirms that this person shall decide.
        """
        if self.office.is_practice:
            passphrase = confirming = TRAINING_PASSPHRASE
        self.missing = {}
        if self.needs_confirmation and not self.kit and not (self.confirmer and confirming):
            people.require_may_add(self.office.work, self.role)
        if not self.name.strip():
            self.missing["name"] = _("This is needed to go on.")
        if not is_enough(passphrase):
            self.missing["passphrase"] = advice(passphrase)
        if self.missing or self.busy:
            self.changed()
            return
        self.busy = True
        self.changed()
        self.runner.run(
            _("Adding a user"), lambda _progress: self._register(passphrase, confirming), self._show_outcome
        )

    def _register(self, passphrase: str, confirming: str) -> Officer | Problem:
        office = self.office
        officer = Officer(
            id=new_id(),
            name=" ".join(self.name.split()),
            function=self.function.strip(),
            role=self.role,
            language=language(),
        )
        try:
            work = office.work
            if self.needs_confirmation and self.kit is None and self.confirmer is not None:
                work = work.acting_as(people.confirming(work, office.vault, self.confirmer.id, confirming))
            kit = self.kit if self.needs_confirmation else None

            def register(officer: Officer) -> None:
                if kit is not None:
                    enrolment.confirm_decider(work, officer, kit)
                else:
                    people.add_officer(work, officer)

            accounts.add(work, office.vault, office.opened, officer, passphrase, register)
        except Problem as problem:
            return problem
        return officer

    def _show_outcome(self, outcome: Officer | Problem) -> None:
        self.busy = False
        if isinstance(outcome, Problem):
            self.refuse(outcome)
            return
        self.kit = None
        self.typed.drop()
        self.done = _("{name} can now open this office.").format(name=outcome.name)
        self.adding, self.name, self.function = False, "", ""
        self.refresh()

    # --- removing

    def remove(self, officer_id: str) -> None:
        """Ask once, then take a way in away; what the person did stays in the records."""
        require(self.office.user, Right.ADMINISTER)
        line = next(line for line in self.lines if line.id == officer_id)
        if line.me:
            self.refuse(
                Problem(
                    _("You cannot remove your own access; nothing was changed."),
                    _("Ask another officer of this office to do it."),
                    code="own-access",
                )
            )
            return
        holding = handing_on.held(self.office.work, officer_id)
        if holding.count and holding.colleagues:
            self._ask_to_hand_over(line, holding.count)
            return
        question = Confirmation(
            _("Remove the access of {name}?").format(name=line.name),
            _("Their passphrase opens nothing any more, old backups excepted. What they did stays in the records."),
            _("Remove the access"),
            _("Keep it"),
            grave=True,
        )
        self.asker.confirm(question, lambda: self._remove(line))

    def _ask_to_hand_over(self, line: OfficerLine, count: int) -> None:
        """Nothing is left without somebody: what is held changes hands first."""
        holds = plural("{count} thing is held", "{count} things are held", count)
        question = Confirmation(
            _("{name}: {holds}. Hand it over first?").format(name=line.name, holds=holds),
            _("Partners, cases and tasks need somebody who goes on with them. Then the access can be removed."),
            _("Hand over…"),
            _("Keep it"),
        )
        self.asker.confirm(question, lambda: self.hand_over(line.id))

    def hand_over(self, officer_id: str) -> None:
        """Go to what somebody holds."""
        self.open_place("hand_over", officer=officer_id)

    def _remove(self, line: OfficerLine) -> None:
        if line.opens:  # the database gets another key, for which it must be closed
            folder = self.office.folder

            def remove(vault: Vault, opened: Opened) -> Opened:
                return accounts.remove(vault, opened, line.id, lambda fresh: _note_left(folder, vault, fresh, line.id))

            self._machine.reopen(remove, "people")
            return
        people.remove_officer(self.office.work, line.id)
        self.done = _("{name} can no longer open this office.").format(name=line.name)
        self.refresh()


def _note_left(folder: Path, vault: Vault, opened: Opened, officer_id: str) -> None:
    """Note in the closed office that an officer has left."""
    from desktop.office import Office

    with Office.enter(folder, vault, opened) as office:
        people.remove_officer(office.work, officer_id)
