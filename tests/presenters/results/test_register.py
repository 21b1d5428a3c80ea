"""The transparency register as an office prepares, reads, seals and corrects it."""

from decimal import Decimal

from desktop.base.progress import Progress, RunNow
from desktop.definitions.terms import Audience
from desktop.office import Office
from desktop.presenters.results.edition import EditionPresenter
from desktop.presenters.results.members_question import MembersQuestionPresenter
from desktop.presenters.results.register import RegisterPresenter
from desktop.presenters.results.register_row import RegisterRowPresenter
from desktop.services.registry import partners
from desktop.services.results.register import editions, questions
from desktop.services.results.register.editions import EditionOrder
from desktop.store.records import Officer
from tests.exchanging import User, seated, user
from tests.offices import PASSPHRASE, chief, chief_seal, office, office_folder
from tests.refusal import refused
from tests.services.results.test_register import SECRET, YEAR, registered

__all__ = ["chief", "chief_seal", "office", "office_folder", "registered", "user"]

CHIEF = f"{PASSPHRASE} chef"


def test_what_leaves_is_read_field_by_field_sealed_saved_and_corrected(
    registered: Office, user: User, chief: Officer
) -> None:
    office = registered
    page = seated(RegisterPresenter(office, RunNow()), user)
    assert page.audience == Audience.MEMBERS and not page.may_seal and page.rows
    assert [line.cells["number"].text for line in page.lines] == ["S-1", "S-2", "S-3", "S-4", "S-6"]
    first = page.lines[0]
    assert first.title == "Un particulier" and first.cells["received"].exact == Decimal("12000.00")
    assert "Les particuliers ne sont pas nommés" in first.cells["hidden"].text
    assert any("personnelles" in line.note for line in page.hidden_lines)
    left_out = {line.key: line.note for line in page.left_out_lines}
    assert left_out["S-5"] == "Pas destiné à ce public, selon le bureau · Négociation en cours"
    page.open_left_out("S-5")
    assert user.went[-1] == ("partnership", {"partner": "open", "id": "S-5"})
    page.narrow(language="es")
    page.refresh()
    assert page.lines[0].title == "Un particular" and page.table is not None
    page.narrow(language="", audience="public")
    page.refresh()
    assert [line.key for line in page.lines] == ["S-2"]
    page.narrow(audience="")
    page.refresh()
    page.open_row("S-1")
    place, arguments = user.went[-1]
    assert place == "register_row"
    row = seated(RegisterRowPresenter(office, RunNow(), **arguments), user)  # type: ignore[arg-type]
    row.refresh()
    words = dict(row.fields)
    assert not any(SECRET in line or SECRET.upper() in line for line in words.values())
    assert words["Partenaire"].startswith("Caché (") and "«\u00a0Un particulier\u00a0»" in words["Partenaire"]
    assert words["Pays du partenaire"] == "Sénégal"
    row.open_partnership()
    assert user.went[-1] == ("partnership", {"partner": "dame", "id": "S-1"})
    gone = seated(RegisterRowPresenter(office, RunNow(), "S-5", "members", "2026"), user)
    gone.refresh()
    assert gone.fields == () and gone.state.endswith("pas dans cette édition")

    office.user = chief
    page = seated(RegisterPresenter(office, RunNow()), user)
    page.refresh()
    assert page.may_seal
    with refused("passphrase-missing"):
        page.seal("")
    page.seal(CHIEF)
    place, arguments = user.went[-1]
    assert place == "edition"
    sealed = seated(EditionPresenter(office, RunNow(), **arguments), user)  # type: ignore[arg-type]
    sealed.refresh()
    assert sealed.title.endswith("R-2026-M-01") and ("Lignes rectifiées", "S-2") not in sealed.facts
    forms = {line.key for line in sealed.file_lines}
    assert {"csv:fr", "csv:en", "csv:es", "xlsx:fr"} <= forms or {"csv:fr", "xlsx:"} <= forms
    sealed.save_file("csv:fr")
    assert user.opens[-1].is_file() and user.opens[-1].name in sealed.deed_sentence
    assert sealed.may_correct
    sealed.correct()
    partners.change(office.work, "sms", name="Un SMS pour un retour digne, 2026")
    place, arguments = user.went[-1]
    mending = seated(RegisterPresenter(office, RunNow(), **arguments), user)  # type: ignore[arg-type]
    mending.refresh()
    assert mending.difference_title.endswith("M-01")
    assert [line.key for line in mending.difference_lines] == ["S-2"]
    assert [spec.key for line in mending.rows for spec in line] == ["reason", "passphrase"]
    mending.take("reason", "Le nom de la campagne était incomplet")
    mending.seal(CHIEF)
    newest = seated(EditionPresenter(office, RunNow(), **user.went[-1][1]), user)  # type: ignore[arg-type]
    newest.refresh()
    assert ("Lignes rectifiées", "S-2") in newest.facts and newest.may_correct
    sealed.refresh()
    assert "rectifiée par" in sealed.state and not sealed.may_correct
    page.refresh()
    assert page.edition_lines[0].key == newest.id


def test_a_question_of_a_member_state_stays_with_the_edition(
    registered: Office, user: User, chief: Officer, chief_seal: bytes
) -> None:
    office = registered
    sealed = editions.seal(office.work.acting_as(chief), EditionOrder(Audience.MEMBERS, YEAR), chief_seal, Progress())
    page = seated(EditionPresenter(office, RunNow(), sealed.id), user)
    page.refresh()
    assert page.may_ask and page.question_lines == []
    page.ask()
    place, arguments = user.went[-1]
    assert (place, arguments) == ("members_question", {"edition": sealed.number})
    form = seated(MembersQuestionPresenter(office, RunNow(), **arguments), user)  # type: ignore[arg-type]
    form.take("state", "FR")
    form.take("question", "Qui a donné les tablettes ?")
    form.save()
    page.refresh()
    (line,) = page.question_lines
    assert line.title == "Qui a donné les tablettes ?" and line.note.startswith("France · ")
    assert line.note.endswith("pas encore de réponse")
    page.open_question(line.key)
    own = seated(MembersQuestionPresenter(office, RunNow(), str(line.key)), user)
    own.take("answer", "Une fondation.")
    own.save()
    assert "réponse de" in own.state
    own.undo()
    assert own.question is not None and own.question.answer == ""
    own.undo()
    assert own.question.answer == "Une fondation."
    own.set_aside(True)
    page.refresh()
    assert page.question_lines == [] and "retiré" in own.state
    own.go_back()
    assert user.went[-1] == ("edition", {"id": sealed.id})
    form.undo()
    assert not questions.listed(office.work)[0].archived  # what was taken back is there again
    lost = seated(MembersQuestionPresenter(office, RunNow(), "none"), user)
    assert not lost.editable
    lost.go_back()
    assert user.went[-1] == ("register", {})
