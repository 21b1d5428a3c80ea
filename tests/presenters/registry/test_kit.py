"""What is said of a theme: three papers in three languages, with the figures that may be told, and texts to change."""

from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from desktop.base.progress import RunNow
from desktop.base.text import LANGUAGES
from desktop.base.values import today
from desktop.definitions.kits import KitPaper, load_kits
from desktop.definitions.loading import Definitions
from desktop.office import Office
from desktop.presenters.registry.kit import KitPresenter
from desktop.services.agreements import earlier
from desktop.services.agreements.earlier import GivenBefore
from desktop.services.partner_papers import kits
from desktop.services.partner_papers.kits import KitChoice
from desktop.services.registry import partners
from desktop.store.records import Partner
from tests.exchanging import User, seated, user
from tests.paper import assert_archivable, words_of
from tests.refusal import refused

__all__ = ["user"]


def page(office: Office, user: User, **arguments: str) -> KitPresenter:
    shown = seated(KitPresenter(office, RunNow(), **arguments), user)
    shown.refresh()
    return shown


def plain(text: str) -> str:
    """A text with plain spaces, wherever its lines end."""
    return " ".join(text.split())


def given_by(office: Office, count: int) -> None:
    """So many partners gave a thousand dollars each, before the program, for counter-trafficking."""
    for number in range(count):
        partner = partners.register(office.work, Partner(name=f"Atelier numéro {number}", country="SN"))
        gift = GivenBefore(
            partner.id, "Don", f"{today().year - 1}-03-01", amount=Decimal(1000), themes=("trafficking",)
        )
        with office.store.change("Given", office.user.id) as session:
            earlier.record_gift_in(office.work, session, gift)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_theme_has_its_papers_in_each_language(office: Office, language: str) -> None:
    work, definitions = office.work, office.definitions.kits
    for theme, kit in definitions.by_theme.items():
        pitch = KitChoice(theme, KitPaper.PITCH, language)
        words = plain(words_of(kits.pdf(work, pitch, kits.proposed(work, pitch))))
        expected = [kit.headline, *kit.brings, *definitions.conditions, *(fact.source for fact in kit.facts)]
        assert [text[language] for text in expected if plain(text[language]) not in words] == []
        assert "¶" not in words and not any(banner in words for banner in ("INTERNE", "INTERNAL", "INTERNO"))
    messages = KitChoice("labour", KitPaper.MESSAGES, language)
    data = kits.pdf(work, messages, kits.proposed(work, messages))
    words = plain(words_of(data))
    assert all(
        plain(text[language]) in words
        for text in (*definitions.by_theme["labour"].messages, *definitions.general.words)
    )
    assert any(banner in words for banner in ("INTERNE", "INTERNAL", "INTERNO"))
    assert_archivable(data)


def test_figures_of_too_few_partners_are_told_to_colleagues_alone(office: Office) -> None:
    pitch = KitChoice("trafficking", KitPaper.PITCH, "fr")
    note = KitChoice("trafficking", KitPaper.NOTE, "fr")
    given_by(office, 2)
    assert kits.office_figures(office.work, pitch) == ()
    assert "de 2 partenaires" in kits.office_figures(office.work, note)[0]
    given_by(office, 1)
    first, *_others = kits.office_figures(office.work, pitch)
    assert plain(first) == "Depuis 2016 : 3 000,00 USD en argent, biens et services, de 3 partenaires."
    assert kits.office_figures(office.work, KitChoice("health", KitPaper.NOTE, "fr")) == ()


def test_changed_texts_stand_on_the_paper_and_are_there_again(office: Office, user: User) -> None:
    shown = page(office, user, theme="health")
    shown.take("points", "Des glacières\n\nUn laboratoire")
    shown.show_paper()
    assert shown.pdf is not None
    words = words_of(shown.pdf)
    assert "Des glacières" in words and "Un laboratoire" in words
    assert office.definitions.kits.by_theme["health"].brings[0]["fr"] not in words
    shown.save_word()
    (file,) = user.opens
    with ZipFile(BytesIO(file.read_bytes())) as package:
        assert "Des glacières" in package.read("word/document.xml").decode()
    assert page(office, user, theme="health").fields["points"] == "Des glacières\n\nUn laboratoire"
    assert "Des glacières" not in str(page(office, user, theme="health", spoken="es").fields["points"])
    shown.choose(paper="note")
    assert user.went[-1] == ("kit", {"theme": "health", "paper": "note", "spoken": "fr"})


def test_a_theme_without_its_kit_is_named(office: Office, root: Path, tmp_path: Path) -> None:
    with refused("kit-no-theme"):
        kits.proposed(office.work, KitChoice("weather", KitPaper.NOTE, "fr"))
    for path in (root / "forms" / "kits").glob("[!h]*.toml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    themes = [theme.id for theme in Definitions.load(root / "forms").strategy.themes]
    with refused("definition-key-missing") as caught:
        load_kits(tmp_path, themes)
    assert "health.toml" in str(caught.value)
