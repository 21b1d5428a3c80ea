"""What came of the partnerships of the invented office in a year: campaigns, a study in two editions, an innovation.

One campaign lacks its evidence and does not count: what an indicator leaves out is there to be seen.
"""

from datetime import timedelta

from desktop.base.text import N_
from desktop.definitions.indicator import Period
from desktop.services.demo.givers import COOPERATIVE, RADIO, SOLAR, STUDIES, days_ago
from desktop.services.demo.year_of_giving import YearOfGiving
from desktop.services.diligence import papers
from desktop.services.results import activities, delivery_risks, innovations, lessons, narratives, visibility
from desktop.services.results.activities import NewActivity
from desktop.services.results.delivery_risks import NewDeliveryRisk
from desktop.services.results.innovations import NewHeadCount, NewInnovation, NewReplication
from desktop.services.results.lessons import NewLesson
from desktop.services.results.narratives import NarrativeText
from desktop.services.results.visibility import NewVisibilityUse
from desktop.store.records import Activity
from desktop.store.records.values import HeadCount, PartnerRole, StageReached

# Who, role, kind, title, from and to so many days ago, countries, theme, project code, whether a paper shows it
CARRIED_OUT = (
    (RADIO, "facilitator", "campaign", N_("Voices before the road"), 290, 262, ("SN", "ML", "GM"), "trafficking", "",
     True),
    (RADIO, "supporter", "awareness", N_("Questions of young listeners"), 205, 203, ("SN",), "labour", "", True),
    (STUDIES, "facilitator", "advocacy", N_("Round table on fair recruitment"), 96, 96, ("SN", "MR"), "labour", "",
     True),
    (RADIO, "supporter", "campaign", N_("The truth about agencies"), 40, 21, ("SN", "GN"), "trafficking", "", False),
    (RADIO, "host", "event", N_("Migrants’ day in the studio"), 18, 18, ("SN",), "community", "", True),
    (COOPERATIVE, "implementer", "project", N_("Forty houses near Ziguinchor"), 200, 30, ("SN",), "community",
     "RE.0233", True),
    (COOPERATIVE, "implementer", "service", N_("Masons trained on the site"), 120, 60, ("SN",), "labour", "RE.0234",
     True),
    (SOLAR, "implementer", "project", N_("Charging points along the river"), 160, 20, ("SN", "MR"), "community",
     "TR.0417", True),
)  # fmt: skip
STUDY, EDITION = (
    N_("What families expect of those who return"),
    N_("What families expect of those who return (summary)"),
)
PAPER = N_("Wages and return: four hundred interviews")

NARRATIVE = (
    N_(
        "Radio and the cooperatives reached families that no project had reached before. The charging points along "
        "the river became meeting places: people ask there about the road before they ask for power."
    ),
    N_(
        "The rains closed the tracks for two months, and the second delivery of cards came late. The cooperatives "
        "lent their boats; the advice went on by telephone."
    ),
    N_(
        "In spring the charging points go on to Mauritania and Mali. Two partners are ready to give again once the "
        "report on what became of their gifts is in their hands."
    ),
)


def add(year: YearOfGiving) -> None:
    """The activities of the year, the study with its second edition, and the innovation with whom it assisted."""
    for who, role, kind, title, begun, over, countries, theme, project, is_shown in CARRIED_OUT:
        giver, today = year.givers[who], year.work.today()
        activity = activities.record(
            year.work,
            NewActivity(
                kind=kind,
                title=year.words(title),
                partnership_id=giver.partnership,
                partner_roles=(PartnerRole(partner=giver.partner, role=role),),
                countries=countries,
                starts_on=days_ago(today, begun),
                ends_on=days_ago(today, over),
                themes=(theme,),
                project_code=project,
            ),
        )
        if is_shown:
            papers.add_to_result(year.work, activity.id, year.proof)
    first = _study(year, "study", STUDY, "fr", 140)
    _study(year, "study", EDITION, "en", 80, first.id)
    _study(year, "research", PAPER, "fr", 33)
    _innovation(year)
    _narrative(year)


def follow(year: YearOfGiving) -> None:
    """What is followed beside the results: where an emblem is shown, what might go wrong, what was learnt."""
    work, today, partnership = year.work, year.work.today(), year.givers[SOLAR].partnership
    visibility.record(
        work,
        NewVisibilityUse(
            partnership_id=partnership,
            mark="our_logo",
            material=year.words(N_("Emblem on the charging points")),
            place="Matam",
            approved_by=year.reader.name,
            approved_on=days_ago(today, 180),
            shown_from=days_ago(today, 160),
            shown_until=days_ago(today, -400),
        ),
    )
    delivery_risks.record(
        work,
        NewDeliveryRisk(
            partnership_id=partnership,
            title=year.words(N_("The points by the river stand in water when it rises")),
            cause=year.words(N_("The river rises from August to October")),
            likelihood="possible",
            impact="serious",
            owner=work.officer.id,
            response=year.words(N_("They are put on the dyke before the rains")),
            review_on=days_ago(today, -20),
        ),
    )
    lessons.record(
        work,
        NewLesson(
            partnership_id=partnership,
            title=year.words(N_("Ask the village where the point should stand")),
            worked=year.words(N_("Where the women chose the place, it is used from morning to night.")),
            failed=year.words(N_("The first two stood beside the road, and nobody stopped.")),
            useful_for=year.words(N_("Whoever sets up equipment that all may use")),
            themes=("community",),
            shared=True,
        ),
    )


def _study(year: YearOfGiving, kind: str, title: str, language: str, days: int, edition_of: str = "") -> Activity:
    giver = year.givers[STUDIES]
    return activities.record(
        year.work,
        NewActivity(
            kind=kind,
            title=year.words(title),
            partnership_id=giver.partnership,
            partner_roles=(PartnerRole(partner=giver.partner, role="author"),),
            countries=("SN",),
            released_on=days_ago(year.work.today(), days),
            language=language,
            edition_of=edition_of,
            themes=("community",),
        ),
    )


def _innovation(year: YearOfGiving) -> None:
    work, today, partnership = year.work, year.work.today(), year.givers[SOLAR].partnership
    stages = (("idea", 700), ("prototype", 420), ("pilot", 250), ("in_use", 110))
    innovation = innovations.record(
        work,
        NewInnovation(
            partnership_id=partnership,
            title=year.words(N_("A charging point that also tells the way")),
            sort="technology",
            stages=tuple(StageReached(stage=stage, on=days_ago(today, days)) for stage, days in stages),
        ),
    )
    papers.add_to_result(work, innovation.id, year.proof)
    for office, days in (("MR10", 60), ("ML10", 25)):
        innovations.replicate(
            work, innovation.id, NewReplication(office_code=office, happened_on=days_ago(today, days))
        )
    listed = (("sex", "women", 268), ("sex", "men", 312), ("age", "18_59", 402), ("age", "6_17", 178))
    innovations.assist(work, innovation.id, _heads(year, 580, "list", 240, 130, listed))
    counted = (("sex", "women", 355), ("sex", "men", 420), ("category", "returnee", 610))
    innovations.assist(work, innovation.id, _heads(year, 775, "count", 125, 20, counted, others=True))
    at_most = _heads(year, 2_000, "ceiling", 19, 2, (), N_("As many as the cards that were handed out."))
    innovations.assist(work, innovation.id, at_most)


def _narrative(year: YearOfGiving) -> None:
    achieved, difficulties, comes_next = map(year.words, NARRATIVE)
    wording = NarrativeText(achieved, difficulties, comes_next, year.language)
    narratives.write(year.work, Period.year(year.work.today().year), wording)


def _heads(
    year: YearOfGiving,
    count: int,
    method: str,
    begun: int,
    over: int,
    groups: tuple[tuple[str, str, int], ...],
    text: str = "",
    others: bool = False,
) -> NewHeadCount:
    today = year.work.today()
    return NewHeadCount(
        count=count,
        method=method,
        happened_on=days_ago(today, begun),
        until=(today - timedelta(days=over)).isoformat(),
        breakdown=tuple(HeadCount(dimension=own, group=group, count=heads) for own, group, heads in groups),
        text=year.words(text) if text else "",
        others=others,
    )
