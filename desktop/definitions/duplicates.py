"""By what two records of the register may be one partner, beside their names and numbers."""

import re
from dataclasses import dataclass
from pathlib import Path

from desktop.definitions.source import Source, read_toml

COUNTRY_LABEL = 2  # letters of the last label of a country's domain


@dataclass(frozen=True)
class DuplicateRules:
    """Domains that say nothing of who is behind them, and within how many days a doubt is cleared up.

    What Headquarters told of other offices is old after `elsewhere_old_days`.
    """

    version: str
    digest: str
    find_out_days: int
    elsewhere_old_days: int
    shared_domains: frozenset[str]
    second_labels: frozenset[str]

    def domain(self, address: str) -> str:
        """The domain under which somebody registered a name, of a web or mail address: `teranga.sn` of
        `https://www.teranga.sn/fr` and of `awa@mail.teranga.sn`; empty for none, and for one that anybody may use."""
        host = re.sub(r"^[a-z][a-z0-9+.-]*://", "", address.strip().casefold())
        host = re.split(r"[/?#:\s]", host.rpartition("@")[2], maxsplit=1)[0].strip(".")
        labels = host.split(".")
        if len(labels) < 2 or not all(labels):
            return ""
        under_country = len(labels) > 2 and len(labels[-1]) == COUNTRY_LABEL and labels[-2] in self.second_labels
        domain = ".".join(labels[-3:] if under_country else labels[-2:])
        return "" if domain in self.shared_domains else domain


def load_duplicates(path: Path) -> DuplicateRules:
    """Read the file; a mistake raises Problem naming the file, the line and the entry."""
    return duplicates_of(read_toml(path))


def duplicates_of(source: Source) -> DuplicateRules:
    """What a file that was read declares."""
    top = source.top("duplicates")
    top.only(("id", "version", "find_out_days", "elsewhere_old_days", "shared_domains", "second_labels"))
    top.one_of("id", ("duplicates",))
    domains = frozenset(top.strings("shared_domains"))
    days, old = top.number("find_out_days"), top.number("elsewhere_old_days")
    labels = frozenset(top.strings("second_labels"))
    return DuplicateRules(top.string("version"), source.digest, days, old, domains, labels)
