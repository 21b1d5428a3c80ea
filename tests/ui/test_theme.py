"""Every colour is legible and every length follows the text size."""

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.ui import theme as themes
from desktop.ui.theme import ALIASES, SHAPES, Theme, Tokens, look
from desktop.ui.widgets import Button

ALL = [themes.LIGHT, themes.DARK, themes.CONTRAST_LIGHT, themes.CONTRAST_DARK]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [part / 255 for part in QColor(colour).getRgb()[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio as WCAG 2.2 defines it."""
    first, second = sorted((luminance(one), luminance(other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


@pytest.mark.parametrize("tokens", ALL)
def test_words_are_legible_on_every_ground(tokens: Tokens) -> None:
    for ground in (tokens.ground, tokens.surface, tokens.raised, tokens.hover, tokens.selected):
        assert contrast(tokens.text, ground) >= 7
        assert contrast(tokens.quiet, ground) >= 4.5
        assert contrast(tokens.accent, ground) >= 4.5
        assert contrast(tokens.bad, ground) >= 4.5
    assert contrast(tokens.on_accent, tokens.accent) >= 7
    assert contrast(tokens.on_accent, tokens.accent_hover) >= 7


@pytest.mark.parametrize("choice", ["light", "dark", "contrast"])
def test_a_filled_button_that_cannot_be_pressed_yet_can_be_read(theme: Theme, qtbot: QtBot, choice: str) -> None:
    theme.choose(choice)
    button = Button("Enregistrer", kind="filled")
    qtbot.addWidget(button)
    button.setStyleSheet(theme.sheet)
    button.setEnabled(False)
    button.resize(200, 40)
    button.show()
    ground = button.grab().toImage().pixelColor(10, 20).name()
    theme.choose("light")
    assert (
        contrast({"light": themes.LIGHT, "dark": themes.DARK}.get(choice, themes.CONTRAST_LIGHT).quiet, ground) >= 4.5
    )


@pytest.mark.parametrize("tokens", ALL)
def test_chips_are_legible_and_fields_have_an_edge(tokens: Tokens) -> None:
    for ink, ground in tokens.tones.values():
        assert round(contrast(ink, ground), 1) >= 7
    for ground in (tokens.ground, tokens.surface):
        assert contrast(tokens.strong, ground) >= 3


def test_every_level_has_a_shape_of_its_own() -> None:
    shapes = [SHAPES[level] for level in ("low", "medium", "high", "excluded", "unrated")]
    assert len(set(shapes)) == 5 and all(shapes)
    assert set(ALIASES) <= set(SHAPES)


def test_lengths_follow_the_text_size(theme: Theme) -> None:
    before = look().px(24)
    theme.resize(200)
    assert look().px(24) == pytest.approx(2 * before, abs=2)
    theme.resize(500)
    assert theme.size == 200


def test_the_look_can_be_chosen_and_tells_so(theme: Theme, qapp: QApplication) -> None:
    told: list[str] = []
    theme.changed.connect(lambda: told.append(theme.choice))
    theme.choose("dark")
    assert look().tokens is themes.DARK
    assert qapp.palette().window().color() == QColor(themes.DARK.ground)
    theme.choose("contrast")
    assert look().tokens in (themes.CONTRAST_LIGHT, themes.CONTRAST_DARK)
    theme.choose("light")
    assert look().tokens is themes.LIGHT
    assert told == ["dark", "contrast", "light"]


def test_text_size_steps_up_and_down(theme: Theme) -> None:
    theme.step(1)
    assert theme.size == 115
    theme.step(-1)
    theme.step(-1)
    assert theme.size == 100
