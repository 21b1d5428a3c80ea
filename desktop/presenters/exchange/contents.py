"""The rules and templates of Headquarters with which this office works, and the version that waits."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words
from desktop.base.errors import Problem
from desktop.base.installation import InstalledProgram, own_installation, require_updatable
from desktop.base.progress import Runner
from desktop.base.text import N_, _, language
from desktop.bundles.content_packs import ContentPack
from desktop.bundles.program_release import SUFFIX
from desktop.definitions.content_differences import ContentDifference
from desktop.presenters.exchange import content_words, update_words
from desktop.presenters.listing import ListColumn, Listing, NotedLine
from desktop.presenters.presenter import Confirmation, Presenter
from desktop.presenters.screening import published_words
from desktop.services.exchange import contents, program_installing, program_updates
from desktop.services.exchange.contents import ContentsStanding
from desktop.services.exchange.program_installing import InstalledUpdate
from desktop.services.exchange.program_updates import LookedAtUpdate
from desktop.services.office import backup, second_place
from desktop.services.office.rights import Right, may

if TYPE_CHECKING:
    from desktop.office import Office

COLUMNS = (
    ListColumn("before", N_("Until now")),
    ListColumn("after", N_("From then on")),
)


class ContentsPresenter(Presenter):
    """Which version is in force; in what the one that waits differs is worked out away from the window."""

    def __init__(self, office: "Office", runner: Runner) -> None:
        super().__init__(office, runner)
        self.listing = Listing(self, "contents", N_("What changes"), COLUMNS, first_title=N_("Where"))
        self.standing: ContentsStanding | None = None
        self.differences: Sequence[ContentDifference] = ()
        self.busy, self.outcome = False, ""
        self.update: LookedAtUpdate | None = None
        self.installed = False
        self._reading = 0

    def refresh(self) -> None:
        """Read it again; of several readings the last is shown."""
        self._reading += 1
        reading, work = self._reading, self.office.work

        def read() -> Callable[[], None]:
            standing, update, program = contents.standing(work), program_updates.arrived(work), own_installation()
            lines = contents.waiting_differences(work) if standing.waiting is not None else ()

            def show() -> None:
                if reading == self._reading:
                    self.standing, self.differences = standing, lines
                    self.update = self.update or update
                    if self.update is not None and program is not None:
                        self.installed = program.waits(self.update.release.manifest.version)
                    self.changed()

            return show

        self.runner.quietly(read, lambda show: show())
        self.changed()

    @property
    def waiting(self) -> ContentPack | None:
        """The version that waits."""
        return self.standing.waiting if self.standing is not None else None

    @property
    def sentence(self) -> str:
        """With what this office works."""
        return content_words.standing_words(self.standing) if self.standing is not None else ""

    @property
    def is_doubtful(self) -> bool:
        """Whether the version in force is over its day, or of no use to this program."""
        return self.standing is not None and (self.standing.lapsed or bool(self.standing.fault))

    @property
    def notice(self) -> str:
        """That a version waits; empty where none does."""
        return content_words.waiting_words(self.waiting) if self.waiting is not None else ""

    @property
    def facts(self) -> Sequence[tuple[str, str]]:
        """What is known of the version that waits, or else of the one in force."""
        standing = self.standing
        pack = (standing.waiting or standing.in_force) if standing is not None else None
        if pack is None or standing is None:
            return ()
        former = "\n".join(content_words.version_words(before) for before in standing.former)
        facts = [
            (_("Version"), content_words.version_words(pack)),
            (_("Prepared by"), pack.preparer),
            (_("Released by"), pack.publisher),
            (_("Reason"), pack.reason),
            (_("Valid until"), day_in_words(pack.valid_until, language())),
            (_("In force before"), former),
        ]
        return [fact for fact in facts if fact[1]]

    @property
    def lines(self) -> Sequence[NotedLine]:
        """What changes, a line for each difference."""
        return content_words.lines(self.differences)

    @property
    def may_apply(self) -> bool:
        """Whether a version waits and this reader may apply it."""
        return self.waiting is not None and may(self.office.user, Right.ADMINISTER) and not self.busy

    def apply(self) -> None:
        """Ask, then put the version that waits in force."""
        pack = self.waiting
        if pack is None:
            return
        question = Confirmation(
            _("Apply version {version}?").format(version=pack.version),
            _(
                "From now on this office works by it. Cases that are open go on with the questionnaire with which they "
                "were begun. Only a newer version of Headquarters takes it back."
            ),
            _("Apply it"),
            _("Not now"),
        )
        self.asker.confirm(question, self._apply)

    def _apply(self) -> None:
        office = self.office
        self.busy, self.outcome = True, ""
        self.changed()
        self.runner.run(
            _("Applying the rules and templates…"),
            lambda _progress: contents.apply(office.work, office.folder),
            self._show_applied,
        )

    def _show_applied(self, pack: ContentPack) -> None:
        self.office.renew_definitions()
        self.busy = False
        self.outcome = _("Version {version} of Headquarters is in force.").format(version=pack.version)
        self.refresh()

    def choose(self) -> None:
        """A file of Headquarters for all offices."""
        title = _("Rules and templates of Headquarters")
        self.asker.files(title, "*.psb", lambda paths: self.import_file(paths[0]))

    def import_file(self, path: Path) -> None:
        """Take it in; it waits then."""
        office = self.office
        self.busy, self.outcome = True, ""
        self.changed()
        self.runner.run(
            _("Looking into the file…"),
            lambda _progress: contents.import_broadcast(office.work, office.keys, path, office.inbox),
            self._show_imported,
        )

    def _show_imported(self, packs: Sequence[ContentPack]) -> None:
        self.busy = False
        lists = [pack for pack in packs if pack.subject]
        if lists:
            what = published_words.notices_words(lists)
            self.outcome = _("{what} waits under “Sanctions lists”.").format(what=what)
        self.refresh()

    # --- a newer version of the program

    @property
    def update_facts(self) -> Sequence[tuple[str, str]]:
        """What is known of the update that arrived; nothing where none did."""
        return update_words.facts(self.update) if self.update is not None else ()

    @property
    def update_notice(self) -> str:
        """Whether it can be installed, or why not, or that it is; empty where none arrived."""
        if self.update is None:
            return ""
        return update_words.waiting_words(self.update) if self.installed else update_words.verdict(self.update)

    @property
    def update_warning(self) -> str:
        """That anybody can sign with the keys that signed it."""
        return update_words.development_words(self.update.release.root) if self.update is not None else ""

    @property
    def may_install(self) -> bool:
        """Whether the update that arrived may be installed by this reader."""
        ready = self.update is not None and self.update.refusal is None and not self.installed and not self.busy
        return ready and may(self.office.user, Right.ADMINISTER)

    @property
    def may_allow(self) -> bool:
        """Whether only its number speaks against the update, and this reader may allow it."""
        older = self.update is not None and self.update.is_older and not self.busy
        return older and may(self.office.user, Right.DECIDE)

    def choose_update(self) -> None:
        """A program update that came beside a return, on a stick or by mail."""
        title = _("A newer version of the program")
        self.asker.files(title, f"*{SUFFIX}", lambda paths: self.look_at_update(paths[0]))

    def look_at_update(self, path: Path) -> None:
        """Verify it away from the window and show what it is; nothing is installed."""
        work = self.office.work
        self.busy, self.outcome, self.installed = True, "", False
        self.changed()
        self.runner.run(
            _("Reading the program update"),
            lambda progress: program_updates.look_at(work, path, progress),
            self._show_update,
        )

    def _show_update(self, looked: LookedAtUpdate) -> None:
        self.busy, self.update = False, looked
        self.tell(update_words.verdict(looked))

    def install_update(self) -> None:
        """Ask, then put the new version beside the one that runs; the next start uses it."""
        if (looked := self.update) is None or not self.may_install:
            return
        installation = require_updatable()
        question = Confirmation(
            _("Install version {version} at the next start?").format(version=looked.release.manifest.version),
            _(
                "It is unpacked, checks itself, and the office is backed up; that takes a few minutes, and you can go "
                "on working. The version in use stays beside it and comes back by itself if the new one does not start."
            ),
            _("Install at the next start"),
            _("Not now"),
        )
        self.asker.confirm(question, lambda: self.install_beside(looked.release.path, installation))

    def install_beside(self, path: Path, installation: InstalledProgram) -> None:
        """Unpack, check, back up and switch, away from the window."""
        office = self.office
        targets = backup.places(office.backups, second_place.read(office.machine))
        self.busy, self.outcome = True, ""
        self.changed()
        self.runner.run(
            _("Installing the new version"),
            lambda progress: program_installing.install(
                office.work, path, installation, lambda inner: office.back_up(targets, inner), progress
            ),
            self._show_installed,
        )

    def _show_installed(self, installed: InstalledUpdate) -> None:
        self.busy, self.installed = False, True
        self.outcome = update_words.installed_words(installed)
        self.refresh()

    def allow_update(self) -> None:
        """Ask whoever decides whether an older version may be installed."""
        if (looked := self.update) is None or not self.may_allow:
            return
        question = Confirmation(
            _("Allow version {version}, which is older?").format(version=looked.release.manifest.version),
            _("An older version lacks what was mended since. Allow it only for a reason that Headquarters knows."),
            _("Allow it"),
            _("Do not allow it"),
        )
        self.asker.confirm(question, lambda: self._allow(looked))

    def _allow(self, looked: LookedAtUpdate) -> None:
        program_updates.allow_older(self.office.work, looked.release)
        self.update = program_updates.judged(self.office.work, looked.release)
        self.changed()

    def refuse(self, problem: Problem) -> None:
        """Work that failed is over."""
        self.busy = False
        super().refuse(problem)

    def close(self) -> None:
        """Back to the page on which returns arrive."""
        self.open_place("hq" if self.office.is_hq else "sync")
