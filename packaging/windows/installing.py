"""The set-up programs and the portable one, made and tried: installed, checked, interrupted, taken back, removed."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import desk
import wine
from folder import Blocked, Road, say
from freezing import DATE, DEMONSTRATION, HEADQUARTERS, PROGRAM, TARGET, list_digests
from making import (
    make_boxes,
    make_damaged,
    make_portable,
    make_set_up,
    make_stand_in,
    make_stand_in_part,
    prepare,
    require_small,
    stated_version,
)
from portable import PortableTrial
from trial import PICTURES, Trial

OLDEST, OLDER = "0.0.1", "0.0.2"  # the versions before, for the trial: the same program under other numbers


@dataclass(frozen=True)
class SetUps:
    """The set-up programs that are tried, by what they are for; the last three hold the version of today."""

    oldest: Path
    older: Path
    damaged: Path
    newest: Path
    headquarters: Path


def install_test(road: Road, arguments: list[str]) -> int:
    """Make the set-up programs and the portable one, and try them as an ordinary user.

    `--trial` leaves the real ones out; `--stand-in` puts a small program in the place of the frozen one.
    """
    version, stand_in = stated_version(), "--stand-in" in arguments
    quickly = stand_in or "--trial" in arguments
    TARGET.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(PICTURES, ignore_errors=True)
    prepare(road)
    program, part = (make_stand_in(road), make_stand_in_part()) if stand_in else (PROGRAM, HEADQUARTERS)
    if not (program / "passerelle.exe").is_file():
        raise Blocked("There is no frozen program yet: `python3 packaging/dev.py windows build` first.")
    if not stand_in:
        list_digests()
    set_ups = SetUps(
        oldest=make_set_up(road, program, OLDEST, quickly=True),
        older=make_set_up(road, program, OLDER, quickly=True),
        damaged=make_damaged(road, program, version),
        newest=make_set_up(road, program, version, quickly=quickly),
        headquarters=make_set_up(road, program, version, quickly=quickly, part=part),
    )
    if not quickly:
        require_small(set_ups.newest, program)
        require_small(set_ups.headquarters, program, part)
    say("Making a Windows for an ordinary user, without Python...")
    user = wine.of_a_user(road, "installed")
    user.make()
    trial = Trial(user, make_boxes(road))
    trial.note_records()
    for title, deed, folders in _steps(trial, version, set_ups, frozen=not stand_in):
        trial.step(title, deed, *folders)
    failed = trial.failed
    if not stand_in:
        say("\nThe portable program")
        portable = PortableTrial(user)
        made_at = int(os.environ[DATE])
        portable.walk(make_portable(OLDER, made_at), make_portable(version, made_at))
        failed += portable.failed
        say(f"Pictures to look at: {PICTURES}")
    say("\n" + ("These failed: " + "; ".join(failed) if failed else "They do what they should."))
    return 1 if failed else 0


def _steps(
    trial: Trial, version: str, set_ups: SetUps, *, frozen: bool
) -> Iterator[tuple[str, Callable[[], int], tuple[str, ...]]]:
    """What is done, and the folders that are there afterwards: the one in use first.

    Each set-up lets the program check itself, so that only what an upgrade after an interruption left is checked again.
    """
    half, again, back = f"{version}.part", f"{version}-2", f"{OLDER}-2"
    yield "a silent set-up", lambda: trial.install(set_ups.oldest), (OLDEST,)
    yield "whatever `current` holds, a version starts or a box says what to do", trial.tell_unsound, (OLDEST,)
    yield "Windows is told of the kinds of files", trial.tell_of_files, (OLDEST,)
    yield "an upgrade while it runs", lambda: trial.install_beside(set_ups.older), (OLDER, OLDEST)
    yield "a set-up with one altered byte is refused", lambda: trial.refuse(set_ups.damaged), (OLDER, OLDEST)
    yield "an upgrade that is interrupted", lambda: trial.interrupt(set_ups.newest), (OLDER, OLDEST, half)
    yield "the upgrade once more", lambda: trial.install(set_ups.newest), (version, OLDER)
    yield "the new program checks itself", trial.check, (version, OLDER)
    yield "it plays the demonstration, started by its launcher", trial.play, (version, OLDER)
    if frozen:
        office = f"{DEMONSTRATION}\\office"
        yield "its first window", lambda: trial.look("first"), (version, OLDER)
        yield "the window of an office", lambda: trial.look("office", "--office", office), (version, OLDER)
        yield "a double click on a bundle", trial.open_bundle, (version, OLDER)
        yield "a second start hands its bundle over", trial.hand_over, (version, OLDER)
        yield "a file of another program is refused in a box", trial.refuse_file, (version, OLDER)
    yield "the same set-up again, while it runs", lambda: trial.install_beside(set_ups.newest), (again, version, OLDER)
    yield "going back to the version before", lambda: trial.install(set_ups.older), (back, again)
    if frozen:
        yield "no PostgreSQL in an office's program", lambda: desk.without_part(trial, trial.console()), (back, again)
    yield "Headquarters' set-up over an office's", lambda: trial.install(set_ups.headquarters), (version, back)
    if frozen:
        yield "Headquarters on PostgreSQL", lambda: desk.walk(trial, trial.console()), (version, back)
    yield "no removal while it runs", trial.remove_beside, (version, back)
    yield "removing everything but the records", trial.remove, ()
