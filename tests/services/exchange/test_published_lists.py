"""Headquarters publishes a sanctions list and rates that it works with; an office gets them, sees, and uses them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop.base.progress import Progress
from desktop.base.values import sha256
from desktop.bundles import list_files
from desktop.bundles.content_packs import carried_in
from desktop.bundles.list_files import ListFiles
from desktop.bundles.reader import read
from desktop.bundles.strict import Unsound
from desktop.definitions.terms import PartnerGroup
from desktop.screening import library
from desktop.services.exchange import contents, enrolment, published_lists, receiving, releasing, sending
from desktop.services.exchange.headquarters import answering, publishing, publishing_lists
from desktop.services.registry import exchange_rates
from desktop.services.work import Work
from desktop.store.records import Attachment, ContentVersion, Officer
from desktop.store.records.values import RATES
from tests.base.test_rates import HEADS, ROWS
from tests.publishing import released, un_list
from tests.refusal import refused
from tests.services.exchange.test_sync import Desk, _english, documents_of, enrol, headquarters, make, office

__all__ = ["_english", "headquarters", "make", "office"]
UN = "un-sc"
REASON = "La liste de la semaine."


def working(desk: Desk) -> Work:
    """The officer at work with a folder of lists."""
    (desk.folder / "lists").mkdir(exist_ok=True)
    return replace(desk.work, lists=desk.folder / "lists")


def brought_up(work: Work, path: Path) -> None:
    """Headquarters imports a list for itself."""
    library.install(work.lists, path, Progress(), accept=True)


def publish(work: Work, subject: str = UN) -> ContentVersion:
    """What Headquarters works with, prepared and released."""
    return released(work, publishing_lists.prepare(work, publishing_lists.examine(work, subject, Progress()), REASON))


def exchanged(office: Desk, headquarters: Desk) -> Path:
    """The return after a bundle of the office, which took it in."""
    office.register("Teranga SA")
    assert headquarters.verdicts(office.pack()) == ["applied"]
    path = headquarters.answer()
    assert office.receive(path).verdict == "applied"
    return path


def payloads(desk: Desk) -> int:
    """How many lists lie packed in the database."""
    query = select(func.count()).where(Attachment.media_type == list_files.MEDIA_TYPE)
    with desk.store.read() as session:
        return session.scalar(query) or 0


def carried_base(path: Path, desk: Desk) -> str:
    """Against which version the list in a return is a patch; empty for a whole one."""
    trusted = enrolment.keyset(desk.desk)
    assert trusted is not None
    (own,) = carried_in(read(path, trusted, (desk.keys,)).documents)
    return own.base


def test_a_list_goes_out_whole_then_as_a_patch_and_is_used_whole(
    office: Desk, headquarters: Desk, tmp_path: Path
) -> None:
    desk, laptop = working(headquarters), working(office)
    office.register("Banque du Sahel", other_names=["Moussa Harouna Abdou"], group=PartnerGroup.INDIVIDUAL)
    assert headquarters.verdicts(office.pack()) == ["applied"]
    brought_up(desk, un_list(tmp_path, "2026-10-01"))
    (own,) = publishing_lists.own_lists(desk)
    assert (own.subject, own.dated_on, own.last, own.is_published) == (UN, "2026-10-01", None, False)
    trial = publishing_lists.examine(desk, UN, Progress())
    assert (trial.searched, [(named.office, named.partner) for named in trial.named]) == (
        1,
        [("SN10", "Banque du Sahel")],
    )
    record = publishing_lists.prepare(desk, trial, REASON)
    with refused("contents-one-waits"):
        publishing_lists.prepare(desk, trial, REASON)
    assert "published-lists" not in documents_of(exchanged(office, headquarters), office)
    first = released(desk, record)
    assert answering.offices_to_answer(headquarters.store) == ("SN10",)
    with refused("contents-unchanged"):
        publishing_lists.prepare(desk, publishing_lists.examine(desk, UN, Progress()), REASON)

    office.register("Sahel Eau")
    assert headquarters.verdicts(office.pack()) == ["applied"]
    path = headquarters.answer()
    (told,) = receiving.look_into(office.work, office.keys, path, office.inbox).lists
    assert (told.subject, told.dated_on, told.reason) == (UN, "2026-10-01", REASON)
    assert office.receive(path).verdict == "applied" and carried_base(path, office) == ""
    assert library.installed(laptop.lists) == (), "nothing is searched before somebody has seen it"
    (line,) = published_lists.preview(laptop, UN, Progress()).differences
    assert (line.file, line.after) == ("UN Security Council", "UN Security Council")
    assert published_lists.put_in_use(laptop, UN, False, Progress()).installation is not None
    (version,) = library.installed(laptop.lists)
    assert (version.published, version.digest) == ("2026-10-01", library.installed(desk.lists)[0].digest)
    with refused("published-list-none-waiting"):
        published_lists.put_in_use(laptop, UN, False, Progress())

    brought_up(desk, un_list(tmp_path, "2026-11-01", ("HAROUNA ABDOU, Moussa", "HAROUNA ABDOU, Issa")))
    second = publish(desk)
    assert (second.version, second.previous, second.changes) == (2, first.content, 2)
    path = exchanged(office, headquarters)
    assert carried_base(path, office) == first.content and payloads(office) == 1
    day, line = published_lists.preview(laptop, UN, Progress()).differences
    assert (day.before, day.after) == ("2026-10-01", "2026-11-01")
    assert (line.before, line.after, line.key) == ("HAROUNA ABDOU, Moussa", "HAROUNA ABDOU, Issa", "names")
    published_lists.put_in_use(laptop, UN, False, Progress())
    assert library.installed(laptop.lists)[0].published == "2026-11-01"
    again = exchanged(office, headquarters)
    assert again.stat().st_size < path.stat().st_size and published_lists.standing(laptop)[0].is_in_use
    assert answering.offices_to_answer(headquarters.store) == ()


def test_an_older_list_never_replaces_a_newer_one(office: Desk, headquarters: Desk, tmp_path: Path) -> None:
    desk, laptop = working(headquarters), working(office)
    brought_up(desk, un_list(tmp_path, "2026-10-01"))
    publish(desk)
    early = tmp_path / "early.psb"
    publishing.write_broadcast(desk, headquarters.keys, early)
    exchanged(office, headquarters)
    by_hand = un_list(tmp_path, "2026-10-15")
    library.install(laptop.lists, by_hand, Progress(), accept=True)
    assert published_lists.standing(laptop)[0].outdated and not published_lists.standing(laptop)[0].waits
    with refused("list-older"):
        published_lists.put_in_use(laptop, UN, False, Progress())
    assert library.installed(laptop.lists)[0].published == "2026-10-15"

    brought_up(desk, un_list(tmp_path, "2026-11-01"))
    publish(desk)
    exchanged(office, headquarters)
    library.install(laptop.lists, tmp_path / "un-2026-11-01.xml", Progress())
    used = published_lists.put_in_use(laptop, UN, False, Progress())
    assert used.installation is None and published_lists.standing(laptop)[0].is_in_use, "as after a death in between"
    with refused("contents-not-newer"):
        contents.import_broadcast(laptop, office.keys, early, office.inbox)
    assert library.installed(laptop.lists)[0].published == "2026-11-01"


def test_a_patch_against_a_version_that_is_not_here_is_said_and_the_whole_list_mends_it(
    office: Desk, headquarters: Desk, tmp_path: Path
) -> None:
    desk, laptop = working(headquarters), working(office)
    brought_up(desk, un_list(tmp_path, "2026-10-01"))
    publish(desk)
    exchanged(office, headquarters)
    published_lists.put_in_use(laptop, UN, False, Progress())
    with office.store.note() as session:
        for row in session.scalars(select(Attachment).where(Attachment.media_type == list_files.MEDIA_TYPE)):
            session.delete(row)
    brought_up(desk, un_list(tmp_path, "2026-11-01"))
    publish(desk)
    exchanged(office, headquarters)
    (own,) = published_lists.standing(laptop)
    assert own.lacking and not own.waits and library.installed(laptop.lists)[0].published == "2026-10-01"
    whole = tmp_path / "whole.psb"
    publishing.write_broadcast(desk, headquarters.keys, whole)
    (pack,) = contents.import_broadcast(laptop, office.keys, whole, office.inbox)
    assert (pack.subject, pack.version) == (UN, 2)
    published_lists.put_in_use(laptop, UN, False, Progress())
    assert library.installed(laptop.lists)[0].published == "2026-11-01"


def test_rates_go_the_same_way_with_postgresql(
    make: Callable[..., Desk], database: Callable[[], str], tmp_path: Path
) -> None:
    headquarters, office = make("desk", "HQ", "hq_administrator", database()), make("dakar", "SN10", "chief_of_mission")
    enrol(office, headquarters)
    desk, laptop = working(headquarters), working(office)
    table = tmp_path / "rates.csv"
    table.write_text(HEADS + ROWS, "utf-8")
    with refused("list-not-at-headquarters"):
        publishing_lists.examine(desk, RATES, Progress())
    exchange_rates.install(desk, table)
    publish(desk, RATES)
    exchanged(office, headquarters)
    lines = published_lists.preview(laptop, RATES, Progress()).differences
    with refused("role-not-allowed"):
        published_lists.put_in_use(
            replace(laptop, officer=Officer(name="Léa", role="reader")), RATES, False, Progress()
        )
    brought = published_lists.put_in_use(laptop, RATES, False, Progress()).rates
    assert brought is not None and brought.added == len(lines) > 0
    assert exchange_rates.in_use(laptop) == exchange_rates.in_use(desk)
    office.register("Sahel Eau")
    sent = sending.pack(laptop, office.keys, office.outbox)
    assert headquarters.verdicts(office.outbox / sent.name) == ["applied"]
    (own,) = publishing_lists.own_lists(desk)
    assert own.is_published and not own.waits and (own.used_by, own.offices) == (1, 1)


def test_a_list_that_one_person_let_out_alone_is_refused_with_its_return(
    office: Desk, headquarters: Desk, tmp_path: Path
) -> None:
    desk, laptop = working(headquarters), working(office)
    brought_up(desk, un_list(tmp_path, "2026-10-01"))
    record = publish(desk)
    with headquarters.store.change("Altered", headquarters.user.id) as session:
        session.get_one(ContentVersion, record.id).published_by = headquarters.user.id
    exchanged(office, headquarters)
    assert published_lists.standing(laptop) == () and releasing.waiting(desk) == []


@pytest.mark.parametrize(
    ("run", "rule"),
    [
        (b"", "not sound JSON"),
        (b"\xff\xff\xff\xff", "too large"),
        (ListFiles({"list.xml": b"<x/>"}).to_bytes() + b"x", "other files"),
        (ListFiles({"list.xml": b"<x/>"}).to_bytes()[:-1], "cut short"),
        (ListFiles({"../list.xml": b"<x/>"}).to_bytes(), "not of the expected form"),
        (ListFiles({"list.xml": b"<x/>"}, "yesterday").to_bytes(), "not of the expected form"),
        (ListFiles({}).to_bytes(), "other files"),
    ],
)
def test_bytes_that_are_no_list_are_unsound(run: bytes, rule: str) -> None:
    with pytest.raises(Unsound, match=rule):
        ListFiles.from_bytes(run)


@pytest.mark.parametrize(
    ("data", "rule"), [(b"", "another one"), (b"x", "not packed"), (b"\x28\xb5\x2f\xfd" + bytes(9), "another one")]
)
def test_what_is_not_packed_as_it_should_be_is_unsound(data: bytes, rule: str) -> None:
    former = ListFiles({"list.xml": b"<a/>"}).to_bytes()
    later = ListFiles({"list.xml": b"<b/>"}).to_bytes()
    assert list_files.patched(former, list_files.patch(former, later), sha256(later)) == later
    for unfold in (
        lambda: list_files.patched(former, data, sha256(later)),
        lambda: list_files.unpacked(data, "0" * 64),
    ):
        with pytest.raises(Unsound, match=rule):
            unfold()
    with pytest.raises(Unsound, match="another one"):
        list_files.patched(later, list_files.patch(former, later), sha256(former))
