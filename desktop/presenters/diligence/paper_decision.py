"""A decision signed in ink: entered by one officer with its scan, compared and confirmed by a second one."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words, moment_in_words
from desktop.base.errors import Problem
from desktop.base.progress import Progress, Runner
from desktop.base.text import _, language, pick
from desktop.documents.foreign.judging import judge
from desktop.presenters.diligence.decision import DecisionPresenter
from desktop.presenters.form import text_of
from desktop.presenters.form_draft import FormDraft
from desktop.presenters.scanner import ScannerFolder
from desktop.services.diligence import conditions, paper_decisions
from desktop.services.diligence.decisions import DecisionTerms
from desktop.services.diligence.paper_decisions import InkEntry, SheetScan
from desktop.services.labels import OUTCOMES
from desktop.services.office import people, scanner
from desktop.store import files
from desktop.store.records import Officer, PaperDecision, Verdict
from desktop.store.states import DecisionOutcome

if TYPE_CHECKING:
    from desktop.office import Office

PDF = "application/pdf"
PATTERNS = "*.pdf *.png *.jpg *.jpeg *.tif *.tiff *.webp *.heic"


@dataclass(frozen=True)
class SheetDraft:
    """What is typed of the sheet itself; `scan` is the path of a file that was chosen."""

    code: str = ""
    signed_on: str = ""
    scan: str = ""


class PaperDecisionPresenter(DecisionPresenter):
    """What a signed sheet says, on its way into the program. Nothing is decided before a second officer confirms."""

    def __init__(self, office: "Office", runner: Runner, case: str) -> None:
        super().__init__(office, runner, case)
        self.scanner = ScannerFolder(self)
        self.picture = b""  # the scan that is looked at, where it is a picture
        saved = self.held(self._of_sheet)
        self.sheet_draft = SheetDraft(*(text_of(saved.get(name)) for name in ("code", "signed_on", "scan")))
        self.restored = self.restored or self.sheet_draft != SheetDraft()

    @property
    def _about(self) -> str:
        return f"paper:{self.case_id}"

    @property
    def _of_sheet(self) -> str:
        return f"sheet:{self.case_id}"

    def choosable(self) -> Sequence[Officer]:
        """Whoever may decide the case may have signed it, with an account here or not."""
        return self.case.deciders

    def start_over(self) -> None:
        """Forget what was typed of the sheet."""
        self.sheet_draft = SheetDraft()
        self.hold(self._of_sheet, {})
        super().start_over()

    # --- where it stands

    @property
    def entry(self) -> PaperDecision | None:
        """What was entered and waits for its second officer."""
        return self.case.on_paper

    @property
    def may_enter(self) -> bool:
        """Whether the officer at work may enter a sheet now."""
        return self.can_decide and self.entry is None and self.case.may_handle_paper

    @property
    def may_confirm(self) -> bool:
        """Whether the officer at work is a second one, who took no part in the case."""
        entry = self.entry
        return entry is not None and self.case.may_handle_paper and entry.entered_by != self.office.user.id

    @property
    def may_withdraw(self) -> bool:
        """Whether the officer at work may take the entry back."""
        return self.entry is not None and self.case.may_handle_paper

    @property
    def sentence(self) -> str:
        """One sentence: where the sheet is, and who is next."""
        if not self.waits:
            return self.state
        if self.may_confirm:
            return _("Compare what was entered with the scan. Your passphrase confirms it, and the case is decided.")
        if self.entry is not None:
            return _("Entered and not decided yet: a second officer who did not prepare the case confirms it.")
        if not self.case.may_handle_paper:
            return _("You took part in preparing this case: two colleagues enter the signed sheet and confirm it.")
        if not self.deciders:
            return self.why_not
        return _("For a decider away from any computer: print the brief, have it signed, enter it, have it confirmed.")

    @property
    def acts(self) -> tuple[str, ...]:
        """What to do, in its order."""
        return (
            _("Print the brief; whoever decides ticks, gives the reason and signs in ink."),
            _("Scan the signed sheet and enter what stands on it, with its code."),
            _("A second officer compares it with the scan and confirms it; neither of you prepared the case."),
        )

    @property
    def of_scan(self) -> str:
        """Where the scan goes, and where it does not."""
        return _(
            "The scan goes with the case to other laptops of the office, and never to Headquarters, which receives "
            "what stands on the sheet, its code and the scan’s fingerprint."
        )

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What was entered, in words, in the order of the sheet."""
        entry = self.entry
        if entry is None:
            return []
        with self.office.store.read() as session:
            names = people.names_in(session)
        form, spoken = self.office.definitions.form, language()
        asked = [f"{id_} · {pick(form.by_id[id_].short)}" for id_ in entry.send_back if id_ in form.by_id]
        bound = [
            " · ".join(filter(None, (row.text, row.owner, conditions.day(row, spoken)))) for row in entry.conditions
        ]
        entered = _("{who}, {when}").format(
            who=names.get(entry.entered_by, ""), when=moment_in_words(entry.entered_at, spoken)
        )
        facts = (
            (_("Decision"), _(OUTCOMES[entry.outcome])),
            (_("Reason"), entry.reason),
            (_("Conditions"), "\n".join(bound)),
            (_("What is to be completed"), ", ".join(asked)),
            (_("The regional office’s written agreement"), entry.in_writing),
            (_("Signed by"), names.get(entry.decider, "")),
            (_("Signed on"), day_in_words(entry.signed_on, spoken, "long")),
            (_("Code of the sheet"), entry.code),
            (_("Scan"), entry.scan_name),
            (_("Entered by"), entered),
        )
        return [(label, words) for label, words in facts if words]

    # --- entering

    def tell_sheet(self, **fields: str) -> None:
        """Take what was typed of the sheet itself."""
        self.sheet_draft = replace(self.sheet_draft, **fields)
        self.hold(self._of_sheet, asdict(self.sheet_draft) if self.sheet_draft != SheetDraft() else {})
        self.changed()

    def takes(self, path: Path) -> bool:
        """Whether a file of this name may be the scan of a sheet."""
        return self.may_enter and f"*{path.suffix.lower()}" in PATTERNS.split()

    def enter(self) -> None:
        """Enter the sheet; raises Problem, with nothing recorded, where a gate is closed or the code does not fit."""
        draft, sheet = self.draft, self.sheet_draft
        if not draft.outcome:
            raise Problem(
                _("No decision was chosen; nothing was recorded."),
                _("Choose what is ticked on the sheet."),
                code="sheet-without-decision",
            )
        if not draft.no_interest:
            raise Problem(
                _("Nobody says that the sheet is signed below the declaration of interests; nothing was recorded."),
                _("Look at the sheet and tick it, or have another decider sign."),
                code="sheet-without-declaration",
            )
        if not sheet.signed_on:
            raise Problem(
                _("The day of the signature is missing; nothing was recorded."),
                _("Type the day that stands on the sheet."),
                code="sheet-without-day",
            )
        typed = [condition for condition in draft.conditions if condition.text.strip()]
        terms = DecisionTerms(
            draft.outcome,
            draft.reason,
            typed if draft.outcome == DecisionOutcome.CONDITIONS else (),
            draft.questions if draft.outcome == DecisionOutcome.SENT_BACK else (),
            draft.in_writing,
        )
        ink = InkEntry(self.as_id, date.fromisoformat(sheet.signed_on), sheet.code, terms, interest=False)
        office, case_id, path = self.office, self.case_id, Path(sheet.scan)

        def work(progress: Progress) -> PaperDecision:
            progress.step(0, 1, _("Entering the signed sheet"))
            scan = SheetScan(path.name, files.read_file(path) if sheet.scan else b"")
            entered = paper_decisions.enter(office.work, case_id, ink, scan)
            scanner.note_taken(office.work, path)
            return entered

        self.runner.run(_("Entering the signed sheet"), work, self._after_entering)

    def _after_entering(self, entry: PaperDecision) -> None:
        self.typed.drop()
        self.start_over()
        self.deed_sentence = _("Entered, not decided yet: a second officer confirms it.")
        self.refresh()

    # --- the second officer

    @property
    def secret_draft(self) -> FormDraft:
        """Of the form of the second officer nothing is kept: it asks for a passphrase alone."""
        return self.form_draft(f"typed:confirm:{self.case_id}")

    def withdraw(self) -> None:
        """Take the entry back."""
        if self.entry is not None:
            paper_decisions.withdraw(self.office.work, self.entry.id)
            self.picture = b""
            self.deed_sentence = _("The sheet was withdrawn; nothing was decided.")
            self.refresh()

    def look_at_scan(self) -> None:
        """Show the scan: a PDF as pages, a picture as a picture."""
        entry = self.entry
        if entry is None:
            return
        with self.office.store.read() as session:
            here = files.about(session, entry.scan) is not None
            data = files.get(session, entry.scan) if here else b""
        if not here:
            self.refuse(
                Problem(
                    _("The scan of this sheet is not on this computer; nothing was decided."),
                    _("Confirm it on the computer on which it was entered, or have the case carried here from it."),
                    code="scan-not-on-this-computer",
                )
            )
            return
        if judge(data, entry.scan_name).kind.media_type == PDF:
            self.pdf = data
        else:
            self.picture = data
        self.changed()

    def confirm(self, passphrase: str) -> None:
        """Confirm the sheet and seal the decision with the own passphrase of the second officer."""
        passphrase = self.own_passphrase(passphrase)
        entry, office = self.entry, self.office
        if entry is None:
            return
        if not passphrase:
            raise Problem(
                _("Your passphrase seals the decision; nothing was decided."),
                _("Type your own passphrase."),
                code="confirming-without-passphrase",
            )

        def work(progress: Progress) -> Verdict:
            progress.step(0, 1, _("Sealing the decision"))
            opened = office.vault.unlock(office.user.id, passphrase)
            return paper_decisions.confirm(office.work, entry.id, opened.seal_seed)

        self.runner.run(_("Sealing the decision"), work, self._after_confirming)

    def _after_confirming(self, decision: Verdict) -> None:
        if decision.outcome == DecisionOutcome.SENT_BACK:
            self.open_place("decisions")
        else:
            self.open_place("decision", case=self.case_id)

    def open_decision(self) -> None:
        """Back to the page of the decision."""
        self.open_place("decision", case=self.case_id)
