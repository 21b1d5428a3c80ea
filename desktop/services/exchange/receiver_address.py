"""How this office reaches Headquarters over the Internet: address, proxy, certificate, and whether by itself."""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.bundles.wire import Road
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store.store import Store, recall_in

NAME = "receiver"  # in this computer's store


@dataclass(frozen=True, slots=True)
class ReceiverSettings:
    """The road to Headquarters, None before an address was typed; `automatic`: bundles leave by themselves."""

    road: Road | None = None
    automatic: bool = False


def read(machine: Store) -> ReceiverSettings:
    """What was set on this computer."""
    with machine.read() as session:
        return read_in(session)


def read_in(session: Session) -> ReceiverSettings:
    """The same, read with what else a page reads."""
    saved = recall_in(session, NAME)
    address = str(saved.get("address", ""))
    road = Road(address, str(saved.get("proxy", "")), str(saved.get("authority", ""))) if address else None
    return ReceiverSettings(road, bool(saved.get("automatic", False)) and road is not None)


def required(machine: Store) -> Road:
    """The road; raises Problem before an address was typed."""
    road = read(machine).road
    if road is None:
        raise Problem(
            _("The address of Headquarters on the Internet is not set here; nothing was handed over."),
            _("Ask Headquarters for it and type it in the settings, or take a stick."),
            code="receiver-not-set",
        )
    return road


def set_address(work: Work, typed: str) -> None:
    """Set the address; empty to have none. Raises Problem for what is none."""
    if not typed.strip():
        require(work.officer, Right.SEND)
        work.machine.remember(NAME, {})
        return
    from desktop.bundles import https

    present = read(work.machine)
    address = https.checked_address(typed)
    _write(work, replace(present, road=replace(present.road or Road(address), address=address)))


def set_proxy(work: Work, typed: str) -> None:
    """Set the proxy; empty to use the computer's own. Raises Problem for what is none, and before an address is set."""
    from desktop.bundles import https

    _write(work, replace(read(work.machine), road=replace(required(work.machine), proxy=https.checked_proxy(typed))))


def set_authority(work: Work, data: bytes) -> None:
    """Believe only these certificates, empty to believe those of the computer. Raises Problem for a file of none."""
    from desktop.bundles import https

    authority = https.checked_authority(data) if data else ""
    _write(work, replace(read(work.machine), road=replace(required(work.machine), authority=authority)))


def set_automatic(work: Work, automatic: bool) -> None:
    """Whether bundles leave by themselves when the line is there; raises Problem before an address is set."""
    required(work.machine)
    _write(work, replace(read(work.machine), automatic=automatic))


def _write(work: Work, settings: ReceiverSettings) -> None:
    require(work.officer, Right.SEND)
    road = settings.road
    if road is not None:
        value = {"address": road.address, "proxy": road.proxy, "authority": road.authority}
        work.machine.remember(NAME, {**value, "automatic": settings.automatic})
