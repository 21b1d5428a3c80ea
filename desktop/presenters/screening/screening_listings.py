"""The lists of the page of a screening: their columns."""

from desktop.base.text import N_
from desktop.presenters.listing import ListColumn, Listing
from desktop.presenters.presenter import Presenter

CANDIDATES = (
    ListColumn("searched", N_("Name searched"), shown=False),
    ListColumn("list", N_("List"), shown=False),
    ListColumn("reference", N_("Reference"), shown=False),
    ListColumn("near", N_("How close"), shown=False),
    ListColumn("state", N_("State")),
)
SUBJECTS = (
    ListColumn("role", N_("Role")),
    ListColumn("birth", N_("Date of birth")),
    ListColumn("country", N_("Country")),
    ListColumn("others", N_("Other names"), shown=False),
)
LISTS = (ListColumn("published", N_("Published on")), ListColumn("state", N_("State")))


class ScreeningListings:
    """What is searched, in which lists, and what is found; without another order, the closest stand first."""

    def __init__(self, presenter: Presenter) -> None:
        self.candidates = Listing(
            presenter, "screening-matches", N_("Possible matches"), CANDIDATES, first_title=N_("Match")
        )
        self.subjects = Listing(presenter, "screening-names", N_("Names searched"), SUBJECTS, first_title=N_("Name"))
        self.lists = Listing(presenter, "screening-lists", N_("Lists"), LISTS, first_title=N_("List"))
