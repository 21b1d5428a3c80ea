"""Every type of agreement in the program itself: drafted, filled in, on paper in each language, and made final."""

import shutil
import subprocess
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from desktop.base.text import LANGUAGES, speak
from desktop.base.values import today
from desktop.definitions.agreements.agreement_type import AgreementType
from desktop.definitions.agreements.assembling import assemble
from desktop.definitions.agreements.inclusion import fields_needed
from desktop.definitions.clauses.filling import FilledValue
from desktop.definitions.facts import Facts
from desktop.definitions.terms import Depth
from desktop.documents.blocks import ClauseBlock, Document, Paper
from desktop.documents.drawing import TextInk
from desktop.documents.layout import WIDTH, Layout
from desktop.documents.pack import build_pack, pack_document
from desktop.documents.scans import read_codes
from desktop.documents.tags import Tags
from desktop.services.agreements import composing, finalising, gate, living, pack_content, packs, signing
from desktop.services.agreements.composing import GIVEN, Composition
from desktop.services.office import office_profile
from desktop.services.registry import partnerships
from desktop.store.records import Agreement, Clearance, Verdict
from desktop.store.vault import Opened
from tests.agreed import SEEN, Agreed, agreed_folder, hand_in
from tests.definitions.agreement_facts import everything_on, sample
from tests.makers import on
from tests.offices import entered
from tests.paper import assert_archivable, page_texts, photographed
from tests.refusal import refused
from tests.services.agreements.test_packs import in_the_wrong_language, phrases

__all__ = ["agreed_folder"]

CODES = ("LTR", "LOI", "MOU", "FRA", "CON", "INK", "PBS", "LIC", "SPO", "IMP", "SEC")
WRITTEN_IN = (("fr",), ("en",), ("es",), ("fr", "en"), ("es", "en"))
OURS = ("partner", "office", "iom", "decision", "limits", "diligence")  # what the records say, whatever the sample says


@pytest.fixture(scope="module")
def agreed(
    agreed_folder: tuple[Path, tuple[Opened, str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Agreed]:
    """One office for every case here: each drafts an agreement of its own."""
    template, (opened, partnership) = agreed_folder
    with entered(template, tmp_path_factory.mktemp("every_type") / "agreed", opened) as office:
        yield Agreed(office, partnership)


def bring(agreed: Agreed, facts: Mapping[str, Any]) -> None:
    """The partnership brings what the facts say."""
    contribution = facts["contribution"]
    value = contribution.get("value", {})
    partnerships.change(
        agreed.office.work,
        agreed.partnership,
        contribution_kinds=contribution.get("kinds", []),
        goods_kinds=[],
        value=value.get("amount"),
        currency=value.get("currency", "USD"),
    )


def filled(agreed: Agreed, code: str, languages: tuple[str, ...], facts: Mapping[str, Any]) -> Agreement:
    """A draft of a type with every field of the facts filled in; all of them in one writing, which is quick."""
    bring(agreed, facts)
    made = agreed.draft(code, languages)
    kind = agreed.office.definitions.agreements[code]
    names = {field.name for field in kind.fields} | {annex.source for annex in kind.annexes if annex.source}
    typed = {name: Facts(facts).get(name) for name in names - {*GIVEN} if name.partition(".")[0] not in OURS}
    typed |= {f"{party}.signatory_title": facts[party]["signatory_title"] for party in ("iom", "partner")}
    if kind.headquarters_only:
        typed["iom.signatory_name"] = "Claire Aubert"
    with agreed.office.store.change("Filled in", agreed.office.user.id) as session:
        session.get_one(Agreement, made.id).content = {
            name: value for name, value in typed.items() if value is not None
        }
    return made


def decided_for(composition: Composition) -> Composition:
    """The same under a decision that was taken for this type, by Headquarters where it alone decides."""
    decision, kind = composition.decision, composition.type
    assert decision is not None and decision.brief is not None
    brief = replace(
        decision.brief,
        agreement_type=kind.code,
        tier=str(kind.tier),
        kinds=tuple(composition.facts.texts("contribution.kinds")),
    )
    names = ("case_id", "partner_id", "outcome", "conditions", "decided_at", "decided_by", "valid_until")
    verdict = Clearance if kind.headquarters_only else type(decision)
    taken = verdict(**{name: getattr(decision, name) for name in names}, brief=brief)
    return replace(composition, decision=taken)


def blocking(composition: Composition) -> list[tuple[str, str]]:
    return [(finding.rule, finding.text) for finding in composition.findings if finding.blocks]


def values_of(composition: Composition, language: str) -> set[str]:
    """Everything that was filled into the text in a language, and every cell of its tables."""
    version = composition.assembled.in_language(language)
    paragraphs = [numbered.paragraph for article in version.articles for numbered in article.paragraphs]
    parts = [part for paragraph in (*paragraphs, *version.opening) for part in paragraph.all_parts()]
    cells = [cell for annex in version.annexes for row in annex.rows for cell in row]
    return {str(part) for part in (*(part for part in parts if isinstance(part, FilledValue)), *cells)} - {""}


def bare(text: str) -> str:
    """A text as it is compared with what a reader copies: without blanks, raised letters and the hyphens of lines."""
    return "".join(unicodedata.normalize("NFKC", text).replace("\u00ad", "").replace("-", "").split())


def is_there(value: str, copied: str) -> bool:
    """Whether a value stands among copied words, or in two pieces where a page ends within it."""
    words = value.split()
    pieces = ((" ".join(words[:place]), " ".join(words[place:])) for place in range(len(words)))
    return any(bare(first) in copied and bare(rest) in copied for first, rest in pieces)


# --- on paper


@pytest.mark.matrix(7)
@pytest.mark.parametrize("languages", WRITTEN_IN, ids="+".join)
@pytest.mark.parametrize("code", [*CODES, "AMD"])
def test_every_type_is_on_paper_in_every_language(
    agreed: Agreed, code: str, languages: tuple[str, ...], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Sound as a file, every value and every code to be read, and each text within its column and in its language."""
    if code == "AMD":
        composition = agreed.composition(amendment(agreed, languages).id)
    else:
        composition = agreed.composition(filled(agreed, code, languages, sample(code)).id)
        assert blocking(decided_for(composition)) == []
    assert composition.assembled.gaps == ()
    content = pack_content.content(on(agreed.office, today()), composition, 1)
    document = pack_document(content)
    assert beyond_their_columns(document) == []
    assert in_the_wrong_language(document, phrases(agreed, composition.agreement)) == []
    pack = build_pack(content)
    assert_archivable(pack.data)
    assert len(pack.data) < 400_000
    assert_sound(pack.data, tmp_path / "pack.pdf")
    with pikepdf.open(BytesIO(pack.data)) as pdf:
        fonts = [font for page in pdf.pages for font in page.resources.get("/Font", {}).values()]
        assert fonts
        for font in fonts:
            described = font.get("/FontDescriptor") or font.DescendantFonts[0].FontDescriptor
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(described.keys())
    copied = bare(" ".join(page_texts(pack.data)))
    filled_in = {value for language in languages for value in values_of(composition, language)}
    assert [value for value in filled_in if not is_there(value, copied)] == []
    tried = range(pack.pages) if request.config.getoption("--whole") else (pack.pages - 1,)
    for number, picture in zip(tried, photographed(pack.data, 110, tried), strict=True):
        assert {code.page for code in read_codes(picture)} == {number + 1}


def amendment(agreed: Agreed, languages: tuple[str, ...]) -> Agreement:
    """An amendment of a signed donation agreement, with everything that it says filled in."""
    bring(agreed, sample("INK"))
    work, final = on(agreed.office, today()), agreed.final(languages)
    hand_in(agreed, final)
    signing.sign(work, final.id, SEEN)
    made, facts = living.amend(work, final.id), sample("AMD")["amendment"]
    with agreed.office.store.change("Filled in", agreed.office.user.id) as session:
        record = session.get_one(Agreement, made.id)
        record.content = {
            **record.content,
            **{f"amendment.{name}": facts[name] for name in ("changes", "extends", "end")},
        }
    return made


def beyond_their_columns(document: Document) -> list[str]:
    """What is drawn past the edge of its column, of the next one or of the text."""
    layout = Layout(document, Tags().root, 660)
    wide = []
    for row in layout.lay():
        edges = [*sorted(cell.x for cell in row.cells), WIDTH]
        for cell in row.cells:
            room = next(edge for edge in edges if edge > cell.x) - cell.x
            for ink in cell.inks:
                if isinstance(ink, TextInk) and max(ink.lines(), default=0) > min(ink.width, room) + 0.1:
                    wide.append(ink.paragraph.getPlainText())
    return wide


def assert_sound(data: bytes, path: Path) -> None:
    """`qpdf` finds nothing wrong, where it is installed."""
    if shutil.which("qpdf"):
        path.write_bytes(data)
        assert subprocess.run(["qpdf", "--check", path], check=False, capture_output=True).returncode == 0


FEW_WORDS = 120  # with those of header and foot


@pytest.mark.parametrize("code", ["MOU", "SEC", "LTR", "PBS"])
def test_no_page_before_the_signatures_is_all_but_empty(agreed: Agreed, code: str) -> None:
    """The last article stays with them as long as the page before is a third full; else its last paragraph does."""
    made = filled(agreed, code, ("fr", "en"), sample(code))
    pack = build_pack(pack_content.content(on(agreed.office, today()), agreed.composition(made.id), 1))
    pages = page_texts(pack.data)
    (signing,) = [n for n, text in enumerate(pages) if "For the Partner" in text and "Cachet" in text]
    assert "originaux" in pages[signing] or "original" in pages[signing], "the end of the last article"
    assert [n for n, text in enumerate(pages[2:signing], 3) if len(text.split()) < FEW_WORDS] == []


def test_the_receipt_note_is_signed_on_its_own_page_even_of_the_smallest_paper(agreed: Agreed) -> None:
    """Title to the goods passes with it (S-GDS): without boxes nobody could sign it."""
    made = filled(agreed, "INK", ("fr", "en"), sample("INK"))
    content = pack_content.content(on(agreed.office, today()), agreed.composition(made.id), 1)
    pages = page_texts(build_pack(replace(content, paper=Paper.LETTER)).data)
    (receipt,) = [text for text in pages if "Quantité annoncée" in text]
    assert "Pour l’Organisation" in receipt and "For the Partner" in receipt and receipt.count("Cachet") == 2
    assert "Ibrahima Fall" not in receipt, "whoever is there that day signs"


def test_the_checklist_of_forty_clauses_stands_on_one_page(agreed: Agreed) -> None:
    made = filled(agreed, "PBS", ("fr",), sample("PBS"))
    pages = page_texts(
        build_pack(pack_content.content(on(agreed.office, today()), agreed.composition(made.id), 1)).data
    )
    assert "S-DEF" in pages[-1] and "S-SIG" in pages[-1]


@pytest.mark.parametrize("code", ["CON", "IMP", "INK"])
def test_four_signatures_have_the_end_of_the_last_article_on_their_page(agreed: Agreed, code: str) -> None:
    """Neither signatures nor the last article stand alone: what one page cannot hold is cut between paragraphs."""
    made = filled(agreed, code, ("fr", "en"), everything_on(code))
    pack = build_pack(pack_content.content(on(agreed.office, today()), agreed.composition(made.id), 1))
    pages = page_texts(pack.data)
    (signing,) = [n for n, text in enumerate(pages) if "/ For:" in text and "Signatures" in text]
    assert "likewise declare" in pages[signing]
    before = pages[signing - 1]
    assert "Pouvoirs et signature" in before and "Privilèges et immunités" in before
    assert "Sommaire" in pages[1] and ("Clause checklist" in pages[1] or code == "IMP")
    assert not any(len(text.split()) < FEW_WORDS for text in pages[3 : signing + 1]), "a page that is all but empty"
    (sheet,) = [n for n, text in enumerate(pages) if text.count("Transparency sheet") and "Committed" in text]
    assert "Visibility" in pages[sheet], "the transparency sheet stands on one page with its contributions"


@pytest.mark.parametrize("code", CODES)
def test_no_cell_of_a_type_is_in_another_language(agreed: Agreed, code: str) -> None:
    """A pack in one language holds nothing that the facts say in another one only."""
    facts = Facts(everything_on(code))
    kind = agreed.office.definitions.agreements[code]
    for language in LANGUAGES:
        version = assemble(kind, facts, (language,)).versions[0]
        written = " ".join(
            [
                *(each.paragraph.text for article in version.articles for each in article.paragraphs),
                *(str(cell) for annex in version.annexes for row in annex.rows for cell in row),
            ]
        )
        others = {
            words[other]
            for words in _in_languages(facts.tree)
            for other in LANGUAGES
            if other != language and len(words[other]) > 12 and words[other] not in words[language]
        }
        assert {words for words in others if words in written} == set()


def _in_languages(value: Any) -> Iterator[Mapping[str, str]]:
    if isinstance(value, Mapping):
        if set(value) == set(LANGUAGES):
            yield value
        else:
            for inner in value.values():
                yield from _in_languages(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _in_languages(inner)


@pytest.mark.matrix(3)
@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("languages", WRITTEN_IN, ids="+".join)
@pytest.mark.parametrize("code", ["LTR", "INK"])
def test_a_pack_in_its_short_form_has_eight_pages_at_most(
    agreed: Agreed, code: str, languages: tuple[str, ...], paper: str
) -> None:
    office_profile.change(agreed.office.work, paper=paper)
    made = filled(agreed, code, languages, sample(code))
    composition = agreed.composition(made.id)
    light = composition.facts.with_all({"diligence.tier": "basic", "diligence.light": True})
    content = pack_content.content(on(agreed.office, today()), replace(composition, facts=light), 1)
    assert content.short and content.close and content.paper == paper
    pack = build_pack(content)
    assert_archivable(pack.data)
    assert pack.pages <= 8
    office_profile.change(agreed.office.work, paper="A4")


def test_the_words_of_an_annex_are_a_list_with_hanging_dots(agreed: Agreed) -> None:
    made = filled(agreed, "SEC", ("fr", "en"), sample("SEC"))
    annexes = pack_content.content(on(agreed.office, today()), agreed.composition(made.id), 1).annexes
    words = [block for annex in annexes for block in annex.blocks if isinstance(block, ClauseBlock)]
    undertaking = next(block for block in words if block.text[1].startswith("I the undersigned"))
    assert len(undertaking.items) == 5 and all(len(item) == 2 for item in undertaking.items)
    assert "•" not in "".join(undertaking.text)


# --- final


@pytest.mark.parametrize("code", [code for code in CODES if code not in ("FRA", "LIC", "SEC", "IMP")])
def test_what_the_office_signs_is_made_final_and_printed(agreed: Agreed, code: str) -> None:
    made = filled(agreed, code, ("fr",), sample(code))
    composition = agreed.composition(made.id)
    work = on(agreed.office, today())
    if set(composition.facts.texts("contribution.kinds")) <= {"goods"}:  # what was decided on
        assert finalising.finalise(work, made.id).state == "final"
        assert packs.make(work, made.id).record.pages > 4
    else:
        assert [rule for rule, _text in blocking(composition)] == ["outgrown"]
        assert blocking(decided_for(composition)) == []


@pytest.mark.parametrize("code", ["FRA", "LIC", "SEC", "IMP"])
def test_a_type_is_not_final_under_a_decision_that_does_not_reach_it(agreed: Agreed, code: str) -> None:
    speak("fr")
    made = filled(agreed, code, ("fr",), sample(code))
    bring(agreed, sample("INK"))
    found = dict(blocking(agreed.composition(made.id)))
    assert ("Siège" if code != "IMP" else "profondeur") in found["type-not-decided"]
    with refused("partnership-frozen"):  # another type than the one decided on, which is asked about first
        finalising.finalise(on(agreed.office, today()), made.id)


def test_nobody_of_the_office_is_proposed_to_sign_for_headquarters(agreed: Agreed) -> None:
    named = {code: agreed.composition(agreed.draft(code).id).facts.get("iom.signatory_name") for code in CODES}
    assert {code for code, name in named.items() if not name} == {"FRA", "LIC", "SEC"}


def test_a_decision_for_another_type_supports_what_needs_no_more(agreed: Agreed) -> None:
    types = agreed.office.definitions.agreements
    decision = agreed.composition(agreed.draft("INK").id).decision
    assert decision is not None and decision.brief is not None

    def supports(kind: AgreementType, tier: Depth, decided: str = "INK") -> bool:
        taken = decided_for(agreed.composition(agreed.draft(kind.code).id)).decision
        assert taken is not None and taken.brief is not None
        return not gate.uncovered(kind, _with(taken, replace(taken.brief, tier=str(tier), agreement_type=decided)))

    assert [supports(types["MOU"], depth) for depth in Depth] == [False, True, True]
    assert [supports(types["IMP"], depth) for depth in Depth] == [False, False, True]
    assert supports(types["MOU"], Depth.BASIC, decided="MOU")
    assert supports(types["LIC"], Depth.ENHANCED)


def _with(verdict: Verdict, brief: Any) -> Verdict:
    return type(verdict)(case_id=verdict.case_id, brief=brief)


# --- the fields that are asked for


@pytest.mark.parametrize("code", CODES)
def test_a_type_asks_only_for_what_its_text_prints(agreed: Agreed, code: str) -> None:
    """What nobody gives is not asked about: no goods of a gift of money, no licence outside a licence."""
    kind = agreed.office.definitions.agreements[code]
    facts = Facts(sample(code))
    asked = {field.name for field in fields_needed(kind, facts)}
    brought = set(facts.texts("contribution.kinds"))
    assert ("contribution.goods" in asked) == ("goods" in brought)
    assert ("contribution.payments" in asked) == ("cash" in brought)
    assert ("contribution.services" in asked) == ("services" in brought)
    assert any(name.startswith("licence.") for name in asked) == (code == "LIC")
    assert any(name.startswith("event.") for name in asked) == (code == "SPO")
    assert not any(name.startswith("brings.") for name in asked)


def test_the_composition_is_read_as_the_page_reads_it(agreed: Agreed) -> None:
    made = filled(agreed, "CON", ("fr", "en"), sample("CON"))
    shown = composing.compose(on(agreed.office, today()), made.id)
    assert [annex.code for annex in shown.assembled.versions[0].annexes] == ["A", "B", "C"]
    assert "ateliers d’information" in shown.assembled.versions[0].annexes[0].words[0].text
