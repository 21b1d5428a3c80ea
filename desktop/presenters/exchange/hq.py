"""Headquarters' desk: the offices heard of, the bundles that arrive, the returns, the laptops recognised."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.dates import day_of
from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.progress import Progress, Runner
from desktop.base.text import _, plural
from desktop.base.values import today
from desktop.bundles.keys import REQUEST, EnrolmentRequest
from desktop.presenters.exchange import exchange_labels as words
from desktop.presenters.presenter import Presenter
from desktop.services.exchange.arrivals import BundleReport
from desktop.services.exchange.headquarters import answering, consolidating, offices, recognition
from desktop.services.exchange.headquarters.offices import OfficeLine
from desktop.services.exchange.sending import TOO_OLD_DAYS

if TYPE_CHECKING:
    from desktop.office import Office

VERDICTS = ("applied", "known", "waiting", "refused", "fork")


@dataclass(frozen=True)
class OfficeRow:
    """One office in words. `tone` is good, neutral or warn; `state` the word of its chip."""

    code: str
    about: str
    tone: str
    state: str


@dataclass(frozen=True)
class Verdict:
    """What became of one file: a word, its tone and a sentence."""

    name: str
    tone: str
    word: str
    text: str


class HqPresenter(Presenter):
    """Shows the offices; takes in bundles and writes returns away from the window."""

    shows = frozenset({"partner", "device", "officer", "diligence_case", "decision", "agreement"})

    offices: tuple[OfficeRow, ...] = ()
    to_answer: tuple[str, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    written: tuple[str, ...] = ()
    silent_only = False
    busy = False

    def refresh(self) -> None:
        """Read again where every office stands."""
        store = self.office.store
        heard = offices.heard_of(store)
        known = {line.office for line in heard}
        trusted = recognition.trusted(self.office.machine, self.office.keys)
        mute = sorted({c.office for c in trusted.certificates} - known)
        rows = [self._row(line) for line in heard]
        rows += [OfficeRow(code, _("Recognised; nothing has arrived yet."), "neutral", _("awaited")) for code in mute]
        self.offices = tuple(row for row in rows if row.tone == "warn" or not self.silent_only)
        self.to_answer = answering.offices_to_answer(store)
        self.changed()

    def _row(self, line: OfficeLine) -> OfficeRow:
        laptops = plural("{count} laptop", "{count} laptops", line.laptops)
        deeds = plural("{count} change received", "{count} changes received", line.changes)
        last = _("last bundle {ago}").format(ago=words.how_long_ago(line.heard_at, today())) if line.heard_at else ""
        about = " · ".join(part for part in (last, deeds, laptops) if part)
        tone, state = self._state(line)
        return OfficeRow(line.office, about, tone, state)

    @staticmethod
    def _state(line: OfficeLine) -> tuple[str, str]:
        if line.waiting:
            return "warn", plural(
                "{count} bundle waits for an earlier one", "{count} bundles wait for an earlier one", line.waiting
            )
        if line.disagreements:
            return "warn", plural("{count} disagreement", "{count} disagreements", line.disagreements)
        if line.heard_at and (today() - day_of(line.heard_at)).days > TOO_OLD_DAYS:
            return "warn", _("silent")
        return "good", _("up to date")

    @property
    def sentence(self) -> str:
        """How many offices, and how many wait for a return."""
        if not self.offices and not self.silent_only:
            return _("No office yet. Recognise the laptop of the first one.")
        said = plural("{count} office.", "{count} offices.", len(self.offices))
        if not self.to_answer:
            return _("{offices} No return is due.").format(offices=said)
        due = plural("{count} return is due.", "{count} returns are due.", len(self.to_answer))
        return _("{offices} {returns}").format(offices=said, returns=due)

    def show_silent(self, on: bool) -> None:
        """Only the offices that need a look, or all."""
        self.silent_only = on
        self.refresh()

    # --- what arrives

    def choose_bundles(self) -> None:
        """Any number of files."""
        self.asker.files(_("Bundles of offices"), "*.psb", self.take_in)

    def take_in(self, paths: Sequence[Path]) -> None:
        """Take in files, and folders of files; one bad file stops none of the others."""
        found = [one for path in paths for one in (sorted(path.glob("*.psb")) if path.is_dir() else [path])]
        if not found:
            raise Problem(
                _("There is no bundle in this folder; nothing was changed."),
                _("Choose the files whose names end in “.psb”."),
            )
        office = self.office
        self._begin()

        def work(progress: Progress) -> list[BundleReport]:
            return consolidating.take_in(office.work, office.keys, found, office.inbox, progress)

        self.runner.run(_("Taking in bundles…"), work, self._taken)

    def _taken(self, taken: list[BundleReport]) -> None:
        self.verdicts = tuple(_verdict(one) for one in taken)
        self._end()

    @property
    def summary(self) -> str:
        """The verdicts counted, in one sentence."""
        good = sum(verdict.tone == "good" for verdict in self.verdicts)
        files = plural("{count} file", "{count} files", len(self.verdicts))
        return _("{files}, of which {good} taken in.").format(files=files, good=good)

    # --- what is returned

    def write_returns(self) -> None:
        """A return for every office that sent something since its last one."""
        if not self.to_answer:
            raise Problem(_("No return is due; nothing was written."), _("Take in bundles first."))
        self.asker.folder(_("The stick or folder for the returns"), self._write_returns)

    def _write_returns(self, folder: Path) -> None:
        office, codes = self.office, self.to_answer
        self._begin()

        def work(progress: Progress) -> list[str]:
            names = []
            for at, code in enumerate(codes):
                progress.step(at, len(codes), code)
                path = answering.answer(office.work, office.keys, code, folder)
                names.append(_("{office}: {file}").format(office=code, file=path.name))
            return names

        self.runner.run(_("Writing the returns…"), work, self._returned)

    def _returned(self, names: list[str]) -> None:
        self.written = tuple(names)
        self._end()

    def enrol(self) -> None:
        """Recognise a laptop."""
        self.open_place("hq_enrol")

    def show_troubles(self) -> None:
        """Go to what disagrees or was set aside."""
        self.open_place("disagreements")

    def _begin(self) -> None:
        self.busy, self.problem, self.verdicts, self.written = True, None, (), ()
        self.changed()

    def _end(self) -> None:
        self.busy = False
        self.refresh()

    def refuse(self, problem: Problem) -> None:
        """Work that failed is over."""
        self.busy = False
        super().refuse(problem)


def _verdict(taken: BundleReport) -> Verdict:
    word, tone = {
        "applied": (_("taken in"), "good"),
        "known": (_("already here"), "neutral"),
        "waiting": (_("waits"), "warn"),
        "refused": (_("refused"), "bad"),
        "fork": (_("refused"), "bad"),
    }[taken.verdict]
    text = taken.text
    if taken.verdict == "applied":
        parts = [_("Office {office}").format(office=taken.office)]
        parts.append(plural("{count} change", "{count} changes", taken.changes))
        if taken.reviews:
            parts.append(plural("{count} disagreement", "{count} disagreements", taken.reviews))
        if aside := taken.parked + taken.refused:
            parts.append(plural("{count} value set aside", "{count} values set aside", aside))
        text = " · ".join(parts)
    return Verdict(taken.name, tone, word, text)


class HqEnrolPresenter(Presenter):
    """Recognise one laptop: its file, its fingerprint by voice, the answer saved."""

    def __init__(self, office: "Office", runner: Runner) -> None:
        super().__init__(office, runner)
        self.asked: EnrolmentRequest | None = None
        self.enrolled = False
        self.fingerprint = ""
        self.saved = ""

    @property
    def sentence(self) -> str:
        """Which of the three steps this is."""
        if self.asked is None:
            return _("Step 1 of 3: open the request that the office sent.")
        if not self.enrolled:
            return _("Step 2 of 3: compare the fingerprint by telephone.")
        return _("Step 3 of 3: save the answer, and read Headquarters’ fingerprint aloud.")

    def facts(self) -> list[tuple[str, str]]:
        """Who asks."""
        asked = self.asked
        if asked is None:
            return []
        return [
            (_("Office"), asked.office),
            (_("Laptop"), asked.label),
            (_("Asked by"), asked.officer),
            (_("On"), asked.at[:10]),
        ]

    def choose(self) -> None:
        """The request file."""
        self.asker.files(_("The request of an office"), "*.enrol", lambda paths: self.read(paths[0]))

    def read(self, path: Path) -> None:
        """Look at a request; nothing is recognised yet."""
        try:
            with path.open("rb") as file:
                data = file.read(REQUEST + 1)
        except OSError as error:
            raise Problem(
                _("“{name}” cannot be read; nothing was changed.").format(name=path.name),
                _("Check that the folder or the stick is present, then try again."),
            ) from error
        self.asked, self.enrolled, self.saved = EnrolmentRequest.from_bytes(data), False, ""
        self.changed()

    def recognise(self) -> None:
        """The fingerprints are the same."""
        office, asked = self.office, self.asked
        if asked is not None:
            recognition.enrol(office.work, office.keys, asked)
            keyset = recognition.keyset_for(office.work, office.keys, asked.office)
            self.fingerprint, self.enrolled = keyset.hq[0].fingerprint, True
            self.changed()

    def differ(self) -> None:
        """They differ: forget the request."""
        self.asked = None
        self.refuse(
            Problem(
                _("This laptop was not recognised; nothing was changed."),
                _("Tell the office, and ask for a new request by another way."),
            )
        )

    def save(self) -> None:
        """The answer, for the office."""
        if self.asked is not None:
            name = f"{self.asked.office}-{self.asked.keys.device[:8]}.kit"
            self.asker.place_to_save(_("Save the answer for the office"), name, self._write)

    def _write(self, path: Path) -> None:
        office = self.office
        if self.asked is not None:
            write_safely(path, recognition.kit(office.work, office.keys, self.asked.office))
            self.saved = path.name
            self.changed()

    def close(self) -> None:
        """Back to the desk."""
        self.open_place("hq")
