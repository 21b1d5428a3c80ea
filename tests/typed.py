"""Every kind of field in which people type: where it is, how it is opened, and what a patient hand writes there.

All of them are in a training office, which holds partners, cases and an agreement at every stage. What is typed about a
bundle or a disagreement, which no training office has, stands in `tests/ui/views/exchange/test_typed_words.py`.
"""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from sqlalchemy import select

from desktop.base.progress import Progress, RunNow
from desktop.office import Office
from desktop.presenters.diligence.question import QuestionPresenter, pages
from desktop.presenters.office.unlock import TRAINING_PASSPHRASE
from desktop.presenters.office.welcome import _new_training_office
from desktop.presenters.today_cards import CardState
from desktop.services import pipeline
from desktop.services.office import people
from desktop.services.putting_off import WaitingTask
from desktop.services.registry import offers, partner_list
from desktop.services.registry.offers import NewOffer
from desktop.services.results import innovations, ledger
from desktop.services.results.ledger import NewPromise
from desktop.store.records import Agreement, Case, Partner, Partnership, Person
from desktop.store.states import AgreementState, CaseState
from desktop.store.vault import Opened, Vault
from desktop.ui.forms.fields import Field, TextArea, TextField

PLAIN = Qt.KeyboardModifier.NoModifier
WORDS = "Vérifié à Dakar le matin, près du marché, où l’équipe a vu l’entrepôt et parlé au gérant. "
DIGITS = "1234567890"
TABLE = Path(__file__).parent / "screening" / "samples" / "flat-uk-2018.csv"


@dataclass(frozen=True)
class Practice:
    """What opens the training office for each of its two people, and where its fields are."""

    officer: Opened
    chief: Opened
    partner: str
    partnership: str
    person: str
    open_case: str
    question: str
    ready_case: str
    agreement: str
    signed: str  # an agreement in force
    offer: str  # that waits for an answer
    innovation: str
    contribution: str  # a promise in kind
    pages: tuple[str, ...]  # of the open case: the first question asked on each


def practice(folder: Path) -> Practice:
    """Make a training office."""
    with _new_training_office(folder, Progress()) as office:
        store, vault = office.store, Vault.open(folder)
        chief = next(person for person in people.officers(store) if person.role == "chief_of_mission")
        with store.read() as session:
            agreement = session.scalars(select(Agreement).order_by(Agreement.reference)).first()
            assert agreement is not None
            cases = {case.state: case.id for case in session.scalars(select(Case).order_by(Case.number.desc()))}
            person = session.scalars(select(Person.id).where(Person.partner_id == agreement.partner_id)).first()
            partner = session.get_one(Partner, agreement.partner_id)
            partnership = session.get_one(Partnership, agreement.partnership_id)
        first = QuestionPresenter(office, RunNow(), cases["open"])
        asked = [[id_ for id_ in page if id_ in first.order] for page in pages(first.form, first.review.light)]
        return Practice(
            office.opened,
            vault.unlock(chief.id, TRAINING_PASSPHRASE),
            partner.id,
            partnership.id,
            person or "",
            cases["open"],
            first.page[0],
            cases["ready"],
            agreement.id,
            in_force(office, agreement).id,
            offers.record(office.work, NewOffer("Kaoural Transport", "Vingt camions")).id,
            innovations.ids(office.work)[0],
            ledger.promise(office.work, NewPromise(partner.id, "goods", "Deux tentes", "2026-01-02", "1200")).id,
            tuple(page[0] for page in asked if page),
        )


def in_force(office: Office, draft: Agreement) -> Agreement:
    """An agreement like this draft that was signed, which no training office has."""
    with office.store.change("Signed earlier", office.user.id) as session:
        signed = Agreement(
            partnership_id=draft.partnership_id,
            partner_id=draft.partner_id,
            type=draft.type,
            languages=list(draft.languages),
            ruling_language=draft.ruling_language,
            content=dict(draft.content),
            created_by=office.user.id,
            reference="SN10-A-2026-900",
            state=AgreementState.ACTIVE,
            signed_on=office.store.clock.today().isoformat(),
        )
        session.add(signed)
    return signed


@dataclass(frozen=True)
class TypedField:
    """One field: the place, what opens the form there, where the field is, and what is typed, over and over.

    `told` says that what is typed becomes part of the record as soon as the field is left.
    """

    key: str
    place: str
    arguments: Callable[[Practice], dict[str, str]]
    field: Callable[[Any], Field]
    opens: Callable[[Any], None] = lambda view: None
    letters: str = WORDS
    by_chief: bool = False
    told: bool = False

    def opened(self, office: Practice) -> Opened:
        """Whose field it is."""
        return office.chief if self.by_chief else office.officer

    def stream(self) -> Iterator[str]:
        """The letters, for ever."""
        return itertools.cycle(self.letters)


def conditions(view: Any) -> None:
    """The decider approves with conditions and adds one."""
    buttons = view.form.form.inputs["outcome"].choice.buttons
    buttons["conditions"].click()
    view.form.form.inputs["conditions"].add_button.click()


def candidate(view: Any) -> None:
    """The first candidate of the screening."""
    view.presenter.look_at(view.presenter.state.candidates[0].pair)


def waived(view: Any) -> None:
    """The clause in front is to be left out."""
    clauses = view.presenter.clauses
    clauses.show(next(line.clause for line in clauses.inclusions if line.included and line.status != "optional"))
    clauses.ask_waiver(True)


def reminded(view: Any) -> None:
    """Two partners are to have a reminder, whether or not their list has been read yet."""
    view.presenter.remind([line.id for line in partner_list.find(view.presenter.office.store)[:2]])


def whole_pipeline(view: Any) -> Any:
    """The presenter of the pipeline with every card, whether or not they have been read yet."""
    shown = view.presenter
    every = pipeline.read(shown.office.work)
    shown._take(shown._reading, every, {}, {card.id: card for card in every}, {})
    return shown


def stopped(view: Any) -> None:
    """A partnership without anything in the way of its end is to be closed."""
    shown = whole_pipeline(view)
    card = next(card for card in shown.every if card.living and not card.signed)
    shown.ask_again(card.id, closes=True)


def planned_next(view: Any) -> None:
    """What is next for a partnership is to be planned."""
    shown = whole_pipeline(view)
    shown.plan(next(card.id for card in shown.every if card.living))


def declined(view: Any) -> None:
    """An offer is to be declined: the practice office has one that waits."""
    view.presenter.ask_why()


def withdrawn(view: Any) -> None:
    """The case that waits for a decision is with its officer again, who gives an opinion."""
    if view.presenter.assessment.case.state == CaseState.READY:
        view.presenter.recall()


def first_prose(view: Any) -> Field:
    """The first field that is written in each language."""
    inputs = [field for field in view.face.fields.values() if not field.isHidden()]
    return next(iter(next(field for field in inputs if hasattr(field, "areas")).areas.values()))


def noted(view: Any) -> Field:
    """The field of words of the question shown."""
    box = view.boxes[view.presenter.at]
    note: Field = box.note if box.note is not None else box.control.inputs["text"].box
    return note


FIELDS = (
    TypedField("name", "add_partner", lambda at: {}, lambda view: view.fields["name"].box),
    TypedField(
        "reminder",
        "partners",
        lambda at: {},
        lambda view: view.reminder.form.inputs["next_action"].box,
        reminded,
    ),
    TypedField(
        "finding",
        "finding",
        lambda at: {"case": at.open_case},
        lambda view: view.form.inputs["text"].box,
    ),
    TypedField(
        "risk",
        "risks",
        lambda at: {"case": at.open_case},
        lambda view: view.form.inputs["text"].box,
        lambda view: view.presenter.edit(""),
    ),
    TypedField(
        "search",
        "findings",
        lambda at: {"case": at.open_case},
        lambda view: view.form.inputs["where"].box,
        lambda view: view.presenter.ask_search(True),
    ),
    TypedField(
        "signed before",
        "earlier",
        lambda at: {"partner": at.partner},
        lambda view: view.form.inputs["title"].box,
    ),
    TypedField(
        "given before",
        "earlier_gift",
        lambda at: {"partner": at.partner},
        lambda view: view.form.inputs["description"].box,
    ),
    TypedField(
        "names",
        "add_partner",
        lambda at: {},
        lambda view: view.fields["other_names"].box,
        lambda view: view.unfold.click(),
        "Téranga Câbles; Réseaux du Fleuve; ",
    ),
    TypedField(
        "purpose",
        "partnership",
        lambda at: {"partner": at.partner},
        lambda view: view.fields["purpose"].box,
    ),
    TypedField(
        "money",
        "partnership",
        lambda at: {"partner": at.partner, "id": at.partnership},
        lambda view: view.fields["value"].box,
        letters=DIGITS,
    ),
    TypedField(
        "day",
        "partnership",
        lambda at: {"partner": at.partner},
        lambda view: view.fields["starts_on"].box,
        letters="12/03/2027 ou 13/",
    ),
    TypedField(
        "facts",
        "partner",
        lambda at: {"id": at.partner},
        lambda view: view.form.inputs["summary"].box,
        lambda view: view.presenter.edit(True),
        told=True,
    ),
    TypedField(
        "number",
        "partner",
        lambda at: {"id": at.partner},
        lambda view: view.form.inputs["employees"].box,
        lambda view: view.presenter.edit(True),
        DIGITS,
        told=True,
    ),
    TypedField(
        "new person",
        "partner",
        lambda at: {"id": at.partner},
        lambda view: view.person_form.form.inputs["name"].box,
        lambda view: view.presenter.edit_person(""),
    ),
    TypedField(
        "person",
        "partner",
        lambda at: {"id": at.partner},
        lambda view: view.person_form.form.inputs["title"].box,
        lambda view: view.presenter.edit_person(view.presenter.shown.persons[0].id),
    ),
    TypedField(
        "contact",
        "meeting",
        lambda at: {"partner": at.partner},
        lambda view: view.form.inputs["text"].box,
        told=True,
    ),
    TypedField(
        "why put off",
        "today",
        lambda at: {},
        lambda view: view.put_off_form.form.inputs["words"].box,
        lambda view: view.presenter.ask(
            CardState("task", "Appeler", "", "check", "", waits=WaitingTask("1", "", "task"))
        ),
    ),
    TypedField(
        "why put off, in the list",
        "tasks",
        lambda at: {},
        lambda view: view.put_off_form.form.inputs["words"].box,
        lambda view: view.presenter.ask(
            CardState("task", "Appeler", "", "check", "", waits=WaitingTask("1", "", "task"))
        ),
    ),
    TypedField("hand-over note", "hand_over", lambda at: {}, lambda view: view.form.inputs["note"].box, told=True),
    TypedField("why it stops", "pipeline", lambda at: {}, lambda view: view.form.form.inputs["lessons"].box, stopped),
    TypedField("next action", "pipeline", lambda at: {}, lambda view: view.form.form.inputs["what"].box, planned_next),
    TypedField(
        "mutual benefit",
        "mutual_benefit",
        lambda at: {"partner": at.partner, "id": at.partnership},
        lambda view: next(iter(view.forms[0].inputs.values())).box,
        told=True,
    ),
    TypedField("offer", "offer", lambda at: {}, lambda view: view.form.inputs["what"].box, told=True),
    TypedField(
        "why declined",
        "offer",
        lambda at: {"id": at.offer},
        lambda view: view.decline_form.inputs["answer"].box,
        declined,
    ),
    TypedField(
        "points",
        "briefing",
        lambda at: {"partner": at.partner},
        lambda view: view.form.inputs["points"].box,
        told=True,
    ),
    TypedField("seed", "audit", lambda at: {}, lambda view: view.form.inputs["seed"].box, told=True),
    TypedField("names looked up", "look_up", lambda at: {}, lambda view: view.names),
    TypedField("messages", "kit", lambda at: {}, lambda view: view.form.inputs["points"].box, told=True),
    TypedField("note", "question", lambda at: {"case": at.open_case, "question": at.question}, noted, told=True),
    TypedField(
        "evidence",
        "question",
        lambda at: {"case": at.open_case, "question": at.question},
        lambda view: view.boxes[view.presenter.page[0]].evidence.title,
        lambda view: view.boxes[view.presenter.page[0]].evidence.cite.click(),
    ),
    TypedField(
        "depth",
        "diligence",
        lambda at: {"case": at.open_case},
        lambda view: view.depth_reason,
        lambda view: view.presenter.ask_depth(True),
    ),
    TypedField(
        "ruling",
        "screening",
        lambda at: {"case": at.open_case},
        lambda view: view.reason,
        candidate,
    ),
    TypedField(
        "opinion",
        "diligence",
        lambda at: {"case": at.ready_case},
        lambda view: view.reason,
        withdrawn,
        told=True,
    ),
    TypedField(
        "list columns",
        "list_columns",
        lambda at: {"path": str(TABLE)},
        lambda view: view.name,
        by_chief=True,
    ),
    TypedField(
        "reason",
        "decision",
        lambda at: {"case": at.ready_case},
        lambda view: view.form.form.inputs["reason"].box,
        by_chief=True,
    ),
    TypedField(
        "condition",
        "decision",
        lambda at: {"case": at.ready_case},
        lambda view: view.form.form.inputs["conditions"].cards[0].form.inputs["wording"].areas["fr"],
        conditions,
        by_chief=True,
    ),
    TypedField(
        "question",
        "legal_opinion",
        lambda at: {"case": at.ready_case},
        lambda view: view.question,
    ),
    TypedField(
        "clause",
        "agreement",
        lambda at: {"id": at.agreement, "step": "clauses"},
        lambda view: next(iter(view.face.areas.values())),
        lambda view: view.presenter.clauses.edit(1),
    ),
    TypedField(
        "annex",
        "agreement",
        lambda at: {"id": at.agreement, "step": "annexes"},
        lambda view: next(iter(view.face.local.texts.values())),
        lambda view: view.presenter.local_annex.edit(True),
    ),
    TypedField(
        "waiver",
        "agreement",
        lambda at: {"id": at.agreement, "step": "clauses"},
        lambda view: view.face.waiver_reason,
        waived,
    ),
    TypedField(
        "prose",
        "agreement",
        lambda at: {"id": at.agreement, "step": "parties"},
        first_prose,
        told=True,
    ),
    TypedField(
        "suspension",
        "agreement",
        lambda at: {"id": at.signed, "step": "life"},
        lambda view: view.face.reason,
    ),
    TypedField(
        "colleague",
        "people",
        lambda at: {},
        lambda view: view.name,
        lambda view: view.presenter.begin(),
        by_chief=True,
    ),
    TypedField("promise", "promise", lambda at: {}, lambda view: view.form.inputs["description"].box, told=True),
    TypedField(
        "step of a contribution",
        "contribution_step",
        lambda at: {"id": at.contribution, "step": "write_off"},
        lambda view: view.form.inputs["note"].box,
        told=True,
    ),
    TypedField(
        "value",
        "valuation",
        lambda at: {"id": at.contribution},
        lambda view: view.form.inputs["source"].box,
        lambda view: view.presenter.go_on(),
        told=True,
    ),
    TypedField("cost", "cost", lambda at: {}, lambda view: view.form.inputs["description"].box, told=True),
    TypedField("activity", "activity", lambda at: {}, lambda view: view.form.inputs["donor"].box, told=True),
    TypedField("innovation", "innovation", lambda at: {}, lambda view: view.form.inputs["text"].box, told=True),
    TypedField(
        "replication",
        "replication",
        lambda at: {"innovation": at.innovation},
        lambda view: view.form.inputs["office_code"].box,
        told=True,
    ),
    TypedField(
        "assisted",
        "assisted",
        lambda at: {"about": at.innovation},
        lambda view: view.form.inputs["text"].box,
        told=True,
    ),
    TypedField("budget", "budget", lambda at: {}, lambda view: view.form.inputs["source"].box, told=True),
    TypedField("risk under way", "delivery_risk", lambda at: {}, lambda view: view.form.inputs["cause"].box, told=True),
    TypedField("narrative", "narrative", lambda at: {}, lambda view: view.form.inputs["achieved"].box, told=True),
    TypedField("lesson", "lesson", lambda at: {}, lambda view: view.form.inputs["useful_for"].box, told=True),
    TypedField("visibility", "visibility_use", lambda at: {}, lambda view: view.form.inputs["place"].box, told=True),
    TypedField("training", "training", lambda at: {}, lambda view: view.form.inputs["trainer"].box, told=True),
    TypedField("focal point", "focal_point", lambda at: {}, lambda view: view.form.inputs["notes"].box, told=True),
    TypedField("office", "settings", lambda at: {}, lambda view: view.profile["city"], by_chief=True, told=True),
)


OF_A_CASE = ("finding", "risk", "search", "evidence", "depth", "ruling", "opinion", "reason", "condition")
PAGE = "page "  # begins the key of the field of words of one page of questions


def typed_field(key: str) -> TypedField:
    """A field of FIELDS, or the first one for words on the page of a question, whose key is PAGE and its id."""
    if not key.startswith(PAGE):
        return next(typed for typed in FIELDS if typed.key == key)
    question = key.removeprefix(PAGE)
    return TypedField(key, "question", lambda at: {"case": at.open_case, "question": question}, first_words, told=True)


def first_words(view: Any) -> Field:
    """The first field of words of a page, a line where no question of it asks for more."""
    shown = [field for kind in (TextArea, TextField) for field in view.findChildren(kind) if field.isVisible()]
    return shown[0]


def press(field: Field, letter: str) -> None:
    """One key, where the field has the focus."""
    QApplication.sendEvent(field.box, QKeyEvent(QEvent.Type.KeyPress, 0, PLAIN, letter))


def take_focus(field: Field) -> None:
    """The hand goes into the field; what stands there is replaced by what is typed."""
    field.box.setFocus(Qt.FocusReason.TabFocusReason)
    assert isinstance(field.box, QLineEdit | QPlainTextEdit)
    field.box.selectAll()
