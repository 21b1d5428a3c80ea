"""Two offices' records side by side, at Headquarters: a person says whether they are one company."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words
from desktop.base.progress import Runner
from desktop.base.text import _, language
from desktop.base.values import Json
from desktop.presenters import partner_labels as labels
from desktop.presenters.form import FieldSpec, FormRows, InputKind, Option, text_of
from desktop.presenters.held_form import HeldForm
from desktop.presenters.record_labels import field_name
from desktop.presenters.registry.same_company_words import ruling_words
from desktop.presenters.registry.undoing import UndoingPresenter
from desktop.services.office.rights import Right, may
from desktop.services.registry import one_company
from desktop.services.registry.one_company import CompanyRecord, GivenRuling, Sign
from desktop.store.states import RulingKind

if TYPE_CHECKING:
    from desktop.office import Office


@dataclass(frozen=True)
class FactOfBoth:
    """One fact of both records, and what that says: a tone and a word."""

    name: str
    first: str
    second: str
    tone: str
    word: str


def ruling_rows() -> FormRows:
    """The ruling and its reason."""
    rulings = (
        Option(RulingKind.SAME.value, _("The &same company"), _("Both offices read it in their next return.")),
        Option(RulingKind.NOT_SAME.value, _("&Not the same"), _("The two are not proposed again.")),
        Option(RulingKind.UNSURE.value, _("Not s&ure"), _("They stay on the list, with your reason.")),
    )
    ruling = FieldSpec(
        "ruling",
        InputKind.RADIO,
        _("Are the two one company?"),
        options=rulings,
        required=_("Say whether they are one company."),
    )
    reason = FieldSpec(
        "reason", InputKind.AREA, _("Reason"), _("What you rest it on: a register, a letter, a call."), lines=2
    )
    return [[ruling], [reason]]


class SameCompanyPresenter(HeldForm, UndoingPresenter):
    """Both records as their offices have them; the ruling is recorded with its reason, and taken back."""

    shows = frozenset({"company_ruling", "partner"})

    def __init__(self, office: "Office", runner: Runner, first: str, second: str) -> None:
        super().__init__(office, runner)
        self.ids = first, second
        self.form_name = f"same_company:{first}:{second}"
        self.pair = one_company.pair(office.work, self.ids)

    def refresh(self) -> None:
        """Read both again."""
        self.pair = one_company.pair(self.office.work, self.ids)
        self.changed()

    @property
    def editable(self) -> bool:
        """Whether this reader rules for Headquarters."""
        return may(self.office.user, Right.HEADQUARTERS)

    @property
    def proposed(self) -> Mapping[str, Json]:
        """What was ruled before."""
        return {"ruling": str(self.pair.ruling), "reason": self.pair.reason}

    # --- what is shown

    @property
    def heads(self) -> tuple[str, str]:
        """The two offices."""
        return self.pair.first.office, self.pair.second.office

    @property
    def state(self) -> str:
        """What was ruled, by whom and when; else what there is to do."""
        if not self.pair.ruling:
            return _("No number decides whether these two records are one company: a person does.")
        ruling, day = ruling_words(self.pair.ruling)[1], day_in_words(self.pair.ruled_on, language())
        return " · ".join(part for part in (ruling, self.pair.ruled_by, day) if part)

    @property
    def mark(self) -> tuple[str, str]:
        """The tone and the words of the ruling."""
        return ruling_words(self.pair.ruling)

    @property
    def facts(self) -> Sequence[FactOfBoth]:
        """Fact by fact, with what each says."""
        compared = (
            (Sign.NAME, "name", lambda of: of.name),
            (None, "other_names", lambda of: ", ".join(of.other_names)),
            (Sign.COUNTRY, "country", lambda of: labels.country(of.country) if of.country else ""),
            (Sign.CITY, "city", lambda of: of.city),
            (Sign.NUMBER, "registration", lambda of: of.registration),
            (Sign.LEI, "lei", lambda of: of.lei),
            (Sign.DOMAIN, "website", lambda of: of.website or of.domain),
            (Sign.GROUP, "group", lambda of: labels.group_name(self.office.definitions.strategy, of.group)),
            (None, "stage", self._stage),
        )
        first, second = self.pair.first, self.pair.second
        facts = [
            FactOfBoth(field_name("partner", field), content(first), content(second), *self._says(sign))
            for sign, field, content in compared
        ]
        silent = _("says nothing")
        alike = field_name("partner", "group")  # which most have in common: worth a line only where it differs
        return [of for of in facts if (of.first or of.second) and (of.name, of.word) != (alike, silent)]

    def _stage(self, record: CompanyRecord) -> str:
        stage = labels.stage_name(self.office.definitions.strategy, record.stage)
        return ", ".join(part for part in (stage, _("archived") if record.archived else "") if part)

    def _says(self, sign: Sign | None) -> tuple[str, str]:
        if sign in self.pair.speaks_for:
            return "good", _("speaks for it")
        if sign in self.pair.speaks_against:
            return "warn", _("speaks against it")
        return "neutral", _("says nothing")

    # --- deeds

    def rule(self) -> None:
        """Record what is chosen. Raises Problem without a reason, and where it contradicts another ruling."""
        ruling = GivenRuling(RulingKind(text_of(self.fields.get("ruling"))), text_of(self.fields.get("reason")))
        before = one_company.rule(self.office.work, self.ids, ruling)
        self.forget()
        sentence = _("The ruling is recorded: {ruling}. No record of an office was changed.")
        self._tell(sentence.format(ruling=ruling_words(ruling.ruling)[1]), before, ruling)

    def take_back(self) -> None:
        """Take back what was ruled: nobody said anything of the two."""
        before = one_company.rule(self.office.work, self.ids, GivenRuling())
        self.forget()
        self._tell(_("The ruling was taken back: the two are on the list again."), before, GivenRuling())

    def _tell(self, sentence: str, before: GivenRuling, after: GivenRuling) -> None:
        back, again = (partial(one_company.rule, self.office.work, self.ids, ruling) for ruling in (before, after))
        self.refresh()
        self.undoable(_("the ruling"), sentence, lambda: _done(back()), lambda: _done(again()))

    def open_first(self) -> None:
        """Go to the first record."""
        self.open_place("partner", id=self.pair.first.id)

    def open_second(self) -> None:
        """Go to the second record."""
        self.open_place("partner", id=self.pair.second.id)


def _done(_before: GivenRuling) -> None:
    """What was said before is known to who takes back."""
