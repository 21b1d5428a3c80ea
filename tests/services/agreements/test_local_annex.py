"""The annex that an office adds to an agreement: the last one, a departure that Legal reviews, in every paper of it."""

import pytest

from desktop.base.text import LANGUAGES
from desktop.base.values import today
from desktop.definitions.agreements.archiving import archive
from desktop.definitions.agreements.assembling import LOCAL_ANNEX
from desktop.documents.blocks import each_language
from desktop.documents.foreign.word import read_word
from desktop.documents.word import settled
from desktop.services.agreements import (
    drafting,
    finalising,
    legal_review,
    local_annex,
    negotiation,
    outgrowing,
    pack_content,
    word,
)
from desktop.services.agreements.local_annex import LocalAnnex
from desktop.store.records import Agreement
from tests.agreed import Agreed, agreed, agreed_folder, complete_draft
from tests.makers import on
from tests.refusal import refused

__all__ = ["agreed", "agreed_folder", "complete_draft"]

WHY = "Le code des obligations le demande."
TITLES = {"fr": "Droit local", "en": "Local law"}
TEXTS = {
    "fr": "Le timbre est dû.\n\nLes deux parties :\n- paient ;\n- gardent le reçu.",
    "en": "One.\n\nTwo:\n- a\n- b",
}


def said(*languages: str) -> LocalAnnex:
    return LocalAnnex({code: TITLES[code] for code in languages}, {code: TEXTS[code] for code in languages}, WHY)


def add(agreed: Agreed, made: Agreement, annex: LocalAnnex) -> None:
    local_annex.write(agreed.office.work, made.id, annex)


def blocking(agreed: Agreed, made: Agreement) -> set[str]:
    return {finding.rule for finding in agreed.composition(made.id).findings if finding.blocks}


def test_it_is_the_last_annex_and_its_first_line_says_that_the_articles_prevail(agreed: Agreed) -> None:
    made = agreed.complete(("fr", "en"))
    before = [annex.code for annex in agreed.composition(made.id).assembled.versions[0].annexes]
    add(agreed, made, said("fr", "en"))
    assembled = agreed.composition(made.id).assembled
    for version in assembled.versions:
        *others, own = version.annexes
        assert [annex.code for annex in others] == before and own.local
        assert own.code == chr(ord(before[-1]) + 1) and own.title == TITLES[version.language]
        opening, *words = (paragraph.text for paragraph in own.words)
        assert opening == agreed.office.definitions.library.annex_opening[version.language]
        assert len(words) == 2 and words[1].count("\n- ") == 2
    assert blocking(agreed, made) == {"local-annex-locked"}


def test_it_is_off_until_it_is_written_and_can_be_removed_and_brought_back(
    agreed: Agreed, complete_draft: Agreement
) -> None:
    work = agreed.office.work
    plain = archive(agreed.composition(complete_draft.id).assembled)
    assert local_annex.written(agreed.composition(complete_draft.id).departures) is None
    add(agreed, complete_draft, said("fr"))
    with_it = archive(agreed.composition(complete_draft.id).assembled)
    assert with_it != plain
    removed = local_annex.remove(work, complete_draft.id)
    assert (
        archive(agreed.composition(complete_draft.id).assembled) == plain and blocking(agreed, complete_draft) == set()
    )
    local_annex.restore(work, complete_draft.id, removed)
    assert archive(agreed.composition(complete_draft.id).assembled) == with_it
    assert local_annex.written(agreed.composition(complete_draft.id).departures) == said("fr")


def test_the_fingerprint_of_the_draft_that_legal_saw_changes_with_it(agreed: Agreed, complete_draft: Agreement) -> None:
    digests = {legal_review.text_digest(agreed.composition(complete_draft.id))}
    add(agreed, complete_draft, said("fr"))
    digests.add(legal_review.text_digest(agreed.composition(complete_draft.id)))
    add(agreed, complete_draft, LocalAnnex({"fr": "Droit local"}, {"fr": "Autre texte."}, WHY))
    digests.add(legal_review.text_digest(agreed.composition(complete_draft.id)))
    assert len(digests) == 3


@pytest.mark.parametrize(
    ("annex", "rule"),
    [
        (
            LocalAnnex({"fr": "Droit local", "en": "Local law"}, {"fr": "Un texte.", "en": "  "}, WHY),
            "local-annex-empty",
        ),
        (LocalAnnex({"fr": "Droit local"}, {"fr": "Un texte.", "en": "A text."}, WHY), "local-annex-empty"),
        (LocalAnnex(TITLES, {"fr": "Un.\n\nDeux.", "en": "One."}, WHY), "local-annex-uneven"),
    ],
    ids=["no text", "no title", "uneven"],
)
def test_what_lacks_in_a_language_blocks_the_final_document(agreed: Agreed, annex: LocalAnnex, rule: str) -> None:
    made = agreed.complete(("fr", "en"))
    add(agreed, made, annex)
    assert rule in blocking(agreed, made)
    pack_content.content(on(agreed.office, today()), agreed.composition(made.id), 1)  # it is drawn all the same
    with refused("agreement-incomplete"):
        finalising.finalise(on(agreed.office, today()), made.id)


def test_it_needs_its_reason_and_new_words_that_are_no_book(agreed: Agreed, complete_draft: Agreement) -> None:
    with refused("departure-without-reason"):
        add(agreed, complete_draft, LocalAnnex({"fr": "Droit local"}, {"fr": "Un texte."}, " "))
    with refused("local-annex-long"):
        add(agreed, complete_draft, LocalAnnex({"fr": "Droit local"}, {"fr": "x" * 20_001}, WHY))
    assert not negotiation.departures(agreed.office.store, complete_draft.id)
    add(agreed, complete_draft, said("fr"))
    with refused("departure-unchanged"):
        add(agreed, complete_draft, said("fr"))


def test_the_checklist_names_it_with_who_wrote_it_and_legal_clears_it(
    agreed: Agreed, complete_draft: Agreement
) -> None:
    add(agreed, complete_draft, said("fr"))
    line = pack_content.content(on(agreed.office, today()), agreed.composition(complete_draft.id), 1).clauses[-1]
    assert (line.reason, line.cleared_by, line.added) == (WHY, "", True) and line.changed_by
    assert each_language(line.title) == ("Annexe locale : Droit local",)


def test_hostile_words_are_printed_as_they_are_and_stand_in_the_word_file(
    agreed: Agreed, complete_draft: Agreement
) -> None:
    hostile = "<b>{{partner.name}}</b> & %s {0} ]]>"
    add(agreed, complete_draft, LocalAnnex({"fr": hostile}, {"fr": hostile}, WHY))
    annex = pack_content.content(on(agreed.office, today()), agreed.composition(complete_draft.id), 1).annexes[-1]
    assert each_language(annex.title) == (hostile,)
    content = word.written(on(agreed.office, today()), complete_draft.id)
    assert [settled(paragraph.text) for paragraph in read_word(content, "x.docx")].count(settled(hostile)) == 2
    assert word.read_back(on(agreed.office, today()), complete_draft.id, content, "x.docx") == ()


def test_it_stays_when_a_language_goes_and_comes_back_and_when_the_type_changes(agreed: Agreed) -> None:
    made, work = agreed.complete(("fr", "en")), agreed.office.work
    add(agreed, made, said("fr", "en"))
    drafting.change(work, made.id, languages=["fr"])
    assert blocking(agreed, made) == {"local-annex-locked"}
    drafting.change(work, made.id, languages=["fr", "en"])
    assert blocking(agreed, made) == {"local-annex-locked"}
    outgrowing.become(work, made.id, "MOU")
    assert agreed.composition(made.id).assembled.versions[0].annexes[-1].title == TITLES["fr"]


def test_no_clause_of_the_library_has_its_name(agreed: Agreed) -> None:
    library = agreed.office.definitions.library
    assert LOCAL_ANNEX not in library.clauses and set(library.annex_opening) == set(LANGUAGES)
