"""Headquarters publishes contents; an office gets them with a return, sees what changes, and applies them whole."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.base.progress import Progress
from desktop.base.values import canonical
from desktop.bundles import bundle
from desktop.bundles.bundle import BundleKind, Load
from desktop.bundles.content import BundleFile
from desktop.bundles.content_packs import ContentPack, SignedPack, content_bytes, content_texts
from desktop.bundles.keys import DeviceKeys
from desktop.bundles.strict import Unsound
from desktop.definitions.loading import Definitions, shipped
from desktop.services.exchange import contents, receiving, releasing, sending
from desktop.services.exchange.headquarters import answering, publishing
from desktop.services.office import officer_seals
from desktop.services.work import Work
from desktop.store.records import ContentVersion, Device, Officer
from desktop.store.store import Store
from tests.faulty import deaths
from tests.makers import work_of
from tests.publishing import (
    AUTHORITY,
    CLAUSE,
    LIMIT,
    QUESTIONNAIRE,
    TITLE,
    edited,
    published,
    released,
    sealed,
    second_person,
)
from tests.refusal import refused
from tests.services.exchange.test_sync import Desk, _english, documents_of, enrol, headquarters, make, office

__all__ = ["_english", "headquarters", "make", "office"]
SHORTER = TITLE.replace("de diligence raisonnable", "de diligence")


def at_work(desk: Desk) -> Work:
    """The officer at work by the contents that are in force."""
    return replace(desk.work, definitions=contents.definitions_in_force(desk.store, desk.desk, desk.folder))


def exchanged(office: Desk, headquarters: Desk) -> Path:
    """The return after a bundle of the office, which took it in."""
    office.register("Teranga SA")
    assert headquarters.verdicts(office.pack()) == ["applied"]
    path = headquarters.answer()
    assert office.receive(path).verdict == "applied"
    return path


def test_a_change_of_the_questionnaire_reaches_an_office_and_is_applied_there(
    office: Desk, make: Callable[..., Desk], database: Callable[[], str], tmp_path: Path
) -> None:
    headquarters = make("headquarters", "HQ", "hq_administrator", database())
    dakar = make("dakar", "SN10", "chief_of_mission")
    enrol(dakar, headquarters)
    assert contents.definitions_in_force(dakar.store, dakar.desk, dakar.folder) is shipped()
    first = published(headquarters.work, edited(tmp_path / "changed", QUESTIONNAIRE, TITLE, SHORTER))
    assert (first.version, first.changes, first.previous) == (1, 1, "")
    assert at_work(headquarters).definitions.form.title["fr"] == "Questionnaire de diligence"

    dakar.register("Teranga SA")
    assert headquarters.verdicts(dakar.pack()) == ["applied"]
    path = headquarters.answer()
    assert receiving.look_into(dakar.work, dakar.keys, path, dakar.inbox).version == 1
    assert dakar.receive(path).verdict == "applied"
    standing = contents.standing(dakar.work)
    assert (standing.in_force, standing.waiting and standing.waiting.reason) == (None, first.reason)
    assert at_work(dakar).definitions is shipped(), "nothing changes before somebody applies it"
    (line,) = contents.waiting_differences(dakar.work)
    assert (line.file, line.key, line.language) == (QUESTIONNAIRE, "title", "fr")
    assert (line.before, line.after) == ("Questionnaire de diligence raisonnable", "Questionnaire de diligence")

    contents.apply(dakar.work, dakar.folder)
    now = at_work(dakar)
    assert now.definitions.form == at_work(headquarters).definitions.form
    assert now.definitions.form_of(shipped().form.digest) == shipped().form, "open cases go on with theirs"
    assert contents.standing(now).in_force == publishing.latest(headquarters.work)

    assert headquarters.verdicts(dakar.pack()) == ["applied"]
    assert [(held.office, held.version, held.is_same) for held in publishing.held_by_offices(headquarters.work)] == [
        ("SN10", 1, True)
    ]
    assert answering.offices_to_answer(headquarters.store) == ("SN10",)
    again = headquarters.answer()
    assert contents.CONTENTS in documents_of(again, dakar) and again.stat().st_size < path.stat().st_size / 2
    assert dakar.receive(again).verdict == "applied"
    assert contents.standing(now).waiting is None


def test_a_newer_version_follows_and_withdraws_an_earlier_one(office: Desk, headquarters: Desk, tmp_path: Path) -> None:
    first = published(headquarters.work, edited(tmp_path / "a", QUESTIONNAIRE, TITLE, SHORTER))
    exchanged(office, headquarters)
    assert answering.offices_to_answer(headquarters.store) == ()
    second = published(at_work(headquarters), edited(tmp_path / "b", AUTHORITY, LIMIT, LIMIT.replace("10000", "15000")))
    assert answering.offices_to_answer(headquarters.store) == ("SN10",), "it waits for no bundle"
    assert (second.version, second.previous) == (2, first.content)
    exchanged(office, headquarters)
    lines = contents.waiting_differences(office.work)
    assert {(line.file, line.after) for line in lines} == {
        (AUTHORITY, "15000"),
        (QUESTIONNAIRE, "Questionnaire de diligence"),
    }
    contents.apply(office.work, office.folder)
    now = at_work(office)
    assert now.definitions.authority.limits["standard_usd"] == "15000"

    desk = at_work(headquarters)
    taken_back = publishing.examine_withdrawal(desk, Progress())
    third = released(desk, publishing.prepare(desk, taken_back, "La limite était une erreur."))
    assert third.version == 3
    exchanged(office, headquarters)
    contents.apply(now, office.folder)
    last = at_work(office)
    assert last.definitions.authority.limits == shipped().authority.limits
    assert last.definitions.form.title["fr"] == "Questionnaire de diligence"
    assert [pack.version for pack in contents.standing(last).former] == [2]


def test_what_is_unsound_is_not_published(headquarters: Desk, office: Desk, tmp_path: Path) -> None:
    work = headquarters.work
    form = (shipped().folder / QUESTIONNAIRE).read_text(encoding="utf-8")
    at = form.index("[[questions]]", form.index("[[questions]]") + 1)
    question = form[at : form.index("[[questions]]", at + 1)]
    folder = edited(tmp_path / "a", QUESTIONNAIRE, question, "")
    (folder / "notes.docx").write_bytes(b"PK")
    trial = publishing.examine(work, folder, Progress())
    assert [fault.code for fault in trial.faults] == ["contents-unknown-file"]
    (folder / "notes.docx").unlink()
    (folder / ".DS_Store").write_bytes(b"\0")
    trial = publishing.examine(work, folder, Progress())
    assert "contents-id-gone" in {fault.code for fault in trial.faults}
    with refused("contents-faulty"):
        publishing.prepare(work, trial, "Une question de moins.")
    bad = publishing.examine(work, edited(tmp_path / "b", CLAUSE, "--- es", "--- xx"), Progress())
    assert bad.faults and not bad.can_be_published
    with refused("contents-unchanged"):
        publishing.prepare(work, publishing.examine(work, shipped().folder, Progress()), "Rien de nouveau ici.")
    sound = publishing.examine(work, edited(tmp_path / "c", AUTHORITY, LIMIT, 'standard_usd = "9000"'), Progress())
    with refused("contents-reason-missing"):
        publishing.prepare(work, sound, " ")
    with refused("contents-day-over"):
        publishing.prepare(work, sound, "Seuils revus.", "1.1.2020")
    headquarters.user.role = "hq_reviewer"
    with refused("role-not-allowed"):
        publishing.prepare(work, sound, "Seuils revus.")
    headquarters.user.role = "hq_administrator"
    first = publishing.prepare(work, sound, "Seuils revus.")
    with refused("contents-one-waits"):
        publishing.prepare(work, sound, "Seuils revus.")
    released(work, first)
    with refused("contents-published-meanwhile"):
        publishing.prepare(work, sound, "Seuils revus.")
    with refused("contents-none-waiting"):
        contents.apply(office.work, office.folder)


def test_nothing_leaves_before_a_second_person_released_it(office: Desk, headquarters: Desk, tmp_path: Path) -> None:
    work = headquarters.work
    folder = edited(tmp_path / "a", AUTHORITY, LIMIT, 'standard_usd = "9000"')
    trial = publishing.examine(work, folder, Progress())
    record = publishing.prepare(work, trial, "Seuils revus.")
    assert publishing.latest(work) is None and at_work(headquarters).definitions is shipped()
    with refused("contents-none-published"):
        publishing.write_broadcast(work, headquarters.keys, tmp_path / "early.psb")
    exchanged(office, headquarters)
    assert contents.standing(office.work).waiting is None and answering.offices_to_answer(headquarters.store) == ()

    mina, seed = second_person(headquarters.store)
    with refused("contents-own-preparation"):
        publishing.release(work, record, seed, Progress())
    with refused("no-seal-key"):
        publishing.release(work.acting_as(mina), record, b"", Progress())
    reader = Officer(id="f" * 32, name="Léa", role="hq_legal")
    for deed in (
        lambda: publishing.release(work.acting_as(reader), record, seed, Progress()),
        lambda: releasing.withdraw(work.acting_as(reader), record.id),
    ):
        with refused("role-not-allowed"):
            deed()
    assert publishing.examine_prepared(work.acting_as(mina), record, Progress()).differences == trial.differences

    releasing.withdraw(work, record.id)
    assert releasing.waiting(work) == []
    for late in (
        lambda: released(work, record),
        lambda: releasing.withdraw(work, record.id),
    ):
        with refused("contents-not-waiting"):
            late()
    second = released(work, publishing.prepare(work, trial, "Seuils revus."))
    assert (second.version, second.previous, second.publisher_name) == (2, "", "Mina Okafor")
    assert answering.offices_to_answer(headquarters.store) == ("SN10",)
    exchanged(office, headquarters)
    waiting = contents.standing(office.work).waiting
    assert waiting is not None and (waiting.preparer, waiting.publisher) == ("Officer of HQ", "Mina Okafor")


def test_whoever_writes_a_release_into_the_records_publishes_nothing(headquarters: Desk, tmp_path: Path) -> None:
    work = headquarters.work
    folder = edited(tmp_path / "a", AUTHORITY, LIMIT, 'standard_usd = "9000"')
    record = publishing.prepare(work, publishing.examine(work, folder, Progress()), "Seuils revus.")
    mina, _seed = second_person(headquarters.store)
    with headquarters.store.change("Altered", headquarters.user.id) as session:
        own = session.get_one(ContentVersion, record.id)
        own.published_at, own.published_by, own.publisher_name = own.prepared_at, mina.id, mina.name
        signed = officer_seals.sign(releasing.pack_of(own).sealed_bytes(), b"n" * 32)
        own.seal, own.seal_key = signed
    assert releasing.pack_of(own).is_released and publishing.latest(work) is None


def test_a_file_for_all_offices_is_believed_from_headquarters_alone(
    office: Desk, headquarters: Desk, tmp_path: Path
) -> None:
    published(headquarters.work, edited(tmp_path / "a", AUTHORITY, LIMIT, 'standard_usd = "9000"'))
    path = tmp_path / "contents.psb"
    publishing.write_broadcast(headquarters.work, headquarters.keys, path)
    pack = publishing.latest(headquarters.work)
    assert pack is not None
    file = publishing.file_of(headquarters.work, pack)

    def sent(signed: SignedPack, by: DeviceKeys, *texts: BundleFile) -> Path:
        load = Load(documents=signed.documents(), files=texts)
        data = bundle.compose(BundleKind.BROADCAST, by, [], sending.about(headquarters.work), load)
        forged = tmp_path / "forged.psb"
        forged.write_bytes(data)
        return forged

    def take(forged: Path) -> ContentPack:
        (pack,) = contents.import_broadcast(office.work, office.keys, forged, office.inbox)
        return pack

    stranger, before = DeviceKeys.generate(), office.everything()
    with refused("unknown-sender"):
        take(sent(pack.signed(stranger), stranger, file))
    with refused("no-right"):
        take(sent(pack.signed(office.keys), office.keys, file))
    with refused("contents-not-from-hq"):
        take(sent(pack.signed(stranger), headquarters.keys, file))
    with refused("contents-not-from-hq"):
        take(sent(replace(pack.signed(headquarters.keys), pack=replace(pack, version=7)), headquarters.keys, file))
    for alone in (
        replace(pack, published_by=pack.prepared_by),
        replace(pack, version=7),
        replace(pack, seal="0" * 128),
    ):
        with refused("contents-not-released"):
            take(sent(alone.signed(headquarters.keys), headquarters.keys, file))
    with refused("contents-not-in-file"):
        take(sent(pack.signed(headquarters.keys), headquarters.keys, BundleFile(b"{}", "contents-1", "text/plain")))
    for name in ("../authority.toml", "clauses/con.clause", "/etc/a.toml", "a\\b.toml", "clauses/../a.toml"):
        evil = BundleFile(canonical({name: "x"}), "contents-1", "text/plain")
        other = sealed(replace(pack, content=evil.sha256))
        with refused("bad-contents"):
            take(sent(other.signed(headquarters.keys), headquarters.keys, evil))
    altered = bytearray(path.read_bytes())
    altered[-20] ^= 1
    (tmp_path / "altered.psb").write_bytes(altered)
    with refused("damaged"):
        take(tmp_path / "altered.psb")
    assert office.everything() == before

    assert take(path) == pack
    with refused("contents-not-newer"):
        take(path)
    contents.apply(office.work, office.folder)
    with refused("contents-not-newer"):
        take(sent(sealed(replace(pack, reason="Autre")).signed(headquarters.keys), headquarters.keys, file))
    assert at_work(office).definitions.authority.limits["standard_usd"] == "9000"


def test_whoever_alters_the_folder_changes_no_rule(office: Desk, headquarters: Desk, tmp_path: Path) -> None:
    published(headquarters.work, edited(tmp_path / "a", AUTHORITY, LIMIT, 'standard_usd = "9000"'))
    exchanged(office, headquarters)
    contents.apply(office.work, office.folder)
    place = at_work(office).definitions.folder
    (place / AUTHORITY).write_text("id = 1", encoding="utf-8")
    (place / "agreements" / "free.toml").write_text("code = 1", encoding="utf-8")
    assert at_work(office).definitions.authority.limits["standard_usd"] == "9000"
    assert not (place / "agreements" / "free.toml").exists()


def test_a_version_that_another_program_cannot_use_is_refused_and_said(
    office: Desk, headquarters: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(headquarters.work, edited(tmp_path / "a", AUTHORITY, LIMIT, 'standard_usd = "9000"'))
    exchanged(office, headquarters)
    pack = contents.standing(office.work).waiting
    assert pack is not None
    texts = {AUTHORITY: (shipped().folder / AUTHORITY).read_text("utf-8") + '\n[newer]\nkey = "1"\n'}
    data = content_bytes(texts)
    with office.store.note() as session:
        newer = replace(pack, version=2, content=BundleFile(data, "", "").sha256, program="9.0")
        assert contents.take_in(session, contents.ArrivedContents(newer, data))
    with refused("contents-not-for-this-program") as caught:
        contents.apply(office.work, office.folder)
    assert "9.0" in caught.value.remedy
    assert contents.standing(office.work).waiting == newer
    contents.apply(_after(office, pack), office.folder)
    monkeypatch.setattr("desktop.__version__", "9.9")
    (contents.laid_out(office.folder, pack.content, {AUTHORITY: "id = 3"}))
    assert at_work(office).definitions.authority.limits["standard_usd"] == "9000"
    with office.store.read() as session:
        assert session.get_one(Device, office.keys.device).contents_version == 1


def _after(office: Desk, pack: ContentPack) -> Work:
    """The office in which this version waits instead."""
    office.store.remember(contents.CONTENTS, {"waiting": pack.to_json()})
    return office.work


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "not sound JSON"),
        (b"[]", "an object was expected"),
        (b"{}", "no files"),
        (b'{"a.toml":1}', "text was expected"),
        (b'{"a.toml":"x","A.toml":"y"}', "one twice"),
        (b"[" * 100_000, "not sound JSON"),
    ],
)
def test_bytes_that_are_no_contents_are_unsound(data: bytes, rule: str) -> None:
    with pytest.raises(Unsound, match=rule):
        content_texts(data)


def test_definitions_of_another_folder_are_the_same_as_the_programs(tmp_path: Path) -> None:
    place = contents.laid_out(tmp_path, "0" * 64, {})
    assert list(Definitions(place).problems()) == []


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        ({"valid_until": "2026-99-99"}, "a day was expected"),
        ({"valid_until": "tomorrow"}, "a day was expected"),
        ({"published_at": "2026-13-01"}, "a moment was expected"),
        ({"version": 0}, "version"),
    ],
)
def test_a_notice_with_a_day_that_is_none_is_unsound(told: dict[str, object], rule: str) -> None:
    told_by = ("rules", "Title", "2026-01-01", "a" * 32, "Omar Haddad", "b" * 32, "0" * 128, "0" * 64)
    pack = ContentPack(1, "0" * 64, "", "2026-01-01T00:00:00.000Z", "2027-01-01", "Why", "Mina", "0.3", 4, *told_by)
    assert ContentPack.from_json(pack.to_json()) == pack
    with pytest.raises(Unsound, match=rule):
        ContentPack.from_json({**pack.to_json(), **told})


def _apply(folder: Path) -> None:
    """What dies: the officer of a folder applies the version that waits."""
    store = Store.open(folder / "office.db", b"k" * 32)
    with store.read() as session:
        officer = session.scalars(select(Officer)).one()
    contents.apply(work_of(store, officer), folder)
    store.close()


def test_killed_between_two_writes_a_version_is_in_force_whole_or_not_at_all(
    office: Desk, headquarters: Desk, tmp_path: Path
) -> None:
    published(headquarters.work, edited(tmp_path / "a", AUTHORITY, LIMIT, 'standard_usd = "9000"'))
    exchanged(office, headquarters)
    office.close()

    def prepare(name: str) -> Callable[[], None]:
        shutil.copytree(office.folder, tmp_path / name)
        return partial(_apply, tmp_path / name)

    states = []
    for name in deaths(prepare, tmp_path / "points", 1):
        store = Store.open(tmp_path / name / "office.db", b"k" * 32)
        standing = contents.standing(work_of(store))
        definitions = contents.definitions_in_force(store, store, tmp_path / name)
        states.append((standing.in_force is not None, standing.waiting is not None))
        assert (definitions.authority.limits["standard_usd"] == "9000") == states[-1][0]
        store.close()
    assert set(states) == {(False, True), (True, False)}
