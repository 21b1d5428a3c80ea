"""`laptop pass-on` on one laptop of an office, `laptop take-in` on another one, as they are typed."""

import json

import pytest

from desktop.commands import terminal
from desktop.store.records import Case
from tests.carried import TwoLaptops, original, two
from tests.commands.running import run_with
from tests.offices import PASSPHRASE

__all__ = ["original", "two"]


def test_everything_or_a_case_goes_to_another_laptop_by_two_commands(
    two: TwoLaptops, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(terminal.PASSPHRASE, PASSPHRASE)
    run = run_with(capsys)
    awa, chef = (("--office", two.folder / name) for name in ("awa", "chef"))
    everything = json.loads(run("laptop", "pass-on", *awa, "--to", two.stick, "--json")[1])
    assert everything["errand"] == "everything" and len(everything["to"]) == 1
    code, said, error = run("laptop", "take-in", *chef, everything["file"], "--look")
    assert code == 0 and "Rien n’en a été importé" in said, error
    assert "importé en entier" in run("laptop", "take-in", *chef, everything["file"])[1]
    code, said, _error = run("laptop", "take-in", *awa, everything["file"])
    assert (code, said) == (1, "")
    with two.awa() as office, office.store.read() as session:
        number = session.get_one(Case, two.case_id).number
    carried = json.loads(run("laptop", "pass-on", *awa, "--to", two.stick, "--case", number, "--json")[1])
    assert number in run("laptop", "take-in", *chef, carried["file"])[1]
