"""What lists at Headquarters have beside those of an office: office and region, as columns and as filters."""

from collections.abc import Mapping

from desktop.base.text import N_, _
from desktop.presenters.listing import FilterOption, ListColumn, ListFilter, Listing, RowCell

OFFICE, REGION = "office", "region"
AT_HEADQUARTERS = (ListColumn(OFFICE, N_("Office")), ListColumn(REGION, N_("Region"), shown=False))


def office_cells(office: str, region: str) -> Mapping[str, RowCell]:
    """What a row says in these columns: the code of its office, and the region in words."""
    return {OFFICE: RowCell(office), REGION: RowCell(region)}


def offices_chosen(listing: Listing, regions: Mapping[str, str]) -> frozenset[str] | None:
    """The codes of the offices that the filters keep, `regions` being those of all by code; None without a filter."""
    office, region = listing.filter(OFFICE), listing.filter(REGION)
    if not office and not region:
        return None
    codes = {code for code, of in regions.items() if not region or of == region}
    return frozenset(codes if not office else {office} if not region else codes & {office})


def office_filters(
    listing: Listing, regions: Mapping[str, str], labels: Mapping[str, str], counts: Mapping[str, int]
) -> tuple[ListFilter, ListFilter]:
    """Both filters, by how many rows each office has; `labels` are the words of the regions, in their order."""
    office, region = listing.filter(OFFICE), listing.filter(REGION)
    offices = tuple(
        FilterOption(code, code, count)
        for code, count in sorted(counts.items())
        if code == office or (count and (not region or regions.get(code) == region))
    )
    of_region = {
        code: sum(n for office_code, n in counts.items() if regions.get(office_code) == code) for code in labels
    }
    places = tuple(
        FilterOption(code, words, of_region[code])
        for code, words in labels.items()
        if of_region[code] or code == region
    )
    return (
        ListFilter(OFFICE, _("Office"), _("All offices"), offices, office),
        ListFilter(REGION, _("Region"), _("All regions"), places, region),
    )
