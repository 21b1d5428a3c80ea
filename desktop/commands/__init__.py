"""The command line: the same deeds as the window's, one module a verb, imported only when it is asked for.

Every command ends with 0 when it did what was asked (`verify` and `check`: when what they looked at is sound), with 1
after one sentence on standard error, with 2 when the line itself cannot be understood.
"""

import argparse
import io
import logging
import sys
from collections.abc import Sequence
from importlib import import_module

from desktop.base.errors import Problem
from desktop.base.system_errors import problem_of
from desktop.base.text import LANGUAGES, N_, _, lacking_language, speak
from desktop.base.usage import argparse_speaks

VERBS = {
    "demo": N_("Run the whole process with an invented office, and keep its files"),
    "check": N_("Check that this installation is complete and works"),
    "handbook": N_("The handbook of the program as a PDF"),
    "screen": N_("Search names in sanctions lists"),
    "lists": N_("Import sanctions lists, or show those installed"),
    "rates": N_("United Nations rates of exchange: months kept and lacking, import, the rate of a month"),
    "partners": N_("Show the partners of the office"),
    "pipeline": N_("Partnerships by stage: list, move, close, reopen, plan what is next"),
    "tasks": N_("What is to be done by a day, and the sheet of the week"),
    "handover": N_("What an officer holds: show it, write the note, hand everything on, take it back"),
    "search": N_("Find anything that the office records, by what you remember of it"),
    "offers": N_("Offers: record, find those that stand by, take up, decline with a letter"),
    "papers": N_("Papers kept with a partner: list, add, save, remove, and use as evidence of a case"),
    "forms": N_("Headquarters: the questionnaire as a workbook to be edited, and back"),
    "findings": N_("Show, add or remove the adverse facts of a case"),
    "requests": N_("What is asked of Headquarters about cases and drafts, and its opinions"),
    "sheets": N_("Decisions signed in ink: enter a sheet with its scan, confirm or withdraw it"),
    "deputies": N_("Who stands in for whom during an absence"),
    "incidents": N_("What happened to partners after their decision: record, inform, end"),
    "meetings": N_("Contacts with a partner: record, print, and the note before a meeting"),
    "kit": N_(
        "What the office says of a theme of the strategy: messages, a sheet for a partner, a note before a meeting"
    ),
    "contributions": N_("What arrived under agreements, and the receipts for it"),
    "indicators": N_(
        "The thirteen indicators and the five per cent: figures, the records behind them, budget, targets"
    ),
    "report": N_("Reports for a period in three languages, as PDF, XLSX, CSV or JSON"),
    "periods": N_("Figures of a period: put forward, signed, restated; questions of Member States"),
    "register": N_("The transparency register: preview, difference, sealed editions, files of an edition"),
    "earlier": N_("What was signed and given before the program: list, record, add a scan"),
    "training": N_("Who was trained, when and in what, and the focal points of the office"),
    "costs": N_("What the private-sector function costs: record time and money, a year at a glance"),
    "activities": N_("What partners and IOM do together: list, record, add what shows it"),
    "innovations": N_("Innovations: list, record, reach a stage, who took them up, whom they assisted"),
    "risks": N_("What may go wrong in partnerships under way: list, record, say how a risk stands"),
    "lessons": N_("What partnerships taught: list by theme, record"),
    "narratives": N_("What an office tells of a period in its own words: list, write, take back"),
    "visibility": N_("Names and emblems that are shown: by whose approval, where, until when, taken down"),
    "audit": N_("For an auditor: a sample, one dollar followed to its evidence, everything that is sealed"),
    "deadlines": N_("What agreements ask for by which day: a month sheet, or a calendar file"),
    "pack": N_("Make the agreement pack of an agreement"),
    "verify": N_("Check a pack: its record, its pages, its format"),
    "laptop": N_("This laptop and Headquarters: request, answer, new keys"),
    "bundle": N_("Write, show or check bundles"),
    "contents": N_("Rules and templates of Headquarters: which version is in force, apply a newer one"),
    "hq": N_("Headquarters: offices, bundles received, return bundles"),
    "update": N_("A newer version of the program: verify, show or install an update that came as a file"),
    "backup": N_("Make a verified backup of the office"),
    "restore": N_("Restore a backup"),
    "export": N_("Write everything that the office holds into a folder that anybody can read"),
}

DONE, PROBLEM, USAGE = 0, 1, 2
LANGUAGE = "--language"


def main(arguments: Sequence[str]) -> int:
    """Run one command; a Problem, or what the system refuses, becomes one sentence on standard error and code 1."""
    _speak_plainly()
    language, rest = _language(list(arguments))
    speak(language)
    if lack := lacking_language():
        print(lack, file=sys.stderr)
    try:
        with argparse_speaks(language):
            options = parser(next((word for word in rest if word in VERBS), "")).parse_args(rest)
        return int(options.run(options))
    except Problem as problem:
        return _said(problem)
    except KeyboardInterrupt:
        print(_("Stopped; what was already saved is safe."), file=sys.stderr)
        return PROBLEM
    except BrokenPipeError:
        return DONE
    except (OSError, UnicodeError) as error:
        return _said(problem_of(error))


def _said(problem: Problem) -> int:
    print(str(problem), file=sys.stderr)
    return PROBLEM


def _speak_plainly() -> None:
    """Let libraries say nothing of their own, and names hold what the terminal cannot show: it is written otherwise.

    Files and pipes get UTF-8 whatever the system writes by itself, which on Windows has no letters of most names.
    """
    if not logging.getLogger().handlers:
        logging.getLogger().addHandler(logging.NullHandler())
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace", encoding=None if stream.isatty() else "utf-8")


def _language(arguments: list[str]) -> tuple[str, list[str]]:
    """The language asked for with --language before or after the verb, and the line without it.

    Else the one in the settings, else that of the system, else French as in most offices. A language that the program
    does not speak stays in the line, where it is refused.
    """
    for place, argument in enumerate(arguments):
        if argument == LANGUAGE and arguments[place + 1 : place + 2] and arguments[place + 1] in LANGUAGES:
            return arguments[place + 1], arguments[:place] + arguments[place + 2 :]
        name, _equals, value = argument.partition("=")
        if name == LANGUAGE and value in LANGUAGES:
            return value, arguments[:place] + arguments[place + 1 :]
    from desktop.base.settings import load_settings, spoken_language

    return spoken_language(load_settings()), arguments


def parser(verb: str) -> argparse.ArgumentParser:
    """What understands a command line; of the verbs, only the one that is asked for is read in full."""
    whole = argparse.ArgumentParser(
        prog="passerelle",
        description=_("Private-sector partnerships of an IOM country office, offline."),
        epilog=_("Without a command the window opens; a file alone, of a kind that travels, is opened in it."),
        allow_abbrev=False,
    )
    _language_argument(whole)
    verbs = whole.add_subparsers(metavar=_("COMMAND"), required=True)
    for name, about in VERBS.items():
        command = verbs.add_parser(name, help=_(about), description=_(about), allow_abbrev=False)
        if name == verb:
            import_module(f"{__name__}.{name}").arguments(command)
            for leaf in leaves(command):
                leaf.allow_abbrev = False
                leaf.add_argument("--json", action="store_true", help=_("machine-readable answer on standard output"))
                _language_argument(leaf)
    return whole


def _language_argument(command: argparse.ArgumentParser) -> None:
    command.add_argument(LANGUAGE, choices=LANGUAGES, help=_("language of sentences and documents"))


def leaves(command: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
    """The parsers below one that end in a deed; itself when it has no verbs of its own."""
    verbs = [action for action in command._actions if isinstance(action, argparse._SubParsersAction)]
    return [leaf for verb in verbs for below in verb.choices.values() for leaf in leaves(below)] or [command]
