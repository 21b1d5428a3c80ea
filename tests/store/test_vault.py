"""The key of the office: who opens it, who no longer does, and what a keyring may hold."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path, PureWindowsPath
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.base.text import LANGUAGES, speak
from desktop.store import cipher, place, slots, vault, words
from desktop.store.slots import FLOOR, WORDS, Cost, from_bytes
from desktop.store.vault import Opened, Vault
from tests.refusal import refused
from tests.systems import only_where

ROOT = Path(__file__).parents[2]
AWA, BEA, CHE = "a" * 32, "b" * 32, "c" * 32
PHRASE = "mangue vélo rivière tambour"
OTHER = "papaya reloj montaña guitarra"


@pytest.fixture(autouse=True)
def _english() -> None:
    speak("en")


@pytest.fixture
def made(tmp_path: Path) -> tuple[Vault, Opened]:
    safe, opened = Vault.create(tmp_path / "office", AWA, "Awa Ndiaye", PHRASE, FLOOR)
    connection = cipher.connect(safe.database, opened.key)
    connection.execute("CREATE TABLE partner (name TEXT)")
    connection.execute("INSERT INTO partner VALUES ('Sahel Solaire')")
    connection.close()
    return safe, opened


def partners(safe: Vault, opened: Opened) -> int:
    connection = cipher.connect(safe.database, opened.key)
    try:
        return int(connection.execute("SELECT count(*) FROM partner").fetchone()[0])
    finally:
        connection.close()


def test_the_right_passphrase_opens_and_a_wrong_one_touches_nothing(made: tuple[Vault, Opened]) -> None:
    safe, opened = made
    before = {path.name: path.read_bytes() for path in safe.folder.iterdir()}
    with refused("passphrase-wrong"):
        safe.unlock(AWA, PHRASE + "x")
    assert {path.name: path.read_bytes() for path in safe.folder.iterdir()} == before
    assert Vault.open(safe.folder).unlock(AWA, PHRASE) == opened


def test_an_accent_typed_as_two_characters_is_the_same_passphrase(made: tuple[Vault, Opened]) -> None:
    safe, opened = made
    assert safe.unlock(AWA, PHRASE.replace("é", "e\u0301").replace("è", "e\u0300")) == opened


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r\n\r\n", "\u2028"])
def test_a_line_end_that_a_paste_brings_along_is_no_part_of_a_passphrase(made: tuple[Vault, Opened], end: str) -> None:
    safe, opened = made
    assert safe.unlock(AWA, f"{end}{PHRASE}{end}") == opened
    safe.change_passphrase(AWA, PHRASE + end, OTHER + end, FLOOR)
    assert safe.unlock(AWA, OTHER).key == opened.key
    with refused("passphrase-wrong"):
        safe.unlock(AWA, PHRASE + end)


def test_a_passphrase_made_with_a_line_end_before_that_still_opens(
    made: tuple[Vault, Opened], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Versions before 0.3 took it as it came."""
    safe, opened = made
    with monkeypatch.context() as earlier:
        earlier.setattr(slots, "without_line_ends", lambda typed: typed)
        safe.change_passphrase(AWA, PHRASE, OTHER + "\n", FLOOR)
    assert safe.unlock(AWA, OTHER + "\n").key == opened.key


def test_the_file_holds_no_key_in_the_open(made: tuple[Vault, Opened]) -> None:
    safe, opened = made
    written = (safe.folder / place.SLOTS).read_bytes()
    for secret in (opened.key, opened.seal_seed):
        assert secret not in written and secret.hex().encode() not in written
    assert PHRASE.encode() not in written and opened.key.hex() not in repr(opened)
    if os.name != "nt":
        assert (safe.folder / place.SLOTS).stat().st_mode & 0o777 == 0o600
        assert safe.folder.stat().st_mode & 0o777 == 0o700


def test_each_officer_has_a_passphrase_and_a_seal_of_their_own(made: tuple[Vault, Opened]) -> None:
    safe, awa = made
    safe.add_officer(awa, BEA, "Bea Ruiz", OTHER, FLOOR)
    bea = safe.unlock(BEA, OTHER)
    assert bea.key == awa.key and bea.seal_seed != awa.seal_seed and len(bea.seal_public()) == 32
    assert [(officer.id, officer.name) for officer in safe.officers] == [(AWA, "Awa Ndiaye"), (BEA, "Bea Ruiz")]
    with refused("passphrase-wrong"):
        safe.unlock(BEA, PHRASE)


def test_a_changed_passphrase_keeps_the_seal_and_the_old_one_is_dead(made: tuple[Vault, Opened]) -> None:
    safe, opened = made
    safe.change_passphrase(AWA, PHRASE, OTHER, FLOOR)
    assert safe.unlock(AWA, OTHER) == opened
    with refused("passphrase-wrong"):
        safe.unlock(AWA, PHRASE)


def test_a_removed_officer_opens_neither_the_slots_nor_the_database(made: tuple[Vault, Opened]) -> None:
    safe, awa = made
    safe.add_officer(awa, BEA, "Bea Ruiz", OTHER, FLOOR)
    safe.add_officer(awa, CHE, "Che Lam", OTHER, FLOOR)
    typed = " ".join(safe.make_recovery(awa, "es"))
    bea = safe.unlock(BEA, OTHER)
    fresh = safe.remove_officer(awa, BEA)
    assert fresh.key != awa.key and not cipher.fits(safe.database, bea.key)
    with refused("slot-unknown"):
        safe.unlock(BEA, OTHER)
    for other in (safe.unlock(AWA, PHRASE), safe.unlock(CHE, OTHER), safe.unlock_with_words(typed)):
        assert other.key == fresh.key and partners(safe, other) == 1
    with refused("own-access-not-removed"):
        safe.remove_officer(fresh, AWA)


@pytest.mark.usefixtures("dear_guesses")
def test_killed_while_removing_an_officer_the_office_opens_for_those_who_stay(made: tuple[Vault, Opened]) -> None:
    safe, awa = made
    safe.add_officer(awa, BEA, "Bea Ruiz", OTHER, FLOOR)
    script = f"""
        from pathlib import Path
        from desktop.store.vault import FLOOR, Vault
        safe = Vault.open(Path({str(safe.folder)!r}))
        by = safe.unlock({AWA!r}, {PHRASE!r})
        print("go", flush=True)
        while True:
            by = safe.remove_officer(by, {BEA!r})
            safe.add_officer(by, {BEA!r}, "Bea Ruiz", {OTHER!r}, FLOOR)
    """
    for seconds in (0.01, 0.04, 0.07, 0.1, 0.13, 0.17, 0.23):
        with subprocess.Popen([sys.executable, "-c", dedent(script)], cwd=ROOT, stdout=subprocess.PIPE) as child:
            assert child.stdout is not None
            child.stdout.readline()
            with pytest.raises(subprocess.TimeoutExpired):
                child.wait(seconds)
            child.kill()
        again = safe.unlock(AWA, PHRASE)
        assert partners(safe, again) == 1
        assert from_bytes((safe.folder / place.SLOTS).read_bytes()).coming is None
        if BEA not in [officer.id for officer in safe.officers]:
            safe.add_officer(again, BEA, "Bea Ruiz", OTHER, FLOOR)
        assert safe.unlock(BEA, OTHER).key == again.key


def test_an_interrupted_removal_is_taken_back_or_finished_whole(made: tuple[Vault, Opened]) -> None:
    safe, awa = made
    safe.add_officer(awa, BEA, "Bea Ruiz", OTHER, FLOOR)
    before = (safe.folder / place.SLOTS).read_bytes()
    safe.remove_officer(awa, BEA)
    after = from_bytes((safe.folder / place.SLOTS).read_bytes())
    between = replace(from_bytes(before), coming=after.current)
    (safe.folder / place.SLOTS).write_bytes(between.to_bytes())
    with refused("access-removed"):
        safe.unlock(BEA, OTHER)
    assert partners(safe, safe.unlock(AWA, PHRASE)) == 1
    assert [officer.id for officer in safe.officers] == [AWA]


def test_an_altered_slot_or_a_foreign_one_is_refused(made: tuple[Vault, Opened], tmp_path: Path) -> None:
    safe, awa = made
    file = safe.folder / place.SLOTS
    good = file.read_bytes()
    mallory, _opened = Vault.create(tmp_path / "elsewhere", CHE, "Mallory", OTHER, FLOOR)
    foreign = json.loads((mallory.folder / place.SLOTS).read_bytes())["current"]["slots"][0]
    for code, harm in (
        ("slots-damaged", lambda read: read["current"]["slots"].append(foreign)),
        ("slots-damaged", lambda read: read["current"]["slots"][0].update(name="Switch user")),
        ("slots-damaged", lambda read: read["current"].update(code="0" * 64)),
        ("passphrase-wrong", lambda read: read["current"]["slots"][0].update(public=foreign["public"])),
        ("slots-damaged", lambda read: read["current"]["slots"][0]["cost"].update(memory=1024)),
        ("slots-damaged", lambda read: read["current"]["slots"][0]["cost"].update(passes=1_000_000)),
        ("slots-damaged", lambda read: read["current"]["slots"][0]["cost"].update(memory=1 << 30)),
        ("passphrase-wrong", lambda read: read.update(vault="0" * 32)),
        ("slots-newer-than-program", lambda read: read.update(format=2)),
        ("slots-damaged", lambda read: read.pop("current")),
    ):
        read = json.loads(good)
        harm(read)
        file.write_text(json.dumps(read))
        with refused(code):
            safe.unlock(AWA, PHRASE)
        with refused("slots-damaged" if code == "passphrase-wrong" else code):
            safe.add_officer(awa, BEA, "Bea", OTHER, FLOOR)
    file.write_bytes(good[:-40])
    with refused("slots-damaged"):
        Vault.open(safe.folder)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_the_sheet_open_in_each_language_however_they_are_typed(
    made: tuple[Vault, Opened], language: str
) -> None:
    safe, opened = made
    sheet = safe.make_recovery(opened, language)
    assert len(sheet) == 12 and safe.has_recovery
    typed = "  ".join(word.upper() for word in sheet[:6]) + ", " + " ".join(sheet[6:])
    assert safe.check_words(typed)
    found = safe.unlock_with_words(typed)
    assert (found.key, found.officer_id, found.seal_seed) == (opened.key, "", b"")
    fresh = safe.reset_passphrase(found, AWA, OTHER, FLOOR)
    assert safe.unlock(AWA, OTHER) == fresh and fresh.seal_public() != opened.seal_public()
    older = safe.make_recovery(fresh, language)
    assert safe.check_words(" ".join(older)) and not safe.check_words(typed)


@given(st.binary(min_size=16, max_size=16), st.sampled_from(LANGUAGES))
@settings(max_examples=40)
def test_words_read_back_as_the_secret_they_were_written_from(secret: bytes, language: str) -> None:
    sheet = words.written(secret, language)
    assert words.read(" ".join(sheet)) == secret
    assert words.read(" ".join(word[:4] for word in sheet)) == secret
    assert words.read("\n".join(f"{place}. {word}" for place, word in enumerate(sheet, 1))) == secret
    assert words.read(" ".join(f"{place}){word}," for place, word in enumerate(sheet, 1))) == secret


def test_a_mistyped_word_is_named_and_swapped_words_are_noticed() -> None:
    speak("en")
    sheet = list(words.written(bytes(range(16)), "fr"))
    with refused("recovery-word-unknown") as mistyped:
        words.read(" ".join([*sheet[:2], "xyzzy", *sheet[3:]]))
    assert "Word 3 " in mistyped.value.text
    with refused("recovery-words-mismatched"):
        words.read(" ".join([sheet[1], sheet[0], *sheet[2:]]))
    with refused("recovery-words-too-few-or-many"):
        words.read(" ".join(sheet[1:]))
    assert len(words.spoken("7f2a91c4" * 8, "es")) == 6


@pytest.mark.parametrize(
    ("typed", "enough"),
    [
        ("short", False),
        ("aaaaaaaaaaaaaa", False),
        ("a b c d", False),
        ("une deux une deux", True),
        ("dix six uns été", True),
        ("correct horse", True),
        ("1212121212121212", False),
    ],
)
def test_a_passphrase_is_judged_by_its_length_without_forced_symbols(typed: str, enough: bool) -> None:
    assert vault.is_enough(typed) is enough
    assert vault.advice(typed).endswith((".", "!"))


def test_a_weak_passphrase_makes_no_vault(tmp_path: Path) -> None:
    with refused("passphrase-too-weak"):
        Vault.create(tmp_path / "office", AWA, "Awa", "secret", FLOOR)
    assert not (tmp_path / "office" / place.SLOTS).exists()


def test_an_office_is_never_created_over_another(made: tuple[Vault, Opened]) -> None:
    with refused("folder-holds-an-office"):
        Vault.create(made[0].folder, BEA, "Bea", OTHER, FLOOR)


def test_the_wait_grows_after_the_fifth_wrong_try_and_never_wipes() -> None:
    assert [vault.delay_after(n) for n in (0, 4, 5, 6, 8, 50)] == [0, 0, 5, 10, 40, 300]


@pytest.mark.usefixtures("dear_guesses")
def test_the_cost_is_measured_on_this_machine_and_within_the_limits() -> None:
    cost = vault.calibrated()
    assert cost.allowed() and cost.memory >= FLOOR.memory and cost.passes >= FLOOR.passes
    assert not Cost(32_768, 3, 4).allowed() and not Cost(65_536, 2, 4).allowed() and not Cost(1 << 21, 3, 4).allowed()


def test_two_programs_never_work_in_one_folder_and_a_killed_one_leaves_it_free(tmp_path: Path) -> None:
    script = f"""
        import time
        from pathlib import Path
        from desktop.store.place import office_lock
        with office_lock(Path({str(tmp_path)!r})):
            print("held", flush=True)
            input()
    """
    command = [sys.executable, "-c", dedent(script)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        with refused("office-already-open"), place.office_lock(tmp_path):
            pytest.fail("two programs held the folder")
        child.kill()
    with place.office_lock(tmp_path):
        assert (tmp_path / place.LOCK).exists()
    with place.office_lock(tmp_path):
        assert True


def test_a_database_is_refused_in_a_synchronised_folder_a_share_and_a_roaming_profile(tmp_path: Path) -> None:
    with refused("folder-copied-by-a-program"):
        Vault.create(tmp_path / "Dropbox" / "office", AWA, "Awa", PHRASE, FLOOR)
    assert not (tmp_path / "Dropbox").exists()
    assert place.is_remote(Path(r"\\server\share\office"))
    assert place.is_roaming(PureWindowsPath(r"C:\Users\awa\AppData\Roaming\Passerelle"))
    mounts = "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n40 22 0:5 / /mnt/our\\040share rw shared:1 - cifs //srv/x rw\n"
    assert place.file_system(Path("/mnt/our share/office"), mounts) == "cifs"
    assert place.file_system(Path("/home/awa"), mounts) == "ext4"
    assert not place.is_remote(tmp_path)


KEYRING_STORY = f"""
    import sys
    from pathlib import Path
    from desktop.base.errors import Problem
    from desktop.base.text import speak
    from desktop.store.vault import Vault
    speak("en")
    safe = Vault.open(Path(sys.argv[1]))
    try:
        if sys.argv[2] == "remember":
            safe.remember({AWA!r}, {PHRASE!r})
        if sys.argv[2] == "forget":
            safe.forget(safe.unlock({AWA!r}, {PHRASE!r}))
        print(safe.unlock_with_keyring({AWA!r}) == safe.unlock({AWA!r}, {PHRASE!r}), safe.can_remember())
    except Problem as problem:
        print(problem)
    assert safe.unlock({AWA!r}, {PHRASE!r}).officer_id == {AWA!r}
"""


def in_session(box: Path, safe: Vault, deed: str, daemon: str) -> str:
    """Run the story in a D-Bus session of its own, after starting a keyring daemon as told."""
    for folder in ("run", "share"):
        (box / folder).mkdir(parents=True, exist_ok=True, mode=0o700)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DBUS_", "DISPLAY"))}
    environment |= {"HOME": str(box), "XDG_DATA_HOME": str(box / "share"), "XDG_RUNTIME_DIR": str(box / "run")}
    environment |= {"PYTHONPATH": str(ROOT), "WAYLAND_DISPLAY": ""}
    story = [sys.executable, "-W", "error", "-c", dedent(KEYRING_STORY), str(safe.folder), deed]
    shell = ["bash", "-c", f'{daemon} exec "$@"', "story", *story]
    command = ["dbus-run-session", "--", *shell] if daemon != "no bus" else story
    done = subprocess.run(command, env=environment, cwd=box, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def daemon(password: str) -> str:
    return f"printf {password} | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1;"


needs_keyring = only_where(
    bool(shutil.which("dbus-run-session") and shutil.which("gnome-keyring-daemon")),
    "the keyring of a Linux desktop, with dbus-run-session and gnome-keyring-daemon",
)


@pytest.mark.usefixtures("dear_guesses")
@needs_keyring
def test_a_real_keyring_opens_the_office_until_told_to_forget(made: tuple[Vault, Opened], tmp_path: Path) -> None:
    safe, box = made[0], tmp_path / "box"
    assert "does not remember" in in_session(box, safe, "open", daemon("right"))
    assert in_session(box, safe, "remember", daemon("right")) == "True True"
    assert in_session(box, safe, "open", daemon("right")) == "True True"
    assert [officer.remembered for officer in safe.officers] == [True]
    assert "Open with your passphrase." in in_session(box, safe, "open", daemon("wrong"))
    assert "does not remember" in in_session(box, safe, "forget", daemon("right"))
    assert [officer.remembered for officer in safe.officers] == [False]


@pytest.mark.usefixtures("dear_guesses")
@needs_keyring
def test_a_session_without_an_unlocked_keyring_leaves_the_passphrase(
    made: tuple[Vault, Opened], tmp_path: Path
) -> None:
    assert "Open with your passphrase." in in_session(tmp_path / "box", made[0], "remember", "")


@pytest.mark.usefixtures("dear_guesses")
@only_where(sys.platform != "win32", "Windows always has a keyring")
def test_without_any_keyring_one_sentence_says_so(made: tuple[Vault, Opened], tmp_path: Path) -> None:
    assert "no keyring that keeps secrets" in in_session(tmp_path / "box", made[0], "remember", "no bus")


def test_the_recovery_slot_is_not_an_officer(made: tuple[Vault, Opened]) -> None:
    safe, opened = made
    safe.make_recovery(opened, "fr")
    assert WORDS not in [officer.id for officer in safe.officers]


def test_a_database_that_vanished_is_told_and_never_begun_again_empty(made: tuple[Vault, Opened]) -> None:
    safe, _opened = made
    safe.require_database()
    cipher.remove(safe.database)
    with pytest.raises(cipher.Damaged, match="missing"):
        safe.require_database()
