"""What a partner brings to a partnership: its kinds. Everything that names them asks here."""

from collections.abc import Sequence

from desktop.store.records import Partnership
from desktop.store.states import ContributionKind


def kinds_brought(partnership: Partnership) -> Sequence[ContributionKind]:
    """The kinds of contribution, always in one order; a kind of goods that is named is goods."""
    named = {*partnership.contribution_kinds, *([ContributionKind.GOODS] if partnership.goods_kinds else [])}
    return [kind for kind in ContributionKind if kind in named]
