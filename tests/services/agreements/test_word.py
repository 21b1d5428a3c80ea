"""A draft that goes out as a Word file and comes back negotiated: what differs, and nothing that does not."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

from desktop.base.values import today
from desktop.services.agreements import drafting, negotiation, word
from desktop.services.agreements.word import DifferenceKind, WordDifference
from desktop.store.records import Agreement
from tests.agreed import Agreed, agreed, agreed_folder, complete_draft
from tests.definitions.agreement_facts import parties
from tests.makers import on
from tests.paper import page_texts
from tests.refusal import refused

__all__ = ["agreed", "agreed_folder", "complete_draft"]

NAME = "accord.docx"
MAIN = "word/document.xml"
QUARTERLY = "Les Parties se revoient chaque trimestre."


def written(agreed: Agreed, made: Agreement) -> bytes:
    return word.written(on(agreed.office, today()), made.id)


def back(agreed: Agreed, made: Agreement, content: bytes) -> tuple[WordDifference, ...]:
    return word.read_back(on(agreed.office, today()), made.id, content, NAME)


def rewritten(content: bytes, change: Callable[[str], str], *, main: str = MAIN) -> bytes:
    """The file as an editor saved it: its text changed, its main part under another name where one is given."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as saved:
        for part in package.infolist():
            data = package.read(part)
            if part.filename == MAIN:
                changed = change(data.decode())
                assert changed != data.decode() or change is str
                data = changed.encode()
            elif main != MAIN:
                data = data.replace(MAIN.encode(), main.encode())
            saved.writestr(
                main if part.filename == MAIN else part.filename.replace("document.xml.", main[5:] + "."), data
            )
    return out.getvalue()


def paragraph_with(xml: str, words: str) -> str:
    """The whole `w:p` that holds these words."""
    return next(each for each in re.findall(r"<w:p>.*?</w:p>", xml) if words in each)


@pytest.mark.parametrize("languages", [("fr",), ("fr", "en")], ids="-".join)
def test_an_untouched_file_comes_back_without_a_difference(agreed: Agreed, languages: tuple[str, ...]) -> None:
    made = agreed.complete(languages)
    content = written(agreed, made)
    assert content == written(agreed, made)
    assert back(agreed, made, content) == ()
    assert back(agreed, made, rewritten(content, str, main="word/document2.xml")) == ()


def test_blanks_and_spelling_of_letters_are_no_difference(agreed: Agreed, complete_draft: Agreement) -> None:
    saved = rewritten(written(agreed, complete_draft), lambda xml: xml.replace("\u00a0", " ").replace("é", "e\u0301"))
    assert back(agreed, complete_draft, saved) == ()


def test_silent_and_tracked_changes_are_found_with_who_made_them(agreed: Agreed, complete_draft: Agreement) -> None:

    def negotiated(xml: str) -> str:
        silent = xml.replace("appartient à aucune", "appartient plus à aucune").replace(
            "n’établit aucune", "n’établit pas de"
        )
        old = paragraph_with(silent, "identique ou analogue")
        by = 'w:id="900" w:author="Me Diop" w:date="2026-11-30T10:00:00Z"'
        new = old.replace(
            "identique ou analogue",
            f"identique</w:t></w:r><w:del {by}><w:r><w:delText> ou analogue</w:delText></w:r></w:del>"
            f"<w:ins {by}><w:r><w:t> ou voisin</w:t></w:r></w:ins><w:r><w:t>",
        )
        return silent.replace(old, new)

    found = back(agreed, complete_draft, rewritten(written(agreed, complete_draft), negotiated))
    assert [(each.kind, each.clause, each.language) for each in found] == [(DifferenceKind.CHANGED, "C-NEX", "fr")]
    assert "n’établit pas de" in found[0].new and "identique ou voisin" in found[0].new
    assert found[0].authors == ("Me Diop",) and "ou analogue" in found[0].old


def test_removed_and_added_paragraphs_and_items_are_found(agreed: Agreed, complete_draft: Agreement) -> None:

    def negotiated(xml: str) -> str:
        removed = paragraph_with(xml, "ni caution ni approbation")
        kept = paragraph_with(xml, "donner l’impression contraire")
        item = paragraph_with(xml, "pour l’Organisation")
        added = f"<w:p><w:r><w:t>{QUARTERLY}</w:t></w:r></w:p>"
        listed = '<w:p><w:pPr><w:pStyle w:val="Item"/></w:pPr><w:r><w:t>pour le témoin : Aby Sy.</w:t></w:r></w:p>'
        return xml.replace(removed, "").replace(kept, kept + added).replace(item, item + listed)

    found = {
        (each.kind, each.clause): each
        for each in back(agreed, complete_draft, rewritten(written(agreed, complete_draft), negotiated))
    }
    assert set(found) == {
        (DifferenceKind.REMOVED, "C-NEX"),
        (DifferenceKind.ADDED, "C-NEX"),
        (DifferenceKind.CHANGED, "S-NOT"),
    }
    assert found[DifferenceKind.REMOVED, "C-NEX"].new == ""
    assert found[DifferenceKind.ADDED, "C-NEX"].new == QUARTERLY
    assert "\n- pour le témoin : Aby Sy." in found[DifferenceKind.CHANGED, "S-NOT"].new


def swapped(xml: str, one: str, other: str) -> str:
    """The paragraphs with these words in each other's place."""
    first, second = paragraph_with(xml, one), paragraph_with(xml, other)
    return xml.replace(first, "<here/>").replace(second, first).replace("<here/>", second)


def test_paragraphs_that_changed_places_are_found_and_seen_in_the_redline(
    agreed: Agreed, complete_draft: Agreement
) -> None:
    one, other = "n’établit aucune relation d’exclusivité", "donner l’impression contraire"
    file = rewritten(written(agreed, complete_draft), lambda xml: swapped(xml, one, other))
    found = back(agreed, complete_draft, file)
    assert [(each.kind, each.clause, each.paragraph) for each in found] == [
        (DifferenceKind.CHANGED, "C-NEX", 1),
        (DifferenceKind.CHANGED, "C-NEX", 3),
    ]
    first, third = found
    assert one in first.old and other in first.new and (first.old, first.new) == (third.new, third.old)
    printed = word.redline(agreed.office.work, complete_draft.id, file, NAME, found, [("10.1", "silencieux")] * 2)
    assert " ".join(page_texts(printed)).count("exclusivité") >= 2
    word.take_over(agreed.office.work, complete_draft.id, found, "Demandé par le partenaire.")
    article = next(
        a for a in agreed.composition(complete_draft.id).assembled.versions[0].articles if a.clause == "C-NEX"
    )
    assert other in article.paragraphs[0].paragraph.text and one in article.paragraphs[2].paragraph.text
    assert back(agreed, complete_draft, file) == (), "what was taken over is what the file says"


@pytest.mark.parametrize("marked", [True, False], ids=["bookmarks kept", "bookmarks dropped"])
def test_a_paragraph_put_into_another_article_leaves_its_own(agreed: Agreed, marked: bool) -> None:
    made = agreed.complete(("fr", "en"))

    def negotiated(xml: str) -> str:
        taken, after = paragraph_with(xml, "ni caution ni approbation"), paragraph_with(xml, "zéro à l’égard")
        bare = taken if marked else re.sub(r"<w:bookmark(Start|End)[^>]*/>", "", taken)
        return xml.replace(taken, "").replace(after, after + bare)

    found = back(agreed, made, rewritten(written(agreed, made), negotiated))
    assert [(each.kind, each.clause, each.language) for each in found] == [
        (DifferenceKind.REMOVED, "C-NEX", "fr"),
        (DifferenceKind.ADDED, "S-PSE", "fr"),
    ]
    assert "ni caution ni approbation" in found[1].new


def test_an_article_moved_as_a_whole_says_the_same(agreed: Agreed, complete_draft: Agreement) -> None:

    def negotiated(xml: str) -> str:
        paragraphs = re.findall(r"<w:p>.*?</w:p>", xml)
        places = [place for place, each in enumerate(paragraphs) if "p_C_NEX_" in each]
        article = "".join(paragraphs[places[0] - 1 : places[-1] + 1])
        last = paragraph_with(xml, "p_S_PIM_2")
        return xml.replace(article, "").replace(last, last + article)

    assert back(agreed, complete_draft, rewritten(written(agreed, complete_draft), negotiated)) == ()


def test_paragraphs_that_were_added_and_put_in_another_order_at_once(agreed: Agreed) -> None:
    made = agreed.complete(("fr", "en"))

    def negotiated(xml: str) -> str:
        xml = swapped(xml, "any exclusive relationship", "give the contrary impression")
        kept = paragraph_with(xml, "ni caution ni approbation")
        return xml.replace(kept, f"{kept}<w:p><w:r><w:t>{QUARTERLY}</w:t></w:r></w:p>")

    content = written(agreed, made)
    found = back(agreed, made, rewritten(content, negotiated))
    assert {(each.kind, each.language, each.paragraph) for each in found} == {
        (DifferenceKind.ADDED, "fr", 4),
        (DifferenceKind.CHANGED, "en", 1),
        (DifferenceKind.CHANGED, "en", 3),
    }


def test_a_paragraph_whose_marks_an_editor_dropped_is_known_by_its_words(agreed: Agreed) -> None:
    made = agreed.complete(("fr", "en"))
    bare = lambda xml: re.sub(r"<w:bookmark(?:Start|End)[^>]*/>", "", xml)  # noqa: E731
    assert back(agreed, made, rewritten(written(agreed, made), bare)) == ()
    reworded = lambda xml: bare(xml).replace("ni caution ni approbation", "ni garantie ni approbation")  # noqa: E731
    found = back(agreed, made, rewritten(written(agreed, made), reworded))
    assert [(each.kind, each.clause, each.language) for each in found] == [(DifferenceKind.CHANGED, "C-NEX", "fr")]


def test_what_stands_outside_the_clauses_is_told_and_never_taken_over(
    agreed: Agreed, complete_draft: Agreement
) -> None:
    content = rewritten(written(agreed, complete_draft), lambda xml: xml.replace("Mame Diarra Sow", "Une Autre"))
    kinds = {each.kind for each in back(agreed, complete_draft, content)}
    assert DifferenceKind.OUTSIDE in kinds
    outside = [each for each in back(agreed, complete_draft, content) if each.kind is DifferenceKind.OUTSIDE]
    assert word.take_over(agreed.office.work, complete_draft.id, outside, "Demandé par le partenaire.") == 0


def test_what_is_taken_over_is_a_departure_with_its_reason_that_legal_must_review(
    agreed: Agreed, complete_draft: Agreement
) -> None:
    content = rewritten(
        written(agreed, complete_draft), lambda xml: xml.replace("ni caution ni approbation", "ni caution")
    )
    found = back(agreed, complete_draft, content)
    with refused("departure-without-reason"):
        word.take_over(agreed.office.work, complete_draft.id, found, " ")
    assert word.take_over(agreed.office.work, complete_draft.id, found, "Demandé par le partenaire.") == 1
    composition = agreed.composition(complete_draft.id)
    assert [each.clause for each in composition.assembled.departures] == ["C-NEX"]
    assert {finding.rule for finding in composition.findings if finding.blocks} == {"departure-locked"}
    assert back(agreed, complete_draft, content) == ()
    again = rewritten(content, lambda xml: xml.replace("ni caution", "ni aval"))
    assert (
        word.take_over(agreed.office.work, complete_draft.id, back(agreed, complete_draft, again), "Second tour.") == 1
    )
    assert len(negotiation.departures(agreed.office.store, complete_draft.id)) == 1
    library = rewritten(
        written(agreed, complete_draft), lambda xml: xml.replace("ni aval", "ni caution ni approbation")
    )
    word.take_over(agreed.office.work, complete_draft.id, back(agreed, complete_draft, library), "Retour au texte.")
    assert agreed.composition(complete_draft.id).assembled.departures == ()


def test_a_paragraph_added_in_one_language_leaves_its_place_open_in_the_other(agreed: Agreed) -> None:
    made = agreed.complete(("fr", "en"))

    def negotiated(xml: str) -> str:
        kept = paragraph_with(xml, "donner l’impression contraire")
        return xml.replace(kept, f"{kept}<w:p><w:r><w:t>Chaque trimestre, les Parties se revoient.</w:t></w:r></w:p>")

    found = back(agreed, made, rewritten(written(agreed, made), negotiated))
    assert [(each.kind, each.language) for each in found] == [(DifferenceKind.ADDED, "fr")]
    word.take_over(agreed.office.work, made.id, found, "Demandé par le partenaire.")
    composition = agreed.composition(made.id)
    assert "departure-one-language" in {finding.rule for finding in composition.findings if finding.blocks}
    english = next(each for each in composition.assembled.in_language("en").articles if each.clause == "C-NEX")
    assert "English" in english.paragraphs[-1].paragraph.text
    assert back(agreed, made, written(agreed, made)) == ()


def test_a_draft_changed_here_meanwhile_is_not_taken_for_a_change_of_theirs(
    agreed: Agreed, complete_draft: Agreement
) -> None:
    content = written(agreed, complete_draft)
    drafting.save_field(agreed.office.work, complete_draft.id, "delivery.place", "Thiès")
    assert back(agreed, complete_draft, content) == ()
    changed = rewritten(
        content, lambda xml: xml.replace("livre les biens", "remet les biens").replace("livrés", "remis")
    )
    assert any(each.moved for each in back(agreed, complete_draft, changed))


def test_clauses_and_parties_that_the_draft_got_meanwhile_were_not_taken_out_by_anybody(agreed: Agreed) -> None:
    made = agreed.complete(("fr", "en"))
    content = written(agreed, made)
    drafting.save_field(agreed.office.work, made.id, "agreement.parties", parties())
    drafting.save_field(agreed.office.work, made.id, "agreement.confidential", True)
    assert back(agreed, made, content) == ()
    theirs = rewritten(content, lambda xml: xml.replace("ni caution ni approbation", "ni caution"))
    assert [(each.kind, each.clause) for each in back(agreed, made, theirs)] == [(DifferenceKind.CHANGED, "C-NEX")]
    now = written(agreed, made)
    drafting.save_field(agreed.office.work, made.id, "agreement.parties", [])
    drafting.save_field(agreed.office.work, made.id, "agreement.confidential", False)
    assert back(agreed, made, now) == ()
    gone = rewritten(now, lambda xml: xml.replace("sans solidarité avec les autres", "solidairement"))
    assert [each.kind for each in back(agreed, made, gone)] == [DifferenceKind.OUTSIDE]


def test_a_file_of_another_agreement_or_of_none_is_refused(agreed: Agreed) -> None:
    made, other = agreed.complete(), agreed.draft()
    with refused("word-of-another"):
        back(agreed, other, written(agreed, made))
    foreign = rewritten(
        written(agreed, made), lambda xml: re.sub(r"<w:p>.*</w:p>", "<w:p><w:r><w:t>Bail</w:t></w:r></w:p>", xml)
    )
    with refused("word-unknown"):
        back(agreed, made, foreign)


BOMB = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda xml: xml.replace("<w:document", f"{BOMB}<w:document"), "word-damaged"),
        (lambda xml: xml.replace("<w:body>", f"<w:body>{'<w:p>' * 900}"), "word-too-large"),
        (lambda xml: xml.replace("<w:body>", f"<w:body>{'<w:p/>' * 20_001}"), "word-too-large"),
        (lambda xml: xml[: len(xml) // 2], "word-damaged"),
        (lambda xml: xml.replace("<w:body>", "<w:body>" + " " * (33 << 20)), "word-too-large"),
    ],
    ids=["entities", "deep", "endless", "cut", "bomb"],
)
def test_a_hostile_file_is_refused_within_limits(
    agreed: Agreed, complete_draft: Agreement, change: Callable[[str], str], code: str
) -> None:
    with refused(code):
        back(agreed, complete_draft, rewritten(written(agreed, complete_draft), change))


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"%PDF-1.7\n%%EOF", "word-expected"), (b"", "file-empty"), (b"PK\x03\x04", "file-is-archive")],
    ids=["pdf", "empty", "archive"],
)
def test_what_is_no_word_file_is_refused(agreed: Agreed, content: bytes, code: str) -> None:
    with refused(code):
        back(agreed, agreed.complete(), content)
