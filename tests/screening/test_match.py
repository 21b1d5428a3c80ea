"""Two names are compared, and the comparison says why."""

import csv
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop.screening.entries import EntryKind
from desktop.screening.match import REVIEW, STRONG, WEAK, explain, score, sentence
from tests.screening.conftest import SHARED

GIVEN = ["Moussa", "Fatima", "Jean-Baptiste", "Nikolai", "Amadou", "Ibrahim", "Maria", "Kwame", "Aminullah", "Djamel"]
MIDDLE = ["Harouna", "Arkadievich", "ben Youssef", "Christopher", "Abd al-Karim", "Wanjiru", "Petrovna", "Ould Sidi"]
FAMILY = ["Mazruqi", "Belozubov", "Ntiruhungwa", "Djibrilla", "González", "Oyelaran", "Thorsen", "Benkhaldoun"]
people = st.tuples(st.sampled_from(GIVEN), st.sampled_from(MIDDLE), st.sampled_from(FAMILY))
anything = st.text(max_size=60)
kinds = st.sampled_from([EntryKind.PERSON, EntryKind.ORGANISATION])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Yousef al-Qasimi", "Youssouf El Kassimi"),
        ("عبد الرحمن القاسمي", "Abdurrahman Qasimi"),
        ("نور الدين بوزيان", "Noureddine Bouziane"),
        ("يحيى إسحاق", "Yahya Ishaq"),
        ("Сергей Анатольевич Громов", "Siarhei Anatolievich Hromau"),
        ("Олександр Гнатюк", "Aleksandr Gnatyuk"),
        ("Pak Chong-gun", "Park Jung Kun"),
        ("Mohamed Ould Cheikh", "MOHAMMAD OULD SHEIKH"),
        ("K. O. Mensah", "Kwame Osei Mensah"),
        ("Thorsen, Ingrid", "Ingrid Thorsen"),
        ("Dr. Ingrid Thorsen", "Ingrid Thorsen"),
        ("Ingird Thorsen", "Ingrid Thorsen"),
        ("Saifuddin Mirzai", "Sayf al-Din Mirzai"),
        ("Cabdullaahi Maxamed Guuleed", "Abdullahi Mohamed Guled"),
    ],
)
def test_spellings_of_one_person_meet(one: str, other: str) -> None:
    assert score(one, other, EntryKind.PERSON) >= REVIEW


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ingrid Thorsen", "Astrid Thorsen"),
        ("Kwame Mensah", "Kofi Mensah"),
        ("M. Diarra", "Ousmane Diarra"),
        ("Kim Song Chol", "Kim Yong Chol"),
        ("Ahmad Karimi", "Mahmud Karimi"),
        ("سلمى التازي", "Salim Tariq"),
        ("Николай Громов", "Николай Гуров"),
        ("Anna Schmidt", "Anna Schneider"),
    ],
)
def test_other_persons_do_not(one: str, other: str) -> None:
    assert score(one, other, EntryKind.PERSON) < REVIEW


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sahel Fret SARL", "Sahel Fret"),
        ("Compagnie Sahel de Transport S.A.", "SAHEL TRANSPORT LTD"),
        ("Intl. Development Assoc. of Zinder", "International Development Association of Zinder"),
        ("شركة الساحل للتجارة", "Sahel Trading Company"),
        ("ООО Северный Путь", "Severny Put LLC"),
        ("A.B.C. Imports", "ABC Import"),
        ("Sahel Fret Logistique", "SAHEL FRET LOGISTIQUE SARL (Reg. No. 1114448)"),
    ],
)
def test_spellings_of_one_organisation_meet(one: str, other: str) -> None:
    assert score(one, other, EntryKind.ORGANISATION) >= REVIEW


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sahel Trading Company", "Kivu Trading Company"),
        ("Brigade 104", "Brigade 105"),
        ("Fondation Espoir", "Fondation Avenir"),
        ("General Trading Company", "International Trading Company"),
    ],
)
def test_common_words_do_not_make_two_organisations_one(one: str, other: str) -> None:
    assert score(one, other, EntryKind.ORGANISATION) < REVIEW


@given(anything, anything, kinds)
@example("I", "EEI", EntryKind.PERSON)
@settings(max_examples=150)
def test_any_two_texts_have_a_score_and_the_same_from_both_sides(one: str, other: str, kind: EntryKind) -> None:
    assert 0.0 <= score(one, other, kind) <= 1.0
    assert score(one, other, kind) == pytest.approx(score(other, one, kind), abs=0.02)


@given(people, st.permutations([0, 1, 2]))
@settings(max_examples=60)
def test_order_case_and_accents_do_not_matter(name: tuple[str, str, str], order: list[int]) -> None:
    whole = " ".join(name)
    plain = "".join(c for c in unicodedata.normalize("NFKD", whole) if not unicodedata.combining(c))
    assert score(" ".join(name[at] for at in order), whole, EntryKind.PERSON) >= STRONG
    assert score(plain.upper(), whole.lower(), EntryKind.PERSON) == 1.0


@given(people)
@settings(max_examples=60)
def test_a_middle_name_more_never_falls_below_the_weak_band(name: tuple[str, str, str]) -> None:
    first, middle, last = name
    assert score(f"{first} {last}", f"{first} {middle} {last}", EntryKind.PERSON) >= WEAK


LETTERS = dict(zip("abvgdeziklmnoprstuf", "абвгдезиклмнопрстуф", strict=True))


@given(st.lists(st.text("abdeiklmnoprstu", min_size=4, max_size=9), min_size=2, max_size=3))
@settings(max_examples=60)
def test_a_name_taken_to_cyrillic_is_still_itself(words: list[str]) -> None:
    plain = " ".join(words)
    assert score("".join(LETTERS.get(c, c) for c in plain), plain, EntryKind.PERSON) >= STRONG


@pytest.mark.parametrize(
    "text", ["", " ", "😀", "-", "\u202eabc\u202c", "x" * 10_000, "ab " * 4000, "Ltd", "Dr.", "ﷺ", "金"]
)
@pytest.mark.parametrize("kind", [EntryKind.PERSON, EntryKind.ORGANISATION])
def test_strange_texts_are_bounded(text: str, kind: EntryKind) -> None:
    assert 0.0 <= score(text, "Moussa Harouna", kind) < WEAK
    assert score(text, text, kind) in (0.0, pytest.approx(1.0))


def test_the_sentence_names_what_agrees_and_what_does_not() -> None:
    said = sentence(explain("Djamel Thorsen Diop", "Jamal Torsen Sow", EntryKind.PERSON))
    assert said == "Variants of one name: djamel ~ jamal. Same pronunciation: thorsen ~ torsen. Different: diop ~ sow."


def test_the_development_pairs_stay_as_well_told_apart_as_they_were() -> None:
    path = SHARED / "names" / "pairs_dev.csv"
    if not path.is_file():
        pytest.skip("the labelled pairs are not on this machine")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kinds = {row["entity_kind"]: EntryKind.ORGANISATION for row in rows} | {"person": EntryKind.PERSON}
    alerts = [row for row in rows if score(row["query_name"], row["list_name"], kinds[row["entity_kind"]]) >= REVIEW]
    right = [row for row in alerts if row["expected"] == "match"]
    assert len(right) / len(alerts) >= 0.97
    assert len(right) / sum(row["expected"] == "match" for row in rows) >= 0.95
