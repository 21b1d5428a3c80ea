"""The languages of the program."""

import pytest

from desktop.base.errors import Cancelled, Problem
from desktop.base.progress import Progress, RunNow
from desktop.base.text import folded, language, missing_languages, pick, plural, said_in, searchable, speak


def test_the_program_speaks_one_of_its_languages_only() -> None:
    speak("es")
    assert language() == "es"
    with pytest.raises(ValueError, match="unknown language"):
        speak("de")
    assert language() == "es"


def test_a_text_of_a_definition_is_picked_by_language() -> None:
    text = {"fr": "Oui", "en": "Yes", "es": "Sí"}
    speak("es")
    assert pick(text) == "Sí"


def test_a_document_speaks_its_own_language() -> None:
    sentence = "Free some space or choose another place, then try again."
    assert said_in("es", sentence) != said_in("fr", sentence) != said_in("en", sentence) == sentence


def test_a_sentence_without_translation_is_said_in_english() -> None:
    assert plural("{count} zebra", "{count} zebras", 1) == "1 zebra"
    speak("en")
    assert plural("{count} zebra", "{count} zebras", 3) == "3 zebras"


def test_search_forgets_accents_case_and_spaces() -> None:
    assert folded("  Téranga   CÂBLES ") == "teranga cables"
    assert folded("Straße") == folded("STRASSE")


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Œuvre d’Élisabeth", "oeuvre ŒUVRE delisabeth d'elisabeth"),
        ("O’Brien & Søn S.A.R.L. Łódź", "obrien o'brien O’BRIEN sarl S.A.R.L. s.a.r.l son lodz"),
        ("Société de Saint-Louis", "saint louis Saint-Louis saint–louis"),
    ],
)
def test_signs_and_accents_may_be_left_out_of_what_is_looked_for(written: str, typed: str) -> None:
    assert all(word in searchable(written).split() for word in searchable(typed).split())


def test_missing_languages_are_told() -> None:
    assert tuple(missing_languages({"fr": "Oui", "en": " "})) == ("en", "es")
    assert tuple(missing_languages("Oui")) == ("fr", "en", "es")


def test_work_reports_its_steps_and_stops_when_asked() -> None:
    seen: list[tuple[int, int, str]] = []
    progress = Progress(lambda done, total, text: seen.append((done, total, text)))
    progress.step(1, 2, "half")
    progress.stop()
    with pytest.raises(Cancelled):
        progress.step(2, 2)
    assert seen == [(1, 2, "half")]


def test_work_without_a_window_is_done_at_once() -> None:
    done: list[int] = []
    RunNow().run("count", lambda progress: 7, done.append)
    assert done == [7]


def test_a_problem_says_what_and_what_to_do() -> None:
    assert str(Problem("The stick is full.", "Use another.", code="full")) == "The stick is full. Use another."
    assert str(Problem("The stick is full.", code="full")) == "The stick is full."
