"""What every command shares: its help, its language, the folder it is started in, what an installation lacks."""

import argparse
import ast
import inspect
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop import commands
from desktop.base.settings import LOCALE, Settings
from desktop.base.text import speak
from desktop.base.usage import OF_ARGPARSE
from desktop.commands import VERBS
from desktop.ui import app

LINE = [sys.executable, "-P", "-m", "desktop"]


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs one command line in this process and gives its exit code, standard output and standard error."""

    def line(*arguments: str) -> tuple[int, str, str]:
        code = commands.main(arguments)
        said = capsys.readouterr()
        return code, said.out, said.err

    return line


def every_parser() -> Iterator[argparse.ArgumentParser]:
    for verb in VERBS:
        yield from (leaf for leaf in commands.leaves(commands.parser(verb)) if leaf.prog.split()[1] == verb)


@pytest.mark.parametrize("command", list(every_parser()), ids=lambda command: command.prog)
def test_every_argument_says_what_it_is(command: argparse.ArgumentParser) -> None:
    silent = [action.dest for action in command._actions if not action.help]
    assert not silent
    assert "--language" in command.format_help()


# What argparse says to who wrote a parser, and of abbreviations, which are not taken here
OF_NO_USER = (
    *("%r is not callable", ".__call__() not defined", 'argument "-" with mode %r', "cannot merge actions"),
    *("cannot have multiple subparser", "conflicting subparser", "dest= is required", "invalid option string"),
    *("invalid conflict_resolution value", "mutually exclusive arguments must", "unknown parser", "ambiguous option"),
    *("'required' is an invalid argument", "can't open", " (default: ", "subcommands", "show program's version"),
    *("%(prog)s: warning:", "command '%(parser_name)s' is dep", "option '%(option)s' is dep"),
    "argument '%(argument_name)s' is dep",
)


def test_whatever_argparse_may_say_of_a_line_is_among_our_sentences() -> None:
    try:
        tree = ast.parse(inspect.getsource(argparse))
    except OSError:
        pytest.skip("this Python comes without the source of its library")
    calls = [call for call in ast.walk(tree) if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "_"]
    said = [word.value for call in calls for word in call.args if isinstance(word, ast.Constant)]
    assert "usage: " in said
    foreign = [text for text in said if text not in OF_ARGPARSE and not text.startswith(OF_NO_USER)]
    assert foreign == []


@pytest.mark.parametrize(
    ("language", "line", "sentence"),
    [
        ("fr", "fly", "choix inconnu\u00a0: 'fly'"),
        ("fr", "hq enrol", "il manque FICHIER, --fingerprint\n"),
        ("fr", "backup --to", "une valeur est attendue"),
        ("fr", "backup --elsewhere", "arguments inconnus\u00a0: --elsewhere"),
        ("fr", "backup --json=1", "aucune valeur n’est attendue ici"),
        ("es", "fly", "opción desconocida: 'fly'"),
        ("es", "hq enrol", "falta ARCHIVO, --fingerprint\n"),
        ("es", "screen --list", "se espera un valor"),
        ("en", "hq enrol", "the following arguments are required: FILE"),
    ],
)
def test_a_line_that_is_not_understood_is_refused_in_the_language_of_the_user(
    language: str, line: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = dict(os.environ)
    with pytest.raises(SystemExit):
        commands.main([*line.split(), "--language", language])
    said = capsys.readouterr().err
    assert said.startswith({"fr": "utilisation\u00a0: passerelle", "es": "uso: passerelle", "en": "usage: "}[language])
    assert sentence in said
    assert language == "en" or not [word for word in ("usage", "argument ", "FILE", "DIR", "required") if word in said]
    assert os.environ == before


@pytest.mark.parametrize("language", ["fr", "es"])
def test_the_help_has_no_english_of_its_own(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    for verb in ("", "backup", "verify"):
        with pytest.raises(SystemExit):
            commands.main([*verb.split(), "--help", "--language", language])
        helped = capsys.readouterr().out
        english = ("usage", "show this", "exit", "positional", "FILE", "DIR", "NAME")
        assert not [word for word in english if word in helped]


REFUSAL = {
    "fr": "« nowhere.pdf » ne peut pas",
    "en": "“nowhere.pdf” cannot be read",
    "es": "«nowhere.pdf» no se puede leer",
}


@pytest.mark.parametrize(
    ("language", "line", "variables"),
    [
        ("es", ("--language", "es", "verify", "nowhere.pdf"), {}),
        ("es", ("verify", "nowhere.pdf", "--language", "es"), {}),
        ("en", ("verify", "--language=en", "nowhere.pdf"), {"LANG": "es_SN.UTF-8"}),
        ("es", ("verify", "nowhere.pdf"), {"LANG": "es_BO.UTF-8"}),
        ("en", ("verify", "nowhere.pdf"), {"LC_ALL": "en_GB", "LANG": "es_BO.UTF-8"}),
    ],
)
def test_the_language_stands_before_or_after_the_verb_and_else_is_the_systems(
    run: Run, monkeypatch: pytest.MonkeyPatch, language: str, line: tuple[str, ...], variables: dict[str, str]
) -> None:
    for name in LOCALE:
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    code, _out, err = run(*line)
    assert (code, REFUSAL[language] in err) == (1, True), err


@pytest.mark.parametrize(
    "line", [("--language", "xx", "verify", "f"), ("verify", "f", "--language=xx"), ("--language",)]
)
def test_a_language_that_is_not_spoken_is_refused(run: Run, line: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(*line)
    assert ended.value.code == 2


def test_a_file_is_no_folder_and_a_folder_is_no_file(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    for line, sentence in (
        (("verify", "folder"), "“folder” is a folder, and a file is needed."),
        (("lists", "import", "folder"), "“folder” is a folder, and a file is needed."),
        (("backup", "--to", "file"), "A folder is needed, and a file stands in the way of “file”."),
        (("partners", "list", "--office", "file"), "A folder is needed, and a file stands in the way of “file”."),
    ):
        code, _out, err = run(*line, "--language", "en")
        assert (code, sentence in err) == (1, True), err


def test_the_folder_it_is_started_in_lends_it_no_code(tmp_path: Path) -> None:
    """The installed command is tried where `packaging/dev.py` has made one."""
    for name in ("json.py", "desktop/__init__.py", "desktop/__main__.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("raise SystemExit('somebody else')", encoding="utf-8")
    installed = Path(sys.executable).with_name("passerelle.cmd" if sys.platform == "win32" else "passerelle")
    for command in [LINE] if not installed.exists() else [LINE, [str(installed)]]:
        answered = subprocess.run(
            [*command, "verify", "nowhere.pdf", "--language", "en"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert REFUSAL["en"] in answered.stderr


NAMES = ("شركة النور", "Spółka Łódź", "নূর ফাউন্ডেশন")


def test_what_goes_into_a_pipe_is_utf_8_whatever_the_system_writes(root: Path) -> None:
    """As on Windows, whose own encoding has no letters of these names."""
    practice = str(root / "resources" / "reference" / "practice-un.xml")
    for line in (["screen", *NAMES, "--list", practice], ["verify", " ".join(NAMES)]):
        environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
        done = subprocess.run([*LINE, *line], env=environment, capture_output=True, check=False)
        written = (done.stdout + done.stderr).decode("utf-8")
        assert [name for name in NAMES if name not in written] == []


LACKING = """
import sys
from pathlib import Path
from desktop.base import paths, text
from desktop import __main__ as program

gone = Path(sys.argv[1])
{lack}
sys.exit(program.main(sys.argv[2:]))
"""


def lacking(tmp_path: Path, lack: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The program in an installation that lacks something."""
    script = LACKING.format(lack=lack)
    return subprocess.run(
        [sys.executable, "-P", "-c", script, str(tmp_path), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_without_its_texts_it_speaks_english_and_says_so(tmp_path: Path) -> None:
    answered = lacking(tmp_path, "text.resources = lambda: gone", "verify", "nowhere.pdf", "--language", "fr")
    assert answered.returncode == 1
    assert "The texts in “Français” are missing here" in answered.stderr
    assert REFUSAL["en"] in answered.stderr
    assert "Traceback" not in answered.stderr


def test_a_library_that_is_missing_is_named(tmp_path: Path) -> None:
    lack = "sys.modules['pikepdf'] = None"
    (tmp_path / "pack.pdf").write_bytes(b"%PDF-1.7")
    answered = lacking(tmp_path, lack, "verify", str(tmp_path / "pack.pdf"), "--language", "en")
    assert answered.returncode == 1
    assert "“pikepdf” is missing or damaged. Your records are safe." in answered.stderr
    assert "Traceback" not in answered.stderr


def test_a_file_of_the_program_that_is_missing_is_named(tmp_path: Path) -> None:
    lack = "paths.forms = lambda: gone"
    answered = lacking(tmp_path, lack, "demo", "--out", str(tmp_path / "out"), "--language", "en")
    assert answered.returncode == 1
    assert "The file “authority.toml” cannot be read." in answered.stderr
    assert "Traceback" not in answered.stderr


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "une valeur est attendue"), ("es", "se espera un valor"), ("en", "expected one")]
)
def test_the_window_s_own_line_is_refused_in_its_language(
    capsys: pytest.CaptureFixture[str], language: str, said: str
) -> None:
    speak(language)
    with pytest.raises(SystemExit) as ended:
        app.main(["--office"], Settings(language=language))
    assert ended.value.code == commands.USAGE
    assert said in capsys.readouterr().err


WINDOW = """
import os, sys
from pathlib import Path
from desktop import __main__
from desktop.base.text import language
from desktop.ui import app

show = app.Program.begin

def begin(program):
    show(program)
    standing = program.front is not None and program.front.isVisible()
    print(language(), standing, flush=True)
    os._exit(0)

app.Program.begin = begin
sys.exit(__main__.main(sys.argv[1:]))
"""


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        (["--language", "es"], "es True"),
        (["--language=en", "--office", "{folder}"], "en True"),
        (["--office={folder}", "--language", "es"], "es True"),
    ],
)
def test_a_line_without_a_command_opens_the_window_in_the_language_asked_for(
    tmp_path: Path, line: list[str], answer: str
) -> None:
    arguments = [argument.format(folder=tmp_path / "office") for argument in line]
    homes = {name: str(tmp_path) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "APPDATA", "LOCALAPPDATA")}
    run = subprocess.run(
        [sys.executable, "-c", WINDOW, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, **homes, "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "fr_FR.UTF-8"},
    )
    assert run.stdout.strip() == answer, run.stderr


def test_a_language_that_the_window_does_not_speak_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        app.main(["--language", "xx"], Settings(language="fr"))
    assert ended.value.code == commands.USAGE
    assert "xx" in capsys.readouterr().err
