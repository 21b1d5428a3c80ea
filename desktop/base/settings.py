"""What this machine remembers between two starts: how the window looks and which office was open, nobody's data.

One small JSON file in the user's configuration folder, or in the folder that `PASSERELLE_CONFIG` names.
"""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from desktop.base.errors import Problem
from desktop.base.files import move, write_safely
from desktop.base.paths import portable_data
from desktop.base.text import LANGUAGES, _, first_spoken
from desktop.base.values import parse_json

FILE = "settings.json"
DAMAGED = "settings.damaged.json"
LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set says in which language programs speak
LARGEST = 64 * 1024  # bytes; a longer file is none of ours

TEXT_SIZES = (100, 115, 130, 150, 175, 200)  # percent
LOCK_MINUTES = (5, 10, 15, 30, 60)  # without a key or a click


class ThemeChoice(StrEnum):
    """How windows are coloured: as the system is, or always the same."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one machine. `language` is empty until chosen, `geometry` and
    `front_geometry` are the windows' own base64 texts, `menu_bar` says whether it stands there always.

    `office` is the folder last open, `office_name` what that office is called, `officer` the id of who opened it,
    `printer` the one used last.
    """

    language: str = ""
    theme: str = ThemeChoice.SYSTEM.value
    text_size: int = 100
    geometry: str = ""
    office: str = ""
    office_name: str = ""
    officer: str = ""
    lock_minutes: int = 15
    reduced_motion: bool = False
    front_geometry: str = ""
    menu_bar: bool = True
    printer: str = ""


def settings_folder() -> Path:
    """Where the settings lie."""
    if chosen := os.environ.get("PASSERELLE_CONFIG"):
        return Path(chosen)
    if data := portable_data():
        return data / "settings"
    from platformdirs import user_config_path

    return user_config_path("Passerelle", appauthor=False, roaming=False)


def load_settings(folder: Path | None = None) -> Settings:
    """The settings kept in `folder`; a single value that makes no sense gives way to its default.

    A file that cannot be read at all is kept beside as `settings.damaged.json` and the defaults are used.
    """
    path = (folder or settings_folder()) / FILE
    if not path.is_file():
        return Settings()
    try:
        stored = _read(path)
    except (OSError, ValueError, RecursionError):
        _put_aside(path)
        return Settings()
    names = {field.name for field in fields(Settings)}
    return _sound(replace(Settings(), **{name: value for name, value in stored.items() if name in names}))


def spoken_language(settings: Settings, system: Sequence[str] = ()) -> str:
    """The language in the settings, else that of the environment or of the system, else that of most offices.

    `system` are the locales that somebody asked the system for, who could; Windows is asked here.
    """
    return settings.language or first_spoken(_environment() or system or _windows())


def _environment() -> list[str]:
    return [os.environ[variable] for variable in LOCALE if os.environ.get(variable)][:1]


def _windows() -> list[str]:
    if sys.platform != "win32":
        return []
    import ctypes
    import locale

    return [locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")]


def save_settings(settings: Settings, folder: Path | None = None) -> None:
    """Keep the settings; raises Problem when the folder cannot be written."""
    folder = folder or settings_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Problem(
            _("Your choices of language and display could not be kept."),
            _("Check that your configuration folder is not read-only; everything else works."),
            code="settings-not-writable",
        ) from error
    text = json.dumps(asdict(settings), ensure_ascii=False, indent=2, sort_keys=True)
    write_safely(folder / FILE, text.encode())


def _read(path: Path) -> dict[str, Any]:
    if path.stat().st_size > LARGEST:
        raise ValueError("too long")
    stored = parse_json(path.read_text(encoding="utf-8"))
    if not isinstance(stored, dict):
        raise ValueError("not an object")
    return stored


def _put_aside(path: Path) -> None:
    try:
        move(path, path.with_name(DAMAGED))
    except OSError:
        return  # a folder that cannot be written is said when the settings are saved


def _sound(read: Settings) -> Settings:
    """The settings with every value of a wrong type or out of its list put back to its default."""
    default = Settings()
    wrong: dict[str, Any] = {
        field.name: getattr(default, field.name)
        for field in fields(Settings)
        if type(getattr(read, field.name)) is not type(getattr(default, field.name))
    }
    typed = replace(read, **wrong)
    return replace(
        typed,
        language=typed.language if typed.language in LANGUAGES else "",
        theme=typed.theme if typed.theme in tuple(ThemeChoice) else default.theme,
        lock_minutes=typed.lock_minutes if typed.lock_minutes in LOCK_MINUTES else default.lock_minutes,
        text_size=typed.text_size if typed.text_size in TEXT_SIZES else default.text_size,
    )
