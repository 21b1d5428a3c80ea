"""The pipeline as an officer has it: the board, the list, a card that moves or says what lacks, what is taken back."""

from datetime import timedelta
from decimal import Decimal

from desktop.base.progress import RunNow
from desktop.base.values import today
from desktop.definitions.pipeline import PipelineStage
from desktop.office import Office
from desktop.presenters.registry.pipeline import CardSign, PipelinePresenter
from desktop.presenters.registry.pipeline_figures import PipelineFiguresPresenter
from desktop.presenters.registry.pipeline_form import closing_rows, next_shown
from desktop.services import pipeline
from desktop.services.diligence import cases
from desktop.services.registry import partners, partnerships
from desktop.store.records import Partner, Partnership
from tests.makers import on
from tests.paper import words_of

S = PipelineStage


def planned(office: Office, name: str = "Kaoural Transport", **fields: object) -> Partnership:
    partner = partners.register(on(office, today()), Partner(name=name, country="NE", sectors=["transport"]))
    plain = {"title": "Vingt camions", "aims": ["c"], "type": "RES", **fields}
    return partnerships.plan(office.work, Partnership(partner_id=partner.id, **plain))  # type: ignore[arg-type]


def shown(office: Office, sign: str = "") -> PipelinePresenter:
    presenter = PipelinePresenter(office, RunNow(), sign)
    presenter.opened = []  # type: ignore[attr-defined]
    presenter.open_place = lambda key, **arguments: presenter.opened.append((key, arguments))  # type: ignore[attr-defined]
    presenter.refresh()
    return presenter


def stages(presenter: PipelinePresenter) -> dict[str, int]:
    return {column.stage: len(column.cards) for column in presenter.columns if column.cards}


def test_a_card_moves_by_a_step_and_back_by_the_undo(office: Office) -> None:
    partnership = planned(office, value="24000", currency="USD")
    board = shown(office)
    assert stages(board) == {S.PROSPECT: 1} and "24" in board.columns[0].note
    board.shift(partnership.id, 1)
    assert stages(board) == {S.EXPLORATION: 1} and board.undo is not None
    board.take_back_deed(board.undo)
    assert stages(board) == {S.PROSPECT: 1}


def test_a_card_that_cannot_move_says_why_and_does_the_step_that_lacks(office: Office) -> None:
    partnership = planned(office, type="", aims=[])
    board = shown(office)
    board.shift(partnership.id, 1)
    assert board.stuck is not None and "¶15" in board.stuck.sentence and "Kaoural" in board.stuck.sentence
    board.stuck.deed()  # type: ignore[misc]
    assert board.opened[-1] == ("partnership", {"partner": partnership.partner_id, "id": partnership.id})  # type: ignore[attr-defined]
    partnerships.change(office.work, partnership.id, aims=["c"], type="RES")
    board.move(partnership.id, S.EXPLORATION)
    board.shift(partnership.id, 1)
    assert board.stuck is not None and "¶21" in board.stuck.sentence
    board.stuck.deed()  # type: ignore[misc]
    board.refresh()
    assert board.opened[-1][0] == "diligence" and stages(board) == {S.DILIGENCE: 1}  # type: ignore[attr-defined]
    board.read_stuck()
    assert board.stuck is None


def test_what_is_given_up_has_a_reason_and_comes_back(office: Office) -> None:
    partnership = planned(office)
    cases.open_case(office.work, office.definitions.form, partnership)
    board = shown(office)
    board.give_up(partnership.id)
    assert board.asking == partnership.id and board.closes
    again = PipelinePresenter(office, RunNow())  # the form is still open after a power cut
    assert (again.asking, again.closes) == (partnership.id, True)
    offered = {option.key for option in closing_rows(board)[0][0].options}
    assert "no_answer" in offered and "completed" not in offered
    board.close("no_answer", "Trois lettres.", "Appeler.")
    assert not board.asking and not stages(board)
    board.turn()
    board.narrow(stage=S.CLOSED)
    (card,) = board.cards
    assert board.cells(card)["reason"].text == "Le partenaire ne répond plus"
    board.shift(card.id, -1)
    board.narrow(stage="")
    assert [card.stage for card in board.cards] == [S.DILIGENCE]
    assert board.undo is not None
    board.take_back_deed(board.undo)  # closed again, for the same reason
    assert not board.cards


def test_signs_narrow_the_list_and_today_leads_to_them(office: Office) -> None:
    late, later = planned(office), planned(office, "Banque du Fleuve")
    pipeline.plan_next(office.work, late.id, "Appeler", today() - timedelta(days=1))
    board = shown(office, CardSign.OVERDUE)
    assert board.as_list and [card.id for card in board.cards] == [late.id]
    board.narrow(sign=CardSign.UNPLANNED)
    assert [card.id for card in board.cards] == [later.id]
    board.clear()
    board.filter("fleuve")
    assert [card.id for card in board.cards] == [later.id]
    board.plan(later.id)
    assert next_shown(board)["what"] == ""
    board.save_next("Écrire", today().isoformat(), "")
    assert "Écrire" in board.sign_of(board.card(later.id))  # type: ignore[arg-type]
    told: list[object] = []
    board.summarise(later.id, told.append)
    assert told[0].title == "Banque du Fleuve" and "¶21" in told[0].next  # type: ignore[attr-defined]


def test_the_stages_in_figures_are_drawn_listed_printed_and_open_their_partnerships(office: Office) -> None:
    empty = PipelineFiguresPresenter(office, RunNow())
    empty.refresh()
    assert empty.is_empty and not empty.charts
    first = planned(office, value="24000", currency="USD")
    planned(office, "Teranga", value="1000.50", currency="USD")
    planned(office, "Sahel Télécom")
    shown(office).shift(first.id, 1)
    page = PipelineFiguresPresenter(office, RunNow())
    went: list[tuple[str, dict[str, str]]] = []
    page.open_place = lambda key, **arguments: went.append((key, arguments))  # type: ignore[method-assign]
    page.refresh()
    cells = {line.key: line.cells for line in page.lines}
    assert [cells[S.PROSPECT][name].exact for name in ("count", "unknown", "value")] == [2, 1, Decimal("1000.50")]
    counts, worth = page.charts
    assert sum(counts.values()) == 3 and sum(worth.values()) == Decimal("25000.50")
    assert counts.series[0].data[1].key == S.EXPLORATION
    page.open_stage(S.EXPLORATION)
    assert went == [("pipeline", {"stage": "exploration"})]
    of_stage = PipelinePresenter(office, RunNow(), stage="exploration")
    of_stage.refresh()
    assert of_stage.as_list and [card.id for card in of_stage.cards] == [first.id]
    page.show_paper()
    said = words_of(page.pdf or b"")
    assert "Où en est le parcours" in said and "25 000,50" in said.replace("\u202f", " ").replace("\u00a0", " ")
