"""The regions of the organisation, by which Headquarters reads its lists."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.base.text import Text, pick
from desktop.definitions.source import Source, read_toml


@dataclass(frozen=True)
class Region:
    """A region with the countries, ISO 3166-1 alpha-2, whose offices belong to it."""

    id: str
    label: Text
    countries: tuple[str, ...]
    wealth_usd: int  # liquid assets in US dollars from which an individual is wealthy here (footnote 13)


@dataclass(frozen=True)
class Regions:
    """All regions, in the order of their file."""

    version: str
    digest: str
    every: tuple[Region, ...]
    wealth_usd: int  # where no region says another sum

    def of_country(self, country: str) -> str:
        """The id of the region of a country; empty for one that has none."""
        return next((region.id for region in self.every if country in region.countries), "")

    def wealth_usd_in(self, country: str) -> int:
        """From how many US dollars of liquid assets an individual is wealthy in a country (footnote 13)."""
        return next((region.wealth_usd for region in self.every if country in region.countries), self.wealth_usd)

    @property
    def labels(self) -> Mapping[str, str]:
        """What each is called in the language now spoken, by id."""
        return {region.id: pick(region.label) for region in self.every}


def load_regions(path: Path) -> Regions:
    """Read the file of regions; a mistake raises Problem naming the file, the line and the entry."""
    return regions_of(read_toml(path))


def regions_of(source: Source) -> Regions:
    """What a file that was read declares."""
    top = source.top("regions")
    top.only(("id", "version", "wealth_usd", "regions"))
    top.one_of("id", ("regions",))
    wealth, regions = top.number("wealth_usd"), []
    for table in top.tables("regions"):
        table.only(("id", "label", "countries", "wealth_usd"))
        sum_here = table.number("wealth_usd", wealth)
        regions.append(Region(table.string("id"), table.text("label"), table.strings("countries"), sum_here))
    return Regions(top.string("version"), source.digest, tuple(regions), wealth)
