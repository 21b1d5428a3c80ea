"""The program started in a process of its own, up to the first picture of the unlock page."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from desktop.office import Account, Office
from desktop.store.records import OfficeProfile
from desktop.store.vault import FLOOR

ROOT = Path(__file__).parents[1]
HEAVY = (
    *("sqlalchemy", "alembic", "reportlab", "pikepdf", "rapidfuzz", "anyascii", "babel", "zxingcpp", "pyrage"),
    *("zstandard", "psycopg", "PySide6.QtPdf"),
)

OURS = """
import json, os, sys, time
from PySide6.QtWidgets import QApplication
from desktop import __main__
from desktop.ui import app

settings = []
names = lambda event, about: event == "open" and str(about[0]).endswith("settings.json")
sys.addaudithook(lambda event, about: names(event, about) and settings.append(1))
HEAVY = json.loads(sys.argv[2])
show = app.Program.begin

def begin(program):
    show(program)
    QApplication.processEvents()  # an event filter would wrap every inner part of Qt, which the program does not do
    spent = time.process_time()
    exposed = program.front.windowHandle().isExposed()
    heavy = [name for name in HEAVY if name in sys.modules]
    print(json.dumps({"spent": spent, "exposed": exposed, "heavy": heavy, "settings": len(settings)}), flush=True)
    os._exit(0)

app.Program.begin = begin
__main__.main(["--office", sys.argv[1]])
"""


@dataclass(frozen=True)
class Started:
    """What the start took: seconds of processor time, and which of the libraries in HEAVY were loaded.

    `settings_read` is how often the settings of the computer were read.
    """

    spent: float
    heavy: tuple[str, ...]
    settings_read: int


def office_in(folder: Path) -> Path:
    """A locked office to start on."""
    account = Account("Awa Ndiaye", "", "officer", "mangue vélo rivière tambour")
    profile = OfficeProfile(code="SN10", name="OIM Dakar", country="SN")
    with Office.create(folder / "office", account, profile, cost=FLOOR) as office:
        return office.folder


def to_the_unlock_page(office: Path, config: Path) -> Started:
    report = json.loads(fresh(OURS, str(office), json.dumps(HEAVY), config=config))
    assert report["exposed"]
    return Started(report["spent"], tuple(report["heavy"]), report["settings"])


def fresh(script: str, *arguments: str, config: Path) -> str:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PASSERELLE_CONFIG": str(config)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
