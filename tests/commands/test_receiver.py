"""`hq serve` at Headquarters, `bundle send` in an office, as they are typed."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop.commands import terminal
from desktop.office import Office
from desktop.services.registry import partners
from desktop.store.records import Partner
from tests.commands.running import run_with
from tests.journeys.test_put_back import recognise
from tests.lines import certificate
from tests.offices import PASSPHRASE, headquarters, office, office_folder

__all__ = ["headquarters", "office", "office_folder"]


@contextmanager
def served(root: Path, folder: Path, papers: tuple[Path, Path]) -> Iterator[int]:
    """`hq serve` in a process of its own, stopped as Ctrl+C does; gives its port."""
    line = [sys.executable, "-m", "desktop", "hq", "serve", "--office", folder, "--host", "127.0.0.1", "--port", "0"]
    command = [*line, "--certificate", papers[0], "--key", papers[1], "--json"]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stderr is not None
        answer = ""
        while not answer.endswith("}\n"):
            answer += process.stdout.readline()
        try:
            yield json.loads(answer)["port"]
        except BaseException:
            process.kill()
            raise
        process.send_signal(signal.SIGINT if sys.platform != "win32" else signal.SIGTERM)
        assert "Traceback" not in process.stderr.read()


def test_a_bundle_travels_by_two_commands(
    office: Office,
    headquarters: Office,
    root: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    recognise(office, headquarters)
    partners.register(office.work, Partner(name="A"))
    papers = certificate(tmp_path)
    monkeypatch.setenv(terminal.PASSPHRASE, PASSPHRASE)
    run = run_with(capsys)
    here, there = ("--office", office.folder, "--officer", "Awa Ndiaye"), ("--office", headquarters.folder)
    office.close()
    headquarters.close()
    assert run("bundle", "send", *here)[:2] == (1, "")  # no address is set
    code, said, error = run("hq", "serve", *there, "--certificate", papers[0], "--key", papers[0])
    assert (code, said) == (1, "") and "PEM" in error
    with served(root, headquarters.folder, papers) as port:
        address = f"https://localhost:{port}"
        code, said, error = run("bundle", "send", *here, "--address", address, "--certificate", papers[0])
        assert code == 0 and "localhost" in said, error
        assert run("hq", "import", *there)[0] == 0
        assert run("hq", "import", *there)[0] == 1  # nothing more has arrived
        assert run("hq", "return", "SN10", *there)[0] == 0
        answer = json.loads(run("bundle", "send", *here, "--json")[1])
        assert Path(answer["return"]).is_file() and answer["number"] == 1
