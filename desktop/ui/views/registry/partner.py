"""The page of one partner."""

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop.base.text import _
from desktop.presenters.form import FormRows, text_of
from desktop.presenters.listing import Listing, RowCell
from desktop.presenters.record_labels import AGREEMENT_TONES, OUTCOME_TONES
from desktop.presenters.registry.partner import PartnerPresenter, PartnerTab
from desktop.presenters.registry.partner_form import (
    partner_fact,
    partner_rows,
    partner_shown,
    person_rows,
    person_shown,
)
from desktop.presenters.registry.partner_listings import (
    agreement_cells,
    case_cells,
    contact_cells,
    contribution_cells,
    cost_cells,
    deed_cells,
    earlier_cells,
    earlier_state,
    partnership_cells,
    person_cells,
)
from desktop.presenters.registry.partner_timeline import timeline_cells
from desktop.services.partner_page import DecidedCase
from desktop.services.registry.history import HistoryLine
from desktop.services.timeline import TimelineEntry
from desktop.store.records import (
    Agreement,
    Contribution,
    EarlierAgreement,
    FunctionCost,
    Incident,
    Interaction,
    Partnership,
    Person,
)
from desktop.store.states import CaseState
from desktop.ui import deeds
from desktop.ui.comparison import Point, Points
from desktop.ui.deeds import with_key
from desktop.ui.forms.form import Form
from desktop.ui.forms.keeping import DraftKeeper
from desktop.ui.keyboard import first_field, shortcut
from desktop.ui.list_filters import FilterBar
from desktop.ui.lists import LazyRows, Row, RowList
from desktop.ui.preview import DocumentPreview
from desktop.ui.views.last_deed import LastDeed
from desktop.ui.views.paper import PaperView
from desktop.ui.views.registry.elsewhere_card import ElsewhereCard
from desktop.ui.views.registry.partner_family import FamilySection, ParentForm
from desktop.ui.views.registry.partner_papers import PapersFace
from desktop.ui.views.registry.partner_warning import WarningForm
from desktop.ui.widgets import (
    Button,
    ButtonFlow,
    Card,
    Chip,
    EmptyState,
    KeyValueGrid,
    Mark,
    NextStepBox,
    SectionBox,
    SideHelp,
    Tabs,
    Text,
    column,
    level_mark,
    literal,
    set_shown,
)

SHEET, DRAWER = "sheet", "drawer"  # what the page shows instead of itself


class PartnerView(PaperView[PartnerPresenter]):
    """Header, next step, six faces. Ctrl+Enter does the next step, Ctrl+P shows the sheet, Ctrl+Z takes back."""

    def build(self) -> None:
        """Everything once; the form of facts and that of a person are shown when asked for."""
        page, presenter = self.page, self.presenter
        self.chip = Chip()
        page.add_beside_title(self.chip)
        self.supplier = page.add(Card())
        self.supplier_text = self.supplier.add(Text())
        self.warning = page.add(Card(_("Warning of Headquarters")))
        self.warning_text = self.warning.add(Text())
        self.inherited = page.add(Card(_("Inherited from the group of companies")))
        self.inherited_text = self.inherited.add(Text())
        self.next = page.add(NextStepBox())
        self.tabs = page.add(Tabs())
        self.tabs.add(PartnerTab.OVERVIEW, _("Overview"), self._overview())
        self._show_face: dict[str, Callable[[], None]] = {}  # how those that are made agree with the presenter
        for tab, title, make, show in (
            (PartnerTab.DILIGENCE, _("Due diligence"), self._diligence, self._show_diligence),
            (PartnerTab.AGREEMENTS, _("Agreements"), self._agreements, self._show_agreements),
            (PartnerTab.CONTACTS, _("Contacts"), self._contacts, self._show_contacts),
            (PartnerTab.PAPERS, _("Papers"), self._drawer, self._show_papers),
            (PartnerTab.HISTORY, _("Timeline"), self._history, self._show_happened),
        ):
            self.tabs.add_later(tab, title, partial(self._face, tab, make, show))
        self.tabs.show_face(presenter.tab)
        self.tabs.turned.connect(self._turned)
        self.tabs.turned.connect(lambda _key: QTimer.singleShot(0, self, lambda: page.lift(self.tabs)))
        page.add_stretch()
        self._build_side()
        self.add_paper()
        self._on_paper: str | None = None
        set_shown(self.edit, presenter.editable)
        set_shown(self.merge, presenter.editable)
        set_shown(self.add_person, presenter.editable)
        self.undoing = LastDeed(self, presenter)
        shortcut(self, deeds.CONTINUE, presenter.do_next)
        self.tabs.bar.setToolTip(with_key(_("Next part of the page"), deeds.NEXT_TAB))
        if presenter.editable:
            shortcut(self, deeds.EDIT_TEXT, self._edit)
            shortcut(self, deeds.MERGE, presenter.merge)
        shortcut(self, deeds.NEXT_TAB, lambda: self._turn_tab(1))
        shortcut(self, deeds.PREVIOUS_TAB, lambda: self._turn_tab(-1))

    def _face(self, tab: PartnerTab, make: Callable[[], QWidget], show: Callable[[], None]) -> QWidget:
        self._show_face[tab] = show
        return make()

    def _turned(self, tab: str) -> None:
        self.presenter.turn(tab)
        self._show_tab()

    def _show_tab(self) -> None:
        """Have the face in sight agree with the presenter: hundreds of lines of the others wait until they are seen."""
        if self.presenter.has_read and (show := self._show_face.get(self.presenter.tab)) is not None:
            show()

    # The bar, and a paper that is looked at

    def _show_bar(self, shown: str) -> None:
        if shown != self._on_paper:
            self._on_paper = shown
            self.page.bar.clear()
            self._fill_bar(shown)
        if not shown:  # the next step of one put away is to bring it back
            presenter = self.presenter
            set_shown(self.away, presenter.editable and not presenter.partner.archived)
            set_shown(self.plan, presenter.editable and not presenter.plans_next)

    def _fill_bar(self, shown: str) -> None:
        bar, presenter = self.page.bar, self.presenter
        if shown:
            bar.back(
                _("Back to the partner"), presenter.papers.opened.close if shown == DRAWER else presenter.hide_paper
            )
        if shown == DRAWER:
            bar.other(_("Save a copy"), presenter.papers.opened.save, drawing="save")
            bar.other(_("Print…"), self._print_paper, drawing="print").says_key(deeds.PRINT)
        elif shown:
            self.add_paper_buttons()
        else:
            self.away = bar.other(_("Archive"), presenter.archive).destroys()
            self.away.setToolTip(_("It leaves the lists; nothing is deleted, and it can be restored."))
            self.report = bar.other(_("Report an incident"), presenter.report)
            bar.other(_("Partner sheet"), presenter.show_paper).says_key(deeds.PRINT)
            self.plan = bar.other(_("Plan a partnership"), presenter.plan)
            if presenter.warning.may_write:
                bar.other(_("Warn the office"), lambda: presenter.warning.write(True))

    def _show_paper(self) -> None:
        drawer, sheet = self.presenter.papers.opened.pdf, self.presenter.pdf
        pdf = drawer if drawer is not None else sheet
        if pdf is not None and self.preview.property("shown") != id(pdf):
            self.preview.setProperty("shown", id(pdf))
            self.preview.set_pdf(pdf)
        self.page.show_document(pdf is not None)
        self._show_bar(DRAWER if drawer is not None else SHEET if sheet is not None else "")

    @cached_property
    def preview(self) -> DocumentPreview:
        """What shows the sheet, or a paper of the partner."""
        return self.page.add_document(DocumentPreview(self._print_paper, self._save_paper))

    def _print_paper(self) -> None:
        opened = self.presenter.papers.opened
        opened.put_on_paper() if opened.pdf is not None else self.presenter.print_paper()

    def _save_paper(self) -> None:
        opened = self.presenter.papers.opened
        opened.save() if opened.pdf is not None else self.presenter.save_paper()

    def take_files(self, paths: Sequence[Path]) -> bool:
        """Papers of the partner, wherever on its page they are dropped."""
        if self.presenter.editable:
            self.tabs.show_face(PartnerTab.PAPERS)
            self.presenter.papers.add(paths)
        return self.presenter.editable

    # Overview

    def _edit(self) -> None:
        """Open the fields of the facts, at the first of them; or close them, as each was saved when it was left."""
        self.presenter.edit(not self.presenter.editing)
        if self.presenter.editing and self.form is not None:
            self.tabs.show_face(PartnerTab.OVERVIEW)
            if (field := first_field(self.form)) is not None:
                self.page.reveal(field)

    def _overview(self) -> QWidget:
        face = QWidget()
        inner = column(face, 16)
        self.facts = SectionBox(_("Facts"))
        self.edit = Button(_("Edit the facts"), self._edit, "link", "edit").says_key(deeds.EDIT_TEXT)
        self.facts.add_beside_title(self.edit)
        self.merge = Button(_("Merge with another record…"), self.presenter.merge, "link").says_key(deeds.MERGE)
        self.facts.add_beside_title(self.merge)
        self.values = self.facts.add(KeyValueGrid())
        self.form: Form | None = None  # made when first asked for, like the form of a person
        inner.addWidget(self.facts)
        self.person_form: PersonForm | None = None
        self.parent_form: ParentForm | None = None
        self.warning_form: WarningForm | None = None
        self._overview_column = inner
        inner.addStretch(1)
        return face

    def _build_side(self) -> None:
        """What is asked of a partner whatever tab is open; under the tabs where the page is narrow."""
        page = self.page
        self.glance = page.add_side(SideHelp())
        self.family, lists = page.add_side(FamilySection(self.presenter)), self.presenter.lists
        self.elsewhere = page.add_side(ElsewhereCard(self.presenter.open_elsewhere))
        self.former = page.add_side(SectionBox(_("Merged records"), _("Enter or a click undoes a merge.")))
        self.make_later(lambda: self.former_list)
        self.persons = page.add_side(SectionBox(_("Persons")))
        self.add_person = Button(_("Add a person"), lambda: self.presenter.edit_person(""), "link", "add")
        self.persons.add_beside_title(self.add_person)
        self.nobody = EmptyState("user", "")
        self.person_list = self.persons.add(
            RowList(_("Persons"), self.nobody, fits=True, arrows=True, listing=lists.persons)
        )
        self.person_list.opened.connect(lambda key: self.presenter.edit_person(str(key)))
        self.timeline = page.add_side(Card(_("What happened last")))
        self.latest = self.timeline.add(Points())
        whole = partial(self.tabs.show_face, PartnerTab.HISTORY)
        self.timeline.add(Button(_("See the whole timeline"), whole, "link"))

    @cached_property
    def former_list(self) -> RowList:
        """The records that became one with this: few partners have any, and the page does not wait for it."""
        rows = self.former.add(RowList(_("Merged records"), fits=True, arrows=True))
        rows.opened.connect(self.presenter.part)
        return rows

    @staticmethod
    def _list(listing: Listing, drawing: str, empty: str, opened: Callable[[object], None]) -> RowList:
        rows = RowList(listing.title, EmptyState(drawing, empty), fits=True, arrows=True, listing=listing)
        rows.opened.connect(opened)
        return rows

    def _diligence(self) -> QWidget:
        face = QWidget()
        inner = column(face, 16)
        empty = _("No due diligence yet. It begins from a planned partnership, and comes before any agreement (¶21).")
        presenter = self.presenter
        self.case_list = self._list(presenter.lists.cases, "diligence", empty, presenter.open_case)
        inner.addWidget(self.case_list)
        self.incidents = SectionBox(_("Incidents"))
        none = _("No incident on record.")
        self.incident_list = self._list(presenter.lists.incidents, "warn", none, presenter.open_incident)
        self.incidents.add(self.incident_list)
        inner.addWidget(self.incidents)
        inner.addStretch(1)
        return face

    def _agreements(self) -> QWidget:
        face, presenter, lists = QWidget(), self.presenter, self.presenter.lists
        inner = column(face, 16)
        planned, written = SectionBox(_("Partnerships")), SectionBox(_("Agreements"))
        none = _("No partnership planned yet. Say what you want to do together: everything else follows from it.")
        self.partnership_list = planned.add(self._list(lists.partnerships, "results", none, presenter.open_partnership))
        none = _("No agreement yet. The final text needs a favourable decision; a draft can be prepared before.")
        self.agreement_list = written.add(self._list(lists.agreements, "agreements", none, presenter.open_agreement))
        self.given = SectionBox(_("Contributions"))
        none = _("No contribution yet. Record a promise as soon as it is written.")
        self.contribution_list = self.given.add(
            self._list(lists.contributions, "results", none, presenter.open_contribution)
        )
        self.given.add(self._ledger())
        self.realised = self.given.add(Points())
        self.came_of_it = SectionBox(
            _("What came of it"), _("Activities, innovations, names and emblems shown, risks, lessons.")
        )
        self.came_of_it.add(self._recording())
        self.before = SectionBox(_("Signed before the program"))
        none = _("What the office agreed before it worked with the program is recorded here, and counted.")
        self.earlier_list = self.before.add(self._list(lists.signed_before, "agreements", none, presenter.open_earlier))
        row = QWidget()
        buttons = ButtonFlow(row)
        self.sign_before = Button(_("Record what was signed before"), lambda: presenter.open_earlier(""), "link", "add")
        self.give_before = Button(_("Record what was given before"), presenter.open_earlier_gift, "link", "add")
        for button in (self.sign_before, self.give_before):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.before.add(row)
        set_shown(row, presenter.editable and not presenter.office.is_hq)
        inner.addWidget(planned)
        inner.addWidget(written)
        inner.addWidget(self.before)
        inner.addWidget(self.given)
        inner.addWidget(self.came_of_it)
        inner.addStretch(1)
        return face

    def _ledger(self) -> QWidget:
        """The buttons to the ledger."""
        shown, row = self.presenter, QWidget()
        buttons = ButtonFlow(row)
        promise = Button(_("Record a promise"), shown.promise, "link", "add")
        buttons.addWidget(promise)
        buttons.addWidget(Button(_("In the ledger of contributions"), shown.open_ledger, "link"))
        if not shown.office.is_hq:
            buttons.addWidget(Button(_("Report to the partner"), shown.open_report, "link"))
        buttons.addStretch(1)
        set_shown(promise, shown.editable and not shown.office.is_hq)
        return row

    def _recording(self) -> QWidget:
        """The buttons that record what came of its partnerships."""
        shown, row = self.presenter, QWidget()
        buttons = ButtonFlow(row)
        for words, record in (
            (_("Record an activity"), shown.record_activity),
            (_("Record an innovation"), shown.record_innovation),
            (_("Record a use of a name"), shown.record_use),
            (_("Record a risk"), shown.record_risk),
            (_("Record a lesson"), shown.record_lesson),
        ):
            buttons.addWidget(Button(words, record, "link", "add"))
        buttons.addStretch(1)
        set_shown(row, shown.editable and not shown.office.is_hq)
        return row

    @cached_property
    def result_list(self) -> RowList:
        """What came of its partnerships, which the page of a new partner needs not wait for."""
        none = _("Nothing is recorded.")
        rows = self._list(self.presenter.lists.came_of_it, "results", none, self.presenter.open_result)
        return self.came_of_it.add(rows)

    def _drawer(self) -> QWidget:
        self.papers = PapersFace(self.presenter, self.keeping)
        return self.papers

    def _show_papers(self) -> None:
        self.papers.show_papers()

    def _history(self) -> QWidget:
        """What happened, narrowed by kind; in its place every change on record, where that is asked for."""
        face, shown = QWidget(), self.presenter.timeline
        inner = column(face, 16)
        self.kinds = FilterBar(_("Kind"), searches=False)
        self.kinds.narrowed.connect(lambda _name, code: shown.narrow(code))
        inner.addWidget(self.kinds)
        nothing = _("Nothing happened yet: meetings, decisions, agreements and contributions will stand here.")
        self.happened = self._list(shown.listing, "audit", nothing, shown.open)
        inner.addWidget(self.happened)
        reading = EmptyState("audit", _("The history is being read."))
        self.deed_list = RowList(_("History"), reading, fits=True, listing=self.presenter.lists.history)
        inner.addWidget(self.deed_list)
        inner.addStretch(1)
        return face

    def _contacts(self) -> QWidget:
        face, presenter = QWidget(), self.presenter
        inner = column(face, 16)
        none = _("No contact recorded. After a meeting or a call, note what was said and who does what by when.")
        met = SectionBox(_("Meetings and other contacts"))
        self.contact_list = met.add(self._list(presenter.lists.contacts, "user", none, presenter.open_contact))
        row = QWidget()
        buttons = ButtonFlow(row)
        self.meet = Button(_("Record a contact"), lambda: presenter.open_contact(""), "outlined", "add")
        self.prepare = Button(_("Prepare a meeting"), presenter.prepare, "outlined", "calendar")
        self.mail = Button(_("Email draft…"), presenter.write_mail, "outlined", "edit")
        for button in (self.meet, self.prepare, self.mail):
            buttons.addWidget(button)
        buttons.addStretch(1)
        met.add(row)
        set_shown(self.meet, presenter.editable)
        inner.addWidget(met)
        self.spent = SectionBox(_("Time and money spent"))
        none = _("Nothing recorded. Half a minute after a meeting: hours or an amount, what for, who pays (¶30 b).")
        self.cost_list = self.spent.add(self._list(presenter.lists.spent, "contributions", none, presenter.open_cost))
        self.spend = Button(_("Record time or money"), presenter.spend, "link", "add")
        self.spent.add_beside_title(self.spend)
        set_shown(self.spend, presenter.editable and not presenter.office.is_hq)
        inner.addWidget(self.spent)
        inner.addStretch(1)
        return face

    def _turn_tab(self, step: int) -> None:
        tabs = tuple(PartnerTab)
        self.tabs.show_face(tabs[(tabs.index(PartnerTab(self.presenter.tab)) + step) % len(tabs)])

    # Showing

    def show_state(self) -> None:
        """Everything agrees with the presenter."""
        self._show_head()
        self._show_overview()
        self._show_side()
        self._show_tab()
        self._show_paper()
        self.undoing.show()

    def _show_head(self) -> None:
        presenter, partner = self.presenter, self.presenter.partner
        self.page.set_crumbs([(_("Partners"), lambda: presenter.open_place("partners")), (partner.name, None)])
        state = " · ".join(part for part in (presenter.kind, presenter.stage) if part)
        self.page.set_title(partner.name, f"{presenter.headline}\n{state}" if presenter.headline else state)
        self.chip.set(level_mark(presenter.shown.level))
        sentence = _("Also a supplier of IOM, or likely to bid: no undue advantage may follow (¶24).")
        self.supplier_text.set(f"{sentence} {partner.supplier_note}".strip())
        set_shown(self.supplier, partner.supplier)
        self.warning_text.set(literal(presenter.warning.text))
        set_shown(self.warning, bool(presenter.warning.text) and not presenter.warning.writing)
        self._show_inherited()
        step = presenter.shown.next
        self.next.set(step.sentence, step.detail, step.button, presenter.do_next)

    def _show_inherited(self) -> None:
        """What stands against the companies above stands at the head of the page, as what is inherited."""
        sentences = self.presenter.family.inherited
        self.inherited_text.set(sentences)
        set_shown(self.inherited, bool(sentences))

    def _show_overview(self) -> None:
        presenter = self.presenter
        self.values.set(presenter.facts())
        set_shown(self.values, not presenter.editing)
        self.edit.setText(_("Close the form") if presenter.editing else _("Edit the facts"))
        if presenter.editing and self.form is None:
            self.form = self.facts.add(Form(presenter.office.work.clock, gap=12))
            self.facts_keeper = self.keeping(presenter.facts_draft)
            take = self.facts_keeper.taking(lambda name, value: presenter.set(name, partner_fact(name, value)))
            self.form.changed.connect(take)
            self.facts_keeper.hold_form(self.form, told=True)
        if self.form is not None:
            opens = presenter.editing and (self.form.isHidden() or not self.form.inputs)
            set_shown(self.form, presenter.editing)
            self.form.show_fields(partner_rows(presenter.office.definitions.strategy, presenter.partner))
            self.form.set_values(partner_shown(presenter.partner))
            if not self.facts_keeper.has_begun:
                self.facts_keeper.begin()
            if opens and (field := first_field(self.form)) is not None:
                QTimer.singleShot(0, self, lambda: self.page.reveal(field))
        self._show_person_form()
        self._show_parent_form()
        self._show_warning_form()

    def _show_side(self) -> None:
        presenter = self.presenter
        self.glance.set(presenter.at_a_glance())
        self.family.show_state()
        self.elsewhere.show_answer(presenter.elsewhere)
        if presenter.shown.merged or "former_list" in vars(self):
            self.former_list.set_rows(
                [Row(former.id, former.name, former.why_not) for former in presenter.shown.merged]
            )
        set_shown(self.former, bool(presenter.shown.merged))
        note, nobody = presenter.persons_words
        self.persons.note.set(note)
        self.nobody.say(nobody)
        self.person_list.set_rows([self._person_row(person) for person in presenter.shown.persons])
        adding = presenter.edited_person == ""
        set_shown(self.person_list, bool(presenter.shown.persons) or not adding)
        latest = presenter.timeline.latest
        self.latest.set([Point(sentence, day) for sentence, day in latest])
        set_shown(self.timeline, bool(latest))

    def _show_parent_form(self) -> None:
        if self.presenter.family.choosing and self.parent_form is None:
            self.parent_form = ParentForm(self.presenter)
            self.parent_form.hide()
            self._overview_column.insertWidget(0, self.parent_form)
        if self.parent_form is not None and self.parent_form.show_state():
            self.tabs.show_face(PartnerTab.OVERVIEW)
            box = self.parent_form.first()
            QTimer.singleShot(0, self, lambda: self.page.reveal(box))

    def _show_warning_form(self) -> None:
        if self.presenter.warning.writing and self.warning_form is None:
            self.warning_form = WarningForm(self.presenter, self.keeping(self.presenter.warning.draft))
            self._overview_column.insertWidget(0, self.warning_form)
        if self.warning_form is not None and self.warning_form.show_state():
            self.tabs.show_face(PartnerTab.OVERVIEW)
            box = self.warning_form.first()
            QTimer.singleShot(0, self, lambda: self.page.reveal(box))

    def _show_person_form(self) -> None:
        if self.presenter.edited_person is not None and self.person_form is None:
            keeper = self.keeping(self.presenter.person_draft)
            self.person_form = PersonForm(self.presenter, keeper)
            self._overview_column.insertWidget(0, self.person_form)
        if self.person_form is not None and self.person_form.show_state():
            self.tabs.show_face(PartnerTab.OVERVIEW)
            box = self.person_form.first()
            QTimer.singleShot(0, self, lambda: self.page.reveal(box))

    def _person_row(self, person: Person) -> Row:
        lines = self.presenter.lines
        lacks = _("Former") if person.is_former else lines.person_lacks(person)
        words = {"roles": lines.person_roles(person), "function": person.title}
        return Row(
            person.id,
            person.name,
            lines.person_note(person),
            Mark("neutral" if person.is_former else "warn", lacks) if lacks else None,
            cells=person_cells(lines, person),
            brief=self.presenter.lists.persons.brief(words),
            mark_in="lacks",
        )

    def _show_diligence(self) -> None:
        shown = self.presenter.shown
        self.case_list.set_rows([self._case_row(case) for case in shown.cases])
        self.incident_list.set_rows([self._incident_row(incident) for incident in shown.incidents])
        set_shown(self.incidents, bool(shown.incidents))

    def _show_agreements(self) -> None:
        shown = self.presenter.shown
        self.partnership_list.set_rows([self._partnership_row(planned) for planned in shown.partnerships])
        self.agreement_list.set_rows([self._agreement_row(agreement) for agreement in shown.agreements])
        self.earlier_list.set_rows([self._earlier_row(signed) for signed in shown.signed_before])
        self.contribution_list.set_rows([self._contribution_row(row) for row in shown.contributions])
        self.realised.set([Point(line) for line in self.presenter.realised])
        set_shown(self.realised, bool(self.presenter.realised))
        came = self.presenter.came_of_it
        if came:
            self.result_list.set_rows([Row(key, title, "", cells=cells, brief="") for key, title, cells in came])

    def _show_contacts(self) -> None:
        self.contact_list.set_rows([self._contact_row(contact) for contact in self.presenter.shown.contacts])
        self.cost_list.set_rows([self._cost_row(cost) for cost in self.presenter.shown.spent])
        self.spent.note.set(self.presenter.spent_words)

    def _show_happened(self) -> None:
        shown, deeds = self.presenter.timeline, self.presenter.deeds
        self.kinds.show_filters([shown.filter])
        lines = shown.lines
        self.happened.set_rows(LazyRows([line.key for line in lines], lines, self._happened_row))
        set_shown(self.happened, not shown.shows_changes)
        if deeds is not None:
            self.deed_list.set_rows([self._deed_row(deed) for deed in deeds])
        set_shown(self.deed_list, shown.shows_changes)

    def _happened_row(self, entry: TimelineEntry) -> Row:
        cells = timeline_cells(entry)
        note = " · ".join(cells[name].text for name in ("kind", "detail") if cells[name].text)
        brief = self.presenter.timeline.listing.brief({"kind": cells["kind"].text, "detail": entry.detail})
        return Row(entry.key, entry.title, note, right=cells["on"].text, cells=cells, brief=brief, right_in="on")

    def _case_row(self, at: DecidedCase) -> Row:
        lines, decided = self.presenter.lines, at.verdict is not None and at.case.state != CaseState.OPEN
        tone = OUTCOME_TONES.get(at.verdict.outcome, "info") if at.verdict is not None and decided else "info"
        return Row(
            at.case.id,
            at.case.number or _("Due diligence"),
            lines.case_note(at),
            Mark(tone, lines.case_state(at)),
            cells=case_cells(lines, at),
            brief=self.presenter.lists.cases.brief({"partnership": at.title}),
            mark_in="state",
        )

    def _incident_row(self, incident: Incident) -> Row:
        about, summary, state = self.presenter.incident_words(incident)
        cells = {"happened": RowCell(summary), "state": RowCell(state)}
        tone = "neutral" if incident.ended or incident.hq_ended else "bad"
        brief = self.presenter.lists.incidents.brief({"happened": summary})
        return Row(incident.id, about, summary, Mark(tone, state), cells=cells, brief=brief, mark_in="state")

    def _partnership_row(self, planned: Partnership) -> Row:
        lines = self.presenter.lines
        cells = partnership_cells(lines, planned)
        return Row(planned.id, planned.title, lines.partnership_note(planned), cells=cells, brief="")

    def _agreement_row(self, agreement: Agreement) -> Row:
        lines, listing = self.presenter.lines, self.presenter.lists.agreements
        tone = AGREEMENT_TONES.get(agreement.state, "neutral")
        return Row(
            agreement.id,
            lines.agreement_type(agreement),
            agreement.reference,
            Mark(tone, lines.agreement_state(agreement)),
            drawing="agreements",
            cells=agreement_cells(lines, agreement),
            brief=listing.brief({"reference": agreement.reference}),
            mark_in="state",
        )

    def _earlier_row(self, signed: EarlierAgreement) -> Row:
        is_due = self.presenter.is_due(signed)
        cells = earlier_cells(signed, is_due)
        note = " · ".join(cells[name].text for name in ("reference", "signed") if cells[name].text)
        mark = Mark("warn" if is_due else "neutral", earlier_state(signed, is_due))
        return Row(signed.id, signed.title, note, mark, drawing="agreements", cells=cells, brief=note, mark_in="state")

    def _contribution_row(self, contribution: Contribution) -> Row:
        cells = contribution_cells(contribution)
        note = " · ".join(cell.text for cell in cells.values() if cell.text)
        return Row(contribution.id, contribution.description, note, cells=cells, brief="")

    def _cost_row(self, cost: FunctionCost) -> Row:
        cells = cost_cells(cost, self.presenter.office.definitions.function.purposes)
        note = " · ".join(cell.text for cell in cells.values() if cell.text)
        return Row(cost.id, cost.description or cells["purpose"].text or "–", note, cells=cells, brief="")

    def _contact_row(self, contact: Interaction) -> Row:
        cells = contact_cells(contact)
        note = " · ".join(cell.text for cell in (cells["on"], cells["theirs"]) if cell.text)
        return Row(contact.id, contact.subject, note, cells=cells, brief="")

    def _deed_row(self, deed: HistoryLine) -> Row:
        lines, partner = self.presenter.lines, self.presenter.partner.name
        changes = lines.deed_note(deed, partner)
        return Row(
            f"{deed.device}:{deed.number}",
            deed.sentence,
            changes,
            right=lines.deed_moment(deed),
            cells=deed_cells(lines, deed, partner),
            brief=self.presenter.lists.history.brief({"changes": changes}),
            right_in="at",
        )


class PersonForm(Card):
    """One person: the minimum that screening and signing need; in words for whoever may not change it."""

    def __init__(self, presenter: PartnerPresenter, keeper: DraftKeeper) -> None:
        super().__init__(_("Person"))
        self._presenter, self._keeper, self._about = presenter, keeper, ""
        self.form = self.add(Form(presenter.office.work.clock, self._rows(), gap=8))
        self.form.lock(not presenter.editable)
        keeper.hold_form(self.form)
        foot = QWidget()
        row = ButtonFlow(foot)
        self.remove = Button(_("Remove person"), presenter.archive_person, "link", "remove")
        row.addWidget(self.remove)
        row.addStretch(1)
        self.leave = Button(_("Cancel") if presenter.editable else _("Close"), self._give_up)
        row.addWidget(self.leave)
        self.keep = Button(_("Save person"), self._save).leads()
        row.addWidget(self.keep)
        set_shown(self.keep, presenter.editable)
        self.add(foot)

    def first(self) -> QWidget:
        """Where the hands begin: in the name, or on the way out where nothing can be changed."""
        return self.form.inputs["name"].first() if self._presenter.editable else self.leave

    def show_state(self) -> bool:
        """Open with the person's values, or closed; what is being typed stays. Says whether it was just opened."""
        person_id = self._presenter.edited_person
        set_shown(self, person_id is not None)
        if person_id is None or self._about == (person_id or "new"):
            self._about = self._about if person_id is not None else ""
            return False
        self._about = person_id or "new"
        person = self._presenter.person
        self.title.set(literal(person.name) if person else _("New person"))
        self._keeper.settle()  # of the person before
        self.form.show_fields(self._rows())
        self.form.fill(person_shown(person))
        self._keeper.turn_to(self._presenter.person_draft)
        set_shown(self.remove, person is not None and self._presenter.editable)
        return True

    def _rows(self) -> FormRows:
        presenter = self._presenter
        return person_rows(presenter.office.definitions.strategy, presenter.partner.group)

    def _give_up(self) -> None:
        presenter, person_id = self._presenter, self._presenter.edited_person or ""
        open_again = partial(presenter.edit_person, person_id)
        self._keeper.give_up(presenter.give_up_person, open_again, presenter.undoable)

    def _save(self) -> None:
        if self.form.complete():
            values = self.form.values()
            self._presenter.save_person(**{**values, "name": " ".join(text_of(values["name"]).split())})
