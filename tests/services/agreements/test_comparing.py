"""An agreement held against another one of its type."""

from desktop.base.rewording import Wording, reworded
from desktop.base.text import speak
from desktop.definitions.agreements.assembling import NegotiatedText
from desktop.services.agreements import comparing, drafting, negotiation
from desktop.store.records import Agreement
from tests.agreed import Agreed, agreed, agreed_folder, complete_draft
from tests.paper import page_texts
from tests.refusal import refused
from tests.services.agreements.test_agreements import changed

__all__ = ["agreed", "agreed_folder", "complete_draft"]


def test_only_older_texts_are_offered_whichever_was_begun_first(agreed: Agreed, complete_draft: Agreement) -> None:
    work = agreed.office.work
    second, other_type = agreed.complete(), agreed.draft("MOU")
    offered = lambda one: [text.id for text in comparing.earlier(work, one)]  # noqa: E731
    assert offered(complete_draft.id) == offered(other_type.id) == []
    assert offered(second.id) == [complete_draft.id]
    final = agreed.final()  # begun last; its text stands before those of the drafts
    assert offered(final.id) == []
    assert set(offered(second.id)) == {complete_draft.id, final.id} and offered(complete_draft.id) == [final.id]
    (text,) = comparing.earlier(work, complete_draft.id)
    assert (text.name, text.state, text.day) == (final.reference, final.state, final.final_at)
    with work.store.change("Left out", work.officer.id) as session:
        session.get_one(Agreement, complete_draft.id).archived = True
    assert offered(second.id) == [final.id] and offered(complete_draft.id) == []


def test_values_and_wording_that_differ_are_told_article_by_article(agreed: Agreed) -> None:
    work, theirs, ours = agreed.office.work, agreed.complete(("fr", "en")), agreed.complete()
    before = comparing.compare(work, ours.id, theirs.id)
    assert before.languages == ("fr",) and before.earlier.id == theirs.id
    negotiation.depart(work, ours.id, changed(agreed.composition(ours.id), "S-AMD", "Demandé."))
    after = comparing.compare(work, ours.id, theirs.id)
    (part,) = set(after.differing("fr")) - set(before.differing("fr"))
    (told,) = part.differences
    assert (part.clause, part.said_by, told.said_by) == ("S-AMD", Wording.BOTH, Wording.BOTH)
    assert told.number == f"{part.number}.1" and told.ours == f"{told.theirs} Les parties en conviennent."
    drafting.save_field(work, ours.id, "delivery.place", "Kaolack")
    told = [one for part in comparing.compare(work, ours.id, theirs.id).differing("fr") for one in part.differences]
    assert any("Kaolack" in one.ours and "Kaolack" not in one.theirs for one in told)
    itself = comparing.compare(work, ours.id, ours.id)
    assert itself.differing("fr") == () and "préambule, 1–3" in itself.alike("fr")


def test_a_paragraph_that_one_has_more_moves_no_other_out_of_its_place(agreed: Agreed) -> None:
    work, theirs, ours = agreed.office.work, agreed.complete(), agreed.complete()
    texts = agreed.composition(ours.id).assembled.in_language("fr")
    article = next(one for one in texts.articles if len(one.paragraphs) > 2)
    first = article.paragraphs[0].paragraph.text
    last = len(article.paragraphs)
    negotiated = [(1, first, f"{first} Sans délai."), (last + 1, "", "Le Partenaire en informe la presse.")]
    for place, old, new in negotiated:
        text = NegotiatedText(article.clause, "fr", place, old, new, "Awa Ndiaye", "Demandé.")
        negotiation.depart(work, ours.id, text)
    (part,) = comparing.compare(work, ours.id, theirs.id).differing("fr")
    assert [(one.number, one.said_by) for one in part.differences] == [
        (f"{article.number}.1", Wording.BOTH),
        (f"{article.number}.{last + 1}", Wording.NEW),
    ]
    (back,) = comparing.compare(work, theirs.id, ours.id).differing("fr")
    assert [one.said_by for one in back.differences] == [Wording.BOTH, Wording.OLD]


def test_the_comparison_is_drawn_with_what_it_was_held_against(agreed: Agreed) -> None:
    work, theirs, ours = agreed.office.work, agreed.final(("fr", "en")), agreed.complete(("fr", "en"))
    drafting.save_field(work, ours.id, "delivery.place", "Kaolack")
    speak("es")
    text = " ".join(page_texts(comparing.on_paper(work, ours.id, theirs.id, "en")))
    for words in ("En qué difiere", theirs.reference, "Kaolack", "Tachado", "Los dos dicen lo mismo en", "English"):
        assert words in text
    both = " ".join(page_texts(comparing.on_paper(work, ours.id, theirs.id)))
    assert "Français · English" in both and both.count("Kaolack") == 2 * text.count("Kaolack")


def test_another_type_or_language_or_one_that_is_not_there_is_refused(
    agreed: Agreed, complete_draft: Agreement
) -> None:
    work = agreed.office.work
    with refused("compare-other-type"):
        comparing.compare(work, complete_draft.id, agreed.draft("MOU").id)
    with refused("compare-other-language"):
        comparing.compare(work, complete_draft.id, agreed.draft("INK", ("es",)).id)
    with refused("compare-unknown"):
        comparing.compare(work, complete_draft.id, "0" * 32)


def test_a_few_words_that_happen_to_be_alike_are_no_island_in_what_was_reworded() -> None:
    old, new = "The Fund is held by the bank until the end.", "The Partner pays by transfer before the last day."
    assert [piece.text for piece in reworded(old, new)] == [
        "The ",
        "Fund is held by the bank until the end. ",
        "Partner pays by transfer before the last day.",
    ]
    assert [str(piece.wording) for piece in reworded("livré à Dakar", "livré à Thiès")] == ["both", "old", "new"]
