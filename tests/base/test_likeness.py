"""Words in the letters a-z, as people type them; and how they sound."""

import pytest

from desktop.base.likeness import composed, forms_of, misspelt, sounds, without_article, words_of


def forms(text: str) -> set[str]:
    return {form for word in words_of(composed(text)) for form in word.forms}


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("O’Brien", "obrien brien"), ("N'Diaye", "ndiaye diaye"), ("Cissé-N’Doye", "cisse doye ndoye cissendoye"),
        ("Œuvre", "oeuvre"), ("Großmann", "grossmann"), ("Müller", "muller mueller"),
        ("Sørensen", "sorensen soerensen"),
        ("Łódź", "lodz"), ("İstanbul", "istanbul"), ("Đà Nẵng", "da nang"), ("S.O.D.E.C.I.", "sodeci"),
        ("SN10-A-2026-002", "sn10 2026 002 sn10a2026002"), ("n° FA-2026/014", "fa 2026 014 fa2026014"),
         ("+221 77 123 45 67", "221771234567 771234567 77"),
        ("NIT 900.417.225-1", "nit 9004172251"), ("RCCM_Teranga.pdf", "rccm teranga pdf"),
        ("النيل", "nil alnil"), ("شركة", "shrka shrkat"), ("٢٠٢٦", "2026"), ("Дніпро", "dnipro"),
        ("Хрущёва", "khrushcheva"),
        ("e\u0301te\u0301", "ete"),
    ],
)  # fmt: skip
def test_a_word_is_kept_as_people_type_it(written: str, typed: str) -> None:
    assert set(typed.split()) <= forms(written)


@pytest.mark.parametrize(
    "alike",
    ["chevchenko shevchenko szewczenko", "khrouchtcheva khrushcheva", "zhanna janna", "harmatan harmattan",
     "mohamed muhammad mhmd", "hussein hussain hsin", "sharikat charikat shrkat", "ibrahim abrahim", "quinoa quinua"],
)  # fmt: skip
def test_spellings_of_one_name_sound_alike(alike: str) -> None:
    heard = [set(sounds(word)) for word in alike.split()]
    assert set.intersection(*heard)


def test_a_name_that_begins_with_y_is_heard_with_it_and_without() -> None:
    assert set(sounds("yekaterina")) & set(sounds("ekaterina"))
    assert set(sounds("yusuf")) & set(sounds("ywsf")) or sounds("2026") == ()


@pytest.mark.parametrize(
    ("typed", "meant"), [("ennil", "nil"), ("assalam", "salam"), ("alnil", "nil"), ("teranga", "")]
)
def test_an_article_written_with_its_word_is_known(typed: str, meant: str) -> None:
    assert without_article(typed) == meant


@pytest.mark.parametrize("mistake", ["tearnga", "teanga", "terranga", "terenga", "teragna"])
def test_one_mistake_leads_back_to_the_word(mistake: str) -> None:
    assert "teranga" in misspelt(mistake)


def test_the_places_of_words_are_those_in_the_text() -> None:
    text = "Prêt de camions, d’O’Brien"
    assert [text[w.start : w.end] for w in words_of(text) if "camions" in w.forms] == ["camions"]
    assert forms_of("—") == () and list(words_of("— … !")) == []
