"""The look: every colour, size and font of the program, for light, dark and high contrast.

`Theme` makes the application's font, palette and style sheet from the tokens and follows the system until told
otherwise. Widgets that paint themselves ask `look()`; lengths are written for a 14-pixel interface font and
pass `px`, so that text size and screen scaling need nothing else.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from string import Template

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from desktop.base import paths
from desktop.base.settings import ThemeChoice

SIZES = (100, 115, 130, 150, 175, 200)  # text size in per cent
NARROW = 78  # em: below this the rail keeps icons only
LOW = 40  # em: below this the frame keeps less air above and below
TIGHT = 24  # em: below this the frame gives up what can be reached in another way
TEXT_POINTS, TITLE_POINTS, SECTION_POINTS, NOTE_POINTS = 10.5, 18.0, 13.0, 9.5
FONT_PIXELS = 14.0  # the pixel size for which lengths are written
STYLE = "Fusion"
STYLED = "styled"  # the application's property that says it has this style already
LOOK = "passerelle_look"  # where the application carries its look
TITLE_BAR, FRAME = 32, 8  # of a window, at most; asking a style would make Qt load all its names at the start

Pair = tuple[str, str]  # ink and ground


@dataclass(frozen=True)
class Tokens:
    """The colours of one theme. `tones` are the tints of chips and messages: ink and ground.

    `series` are those of charts, as Okabe and Ito chose them for every eye: https://jfly.uni-koeln.de/color/
    """

    ground: str
    surface: str
    raised: str
    line: str
    track: str
    strong: str
    text: str
    quiet: str
    accent: str
    on_accent: str
    accent_hover: str
    selected: str
    hover: str
    bad: str
    series: tuple[str, str, str]
    tones: dict[str, Pair]


LIGHT = Tokens(
    ground="#F5F6F8",
    surface="#FFFFFF",
    raised="#FFFFFF",
    line="#DFE3E8",
    track="#DFE3E8",
    strong="#767D88",
    text="#1B1F24",
    quiet="#545B66",
    accent="#0033A0",
    on_accent="#FFFFFF",
    accent_hover="#00287D",
    selected="#E8EDF8",
    hover="#F0F2F6",
    bad="#8B0A14",
    series=("#0072B2", "#D55E00", "#009E73"),
    tones={
        "low": ("#1B5E20", "#E8F5E9"),
        "medium": ("#5D4200", "#FFF4D6"),
        "high": ("#8B0A14", "#FDE7E9"),
        "excluded": ("#FFFFFF", "#5B0A12"),
        "unrated": ("#424242", "#EEEEEE"),
        "info": ("#0033A0", "#E8EDF8"),
    },
)

DARK = Tokens(
    ground="#16181C",
    surface="#1E2126",
    raised="#262A31",
    line="#343942",
    track="#343942",
    strong="#8A919C",
    text="#ECEEF1",
    quiet="#A9B0BB",
    accent="#7FA4FF",
    on_accent="#0B1530",
    accent_hover="#A3BEFF",
    selected="#28324A",
    hover="#2A2E36",
    bad="#FFB3B9",
    series=("#56B4E9", "#D55E00", "#009E73"),
    tones={
        "low": ("#E8F5E9", "#1B5E20"),
        "medium": ("#FFF4D6", "#5D4200"),
        "high": ("#FDE7E9", "#8B0A14"),
        "excluded": ("#5B0A12", "#FFFFFF"),
        "unrated": ("#EEEEEE", "#424242"),
        "info": ("#D6E2FF", "#28324A"),
    },
)

PAPER = LIGHT  # what is marked on a page of paper, which is white in every theme

CONTRAST_LIGHT = replace(
    LIGHT,
    ground="#FFFFFF",
    line="#1B1F24",
    track="#C9CDD4",
    strong="#000000",
    text="#000000",
    quiet="#1B1F24",
    hover="#E4E7EC",
)
CONTRAST_DARK = replace(
    DARK,
    ground="#000000",
    surface="#000000",
    raised="#000000",
    line="#ECEEF1",
    track="#4A4F57",
    strong="#FFFFFF",
    text="#FFFFFF",
    quiet="#ECEEF1",
    accent="#FFE066",
    accent_hover="#FFEFA8",
    on_accent="#000000",
)


class Shape(StrEnum):
    """The shapes that stand beside colours."""

    DISC = "disc"
    DIAMOND = "diamond"
    SQUARE = "square"
    TRIANGLE = "triangle"
    RING = "ring"
    HALF = "half"
    CROSS = "cross"
    CHECK = "check"
    DASH = "dash"


# How a tone is called by what it means, and the shape that goes with it: never colour alone.
ALIASES = {"good": "low", "warn": "medium", "bad": "high", "neutral": "unrated", "not_rated": "unrated"}
SHAPES: Mapping[str, Shape | None] = {
    "low": Shape.DISC,
    "medium": Shape.DIAMOND,
    "high": Shape.SQUARE,
    "excluded": Shape.CROSS,
    "unrated": Shape.RING,
    "not_rated": Shape.RING,
    "good": Shape.CHECK,
    "warn": Shape.TRIANGLE,
    "bad": Shape.SQUARE,
    "neutral": None,
    "info": None,
}


@dataclass(frozen=True)
class Look:
    """The tokens in force and the scale of lengths."""

    tokens: Tokens
    scale: float

    def px(self, length: float) -> int:
        """A length written for the 14-pixel font, on this screen and at this text size."""
        return round(length * self.scale)

    def em(self, count: float) -> int:
        """So many times the font's height."""
        return round(count * FONT_PIXELS * self.scale)

    def tone(self, tone: str) -> Pair:
        """Ink and ground of a level (`low` … `unrated`) or a meaning (`good`, `warn`, `bad`, `neutral`, `info`)."""
        return self.tokens.tones[ALIASES.get(tone, tone)]


def look() -> Look:
    """What the application looks like now; the light look before any theme was applied."""
    current = getattr(QApplication.instance(), LOOK, None)  # asked for each length: Qt's own properties are slow
    return current if isinstance(current, Look) else Look(LIGHT, 1.0)


def px(length: float) -> int:
    """`look().px`: most callers want one length."""
    return look().px(length)


def room_for(window: QWidget) -> QSize:
    """How large a window may be on its screen, with its title bar and frame, which Qt counts apart."""
    title, frame = px(TITLE_BAR), px(FRAME)
    return window.screen().availableGeometry().size() - QSize(2 * frame, title + 2 * frame)


def note_font() -> QFont:
    """The font of quiet second lines, for widgets that paint themselves."""
    return _sized(NOTE_POINTS / TEXT_POINTS)


def strong_font() -> QFont:
    """The interface font, semibold, for widgets that paint themselves."""
    font = QApplication.font()
    font.setWeight(QFont.Weight.DemiBold)
    return font


def _sized(ratio: float) -> QFont:
    font = QApplication.font()
    font.setPointSizeF(font.pointSizeF() * ratio)
    return font


class Theme(QObject):
    """Dresses the application. `changed` says that painted things and lengths must be made again.

    Each window puts on the `sheet` itself, and all inside it follows. Were it the application's own, Qt would style
    every part of a page anew at each step of putting the page together: a third of the time until it shows.
    """

    changed = Signal()
    sheet = ""

    def __init__(self, app: QApplication, choice: str = ThemeChoice.SYSTEM, size: int = 100) -> None:
        super().__init__(app)
        self._app, self.choice, self.size = app, choice, size
        self._family = app.font().family()
        _register_fonts(app)
        if not app.property(STYLED):
            app.setStyle(STYLE)
            app.setProperty(STYLED, True)
        app.styleHints().colorSchemeChanged.connect(self._follow)
        self._dress()

    def choose(self, choice: str) -> None:
        """Follow the system, or keep to light, dark or high contrast."""
        self.choice = choice
        self._dress()
        self.changed.emit()

    def resize(self, size: int) -> None:
        """Set the text size, 100 to 200 per cent."""
        self.size = min(max(size, SIZES[0]), SIZES[-1])
        self._dress()
        self.changed.emit()

    def step(self, by: int) -> None:
        """One text size up or down."""
        nearest = min(range(len(SIZES)), key=lambda at: abs(SIZES[at] - self.size))
        self.resize(SIZES[min(max(nearest + by, 0), len(SIZES) - 1)])

    def _follow(self) -> None:
        if self.choice in (ThemeChoice.SYSTEM, ThemeChoice.CONTRAST):
            self._dress()
            self.changed.emit()

    def _tokens(self) -> Tokens:
        hints = self._app.styleHints()
        dark = self.choice == ThemeChoice.DARK or (
            self.choice != ThemeChoice.LIGHT and hints.colorScheme() == Qt.ColorScheme.Dark
        )
        high_contrast = hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
        if self.choice == ThemeChoice.CONTRAST or (self.choice == ThemeChoice.SYSTEM and high_contrast):
            return CONTRAST_DARK if dark else CONTRAST_LIGHT
        return DARK if dark else LIGHT

    def _dress(self) -> None:
        font = self._font()
        current = Look(self._tokens(), QFontInfo(font).pixelSize() / FONT_PIXELS)
        setattr(self._app, LOOK, current)
        palette = _palette(current.tokens)
        if self._app.font() != font:  # Qt dresses every widget anew, whether or not anything changed
            self._app.setFont(font)
        if self._app.palette() != palette:
            self._app.setPalette(palette)
        self.sheet = _sheet(current, self.size / 100)

    def _font(self) -> QFont:
        families = ["Noto Sans", "Noto Naskh Arabic", "Noto Sans Bengali"]
        if QGuiApplication.platformName() in ("windows", "cocoa") or os.environ.get("XDG_CURRENT_DESKTOP"):
            families.insert(0, self._family)
        font = QFont()
        font.setFamilies(families)
        font.setPointSizeF(TEXT_POINTS * self.size / 100)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font


def _register_fonts(app: QApplication) -> None:
    """Once for an application: each file registered makes Qt look through all its fonts again."""
    if app.property("fonts"):
        return
    app.setProperty("fonts", True)
    for file in sorted((paths.resources() / "fonts").glob("NotoSans*.ttf")):
        QFontDatabase.addApplicationFont(str(file))


def _palette(tokens: Tokens) -> QPalette:
    palette, role = QPalette(), QPalette.ColorRole
    for roles, colour in (
        ((role.Window, role.Button), tokens.ground),
        ((role.Base, role.ToolTipBase, role.Light, role.Midlight), tokens.surface),
        ((role.AlternateBase,), tokens.raised),
        ((role.Mid,), tokens.line),
        ((role.Dark, role.Shadow), tokens.strong),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText, role.BrightText), tokens.text),
        ((role.PlaceholderText,), tokens.quiet),
        ((role.Highlight, role.Accent, role.Link, role.LinkVisited), tokens.accent),
        ((role.HighlightedText,), tokens.on_accent),
    ):
        for colour_role in roles:
            palette.setColor(colour_role, QColor(colour))
    for colour_role in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, colour_role, QColor(tokens.quiet))
    return palette


def _sheet(current: Look, ratio: float) -> str:
    tokens, lengths = current.tokens, {f"p{n}": f"{current.px(n)}px" for n in (2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 24)}
    colours = {name: value for name, value in vars(tokens).items() if isinstance(value, str)}
    points = {
        "title_pt": f"{TITLE_POINTS * ratio}pt",
        "section_pt": f"{SECTION_POINTS * ratio}pt",
        "note_pt": f"{NOTE_POINTS * ratio}pt",
        "text_pt": f"{TEXT_POINTS * ratio}pt",
    }
    info = dict(zip(("info_ink", "info_ground"), current.tone("info"), strict=True))
    colours["frame"] = "#E8B800"  # the training office: seen from across the room, in every theme
    warm = dict(zip(("warn_ink", "warn_ground"), current.tone("warn"), strict=True))
    toned = (
        Template(_TONED).substitute(tone=tone, ink=current.tone(tone)[0], tint=current.tone(tone)[1], **lengths)
        for tone in ("info", "good", "warn", "bad", "excluded")  # of messages, and of pages that look grave
    )
    return "".join((Template(_SHEET).substitute(**colours, **lengths, **points, **info, **warm), *toned))


_TONED = """
QFrame[role="message"][tone="$tone"] { background: $tint; border: none; border-left: $p4 solid $ink;
  border-top-right-radius: $p4; border-bottom-right-radius: $p4; }
QFrame[role="message"][tone="$tone"] QLabel { color: $ink; }
QFrame[role="message"][tone="$tone"] QPushButton[kind="link"] { color: $ink; }
QWidget[role="grave"][tone="$tone"] { border-left: $p6 solid $tint; }
"""

_SHEET = """
QWidget { color: $text; outline: none; }
QMainWindow, QDialog, PageFrame, QWidget[role="ground"] { background: $ground; }
QScrollArea, QWidget[role="clear"] { background: transparent; border: none; }
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: $p6; }

QLabel { background: transparent; }
QLabel[role="title"] { font-size: $title_pt; font-weight: 600; }
QLabel[role="section"] { font-size: $section_pt; font-weight: 600; }
QLabel[role="question"] { font-size: $section_pt; font-weight: 600; }
QLabel[role="strong"], QLabel[role="label"] { font-weight: 600; }
QLabel[role="quiet"] { color: $quiet; }
QLabel[role="note"] { color: $quiet; font-size: $note_pt; }
QLabel[role="error"] { color: $bad; font-size: $note_pt; font-weight: 600; }
QLabel[role="here"] { color: $quiet; font-size: $note_pt; padding-bottom: 2px; }

QFrame[role="card"] { background: $surface; border: 1px solid $line; border-radius: $p6; }
QFrame[role="cells"] { border: none; border-bottom: 1px solid $line; }
QFrame[role="card"]:focus { border: 2px solid $accent; }
QFrame[role="next"] { background: $surface; border: 1px solid $line; border-left: $p4 solid $accent;
  border-top-right-radius: $p6; border-bottom-right-radius: $p6; }
QFrame[role="hairline"] { background: $line; border: none; }
QFrame[role="drop"] { background: transparent; border: 2px dashed $strong; border-radius: $p6; }
QFrame[role="drop"][over="true"] { background: $selected; border: 2px solid $accent; }
QWidget[role="rail"] { background: $surface; border: none; border-right: 1px solid $line; }
QWidget[role="bar"] { background: $surface; border: none; border-top: 1px solid $line; }
QWidget[role="top"] { background: $surface; border: none; border-bottom: 1px solid $line; }

QLabel[role="banner"] { background: $warn_ground; color: $warn_ink; font-weight: 600; padding: $p4 $p16; }
QLabel[role="banner low"] { background: $warn_ground; color: $warn_ink; font-size: $note_pt; font-weight: 600;
  padding: 0 $p16; }
QWidget[role="framed"] { background: $frame; }

QPushButton { font-weight: 600; border-radius: $p4; padding: $p6 $p14; border: 1px solid $strong;
  background: $surface; color: $text; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $selected; }
QPushButton:focus { border: 2px solid $accent; padding: $p5 $p12; }
QPushButton:disabled { color: $quiet; background: $ground; border-color: $line; }
QPushButton[kind="filled"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[kind="filled"]:hover, QPushButton[kind="filled"]:pressed { background: $accent_hover; }
QPushButton[kind="filled"]:focus { border: 2px solid $accent; }
QPushButton[kind="filled"]:disabled { background: $hover; color: $quiet; border-color: $line; }
QPushButton[kind="danger"] { color: $bad; border-color: $bad; }
QPushButton[kind="filter"] { font-weight: 400; padding: $p5 $p10; border-color: $line; }
QPushButton[kind="filter"]:focus { border: 2px solid $accent; padding: $p4 $p8; }
QPushButton[kind="filter"][on="true"] { font-weight: 600; border-color: $accent; background: $selected; }
QPushButton[kind="link"], QPushButton[kind="crumb"] { background: transparent; border: none; border-radius: 0;
  border-bottom: 2px solid transparent; padding: $p6 0 $p4 0; font-weight: 400; text-align: left; }
QPushButton[kind="link"] { color: $accent; }
QPushButton[kind="crumb"] { color: $quiet; padding: 0; font-size: $note_pt; }
QPushButton[kind="link"]:hover, QPushButton[kind="crumb"]:hover { color: $accent; text-decoration: underline; }
QPushButton[kind="link"]:focus, QPushButton[kind="crumb"]:focus { border-bottom: 2px solid $accent; color: $accent; }
QPushButton[kind="link"]:disabled { color: $quiet; }
QPushButton[kind="status"] { background: transparent; border: 2px solid transparent; color: $quiet; padding: $p2 $p6;
  font-weight: 400; font-size: $note_pt; text-align: left; }
QPushButton[kind="status"]:hover { color: $text; background: $hover; }
QPushButton[kind="status"]:focus { border: 2px solid $accent; }
QPushButton[kind="status"][tone="warn"] { color: $warn_ink; background: $warn_ground; }
QPushButton[kind="icon"] { background: transparent; border: 2px solid transparent; padding: $p5; }
QPushButton[kind="icon"]:hover { background: $hover; }
QPushButton[kind="icon"]:focus { border: 2px solid $accent; }

QLineEdit, QPlainTextEdit { background: $surface; border: 1px solid $strong; border-radius: $p4; padding: $p6 $p8;
  selection-background-color: $accent; selection-color: $on_accent;
  placeholder-text-color: $quiet; }
QLineEdit:focus, QPlainTextEdit:focus { border: 2px solid $accent; padding: $p5 $p7; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"] { border: 2px solid $bad; padding: $p5 $p7; }
QLineEdit:disabled, QPlainTextEdit:disabled, QLineEdit:read-only, QPlainTextEdit:read-only {
  background: $ground; border-color: $line; }

QComboBox { combobox-popup: 0; }
QComboBox QAbstractItemView, QMenu, QCalendarWidget QAbstractItemView {
  background: $raised; border: 1px solid $line; outline: none;
  selection-background-color: $selected; selection-color: $text; }
QListView[role="strip"] { background: $ground; border: 1px solid $line; border-radius: $p6; }
QListView[role="strip"]:focus { border: 2px solid $accent; }
QListView[role="strip"]::item:selected { background: $selected; color: $text; border: 2px solid $accent; }
QTableView[role="rows"] { background: $surface; border: 1px solid $line; border-radius: $p6; outline: none;
  selection-background-color: $selected; selection-color: $text; }
QTableView[role="rows"]:focus { border: 2px solid $accent; }
QHeaderView[role="rows"] { background: $surface; border: none; }
QHeaderView[role="rows"]::section { background: $surface; color: $quiet; font-size: $note_pt; font-weight: 600;
  border: none; border-bottom: 1px solid $line; border-right: 1px solid $line; padding: $p4 $p14; }
QHeaderView[role="rows"]::section:last { border-right: none; }
QHeaderView[role="rows"]::section:hover { background: $hover; color: $text; }
QLabel[role="spelt"] { background: $accent; color: $on_accent; font-weight: 600; border-radius: $p4;
  padding: $p4 $p10; }
QComboBox QAbstractItemView::item { padding: $p6 $p8; min-height: $p16; }
QComboBox QAbstractItemView::item:selected { background: $selected; color: $text; }

QMenu { padding: $p4 0; icon-size: $p16; }
QMenu::item { padding: $p6 $p24 $p6 $p16; background: transparent; }
QMenu::item:selected { background: $selected; color: $text; }
QMenu::item:disabled { color: $quiet; }
QMenu::separator { height: 1px; background: $line; margin: $p4 0; }

QTabBar { background: transparent; border: none; }
QTabBar::tab { background: transparent; border: none; border-bottom: 3px solid transparent; color: $quiet;
  padding: $p8 $p4 $p6 $p4; margin-right: $p16; }
QTabBar[close="true"]::tab { margin-right: $p6; }
QTabBar::scroller { width: $p24; }
QTabBar::tab:hover { color: $text; border-bottom: 3px solid $line; }
QTabBar::tab:selected { color: $text; font-weight: 600; border-bottom: 3px solid $accent; }
QTabBar QToolButton { background: $ground; border: 1px solid $line; border-radius: $p4; }
QTabBar::tab:selected:focus { border: 2px solid $accent; border-bottom: 3px solid $accent; padding: $p6 $p2 $p6 $p2; }

QSpinBox { background: $surface; border: 1px solid $strong; border-radius: $p4; padding: $p4 $p6;
  selection-background-color: $accent; selection-color: $on_accent; }
QSpinBox::up-button, QSpinBox::down-button { width: 0; border: none; }
QSpinBox QLineEdit { background: transparent; border: none; padding: 0; }
QSpinBox:focus { border: 2px solid $accent; padding: $p3 $p5; }

QProgressBar { background: $track; border: none; border-radius: 2px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }

QScrollBar:vertical { background: transparent; width: $p12; margin: 0; }
QScrollBar:horizontal { background: transparent; height: $p12; margin: 0; }
QScrollBar::handle { background: $strong; border-radius: $p3; margin: $p3; min-height: $p24; min-width: $p24; }
QScrollBar::handle:hover { background: $text; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QCalendarWidget QWidget { background: $raised; alternate-background-color: $raised; }
QCalendarWidget QToolButton { background: transparent; border: none; border-radius: $p4; padding: $p4 $p6;
  font-weight: 600; }
QCalendarWidget QToolButton:hover { background: $hover; }
QCalendarWidget QToolButton::menu-indicator { image: none; }
QCalendarWidget QSpinBox { background: $surface; border: 1px solid $strong; }
QCalendarWidget QAbstractItemView:enabled { selection-background-color: $accent; selection-color: $on_accent; }
QCalendarWidget QAbstractItemView:disabled { color: $quiet; }
"""
