"""What can be done by a key or from the menu: one table, read by the menu bar, the sheet of keys and the tooltips.

A key that is not in this table cannot be bound: `keyboard.shortcut` takes a row of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtGui import QKeySequence

from desktop.base.text import N_, _


class Menu(StrEnum):
    """The menus, in their order."""

    FILE = "file"
    EDIT = "edit"
    VIEW = "view"
    CASE = "case"
    HELP = "help"


MENUS: Mapping[Menu, str] = {  # the letter after & opens the menu with Alt; answers on pages leave these letters alone
    Menu.FILE: N_("&File"),
    Menu.EDIT: N_("Ed&it"),
    Menu.VIEW: N_("Vie&w"),
    Menu.CASE: N_("&Case"),
    Menu.HELP: N_("&Help"),
}


@dataclass(frozen=True)
class ListedDeed:
    """A deed under its name, with its keys and the menu it stands in.

    `everywhere` deeds are the frame's: they are always in their menu. The others are there on the pages that bind
    them. `where` says in the sheet of keys on which pages that is.
    """

    words: str
    keys: tuple[str, ...]
    menu: Menu
    where: str = ""

    @property
    def everywhere(self) -> bool:
        """Whether every page has it."""
        return not self.where


_ANYWHERE = ""
_LISTS, _FORMS = N_("lists"), N_("forms and evidence")
_PARTNER, _QUESTION, _HUB = N_("partner"), N_("question"), N_("due diligence")
_SCREENING, _AGREEMENT, _TODAY = N_("screening"), N_("agreement"), N_("Today")
_EXCHANGE, _HEADQUARTERS = N_("Send and receive"), N_("Headquarters")
_PIPELINE, _CHARTS, _CONTRIBUTIONS = N_("Pipeline"), N_("charts"), N_("Contributions")
_SHOWN = N_("question, activity, innovation")
_DOCUMENT = N_("document shown")
_PAPER = N_("pages that have a paper, partners, agreements")
_FIRST_START = N_("first start")

ADD_PARTNER = ListedDeed(N_("Add a partner"), ("Ctrl+N",), Menu.FILE)
SAVE = ListedDeed(N_("Save now"), ("Ctrl+S",), Menu.FILE)
PRINT = ListedDeed(N_("Show the page for paper, or print the list"), ("Ctrl+P",), Menu.FILE, _PAPER)
BACK_UP = ListedDeed(N_("Back up now"), ("Ctrl+Shift+B",), Menu.FILE)
BACKUPS = ListedDeed(N_("Backups"), (), Menu.FILE)
LOCK = ListedDeed(N_("Lock the window, or let somebody else work"), ("Ctrl+L",), Menu.FILE)
CLOSE = ListedDeed(N_("Close the window"), ("Ctrl+W",), Menu.FILE)
QUIT = ListedDeed(N_("Quit Passerelle"), ("Ctrl+Q",), Menu.FILE)

UNDO = ListedDeed(N_("Undo"), ("Ctrl+Z",), Menu.EDIT)
REDO = ListedDeed(N_("Redo"), ("Ctrl+Y", "Ctrl+Shift+Z"), Menu.EDIT)
CUT = ListedDeed(N_("Cut"), ("Ctrl+X",), Menu.EDIT)
COPY = ListedDeed(N_("Copy"), ("Ctrl+C",), Menu.EDIT)
PASTE = ListedDeed(N_("Paste"), ("Ctrl+V",), Menu.EDIT)
SELECT_ALL = ListedDeed(N_("Select all"), ("Ctrl+A",), Menu.EDIT)
TAKE_OFF = ListedDeed(N_("Remove the row or the file"), ("Ctrl+Shift+Del",), Menu.EDIT, _FORMS)
EDIT_TEXT = ListedDeed(N_("Change what is shown"), ("F2",), Menu.EDIT, N_("partner, clauses"))
MERGE = ListedDeed(N_("Merge with another record"), ("Ctrl+M",), Menu.EDIT, _PARTNER)
SEARCH = ListedDeed(N_("Search"), ("Ctrl+F",), Menu.EDIT)
SEARCH_BOX = ListedDeed(N_("Go to the search box"), ("F6",), Menu.EDIT)
LOOK_UP = ListedDeed(N_("Look a name up in the lists"), ("F9",), Menu.EDIT)

BACK = ListedDeed(N_("Back"), ("Alt+Left",), Menu.VIEW)
FORWARD = ListedDeed(N_("Forward"), ("Alt+Right",), Menu.VIEW)
PREVIOUS_RECORD = ListedDeed(N_("The record before in the list"), ("Ctrl+PgUp",), Menu.VIEW)
NEXT_RECORD = ListedDeed(N_("The record after in the list"), ("Ctrl+PgDown",), Menu.VIEW)
PLACE = ListedDeed(N_("Go to a place of the rail"), tuple(f"Ctrl+{digit}" for digit in range(1, 10)), Menu.VIEW)
NEXT_TAB = ListedDeed(N_("Next part of the page"), ("Ctrl+Tab",), Menu.VIEW, _PARTNER)
PREVIOUS_TAB = ListedDeed(N_("Previous part of the page"), ("Ctrl+Shift+Tab",), Menu.VIEW, _PARTNER)
REFRESH = ListedDeed(N_("Read again"), ("F5",), Menu.VIEW)
LARGER = ListedDeed(N_("Larger text"), ("Ctrl+Shift+Up",), Menu.VIEW)
SMALLER = ListedDeed(N_("Smaller text"), ("Ctrl+Shift+Down",), Menu.VIEW)
FULL_SCREEN = ListedDeed(N_("Full screen"), ("F11",), Menu.VIEW)
MENU_BAR = ListedDeed(N_("Menu bar"), (), Menu.VIEW)
OPEN_MENU = ListedDeed(N_("Open the menu, also when it is hidden"), ("F10", "Alt"), Menu.VIEW)

CONTINUE = ListedDeed(N_("Do what the filled button says"), ("Ctrl+Return", "Ctrl+Enter"), Menu.CASE)
SAVE_AND_ADD = ListedDeed(
    N_("Save and add another one"), ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"), Menu.CASE, N_("adding a partner")
)
NOT_KNOWN = ListedDeed(N_("Answer “not known”"), ("Ctrl+U",), Menu.CASE, _QUESTION)
EVIDENCE = ListedDeed(N_("Attach evidence"), ("Ctrl+E",), Menu.CASE, _SHOWN)
GO_TO_QUESTION = ListedDeed(N_("Go to another question"), ("Ctrl+G",), Menu.CASE, _QUESTION)
NEXT_UNKNOWN = ListedDeed(N_("Next answer that is not known"), ("U",), Menu.CASE, _HUB)
NEXT_EVIDENCE = ListedDeed(N_("Next answer without evidence"), ("E",), Menu.CASE, _HUB)
NTH_SECTION = ListedDeed(
    N_("Open a section by its number"), tuple(str(digit) for digit in range(1, 10)), Menu.CASE, _HUB
)
NEXT_CANDIDATE = ListedDeed(N_("Next candidate"), ("J",), Menu.CASE, _SCREENING)
PREVIOUS_CANDIDATE = ListedDeed(N_("Previous candidate"), ("K",), Menu.CASE, _SCREENING)
MOVE_ON = ListedDeed(N_("Move to the next stage"), ("Ctrl+Right",), Menu.CASE, _PIPELINE)
MOVE_BACK = ListedDeed(N_("Move to the stage before, or reopen"), ("Ctrl+Left",), Menu.CASE, _PIPELINE)
NEXT_ACTION = ListedDeed(N_("Plan the next action"), ("N",), Menu.CASE, _PIPELINE)
NOT_PURSUED = ListedDeed(N_("Not pursued, or ended"), ("X",), Menu.CASE, _PIPELINE)
BOARD_OR_LIST = ListedDeed(N_("Board or list"), ("V",), Menu.VIEW, _PIPELINE)
CHART_OR_TABLE = ListedDeed(N_("Chart or table"), ("T",), Menu.VIEW, _CHARTS)
COPY_CHART = ListedDeed(N_("Copy the chart and its numbers"), ("Ctrl+Shift+C",), Menu.EDIT, _CHARTS)
PUT_OFF = ListedDeed(N_("Put the task off with a reason"), ("R",), Menu.CASE, _TODAY)
NEW_LINE = ListedDeed(N_("Record a promise"), ("Ctrl+Shift+N",), Menu.FILE, _CONTRIBUTIONS)
RECEIVE = ListedDeed(N_("Record what arrived"), ("Ctrl+R",), Menu.CASE, _CONTRIBUTIONS)
VALUE = ListedDeed(N_("Say what it is worth"), ("Ctrl+Shift+V",), Menu.CASE, _CONTRIBUTIONS)
REPEAT = ListedDeed(N_("Promise the same again"), ("Ctrl+D",), Menu.CASE, _CONTRIBUTIONS)
PREVIEW = ListedDeed(N_("Preview of the agreement"), ("Ctrl+Shift+P",), Menu.CASE, _AGREEMENT)
PLAN = ListedDeed(N_("Agreement overview"), ("Ctrl+Shift+H",), Menu.CASE, _AGREEMENT)
COMPARE = ListedDeed(N_("Compare with an earlier agreement"), ("Ctrl+Shift+C",), Menu.CASE, _AGREEMENT)
NEXT_GAP = ListedDeed(N_("Next field to fill in"), ("F8",), Menu.CASE, _AGREEMENT)
PREVIOUS_GAP = ListedDeed(N_("Previous field to fill in"), ("F7",), Menu.CASE, _AGREEMENT)
INTO_LIST = ListedDeed(N_("From the search into the list"), ("Down",), Menu.CASE, _LISTS)
ROW_MENU = ListedDeed(N_("What can be done with the rows chosen"), ("Shift+F10", "Menu"), Menu.CASE, _LISTS)
SEND = ListedDeed(N_("Do the next step of sending"), ("Ctrl+Shift+E",), Menu.CASE, _EXCHANGE)
TAKE_IN = ListedDeed(N_("Import what arrived"), ("Ctrl+Shift+I",), Menu.CASE, N_("Send and receive, Headquarters"))
WRITE_RETURNS = ListedDeed(N_("Write the returns"), ("Ctrl+Shift+R",), Menu.CASE, _HEADQUARTERS)

# On a French keyboard Ctrl+- and Ctrl+à are digits, which elsewhere go to a place of the rail.
PAGES_LARGER = ListedDeed(N_("Larger pages"), ("Ctrl++", "Ctrl+="), Menu.VIEW, _DOCUMENT)
PAGES_SMALLER = ListedDeed(N_("Smaller pages"), ("Ctrl+-",), Menu.VIEW, _DOCUMENT)
PAGES_FIT = ListedDeed(N_("Whole page or whole width"), ("Ctrl+0", "Ctrl+À"), Menu.VIEW, _DOCUMENT)
FIND_NEXT = ListedDeed(N_("Find the next place"), ("F3",), Menu.EDIT, _DOCUMENT)
FIND_PREVIOUS = ListedDeed(N_("Find the place before"), ("Shift+F3",), Menu.EDIT, _DOCUMENT)

HELP = ListedDeed(N_("Help on this page"), ("F1",), Menu.HELP)
HANDBOOK = ListedDeed(N_("Handbook"), ("Shift+F1",), Menu.HELP)
KEYS = ListedDeed(N_("All keys"), ("Ctrl+F1",), Menu.HELP)
REFERENCES = ListedDeed(N_("Reference texts"), (), Menu.HELP)
ABOUT = ListedDeed(N_("About Passerelle"), (), Menu.HELP)

CHOOSE_BY_DIGIT = ListedDeed(
    N_("Choose by number"), tuple(str(digit) for digit in range(1, 10)), Menu.CASE, _FIRST_START
)
CLOSE_MESSAGE = ListedDeed(N_("Close a message or a box"), ("Esc",), Menu.VIEW)

DEEDS: tuple[ListedDeed, ...] = (
    *(ADD_PARTNER, SAVE, PRINT, BACK_UP, BACKUPS, LOCK, CLOSE, QUIT),
    *(
        UNDO,
        REDO,
        CUT,
        COPY,
        PASTE,
        SELECT_ALL,
        TAKE_OFF,
        EDIT_TEXT,
        MERGE,
        SEARCH,
        SEARCH_BOX,
        LOOK_UP,
        FIND_NEXT,
        FIND_PREVIOUS,
    ),
    *(BACK, FORWARD, PREVIOUS_RECORD, NEXT_RECORD, PLACE, NEXT_TAB, PREVIOUS_TAB, REFRESH, LARGER, SMALLER),
    *(FULL_SCREEN, MENU_BAR, OPEN_MENU),
    *(PAGES_LARGER, PAGES_SMALLER, PAGES_FIT, CLOSE_MESSAGE),
    *(CONTINUE, SAVE_AND_ADD, NOT_KNOWN, EVIDENCE, GO_TO_QUESTION, NEXT_UNKNOWN, NEXT_EVIDENCE, NTH_SECTION),
    *(NEXT_CANDIDATE, PREVIOUS_CANDIDATE, PUT_OFF, PREVIEW, PLAN, COMPARE, NEXT_GAP),
    *(PREVIOUS_GAP, INTO_LIST),
    *(MOVE_ON, MOVE_BACK, NEXT_ACTION, NOT_PURSUED, BOARD_OR_LIST, CHART_OR_TABLE, COPY_CHART),
    *(NEW_LINE, RECEIVE, VALUE, REPEAT),
    *(ROW_MENU, SEND, TAKE_IN, WRITE_RETURNS, CHOOSE_BY_DIGIT),
    *(HELP, HANDBOOK, KEYS, REFERENCES, ABOUT),
)


def menu_letters() -> str:
    """The letters that open the menus in the language of now."""
    return "".join(letter for menu in MENUS.values() for letter in _letter_of(_(menu)))


def _letter_of(title: str) -> str:
    before, mark, after = title.partition("&")
    return after[:1].lower() if mark and (before or after) else ""


def key_words(deed: ListedDeed) -> str:
    """The first key of a deed as this system writes it; empty for one without a key."""
    return _named(deed.keys[0]) if deed.keys else ""


def all_key_words(deed: ListedDeed) -> str:
    """Every key of a deed, a row of digits as its two ends."""
    names = list(dict.fromkeys(_named(key) for key in deed.keys))
    return f"{names[0]} … {names[-1]}" if len(names) > 3 else ", ".join(names)


def _named(key: str) -> str:
    """A key in the words of the language of now; Return and Enter are one to whoever presses them.

    Never in the words that Qt has for it: its French for Return is that for going back.
    """
    plain = QKeySequence(key.replace("Enter", "Return")).toString(QKeySequence.SequenceFormat.PortableText)
    words = {"Return": _("Enter"), "Shift": _("Shift"), "Del": _("Delete"), "Esc": _("Esc"), "Tab": _("Tab")}
    pages = {"PgUp": _("PgUp"), "PgDown": _("PgDn"), "Menu": _("Menu key")}
    arrows = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}
    parts = (plain or key).split("+")
    return "+".join({**words, **pages, **arrows}.get(part, part) for part in parts)


def with_key(words: str, deed: ListedDeed) -> str:
    """A tooltip: what a button does, and its key."""
    key = key_words(deed)
    return f"{words} ({key})" if key else words


def nth_key_words(deed: ListedDeed, number: int) -> str:
    """The key of a deed that has one for each of several places, from 1; empty beyond the last."""
    return _named(deed.keys[number - 1]) if number <= len(deed.keys) else ""


def with_nth_key(words: str, deed: ListedDeed, number: int) -> str:
    """A tooltip: what one of several buttons does, and its own key."""
    key = nth_key_words(deed, number)
    return f"{words} ({key})" if key else words
