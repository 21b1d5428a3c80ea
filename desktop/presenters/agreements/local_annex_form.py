"""The annex that an office adds to an agreement: its words, who wrote them and why, and Legal's word on it."""

from collections.abc import Callable, Mapping
from functools import partial
from itertools import zip_longest

from desktop.base.text import _
from desktop.definitions.agreements.assembling import LOCAL_ANNEX, AssembledAnnex, NegotiatedText
from desktop.definitions.clauses.filling import Paragraph
from desktop.presenters.agreements.open_agreement import AgreementStep, OpenAgreement
from desktop.presenters.form_draft import FormDraft
from desktop.presenters.presenter import Confirmation
from desktop.services.agreements import local_annex, negotiation
from desktop.services.agreements.local_annex import LocalAnnex
from desktop.services.office.rights import Right, may
from desktop.store.states import AgreementState


class LocalAnnexForm:
    """The office's own annex of the open agreement; `editing` while its words are being changed."""

    def __init__(self, agreement: OpenAgreement) -> None:
        self._agreement = agreement
        begun = agreement.step is AgreementStep.ANNEXES and agreement.editable
        self.editing = begun and bool(agreement.office.unsaved.begun(self._draft_name))

    @property
    def _draft_name(self) -> str:
        return f"local-annex:{self._agreement.id}"

    @property
    def _own(self) -> tuple[NegotiatedText, ...]:
        departures = self._agreement.composition.departures
        return tuple(departure for departure in departures if departure.clause == LOCAL_ANNEX)

    @property
    def annex(self) -> LocalAnnex | None:
        """What it says; None where the office added none."""
        return local_annex.written(self._own)

    @property
    def title(self) -> str:
        """Its letter."""
        for annex in self._agreement.assembled.versions[0].annexes:
            if annex.local:
                return _("Annex {letter}").format(letter=annex.code)
        return _("Local annex")

    @property
    def heads(self) -> tuple[str, ...]:
        """What it is called, in each language of the agreement; nothing without one."""
        return tuple(annex.title for annex in self._printed)

    @property
    def levels(self) -> tuple[tuple[Paragraph, ...], ...]:
        """What is printed, level by level in every language: the line that comes first, then the office’s own words."""
        blank = Paragraph(())
        return tuple(zip_longest(*(annex.words for annex in self._printed), fillvalue=blank))

    @property
    def _printed(self) -> tuple[AssembledAnnex, ...]:
        versions = self._agreement.assembled.versions
        return tuple(annex for version in versions for annex in version.annexes if annex.local)

    @property
    def about(self) -> str:
        """Who wrote it and why, and who cleared it."""
        said = []
        for reason, who, cleared_by in dict.fromkeys((one.reason, one.who, one.cleared_by) for one in self._own):
            sentence = _("Written by {name}: {reason}").format(name=who or "?", reason=reason)
            cleared = _("Cleared by {name}.").format(name=cleared_by) if cleared_by else ""
            said.append(f"{sentence} {cleared}".strip())
        return " ".join(said)

    @property
    def draft(self) -> FormDraft:
        """What is typed and not saved."""
        return self._agreement.form_draft(self._draft_name)

    def edit(self, on: bool) -> None:
        """Open the place where it is written, or close it and drop what was typed there."""
        if not on:
            self.draft.drop()
        self.editing = on
        self._agreement.changed()

    def save(self, titles: Mapping[str, str], texts: Mapping[str, str], reason: str) -> None:
        """Add the annex, or store what it says now. Raises Problem, with nothing lost, for what is refused."""
        local_annex.write(self._agreement.office.work, self._agreement.id, LocalAnnex(titles, texts, reason))
        self.draft.drop()
        self.editing = False
        self._agreement.problem = None
        self._agreement.refresh()

    def remove(self) -> Callable[[], None]:
        """Take the annex out; gives back how it is brought back."""
        removed = local_annex.remove(self._agreement.office.work, self._agreement.id)
        self._agreement.refresh()
        return partial(self._bring_back, removed)

    def _bring_back(self, removed: tuple[str, ...]) -> None:
        local_annex.restore(self._agreement.office.work, self._agreement.id, removed)
        self._agreement.refresh()

    @property
    def can_clear(self) -> bool:
        """Whether this reader, at Headquarters, may say that Legal reviewed it."""
        office = self._agreement.office
        waits = any(not departure.cleared_by for departure in self._own)
        draft = self._agreement.agreement_state is AgreementState.DRAFT
        return draft and office.is_hq and may(office.user, Right.HEADQUARTERS) and waits

    def ask_to_clear(self) -> None:
        """Ask once more, then record that Legal reviewed it."""
        question = Confirmation(
            _("Has Legal reviewed this annex?"),
            _("The office reads it with the next return, and its agreement can become final with this text."),
            _("Legal cleared it"),
            _("Not yet"),
        )
        self._agreement.asker.confirm(question, self.clear)

    def clear(self) -> None:
        """Record Headquarters' word that Legal reviewed it."""
        negotiation.clear(self._agreement.office.work, self._agreement.id, LOCAL_ANNEX)
        self._agreement.refresh()
