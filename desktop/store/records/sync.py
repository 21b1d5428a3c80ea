"""What a store keeps for itself: the journal, positions, stamps, drafts, bundles. None of it is journaled."""

from typing import Any

from sqlalchemy import BigInteger, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.store.records.base import Base
from desktop.store.records.columns import CodeColumn, OneValue, ValueList
from desktop.store.records.fields import SINCE
from desktop.store.records.values import ChangeRun, ReceivedDetail, ReviewCandidate
from desktop.store.states import BundleVerdict, ParkedReason


class ChangeRow(Base, kw_only=True):
    """The journal: one row per deed, of this device and of every other one it has heard of."""

    __tablename__ = "change"
    device: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    what: Mapped[str]
    by: Mapped[str] = mapped_column("by_officer")
    at: Mapped[int] = mapped_column("at_ms", BigInteger)
    zone: Mapped[int]
    app: Mapped[str]
    schema: Mapped[int] = mapped_column("schema_number")
    entries: Mapped[str] = mapped_column(Text)  # compact JSON, see journal.py
    head: Mapped[str]
    office: Mapped[str] = mapped_column(default="", info={SINCE: 2})  # whose records it touches


class Position(Base, kw_only=True):
    """How far each device's changes are known here, and how far HQ has acknowledged ours."""

    __tablename__ = "position"
    device: Mapped[str] = mapped_column(primary_key=True)
    office: Mapped[str] = mapped_column(default="")
    number: Mapped[int] = mapped_column(default=0)
    head: Mapped[str] = mapped_column(default="")
    acked: Mapped[int] = mapped_column(default=0)
    acked_at: Mapped[str | None] = mapped_column(default=None)
    heard_at: Mapped[str | None] = mapped_column(default=None)


class StampRow(Base, kw_only=True):
    """Who last wrote each field of a record: `[[device, number, generation, [fields]], …]`."""

    __tablename__ = "stamp"
    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[int]
    cells: Mapped[str] = mapped_column(Text)
    office: Mapped[str] = mapped_column(default="", info={SINCE: 2})


class Review(Base, kw_only=True):
    """Two versions disagree: open, with all candidates, until a person decides."""

    __tablename__ = "review"
    id: Mapped[str] = mapped_column(primary_key=True)
    record: Mapped[str] = mapped_column(index=True)
    kind: Mapped[int]
    field: Mapped[int]
    office: Mapped[str] = mapped_column(default="")
    candidates: Mapped[tuple[ReviewCandidate, ...]] = mapped_column(ValueList(ReviewCandidate), default=())
    opened_at: Mapped[str] = mapped_column(default="")
    closed_by: Mapped[str | None] = mapped_column(default=None)  # device:number of the deciding change


class Parked(Base, kw_only=True):
    """Part of a received change that could not be applied yet (newer program, unknown base) or was refused.

    What can still be applied waits for one thing, and is tried again when that arrives: a change, by its device and
    number, or a program that knows a family or a field (`store/parking.py`).
    """

    __tablename__ = "parked"
    id: Mapped[str] = mapped_column(primary_key=True)
    device: Mapped[str] = mapped_column(index=True)
    number: Mapped[int]
    record: Mapped[str] = mapped_column(default="")
    kind: Mapped[int] = mapped_column(default=0)
    owner: Mapped[str] = mapped_column(default="office")  # which fields its writer may write
    reason: Mapped[ParkedReason] = mapped_column(CodeColumn(ParkedReason), default="")
    cells: Mapped[list[Any]] = mapped_column(default_factory=list)
    waits_for: Mapped[str] = mapped_column(default="", index=True, info={SINCE: 2})
    waits_number: Mapped[int] = mapped_column(BigInteger, default=0, info={SINCE: 2})
    office: Mapped[str] = mapped_column(default="", info={SINCE: 2})  # of the device


class Mention(Base, kw_only=True):
    """A record that is named in a field of another one and has not arrived yet (`store/references.py`)."""

    __tablename__ = "mention"
    SINCE = 2
    target: Mapped[str] = mapped_column(primary_key=True)  # the id that is named
    record: Mapped[str] = mapped_column(primary_key=True)  # by this record's
    field: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[int]
    office: Mapped[str]  # whose record it is that names


class Draft(Base, kw_only=True):
    """Unfinished typing: local to this computer, never journaled, never sent."""

    __tablename__ = "draft"
    about: Mapped[str] = mapped_column(primary_key=True)  # a record's id
    part: Mapped[str] = mapped_column(primary_key=True)  # a question, a field, a place
    content: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    kept_at: Mapped[str] = mapped_column(default="")


class Sent(Base, kw_only=True):
    """A bundle this device wrote: what it carried and how far it is known to have come.

    `first` and `last` are those of its own changes, 0 and 0 where it carried former identities' alone.
    """

    __tablename__ = "sent"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    bundle: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    digest: Mapped[str] = mapped_column(default="")
    size: Mapped[int] = mapped_column(default=0)
    to: Mapped[str] = mapped_column("to_party", default="HQ")
    first: Mapped[int] = mapped_column(default=0)
    last: Mapped[int] = mapped_column(default=0)
    runs: Mapped[tuple[ChangeRun, ...]] = mapped_column(ValueList(ChangeRun), default=(), info={SINCE: 2})
    packed_at: Mapped[str] = mapped_column(default="")
    handed_at: Mapped[str | None] = mapped_column(default=None)
    handed_how: Mapped[str] = mapped_column(default="")
    received_at: Mapped[str | None] = mapped_column(default=None)

    @property
    def count(self) -> int:
        """How many changes it carried."""
        return sum(run.count for run in self.runs) if self.runs else self.last - self.first + 1


class Received(Base, kw_only=True):
    """A bundle somebody handed to us: kept as it came, with what became of it."""

    __tablename__ = "received"
    digest: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(default="")
    sender: Mapped[str] = mapped_column(default="")
    office: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="")
    size: Mapped[int] = mapped_column(default=0)
    arrived_at: Mapped[str] = mapped_column(default="")
    verdict: Mapped[BundleVerdict] = mapped_column(CodeColumn(BundleVerdict), default="")
    detail: Mapped[ReceivedDetail | None] = mapped_column(OneValue(ReceivedDetail), default=None, nullable=False)
    taken_in: Mapped[int] = mapped_column(default=0, info={SINCE: 2})  # the how-manieth taken in here, from 1


class ArrivalNote(Base, kw_only=True):
    """A file that arrived at Headquarters and of which nothing was taken in: all that stays of it, and why.

    `digest` is empty where it was not read to its end; `number` gives the order of these notes, `after` the last file
    that had been taken in when it came. `device` and `office` are those of a sender that proved to be one.
    """

    __tablename__ = "arrival_note"
    SINCE = 2
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    office: Mapped[str] = mapped_column(default="")
    device: Mapped[str] = mapped_column(default="")
    arrived_at: Mapped[str] = mapped_column(default="")
    verdict: Mapped[BundleVerdict] = mapped_column(CodeColumn(BundleVerdict), default="")
    reason: Mapped[str] = mapped_column(default="")  # the code of a refusal
    said: Mapped[str] = mapped_column(Text, default="")  # why it was not tried, as it was said then
    after: Mapped[int] = mapped_column(default=0)


class Attachment(Base, kw_only=True):
    """The bytes of a file, by their SHA-256."""

    __tablename__ = "attachment"
    digest: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(default="")
    content: Mapped[bytes] = mapped_column(LargeBinary)


SORTED_BY = 200  # letters of a line by which a server sorts: no index of it holds a line of any length


class Findable(Base, kw_only=True):
    """What the search box looks through: one folded line per record."""

    __tablename__ = "findable"
    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[int]
    title: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    office: Mapped[str] = mapped_column(default="", info={SINCE: 2})


class PartnerElsewhere(Base, kw_only=True):
    """A partner of another office, as the newest return of Headquarters told of it: no record, and nobody's to change.

    `other_names` are parted by line ends; `mark` tells two records of one company (`services/registry/elsewhere.py`);
    `words` and `sounds` are those of all its names, with a space before and after each.
    """

    __tablename__ = "partner_elsewhere"
    SINCE = 2
    office: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    other_names: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="")
    stage: Mapped[str] = mapped_column(default="")
    archived: Mapped[bool] = mapped_column(default=False)
    mark: Mapped[str] = mapped_column(default="", index=True)
    words: Mapped[str] = mapped_column(default="")
    sounds: Mapped[str] = mapped_column(default="")


class Local(Base, kw_only=True):
    """A named value of this installation: device id, keys, keyset, preferences of this database."""

    __tablename__ = "local"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
