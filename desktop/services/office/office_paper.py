"""The paper that an office prints on: what it says itself, or else what is usual in its country."""

from desktop.documents.blocks import Paper
from desktop.services.office import office_profile
from desktop.services.work import Work


def of(work: Work) -> Paper:
    """The paper of this office."""
    profile = office_profile.read(work.store)
    if profile.paper in tuple(Paper):
        return Paper(profile.paper)
    return usual(work, profile.country)


def usual(work: Work, country: str) -> Paper:
    """The paper that is usual in a country (`forms/paper.toml`)."""
    return Paper.LETTER if country in work.definitions.letter_countries else Paper.A4
