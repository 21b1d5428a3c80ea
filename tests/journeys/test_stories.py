"""Stories 6 to 9 and 12 to 16 as people play them: the real window, in French, keys only."""

import shutil
from collections.abc import Callable, Iterator
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.base.settings import load_settings
from desktop.base.text import searchable
from desktop.base.values import today
from desktop.definitions.answer_content import AnswerContent
from desktop.office import Office
from desktop.presenters.diligence.question import SAME
from desktop.services.demo import sound_answers
from desktop.services.diligence import answers, assessments, cases
from desktop.services.registry import partners, partnerships
from desktop.store.records import Attachment, Case
from desktop.store.vault import Opened, Vault
from desktop.ui.app import Program
from desktop.ui.forms.inputs import RadioInput
from tests.carried import TwoLaptops, original, two
from tests.casework import Casework, complete
from tests.casework import set_up as set_up_case
from tests.foreign import sound_pdf
from tests.hand import ANSWERS, CONTROL, Hand, Key, answer, fill_field
from tests.journeys import awa_at_work
from tests.journeys.test_kill_while_typing import Losses, hands, killed
from tests.makers import on
from tests.offices import PASSPHRASE, Templates, add_chief
from tests.paper import words_of

__all__ = ["hands", "original", "two"]

PADMA = "Padma Threads Ltd (পদ্মা থ্রেডস লিমিটেড)"
LOGO = "Pas d’usage du logo de l’OIM dans la publicité commerciale."
ALT = Qt.KeyboardModifier.AltModifier
Sit = Callable[[Path, Opened], Hand]


class Desk:
    """An office folder with one case, and what opens it for the officer and for the Chief of Mission."""

    def __init__(self, folder: Path, officer: Opened, chief: Opened, case: Case) -> None:
        self.folder, self.officer, self.chief, self.case = folder, officer, chief, case

    def behind(self) -> Office:
        """The office without a window: what is on record."""
        return Office.enter(self.folder, Vault.open(self.folder), self.officer)


@pytest.fixture
def sit(qapp: QApplication, qtbot: QtBot) -> Iterator[Sit]:
    """Somebody sits down at the computer; whoever sat there before has closed the program."""
    running: list[Program] = []

    def begin(folder: Path, opened: Opened) -> Hand:
        while running:
            running.pop().close()
        program = Program(qapp, load_settings(), folder)
        running.append(program)
        program.begin()
        program._entered(Office.enter(folder, Vault.open(folder), opened))
        hand = Hand(program, qtbot)
        hand.window.activateWindow()
        hand.wait(hand.window.isActiveWindow)
        hand.rest()
        return hand

    yield begin
    while running:
        running.pop().close()


def prepared(folder: Path) -> tuple[Opened, Opened, Case]:
    """A case that is answered whole, as a sound company would answer it, and that nobody has submitted."""
    officer, case = set_up_case(folder)
    with Office.enter(folder, Vault.open(folder), officer) as office:
        chief = add_chief(office)
        complete(Casework(office, case), folder.parent)
    return officer, chief, case


def begun(folder: Path) -> tuple[Opened, Opened, Case]:
    """A case of which nothing is answered."""
    officer, case = set_up_case(folder)
    with Office.enter(folder, Vault.open(folder), officer) as office:
        return officer, add_chief(office), case


@pytest.fixture
def whole(templates: Templates, tmp_path: Path) -> Desk:
    template, (officer, chief, case) = templates.folder(prepared)
    return Desk(Path(shutil.copytree(template, tmp_path / "office")), officer, chief, case)


@pytest.fixture
def fresh(templates: Templates, tmp_path: Path) -> Desk:
    template, (officer, chief, case) = templates.folder(begun)
    return Desk(Path(shutil.copytree(template, tmp_path / "office")), officer, chief, case)


# --- what a person sees and does


def seen(hand: Hand) -> str:
    """Every word that stands in the window, a box that asks included."""
    top = QApplication.activeModalWidget() or hand.window
    kinds = (QLabel, QAbstractButton)
    parts = [part for kind in kinds for part in top.findChildren(kind) if part.isVisibleTo(top)]
    return " ".join(part.text().replace("&", "") for part in parts).replace("\xa0", " ").replace("\u202f", " ")


def button(hand: Hand, words: str) -> QWidget:
    """A button of the page by its words."""
    found = [one for one in hand.view.findChildren(QAbstractButton) if one.isVisible()]
    return next(one for one in found if one.text().replace("&", "") == words)


def to_the_case(hand: Hand, partner: str = "Teranga Câbles & Réseaux SA") -> None:
    """From anywhere to the case of a partner: the list, the partner, and its next step."""
    hand.press(Key.Key_2, CONTROL)
    hand.arrive("partners")
    hand.enter(hand.view.list, partner)
    hand.arrive("partner")
    hand.go_on()
    hand.arrive("diligence")


def to_the_question(hand: Hand, question: str) -> Any:
    """Ctrl+G and its number; the box of the question."""
    if hand.window.here != "question":
        hand.press(Key.Key_1)
        hand.arrive("question")
    page = hand.view
    if question not in page.boxes:
        hand.press(Key.Key_G, CONTROL)
        hand.type(question)
        hand.press(Key.Key_Return)
        hand.wait(lambda: hand.view is not page and hand.view.isVisible())
        hand.rest()
    return hand.view.boxes[question]


def declares(hand: Hand, box: Any, choice: str) -> None:
    """What the partner says, and the officer found the same."""
    hand.choose(box.declared.shown["choice"].choice, choice)
    hand.choose(box.sides, SAME)


def file_of(desk: Desk, office: Office) -> assessments.Assessment:
    return assessments.read(on(office, today()), desk.case.id)


# --- the stories


@pytest.mark.modal
def test_story_7_a_change_of_mind_loses_no_follow_up(fresh: Desk, sit: Sit) -> None:
    hand = sit(fresh.folder, fresh.officer)
    to_the_case(hand)
    box = to_the_question(hand, "F01")
    declares(hand, box, "yes")
    follow_ups = [hand.view.boxes[id_] for id_ in hand.view.presenter.asked if id_ != "F01"][:2]
    assert len(follow_ups) == 2, "the answer asks for more, on the same page"
    for more in follow_ups:
        declares(hand, more, more.question.choices[1].id)
        hand.write(more.note, f"Vu avec Mme Sow : {more.question.id}.")
    given = [(more.declared.values(), more.note.text()) for more in follow_ups]
    declares(hand, box, "no")
    assert not any(more.isVisible() for more in follow_ups)
    declares(hand, box, "yes")
    assert all(more.isVisible() for more in follow_ups)
    assert [(more.declared.values(), more.note.text()) for more in follow_ups] == given


@pytest.mark.modal
def test_story_8_one_file_supports_three_answers_and_opens_without_its_stick(
    fresh: Desk, sit: Sit, tmp_path: Path
) -> None:
    stick = tmp_path / "cle"
    stick.mkdir()
    paper = stick / "Code de conduite 2025.pdf"
    paper.write_bytes(sound_pdf())
    whole_paper = paper.read_bytes()
    hand = sit(fresh.folder, fresh.officer)
    to_the_case(hand)
    to_the_question(hand, "E03")
    hand.press(Key.Key_E, CONTROL)
    hand.press(Key.Key_Space)
    hand.give_path(paper)
    hand.wait(lambda: paper.name in seen(hand))
    hand.rest()
    for question in ("E04", "H01"):
        box = to_the_question(hand, question)
        hand.spell(box.evidence.again, "Code")
        hand.press(Key.Key_Return)
        hand.wait(lambda box=box: paper.name in seen(hand))
    shutil.rmtree(stick)
    copy = tmp_path / "copie.pdf"
    hand.push(button(hand, paper.name))
    hand.give_path(copy)
    hand.wait(copy.exists)
    assert copy.read_bytes() == whole_paper
    with hand.desk.office.store.read() as session:
        assert session.query(Attachment).count() == 1
    (piece,) = file_of(fresh, hand.desk.office).evidence
    assert set(piece.questions) == {"E03", "E04", "H01"}


def back_to_the_case(hand: Hand) -> None:
    """What is answered is kept, and the case is shown."""
    hand.push(button(hand, "Enregistrer et reprendre plus tard"))
    hand.arrive("diligence")


def submit(hand: Hand, opinion: str, why: str) -> None:
    """The officer's opinion, and the case goes to whoever decides."""
    hand.choose(hand.view.opinion, opinion)
    hand.write(hand.view.reason, why)
    hand.go_on()
    hand.confirm()
    hand.wait(lambda: bool(cases.in_state(hand.desk.office.store, "ready")))
    hand.rest()


def to_the_decision(hand: Hand, partner: str = "Teranga Câbles & Réseaux SA") -> None:
    """Ctrl+4 and the case in the list."""
    hand.press(Key.Key_4, CONTROL)
    hand.arrive("decisions")
    rows = next(rows for rows in hand.view.findChildren(type(hand.view.my_rows)) if partner in titles(rows))
    hand.enter(rows, partner)
    hand.arrive("decision")


def titles(rows: Any) -> list[str]:
    return [row.title for row in rows.rows]


@pytest.mark.modal
def test_story_12_an_excluded_partner_meets_a_stop_page_and_no_agreement(whole: Desk, sit: Sit) -> None:
    hand = sit(whole.folder, whole.officer)
    to_the_case(hand)
    declares(hand, to_the_question(hand, "C01"), "yes")
    back_to_the_case(hand)
    assert "Exclu (¶22). Une seule voie : soumettre le dossier" in seen(hand)
    submit(hand, "unfavourable", "Pièces de munitions interdites, au catalogue de la société.")
    hand = sit(whole.folder, whole.chief)
    to_the_decision(hand)
    assert "Armes interdites : Oui" in seen(hand), "a risk names its question"
    form = hand.view.form.form.inputs
    assert set(form["outcome"].choice.buttons) == {"refused", "sent_back"}
    hand.go_on()  # nothing is chosen yet: it leads to the form
    hand.choose(form["outcome"].choice, "refused")
    hand.go_on()
    assert hand.view.presenter.decision is None, "a refusal needs its reason"
    hand.write(form["reason"].box, "Munitions interdites (¶22).")
    seal(hand, f"{PASSPHRASE} chef")
    hand.press(Key.Key_2, CONTROL)
    hand.arrive("partners")
    hand.enter(hand.view.list, "Teranga Câbles & Réseaux SA")
    hand.arrive("partner")
    assert not [words for words in said_by_buttons(hand) if "accord" in words.lower()]
    assert next_place(hand) != "new_agreement"


def said_by_buttons(hand: Hand) -> list[str]:
    """The words of every button of the page that can be pressed."""
    found = [one for one in hand.view.findChildren(QAbstractButton) if one.isVisible() and one.isEnabled()]
    return [one.text().replace("&", "") for one in found]


def next_place(hand: Hand) -> str:
    """Where the filled button leads."""
    page = hand.window.here
    hand.go_on()
    hand.rest()
    return hand.window.here if hand.window.here != page else ""


@pytest.mark.modal
def test_story_14_who_filled_a_part_in_reads_who_decides_instead(whole: Desk, sit: Sit) -> None:
    hand = sit(whole.folder, whole.chief)
    to_the_case(hand)
    hand.write(to_the_question(hand, "I01").control.shown["text"].box, "Cherché par moi-même, presse de Niamey.")
    back_to_the_case(hand)
    hand = sit(whole.folder, whole.officer)
    to_the_case(hand)
    submit(hand, "favourable", "Un don utile.")
    hand = sit(whole.folder, whole.chief)
    to_the_decision(hand)
    assert "Vous avez pris part à ce dossier." in seen(hand)
    assert "La décision revient à Division des relations avec les donateurs" in seen(hand)
    assert not hand.view.form.isVisible() and "Décider" not in said_by_buttons(hand)


@pytest.mark.modal
def test_stories_13_and_15_a_grave_finding_with_a_plan_goes_to_headquarters(
    whole: Desk, sit: Sit, tmp_path: Path
) -> None:
    with whole.behind() as office:
        partners.change(on(office, today()), whole.case.partner_id, name=PADMA)
    hand = sit(whole.folder, whole.officer)
    to_the_case(hand, PADMA)
    hand.push(to_the_question(hand, "E02").findings.add)
    hand.arrive("finding")
    form = hand.view.form.inputs
    hand.write(form["text"].box, "Des enfants de moins de 15 ans vus à l’atelier, en mars 2025.")
    hand.write(form["source"].box, "L’Écho de Dacca, 12 mars 2025")
    for name, key in (("status", "allegation"), ("credibility", "reliable"), ("link", "caused"), ("response", "none")):
        pick(hand, form[name], key)
    pick(hand, form["scale"], "3")
    hand.go_on()
    hand.arrive("question")
    back_to_the_case(hand)
    answer_the_rest(hand, sound_answers.evidence(tmp_path, "fr"))
    submit(hand, "conditions", "Une allégation sans réparation : le Siège doit en décider.")
    hand = sit(whole.folder, whole.chief)
    to_the_decision(hand, PADMA)
    assert set(hand.view.form.form.inputs["outcome"].choice.buttons) == {"sent_back"}
    assert "Cette décision dépasse votre délégation" in seen(hand) and "la voie du ¶23" in seen(hand)
    assert "Une seule activité, 12 mois au plus" in seen(hand) and "La décision est attendue d’ici au" in seen(hand)
    assert "Travail des enfants : Allégué ou en cours de réparation" in seen(hand)
    hand.press(Key.Key_P, CONTROL)
    hand.rest()
    hand.wait(lambda: hand.view.presenter.pdf is not None)
    assert "পদ্মা" in words_of(hand.view.presenter.pdf)


def answer_the_rest(hand: Hand, proof: Path) -> None:
    """What is missing, from question to question, until the case asks for the opinion."""
    for _turn in range(12):
        if hand.view.presenter.ready:
            return
        hand.go_on()
        hand.arrive("question")
        for id_ in hand.view.presenter.blank:
            answer(hand, hand.view.boxes[id_], proof)
        back_to_the_case(hand)


def pick(hand: Hand, field: Any, key: str) -> None:
    """An entry of a drop-down, spelt by its words."""
    combo = field.choice.combo
    hand.tab_to(combo)
    hand.type(searchable(combo.itemText(combo.findData(key))))  # É and À have no key of their own
    hand.tab()
    assert combo.currentData() == key


@pytest.mark.modal
def test_story_16_two_laptops_and_a_stick(two: TwoLaptops, sit: Sit) -> None:
    hand = sit(two.folder / "awa", two.officer)
    to_the_case(hand)
    hand.push(button(hand, "Porter sur une clé…"))
    hand.arrive("carry")
    hand.go_on()
    hand.give_path(two.stick)
    hand.wait(lambda: "vous pouvez retirer la clé" in seen(hand))
    (out,) = two.stick.iterdir()
    hand = sit(two.folder / "chef", two.chief)
    hand.press(Key.Key_4, CONTROL)
    hand.arrive("decisions")
    hand.push(button(hand, "Ouvrir un dossier apporté sur une clé…"))
    hand.arrive("carry")
    altered = out.with_name("altere.psb")
    altered.write_bytes(out.read_bytes()[:-40] + b"?" + out.read_bytes()[-39:])
    for path in (altered, out):
        hand.go_on()
        hand.give_path(path)
        hand.rest()
        if path == altered:
            hand.wait(lambda: "Rien n’a été modifié" in seen(hand))
    altered.unlink()
    hand.wait(lambda: "Un autre ordinateur vous confie ce dossier" in seen(hand))
    hand.go_on()
    hand.arrive("decision")
    approve_with_a_condition(hand)
    hand.push(button(hand, "Porter sur une clé…"))
    hand.arrive("carry")
    hand.go_on()
    hand.give_path(two.stick)
    hand.wait(lambda: "vous pouvez retirer la clé" in seen(hand))
    (back,) = set(two.stick.iterdir()) - {out}
    hand = sit(two.folder / "awa", two.officer)
    hand.press(Key.Key_8, CONTROL)
    hand.arrive("sync")
    hand.press(Key.Key_I, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    hand.give_path(back)
    hand.arrive("carry")
    hand.go_on()
    hand.arrive("decision")
    assert "Scellé par Jean-Marc Okafor" in seen(hand)
    assert f"C’est fait : {LOGO}" in seen(hand).replace("'", "’"), "the condition is a task"


def approve_with_a_condition(hand: Hand) -> None:
    """The chief of mission reads, decides, adds one condition and seals."""
    hand.go_on()
    form = hand.view.form.form.inputs
    hand.choose(form["outcome"].choice, "conditions")
    hand.write(form["reason"].box, "Utile, sous condition.")
    form = hand.view.form.form.inputs
    hand.push(form["conditions"].add_button)
    hand.rest()
    card = form["conditions"].cards[-1].form.inputs
    hand.write(next(iter(card["wording"].areas.values())), LOGO)
    pick(hand, card["bound"], "partner")
    pick(hand, card["kind"], "until")
    hand.write(card["due"].date, "31/12/2027")
    seal(hand, PASSPHRASE)


def seal(hand: Hand, passphrase: str) -> None:
    """No interest, the passphrase, and the seal."""
    form = hand.view.form.form.inputs
    hand.push(form["no_interest"].check_line)
    hand.tab_to(form["passphrase"].first())
    hand.type(passphrase)
    hand.go_on()
    hand.rest()
    hand.wait(lambda: hand.view.presenter.decision is not None)


# --- few keys


def letter(hand: Hand, rows: Any, key: str) -> None:
    """One of a few answers by its underlined letter, wherever the focus is; by arrows where it has none."""
    pressed = QKeySequence.mnemonic(rows.buttons[key].text())
    if pressed.isEmpty():
        hand.choose(rows, key)
    else:
        hand.press(pressed[0].key(), ALT)
    hand.wait(lambda: rows.value() == key)


def answer_quickly(hand: Hand, box: Any, proof: Path) -> None:
    """One question with as few keys as it takes, as a sound company's officer would answer it."""
    question = box.question
    forms = [box.declared, box.control] if box.declared is not None and box.sides is not None else [box.control]
    for form in forms:
        for key, field in form.shown.items() if form.isVisible() else ():
            if isinstance(field, RadioInput):
                kept = question.roles[0].id if key == "role" else ANSWERS.get(key) or sound_answers.mildest(question)
                letter(hand, field.choice, kept)
            elif field.isVisible():
                fill_field(hand, question, key, field)
        if form is box.declared:
            letter(hand, box.sides, SAME)
    if sound_answers.is_proved(question) and not box.evidence.drop._rows.count():
        hand.press(Key.Key_E, CONTROL)
        hand.press(Key.Key_Space)
        hand.give_path(proof)
        hand.wait(lambda: bool(box.evidence.drop._rows.count()))


@pytest.mark.modal
def test_story_9_a_basic_case_takes_few_keys(fresh: Desk, sit: Sit, tmp_path: Path) -> None:
    """At most 150 keys beside the texts typed, from the partner to the case that can be submitted."""
    with fresh.behind() as office:
        changes = {"agreement_type": "LOI", "features": [], "value": None, "value_usd": None}
        partnerships.change(on(office, today()), fresh.case.partnership_id, **changes)
        assert file_of(fresh, office).review.tier == "basic"
    proof = sound_answers.evidence(tmp_path, "fr")
    hand = sit(fresh.folder, fresh.officer)
    to_the_case(hand)
    hand.strokes, before = 0, 0
    hand.go_on()
    hand.arrive("question")
    answered, spent = 0, []
    while hand.window.here == "question":
        presenter = hand.view.presenter
        for id_ in presenter.blank:
            before = hand.strokes
            answer_quickly(hand, hand.view.boxes[id_], proof)
            spent.append((hand.strokes - before, id_))
            answered += 1
        hand.turn()
    print(
        hand.strokes,
        answered,
        sorted(spent, reverse=True),
        [(m.question, m.text["fr"]) for m in hand.view.presenter.review.missing],
    )
    assert hand.view.presenter.ready
    assert hand.strokes <= 150


# --- the power fails


def half_way(folder: Path) -> tuple[Opened, Opened, Case]:
    """A case whose first five sections are answered."""
    officer, case = set_up_case(folder)
    with Office.enter(folder, Vault.open(folder), officer) as office:
        chief, form = add_chief(office), office.definitions.form
        later = [question.id for question in form.questions if question.section > "E"]
        for question in form.questions:
            if question.type == "screening":
                clear = AnswerContent(value={"result": "clear", "list_day": today().isoformat()})
                answers.save_draft(on(office, today()), case.id, question.id, clear)
        proof = sound_answers.evidence(folder.parent, "fr")
        sound_answers.answer_all(office.work, case.id, proof, "fr", leave=later)
    return officer, chief, case


@pytest.mark.modal
def test_story_6_the_power_fails_in_the_middle_of_a_sentence(
    templates: Templates, hands: BaseContext, sit: Sit, tmp_path: Path
) -> None:
    template, (officer, chief, case) = templates.folder(half_way)
    desk = Desk(Path(shutil.copytree(template, tmp_path / "office")), officer, chief, case)
    with desk.behind() as office:
        before = {question: answer.value for question, answer in file_of(desk, office).answers.items()}
    keys, ended = killed(hands, awa_at_work.type_on, (desk.folder, tmp_path / "settings", officer), after=3)
    hand = sit(desk.folder, officer)
    hand.wait(lambda: "brusquement" in seen(hand))
    hand.push(next(one for one in hand.view.findChildren(QAbstractButton) if one.text().startswith("Reprendre")))
    hand.arrive("question")
    box = hand.view.boxes[awa_at_work.QUESTION]
    assert hand.view.presenter.at == awa_at_work.QUESTION and box.not_known.isChecked()
    assert box.plan.form.inputs["who"].box.text() == awa_at_work.ASKED
    Losses().of(keys, ended, box.note.text(), "story 6")
    after = {question: answer.value for question, answer in file_of(desk, hand.desk.office).answers.items()}
    assert {question: after[question] for question in before} == before
    back_to_the_case(hand)
    assert "pas encore être évalué" in seen(hand) and "faible" not in seen(hand).replace("est faible ou modéré", "")
