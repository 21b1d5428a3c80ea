"""One office as Headquarters sees it, whole: where it stands, its laptops, what it asks, what arrived, its returns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select

from desktop.bundles.keys import DeviceKeys
from desktop.services.diligence import requests
from desktop.services.diligence.requests import RequestStanding
from desktop.services.exchange.headquarters import answering, laptops, office_in_short, overview
from desktop.services.exchange.headquarters.laptops import LaptopLine
from desktop.services.exchange.headquarters.office_in_short import OfficeInShort
from desktop.services.exchange.headquarters.overview import HeadquartersOverview
from desktop.services.work import Work
from desktop.store.records import Received
from desktop.store.records.values import SenderReport
from desktop.store.states import BundleVerdict

MOST_ARRIVED = 200  # files that are listed, the newest; the others stay in the records


@dataclass(frozen=True)
class OfficePage:
    """What the page of an office shows.

    `state` is the overview of all, in which it stands or not; `reports` what each of its laptops said of itself last,
    by device; `arrived` the newest files, the last one first; `returned` the moment of its last return, or nothing.
    """

    state: HeadquartersOverview
    short: OfficeInShort
    laptops: Sequence[LaptopLine] = ()
    reports: Mapping[str, SenderReport] = field(default_factory=dict)
    open_requests: Sequence[RequestStanding] = ()
    arrived: Sequence[Received] = ()
    returned: str = ""

    @property
    def is_known(self) -> bool:
        """Whether something arrived of it, or one of its laptops was authorized."""
        return bool(self.laptops or self.arrived)


def read(work: Work, keys: DeviceKeys, code: str) -> OfficePage:
    """Read everything at once; of an office that nobody knows there is nothing."""
    state, short = overview.read(work, keys), office_in_short.read(work, code)
    inbox = requests.inbox(work, {code})
    own = [line for line in laptops.laptops(work, keys) if line.office == code]
    with work.store.read() as session:
        arrived = select(Received).where(Received.office == code)
        order = (Received.taken_in.desc(), Received.arrived_at.desc())
        files = session.scalars(arrived.order_by(*order).limit(MOST_ARRIVED)).all()
        applied = (Received.office == code, Received.verdict == BundleVerdict.APPLIED, Received.taken_in > 0)
        last = select(func.max(Received.taken_in)).where(*applied).group_by(Received.sender)
        newest = session.scalars(arrived.where(Received.taken_in.in_(last))).all()
    by_key = {
        row.sender: row.detail.sender for row in newest if row.detail is not None and row.detail.sender is not None
    }
    senders = {line.key_id: line.device for line in own}
    return OfficePage(
        state,
        short,
        own,
        {senders[key_id]: report for key_id, report in by_key.items() if key_id in senders},
        (*inbox.to_answer, *inbox.others),
        files,
        answering.last_return(work.store, code),
    )
