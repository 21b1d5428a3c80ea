"""A sealed edition of the transparency register: what it says of itself, its files as they were sealed (¶27)."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words
from desktop.base.files import clean_name
from desktop.base.numbers import format_money
from desktop.base.places import DOLLARS, country_name
from desktop.base.progress import Progress, Runner
from desktop.base.text import LANGUAGE_NAMES, N_, _, in_fours, language
from desktop.definitions.terms import Audience
from desktop.presenters.listing import NotedLine
from desktop.presenters.presenter import Presenter
from desktop.presenters.results.register import OF_HEADQUARTERS, standing_words
from desktop.services.labels import VISIBILITY
from desktop.services.results import sealers
from desktop.services.results.register import edition_files, editions, headquarters_edition, questions
from desktop.services.results.register.editions import ListedEdition, OpenedEdition
from desktop.services.results.register.headquarters_edition import HeardEdition
from desktop.services.work import Work
from desktop.store.records import MembersQuestion

if TYPE_CHECKING:
    from desktop.office import Office

FORMS = {
    "pdf": N_("PDF, to be printed and handed over"),
    "xlsx": N_("Excel workbook"),
    "csv": N_("CSV table, for any spreadsheet"),
    "tables": N_("All tables as CSV, in a folder"),
    "html": N_("Pages for any browser, on a stick or a site"),
    "json": N_("JSON, for programs"),
    "xml": N_("IATI 2.03, for data users"),
}
WHOLE_FORMS = ("html", "xml")  # in all languages at once
FOLDERS = ("html", "tables")


class EditionPresenter(Presenter):
    """One edition with its files."""

    shows = frozenset({"register_edition", "members_question"})

    def __init__(self, office: "Office", runner: Runner, id: str = "") -> None:  # noqa: A002
        super().__init__(office, runner)
        self.id = id
        self.own: ListedEdition | None = None
        self._may_seal = False
        self.asked: Sequence[MembersQuestion] = ()  # by Member States, about it
        self.heard: HeardEdition | None = None  # of the edition that Headquarters told of, instead

    def refresh(self) -> None:
        """Read it again."""
        work = self.office.work
        if self.id == OF_HEADQUARTERS:
            self.runner.quietly(lambda: headquarters_edition.heard(work), self._show_heard)
        else:
            self.runner.quietly(lambda: self._read(work), self._show)

    @staticmethod
    def _read(work: Work) -> tuple[Sequence[ListedEdition], Sequence[MembersQuestion], bool]:
        with work.store.one_state():
            return editions.listed(work), questions.listed(work), editions.may_seal(work)

    def _show_heard(self, heard: HeardEdition | None) -> None:
        self.heard = heard
        self.changed()

    def _show(self, there: tuple[Sequence[ListedEdition], Sequence[MembersQuestion], bool]) -> None:
        listed, asked, self._may_seal = there
        self.own = next((own for own in listed if own.edition.id == self.id), None)
        number = self.own.edition.number if self.own is not None else ""
        self.asked = [question for question in asked if number and question.edition == number]
        self.changed()

    @property
    def title(self) -> str:
        """Its number."""
        if self.heard is not None:
            return self.heard.number
        return self.own.edition.number if self.own is not None else _("Edition of the register")

    @property
    def state(self) -> str:
        """For whom and over which period, and what is to be known of it."""
        if self.heard is not None:
            return " · ".join((_(VISIBILITY[Audience.INTERNAL]), self.heard.period, _("from Headquarters")))
        if self.own is None:
            return ""
        edition = self.own.edition
        parts = (_(VISIBILITY[edition.audience]), edition.period, standing_words(self.own))
        return " · ".join(part for part in parts if part)

    @property
    def facts(self) -> Sequence[tuple[str, str]]:
        """What it says of itself."""
        if self.heard is not None:
            return self._heard_facts(self.heard)
        if self.own is None:
            return ()
        edition = self.own.edition
        received = format_money(edition.received_usd, DOLLARS, language()) if edition.received_usd else ""
        sealed = day_in_words(edition.sealed_at, language(), "long")
        pairs = [
            (_("Sealed on"), sealed),
            (_("Sealed by"), sealers.name_words(edition.sealer_name, edition.on_behalf)),
            (_("Seal"), _("holds: nothing was changed since") if self.own.seal_holds else _("does not hold")),
            (_("Partnerships"), str(edition.partnerships)),
            (_("Received in the period"), received),
            (_("Fingerprint"), fingerprint_words(edition.content)),
        ]
        if edition.corrects:
            pairs.append((_("Corrects"), f"{edition.corrects}: {edition.reason}"))
            pairs.append((_("Rows corrected"), ", ".join(edition.corrected)))
        if self.own.corrected_by:
            pairs.append((_("Corrected by"), self.own.corrected_by))
        if not self.own.is_here:
            words = _("What it says has not arrived: it comes with the next bundle of {office}. Until then ask {name}.")
            pairs.append((_("Mind"), words.format(office=edition.office, name=edition.sealer_name)))
        elif not self.has_sealed_files:
            pairs.append((_("Files"), _("Written here from what was sealed, and compared with the office’s own.")))
        return pairs

    @staticmethod
    def _heard_facts(heard: HeardEdition) -> Sequence[tuple[str, str]]:
        pairs = [
            (_("Sealed on"), day_in_words(heard.sealed_on, language(), "long")),
            (_("Sealed by"), heard.sealer),
            (_("Partnerships"), str(heard.partnerships)),
            (_("Fingerprint"), fingerprint_words(heard.content)),
        ]
        if not heard.is_here:
            pairs.append((_("Mind"), _("It was announced and is not here: ask Headquarters for another return.")))
        return pairs

    # --- what Member States asked

    @property
    def may_ask(self) -> bool:
        """Whether this reader writes down what a Member State asks about this edition."""
        return self.own is not None and questions.may_write(self.office.work)

    @property
    def question_lines(self) -> Sequence[NotedLine]:
        """Each question with the State that asked it and the answer, those without one first."""
        lines = []
        for own in self.asked:
            day = day_in_words(own.asked_on, language()) if own.asked_on else ""
            about = " · ".join(filter(None, (country_name(own.state, language()), day)))
            answer = own.answer or _("not answered yet")
            lines.append(NotedLine(own.id, own.question, " · ".join((about, answer)), {}))
        return lines

    def ask(self) -> None:
        """A new question about this edition."""
        if self.own is not None:
            self.open_place("members_question", edition=self.own.edition.number)

    def open_question(self, key: object) -> None:
        """A question with its answer."""
        self.open_place("members_question", id=str(key))

    @property
    def has_sealed_files(self) -> bool:
        """Whether its files are here as they were sealed, and not written anew from what it says."""
        return self.own is not None and self.own.edition.office == self.office.store.identity.office

    @property
    def file_lines(self) -> Sequence[NotedLine]:
        """The forms in which it can be saved, each in each of its languages."""
        if self.heard is not None:
            order = (language(), *(code for code in LANGUAGE_NAMES if code != language()))
            tongues = [(form, code) for form in FORMS for code in order] if self.heard.is_here else []
            return [
                NotedLine(f"{form}:{code}", f"{_(FORMS[form])} · {LANGUAGE_NAMES[code]}", "", {})
                for form, code in tongues
                if form not in WHOLE_FORMS or code == language()
            ]
        if self.own is None or not self.own.is_here:
            return ()
        names = [own.name for own in self.own.edition.files]
        lines = []
        for form, words in FORMS.items():
            several = {code: edition_files.names_of(names, form, code) for code in LANGUAGE_NAMES}
            if len(set(several.values())) == 1:
                if any(several.values()):
                    lines.append(NotedLine(f"{form}:", _(words), "", {}))
                continue
            order = (language(), *(code for code in LANGUAGE_NAMES if code != language()))
            lines += [
                NotedLine(f"{form}:{code}", f"{_(words)} · {LANGUAGE_NAMES[code]}", "", {})
                for code in order
                if several[code]
            ]
        return lines

    def save_file(self, key: object) -> None:
        """Ask where to save it in one form and language; what is saved is what was sealed, to the byte."""
        form, _colon, code = str(key).partition(":")
        if self.heard is not None:
            name = clean_name(f"{self.heard.number} ({code}){'' if form in FOLDERS else f'.{form}'}")
            self.asker.place_to_save(_("Save the edition"), name, partial(self._save_heard, form, code))
            return
        if self.own is None:
            return
        names = edition_files.names_of([own.name for own in self.own.edition.files], form, code or language())
        ending = "" if len(names) > 1 else f".{form}"
        suffix = f" ({code})" if code else ""
        name = clean_name(f"{self.own.edition.number}{suffix}{ending}")
        self.asker.place_to_save(_("Save the edition"), name, partial(self._save, names))

    def _save(self, names: Sequence[str], target: Path) -> None:
        work, edition_id = self.office.work, self.id

        def write(progress: Progress) -> tuple[Path, OpenedEdition]:
            opened = editions.open_files(work, edition_id, names, progress)
            return edition_files.save(opened.files, target), opened

        self.runner.run(_("Saving the edition"), write, lambda written: self._after_opening(*written))

    def _after_opening(self, target: Path, opened: OpenedEdition) -> None:
        self.tell(differing_words(opened) or _("The edition is in {path}.").format(path=target))

    def _save_heard(self, form: str, code: str, target: Path) -> None:
        work = self.office.work

        def write(progress: Progress) -> Path:
            written = headquarters_edition.files_of(work, progress)
            names = edition_files.names_of(written, form, code)
            edition_files.require_form(names, form)
            return edition_files.save({name: written[name] for name in names}, target)

        self.runner.run(_("Saving the edition"), write, self._after_saving)

    def _after_saving(self, target: Path) -> None:
        self.tell(_("The edition is in {path}.").format(path=target))

    @property
    def may_correct(self) -> bool:
        """Whether this reader makes a new edition that corrects it: the last one of its own office."""
        own = self.own
        is_ours = own is not None and own.edition.office == self.office.store.identity.office
        return is_ours and own is not None and not own.corrected_by and self._may_seal

    def correct(self) -> None:
        """To the register, to seal an edition that corrects this one."""
        if self.own is not None and self.own.edition.audience in tuple(Audience):
            self.open_place("register", corrects=self.own.edition.number)


def differing_words(opened: OpenedEdition) -> str:
    """That files were written anew and are not the sealed ones to the byte; empty where they are."""
    if not opened.differing:
        return ""
    return _("It says what was sealed, but is not the office’s own file to the byte: this program wrote it anew.")


def fingerprint_words(digest: str) -> str:
    """The first half of a digest in groups of four, as two people compare it."""
    return in_fours(digest[: len(digest) // 2])
