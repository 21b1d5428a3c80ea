"""The page of one partner: its whole story and the next step."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.base import places
from desktop.base.dates import day_in_words, day_known
from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.numbers import format_money, format_number
from desktop.base.progress import Progress, Runner
from desktop.base.text import _, in_series, language, pick
from desktop.presenters import partner_labels as labels
from desktop.presenters.diligence.incident import END_WORDS
from desktop.presenters.form_draft import FormDraft
from desktop.presenters.listing import RowCell
from desktop.presenters.mail_words import mail_sentence
from desktop.presenters.paper import PaperPresenter
from desktop.presenters.presenter import Confirmation
from desktop.presenters.record_labels import RecordLabels, field_name
from desktop.presenters.registry import elsewhere_words
from desktop.presenters.registry.elsewhere_words import ElsewhereShown
from desktop.presenters.registry.partner_family import PartnerFamily
from desktop.presenters.registry.partner_lines import PartnerLines
from desktop.presenters.registry.partner_listings import PartnerListings
from desktop.presenters.registry.partner_papers import PartnerPapers
from desktop.presenters.registry.partner_timeline import PartnerTimeline
from desktop.presenters.registry.partner_warning import PartnerWarning
from desktop.presenters.registry.undoing import Undo
from desktop.services import merging, next_step, partner_page, timeline
from desktop.services.diligence import cases, freezing
from desktop.services.office.rights import Right, may
from desktop.services.partner_page import PartnerPage
from desktop.services.partner_papers import mail_draft, sheet
from desktop.services.partner_papers.in_short import realised_in_words
from desktop.services.registry import elsewhere, history, partner_persons, partners, partnerships
from desktop.services.registry.duplicates import TypedPartner
from desktop.services.registry.elsewhere import TOLD_GROUPS, AnsweredElsewhere
from desktop.services.registry.history import HistoryLine, PartnerHistory
from desktop.services.results import activities, function_costs
from desktop.services.timeline import TimelineEntry
from desktop.store.records import EarlierAgreement, Incident, Partner, Person, Verdict

if TYPE_CHECKING:
    from desktop.office import Office

MOST_GROUNDS = 4  # answers that decided the level


class PartnerTab(StrEnum):
    """The faces of the page of a partner, in their order."""

    OVERVIEW = "overview"
    DILIGENCE = "diligence"
    AGREEMENTS = "agreements"
    CONTACTS = "contacts"
    PAPERS = "papers"
    HISTORY = "history"


class PartnerPresenter(PaperPresenter):
    """Reads everything about one partner; each change is kept at once and can be taken back."""

    shows = frozenset(
        {
            *("partner", "person", "partnership", "diligence_case", "decision", "clearance", "agreement", "officer"),
            *("answer", "screening_run", "ruling", "evidence", "incident", "interaction", "contribution"),
            *("earlier_agreement", "offer", "hand_over", "function_cost"),
        }
    )

    def __init__(self, office: "Office", runner: Runner, id: str, tab: str = PartnerTab.OVERVIEW) -> None:  # noqa: A002
        super().__init__(office, runner)
        self.id, self.tab = id, tab
        self.editing = self.editable and bool(self.facts_draft.fields)  # what was typed before is offered back
        begun = office.unsaved.begun(f"person:{id}:")
        person = begun[0].removeprefix(f"person:{id}:") if begun else None
        self.edited_person = person  # an id, "" for a new one, None when no form is open
        self.lists = PartnerListings(self)
        self.papers, self.family = PartnerPapers(self, id), PartnerFamily(self, self.undoable)
        self.warning = PartnerWarning(self, id, self.undoable)
        renamed = office.unsaved.begun(f"title:{id}:")
        self.renamed = renamed[0].removeprefix(f"title:{id}:") if renamed else ""  # the paper whose form is open
        self.undo: Undo | None = None
        self.timeline = PartnerTimeline(self, self.read_changes)
        self.deeds: tuple[HistoryLine, ...] | None = None  # None until asked for and read
        self.has_read = False  # whether there is a partner to be shown
        self.elsewhere: ElsewhereShown | None = None  # which other offices know the partner; None until read

    def refresh(self) -> None:
        """Read the partner, and what hangs on it, again."""
        self.shown: PartnerPage = partner_page.read(self.office.work, self.id)
        self.id = self.shown.partner.id  # that of a record that was merged leads here
        self.words = RecordLabels(self.office.definitions, self.shown.officers)
        self.lines = PartnerLines(self.words)
        self.papers.all, self.family.shown = self.shown.papers, self.shown
        self.warning.partner = self.shown.partner
        self.has_read = True
        self.changed()
        self.runner.quietly(partial(timeline.read, self.office.work, self.id), self._show_timeline)
        if self.timeline.shows_changes:
            self.read_changes()
        if self.partner.group in TOLD_GROUPS and not self.office.is_hq:
            ask = partial(elsewhere.who_knows, self.office.work, _asked(self.partner))
            self.runner.quietly(ask, self._show_elsewhere)

    def _show_elsewhere(self, answered: AnsweredElsewhere) -> None:
        shown = elsewhere_words.answer_shown(self.office.work, answered, self.partner.known_to)
        if shown != self.elsewhere:
            self.elsewhere = shown
            self.changed()

    def open_elsewhere(self) -> None:
        """Look through the partners of the other offices."""
        self.open_place("elsewhere", text=self.partner.name)

    @property
    def partner(self) -> Partner:
        """The partner as it was read."""
        return self.shown.partner

    @property
    def editable(self) -> bool:
        """Whether this reader's role registers partners and their persons; who may not reads words."""
        return may(self.office.user, Right.REGISTER)

    # Moving

    def turn(self, tab: str) -> None:
        """Another face of the partner."""
        self.tab = tab

    def do_next(self) -> None:
        """What the button of the next step does."""
        step = self.shown.next
        if step.place == next_step.BEGIN:
            self.begin(str(step.arguments["partnership"]))
        elif step.place == next_step.RESTORE:
            self.restore()
        else:
            self.open_place(step.place, **step.arguments)

    def begin(self, partnership_id: str) -> None:
        """Open the due diligence of a partnership and show it."""
        office = self.office
        planned = partnerships.partnership(office.store, partnership_id)
        case = cases.open_case(office.work, office.definitions.form, planned)
        self.open_place("diligence", case=case.id)

    def plan(self) -> None:
        """Begin another partnership."""
        self.open_place("partnership", partner=self.id)

    def open_partnership(self, partnership_id: object) -> None:
        """Go to a partnership."""
        self.open_place("partnership", partner=self.id, id=partnership_id)

    def open_case(self, case_id: object) -> None:
        """Go to a due-diligence case."""
        self.open_place("diligence", case=case_id)

    def spend(self) -> None:
        """Record time or money that was spent on the partner."""
        self.open_place("cost", partner=self.id)

    def open_cost(self, cost_id: object) -> None:
        """Go to what was spent."""
        self.open_place("cost", id=cost_id)

    @property
    def spent_words(self) -> str:
        """What was spent on the partner so far: hours, and dollars where they are known."""
        spent = function_costs.together(self.shown.spent)
        hours = _("{hours} h").format(hours=format_number(spent.plain_hours, language())) if spent.hours else ""
        usd = format_money(spent.usd, places.DOLLARS, language()) if spent.usd else ""
        return " · ".join(part for part in (hours, usd) if part)

    @property
    def realised(self) -> Sequence[str]:
        """What arrived against what was planned, for each partnership for which something did."""
        return [realised_in_words(planned, difference) for planned, difference in self.shown.realised]

    def report(self) -> None:
        """Report an incident."""
        self.open_place("incident", partner=self.id)

    def open_incident(self, incident_id: object) -> None:
        """Go to an incident on record."""
        self.open_place("incident", partner=self.id, id=incident_id)

    def incident_words(self, incident: Incident) -> tuple[str, str, str]:
        """An incident in a line: what it is about, what happened, and where it stands."""
        kind = freezing.kind_of(self.office.work, incident.kind)
        ended = incident.hq_ended or incident.ended
        return pick(kind.label), incident.summary, _(END_WORDS[ended]) if ended else _("Stands")

    def open_agreement(self, agreement_id: object) -> None:
        """Go to an agreement."""
        self.open_place("agreement", id=agreement_id)

    def open_earlier(self, agreement_id: object) -> None:
        """Go to what was signed before; without an id, record one."""
        self.open_place("earlier", **({"id": str(agreement_id)} if agreement_id else {"partner": self.id}))

    def open_earlier_gift(self) -> None:
        """Record what was given before the program."""
        self.open_place("earlier_gift", partner=self.id)

    def is_due(self, signed: EarlierAgreement) -> bool:
        """Whether the due diligence of a *signed before* is still to be made."""
        frozen = self.shown.frozen
        return any(row.kind == freezing.EARLIER and row.partnership_id == signed.partnership_id for row in frozen)

    def open_contact(self, contact_id: object) -> None:
        """Go to a contact on record; without an id, record one."""
        self.open_place("meeting", partner=self.id, **({"id": str(contact_id)} if contact_id else {}))

    def prepare(self) -> None:
        """Prepare a meeting."""
        self.open_place("briefing", partner=self.id)

    def write_mail(self) -> None:
        """Ask where to keep a draft of an email to the partner, which opens in any mail program."""
        work, name = self.office.work, self.partner.name.replace("/", "-")

        def write(path: Path) -> None:
            write_safely(path, mail_draft.to_partner(work, self.id))
            self.tell(mail_sentence(path))

        self.asker.place_to_save(_("Email draft"), _("Email to {name}.eml").format(name=name), write)

    def open_partner(self, partner_id: str) -> None:
        """Go to a company of the same group."""
        self.open_place("partner", id=partner_id)

    # Merged with other records

    def merge(self) -> None:
        """Look for another record of the same partner, to make the two one."""
        self.open_place("merge_partners", partner=self.id)

    def part(self, record: object) -> None:
        """Ask whether a record that was merged is parted again; raises Problem, which says why, where it cannot be."""
        former = next(former for former in self.shown.merged if former.id == record)
        if former.why_not:
            merging.part(self.office.work, former.id)
        stays = [field_name("partner", name) for name in former.staying]
        sentences = [_("Each of the two says again what it said before the merge, and has what was recorded on it.")]
        if stays:
            changed = _("What was changed since stays as it is: {fields}.")
            sentences.append(changed.format(fields=in_series(language(), stays)))
        question = Confirmation(
            _("Undo the merge of “{name}”?").format(name=former.name),
            " ".join(sentences),
            _("Undo the merge"),
            _("Leave it"),
        )
        self.asker.confirm(question, partial(self._part, former.id))

    def _part(self, record: str) -> None:
        merging.part(self.office.work, record)
        self.refresh()

    # Facts

    @property
    def facts_draft(self) -> FormDraft:
        """What is in the fields of the facts and not told yet."""
        return self.form_draft(f"typed:partner:{self.id}")

    def edit(self, on: bool) -> None:
        """Show the facts as fields, or as a text, which is all that somebody sees who may not change them."""
        self.editing = on and self.editable
        self.changed()

    def set(self, field: str, value: Any) -> None:
        """Change one fact at once; `take_back` undoes it. Raises Problem when the officer may not."""
        before = getattr(self.partner, field)
        if field in ("founded", "birth_date"):
            value = partner_persons.partial_day(self.office.work, value) or getattr(Partner(name=""), field)
        if field == "name" and not str(value).strip():
            raise Problem(
                _("A partner needs a name; nothing was saved."),
                _("Type its full legal name."),
                code="partner-without-name",
            )
        if before == value:
            self.changed()
            return
        self._change(**{field: value})
        label = self.fact_name(field)
        sentence = _("“{field}” was changed.").format(field=label)
        name = _("change of “{field}”").format(field=label)
        back, again = partial(self._change, **{field: before}), partial(self._change, **{field: value})
        self._undoable(Undo(name, sentence, back, again))

    def _change(self, **fields: Any) -> None:
        partners.change(self.office.work, self.id, **fields)

    def archive(self) -> None:
        """Put the partner away; it can be brought back."""
        self._put_away()
        sentence = _("The partner was archived: it has left the lists, and nothing was deleted.")
        self._undoable(Undo(_("putting the partner away"), sentence, self.restore, self._put_away))

    def _put_away(self) -> None:
        partners.archive(self.office.work, self.id, "")

    def restore(self) -> None:
        """Bring the partner back."""
        partners.restore(self.office.work, self.id)
        self.undo = None
        self.refresh()

    def undoable(self, name: str, text: str, back: Callable[[], None], again: Callable[[], None]) -> None:
        """Something was done on this page that `back` takes back and `again` does again: say so, and offer it."""
        self._undoable(Undo(name, text, back, again))

    def _undoable(self, undo: Undo) -> None:
        self.undo = undo
        self.refresh()

    def take_back(self) -> None:
        """Undo the last deed of this page."""
        if self.undo is not None:
            self.take_back_deed(self.undo)

    def take_back_deed(self, undo: Undo) -> None:
        """Undo one deed of this page."""
        if self.undo is undo:
            self.undo = None
        undo.back()
        self.refresh()

    def do_again(self, undo: Undo) -> None:
        """Do again what was taken back; it can be taken back once more."""
        undo.again()
        self._undoable(replace(undo))

    def keep_change(self) -> None:
        """The officer has seen the message about the last deed."""
        self.undo = None
        self.changed()

    # Persons

    def edit_person(self, person_id: str) -> None:
        """Open the form of a person, or of a new one for an empty id."""
        self.edited_person = person_id
        self.changed()

    def give_up_person(self) -> None:
        """Close the form of a person; what was typed into it is dropped."""
        self._close_person()
        self.changed()

    def _close_person(self) -> None:
        self.person_draft.drop()
        self.edited_person = None

    @property
    def person_draft(self) -> FormDraft:
        """What is typed into the form of the person that is open, a new one when none is."""
        return self.form_draft(f"person:{self.id}:{self.edited_person or ''}")

    @property
    def person(self) -> Person | None:
        """The person whose form is open, None for a new one."""
        return next((person for person in self.shown.persons if person.id == self.edited_person), None)

    def save_person(self, **fields: Any) -> None:
        """Keep the person on the form. Raises Problem without a name."""
        person = self.person
        fields |= {
            name: partner_persons.partial_day(self.office.work, fields.get(name, ""))
            for name in ("birth_date", "role_began", "role_ended")
        }
        if person is None:
            added = partner_persons.add(self.office.work, Person(partner_id=self.id, **fields))
            back, again = self._changing(added, archived=True), self._changing(added, archived=False)
            undo = _about(added, _("adding {name}"), _("{name} was added."), back, again)
        else:
            before = {name: getattr(person, name) for name in fields}
            again = self._changing(person, **fields)
            again()
            undo = _about(
                person, _("change of {name}"), _("{name} was changed."), self._changing(person, **before), again
            )
        self._close_person()
        self._undoable(undo)

    def archive_person(self) -> None:
        """Put the person on the form away."""
        if (person := self.person) is None:
            return
        partner_persons.archive(self.office.work, person.id)
        self._close_person()
        sentence = _("{name} was removed; nothing was deleted.")
        back, again = self._changing(person, archived=False), self._changing(person, archived=True)
        self._undoable(_about(person, _("taking off {name}"), sentence, back, again))

    def _changing(self, person: Person, **fields: Any) -> Callable[[], None]:
        return partial(partner_persons.change, self.office.work, person.id, **fields)

    # Papers

    def remove_paper(self, paper_id: str) -> None:
        """Take away a paper that no case uses; it can be brought back."""
        title, papers = self.papers.title(paper_id), self.papers
        papers.remove(paper_id)
        back, again = partial(papers.remove, paper_id, False), partial(papers.remove, paper_id)
        name, sentence = _("taking off {name}").format(name=title), _("{name} was removed; nothing was deleted.")
        self._undoable(Undo(name, sentence.format(name=title), back, again))

    def edit_title(self, paper_id: str) -> None:
        """Open the form of a paper's title, or close it for an empty id."""
        self.renamed = paper_id
        self.changed()

    def give_up_title(self) -> None:
        """Close the form of a title; what was typed into it is dropped."""
        self.title_draft.drop()
        self.edit_title("")

    @property
    def title_draft(self) -> FormDraft:
        """What is typed of the title of a paper."""
        return self.form_draft(f"title:{self.id}:{self.renamed}")

    def save_title(self, title: str) -> None:
        """Give the paper on the form another title. Raises Problem for an empty one."""
        paper_id, before = self.renamed, self.papers.title(self.renamed)
        back, again = (partial(self.papers.retitle, paper_id, words) for words in (before, title))
        again()
        self.title_draft.drop()
        self.renamed = ""
        name, sentence = _("change of {name}").format(name=before), _("{name} was changed.").format(name=before)
        self._undoable(Undo(name, sentence, back, again))

    # On paper

    @property
    def paper_name(self) -> str:
        """The name of the sheet as a file."""
        return _("Partner sheet {name}.pdf").format(name=self.partner.name.replace("/", "-"))

    @property
    def paper_titles(self) -> tuple[str, str]:
        """What is said while it is drawn and saved."""
        return _("Drawing the sheet"), _("Save the sheet")

    def paper_draft(self) -> Callable[[Progress], bytes]:
        """The sheet as the partner stands now."""
        work, partner_id = self.office.work, self.id
        return lambda progress: sheet.pdf(work, partner_id)

    @property
    def came_of_it(self) -> Sequence[tuple[str, str, Mapping[str, RowCell]]]:
        """What came of its partnerships, and what is shown of names: the key, the title and the cells of each."""
        spoken, rules = language(), self.office.definitions.results
        kinds, stages = rules.labels("activities"), rules.labels("stages")
        dated = [
            (f"activity:{own.id}", own.title, pick(kinds[own.kind]) if own.kind in kinds else own.kind, day)
            for own in self.shown.activities
            for day in (activities.day_of_activity(own),)
        ]
        dated += [
            (f"innovation:{own.id}", own.title, pick(stages[own.stage]) if own.stage in stages else own.stage, day)
            for own in self.shown.innovations
            for day in ((own.stages[-1].on if own.stages else "") or "",)
        ]
        marks = rules.labels("marks")
        dated += [
            (f"visibility_use:{own.id}", own.material, pick(marks[own.mark]) if own.mark in marks else own.mark, day)
            for own in self.shown.uses
            for day in (own.taken_down_on or own.shown_from or "",)
        ]
        dated += [(f"delivery_risk:{own.id}", own.title, _("Risk"), own.noted_on or "") for own in self.shown.risks]
        dated += [(f"lesson:{own.id}", own.title, _("Lesson"), own.noted_on or "") for own in self.shown.lessons]
        return [
            (key, title, {"kind": RowCell(kind), "on": RowCell(day_in_words(day, spoken), day_known(day))})
            for key, title, kind, day in dated
        ]

    def open_result(self, key: object) -> None:
        """Go to one of them."""
        place, _parted, id_ = str(key).partition(":")
        self.open_place(place, id=id_)

    def record_activity(self) -> None:
        """Record an activity with this partner."""
        self.open_place("activity", partner=self.id)

    def record_use(self) -> None:
        """Record where a name or an emblem is shown."""
        self.open_place("visibility_use", partner=self.id)

    def record_risk(self) -> None:
        """Record what may go wrong in one of its partnerships."""
        self.open_place("delivery_risk", partner=self.id)

    def record_lesson(self) -> None:
        """Record what one of its partnerships taught."""
        self.open_place("lesson", partner=self.id)

    def record_innovation(self) -> None:
        """Record an innovation of one of its partnerships."""
        self.open_place("innovation", partner=self.id)

    def open_contribution(self, key: object) -> None:
        """Go to a contribution."""
        self.open_place("contribution", id=str(key))

    def open_ledger(self) -> None:
        """Go to the contributions of this partner."""
        self.open_place("contributions", partner=self.id)

    def open_report(self) -> None:
        """The report to this partner: what it gave and what came of it (¶24)."""
        self.open_place("reports", kind="partner", partner=self.id)

    def promise(self) -> None:
        """Record what the partner promises."""
        self.open_place("promise", partner=self.id)

    # What is shown

    @property
    def stage(self) -> str:
        """The partner's stage in labels."""
        return labels.stage_name(self.office.definitions.strategy, self.partner.stage)

    @property
    def headline(self) -> str:
        """Where the partner is, its number and who follows it, in one line."""
        partner, officers = self.partner, self.shown.officers
        followed = _("focal point: {name}").format(name=officers[partner.owner]) if partner.owner in officers else ""
        parts = (labels.place(partner.city, partner.country), self._number(), followed)
        return " · ".join(part for part in parts if part)

    def _number(self) -> str:
        register = places.register_of(self.partner.country)[0]
        number = self.partner.registration
        return f"{register} {number}" if number and register and register not in number else number

    @property
    def kind(self) -> str:
        """The group of ¶28 and the kind within it."""
        strategy = self.office.definitions.strategy
        subtype = labels.subtype_name(strategy, self.partner.subtype)
        return subtype or labels.group_name(strategy, self.partner.group)

    @property
    def plans_next(self) -> bool:
        """Whether planning a partnership is itself the next step."""
        step = self.shown.next
        return step.place == "partnership" and "id" not in step.arguments

    def facts(self) -> tuple[tuple[str, str], ...]:
        """The facts of the overview, name and value; those that are empty are left out but for the main ones."""
        partner = self.partner
        main = ("group", "subtype", "birth_date", "nationality", "country", "city", "registration")
        group = self.office.definitions.strategy.group(partner.group)
        always = [fact for fact in main if group.asks(fact)]
        fields = (
            *main,
            *("address", "other_names", "sectors", "employees", "founded", "website", "email", "phone", "lei"),
            *("labels", "traits", "brought_by", "owner", "known_to", "summary", "notes"),
        )
        values = [(f, self.words.value("partner", f, getattr(partner, f))) for f in fields]
        return tuple((self.fact_name(f), value) for f, value in values if value or f in always)

    def fact_name(self, fact: str) -> str:
        """What a fact of this partner is called."""
        strategy = self.office.definitions.strategy
        return labels.fact_name(strategy, self.partner.group, fact) or field_name("partner", fact)

    @property
    def persons_words(self) -> tuple[str, str]:
        """What is said above the persons behind a partner of this group, and where there are none."""
        note, nobody = labels.PERSONS[self.partner.group]
        return _(note), _(nobody)

    @property
    def joins_groups(self) -> bool:
        """Whether a partner of this group may belong to a company."""
        return self.office.definitions.strategy.group(self.partner.group).asks("parent_id")

    def at_a_glance(self) -> tuple[tuple[str, str], ...]:
        """What stands beside the page, heading and text: why this level, the last decision, the reminder."""
        verdict = next((line.verdict for line in self.shown.cases if line.verdict is not None), None)
        passages = [(_("Why this level"), self._grounds(verdict))]
        if verdict is not None:
            passages.append((_("Decision"), self.lines.decision_note(verdict, self.office.work.today())))
        if self.partner.next_action:
            day = day_in_words(self.partner.next_action_on, language()) if self.partner.next_action_on else ""
            passages.append((_("Reminder"), "\n".join(part for part in (self.partner.next_action, day) if part)))
        return tuple(passages)

    def _grounds(self, verdict: Verdict | None) -> str:
        if verdict is None or verdict.brief is None:
            return _("It is rated once the due diligence is complete.")
        questions = self.office.definitions.form.by_id
        grounds = [pick(questions[id_].short) for id_ in verdict.brief.outcome.deciding if id_ in questions]
        return "\n".join(grounds[:MOST_GROUNDS]) or _("No answer is rated above low.")

    # What happened

    def _show_timeline(self, read: Sequence[TimelineEntry]) -> None:
        if read != self.timeline.entries:
            self.timeline.entries = read
            self.changed()

    def read_changes(self) -> None:
        """Read every change on record, away from the window."""
        self.changed()
        self.runner.quietly(partial(history.of_partner, self.office.store, self.id), self._show_history)

    def _show_history(self, read: PartnerHistory) -> None:
        if read.lines != self.deeds:
            self.deeds = read.lines
            self.words = replace(self.words, partners=read.partners)
            self.lines = PartnerLines(self.words)
            self.changed()


def _asked(partner: Partner) -> TypedPartner:
    """By what other offices are asked of a partner."""
    names = tuple(partner.other_names)
    return TypedPartner(
        partner.name, partner.registration, partner.country, but=partner.id, lei=partner.lei, other_names=names
    )


def _about(person: Person, name: str, sentence: str, back: Callable[[], None], again: Callable[[], None]) -> Undo:
    """The last deed about a person, whose name stands in it."""
    return Undo(name.format(name=person.name), sentence.format(name=person.name), back, again)
