"""The views of agreements at the keyboard."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop.base.clock import Clock
from desktop.base.errors import Problem
from desktop.base.progress import RunNow
from desktop.base.text import LANGUAGES, speak
from desktop.presenters.agreements.agreement import PAGES, AgreementPresenter
from desktop.presenters.agreements.agreements import AgreementsPresenter
from desktop.presenters.agreements.new_agreement import NewAgreementPresenter
from desktop.presenters.form import FieldSpec, InputKind
from desktop.presenters.presenter import HandedOver, Printout
from desktop.services.agreements import drafting, negotiation, packs, word
from desktop.services.office.list_choices import ListChoices
from desktop.services.registry import partnerships
from desktop.store.records import Agreement
from desktop.ui.forms.form import RowsInput, field_input
from desktop.ui.forms.inputs import MoneyInput, ProseInput
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.agreements.agreement import AgreementView
from desktop.ui.views.agreements.agreement_clauses import ClausesFace
from desktop.ui.views.agreements.agreement_comparison import ComparisonFace
from desktop.ui.views.agreements.agreement_fields import AnnexesFace, PartiesFace
from desktop.ui.views.agreements.agreement_pack import PackFace, PreviewFace
from desktop.ui.views.agreements.agreement_word import WordFace
from desktop.ui.views.agreements.agreements import AgreementsView
from desktop.ui.views.agreements.new_agreement import NewAgreementView
from desktop.ui.views.view import View
from desktop.ui.widgets import Message, MessagePanel, Text
from tests.agreed import Agreed, agreed, agreed_folder, complete_draft, final_agreement, signed
from tests.paper import photographed, scanned
from tests.refusal import refused
from tests.services.agreements.test_agreements import changed
from tests.services.agreements.test_word import rewritten

__all__ = ["agreed", "agreed_folder", "complete_draft", "final_agreement"]

Shown = Callable[[Any], Any]


@pytest.fixture
def show(qtbot: QtBot, theme: Theme) -> Shown:
    """Puts a widget on the offscreen screen, as large as a laptop's."""

    def shown(widget: Any) -> Any:
        qtbot.addWidget(widget)
        widget.resize(1200, 640)
        widget.show()
        qtbot.waitExposed(widget)
        return widget

    return shown


def agreement(agreed: Agreed, agreement_id: str, step: str = "") -> AgreementView:
    return AgreementView(AgreementPresenter(agreed.office, RunNow(), agreement_id, step))


def filled(view: View[Any]) -> list[str]:
    """The words on the filled buttons in sight."""
    buttons = view.page.findChildren(QPushButton)
    return [one.text() for one in buttons if one.property("kind") == "filled" and one.isVisible()]


@pytest.mark.parametrize("step", ["", *PAGES])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_has_one_filled_button_and_a_name_for_everything(
    agreed: Agreed, show: Shown, step: str, language: str
) -> None:
    speak(language)
    view = show(agreement(agreed, agreed.draft("INK", ("fr", "en")).id, step))
    assert len(filled(view)) == 1
    assert unnamed(view) == []
    assert all(times == 1 for times in mnemonics(view).values())


def test_the_list_opens_with_enter(agreed: Agreed, show: Shown, qtbot: QtBot) -> None:
    kept = agreed.draft()
    view = show(AgreementsView(AgreementsPresenter(agreed.office, RunNow())))
    gone: list[dict[str, object]] = []
    view.presenter.open_place = lambda key, /, **arguments: gone.append({"key": key, **arguments})
    view.list.set_current(kept.id)
    qtbot.keyClick(view.list.view, Qt.Key.Key_Return)
    assert gone == [{"key": "agreement", "id": kept.id}]


def test_an_office_without_agreements_says_how_to_begin(agreed: Agreed, show: Shown) -> None:
    view = show(AgreementsView(AgreementsPresenter(agreed.office, RunNow())))
    assert view.list.empty.isVisible() and view.list.empty.button.text() == "Préparer un accord"


def test_a_new_agreement_begins_with_the_proposed_type(agreed: Agreed, show: Shown, qtbot: QtBot) -> None:
    view = show(NewAgreementView(NewAgreementPresenter(agreed.office, RunNow(), agreed.partnership)))
    gone: list[str] = []
    view.presenter.open_place = lambda key, /, **arguments: gone.append(key)
    assert view.rows.value() == "INK"
    qtbot.mouseClick(view.begin, Qt.MouseButton.LeftButton)
    assert gone == ["agreement"]


def test_f8_leads_from_gap_to_gap_and_what_is_typed_is_kept(agreed: Agreed, show: Shown, qtbot: QtBot) -> None:
    kept = agreed.draft()
    view = show(agreement(agreed, kept.id, "parties"))
    assert isinstance(view.face, PartiesFace)
    first, second = view.presenter.fields.gaps[:2]
    view.face.turn(1)
    qtbot.waitUntil(lambda: view.face.fields[first].isAncestorOf(QApplication.focusWidget()))
    qtbot.keyClicks(QApplication.focusWidget(), "Ce que chacun y gagne")
    view.face.turn(1)
    qtbot.waitUntil(lambda: view.face.fields[second].isAncestorOf(QApplication.focusWidget()))
    work = agreed.composition(kept.id)
    assert work.facts.get(first) == {"fr": "Ce que chacun y gagne"}
    assert first not in view.presenter.fields.gaps


def test_the_parties_have_a_way_to_each_group_that_says_what_is_left(show: Shown, agreed: Agreed, qtbot: QtBot) -> None:
    view = show(agreement(agreed, agreed.draft().id, "parties"))
    way = view.face.anchors.ways["delivery"]
    assert "à compléter" in way.text()
    way.click()
    qtbot.waitUntil(lambda: view.face.here().startswith("delivery."))
    assert "fiche" in view.face.sections["partner"].note.text()


def test_a_page_begins_where_somebody_asked_to_mend(agreed: Agreed, show: Shown, qtbot: QtBot) -> None:
    view = show(agreement(agreed, agreed.draft().id, "parties:delivery.place"))
    qtbot.waitUntil(lambda: view.face.fields["delivery.place"].isAncestorOf(QApplication.focusWidget()))


def test_an_answer_that_brings_fields_keeps_the_place(agreed: Agreed, show: Shown, qtbot: QtBot) -> None:
    view = show(agreement(agreed, agreed.draft().id, "parties"))
    box = view.face.fields["agreement.confidential"].check_line
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert "agreement.confidential_years" in view.face.fields
    again = view.face.fields["agreement.confidential"].check_line
    qtbot.waitUntil(lambda: view.window().focusWidget() is again)
    assert again.isChecked()


def test_the_sum_follows_the_rows(agreed: Agreed, complete_draft: Agreement, show: Shown, qtbot: QtBot) -> None:
    view = show(agreement(agreed, complete_draft.id, "annexes"))
    assert isinstance(view.face, AnnexesFace)
    goods = view.face.fields["contribution.goods"]
    assert isinstance(goods, RowsInput)
    value = goods.cards[0].form.inputs["value"]
    assert isinstance(value, MoneyInput)
    value.money.edit.setFocus()
    value.money.edit.selectAll()
    qtbot.keyClicks(value.money.edit, "9 700,00")
    qtbot.keyClick(value.money.edit, Qt.Key.Key_Return)
    assert "n’est pas la valeur du partenariat" in view.face.sums["contribution.goods"].text()
    qtbot.mouseClick(view.face.take, Qt.MouseButton.LeftButton)
    assert "comme le dit le partenariat" in view.face.sums["contribution.goods"].text()


def test_a_paragraph_is_changed_with_its_reason(
    agreed: Agreed, complete_draft: Agreement, show: Shown, qtbot: QtBot
) -> None:
    view = show(agreement(agreed, complete_draft.id, "clauses:S-AMD"))
    assert isinstance(view.face, ClausesFace)
    assert not view.face.editor.isVisible()
    view.face.edit.click()
    assert view.face.editor.isVisible() and "verrouillé" in view.face.warning.text()
    area = view.face.areas["fr"]
    area.edit.selectAll()
    qtbot.keyClicks(area.edit, "Tout changement se fait par lettre.")
    qtbot.keyClicks(view.face.reason.edit, "Le partenaire le demande")
    view.face.save.click()
    assert not view.face.editor.isVisible()
    (change,) = negotiation.departures(agreed.office.store, complete_draft.id)
    assert (change.clause, change.new, change.reason) == (
        "S-AMD",
        "Tout changement se fait par lettre.",
        "Le partenaire le demande",
    )
    assert view.face.library.isVisible()
    pressed(view.face.library, qtbot)
    assert not negotiation.departures(agreed.office.store, complete_draft.id)
    assert "Modification" in view.face.undo.words.text() and view.face.undo.isVisible()
    undone(view, qtbot)
    assert negotiation.departures(agreed.office.store, complete_draft.id)[0].reason == "Le partenaire le demande"
    assert not view.face.undo.isVisible() and view.face.library.isVisible()


def test_a_local_annex_is_written_changed_removed_and_brought_back(
    agreed: Agreed, complete_draft: Agreement, show: Shown, qtbot: QtBot
) -> None:
    view = show(agreement(agreed, complete_draft.id, "annexes"))
    assert isinstance(view.face, AnnexesFace)
    local = view.face.local
    assert local.add.isVisible() and not local.editor.isVisible() and not local.remove.isVisible()
    pressed(local.add, qtbot)
    qtbot.keyClicks(local.titles["fr"].edit, "Droit local")
    qtbot.keyClicks(local.texts["fr"].edit, "<b>Le timbre</b> compte.")
    with refused("departure-without-reason"):
        local._save()
    assert local.texts["fr"].text() == "<b>Le timbre</b> compte." and local.editor.isVisible()
    qtbot.keyClicks(local.reason.edit, "Le code le demande")
    local._save()
    assert not local.editor.isVisible() and local.title.text() == "Annexe E"
    assert (
        local.text.toPlainText().rstrip().endswith("<b>Le timbre</b> compte.")
        and "prévalent" in local.text.toPlainText()
    )
    assert "Le code le demande" in local.about.text() and not local.add.isVisible()
    pressed(local.change, qtbot)
    assert local.titles["fr"].text() == "Droit local" and local.reason.text() == "Le code le demande"
    qtbot.keyClicks(local.titles["fr"].edit, " et usages")
    local._save()
    assert local.text.toPlainText().lstrip().startswith("Droit local et usages\n")
    pressed(local.remove, qtbot)
    assert local.add.isVisible() and not negotiation.departures(agreed.office.store, complete_draft.id)
    local.undo.undo()
    assert local.text.toPlainText().lstrip().startswith("Droit local et usages\n")


def pressed(button: QPushButton, qtbot: QtBot) -> None:
    """Space where the focus is."""
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)


def undone(view: Any, qtbot: QtBot) -> None:
    """The key that brings back, while the clause is read."""
    with qtbot.waitActive(view):
        view.activateWindow()
    view.face.text.setFocus()
    qtbot.keyClick(view.face.text, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def test_a_clause_left_out_and_one_taken_back_in_return_with_their_reason(
    agreed: Agreed, complete_draft: Agreement, show: Shown, qtbot: QtBot
) -> None:
    view = show(agreement(agreed, complete_draft.id, "clauses:S-AMD"))
    face, clauses = view.face, view.presenter.clauses

    pressed(face.waive, qtbot)
    qtbot.keyClicks(face.waiver_reason.edit, "Le partenaire le refuse")
    out = next(b for b in face.waiver.findChildren(QPushButton) if b.text() == "Écarter la clause")
    pressed(out, qtbot)
    assert clauses.is_waived and face.undo.isVisible() and "Modification" in face.undo.words.text()
    pressed(face.restore, qtbot)  # the reason is gone from the record
    assert not clauses.is_waived and not clauses.choice.reason
    clauses.show(clauses.rows[0].id)
    undone(view, qtbot)
    assert clauses.current == "S-AMD" and clauses.is_waived
    assert clauses.choice.reason == "Le partenaire le refuse"
    undone(view, qtbot)
    assert clauses.choice.included and not face.undo.isVisible()


def test_an_optional_clause_left_out_can_be_taken_back_by_the_same_key(
    agreed: Agreed, show: Shown, qtbot: QtBot
) -> None:
    view = show(agreement(agreed, agreed.draft("MOU").id, "clauses"))
    clauses = view.presenter.clauses
    optional = next(line.clause for line in clauses.inclusions if line.status == "optional")
    clauses.show(optional)
    assert clauses.current == optional != clauses.inclusions[0].clause, "the list does not lead back to its first row"
    before = clauses.choice.included
    pressed(view.face.toggle, qtbot)
    assert clauses.choice.included is not before and view.face.undo.isVisible()
    undone(view, qtbot)
    assert clauses.choice.included is before


def test_a_message_leaves_the_search_its_height_in_a_low_window(
    agreed: Agreed, complete_draft: Agreement, show: Shown, qtbot: QtBot
) -> None:
    view = show(agreement(agreed, complete_draft.id, "clauses"))
    view.resize(854, 412)  # a window of 911 by 464
    ways = (("Afficher", view.show_state), ("Revenir à l’état enregistré", view.show_state))
    message = Message("info", "Ce que vous aviez saisi sans l’enregistrer est de nouveau là.", actions=ways)
    view.page.show_message(message, "restored", view.show_state)
    QTest.qWait(50)
    search, clauses = view.face.search.edit, view.face.list
    assert search.height() >= search.sizeHint().height()
    assert clauses.height() > search.height() and view.height() == 412


def test_the_arrows_choose_the_paragraph_to_change(
    agreed: Agreed, complete_draft: Agreement, show: Shown, qtbot: QtBot
) -> None:
    view = show(agreement(agreed, complete_draft.id, "clauses:C-CTB"))
    before = view.face.edit.text()
    view.face.text.setFocus()
    for _press in range(8):
        qtbot.keyClick(view.face.text, Qt.Key.Key_Down)
    assert view.face.text.place > 1 and view.face.edit.text() != before


def test_the_list_of_clauses_stays_as_wide_as_it_was_drawn(agreed: Agreed, show: Shown, qtbot: QtBot) -> None:
    made = agreed.draft().id
    view = show(agreement(agreed, made, "clauses"))
    before = view.face.halves.sizes()[0]
    view.face.halves.moveSplitter(before + 40, 1)
    drawn = view.face.halves.sizes()[0]
    assert drawn != before
    assert show(agreement(agreed, made, "clauses")).face.halves.sizes()[0] == drawn
    assert ListChoices(agreed.office.machine, agreed.office.user.id).of("clauses").pane == drawn


def test_a_difference_is_read_word_by_word_and_taken_over_at_the_keyboard(
    agreed: Agreed, complete_draft: Agreement, show: Shown, qtbot: QtBot, tmp_path: Path
) -> None:
    view = show(agreement(agreed, complete_draft.id, "word"))
    face = view.face
    assert isinstance(face, WordFace) and not face.differences.isVisible() and not face.take.isVisible()
    path = tmp_path / "accord.docx"
    sent = word.written(agreed.office.work, complete_draft.id)
    path.write_bytes(rewritten(sent, lambda xml: xml.replace("ni caution ni approbation", "ni caution")))
    assert not view.take_files([tmp_path / "accord.pdf"])
    assert view.take_files([path])
    assert face.differences.isVisible() and face.take.isEnabled()
    assert "ni caution ni approbation" in face.text.toPlainText()
    face.list.view.setFocus()
    qtbot.keyClick(face.list.view, Qt.Key.Key_Return)
    assert not face.take.isEnabled()
    qtbot.keyClick(face.list.view, Qt.Key.Key_Return)
    print_key(view, qtbot)
    assert view.document is not None and view.document.pages == 1
    view.presenter.word.paper.close()
    assert view.document is None and face.take.isEnabled()
    face.reason.edit.setFocus()
    qtbot.keyClicks(face.reason.edit, "A la demande du partenaire.")
    face.take.click()
    (departure,) = negotiation.departures(agreed.office.store, complete_draft.id)
    assert departure.reason == "A la demande du partenaire."
    assert not face.differences.isVisible() and not face.reason.text()


def test_an_earlier_agreement_is_chosen_read_and_put_on_paper_by_keys(
    agreed: Agreed, show: Shown, qtbot: QtBot
) -> None:
    earlier, ours = agreed.complete(("fr", "en")), agreed.complete(("fr", "en"))
    drafting.save_field(agreed.office.work, ours.id, "delivery.place", "Kaolack")
    negotiation.depart(agreed.office.work, ours.id, changed(agreed.composition(ours.id), "S-AMD", "Demandé."))
    view = show(agreement(agreed, ours.id, "clauses"))
    gone: list[object] = []
    view.presenter.open_place = lambda key, /, **arguments: gone.append(arguments["step"])
    with qtbot.waitActive(view):
        view.activateWindow()
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert gone == ["comparison"]

    choice = show(agreement(agreed, ours.id, "comparison"))
    choice.presenter.open_place = view.presenter.open_place
    choice.face.list.view.setFocus()
    qtbot.keyClick(choice.face.list.view, Qt.Key.Key_Return)
    assert gone[-1] == f"comparison:{earlier.id}"

    read = show(agreement(agreed, ours.id, gone[-1]))
    face = read.face
    assert isinstance(face, ComparisonFace)
    assert "Kaolack" in face.text.toPlainText() and "préambule" in face.same.text()
    last = face.jump.count() - 1
    face.jump.setFocus()
    qtbot.keyClick(face.jump, Qt.Key.Key_End)
    qtbot.keyClick(face.jump, Qt.Key.Key_Return)
    assert last > 0 and face.text.place == int(face.jump.itemData(last))
    face.text.go_to(1)
    assert face.jump.currentIndex() == 0
    face.language.setFocus()
    qtbot.keyClick(face.language, Qt.Key.Key_Down)
    qtbot.keyClick(face.language, Qt.Key.Key_Return)
    assert read.presenter.comparison.code == "en" and "Kaolack" in face.text.toPlainText()
    print_key(read, qtbot)
    assert read.document is not None and read.document.pages > 0
    read.presenter.printers = tray = Tray()
    print_key(read, qtbot)
    assert ["comparé avec" in paper.name for paper in tray.taken] == [True]
    read.presenter.comparison.paper.close()
    assert read.document is None and face.text.isVisible()


def test_an_agreement_without_an_earlier_one_and_one_that_cannot_be_compared_say_so(
    agreed: Agreed, complete_draft: Agreement, show: Shown
) -> None:
    view = show(agreement(agreed, complete_draft.id, "comparison"))
    assert view.face.list.empty.isVisible() and not view.face.compare.isEnabled()
    view = show(agreement(agreed, complete_draft.id, f"comparison:{agreed.draft('MOU').id}"))
    assert any("pas du même type" in panel.message.what for panel in view.page.findChildren(MessagePanel))
    assert not view.face.printing.isEnabled()


def test_the_preview_shows_the_pages_and_leads_to_what_is_missing(agreed: Agreed, show: Shown) -> None:
    view = show(agreement(agreed, agreed.draft().id, "preview"))
    assert isinstance(view.face, PreviewFace)
    assert view.face.pages.pages > 5
    gone: list[object] = []
    view.presenter.open_place = lambda key, /, **arguments: gone.append(arguments["step"])
    view.face.fixes.opened.emit("0")
    assert gone and ":" in str(gone[0])


def test_the_pack_page_offers_one_thing_at_a_time(
    agreed: Agreed, complete_draft: Agreement, show: Shown, tmp_path: Path
) -> None:
    view = show(agreement(agreed, complete_draft.id, "pack"))
    assert isinstance(view.face, PackFace)
    assert filled(view) == ["Le rendre définitif"] and not view.face.scan.isVisible()
    assert not view.face.partner.isVisible()
    view.presenter.packs.finish()
    assert filled(view) == ["Imprimer…"] and len(view.face.list.rows) == 1
    assert view.face.give.isVisible() and not view.face.saved_for_partner.isVisible()
    assert [tick.isChecked() for tick in view.face.marks.values()] == [True, True]
    assert "Câbles && Réseaux" in view.face.marks[2].text(), "no letter of a name becomes a key"
    for tick in view.face.marks.values():
        tick.click()
    assert not view.face.print_originals.isEnabled() and not view.face.save_originals.isEnabled()
    view.face.marks[2].click()
    assert [original.number for original in view.presenter.packs.originals.chosen] == [2]
    view.presenter.packs.saved = tmp_path / "dossier.pdf"
    view.presenter.changed()
    assert filled(view) == ["Oui, en entier"] and not view.face.printed.isVisible()
    view.presenter.packs.mark_printed()
    assert view.face.scan.isVisible() and not view.face.copy.seen.isVisible()


def test_a_page_without_a_code_is_identified_beside_the_printed_one(
    agreed: Agreed, complete_draft: Agreement, show: Shown, tmp_path: Path, qtbot: QtBot
) -> None:
    view = show(agreement(agreed, complete_draft.id, "pack"))
    pack = view.presenter.packs
    pack.finish()
    pack.mark_printed()
    pages = photographed(packs.pdf(agreed.office.store, pack.final), 100)
    pages[2].paste(90, (0, 0, *pages[2].size))
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(scanned([*pages[:8], *pages[9:]], 100))
    assert view.take_files([scan])
    copy = view.face.copy
    assert "3, 9" in copy.verdict.text() and not copy.seen.isVisible()
    assert copy.list.rows[0].title == "Page à identifier" and copy.number.text() == "3"
    qtbot.mouseClick(copy.confirm, Qt.MouseButton.LeftButton)
    assert pack.returned.scan.by_hand == (3,) and pack.returned.scan.missing == (9,)
    copy.undo.undo()
    assert pack.returned.scan.missing == (3, 9)
    qtbot.mouseClick(copy.confirm, Qt.MouseButton.LeftButton)
    copy.file.click()
    assert view.presenter.agreement_state == "printed" and view.presenter.problem.code == "scan-incomplete"
    late = tmp_path / "page 9.png"
    pages[8].save(late)
    pack.returned.take([late])
    assert copy.seen.isVisible() and pack.returned.scan.complete
    copy.file.click()
    assert view.presenter.problem.code == "signatures-unconfirmed"
    copy.seen.click()
    pack.returned.take([late])
    assert not copy.seen.isChecked(), "nobody has seen what came after the tick"
    copy.seen.click()
    copy.file.click()
    assert view.presenter.problem is None and view.presenter.agreement_state == "active"
    assert view.face.filed.text()


def test_the_pack_goes_to_the_printer_and_only_that_is_said(
    agreed: Agreed, complete_draft: Agreement, show: Shown, qtbot: QtBot
) -> None:
    view = show(agreement(agreed, complete_draft.id, "pack"))
    view.presenter.packs.finish()
    printers = view.presenter.printers = Tray()
    print_key(view, qtbot)
    assert [paper.pdf for paper in printers.taken] == [packs.pdf(agreed.office.store, view.presenter.packs.final)]
    said = " ".join(text.text() for text in view.findChildren(Text) if text.isVisible())
    assert "Remis à l’imprimante « Tray » : 4 pages." in said.replace("\xa0", " ")
    assert filled(view) == ["Oui, en entier"] and view.presenter.agreement_state == "final", "nobody saw the paper yet"


def test_without_a_printer_the_pdf_is_offered(
    agreed: Agreed, complete_draft: Agreement, show: Shown, qtbot: QtBot
) -> None:
    view = show(agreement(agreed, complete_draft.id, "pack"))
    view.presenter.packs.finish()
    view.presenter.printers = NoPrinter()
    print_key(view, qtbot)
    ways = [button.text() for button in view.page.findChildren(MessagePanel)[0].findChildren(QPushButton)]
    assert "Enregistrer en PDF…" in ways


def test_the_plan_shows_its_pages_before_they_are_printed(agreed: Agreed, show: Shown, qtbot: QtBot) -> None:
    view = show(agreement(agreed, agreed.draft().id))
    gone: list[dict[str, object]] = []
    view.presenter.open_place = lambda key, /, **arguments: gone.append(arguments)
    print_key(view, qtbot)
    assert [arguments["step"] for arguments in gone] == ["preview"]


def print_key(view: AgreementView, qtbot: QtBot) -> None:
    """Ctrl+P in the window in front."""
    with qtbot.waitActive(view):
        view.activateWindow()
    qtbot.keyClick(view, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)


class Tray:
    """A printer that takes what it is given."""

    def __init__(self) -> None:
        self.taken: list[Printout] = []

    def put_on_paper(self, paper: Printout, handed_over: Callable[[HandedOver], None]) -> None:
        self.taken.append(paper)
        handed_over(HandedOver("Tray", 4))


class NoPrinter:
    """A computer without one."""

    def put_on_paper(self, paper: Printout, handed_over: Callable[[HandedOver], None]) -> None:
        raise Problem("Aucune imprimante.", "Enregistrez le PDF.", code="no-printer")


def test_final_text_cannot_be_typed_over(agreed: Agreed, final_agreement: Agreement, show: Shown) -> None:
    view = show(agreement(agreed, final_agreement.id, "parties"))
    assert view.face.fields and not any(field.isVisible() for field in view.face.fields.values())


# --- the fields themselves


def told(qtbot: QtBot, show: Shown, spec: FieldSpec, value: Any) -> tuple[Any, list[Any]]:
    widget = show(field_input(spec, Clock()))
    heard: list[Any] = []
    widget.changed.connect(heard.append)
    widget.set_value(value)
    return widget, heard


def test_one_sentence_for_all_languages_stays_one_until_another_is_written(qtbot: QtBot, show: Shown) -> None:
    spec = FieldSpec("x", InputKind.PROSE, "Objet", languages=("fr", "en"))
    widget, heard = told(qtbot, show, spec, "Cartes")
    assert isinstance(widget, ProseInput) and widget.value == "Cartes"
    widget.areas["en"].edit.setFocus()
    qtbot.keyClicks(widget.areas["en"].edit, "Cards")
    widget.areas["en"].commit()
    assert heard == [{"fr": "Cartes", "en": "Cards"}]


def test_a_row_keeps_what_it_holds_beside_its_fields(qtbot: QtBot, show: Shown) -> None:
    columns = (FieldSpec("text", InputKind.TEXT, "Condition"), FieldSpec("due", InputKind.DATE, "Avant le"))
    spec = FieldSpec("c", InputKind.ROWS, "Conditions", columns=columns, add="Ajouter")
    widget, heard = told(qtbot, show, spec, [{"id": "1", "text": "Sans emblème", "due": "2027-12-31"}])
    assert isinstance(widget, RowsInput)
    box = widget.cards[0].form.inputs["text"].first()
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_End)
    qtbot.keyClicks(box, " commercial")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert heard == [[{"id": "1", "text": "Sans emblème commercial", "due": "2027-12-31"}]]


def test_what_cannot_be_read_as_a_number_is_not_told(qtbot: QtBot, show: Shown) -> None:
    widget, heard = told(qtbot, show, FieldSpec("n", InputKind.NUMBER, "Jours"), 30)
    box = widget.first()
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "trente")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert heard == [] and widget.box.error.text()
    box.selectAll()
    qtbot.keyClicks(box, "45")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert heard == ["45"]


@pytest.mark.parametrize(("step", "words"), [("type", "En faire"), ("life", "Commencer")])
def test_a_partnership_that_outgrew_its_type_is_offered_the_type_it_has_become(
    agreed: Agreed, show: Shown, qtbot: QtBot, step: str, words: str
) -> None:
    made = agreed.draft("LOI") if step == "type" else signed(agreed)
    if step == "life":
        partnerships.change(agreed.office.work, agreed.partnership, contribution_kinds=["services"], goods_kinds=[])
    view = show(agreement(agreed, made.id, step))
    gone: list[str] = []
    view.presenter.open_place = lambda place, /, **arguments: gone.append(arguments["step"])
    (button,) = [one for one in view.findChildren(QPushButton) if one.isVisible() and words in one.text()]
    pressed(button, qtbot)
    assert gone == ["type" if step == "type" else "parties"]
    assert not show(agreement(agreed, agreed.draft("INK").id, "type")).presenter.outgrown or step == "life"


def test_in_the_narrowest_window_a_clause_is_chosen_above_its_text(agreed: Agreed, show: Shown, qtbot: QtBot) -> None:
    view = show(agreement(agreed, agreed.draft().id, "clauses"))
    face = view.face
    view.resize(1100, 700)
    qtbot.waitUntil(lambda: face.side.isVisible() and not face.jump.isVisible())
    view.resize(420, 400)
    qtbot.waitUntil(lambda: face.jump.isVisible() and not face.side.isVisible())
    face.jump.setCurrentIndex(2)
    face.jump.picked.emit()
    assert view.presenter.clauses.current == face.jump.currentData() == view.presenter.clauses.rows[2].id
    view.resize(1100, 700)
    qtbot.waitUntil(lambda: face.side.isVisible() and not face.jump.isVisible())
