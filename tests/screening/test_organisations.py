"""Names of organisations meet across languages, numbers and acronyms, and what tells two of them apart is heard."""

import csv
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.screening import meanings, places
from desktop.screening.entries import EntryKind, ListEntry, ListName, ListVersion, NameQuality, ParsedList
from desktop.screening.index import Index, build_index
from desktop.screening.lists import read_list
from desktop.screening.match import REVIEW, STRONG, WEAK, Reason, explain, score
from desktop.screening.names import parse
from desktop.screening.organisations import meanings_of

SAMPLES = Path(__file__).parent / "samples"
TABLES = (meanings.BODIES, meanings.TRADES, meanings.WORDS, places.COUNTRIES, places.REGIONS)
UNITS = {
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept"
    " dix-huit dix-neuf",
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis"
    " diecisiete dieciocho diecinueve",
}
TENS = {
    "fr": "vingt trente quarante cinquante soixante soixante quatre-vingt quatre-vingt",
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
}
TWENTIES = (
    "veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve"
)
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
names_of_nobody = st.text("bdfgklmnprstvz", min_size=2, max_size=3).flatmap(
    lambda consonants: st.sampled_from(["a", "o", "u"]).map(lambda vowel: vowel.join(consonants) + vowel + "rt")
)


def close(query: str, name: str) -> float:
    return score(query, name, EntryKind.ORGANISATION)


def in_words(number: int, language: str) -> str:
    """A number below 100 as it is said."""
    units = UNITS[language].split()
    if number < 20:
        return units[number]
    if language == "es" and number < 30:
        return TWENTIES.split()[number - 20]
    tens = TENS[language].split()[number // 10 - 2]
    rest = number % 20 if language == "fr" and number >= 60 else number % 10
    joint = {"fr": " et " if rest in (1, 11) and number < 80 else "-", "en": "-", "es": " y "}[language]
    return tens + (joint + units[rest] if rest else "s" if number == 80 and language == "fr" else "")


@given(st.integers(1, 99), st.sampled_from(["fr", "en", "es"]))
@settings(max_examples=150)
def test_a_number_in_words_is_its_digits(number: int, language: str) -> None:
    words, digits = f"Brigade {in_words(number, language)}", f"Brigade {number}"
    assert parse(words, EntryKind.ORGANISATION).packed == parse(digits, EntryKind.ORGANISATION).packed


@given(st.integers(1, 12), st.integers(1, 12), st.sampled_from(["Phase {}", "MV Zorbat {}", "Fonds Zorbat {} SA"]))
@settings(max_examples=80)
def test_a_roman_numeral_is_a_number_and_another_contradicts(number: int, other: int, name: str) -> None:
    roman = name.format(ROMAN[number - 1])
    if number == other:
        assert close(roman, name.format(other)) >= STRONG
    else:
        assert close(roman, name.format(other)) < WEAK


@pytest.mark.parametrize(
    "forms",
    [
        ["4th Bureau", "Fourth Bureau", "4e bureau", "Quatrième bureau", "Bureau IV", "Cuarta oficina", "Bureau n° 4"],
        ["Fábrica Nº 12", "Factory No. 12", "Fabrik Nr. 12", "Usine numéro douze", "Завод № 12", "مصنع رقم ١٢"],
        ["Frente 17 de noviembre", "Front du 17 novembre", "November 17 Front", "Front of the 17th of November"],
    ],
)
def test_ways_to_write_a_number_are_one(forms: list[str]) -> None:
    assert [pair for pair in pairwise(forms) if close(*pair) < STRONG] == []


@pytest.mark.parametrize(
    "word", ["Xi Trading", "V. Kadiri SARL", "Premier Kadiri", "Banco dos Kadiri", "Once Upon Kadiri"]
)
def test_what_only_looks_like_a_number_is_none(word: str) -> None:
    assert not any(part.text.isdigit() for part in parse(word, EntryKind.ORGANISATION).tokens)


def test_a_number_on_one_side_only_is_never_strong() -> None:
    assert REVIEW <= close("Nord Zorbat", "Nord Zorbat 8") < STRONG
    assert close("Zorbat Fret", "Zorbat Fret 2004") >= STRONG  # a year is often left out


LINES = [line.split() for table in TABLES for line in table]


def test_every_word_of_the_tables_has_the_meaning_of_its_line() -> None:
    """A form that is two words, or a Chinese character that stands within words, is read in a name only."""
    simple = [(form, line[0]) for line in LINES for form in line if form.isascii() and form.isalpha()]
    assert [(form, first) for form, first in simple if first not in meanings_of(form)] == []


def test_a_translation_meets_from_both_sides() -> None:
    """Every form in every line of the tables, but for Chinese ones, which stand in names of their own kind."""
    apart = []
    for line in LINES:
        forms = [form.replace("_", " ") for form in line if not any("\u3400" <= c <= "\u9fff" for c in form)]
        for other in forms[1:]:
            there, back = (
                close(f"zyvorak {forms[0]}", f"{other} zyvorak"),
                close(f"{other} zyvorak", f"zyvorak {forms[0]}"),
            )
            if min(there, back) < REVIEW or abs(there - back) > 0.02:
                apart.append((forms[0], other, there, back))
    assert apart == []


@given(st.lists(names_of_nobody, min_size=3, max_size=6, unique=True), st.booleans())
@settings(max_examples=60)
def test_an_acronym_meets_its_words_to_review(words: list[str], of: bool) -> None:
    long = " of ".join([words[0], " ".join(words[1:])]) if of else " ".join(words)
    letters = "".join(word[0] for word in words)
    assert REVIEW <= close(letters.upper(), long) < STRONG
    assert close(long, ".".join(letters.upper()) + ".") == close(letters.upper(), long)
    assert close(letters.upper()[::-1] + "X", long) < WEAK


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("M29", "Mouvement du 29 juin"),
        ("M-29", "June 29 Movement"),
        ("RENAZO", "Resistência Nacional Zorbatana"),
        ("ZOMITE", "Zorbat Mining Technology Trading Company"),
        ("PDZSA", "Petróleos de Zorbat S.A."),
    ],
)
def test_dated_and_syllabic_acronyms_meet(one: str, other: str) -> None:
    assert REVIEW <= close(one, other) < STRONG
    assert Reason.ACRONYM in {pair.reason for pair in explain(one, other, EntryKind.ORGANISATION).pairs}


@given(names_of_nobody, names_of_nobody, st.sampled_from(["({})", "[{}]", "（{}）", "({}"]))
@settings(max_examples=40)
def test_words_in_brackets_or_said_again_never_count_against(name: str, aside: str, brackets: str) -> None:
    plain, bracketed = f"{name} Trading", f"{name} Trading {brackets.format(aside)}"
    assert close(plain, bracketed) == close(bracketed, plain) >= STRONG
    assert close(f"{name} {plain}", plain) >= STRONG
    assert close(f"{brackets.format(aside)} {plain}", plain) >= REVIEW or brackets == "({}"


def test_what_stands_in_brackets_on_both_sides_must_agree() -> None:
    assert close("Zorbat Foundation (Kenya)", "Zorbat Foundation (Pakistan)") < REVIEW


@pytest.mark.parametrize("sign", "'’‘ʼ`´")
@pytest.mark.parametrize(
    "name", ["L{}Espoir du Zorbat", "Pharmacie d{}Abèche", "Cantieri dell{}Adriatico", "Tout ce qu{}il faut"]
)
def test_elision_is_cut_whatever_the_apostrophe(name: str, sign: str) -> None:
    assert close(name.format(sign), name.format(" ")) == 1.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Banque agricole du Tchad", "المصرف الزراعي التشادي"),
        ("乍得农业银行", "Agricultural Bank of Chad"),
        ("Сельскохозяйственный банк Чада", "Banco Agrícola del Chad"),
        ("Türkiye Tarım Bankası", "Landwirtschaftsbank der Türkei"),
        ("宁波海星电子有限公司", "Ningbo Haixing Electronics Co., Ltd."),
        ("Zorbat Holding", "Groupe Zorbat"),
        ("ПАО «НК «Зорбат»", "Zorbat Oil Company PJSC"),
        ("Zorbat spółka z ograniczoną odpowiedzialnością", "Zorbat Sp. z o.o."),
        ("Zorbatsch-Iranische Handelskammer", "Zorbatsch-Iranian Chamber of Commerce"),
        ("Unit 48213", "Military Unit No. 48213"),
        ("Воинская часть 48213", "Unit 48213"),
        ("Завод имени Зорбатова", "Zorbatov Plant"),
        ("Fondo de Inversiones Directas de Zorbat", "Zorbat Direct Investment Fund"),
        ("Al Zorbat Turst", "Al-Zorbat Trust"),
        ("Zorbat Petrolleri Anonim Ortaklığı", "Zorbat Petroleum Corporation"),
        ("Zorbat", "Zorbat Engineering & Trading Group"),
    ],
)
def test_one_organisation_in_two_languages_is_met(one: str, other: str) -> None:
    assert close(one, other) >= REVIEW


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Banque agricole du Tchad", "Industrial Bank of Chad"),
        ("Banque agricole du Tchad", "Agricultural Bank of Niger"),
        ("宁波海星电子有限公司", "Ningbo Haitian Electronics Co., Ltd."),
        ("Kingsgate Trading Sdn Bhd", "Queensgate Trading Sdn Bhd"),
        ("Zorbat Mines SARL", "Zorbat Foods SARL"),
        ("Zorba S.p.A.", "Zorbo S.p.A."),
    ],
)
def test_what_tells_two_organisations_apart_is_heard(one: str, other: str) -> None:
    assert close(one, other) < REVIEW


def test_a_translation_is_called_one() -> None:
    pairs = explain("Banque Zorbat", "Zorbat Bank", EntryKind.ORGANISATION).pairs
    assert {pair.reason for pair in pairs} == {Reason.EXACT, Reason.TRANSLATION}


def sample(name: str) -> list[dict[str, str]]:
    with (SAMPLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_pairs_of_organisations_stay_as_well_told_apart_as_they_were() -> None:
    pairs = [
        (row["expected"] == "match", close(row["query_name"], row["list_name"]) >= REVIEW)
        for row in sample("organisations.csv")
    ]
    assert sum(met for same, met in pairs if same) >= 0.95 * sum(same for same, _met in pairs)
    assert sum(met for same, met in pairs if not same) <= 0.03 * sum(not same for same, _met in pairs)


def list_of(names: list[str], kind: EntryKind) -> ParsedList:
    entries = [
        ListEntry("made", str(at), kind, (ListName(name, NameQuality.PRIMARY),)) for at, name in enumerate(names)
    ]
    return ParsedList(ListVersion("made", "made", "", "", {kind: len(names)}), entries)


@pytest.mark.parametrize("kind", [EntryKind.ORGANISATION, EntryKind.PERSON])
def test_what_the_matcher_would_propose_is_found(kind: EntryKind, tmp_path: Path) -> None:
    """Labelled pairs, one letter wrong at every place of a name, words joined and parted, acronyms."""
    rows = sample("organisations.csv" if kind is EntryKind.ORGANISATION else "persons.csv")
    queries = [(row["query_name"], row["list_name"]) for row in rows]
    for name in {row["list_name"] for row in rows[::9]}:
        words = name.split()
        queries.extend((name[:at] + name[at + 1 :], name) for at in range(0, len(name), 3))
        queries.extend((f"{' '.join(words[:at])}{' '.join(words[at:])}", name) for at in range(1, len(words)))
        queries.extend((f"{name[:at]} {name[at:]}", name) for at in range(3, len(name) - 2, 4))
    build_index(tmp_path / "names.sqlite", [list_of(sorted({name for _query, name in queries}), kind)])
    with Index.open(tmp_path / "names.sqlite") as index:
        lost = [
            (query, name)
            for query, name in queries
            if score(query, name, kind) >= WEAK
            and name not in {hit.name for hit in index.search(query, kind, limit=200)}
        ]
    assert len(lost) <= 0.005 * len(queries), lost


@pytest.mark.parametrize(
    ("query", "reference"),
    [
        ("Réseau Haqqani", "TAe.012"),
        ("Armée de résistance du Seigneur", "CFe.002"),
        ("État islamique dans le Grand Sahara", "QDe.163"),
        ("Groupe de soutien à l’islam et aux musulmans", "QDe.159"),
        ("Red Haqqani", "TAe.012"),
        ("Ejército de Resistencia del Señor", "CFe.002"),
        ("Estado Islámico en el Gran Sáhara", "QDe.163"),
        ("Grupo de Apoyo al Islam y a los Musulmanes", "QDe.159"),
    ],
)
def test_the_united_nations_list_is_found_in_french_and_spanish(un_index: Index, query: str, reference: str) -> None:
    hits = {hit.entry.reference: hit.band for hit in un_index.search(query, EntryKind.ORGANISATION)}
    assert hits.get(reference) in ("strong", "review"), hits


@pytest.fixture(scope="module")
def un_index(real_lists: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    path = tmp_path_factory.mktemp("un") / "un.sqlite"
    build_index(path, [read_list(real_lists / "unsc-2026-02-27.xml")])
    with Index.open(path) as opened:
        yield opened
