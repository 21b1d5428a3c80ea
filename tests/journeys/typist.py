"""Somebody who types answers into an open case until the process is killed, and says after each what is saved."""

import itertools
import json
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.diligence.question import QuestionPresenter
from desktop.store.vault import Opened, Vault

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


def type_on(folder: Path, opened: Opened, case: str, run: int, line: "Connection") -> None:
    """Open the office and type; a piece of JSON goes into the line for each note that is saved."""
    office = Office.enter(folder, Vault.open(folder), opened)
    page, number = None, 0
    for question in itertools.cycle(("A01", "D04", "L04", "K01")):
        if page is not None:
            page.leave()
        page = QuestionPresenter(office, RunNow(), case, question=question)
        for letters in range(1, 6):
            number += 1
            note = f"{run}-{number} " + "é" * letters
            page.put(question, note=note)
            line.send_bytes(json.dumps([question, note, page.saved_at]).encode())
