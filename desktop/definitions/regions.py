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


@dataclass(frozen=True)
class Regions:
    """All regions, in the order of their file."""

    version: str
    digest: str
    every: tuple[Region, ...]

    def of_country(self, country: str) -> str:
        """The id of the region of a country; empty for one that has none."""
        return next((region.id for region in self.every if country in region.countries), "")

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
    top.only(("id", "version", "regions"))
    top.one_of("id", ("regions",))
    regions = []
    for table in top.tables("regions"):
        table.only(("id", "label", "countries"))
        regions.append(Region(table.string("id"), table.text("label"), table.strings("countries")))
    return Regions(top.string("version"), source.digest, tuple(regions))
