"""The private-sector function of the training office: trainings, focal points, time and money spent (¶30 b, e)."""

from datetime import timedelta

from desktop.base.dates import months_later
from desktop.base.text import N_, said_in
from desktop.services.office import focal_points, trainings
from desktop.services.office.focal_points import NewFocalPoint
from desktop.services.office.trainings import NewTraining
from desktop.services.results import function_costs
from desktop.services.results.function_costs import NewCost
from desktop.services.work import Work
from desktop.store.records import Officer

OUTSIDE = "Khady Faye"  # works in the office, without an account
TRAINER = N_("Regional office, Dakar")
# Months ago, subjects, hours, way: of the officer, of the chief, of somebody without an account
OFFICERS = (
    (4, ("basics", "diligence"), "14", "room"),
    (22, ("agreements",), "6", "online"),
    (1, ("passerelle",), "2", "alone"),
)
CHIEFS = ((27, ("basics", "diligence"), "7", "room"), (30, ("visibility",), "3.5", "online"))
OUTSIDES = ((8, ("basics", "diligence", "agreements"), "14", "room"), (8, ("results",), "3", "online"))
# How many days ago, who pays, hours, US dollars, what for; the partner has the first ones
COSTS = (
    (3, "internal", "2.5", "", "talks"),
    (6, "internal", "6", "", "diligence"),
    (5, "private", "", "180", "travel"),
    (20, "internal", "12", "", "drafting"),
    (34, "donors", "", "640", "visibility"),
    (41, "internal", "8", "", "finding"),
    (62, "donors", "14", "1250", "training"),
    (95, "internal", "5", "", "follow_up"),
    (130, "donors", "", "310.5", "travel"),
)
OF_THE_PARTNER = 4


def add(work: Work, chief: Officer, partner_id: str, language: str) -> None:
    """Record who was trained, who follows partners, and what it cost in the last months."""
    today, own = work.today(), work.officer
    people = ((own.id, "", OFFICERS), (chief.id, "", CHIEFS), ("", OUTSIDE, OUTSIDES))
    for officer_id, name, followed in people:
        for months, subjects, hours, way in followed:
            taken_on = months_later(today, -months).isoformat()
            trainer = said_in(language, TRAINER)
            trainings.record(
                work, NewTraining(name, subjects, taken_on, officer_id, hours=hours, trainer=trainer, way=way)
            )
    first = months_later(today, -14).isoformat()
    point = focal_points.record(work, NewFocalPoint("", first, officer_id=own.id))
    focal_points.record(work, NewFocalPoint(OUTSIDE, months_later(today, -8).isoformat(), stands_in_for=point.id))
    for at, (days, source, hours, amount, purpose) in enumerate(COSTS):
        spent_on = (today - timedelta(days=days)).isoformat()
        about = partner_id if at < OF_THE_PARTNER else ""
        new = NewCost(spent_on, source, hours, amount, purpose=purpose, partner_id=about, officer_id=own.id)
        function_costs.record(work, new)
