"""One agreement: its plan, and a face for each step."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from desktop.base.text import LANGUAGE_NAMES, LANGUAGES, _, pick
from desktop.presenters.agreements.agreement import PAGES, AgreementPresenter
from desktop.presenters.agreements.agreement_word import FILES
from desktop.presenters.agreements.open_agreement import AgreementStep
from desktop.presenters.agreements.signed_copy import SCANS
from desktop.store.states import AgreementState
from desktop.ui import deeds
from desktop.ui.comparison import Point, Points
from desktop.ui.deeds import ListedDeed
from desktop.ui.forms.fields import ChoiceField, FieldRow
from desktop.ui.keyboard import shortcut
from desktop.ui.lists import Step, StepList
from desktop.ui.views.agreements.agreement_clauses import ClausesFace
from desktop.ui.views.agreements.agreement_comparison import ComparisonFace
from desktop.ui.views.agreements.agreement_fields import AnnexesFace, PartiesFace
from desktop.ui.views.agreements.agreement_life import LifeFace, alone
from desktop.ui.views.agreements.agreement_pack import PackFace, PreviewFace
from desktop.ui.views.agreements.agreement_word import WordFace
from desktop.ui.views.face import Face
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, Card, Chip, KeyValueGrid, Mark, NextStepBox, SideHelp, Text, set_shown

NONE = "-"


class PlanFace(Face):
    """The six steps, what each lacks, and what to do now."""

    def build(self) -> None:
        shown, page = self.shown, self.page
        self.next = page.add(NextStepBox())
        self.steps = page.add(StepList(_("Steps of the agreement")))
        self.steps.opened.connect(lambda key: shown.go(AgreementStep(str(key))))
        page.add_stretch()
        self.facts = KeyValueGrid(stacked=True)
        side = page.add_side(SideHelp())
        side.show()
        side.add(self.facts)
        side.add(Button(_("The partner’s page"), shown.to_partner, "link"))
        side.add(Button(_("Compare with an earlier agreement…"), shown.compare, "link"))
        side.add(Button(_("Report an incident"), shown.report, "link"))
        self.legal_opinions = page.add_side(Card(_("Legal opinion")))
        self.legal_lines = self.legal_opinions.add(Points())
        self.legal_opinions.add(Button(_("Ask Legal Affairs…"), shown.ask_legal, "link"))
        page.bar.back(_("All agreements"), shown.to_list)

    def show(self) -> None:
        """Show the plan as it stands."""
        shown = self.shown
        self.next.set(shown.next_step.sentence, shown.next_detail, shown.next_step.button, shown.go_on)
        self.steps.set_steps([Step(line.key, line.name, line.state, line.note) for line in shown.steps])
        self.facts.set(shown.facts)
        set_shown(self.legal_opinions, shown.may_ask_legal)
        set_shown(self.legal_lines, bool(shown.legal))
        self.legal_lines.set([Point(line.title, line.beside) for line in shown.legal])


class TypeFace(Face):
    """What kind of agreement it is, and its languages."""

    def build(self) -> None:
        shown, page = self.shown, self.page
        kind = shown.composition.type
        about = page.add_section(pick(kind.name))
        about.add(Text(pick(kind.use), "quiet"))
        about.add(Text(shown.binding, "quiet"))
        if shown.form:
            about.add(Text(shown.form, "quiet"))
        if shown.outgrown:
            outgrown = page.add_section(_("The partnership has outgrown this type"))
            outgrown.add(Text(shown.outgrown))
            if shown.becoming:
                outgrown.add(alone(Button(shown.becoming, shown.become, "outlined")))
        languages = page.add_section(_("Languages"))
        names = [(code, LANGUAGE_NAMES[code]) for code in LANGUAGES]
        self.first = ChoiceField(_("Language of the agreement"), names, chars=18)
        self.second = ChoiceField(
            _("Second language, side by side"), [(NONE, _("One language only")), *names], chars=18
        )
        languages.add(FieldRow(self.first, self.second))
        self.ruling = languages.add(ChoiceField(_("Language that prevails if the two differ"), names, chars=18))
        for field in (self.first, self.second, self.ruling):
            field.chosen.connect(lambda _code: self._change_languages())
        page.add_stretch()
        self.foot()

    def show(self) -> None:
        """Show the languages."""
        codes = self.shown.languages
        self.first.set_value(codes[0])
        self.second.set_value(codes[1] if len(codes) > 1 else NONE)
        self.ruling.set_options([(code, LANGUAGE_NAMES[code]) for code in codes])
        self.ruling.set_value(self.shown.composition.agreement.ruling_language)
        self.ruling.setVisible(len(codes) > 1)
        for field in (self.first, self.second, self.ruling):
            field.lock(not self.shown.editable)

    def _change_languages(self) -> None:
        chosen = [code for code in (self.first.value(), self.second.value()) if code and code != NONE]
        self.shown.set_languages(list(dict.fromkeys(chosen)), self.ruling.value() or chosen[0])


FACES: Mapping[AgreementStep, type[Face]] = {
    AgreementStep.PLAN: PlanFace,
    AgreementStep.TYPE: TypeFace,
    AgreementStep.PARTIES: PartiesFace,
    AgreementStep.CLAUSES: ClausesFace,
    AgreementStep.ANNEXES: AnnexesFace,
    AgreementStep.PREVIEW: PreviewFace,
    AgreementStep.PACK: PackFace,
    AgreementStep.LIFE: LifeFace,
    AgreementStep.WORD: WordFace,
    AgreementStep.COMPARISON: ComparisonFace,
}
TALL = (AgreementStep.CLAUSES, AgreementStep.PREVIEW, AgreementStep.COMPARISON)  # their height goes to one text
WIDE = (*TALL, AgreementStep.PARTIES, AgreementStep.ANNEXES)
KEYS: Mapping[ListedDeed, Callable[[AgreementPresenter], None]] = {
    deeds.PREVIEW: lambda shown: shown.go(AgreementStep.PREVIEW),
    deeds.PLAN: lambda shown: shown.go(AgreementStep.PLAN),
    deeds.COMPARE: AgreementPresenter.compare,
}


class AgreementView(View[AgreementPresenter]):
    """The frame of every step: way back, title, state; the face of the step fills it."""

    def __init__(self, presenter: AgreementPresenter) -> None:
        self.wide = presenter.step in WIDE
        self.scrolls = presenter.step not in TALL
        super().__init__(presenter)

    def take_files(self, paths: Sequence[Path]) -> bool:
        """What the face of the step takes."""
        return self.face.take_files(paths)

    def place_of_files(self, paths: Sequence[Path]) -> tuple[str, dict[str, str]] | None:
        """The pack, while a signed scan is waited for; the comparison, for a Word file that came back to a draft."""
        shown = self.presenter
        if paths[0].suffix.lower() in FILES and shown.editable and shown.step is not AgreementStep.WORD:
            return "agreement", {"id": shown.id, "step": AgreementStep.WORD.value}
        waits = shown.agreement_state is AgreementState.PRINTED and shown.may_draft and shown.step != AgreementStep.PACK
        if not waits or paths[0].suffix.lower() not in SCANS:
            return None
        return "agreement", {"id": shown.id, "step": AgreementStep.PACK.value}

    def build(self) -> None:
        shown = self.presenter
        self.chip = Chip()
        self.page.add_beside_title(self.chip)
        self.face = FACES[shown.step](self)
        self.bind_paper(self.face.put_on_paper)
        for listed, deed in KEYS.items():
            shortcut(self, listed, partial(deed, shown))

    def show_state(self) -> None:
        shown = self.presenter
        crumbs = [
            (_("Agreements"), shown.to_list),
            (shown.title, (lambda: shown.go(AgreementStep.PLAN)) if shown.step else None),
        ]
        if shown.step:
            crumbs.append((_(PAGES[shown.step]), None))
        self.page.set_crumbs(crumbs)
        self.page.set_title(_(PAGES[shown.step]) if shown.step else shown.title, shown.state)
        self.chip.set(Mark(*shown.mark))
        self.face.show()
