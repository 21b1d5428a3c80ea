"""Somebody who types answers into an open case until the process is killed, and says after each what is saved."""

import itertools
import json
from pathlib import Path

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.diligence.question import QuestionPresenter
from desktop.store.vault import Opened, Vault


def type_on(folder: Path, opened: Opened, case: str, run: int, heard: Path) -> None:
    """Open the office and type; one line of JSON goes to the pipe `heard` for each note that is saved."""
    office = Office.enter(folder, Vault.open(folder), opened)
    page, number = None, 0
    with heard.open("w", encoding="utf-8") as line:
        for question in itertools.cycle(("A01", "D04", "L04", "K01")):
            if page is not None:
                page.leave()
            page = QuestionPresenter(office, RunNow(), case, question=question)
            for letters in range(1, 6):
                number += 1
                note = f"{run}-{number} " + "é" * letters
                page.put(question, note=note)
                print(json.dumps([question, note, page.saved_at]), file=line, flush=True)
