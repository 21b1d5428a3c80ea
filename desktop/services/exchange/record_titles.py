"""The name by which people know a record, whatever its family."""

from sqlalchemy.orm import Session

from desktop.store.records import Findable
from desktop.store.store import Store

OWNERS = ("partner_id", "partnership_id", "case_id", "agreement_id", "about")  # where a record says what it hangs on


def title_of(store: Store, session: Session, kind: int, record: str) -> str:
    """The name by which people know a record: its own, or that of the partner, case or agreement it hangs on."""
    for _step in range(4):
        found = session.get(Findable, record)
        if found is not None and found.title:
            return found.title
        family = store.families.get(kind)
        kept = session.get(family.record, record) if family else None
        above = next((str(v) for name in OWNERS if (v := getattr(kept, name, None))), "")
        if not above:
            return str(getattr(kept, "name", "") or "")
        record, kind = above, _kind_of(store, session, above)
    return ""


def _kind_of(store: Store, session: Session, record: str) -> int:
    known = session.get(Findable, record)
    if known is not None:
        return known.kind
    families = (f for f in store.families.values() if f.name in ("diligence_case", "agreement", "partnership"))
    return next((f.kind for f in families if session.get(f.record, record) is not None), 0)
