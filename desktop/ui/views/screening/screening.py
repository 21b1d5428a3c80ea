"""Screening a case: the overview, one candidate, the stop page, the certificate."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.base.text import _, plural
from desktop.definitions.terms import Level
from desktop.presenters.form import Option
from desktop.presenters.listing import RowCell
from desktop.presenters.screening.screening import ScreeningPage, ScreeningPresenter, hit_cells, hit_line
from desktop.screening.compare import FactVerdict
from desktop.screening.freshness import Freshness
from desktop.services.screening.candidates import PAST, Candidate, Pair
from desktop.services.screening.subjects import Subject
from desktop.store.states import HitBand, RulingKind
from desktop.ui import deeds
from desktop.ui.comparison import Comparison, FactRow, Point, Points
from desktop.ui.forms.choices import ChoiceRows
from desktop.ui.forms.fields import TextArea
from desktop.ui.keyboard import shortcut
from desktop.ui.lists import Row, RowList
from desktop.ui.theme import Shape
from desktop.ui.views.paper import PaperView
from desktop.ui.views.screening.lists import freshness_mark
from desktop.ui.widgets import Button, Card, Mark, Message, NextStepBox, SectionBox, Text, column, level_mark, set_shown


def verdict_mark(verdict: FactVerdict) -> Mark:
    """How one fact compares: shape and word."""
    return {
        FactVerdict.AGREES: Mark("warn", _("agrees"), Shape.CHECK),
        FactVerdict.CLOSE: Mark("warn", _("close"), Shape.HALF),
        FactVerdict.CONTRADICTS: Mark("neutral", _("contradicts"), Shape.CROSS),
        FactVerdict.UNKNOWN: Mark("neutral", _("unknown"), Shape.RING),
    }[verdict]


def candidate_mark(candidate: Candidate) -> Mark:
    """Where a candidate stands."""
    ruling = candidate.ruling
    if candidate.confirmed:
        return Mark("excluded", _("The same"))
    if candidate.hit.band in PAST:
        removed = candidate.hit.band == HitBand.REMOVED
        return Mark("neutral", _("No longer listed") if removed else _("No longer similar"), Shape.DASH)
    if candidate.reopened and candidate.alerting:
        return Mark("warn", _("Has changed: look again"))
    if candidate.awaits_second:
        return Mark("warn", _("Waits for a second person"), Shape.HALF)
    if ruling is not None and ruling.ruling == RulingKind.UNSURE:
        return Mark("warn", _("Not settled"))
    if ruling is not None:
        return Mark("good", _("Not the same"), Shape.CHECK)
    return Mark("warn", _("To examine")) if candidate.alerting else Mark("neutral", _("Weak match"), Shape.DASH)


class ScreeningView(PaperView[ScreeningPresenter]):
    """One page with four faces. J and K go to the next and previous candidate, Ctrl+Enter saves, Ctrl+P prints."""

    def build(self) -> None:
        """The four faces, of which one is shown."""
        page, presenter = self.page, self.presenter
        self.faces = {
            ScreeningPage.OVERVIEW: page.add(self._overview()),
            ScreeningPage.CANDIDATE: page.add(self._candidate()),
            ScreeningPage.STOP: page.add(self._stop()),
        }
        page.add_stretch()
        self.add_paper()
        self.entry = page.add_side(Card(_("As on the list")))
        self.entry_facts = self.entry.add(Points())
        self.entry_names = self.entry.add(Points())
        self._bar_of, self._shown = "", ""
        self._pair: Pair | None = None  # the candidate whose ruling the fields hold
        shortcut(self, deeds.CONTINUE, self._main)
        shortcut(self, deeds.NEXT_CANDIDATE, lambda: presenter.go(1))
        shortcut(self, deeds.PREVIOUS_CANDIDATE, lambda: presenter.go(-1))

    # --- the faces

    def _overview(self) -> QWidget:
        face, presenter = QWidget(), self.presenter
        layout = column(face, 16)
        self.step = NextStepBox()
        self.candidates, self.subjects, self.lists = (
            SectionBox(),
            SectionBox(_("Names searched")),
            SectionBox(_("Lists")),
        )
        listings = presenter.lists
        near, weak = _("Possible matches"), _("Weak matches, kept")
        self.candidate_rows = self.candidates.add(RowList(near, fits=True, arrows=True, listing=listings.candidates))
        self.weak = SectionBox()
        self.fold = Button("", lambda: self._fold(), "link", "down")
        self.weak_rows = self.weak.add(RowList(weak, fits=True, arrows=True, listing=listings.candidates))
        self.weak.add_beside_title(self.fold)
        self.folded = True
        for rows in (self.candidate_rows, self.weak_rows):
            rows.opened.connect(presenter.look_at)
        self.subject_rows = self.subjects.add(RowList(_("Names searched"), fits=True, listing=listings.subjects))
        self.list_rows = self.lists.add(RowList(_("Lists"), fits=True, listing=listings.lists))
        self.list_link = Button(_("Manage the lists"), presenter.import_lists, "link")
        self.lists.add_beside_title(self.list_link)
        self.whose = Text(role="quiet")
        for part in (self.step, self.whose, self.candidates, self.weak, self.subjects, self.lists):
            layout.addWidget(part)
        return face

    def _candidate(self) -> QWidget:
        face, presenter = QWidget(), self.presenter
        layout = column(face, 16)
        self.comparison = Comparison(_("Your record"), _("The list"))
        self.why, self.earlier = SectionBox(_("Why it is proposed")), SectionBox(_("Earlier decisions on this match"))
        self.why_text, self.earlier_points = self.why.add(Text()), self.earlier.add(Points())
        options = [
            Option(RulingKind.NOT_SAME.value, _("&Not the same"), _("The facts show another person or organization.")),
            Option(RulingKind.SAME.value, _("The &same"), _("The partner is excluded and the case stops.")),
            Option(
                RulingKind.UNSURE.value,
                _("I cannot sett&le it"),
                _("It stays open, for the regional office or Headquarters."),
            ),
        ]
        self.choice = ChoiceRows(_("Is it the same?"), options)
        self.choice.chosen.connect(presenter.choose)
        self.reason = TextArea(_("&Reason"), _("Which facts agree or contradict, and what shows it."), 3)
        self.reason.committed.connect(presenter.explain)
        self.keeper = self.keeping(presenter.typed)
        self.keeper.hold_choice("ruling", self.choice, presenter.choose)
        self.keeper.hold_field("reason", self.reason)
        for part in (self.comparison, self.why, self.earlier, self.choice, self.reason):
            layout.addWidget(part)
        return face

    def _stop(self) -> QWidget:
        face = QWidget()
        layout = column(face, 16)
        acts = SectionBox(_("What to do now"))
        self.acts = acts.add(Points(numbered=True))
        after = SectionBox(_("What happens next"))
        after.add(
            Points(
                [
                    Point(_("The case cannot be approved: the partner is rated excluded (¶22 b).")),
                    Point(_("The regional office confirms the identity. The Chief of Mission records the refusal.")),
                    Point(_("If it proves to be an error, the ruling can be changed; a second person then confirms.")),
                ]
            )
        )
        for part in (acts, after):
            layout.addWidget(part)
        return face

    # --- agreement with the presenter

    def show_state(self) -> None:
        """The face shown, its title, its buttons."""
        shown = self.presenter.shown
        turned, self._shown = self._shown not in ("", shown), shown
        for name, face in self.faces.items():
            set_shown(face, name == shown)
        set_shown(self.entry, shown == ScreeningPage.CANDIDATE)
        self.agree_on_paper()
        if shown != ScreeningPage.CANDIDATE and self._pair is not None:
            self._pair = None
            self.keeper.put_away()
        self._crumbs()
        self.page.show_grave(level_mark(Level.EXCLUDED) if self._is_grave() else None)
        {
            ScreeningPage.OVERVIEW: self._show_overview,
            ScreeningPage.CANDIDATE: self._show_candidate,
            ScreeningPage.STOP: self._show_stop,
            ScreeningPage.CERTIFICATE: self._show_certificate,
        }[shown]()
        if turned:  # another face is another page: it begins at its top
            self.page.to_top()
            self.page.begin()

    def _is_grave(self) -> bool:
        """Whether the page is about somebody who is on a list."""
        candidate = self.presenter.candidate
        return {
            ScreeningPage.OVERVIEW: self.presenter.recognised,
            ScreeningPage.CANDIDATE: candidate is not None and candidate.confirmed,
            ScreeningPage.STOP: True,
        }.get(self.presenter.shown, False)

    def _crumbs(self) -> None:
        presenter = self.presenter
        back = presenter.back if presenter.shown != ScreeningPage.OVERVIEW else None
        crumbs: list[tuple[str, Callable[[], object] | None]] = [
            (_("Partners"), lambda: presenter.open_place("partners")),
            (presenter.partner.name, presenter.open_partner),
            *(((_("Due diligence"), presenter.open_case),) if presenter.case else ()),
            (_("Screening"), back),
            *(((_("Certificate"), None),) if presenter.shown == ScreeningPage.CERTIFICATE else ()),
        ]
        self.page.set_crumbs(crumbs)

    def _bar(self, kind: str, make: Callable[[], None]) -> None:
        """Other buttons, when another face or another deed is shown."""
        if self._bar_of != kind:
            self._bar_of = kind
            self.page.bar.clear()
            make()

    def _show_overview(self) -> None:
        page, presenter = self.page, self.presenter
        page.set_title(_("Screening"), presenter.sentence)
        self.whose.set("" if presenter.next_step.detail == presenter.who_decides else presenter.who_decides)
        page.clear_message("second")
        self._show_warnings()
        self._show_step()
        self.candidates.title.set(_("Possible matches to examine") if presenter.state.open else _("Possible matches"))
        self.candidate_rows.set_rows([self._candidate_row(candidate) for candidate in presenter.alerting])
        set_shown(self.candidates, bool(presenter.alerting))
        self._show_weak()
        subjects = presenter.state.subjects
        self.subjects.note.set(presenter.searched)
        self.subject_rows.set_rows([self._subject_row(subject) for subject in subjects])
        rows = [self._list_row(*used) for used in presenter.lists_used]
        self.list_rows.set_rows(rows)
        set_shown(self.list_rows, bool(rows))
        ready = presenter.run is not None
        self._bar(f"overview {ready}", lambda: self._overview_bar(ready))

    def _show_warnings(self) -> None:
        page, presenter = self.page, self.presenter
        page.clear_message("warning")
        if not presenter.may_screen:
            return  # whoever only reads the result can do nothing about the lists
        if presenter.no_lists is not None or not presenter.installed:
            what = presenter.no_lists.text if presenter.no_lists else _("No list has been imported yet.")
            actions = ((_("Go to the lists"), presenter.import_lists),)
            page.show_message(
                Message("warn", what, _("Import the UN list; nothing can be searched before."), actions), "warning"
            )
        elif any(fresh in (Freshness.STALE, Freshness.UNDATED) for _title, _dated, fresh in presenter.lists_used):
            what = _("A list is too old or has no date: its result cannot support a decision.")
            actions = ((_("Go to the lists"), presenter.import_lists),)
            page.show_message(Message("warn", what, _("Import a newer one, then search again."), actions), "warning")
        elif presenter.newer_list:
            page.show_message(
                Message("info", _("The lists have changed since the last search."), _("Search again.")), "warning"
            )

    def _show_step(self) -> None:
        presenter, state, step = self.presenter, self.presenter.state, self.presenter.next_step
        if presenter.may_screen and (presenter.run is None or not state.current or presenter.newer_list):
            todo = plural(
                "Search the names in the lists: {count} name, in every script it is written in.",
                "Search the names in the lists: {count} names, in every script they are written in.",
                presenter.count_names,
            )
            button = _("Search now") if presenter.installed else ""
            self.step.set(step.sentence, todo, button, presenter.search)
        elif presenter.recognised:
            self.step.set(step.sentence, "", _("What to do"), presenter.stop)
        elif presenter.mine:
            self.step.set(step.sentence, step.detail, _("Look at the first"), presenter.begin)
        elif state.open:
            button = "" if step.place == "screening" else step.button  # on this page there is nothing left to press
            self.step.set(step.sentence, presenter.second_of(state.open[0]), button, presenter.go_on)
        else:
            self.step.set(step.sentence, step.detail, step.button, presenter.go_on)

    def _overview_bar(self, ready: bool) -> None:
        bar, presenter = self.page.bar, self.presenter
        if ready and presenter.may_screen:
            bar.other(_("Search again"), presenter.search, drawing="refresh")
        if ready:
            bar.other(_("Certificate"), presenter.show_paper, drawing="document").says_key(deeds.PRINT)

    def _candidate_row(self, candidate: Candidate) -> Row:
        title = f"{candidate.hit.searched} ~ {candidate.hit.name}"
        mark = candidate_mark(candidate)
        cells = {**hit_cells(candidate.hit), "state": RowCell(mark.text)}
        return Row(candidate.pair, title, hit_line(candidate.hit), mark, cells=cells, mark_in="state")

    def _subject_row(self, subject: Subject) -> Row:
        presenter = self.presenter
        return Row(
            subject.id,
            subject.names[0],
            presenter.about(subject),
            cells=presenter.subject_cells(subject),
            brief=presenter.lists.subjects.brief(presenter.words_of(subject)),
        )

    def _list_row(self, title: str, dated: str, fresh: Freshness) -> Row:
        mark = freshness_mark(fresh)
        cells = {"published": RowCell(dated), "state": RowCell(mark.text)}
        brief = self.presenter.lists.lists.brief({"published": dated})
        return Row(title, title, dated, mark, cells=cells, brief=brief, mark_in="state")

    def _show_weak(self) -> None:
        weak = self.presenter.weak
        set_shown(self.weak, bool(weak))
        self.weak.title.set(_("Weak matches, kept ({count})").format(count=len(weak)))
        self.fold.setText(_("Show") if self.folded else _("Hide"))
        self.weak_rows.set_rows([self._candidate_row(candidate) for candidate in weak])
        set_shown(self.weak_rows, not self.folded)

    def _fold(self) -> None:
        self.folded = not self.folded
        self._show_weak()

    def _show_candidate(self) -> None:
        page, presenter = self.page, self.presenter
        candidate = presenter.candidate
        if candidate is None:
            return
        page.set_title(f"{presenter.place} – {candidate.hit.searched}", presenter.list_line)
        page.clear_message("warning")
        page.clear_message("second")
        if presenter.reopened:
            page.show_message(Message("warn", presenter.reopened), "warning")
        if presenter.second:
            page.show_message(Message("info", presenter.second), "second")
        self.comparison.set([FactRow(f.name, f.ours, f.theirs, verdict_mark(f.verdict)) for f in presenter.facts])
        self.why_text.set(presenter.why)
        self.entry_facts.set([Point(value, name) for name, value in presenter.listed])
        self.entry_names.set([Point(text, quality) for text, quality in presenter.listed_names])
        self.earlier_points.set([Point(ruling) for ruling in presenter.earlier or (_("No decision yet."),)])
        other = self._pair != candidate.pair
        if other:
            self.keeper.settle()  # what is in the fields is about the candidate before
            self.reason.forget()
        self.choice.set_value(presenter.choice or None)
        self.reason.set_value(presenter.reason)
        if other:
            self._pair = candidate.pair
            self.keeper.turn_to(presenter.typed)
        confirming = presenter.may_confirm
        self._bar(f"candidate {confirming}", lambda: self._candidate_bar(confirming))

    def _candidate_bar(self, confirming: bool) -> None:
        bar, presenter = self.page.bar, self.presenter
        bar.back(_("Back"), presenter.back)
        bar.other(_("Previous"), lambda: presenter.go(-1), "link").says_key(deeds.PREVIOUS_CANDIDATE)
        bar.other(_("Next"), lambda: presenter.go(1), "link").says_key(deeds.NEXT_CANDIDATE)
        if confirming:
            bar.other(_("Rule differently"), self._save)
            bar.primary(_("Confirm: not the same"), presenter.confirm)
        else:
            bar.primary(_("Save and go to the next"), self._save)

    def _save(self) -> None:
        self.reason.commit()
        self.presenter.save()

    def _main(self) -> None:
        if (main := self.page.main_button) is not None:
            main.click()

    def _show_stop(self) -> None:
        self.page.set_title(_("Stop: this partner is on a list"), self.presenter.sentence)
        for key in ("warning", "second"):
            self.page.clear_message(key)
        silence = _(
            "Do not tell the partner, its staff or anybody outside IOM that a match was found or why the case "
            "stops: a warning could harm people and an inquiry. If asked, say that the file is being examined."
        )
        self.acts.set(
            [
                Point(_("Say nothing to the partner"), silence),
                Point(self.presenter.whom_to_call),
                Point(_("Accept nothing more from the partner, and sign and deliver nothing.")),
                Point(_("Prepare the bundle for Headquarters."), _("Headquarters learns of it with the next bundle.")),
            ]
        )
        if presenter_news := self.presenter.packed:
            self.page.show_message(Message("good", presenter_news), "second")
        self._bar(f"stop {self.presenter.may_send}", self._stop_bar)

    def _stop_bar(self) -> None:
        bar, presenter = self.page.bar, self.presenter
        bar.back(_("Back"), presenter.back)
        bar.other(_("Back to the case") if presenter.case else _("Back to the partner"), presenter.open_case, "link")
        if presenter.may_send:
            bar.primary(_("Prepare the bundle for Headquarters"), presenter.prepare_bundle)
        else:
            bar.primary(_("Send and receive"), lambda: presenter.open_place("sync"))

    def _show_certificate(self) -> None:
        self.page.set_title(_("Screening certificate"), self.presenter.searched)
        for key in ("warning", "second"):
            self.page.clear_message(key)
        self._bar("certificate", self._certificate_bar)

    def _certificate_bar(self) -> None:
        bar, presenter = self.page.bar, self.presenter
        bar.back(_("Back"), presenter.back)
        self.add_paper_buttons()
