"""Headquarters changes a file of the contents and publishes it."""

from pathlib import Path

from desktop.base import paths
from desktop.base.progress import Progress
from desktop.services.exchange.headquarters import publishing
from desktop.services.work import Work
from desktop.store.records import ContentVersion

QUESTIONNAIRE, AUTHORITY, CLAUSE = "diligence/questionnaire.toml", "authority.toml", "clauses/C-ACC.clause"
REASON = "Le Comité a revu le questionnaire."
TITLE = 'fr = "Questionnaire de diligence raisonnable"'
LIMIT = 'standard_usd = "10000"'


def edited(folder: Path, name: str, old: str, new: str) -> Path:
    """A folder with one file of the program's own contents, in which `new` stands for `old`."""
    text = (paths.forms() / name).read_text(encoding="utf-8")
    assert old in text
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def published(work: Work, folder: Path, reason: str = REASON) -> ContentVersion:
    """The files of a folder, looked at and published."""
    return publishing.publish(work, publishing.examine(work, folder, Progress()), reason)
