"""One line for each change that waits for a bundle or is in one: what was done, to which record, by whom, when."""

from collections.abc import Mapping

from desktop.base.dates import moment_in_order
from desktop.base.text import N_
from desktop.presenters.exchange import exchange_labels as labels
from desktop.presenters.listing import ListColumn, RowCell
from desktop.services.exchange.unsent import UnsentDeed

COLUMNS = (ListColumn("about", N_("Record")), ListColumn("by", N_("Done by")), ListColumn("at", N_("Done on")))


def words(deed: UnsentDeed) -> Mapping[str, str]:
    """What its quiet line says, by column."""
    return {"about": deed.about, "by": deed.by, "at": labels.when(deed.at)}


def cells(deed: UnsentDeed) -> Mapping[str, RowCell]:
    """What it says in each column."""
    return {
        "about": RowCell(deed.about),
        "by": RowCell(deed.by),
        "at": RowCell(labels.when(deed.at), moment_in_order(deed.at)),
    }
