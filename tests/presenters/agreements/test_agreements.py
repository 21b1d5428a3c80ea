"""The presenters of agreements, from the first choice to the signed paper."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from desktop.base.progress import Progress, RunNow
from desktop.base.values import today
from desktop.documents import seal
from desktop.presenters.agreements.agreement import STEPS, AgreementPresenter
from desktop.presenters.agreements.agreements import AgreementsPresenter
from desktop.presenters.agreements.new_agreement import NewAgreementPresenter
from desktop.presenters.presenter import Confirmation, HandedOver, Printout
from desktop.services.agreements import drafting, lookup, negotiation, packs
from desktop.services.registry import partnerships
from desktop.store.records import Agreement
from tests.agreed import Agreed, agreed, agreed_folder, complete_draft, final_agreement
from tests.makers import on
from tests.paper import page_texts, signed
from tests.refusal import refused
from tests.services.agreements.test_word import rewritten

__all__ = ["agreed", "agreed_folder", "complete_draft", "final_agreement"]

Visits = list[tuple[str, dict[str, object]]]


class Chooser:
    """Answers every question about files with the same path, at once."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def confirm(self, question: Confirmation, confirmed: Callable[[], None]) -> None:
        confirmed()

    def files(self, title: str, patterns: str, chosen: Callable[[Sequence[Path]], None]) -> None:
        chosen([self.path])

    def folder(self, title: str, chosen: Callable[[Path], None]) -> None:
        chosen(self.path)

    def place_to_save(self, title: str, name: str, chosen: Callable[[Path], None]) -> None:
        chosen(self.path)


def visits(presenter: Any) -> Visits:
    """Where a presenter goes, from now on."""
    found: Visits = []
    presenter.open_place = lambda key, /, **arguments: found.append((key, arguments))
    return found


def opened(agreed: Agreed, agreement_id: str, step: str = "") -> AgreementPresenter:
    presenter = AgreementPresenter(agreed.office, RunNow(), agreement_id, step)
    presenter.refresh()
    return presenter


# --- the list, and a new one


def test_the_list_counts_what_is_not_signed_and_finds_words(agreed: Agreed, final_agreement: Agreement) -> None:
    agreed.draft("MOU")
    shown = AgreementsPresenter(agreed.office, RunNow())
    shown.refresh()
    assert shown.state == "2 accords, dont 2 pas encore signés."
    assert {line.state for line in shown.lines} == {"Projet", "Définitif, à signer"}
    shown.filter("mémorandum")
    assert len(shown.lines) == 1
    shown.filter(final_agreement.reference)
    assert [line.id for line in shown.lines] == [final_agreement.id]


def test_a_new_agreement_proposes_its_type_with_why_and_opens_the_draft(agreed: Agreed) -> None:
    shown = NewAgreementPresenter(agreed.office, RunNow())
    shown.refresh()
    assert shown.partnership is not None and shown.partnership.id == agreed.partnership
    assert shown.type == "INK" and "Proposé" in shown.types[0].use
    gone = visits(shown)
    shown.choose_second("en")
    shown.draft()
    ((key, arguments),) = gone
    assert key == "agreement" and arguments["step"] == "parties"
    kept = lookup.agreement(agreed.office.store, str(arguments["id"]))
    assert (kept.type, kept.languages, kept.ruling_language) == ("INK", ["fr", "en"], "fr")


def test_a_second_language_is_never_the_first(agreed: Agreed) -> None:
    shown = NewAgreementPresenter(agreed.office, RunNow(), agreed.partnership)
    shown.refresh()
    shown.choose_second("en")
    shown.choose_language("en")
    assert shown.languages == ("en",)


# --- the plan


def test_the_plan_counts_gaps_by_step_and_says_what_is_next(agreed: Agreed) -> None:
    shown = opened(agreed, agreed.draft().id)
    lines = {line.key: line for line in shown.steps}
    assert list(lines) == list(STEPS)
    assert lines["type"].state == "done" and lines["parties"].state == "doing" and lines["pack"].state == "todo"
    assert shown.next_page[0] == "parties"
    total = sum(fix.blocks for fix in shown.fixes)
    assert str(total) in shown.state
    assert {fix.step for fix in shown.fixes} <= {"parties", "annexes", "clauses", "decision"}


def test_a_finding_leads_to_its_field(agreed: Agreed) -> None:
    shown = opened(agreed, agreed.draft().id, "preview")
    gone = visits(shown)
    delivery = next(fix for fix in shown.fixes if fix.target == "delivery.place")
    shown.mend(delivery)
    goods = next(fix for fix in shown.fixes if fix.target == "contribution.goods")
    shown.mend(goods)
    assert [arguments["step"] for _key, arguments in gone] == [
        "parties:delivery.place",
        "annexes:contribution.goods",
    ]


def test_a_complete_draft_is_read_once_then_made_final(agreed: Agreed, complete_draft: Agreement) -> None:
    shown = opened(agreed, complete_draft.id)
    assert shown.blocking == () and shown.next_page[0] == "preview"
    assert all(line.state == "done" for line in shown.steps if line.key not in ("pack", "life"))


def test_languages_are_changed_and_the_ruling_one_stays_among_them(agreed: Agreed) -> None:
    shown = opened(agreed, agreed.draft().id, "type")
    shown.set_languages(["es", "en"], "fr")
    kept = shown.composition.agreement
    assert (kept.languages, kept.ruling_language) == (["es", "en"], "es")


# --- fields


def test_fields_stand_in_groups_proposed_where_the_records_know(agreed: Agreed) -> None:
    shown = opened(agreed, agreed.draft().id, "parties")
    groups = {group.key: group for group in shown.fields.groups}
    assert list(groups)[:3] == ["partner", "office", "parties"]
    name = next(spec for spec in groups["partner"].fields if spec.key == "partner.name")
    assert name.origin == "Repris de la fiche" and not name.missing
    assert shown.fields.value("agreement.notice_days") == 30
    assert not {"contribution.goods", "decision.date"} & set(shown.fields.names)


def test_further_parties_are_filled_in_once_and_their_gaps_lead_where_they_are_mended(agreed: Agreed) -> None:
    made = agreed.draft()
    shown = opened(agreed, made.id, "parties")
    group = next(group for group in shown.fields.groups if group.key == "parties")
    assert [spec.key for spec in group.fields] == ["agreement.parties"] and not group.missing
    assert len(group.fields[0].columns) == 9
    shown.fields.save("agreement.parties", [{"name": "Ministère du Travail", "kind": "authority"}])
    assert "agreement.parties" in shown.fields.gaps
    fixes = {fix.text: fix for fix in shown.fixes}
    assert any(fix.step == "parties" and fix.target == "agreement.parties" for fix in fixes.values())
    assert any(fix.step is None and fix.target == "partnership" for fix in fixes.values())
    annexes = opened(agreed, made.id, "annexes").fields.annexes
    assert all(annex.table is None or annex.table.key != "agreement.parties" for annex in annexes)


def test_what_is_typed_is_kept_and_leaves_the_gaps(agreed: Agreed) -> None:
    shown = opened(agreed, agreed.draft().id, "parties")
    assert "delivery.place" in shown.fields.gaps
    shown.fields.save("delivery.place", "Thiès")
    assert "delivery.place" not in shown.fields.gaps
    shown.leave()
    assert lookup.agreement(agreed.office.store, shown.id).content["delivery.place"] == "Thiès"


def test_gaps_are_walked_round_both_ways(agreed: Agreed) -> None:
    shown = opened(agreed, agreed.draft().id, "parties")
    gaps = shown.fields.gaps
    assert shown.fields.neighbour("", 1) == gaps[0]
    assert shown.fields.neighbour(gaps[0], 1) == gaps[1]
    assert shown.fields.neighbour(gaps[-1], 1) == gaps[0]
    assert shown.fields.neighbour(gaps[0], -1) == gaps[-1]


def test_an_answer_brings_its_fields_in(agreed: Agreed) -> None:
    shown = opened(agreed, agreed.draft().id, "parties")
    assert "agreement.confidential_years" not in shown.fields.names
    shown.fields.save("agreement.confidential", True)
    assert "agreement.confidential_years" in shown.fields.names


def test_the_sum_of_the_goods_is_compared_with_the_total(agreed: Agreed, complete_draft: Agreement) -> None:
    shown = opened(agreed, complete_draft.id, "annexes")
    goods = next(annex for annex in shown.fields.annexes if annex.code == "A")
    assert goods.agrees and "18\u00a0400,00\u00a0USD" in goods.sums
    rows = [*shown.fields.value("contribution.goods")]
    rows[0] = {**rows[0], "value": {"amount": "9500.00", "currency": "USD"}}
    shown.fields.save("contribution.goods", rows)
    assert not shown.fields.annexes[0].agrees
    value = shown.composition.partnership.value
    bring_back = shown.fields.take_sum()
    bring_back()
    assert shown.composition.partnership.value == value and not shown.fields.annexes[0].agrees
    shown.fields.take_sum()
    assert shown.fields.annexes[0].agrees and shown.blocking == ()
    assert shown.composition.partnership.value == "18300.00" and "18\u00a0300,00\u00a0USD" in shown.fields.total
    assert next(annex for annex in shown.fields.annexes if annex.code == "D").table is None


# --- clauses


def test_clauses_are_found_by_their_words_and_shown_with_their_gaps(agreed: Agreed) -> None:
    shown = opened(agreed, agreed.draft().id, "clauses:C-CTB")
    articles = {article.clause: article.number for article in shown.assembled.versions[0].articles}
    assert shown.clauses.title.startswith(f"{articles['C-CTB']}. ")
    assert any(level.texts for level in shown.clauses.levels)
    shown.clauses.search("force majeure")
    assert "S-FMJ" in {row.id for row in shown.clauses.rows} and len(shown.clauses.rows) < len(shown.clauses.inclusions)


def test_a_required_clause_is_waived_with_a_reason_and_taken_back(agreed: Agreed, complete_draft: Agreement) -> None:
    shown = opened(agreed, complete_draft.id, "clauses:S-LIA")
    shown.clauses.waive(" ")
    assert shown.problem is not None and not shown.clauses.is_waived
    shown.clauses.waive("Demandé par le partenaire.")
    assert shown.clauses.is_waived and shown.problem is None and len(shown.blocking) == 1
    shown.clauses.restore()
    assert not shown.clauses.is_waived and shown.blocking == ()


def test_a_paragraph_is_changed_again_and_goes_back_to_the_library(agreed: Agreed, complete_draft: Agreement) -> None:
    shown = opened(agreed, complete_draft.id, "clauses:S-AMD")
    clauses = shown.clauses
    library = clauses.levels[0].texts[0].text
    for words in ("Premier texte.", "Second texte."):
        clauses.edit(1)
        clauses.depart({"fr": words}, "motif")
        assert clauses.levels[0].departed and clauses.levels[0].texts[0].text == words
    assert len(negotiation.departures(agreed.office.store, shown.id)) == 1
    clauses.back_to_library()
    assert clauses.levels[0].texts[0].text == library and not clauses.levels[0].departed


def test_a_change_without_reason_keeps_the_earlier_one(agreed: Agreed, complete_draft: Agreement) -> None:
    shown = opened(agreed, complete_draft.id, "clauses:S-AMD")
    shown.clauses.edit(1)
    shown.clauses.depart({"fr": "Premier texte."}, "motif")
    shown.clauses.edit(1)
    with refused("departure-without-reason"):
        shown.clauses.depart({"fr": "Autre texte."}, "")
    shown.refresh()
    assert shown.clauses.levels[0].texts[0].text == "Premier texte."


# --- the pack


def test_a_draft_goes_out_as_word_and_what_came_back_is_taken_over(
    agreed: Agreed, complete_draft: Agreement, tmp_path: Path
) -> None:
    shown = opened(agreed, complete_draft.id, "word")
    path = tmp_path / "accord.docx"
    shown.asker = Chooser(path)
    shown.word.save()
    assert shown.word.saved == path and "inaperçu" in shown.state
    shown.word.choose()
    assert shown.word.lines == () and "personne" in shown.state
    path.write_bytes(
        rewritten(
            path.read_bytes(),
            lambda xml: xml.replace("ni caution ni approbation", "ni caution").replace("Mame Diarra Sow", "Aby Sy"),
        )
    )
    shown.word.choose()
    found = [*zip(shown.word.differences, shown.word.lines, strict=True)]
    changed = next(line for difference, line in found if difference.clause == "C-NEX")
    outside = next(line for difference, line in found if difference.kind == "outside")
    for difference, line in found:
        if difference.clause not in ("C-NEX", ""):
            shown.word.toggle(line.key)
    assert changed.is_taken and outside.is_taken is None and "en silence" in shown.state
    assert "verrouillé" in changed.note and "Parties et éléments convenus" in outside.note
    shown.word.show(changed.key)
    assert [told.text.strip() for told in shown.word.words if told.wording == "old"] == ["ni approbation"]
    shown.word.toggle(changed.key)
    assert not shown.word.chosen
    shown.word.take_over("Demandé par le partenaire.")
    assert shown.problem is not None and shown.problem.code == "word-nothing-chosen"
    shown.word.toggle(changed.key)
    shown.word.take_over("")
    assert shown.problem is not None and shown.problem.code == "departure-without-reason" and shown.word.file
    comparison = tmp_path / "comparaison.pdf"
    shown.asker = Chooser(comparison)
    shown.word.show_comparison()
    shown.word.paper.save()
    assert shown.word.paper.pdf == comparison.read_bytes()
    assert "ni approbation" in " ".join(page_texts(comparison.read_bytes()))
    shown.word.paper.close()
    shown.word.take_over("Demandé par le partenaire.")
    assert shown.problem is None and shown.word.file is None and "repris" in shown.state
    clauses = opened(agreed, shown.id, "clauses:C-NEX").clauses
    assert "Demandé par le partenaire." in clauses.why and clauses.waits_for_legal and not clauses.can_clear
    listed = AgreementsPresenter(agreed.office, RunNow())
    listed.refresh()
    assert [line.words["review"] for line in listed.lines] == ["1 clause à examiner"]
    listed.narrow(review="none")
    assert not listed.lines


def test_an_earlier_agreement_is_chosen_and_what_differs_is_read_in_either_language(agreed: Agreed) -> None:
    alone = agreed.complete(("fr", "en"))
    assert opened(agreed, alone.id, "comparison").comparison.listed == ()
    ours = agreed.complete(("fr", "en"))
    drafting.save_field(agreed.office.work, ours.id, "delivery.place", "Kaolack")
    shown = opened(agreed, ours.id, "comparison")
    (line,) = shown.comparison.lines
    assert (line.title, line.label) == ("Teranga Câbles & Réseaux SA", "Projet") and "Choisissez" in shown.state
    shown.comparison.search("ailleurs")
    assert shown.comparison.lines == () and shown.comparison.listed
    gone = visits(shown)
    shown.comparison.choose(line.id)
    assert gone == [("agreement", {"id": ours.id, "step": f"comparison:{alone.id}"})]

    shown = opened(agreed, ours.id, f"comparison:{alone.id}")
    comparison = shown.comparison
    assert comparison.code == "fr" and "Comparé avec" in shown.state and "différence" in shown.state
    told = [words for line in comparison.compared_lines for words in line.words if words.wording == "new"]
    assert any("Kaolack" in words.text for words in told)
    places = [int(place) for place, _heading in comparison.headings]
    assert all(comparison.compared_lines[place - 1].heading for place in places) and "préambule" in comparison.alike
    comparison.choose_language("en")
    assert comparison.code == "en" and "Kaolack" in str(comparison.compared_lines)
    comparison.show_paper()
    assert comparison.paper.pdf is not None
    pages = " ".join(page_texts(comparison.paper.pdf))
    assert "Kaolack" in pages and "English" in pages


def test_what_cannot_be_compared_says_why_in_the_place_of_the_comparison(
    agreed: Agreed, complete_draft: Agreement
) -> None:
    for other in (agreed.draft("MOU").id, "0" * 32):
        comparison = opened(agreed, complete_draft.id, f"comparison:{other}").comparison
        assert comparison.refusal is not None and comparison.compared is None and comparison.headings == ()
        comparison.show_paper()
        assert comparison.paper.pdf is None


def test_from_final_to_the_signed_paper(agreed: Agreed, complete_draft: Agreement, tmp_path: Path) -> None:
    shown = opened(agreed, complete_draft.id, "pack")
    shown.asker = Chooser(tmp_path / "dossier")
    pack = shown.packs
    assert pack.stage == "finish"
    pack.ask_to_finish()
    assert pack.stage == "print" and shown.composition.agreement.reference
    assert pack.lines[0].title == f"{shown.composition.agreement.reference}/v1"
    pack.save()
    assert pack.saved == tmp_path / "dossier.pdf" and pack.saved.read_bytes().startswith(b"%PDF")
    seen: list[Path] = []
    pack.view_file = lambda path: seen.append(path) or True
    pack.view()
    assert seen == [pack.saved]
    pack.view_file = lambda _path: False
    with refused("no-viewer"):
        pack.view()
    pack.mark_printed()
    assert pack.stage == "sign"
    copy = pack.returned
    copy.take([pack.saved])
    assert shown.problem is not None and shown.problem.code == "scan-is-printed" and copy.scan is None
    came_back = tmp_path / "signe.pdf"
    came_back.write_bytes(signed(pack.saved.read_bytes()))
    copy.take([came_back])
    assert shown.problem is None and copy.complete and {line.label for line in copy.lines} == {"Revenue"}
    copy.file(today(), "Dakar", seen=False)
    assert shown.problem is not None and pack.stage == "sign"
    copy.file(today(), "Dakar", seen=True)
    assert shown.problem is None and pack.stage == "nothing" and "Dakar" in pack.signature


def test_the_partner_s_copy_is_saved_beside_the_pack(agreed: Agreed, complete_draft: Agreement, tmp_path: Path) -> None:
    shown = opened(agreed, complete_draft.id, "pack")
    pack = shown.packs
    shown.asker = Chooser(tmp_path / "exemplaire")
    pack.save_for_partner()
    assert pack.saved_for_partner is None  # nothing is final yet
    pack.ask_to_finish()
    pack.save_for_partner()
    assert pack.saved_for_partner == tmp_path / "exemplaire.pdf" and pack.saved is None
    assert seal.verify(pack.saved_for_partner.read_bytes()).reference == f"{shown.composition.agreement.reference}/v1/P"


def test_originals_are_chosen_printed_as_one_job_and_saved(
    agreed: Agreed, complete_draft: Agreement, tmp_path: Path
) -> None:
    shown = opened(agreed, complete_draft.id, "pack")
    folder = tmp_path / "originals"
    folder.mkdir()
    shown.asker = Chooser(folder)
    originals = shown.packs.originals
    assert not originals.all
    shown.packs.ask_to_finish()
    assert [original.number for original in originals.chosen] == [1, 2]
    jobs: list[Printout] = []
    shown.printers = Taking(jobs)
    originals.put_on_paper()
    count = len(pages_of(packs.original(agreed.office.work, shown.id, 1)))
    assert len(pages_of(jobs[0].pdf)) == 2 * count + count % 2, "the second one begins on a new sheet"
    assert shown.packs.was_handed_out
    originals.save()
    reference = shown.composition.agreement.reference
    assert sorted(path.name for path in folder.iterdir()) == [
        f"{reference}-original-1-sur-2.pdf",
        f"{reference}-original-2-sur-2.pdf",
    ]
    assert originals.saved_sentence.startswith("Enregistrés dans")
    originals.choose(1, on=False)
    shown.asker = Chooser(tmp_path / "partenaire")
    originals.save()
    assert (tmp_path / "partenaire.pdf").read_bytes() == packs.original(agreed.office.work, shown.id, 2)
    originals.put_on_paper()
    assert len(pages_of(jobs[1].pdf)) == count and jobs[1].name.endswith("original-2-sur-2")
    originals.choose(2, on=False)
    originals.put_on_paper()
    assert len(jobs) == 2 and not originals.chosen


@dataclass(frozen=True)
class Taking:
    """A printer that takes everything."""

    jobs: list[Printout]

    def put_on_paper(self, paper: Printout, handed_over: Callable[[HandedOver], None]) -> None:
        self.jobs.append(paper)
        handed_over(HandedOver("Bureau", len(pages_of(paper.pdf))))


def pages_of(pdf: bytes) -> list[object]:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return list(opened.pages)


def test_what_blocks_is_told_and_nothing_becomes_final(agreed: Agreed) -> None:
    shown = opened(agreed, agreed.draft().id, "pack")
    shown.packs.finish()
    assert shown.problem is not None and shown.composition.agreement.state == "draft"


def test_the_pages_are_drawn_for_the_preview(agreed: Agreed) -> None:
    shown = opened(agreed, agreed.draft().id, "preview")
    shown.packs.draw()
    assert shown.packs.preview.startswith(b"%PDF")
    assert shown.packs.stored == ()


def test_types_under_which_what_is_brought_cannot_be_given_stand_last(agreed: Agreed) -> None:
    shown = NewAgreementPresenter(agreed.office, RunNow(), agreed.partnership)
    shown.refresh()
    codes = [choice.code for choice in shown.types]
    assert codes[0] == "INK" and set(codes[:4]) == {"INK", "IMP", "LTR", "SPO"} and len(codes) == 11


@pytest.mark.parametrize(("kind", "type_"), [("cash", "MOU"), ("services", "INK"), ("goods", "MOU")])
def test_a_type_that_cannot_carry_the_partnership_says_so_before_the_draft(
    agreed: Agreed, kind: str, type_: str
) -> None:
    partnerships.change(agreed.office.work, agreed.partnership, contribution_kinds=[kind], goods_kinds=[])
    shown = NewAgreementPresenter(agreed.office, RunNow(), agreed.partnership)
    shown.refresh()
    assert shown.type == {"cash": "CON", "goods": "INK", "services": "PBS"}[kind]
    shown.choose_type(type_)
    assert "Siège" in shown.caution
    shown.choose_type("INK")
    assert ("Siège" in shown.caution) is (kind != "goods")


def test_a_type_beyond_whose_limits_the_partnership_is_says_so_before_the_draft(agreed: Agreed) -> None:
    partnerships.change(agreed.office.work, agreed.partnership, features=["sales"])
    shown = NewAgreementPresenter(agreed.office, RunNow(), agreed.partnership)
    shown.refresh()
    shown.choose_type("LTR")
    limits = agreed.office.definitions.agreements["LTR"].limits
    assert any(limit.text["fr"] in shown.caution for limit in limits)
    shown.choose_type("INK")
    assert not any(limit.text["fr"] in shown.caution for limit in limits)
    assert "AMD" not in [choice.code for choice in shown.types]


class StopAfterOne(RunNow):
    """A reader who presses Stop while the first file is read."""

    def run(self, what: str, work: Callable[[Progress], Any], done: Callable[[Any], None]) -> Progress:
        progress = Progress(lambda _done, _total, _text: progress.stop())
        done(work(progress))
        return progress


def test_stop_leaves_out_the_files_that_come_after_and_keeps_what_was_read(
    agreed: Agreed, final_agreement: Agreement, tmp_path: Path
) -> None:
    pack = packs.make(on(agreed.office, today()), final_agreement.id)
    page = opened(agreed, final_agreement.id, "pack")
    for name in ("un.pdf", "deux.pdf", "trois.pdf"):
        (tmp_path / name).write_bytes(signed(pack.pdf))
    page.runner = StopAfterOne()
    page.packs.returned.take([tmp_path / name for name in ("un.pdf", "deux.pdf", "trois.pdf")])
    scan = page.packs.returned.scan
    assert scan is not None and scan.names == ("un.pdf",)
    assert page.deed_sentence == "Arrêté\u00a0: 2 fichiers n’ont pas été lus."
