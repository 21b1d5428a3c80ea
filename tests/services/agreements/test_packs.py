"""The agreement pack: the same bytes twice, drafts marked, words of the reader, and the road from paper to file."""

import gettext
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from sqlalchemy import select

from desktop.base.paths import forms, resources
from desktop.base.text import LANGUAGES, said_in
from desktop.base.values import sha256, today
from desktop.definitions.agreements.archiving import archive
from desktop.definitions.clauses.clause import TextNode, walk
from desktop.definitions.clauses.library import read_library
from desktop.definitions.loading import Definitions
from desktop.definitions.terms import FileFlaw
from desktop.documents import seal
from desktop.documents.blocks import ArticleBlock, Document, Paper, PartBlock, TableBlock, each_language
from desktop.documents.pack import PackContent, build_pack, pack_document, partner_copy
from desktop.documents.scans import printed_pages, read_codes
from desktop.documents.seal import PaperVerdict
from desktop.services import next_step
from desktop.services.agreements import composing, finalising, lookup, pack_content, packs, returned_scan, signing
from desktop.services.agreements.signing import SignatureDetails
from desktop.services.demo import agreement_fields, invented
from desktop.services.diligence import brief
from desktop.services.office import marks, office_profile, people
from desktop.services.registry import partner_persons, partnerships
from desktop.services.screening import certificate
from desktop.store.records import Agreement, Evidence, OfficeProfile, Officer
from desktop.store.records.values import DecisionCondition
from desktop.store.states import AgreementState, ConditionKind, Obligor, OfficeKind, Role
from tests.agreed import Agreed, agreed, agreed_folder, complete_draft, final_agreement, redecide
from tests.makers import on
from tests.paper import assert_archivable, marked, outlined, page_texts, photographed, scanned, signed
from tests.refusal import refused

__all__ = ["agreed", "agreed_folder", "complete_draft", "final_agreement"]


def content(agreed: Agreed, made: Agreement) -> PackContent:
    return pack_content.content(on(agreed.office, today()), agreed.composition(made.id), 1)


def make(agreed: Agreed, made: Agreement) -> packs.StoredPack:
    office = agreed.office
    return packs.make(on(office, today()), made.id)


def test_a_final_pack_is_sound_small_and_the_same_twice(agreed: Agreed) -> None:
    final = agreed.final(("fr", "en"))
    first = build_pack(content(agreed, final))
    assert build_pack(content(agreed, final)).data == first.data
    report = seal.verify(first.data)
    assert report.judged(True) is PaperVerdict.SOUND and report.archive == "PDF/A-3B" and report.loose == ()
    assert report.reference == f"{final.reference}/v1" and report.record == first.record
    assert len(first.data) < 400_000 and first.pages < 30


def test_a_pack_of_a_draft_is_a_draft_and_prints_nothing(agreed: Agreed, complete_draft: Agreement) -> None:
    made = make(agreed, complete_draft)
    assert made.record.draft
    with refused("pack-is-draft"):
        packs.mark_printed(agreed.office.work, made.record.id)


@pytest.fixture(scope="session")
def later_forms(tmp_path_factory: pytest.TempPathFactory) -> Definitions:
    """The forms of a later edition: a clause worded anew, one taken out of its type, another opening."""
    folder = tmp_path_factory.mktemp("later") / "forms"
    shutil.copytree(forms(), folder)
    clause, kind = folder / "clauses" / "C-PUR.clause", folder / "agreements" / "ink.toml"
    clause.write_text(clause.read_text("utf-8").replace("poursuivent ensemble", "visent désormais"), "utf-8")
    without = kind.read_text("utf-8").replace('[[clauses]]\nid = "S-COI"\nstatus = "mandatory"\n', "")
    kind.write_text(without.replace("sont convenus de ce qui suit", "conviennent de ce qui suit"), "utf-8")
    return Definitions.load(folder)


def test_later_clauses_do_not_touch_a_final_text(agreed: Agreed, later_forms: Definitions) -> None:
    final = agreed.final(("fr", "en"))
    make(agreed, final)
    reading = on(agreed.office, today()).acting_as(Officer(name="Binta Sarr", role=Role.READER))  # nothing is stored
    before, copy = agreed.composition(final.id).assembled, packs.for_partner(reading, final.id)
    later = replace(on(agreed.office, today()), definitions=later_forms)
    after = composing.compose(later, final.id)
    assert archive(after.assembled) == archive(before)
    assert not [finding for finding in after.findings if finding.blocks]
    assert packs.for_partner(replace(reading, definitions=later_forms), final.id) == copy
    assert "poursuivent ensemble" in " ".join(page_texts(packs.make(later, final.id).pdf))


@pytest.mark.parametrize("code", ["INK", "MOU"])
@pytest.mark.parametrize("languages", [("fr",), ("en",), ("es",), ("fr", "en"), ("en", "es")], ids="-".join)
@pytest.mark.parametrize("country", ["SN", "MX"])
def test_no_copy_for_a_partner_holds_an_internal_sheet_or_a_screened_name(
    agreed: Agreed, code: str, languages: tuple[str, ...], country: str
) -> None:
    """Every type of agreement, in one language and two, on A4 and on Letter: nobody who was screened is named."""
    office = agreed.office
    with office.store.change("Another country", office.user.id) as session:
        session.get_one(OfficeProfile, office.profile.id).country = country
    draft = agreed.draft(code, languages)
    agreement_fields.fill(on(office, today()), draft)
    whole = content(agreed, draft)
    copy = pack_document(partner_copy(whole, f"{whole.reference}/P", {"kind": "partner-copy"}))
    said = " ".join(words_of(copy))
    assert copy.paper == (Paper.LETTER if country == "MX" else Paper.A4)
    assert not [block for block in copy.blocks if isinstance(block, PartBlock) and block.internal]
    assert [block for block in pack_document(whole).blocks if isinstance(block, PartBlock) and block.internal]
    assert whole.certificate is not None
    searched, hits = whole.certificate.names, whole.certificate.hits
    names = [*(entry.name for entry in searched), *(hit.listed for hit in hits), *(hit.source for hit in hits)]
    parties = " ".join(words_of([whole.signatories, whole.partner, whole.partner_local]))
    others = [name for name in names if len(name) > 4 and name not in parties]
    assert len(others) >= 2, "somebody was screened who does not sign"
    assert [name for name in others if name in said] == []


def words_of(part: object) -> Iterator[str]:
    """Every text in a document, however deep."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        for inner in part.values():
            yield from words_of(inner)
    elif isinstance(part, list | tuple):
        for inner in part:
            yield from words_of(inner)
    elif is_dataclass(part):
        for field in fields(part):
            yield from words_of(getattr(part, field.name))


def test_a_draft_follows_the_clauses_of_the_day(
    agreed: Agreed, complete_draft: Agreement, later_forms: Definitions
) -> None:
    later = replace(on(agreed.office, today()), definitions=later_forms)
    assert "visent désormais" in " ".join(page_texts(packs.make(later, complete_draft.id).pdf))
    assert not agreed.composition(complete_draft.id).agreement.wording


def test_a_text_of_an_earlier_version_is_not_drawn_in_later_clauses(
    agreed: Agreed, final_agreement: Agreement, later_forms: Definitions
) -> None:
    """Such a version kept no wording: the pack it made is all there is, and it stays."""
    made = make(agreed, final_agreement)
    with agreed.office.store.change("As an earlier version left it", agreed.office.user.id) as session:
        session.get_one(Agreement, final_agreement.id).wording = ""
    assert (
        packs.printed_copy(agreed.office.work, final_agreement.id) is not None
    )  # the clauses are still those of the pack
    later = replace(on(agreed.office, today()), definitions=later_forms)
    for deed in (packs.make, packs.for_partner):
        with refused("agreement-of-earlier-clauses"):
            deed(later, final_agreement.id)
    copy = packs.for_partner(agreed.office.work, final_agreement.id)
    assert packs.for_partner(later, final_agreement.id) == copy, "what was handed out once is given again"
    assert packs.preview(later, final_agreement.id) == made.pdf


ACCOUNTS = DecisionCondition(
    text="Remettre ses comptes certifiés",
    owner=invented.PARTNER,
    due="2027-03-01",
    kind=ConditionKind.BY,
    obligor=Obligor.PARTNER,
    wordings={"fr": "Remettre ses comptes certifiés"},
)


def test_a_final_text_belongs_to_the_decision_it_was_made_final_under(
    agreed: Agreed, final_agreement: Agreement
) -> None:
    office = agreed.office
    before = make(agreed, final_agreement)
    redecide(agreed, [ACCOUNTS])
    work = on(office, today())
    assert "nouvelle décision" in next_step.agreement_step(work, final_agreement.id).sentence
    assert [finding.rule for finding in agreed.composition(final_agreement.id).findings if finding.blocks] == [
        "decided-anew"
    ]
    with refused("agreement-decided-anew"):
        make(agreed, final_agreement)
    with refused("agreement-decided-anew"):
        packs.mark_printed(work, before.record.id)
    returned_scan.add(work, final_agreement.id, "signe.pdf", signed(before.pdf))
    with refused("agreement-decided-anew"):
        signing.sign(work, final_agreement.id, SignatureDetails(today(), "Dakar", seen=True))
    assert marked(packs.preview(work, final_agreement.id))


def test_a_text_taken_back_carries_what_the_new_decision_asks(agreed: Agreed, final_agreement: Agreement) -> None:
    office = agreed.office
    before = make(agreed, final_agreement)
    with refused("agreement-not-decided-anew"):
        finalising.take_back(on(office, today()), final_agreement.id)
    redecide(agreed, [ACCOUNTS])
    draft = finalising.take_back(on(office, today()), final_agreement.id)
    assert (draft.state, draft.reference) == (AgreementState.DRAFT, final_agreement.reference)
    with refused("partner-copy-without-pack"):
        packs.for_partner(office.work, final_agreement.id)
    assert [finding.rule for finding in agreed.composition(final_agreement.id).findings if finding.blocks] == []
    finalising.finalise(on(office, today()), final_agreement.id)
    after = make(agreed, final_agreement)
    old, new = (" ".join(" ".join(page_texts(pack.pdf)).split()) for pack in (before, after))
    assert ACCOUNTS.text not in old and new.count(ACCOUNTS.text) >= 2, "in the clause and on the decision sheet"
    assert invented.NO_EMBLEM not in new
    returned = returned_scan.add(office.work, final_agreement.id, "ancien.pdf", scanned(photographed(before.pdf)[:1]))
    assert returned.foreign and not returned.complete, "the old paper is not this pack"


def practise(agreed: Agreed) -> None:
    """Make the office the training office."""
    office_profile.change(agreed.office.work, kind=OfficeKind.PRACTICE)


@pytest.mark.parametrize("final", [True, False])
def test_every_page_of_a_pack_made_in_training_says_so(agreed: Agreed, final: bool) -> None:
    practise(agreed)
    made = make(agreed, agreed.final(("fr", "en")) if final else agreed.complete(("fr", "en")))
    assert made.record.draft is not final
    assert marked(made.pdf) == [2] * made.record.pages
    assert_archivable(made.pdf)
    shown = content(agreed, lookup.agreement(agreed.office.store, made.record.agreement_id))
    assert shown.mark is not None
    assert shown.mark.text == ("ENTRAÎNEMENT – SANS VALEUR", "TRAINING – NOT VALID")
    assert build_pack(shown).data == build_pack(shown).data


def test_the_mark_goes_with_the_office_and_the_state_of_the_text(agreed: Agreed) -> None:
    draft, final = content(agreed, agreed.complete()), content(agreed, agreed.final())
    assert draft.mark is not None
    assert draft.mark.text == ("PROJET",)
    assert final.mark is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_other_papers_of_training_say_so_too(agreed: Agreed, final_agreement: Agreement, language: str) -> None:
    office, case = agreed.office, agreed.composition(final_agreement.id).decision
    assert case is not None
    chief = next(one for one in people.officers(office.store) if one.role == "chief_of_mission")

    def papers() -> list[bytes]:
        return [
            brief.pdf(on(office, today()).acting_as(chief), case.case_id, language),
            certificate.case_certificate_pdf(on(office, today()), case.case_id, (language,)),
        ]

    assert [set(marked(paper)) for paper in papers()] == [{0}, {0}]
    practise(agreed)
    assert [set(marked(paper)) for paper in papers()] == [{1}, {1}]
    assert marks.of_office(office.store, (language,)) == marks.of_draft(office.store, (language,))
    for paper in papers():
        assert_archivable(paper)


@pytest.mark.parametrize(("language", "mark"), [("fr", ","), ("es", ","), ("en", ".")])
def test_how_alike_two_names_are_is_written_as_the_language_writes_numbers(
    agreed: Agreed, final_agreement: Agreement, language: str, mark: str
) -> None:
    office, case = agreed.office, agreed.composition(final_agreement.id).decision
    assert case is not None
    paper = certificate.case_certificate_pdf(on(office, today()), case.case_id, (language,))
    printed = " ".join(page_texts(paper))
    alike = re.findall(r"[01]([.,])\d{3}\)", printed)
    assert alike and set(alike) == {mark}


def test_packs_are_numbered_kept_and_given_back(agreed: Agreed, final_agreement: Agreement) -> None:
    store = agreed.office.store
    first, second = make(agreed, final_agreement), make(agreed, final_agreement)
    found = packs.of_agreement(store, final_agreement.id)
    assert [pack.number for pack in found] == [2, 1]
    assert packs.pdf(store, found[1]) == first.pdf
    assert found[0].file_digest == sha256(second.pdf)
    assert second.name == f"{final_agreement.reference}-v2.pdf"


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext (poppler-utils) is not installed")
def test_the_partner_s_copy_names_nobody_who_was_screened(agreed: Agreed, tmp_path: Path) -> None:
    final, office = agreed.final(("fr", "en")), agreed.office
    made = make(agreed, final)
    copy = packs.for_partner(on(office, today()), final.id)
    assert copy == packs.for_partner(on(office, today()), final.id)
    assert_archivable(copy)
    report = seal.verify(copy)
    assert report.reference == f"{final.reference}/v1/P" and report.pages < made.record.pages
    path = tmp_path / "copy.pdf"
    path.write_bytes(copy)
    text = subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True, text=True).stdout
    told = text + str(seal.read_record(copy))
    work = agreed.composition(final.id)
    partner = work.partner
    assert partner.name in text and made.record.record_digest[:12] not in told
    screened = set(work.facts.texts("partner.screened_names")) - {partner.name, *partner.other_names}
    assert screened - {"Mame Diarra Sow"}
    found = {word for word in (*screened, "INTERNE À L’OIM", "screened_names") if word in told}
    assert found == {"Mame Diarra Sow"}  # who signs for the partner


def test_each_party_has_its_original_with_the_codes_of_every_other_one(agreed: Agreed) -> None:
    final, work = agreed.final(("fr", "en")), on(agreed.office, today())
    made = make(agreed, final)
    numbered = packs.originals(agreed.composition(final.id))
    assert [each.mark for each in numbered] == [
        "Original 1 sur 2 — pour\u00a0: Organisation internationale pour les migrations",
        "Original 2 sur 2 — pour\u00a0: Teranga Câbles & Réseaux SA",
    ]
    copy, drawn = packs.for_partner(work, final.id), [packs.original(work, final.id, number) for number in (1, 2)]
    assert drawn[0] == packs.original(work, final.id, 1) != drawn[1]
    for pdf in drawn:
        assert_archivable(pdf)
        assert (seal.verify(pdf).record, seal.verify(pdf).reference) == (
            seal.verify(copy).record,
            f"{final.reference}/v1/P",
        )
        assert packs.is_stored(work, sha256(pdf), seal.verify(pdf).reference)
    pages = [bare_spaces(text) for text in page_texts(drawn[1])]
    assert all("Original 2 sur 2 — pour : Teranga Câbles & Réseaux SA" in text for text in pages)
    assert all("Original 2 of 2 — for: Teranga Câbles & Réseaux SA" in text for text in pages)
    assert "Cet exemplaire / This copy" in pages[0]
    known = printed_pages(copy, f"{final.reference}/v1/P", seal.verify(copy).record)
    for number, picture in zip((3, 19), photographed(drawn[1], 110, (3, 19)), strict=True):
        codes = read_codes(picture)
        assert {code.page for code in codes} == {number + 1} and all(known.owns(code) for code in codes)
    told = " ".join(map(bare_spaces, page_texts(made.pdf)))
    assert "Remis le" in told and "Original 2 sur 2 — pour : Teranga" in told, "the sheets of IOM say who has which"
    assert "Original 1" not in " ".join(page_texts(copy))
    with refused("original-unknown"):
        packs.original(work, final.id, 3)


def bare_spaces(text: str) -> str:
    return " ".join(text.split())


def test_no_copy_for_the_partner_before_the_pack(agreed: Agreed, final_agreement: Agreement) -> None:
    office = agreed.office
    with refused("partner-copy-without-pack"):
        packs.for_partner(on(office, today()), final_agreement.id)
    with refused("partner-copy-without-pack"):
        packs.original(on(office, today()), final_agreement.id, 1)


def test_the_agreement_is_printed_only_when_somebody_says_the_paper_came_out(
    agreed: Agreed, final_agreement: Agreement
) -> None:
    final, store = final_agreement, agreed.office.store
    made = make(agreed, final)
    assert lookup.agreement(store, final.id).state == "final"
    packs.mark_printed(agreed.office.work, made.record.id)
    assert lookup.agreement(store, final.id).state == "printed"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pack_in_each_language_shows_no_code_and_nothing_untold(agreed: Agreed, language: str) -> None:
    shown = content(agreed, agreed.draft("MOU", (language,)))
    words = [
        *each_language(shown.masthead),
        *each_language(shown.kind),
        *each_language(shown.value),
        *each_language(shown.period),
        *each_language(shown.country),
    ]
    words += [text for pair in shown.preamble for text in each_language(pair)]
    assert all(words) and not any("None" in text for text in words)
    assert shown.masthead == (said_in(language, pack_content.MASTHEAD),)
    assert shown.certificate is not None and all("person /" not in hit.agree for hit in shown.certificate.hits)


def test_what_the_program_writes_stands_in_both_languages_of_a_pack(agreed: Agreed) -> None:
    shown = content(agreed, agreed.final(("fr", "en")))
    sheet, decided, screened = shown.transparency, shown.decision, shown.certificate
    assert sheet is not None and decided is not None and screened is not None
    assert shown.country == ("Sénégal", "Senegal")
    assert sheet.visibility == ("États Membres", "Member States")
    assert sheet.partner_type[1] == "Companies and their platforms · Large national company"
    assert sheet.contributions[1].committed == ("18\u00a0400,00\u00a0USD", "USD\u00a018,400.00")
    assert decided.verdicts[0][1] == ("Rien de défavorable n’a été trouvé.", "Nothing adverse was found.")
    assert decided.opinion == ("Favorable", "Favourable") and isinstance(decided.opinion_reason, str)
    assert decided.opinion_reason and not any(decided.opinion_reason in words for words in decided.opinion)
    assert decided.decided_by == ("Ibrahima Fall, Chef(fe) de mission", "Ibrahima Fall, Chief of Mission")
    assert screened.lists[0].name == ("Conseil de sécurité de l’ONU", "UN Security Council")
    assert screened.names[-1].role == ("Propriétaire", "Owner")
    assert shown.signatories[0].title == ("chef de mission au Sénégal", "Chief of Mission in Senegal")
    said_once = (sheet.status, sheet.nature, sheet.dates, sheet.aims, decided.decided_on, decided.valid_until)
    assert all(len(set(each_language(words))) == 2 for words in said_once)


def test_our_country_beside_a_listed_one_is_in_the_language_of_the_page(agreed: Agreed) -> None:
    office, draft = agreed.office, agreed.draft("MOU", ("en",))
    person = next(one for one in partner_persons.of_partner(office.store, draft.partner_id) if one.nationality == "NE")
    partner_persons.change(office.work, person.id, nationality="DE")
    shown = content(agreed, draft)
    assert shown.certificate is not None
    assert [each_language(hit.contradict) for hit in shown.certificate.hits] == [
        ("Birth: 14\u00a0Mar\u00a01984 / 1971; Nationality or country: Germany / Chad",)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_contents_of_a_donation_in_two_languages_stand_on_one_page(agreed: Agreed, language: str) -> None:
    final = agreed.final((language, invented.SECOND_LANGUAGE[language]))
    assert outlined(build_pack(content(agreed, final)).data)[0] == 3


def test_a_condition_stands_in_the_agreement_before_its_day(agreed: Agreed) -> None:
    final = agreed.final(("fr", "en"))
    words = [
        text
        for article in content(agreed, final).articles
        for row in article.paragraphs
        for sentence in (row.text, *row.items)
        for text in each_language(sentence)
    ]
    until = "jusqu’au 31 décembre 2027\u00a0: Pas d’usage de l’emblème de l’OIM dans la publicité commerciale"
    assert any(until in text for text in words)
    assert any("until 31 December 2027: No use of IOM’s emblem in commercial advertising" in text for text in words)


def test_what_the_partnership_brings_stands_on_the_cover_whatever_the_type(agreed: Agreed) -> None:
    made = agreed.draft("MOU", ("en",))
    shown = content(agreed, made)
    assert (each_language(shown.contribution), each_language(shown.value)) == (("Goods",), ("USD\u00a018,400.00",))
    partnerships.change(agreed.office.work, agreed.partnership, value=None, contribution_kinds=[], goods_kinds=[])
    shown = content(agreed, made)
    assert each_language(shown.contribution) == ("No money, goods or services change hands",)


def test_the_decision_sheet_carries_the_three_tests(agreed: Agreed, complete_draft: Agreement) -> None:
    shown = content(agreed, complete_draft)
    assert shown.decision is not None
    assert [verdict for verdict, _why in shown.decision.verdicts] == ["yes", "yes", "yes"]


def test_the_decision_sheet_names_the_documents_that_cannot_be_opened(agreed: Agreed) -> None:
    store = agreed.office.store
    with store.read() as session:
        piece = session.scalars(select(Evidence)).first()
        assert piece is not None
    with store.change("Evidence attached", agreed.office.user.id) as session:
        held = session.get_one(Evidence, piece.id)
        held.name, held.flaw = "extrait scanné.pdf", FileFlaw.PASSWORD
    shown = content(agreed, agreed.complete(("fr",)))
    assert shown.decision is not None
    (sentence,) = shown.decision.unknown
    assert each_language(sentence)[0].startswith("Document illisible\u00a0: «\u00a0extrait scanné.pdf\u00a0»")


def test_a_form_to_fill_by_hand_has_room_to_write(agreed: Agreed, complete_draft: Agreement) -> None:
    shown = content(agreed, complete_draft)
    receipt = next(annex for annex in shown.annexes if annex.letter == "D").blocks[0]
    assert isinstance(receipt, TableBlock) and receipt.tall and len(receipt.rows) == pack_content.RULED_ROWS
    goods = next(annex for annex in shown.annexes if annex.letter == "A").blocks[0]
    assert isinstance(goods, TableBlock) and not goods.tall and goods.total


def test_values_that_read_alike_are_written_once(agreed: Agreed) -> None:
    shown = content(agreed, agreed.complete(("fr", "en")))
    plan = next(annex for annex in shown.annexes if annex.letter == "C").blocks[0]
    assert isinstance(plan, TableBlock)
    assert plan.rows[0][1] == "Teranga Câbles & Réseaux SA"


# --- every pack, as blocks: before it is drawn, each text is known by its language


LANGUAGE_PAIRS = (("fr", "en"), ("es", "fr"))
PHRASE = 12  # letters from which on a piece of text tells its language


def texts_by_language(part: object, languages: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Every text of a document that stands once per language, with the language of its place."""
    if isinstance(part, tuple):
        if len(part) == len(languages) and all(isinstance(text, str) for text in part):
            yield from zip(languages, part, strict=True)
        else:
            for inner in part:
                yield from texts_by_language(inner, languages)
    elif is_dataclass(part):
        for field in fields(part):
            yield from texts_by_language(getattr(part, field.name), languages)


def pieces(text: str) -> set[str]:
    return {piece for piece in re.split(r"\{\w*\}|\{\{[^}]*\}\}", text) if len(piece) >= PHRASE}


def phrases(agreed: Agreed, made: Agreement) -> dict[str, set[str]]:
    """What is said in each language: by the catalogues, the forms and whoever filled in this agreement."""
    said = {language: set(standing) for language, standing in standing_phrases().items()}
    take(made.content, said)
    return said


def take(part: object, said: dict[str, set[str]]) -> None:
    if isinstance(part, Mapping) and set(part) & set(LANGUAGES) and set(part) <= set(LANGUAGES):
        for language, text in part.items():
            said[language] |= pieces(str(text))
    elif isinstance(part, Mapping | list):
        for inner in part.values() if isinstance(part, Mapping) else part:
            take(inner, said)


@cache
def standing_phrases() -> dict[str, set[str]]:
    """What the catalogues and the forms say in each language."""
    said: dict[str, set[str]] = {language: set() for language in LANGUAGES}
    translated = gettext.translation("passerelle", resources() / "locale", ["fr"])._catalog  # type: ignore[attr-defined]
    for sentence in (key for key in translated if isinstance(key, str) and key):
        for language in LANGUAGES:
            said[language] |= pieces(said_in(language, sentence))
    clauses = read_library(forms() / "clauses").clauses.values()
    for clause in clauses:
        for language, body in clause.bodies.items():
            literals = (piece for node in walk(body) if isinstance(node, TextNode) for piece in node.pieces)
            said[language] |= {piece for piece in literals if isinstance(piece, str) and len(piece) >= PHRASE}

    for clause in clauses:
        take(clause.title, said)
    for path in sorted(forms().rglob("*.toml")):
        take(tomllib.loads(path.read_text("utf-8")), said)
    return said


def foreign_to(language: str, said: dict[str, set[str]]) -> list[str]:
    """The phrases that only other languages have."""
    standing, others = standing_phrases(), [other for other in LANGUAGES if other != language]
    written = "\n".join(said[language] - standing[language])
    own = "\n".join(said[language])
    added = {phrase for other in others for phrase in said[other] - standing[other]}
    return [
        *(phrase for phrase in standing_foreign(language) if phrase not in written),
        *(phrase for phrase in added if phrase not in own),
    ]


@cache
def standing_foreign(language: str) -> list[str]:
    """Those of the catalogues and the forms."""
    said = standing_phrases()
    own = "\n".join(said[language])
    return [phrase for other in LANGUAGES if other != language for phrase in said[other] if phrase not in own]


def in_the_wrong_language(document: Document, said: dict[str, set[str]]) -> list[str]:
    """Texts of the document that hold a phrase which only other languages have."""
    foreign = {language: foreign_to(language, said) for language in document.languages}
    pairs = {pair for block in document.blocks for pair in texts_by_language(block, document.languages)}
    words = [(language, text, re.sub(r"\S+@\S+", "", text)) for language, text in sorted(pairs)]  # of no language
    return [text for language, text, said_there in words if any(phrase in said_there for phrase in foreign[language])]


@pytest.mark.parametrize("languages", LANGUAGE_PAIRS, ids="-".join)
def test_no_text_of_a_pack_in_two_languages_stands_in_the_wrong_one(agreed: Agreed, languages: tuple[str, str]) -> None:
    made = agreed.complete(languages)
    said = phrases(agreed, made)
    document = pack_document(content(agreed, made))
    assert in_the_wrong_language(document, said) == []
    assert len([pair for block in document.blocks for pair in texts_by_language(block, languages)]) > 400
    articles = [block for block in document.blocks if isinstance(block, ArticleBlock)]
    swapped = replace(articles[3], title=tuple(reversed(each_language(articles[3].title))))
    assert len(in_the_wrong_language(replace(document, blocks=(swapped,)), said)) > 0


@pytest.mark.parametrize("languages", [("fr",), ("en",), ("es",), *LANGUAGE_PAIRS], ids="-".join)
@pytest.mark.parametrize("code", ["INK", "MOU"])
def test_the_partners_copy_of_every_pack_holds_no_internal_sheet_and_no_screened_name(
    agreed: Agreed, code: str, languages: tuple[str, ...]
) -> None:
    whole = content(agreed, agreed.draft(code, languages))
    certificate, decision = whole.certificate, whole.decision
    assert certificate is not None and decision is not None
    document = pack_document(partner_copy(whole, f"{whole.reference}/P", {}))
    assert not any(block.internal for block in document.blocks if isinstance(block, PartBlock))
    written = repr(document.blocks)
    signing = {whole.partner, *whole.partner_local.split(" · "), *(signatory.name for signatory in whole.signatories)}
    secret = {searched.name for searched in certificate.names} - signing
    secret |= {hit.listed for hit in certificate.hits} | {hit.reason for hit in certificate.hits}
    secret |= {decision.seal, *each_language(decision.reason), decision.prepared_by}
    contacts = {str(agreed.composition(whole.record["agreement"]).facts.get(f"{side}.contact_name")) for side in SIDES}
    assert [told for told in secret - contacts if told and told in written] == []
    assert any(told and told in repr(pack_document(whole).blocks) for told in secret)


SIDES = ("iom", "partner")


def test_an_office_prints_on_the_paper_of_its_country_or_on_the_one_it_names(agreed: Agreed) -> None:
    office, made = agreed.office, agreed.draft()

    def size() -> tuple[float, ...]:
        with pikepdf.open(BytesIO(build_pack(content(agreed, made)).data)) as pdf:
            return tuple(map(float, pdf.pages[0].mediabox[2:]))

    a4, letter = (595.28, 841.89), (612.0, 792.0)
    assert size() == a4
    office_profile.change(office.work, country="CO")
    assert size() == letter
    office_profile.change(office.work, paper="A4")
    assert size() == a4
    office_profile.change(office.work, country="SN", paper="Letter")
    assert size() == letter
