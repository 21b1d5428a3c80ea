"""The command line: the same deeds as the window's, one module a verb, imported only when it is asked for."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from desktop.base.errors import Problem
from desktop.base.text import LANGUAGES, N_, _, speak

VERBS = {
    "demo": N_("Play the whole line with an invented office, and keep its files"),
    "check": N_("Check that this installation is complete and works"),
    "screen": N_("Search names in sanctions lists"),
    "lists": N_("Import sanctions lists, or show those installed"),
    "partners": N_("Show the partners of the office"),
    "pack": N_("Make the agreement pack of an agreement"),
    "verify": N_("Check a pack: its record, its pages, its format"),
    "bundle": N_("Write, show or check bundles"),
    "hq": N_("Headquarters: offices, bundles received, return bundles"),
    "backup": N_("Make a verified backup of the office"),
    "restore": N_("Put a backup back"),
}

DONE, PROBLEM, USAGE = 0, 1, 2


def main(arguments: Sequence[str]) -> int:
    """Run one command; a Problem becomes one sentence on standard error and exit code 1."""
    language, rest = _language(list(arguments))
    speak(language)
    parser = _parser(rest[0] if rest else "")
    options = parser.parse_args(rest)
    try:
        return int(options.run(options))
    except Problem as problem:
        print(str(problem), file=sys.stderr)
        return PROBLEM
    except KeyboardInterrupt:
        print(_("Stopped; what was already saved is safe."), file=sys.stderr)
        return PROBLEM
    except BrokenPipeError:
        return DONE


def _language(arguments: list[str]) -> tuple[str, list[str]]:
    """The language asked for with --language, wherever it stands; else the one in the settings."""
    from desktop.base.settings import load_settings

    for place, argument in enumerate(arguments):
        value = argument.partition("=")[2] if argument.startswith("--language=") else ""
        if argument == "--language" and place + 1 < len(arguments):
            value = arguments[place + 1]
        if value in LANGUAGES:
            return value, arguments
    return load_settings().language or "fr", arguments


def _parser(verb: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="passerelle", description=_("Private-sector partnerships of an IOM country office, offline.")
    )
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    for name, about in VERBS.items():
        sub = verbs.add_parser(name, help=_(about), description=_(about))
        if name == verb:
            import_module(f"{__name__}.{name}").arguments(sub)
            _common(sub)
    return parser


def _common(parser: argparse.ArgumentParser) -> None:
    for command in (parser, *_subparsers(parser)):
        command.add_argument("--json", action="store_true", help=_("machine-readable answer on standard output"))
        command.add_argument("--language", choices=LANGUAGES, help=_("language of sentences and documents"))


def _subparsers(parser: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
    subparsers: list[argparse.ArgumentParser] = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            subparsers += list(action.choices.values())
    return subparsers
