"""The shape of the code, kept by the tests: layers, sizes, what a start loads, what a file may not say."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from desktop.base.files import clean_name
from tests.conftest import LONG
from tests.source import modules, nodes

HEAVY = (
    "reportlab",
    "pikepdf",
    "rapidfuzz",
    "anyascii",
    "zxingcpp",
    "babel",
    "pyrage",
    "psycopg",
    "zstandard",
    "lxml",
    "uvicorn",
    "starlette",
)
BINARY = {".ttf", ".otf", ".png", ".ico", ".icns", ".gz", ".zst", ".db", ".sqlite", ".pdf", ".bundle", ".age", ".xlsx"}


def test_the_files_whose_tests_begin_first_are_there(root: Path) -> None:
    assert [path for path in LONG if not (root / path).is_file()] == []


def test_layers_and_rooms_are_kept(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from importlinter.cli import lint_imports

    code = lint_imports(config_filename=str(root / "pyproject.toml"), no_cache=True)
    assert code == 0, capsys.readouterr().out


def test_a_start_loads_nothing_heavy(root: Path) -> None:
    said = subprocess.check_output(
        [sys.executable, "-c", "import sys, desktop.__main__; print(*sys.modules)"], cwd=root, text=True
    )
    loaded = {name.split(".")[0] for name in said.split()}
    assert loaded.isdisjoint(HEAVY), sorted(loaded & set(HEAVY))


def test_the_command_line_starts_without_qt(root: Path) -> None:
    said = subprocess.check_output(
        [sys.executable, "-c", "import sys, desktop.__main__; print(*sys.modules)"], cwd=root, text=True
    )
    assert "PySide6" not in said.split()


OWN_JSON = {  # what only this program writes, behind a key or in this very process
    *("base/values.py", "base/places.py", "bundles/strict.py", "bundles/confined.py", "screening/entries.py"),
    *("screening/index.py", "store/journal.py", "ui/icons.py"),
}


def test_json_of_others_is_read_by_one_function(root: Path) -> None:
    """`parse_json` and `strict.loads` know what a stranger may write, such as nesting without end."""
    wrong = [
        f"{path}:{node.lineno}"
        for path, tree in modules(root)
        if path.as_posix().removeprefix("desktop/") not in OWN_JSON
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("load", "loads") and ast.unparse(node.value) == "json"
    ]
    assert wrong == []


def test_heavy_libraries_are_imported_where_they_are_used(root: Path) -> None:
    """At the top of a module only what belongs to that module alone; services and screens import them by it."""
    allowed = {"desktop/documents", "desktop/screening", "desktop/bundles", "desktop/store"}
    wrong = [
        f"{path}:{node.lineno} {name}"
        for path, tree in modules(root)
        if "/".join(path.parts[:2]) not in allowed
        for node in tree.body
        for name in imported(node)
        if name.split(".")[0] in HEAVY
    ]
    assert wrong == []


def imported(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []


def test_every_library_in_use_is_declared(root: Path) -> None:
    """What is only there because another library needs it may be gone with that library's next version."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    offered = [*project["dependencies"], *project["optional-dependencies"]["server"]]
    declared = {re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", line)[0]).lower() for line in offered}
    providers = packages_distributions()
    used = {
        name.split(".")[0]
        for _path, tree in modules(root)
        for node in nodes(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in imported(node)
    }
    foreign = {name for name in used - sys.stdlib_module_names - {"desktop"} if name in providers}
    makers = {name: {re.sub(r"[-_.]+", "-", maker).lower() for maker in providers[name]} for name in foreign}
    assert {name for name, by in makers.items() if by.isdisjoint(declared)} == set()
    assert used - sys.stdlib_module_names - {"desktop"} - foreign == set()


def test_nothing_is_caught_wholesale_or_in_silence(root: Path) -> None:
    wrong = [
        f"{path}:{node.lineno}"
        for path, tree in modules(root)
        for node in nodes(tree)
        if isinstance(node, ast.ExceptHandler) and (catches_everything(node) or does_nothing(node))
    ]
    assert wrong == []


def catches_everything(handler: ast.ExceptHandler) -> bool:
    """`except:` or `except Exception:`, and `except BaseException:` that does not raise it again."""
    if handler.type is None:
        return True
    name = handler.type.id if isinstance(handler.type, ast.Name) else ""
    raises_again = any(isinstance(node, ast.Raise) for node in ast.walk(handler))
    return name == "Exception" or (name == "BaseException" and not raises_again)


def does_nothing(handler: ast.ExceptHandler) -> bool:
    return len(handler.body) == 1 and isinstance(handler.body[0], ast.Pass)


def test_the_folder_packaging_is_no_package(root: Path) -> None:
    assert not (root / "packaging" / "__init__.py").exists()  # it would hide the library of that name


def test_no_file_names_a_registry_or_somebody_s_machine(root: Path, tracked: list[Path]) -> None:
    hosts = "|".join((r"pypi\.", r"pythonhosted\.", r"registry\.npmjs", r"deb\.debian", r"crates\."))
    own = (re.escape(f"{folder}/") for folder in (Path.home(), root) if len(folder.parts) > 1)
    places = "|".join((r"/home/(?!awa\b)\w+/", r"/root/", *own, r"[A-Z]:\\\\Users\\\\"))
    forbidden = re.compile(f"{hosts}|{places}")
    wrong = [
        f"{path.relative_to(root)}: {match[0]}"
        for path in tracked
        if path.suffix not in BINARY and path != Path(__file__)
        for match in forbidden.finditer(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert wrong == []


def test_tracked_files_have_names_that_every_system_takes(root: Path, tracked: list[Path]) -> None:
    names = [path.relative_to(root).as_posix() for path in tracked]
    assert [name for name in names if not re.fullmatch(r"[\w./-]+", name, re.ASCII)] == []
    parts = {part for name in names for part in name.split("/")}
    assert [part for part in parts if clean_name(part) != part] == [], "Windows keeps such a name for a device"
    assert len({name.casefold() for name in names}) == len(names)


# ---- one clock --------------------------------------------------------------------------------------------------

COMPUTERS_CLOCK = {  # modules that ask the computer itself what time it is, each with its reason
    "desktop/ui/alerts.py": "dates the report of a bug, which may come before an office is open",
    "desktop/commands/check.py": "tries out the program, without an office",
    "desktop/commands/lists.py": "reads the folder of lists, without an office",
}
CLOCK_READS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today"}
QT_CLOCK_READS = {"QDate.currentDate", "QTime.currentTime", "QDateTime.currentDateTime", "QDateTime.currentDateTimeUtc"}


def test_the_time_is_asked_of_the_office_s_clock(root: Path) -> None:
    """`office.work.today()`, `work.clock` or `store.clock`: what is shown and what is stored has one day."""
    reads: dict[str, list[str]] = {}
    for path, tree in modules(root):
        if path.parts[1] != "base" and (lines := list(clock_reads(tree))):
            reads[path.as_posix()] = lines
    assert {path: lines for path, lines in reads.items() if path not in COMPUTERS_CLOCK} == {}
    assert COMPUTERS_CLOCK.keys() <= reads.keys(), "a module that no longer needs its exception"


def clock_reads(tree: ast.Module) -> Iterator[str]:
    """Where a module reads the computer's clock, or imports what does."""
    for node in nodes(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "desktop.base.values":
            yield from (f"{node.lineno} {name.name}" for name in node.names if name.name in {"now", "today", "stamp"})
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            name = f"{node.value.id}.{node.attr}"
            if name in CLOCK_READS | QT_CLOCK_READS | {"values.now", "values.today", "values.stamp"}:
                yield f"{node.lineno} {name}"


# Functions that date something without asking `sealing_clock`, each with the reason why a wrong date decides nothing.
DATED_BY_ANY_CLOCK = {
    "desktop/services/exchange/outbox.py note": "a note of this computer: when it tried to send by itself",
    "desktop/services/exchange/outbox.py note_done": "a note of this computer: when something left by itself",
    "desktop/presenters/agreements/arrival.py proposed": "proposes today; what records it asks",
    "desktop/presenters/exchange/sending.py draw_slip": "the slip says when the bundle left, and the carrier reads it",
    "desktop/presenters/exchange/own_key_words.py write_sheet": "the words of a key are needed when it is made",
    "desktop/presenters/listing.py _file_name": "the name of a file into which a list is written",
    "desktop/presenters/office/recovery.py write_sheet": "the words are needed on the first day",
    "desktop/presenters/office/recovery.py note_checked": "notes that the words were typed back from the paper",
    "desktop/presenters/agreements/agreement_life.py _line": "says what is late; it writes nothing",
    "desktop/presenters/agreements/signed_before.py _line": "says what is late; it writes nothing",
    "desktop/presenters/registry/briefing.py record": "leaves out a day to come; it writes nothing",
    "desktop/presenters/registry/meeting.py proposed": "proposes the day of a form, which its reader types or leaves",
    "desktop/presenters/registry/meeting.py _line": "says what is late; it writes nothing",
    "desktop/services/agreements/month_sheet.py pdf": "a page to hang up; its days are those of the tasks",
    "desktop/services/agreements/comparing.py on_paper": "a page to read; its date is when it was printed",
    "desktop/services/agreements/word.py redline": "a comparison is what its texts say; its date is when it was read",
    "desktop/services/agreements/pack_content.py shared": "`packs.make` has asked; a preview is marked as a draft",
    "desktop/services/diligence/brief.py pdf": "a page to read; what is decided on it asks",
    "desktop/services/diligence/coverage.py pdf": "the matrix is what its records say; its date is when it was printed",
    "desktop/services/diligence/dossier.py pdf": "the sheet is what its records say; its date is when it was printed",
    "desktop/services/registry/spreadsheets/importing.py import_partners": "what came first the journal tells",
    "desktop/services/office/list_paper.py pdf": "a list is what its records say; its date is when it was printed",
    "desktop/services/partner_papers/benefit_sheet.py pdf": "a page to read; its date is when it was printed",
    "desktop/services/partner_papers/sheet.py pdf": "a page to read; its date is when it was printed",
    "desktop/presenters/registry/pipeline_figures.py paper_name": "the name of a file; its date is when it was printed",
    "desktop/services/partner_papers/pipeline_sheet.py pdf": "sums of records; its date is when it was printed",
    "desktop/services/partner_papers/cost_sheet.py pdf": "sums of records; its date is when it was printed",
    "desktop/services/partner_papers/briefing.py _drawn": "a note to read; its date is when it was printed",
    "desktop/services/audit/sealed_copy.py pdf": "a paper to read; what is sealed asks the clock where it is written",
    "desktop/services/partner_papers/kits.py _drawn": "a paper to read; its date is when it was printed",
    "desktop/services/partner_papers/hand_over_note.py _drawn": "a note to read; its date is when it was printed",
    "desktop/services/partner_papers/meeting_record.py pdf": "a record to read; its date is when it was printed",
    "desktop/services/diligence/missing_papers.py pdf": "a letter whose day is left out while the clock is doubted",
    "desktop/services/diligence/cases.py open_case": "typing goes on; what is later is told by the journal",
    "desktop/services/exchange/headquarters/consolidating.py _judged": "taking in saves work; order comes from numbers",
    "desktop/services/exchange/headquarters/consolidating.py _put_aside": "what is put aside loses nothing",
    "desktop/services/exchange/headquarters/every_arrival.py note_untaken": "shown; the order is that of the numbers",
    "desktop/services/exchange/carrying.py finish": "taking in saves work; a decision bears its own sealed date",
    "desktop/services/diligence/incidents.py _believed_moment": "writes no moment while the clock is doubted",
    "desktop/services/exchange/receiving.py finish": "taking in saves work; receipts bear Headquarters' date",
    "desktop/services/exchange/contents.py import_broadcast": "what came is newer by its version, not by its day",
    "desktop/services/exchange/renewal.py _go_on_as_another": "a note of when; without it the work could not leave",
    "desktop/services/exchange/sending.py about": "a bundle saves work; nothing is decided by its date",
    "desktop/services/exchange/sending.py _note_sent": "a bundle saves work; nothing is decided by its date",
    "desktop/services/office/backup.py _continue": "coming back from a backup saves work; a note of when",
    "desktop/services/office/believed_clock.py confirm": "this is the confirmation itself",
    "desktop/services/office/believed_clock.py believe": "this is the confirmation itself",
    "desktop/services/office/believed_clock.py _note": "called when the clock is believed",
    "desktop/services/office/believed_clock.py note_backup": "notes nothing while the clock is doubted",
    "desktop/services/office/believed_clock.py believed_day": "writes no day while the clock is doubted",
    "desktop/services/office/drafts.py save_parts": "what is typed is saved",
    "desktop/services/office/drafts.py save_forms": "what is typed is saved",
    "desktop/services/office/people.py remove_officer": "rights end with the deed, whatever its day",
    "desktop/services/office/sitting.py begin": "where the officer was, for the next start",
    "desktop/services/office/sitting.py note_place": "where the officer was, for the next start",
    "desktop/services/office/sitting.py end": "where the officer was, for the next start",
    "desktop/services/office/sitting.py put_off": "a card put off for longer than a week is shown",
    "desktop/services/pipeline.py _of_each_office": "what is kept of a day is read anew on another; no record is dated",
    "desktop/services/results/office_contributions.py read": "what is kept of a day is shown on that day alone",
    "desktop/services/reports/building.py _written": "a report is what its records say; its date is when it was run",
    "desktop/services/results/figures_sheet.py pdf": "a paper for our own use; nothing is decided by its day",
    "desktop/services/results/period_sheet.py pdf": "the days of the signatures are those of the records",
    "desktop/services/diligence/requests.py standings": "whether an answer is late is shown; nothing is decided by it",
    "desktop/services/screening/search.py search": "who stores the search has asked",
}


def test_what_dates_something_asks_whether_the_clock_is_believed(root: Path) -> None:
    """A new place that writes a date asks `sealing_clock` itself, or says here why a wrong one decides nothing."""
    unasked = {
        f"{path.as_posix()} {function.name}"
        for path, tree in modules(root)
        if path.parts[1] in ("services", "presenters") and "demo" not in path.parts
        for function in outermost_functions(tree)
        if dates_unasked(function)
    }
    assert unasked - DATED_BY_ANY_CLOCK.keys() == set()
    assert DATED_BY_ANY_CLOCK.keys() - unasked == set(), "a function that no longer needs its exception"


def outermost_functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """The functions of a module and the methods of its classes; what is defined within one is part of it."""
    for node in tree.body:
        for member in node.body if isinstance(node, ast.ClassDef) else [node]:
            if isinstance(member, ast.FunctionDef):
                yield member


def dates_unasked(function: ast.FunctionDef) -> bool:
    """Whether a function writes down what a clock says, and does not ask first whether it is believed."""
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
    if any(isinstance(call.func, ast.Name) and call.func.id == "sealing_clock" for call in calls):
        return False
    return any(isinstance(call.func, ast.Attribute) and writes_the_time(call.func) for call in calls)


def writes_the_time(method: ast.Attribute) -> bool:
    """`clock.stamp`, `clock.now().timestamp`, `work.today().isoformat`: the forms in which records hold a time."""
    of = method.value
    if method.attr == "stamp":
        return getattr(of, "attr", getattr(of, "id", "")).endswith("clock")
    called = of.func if isinstance(of, ast.Call) else None
    return (
        method.attr in ("isoformat", "timestamp")
        and isinstance(called, ast.Attribute)
        and called.attr in ("today", "now")
    )


# Modules that write files or folders themselves, each with the reason; all others ask `base/files.py`.
WRITE_THEMSELVES = {
    "desktop/bundles/confined.py": "the child process that reads bundles speaks through its pipes",
    "desktop/bundles/reader_starts.py": "what nobody wants of a reader's errors goes to the null device",
    "desktop/screening/library.py": "gives a stored list another name, explained",
    "desktop/store/backup.py": "writes what is larger than memory, explained and read back",
    "desktop/store/cipher.py": "a new database, readable by this account only before it is opened; errors converted",
    "desktop/store/place.py": "the folder of an office, with a Problem of its own",
    "desktop/ui/alerts.py": "the report of a bug, which is still shown when it cannot be written",
    "desktop/ui/pictures.py": "takes pictures for the manual",
}
WRITES = {"mkdir", "write_text", "write_bytes", "rename", "touch", "symlink_to", "hardlink_to"}


def test_files_are_written_in_one_room(root: Path) -> None:
    """There a full disk, a read-only folder or a vanished stick becomes a sentence, and nothing half-written stays."""
    writing = {
        path.as_posix()
        for path, tree in modules(root)
        if path.parts[1] != "base"
        for node in nodes(tree)
        if isinstance(node, ast.Call) and writes_a_file(node)
    }
    assert writing - WRITE_THEMSELVES.keys() == set()
    assert WRITE_THEMSELVES.keys() - writing == set(), "a module that no longer needs its exception"


def writes_a_file(call: ast.Call) -> bool:
    """Whether a call makes, writes or names a file or folder without `base/files.py`."""
    method = call.func
    if not isinstance(method, ast.Attribute):
        return isinstance(method, ast.Name) and method.id == "open"
    if method.attr == "open":
        modes = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
        return ast.unparse(method.value) == "os" or any(set(str(mode)) & set("wxa+") for mode in modes)
    return method.attr in WRITES


# Modules in which a list is shown in the order of a time stamp, or a stamp is shown; nothing is decided by it.
SHOWN_BY_TIME = {
    "desktop/services/diligence/brief.py": "earlier decisions, on the page of the decider",
    "desktop/services/diligence/decisions.py": "what waits and what was decided, as lists",
    "desktop/services/diligence/incidents.py": "the incidents of a partner, as a list",
    "desktop/services/exchange/disagreements.py": "disagreements, as a list",
    "desktop/services/exchange/headquarters/offices.py": "when an office was heard last",
    "desktop/services/exchange/pending.py": "when Headquarters received something last",
    "desktop/services/office/drafts.py": "until when what was typed is safe, in a sentence",
    "desktop/services/registry/elsewhere.py": "on which day an office was heard last",
    "desktop/services/screening/rescreening.py": "partners with candidates, as a list",
    "desktop/services/today.py": "cases that wait, as cards",
}
ORDERS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


def test_times_are_compared_in_one_room(root: Path) -> None:
    """What came later is told by the journal (`store/order.py`), what a clock may say by `base/plausibility.py`."""
    compared: dict[str, list[str]] = {}
    for path, tree in modules(root):
        if path.parts[1] != "base" and (lines := list(comparisons_of_times(tree))):
            compared[path.as_posix()] = lines
    assert {path: lines for path, lines in compared.items() if path not in SHOWN_BY_TIME} == {}
    assert SHOWN_BY_TIME.keys() <= compared.keys(), "a module that no longer needs its exception"
    comparing = [line for path in SHOWN_BY_TIME for line in compared[path] if "compared" in line]
    assert not comparing, "a list may be shown by its times; nothing compares them"


def comparisons_of_times(tree: ast.Module) -> Iterator[str]:
    """Where two times are compared, or something is put in the order of one."""
    for node in nodes(tree):
        if isinstance(node, ast.Compare) and any(isinstance(operator, ORDERS) for operator in node.ops):
            if names_a_time(node):
                yield f"{node.lineno} compared"
        elif isinstance(node, ast.Call):
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            if called in {"max", "min", "sorted", "sort", "order_by"} and any(map(names_a_time, given)):
                yield f"{node.lineno} {called}"


def names_a_time(node: ast.AST) -> bool:
    """Whether an expression holds a moment of a record; an age in days that the one room gives is none."""
    if isinstance(node, ast.Attribute) and len(node.attr) > 3 and node.attr.endswith("_at"):
        return True
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "age_in_days":
        return False
    return any(map(names_a_time, ast.iter_child_nodes(node)))


# ---- words and types --------------------------------------------------------------------------------------------

# Participles and pronouns that do not say what a variable holds.
VAGUE = {
    "kept",
    "found",
    "made",
    "one",
    "said",
    "told",
    "known",
    "wanted",
    "given",
    "held",
    "asked",
    "each",
    "here",
    "taken",
}
MOST_VAGUE = 0.005  # of all names bound
SHARED_CLASSES: dict[str, str] = {  # class names used twice, each with its reason
}
MOST_SHARED = 0.05  # of all classes
MOST_LOOSE = 60  # annotations that are a dictionary of anything, where JSON or TOML comes in


def test_one_place_turns_a_moment_into_local_time(root: Path) -> None:
    """Windows knows no local time before 1970, which any record may bring: `values.in_local_time` does."""
    asking = {
        path.as_posix()
        for path, tree in modules(root)
        for node in nodes(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "astimezone"
        and not node.args
    }
    assert asking == {"desktop/base/values.py"}


def test_a_name_says_what_it_holds(root: Path) -> None:
    bound = [(path, name) for path, tree in modules(root) for name in bound_names(tree)]
    vague = [(path.as_posix(), name) for path, name in bound if name in VAGUE]
    assert len(vague) <= MOST_VAGUE * len(bound), sorted(vague)


def bound_names(tree: ast.Module) -> Iterator[str]:
    """The variables and parameters of a module, once for each place where they are bound."""
    for node in nodes(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg


def test_a_class_name_is_used_once(root: Path) -> None:
    places: dict[str, list[str]] = {}
    for path, tree in modules(root):
        for node in nodes(tree):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name.lstrip("_"), []).append(f"{path.as_posix()}:{node.lineno}")
    shared = {name: where for name, where in places.items() if len(where) > 1}
    assert {name: where for name, where in shared.items() if name not in SHARED_CLASSES} == {}
    assert SHARED_CLASSES.keys() <= shared.keys()
    assert sum(map(len, shared.values())) <= MOST_SHARED * sum(map(len, places.values()))


def test_a_class_defines_no_name_that_its_annotations_use(root: Path) -> None:
    """Python 3.14 reads annotations when the class is whole: `list[str]` beside a field `list` is then that field's."""
    shadowed: dict[str, set[str]] = {}
    for path, tree in modules(root):
        for body in (node for node in nodes(tree) if isinstance(node, ast.ClassDef)):
            own = {name for part in body.body for name in _defined(part)}
            parts = (inner for part in body.body for about in _annotations(part) for inner in ast.walk(about))
            if both := own & {part.id for part in parts if isinstance(part, ast.Name)}:
                shadowed[f"{path.as_posix()}: {body.name}"] = both
    assert shadowed == {}


def _defined(part: ast.stmt) -> list[str]:
    match part:
        case (
            ast.FunctionDef(name=name)
            | ast.ClassDef(name=name)
            | ast.AnnAssign(target=ast.Name(name), value=ast.expr())
        ):
            return [name]
        case ast.Assign(targets=targets):
            return [target.id for target in targets if isinstance(target, ast.Name)]
    return []


def _annotations(part: ast.stmt) -> list[ast.expr]:
    match part:
        case ast.AnnAssign(annotation=annotation):
            return [annotation]
        case ast.FunctionDef(args=taken, returns=given):
            every = (*taken.posonlyargs, *taken.args, taken.vararg, *taken.kwonlyargs, taken.kwarg)
            return [about for about in (*(one.annotation for one in every if one), given) if about]
    return []


def test_dictionaries_of_anything_stay_at_the_edges(root: Path) -> None:
    trees = modules(root)
    aliases = {(dotted(path), name) for path, tree in trees for name in loose_aliases(tree)}
    loose = [
        f"{path.as_posix()}:{node.lineno}"
        for path, tree in trees
        for named in [aliased(path, tree, aliases)]
        for node in nodes(tree)
        if isinstance(node, ast.expr) and (is_loose(node) or (isinstance(node, ast.Name) and node.id in named))
    ]
    assert len(loose) <= MOST_LOOSE, loose


def dotted(path: Path) -> str:
    """A module as an import names it."""
    return ".".join(path.with_suffix("").parts)


def aliased(path: Path, tree: ast.Module, aliases: set[tuple[str, str]]) -> set[str]:
    """The names that stand for a dictionary of anything in this module: its own and those it imports."""
    imports = {
        (node.module or "", alias.name): alias.asname or alias.name
        for node in nodes(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    return {name for module, name in aliases if module == dotted(path)} | {
        local for place, local in imports.items() if place in aliases
    }


def is_loose(node: ast.expr) -> bool:
    """Whether it is `dict[str, Any]`, or a mapping of text to `Any` or `object`."""
    if not (isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and isinstance(node.slice, ast.Tuple)):
        return False
    kinds = [part.id for part in node.slice.elts if isinstance(part, ast.Name)]
    return node.value.id in ("dict", "Mapping", "MutableMapping") and kinds in (["str", "Any"], ["str", "object"])


def loose_aliases(tree: ast.Module) -> Iterator[str]:
    """Names that a module gives to such a dictionary."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and is_loose(node.value):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


# attributes that hold names which others give: of a library, a system, a file format, a field or a place of the window
NAMED_BY_OTHERS = frozenset({"name", "platform", "tag", "key", "value", "here", "place"})


def test_codes_are_compared_with_members_of_enumerations(root: Path) -> None:
    """`case.state == CaseState.OPEN`, not `== "open"`: a code that is written wrongly is found before it runs."""
    bare = [
        f"{path.as_posix()}:{node.lineno}: {ast.unparse(node)}"
        for path, tree in modules(root)
        for node in nodes(tree)
        if isinstance(node, ast.Compare) and compares_bare_text(node)
    ]
    assert bare == []


def compares_bare_text(node: ast.Compare) -> bool:
    if not isinstance(node.left, ast.Attribute) or node.left.attr in NAMED_BY_OTHERS:
        return False
    return any(
        isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value
        for right in node.comparators
        for part in (right.elts if isinstance(right, ast.Tuple | ast.List | ast.Set) else (right,))
    )
