"""What came of partnerships: what is refused, what is one work, who takes part after a merge; the same at HQ."""

from dataclasses import replace
from typing import Any

import pytest

from desktop.base.values import today
from desktop.base.work_numbers import work_number
from desktop.definitions.indicator import NOT_CONCERNED
from desktop.office import Office
from desktop.services import merging
from desktop.services.diligence import papers
from desktop.services.exchange.headquarters import offices
from desktop.services.registry import partners, partnerships
from desktop.services.results import activities, delivery_risks, innovations, innovations_elsewhere, lessons, visibility
from desktop.services.results.activities import PART, NewActivity
from desktop.services.results.delivery_risks import NewDeliveryRisk
from desktop.services.results.innovations import NewHeadCount, NewInnovation, NewReplication
from desktop.services.results.lessons import NewLesson
from desktop.services.results.visibility import AgainstUse, NewVisibilityUse, VisibilityLine, VisibilityState
from desktop.store.records import (
    Activity,
    Agreement,
    DeliveryRisk,
    EarlierAgreement,
    Lesson,
    Partner,
    Partnership,
    Result,
    VisibilityUse,
)
from desktop.store.records.values import HeadCount, PartnerRole, StageReached
from tests.exchanging import user
from tests.foreign import FOLDER
from tests.journeys.test_put_back import answered, deliver, recognise
from tests.makers import on
from tests.offices import headquarters
from tests.refusal import refused

__all__ = ["headquarters", "user"]
DAY = today().isoformat()
YEAR = today().year - 1


def planned(office: Office, name: str = "Teranga", title: str = "Migrer informé") -> Partnership:
    partner = partners.register(office.work, Partner(name=name))
    return partnerships.plan(office.work, Partnership(partner_id=partner.id, title=title))


def campaign(about: Partnership, **fields: Any) -> NewActivity:
    own: dict[str, Any] = {"kind": "campaign", "title": "Partir informé", "partnership_id": about.id, **fields}
    return NewActivity(**own)


def report(count: int, first: str, last: str = "", **fields: Any) -> NewHeadCount:
    return NewHeadCount(
        count=count, method="list", happened_on=f"{YEAR}-{first}", until=last and f"{YEAR}-{last}", **fields
    )


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("https://doi.org/10.1000/ABC.182", "doi:10.1000/abc.182"),
        ("DOI: 10.18356/9789213584132", "doi:10.18356/9789213584132"),
        ("ISBN 978-92-9068-763-5", ""),
        ("0-306-40615-2", "isbn:9780306406157"),
        ("ISBN 978-0-306-40615-7", "isbn:9780306406157"),
        ("080442957X", "isbn:9780804429573"),
        ("10.1000", ""),
        ("n° 12", ""),
    ],
)
def test_the_number_of_a_publication_is_written_in_one_way(typed: str, number: str) -> None:
    if number:
        assert work_number(typed) == number == work_number(number)
        return
    with pytest.raises(ValueError, match=r".+"):
        work_number(typed)


def test_an_activity_says_what_lacks_until_it_counts(office: Office) -> None:
    work, about = office.work, planned(office)
    for wrong, code in (
        ({"title": " "}, "activity-incomplete"),
        ({"kind": "party"}, "activity-incomplete"),
        ({"partnership_id": ""}, "activity-without-partner"),
        ({"starts_on": DAY, "ends_on": "2016-01-01"}, "activity-days-turned"),
        ({"ends_on": DAY}, "activity-days-turned"),
        ({"kind": "study", "released_on": "2999-01-01"}, "release-to-come"),
        ({"kind": "study", "work": "n° 12"}, "work-number-unsound"),
    ):
        with refused(code):
            activities.record(work, campaign(about, **wrong))
    made = activities.record(work, campaign(about))
    assert activities.line(work, made.id).lacks == (PART,), "no indicator is about it"
    role = PartnerRole(partner=about.partner_id, role="supporter")
    activities.correct(
        work, made.id, campaign(about, countries=("SN", "ML", "SN"), starts_on="2999-01-01", partner_roles=(role, role))
    )
    paper = papers.add_to_result(work, made.id, FOLDER / "abiword.pdf")
    papers.add_to_result(work, made.id, FOLDER / "abiword.pdf")
    shown = activities.line(work, made.id)
    assert (shown.lacks, shown.activity.countries, shown.activity.partner_roles) == (
        ("agreement",),
        ["SN", "ML"],
        (role,),
    )
    before = EarlierAgreement(partner_id=about.partner_id, partnership_id=about.id, signed="2026", ends_on="2999-12-31")
    with work.store.change("Signed before", work.officer.id) as session:
        session.add(before)
    assert activities.line(work, made.id).counts_for.counted == ("ADV-1", "ADV-2"), "in the year of its day"
    assert [own.name for own in activities.page(work, made.id, "", ()).evidence] == ["abiword.pdf"]
    papers.detach(work, made.id, paper.id, True)
    assert activities.line(work, made.id).lacks == ("evidence",)
    activities.correct(work, made.id, campaign(about, kind="service", starts_on=DAY, partner_roles=(role,)))
    assert activities.line(work, made.id).counts_for == NOT_CONCERNED and not activities.line(work, made.id).lacks
    implementer = replace(role, role="implementer")
    activities.correct(work, made.id, campaign(about, kind="service", partner_roles=(implementer,)))
    assert activities.line(work, made.id).lacks == ("day", "project")
    papers.detach(work, made.id, paper.id, False)
    activities.set_aside(work, made.id, True)
    assert not activities.every(work) and activities.ids(work, archived=True) == [made.id]
    activities.set_aside(work, made.id, False)
    assert [own.activity.id for own in activities.of_partnership(work, about.id)] == [made.id]


def test_a_translation_is_no_second_work(office: Office) -> None:
    work, about = office.work, planned(office)
    first = campaign(
        about, kind="study", title="Migration et marché du travail au Sénégal", language="fr", released_on=DAY
    )
    study = activities.record(work, first)
    for like in (
        campaign(about, kind="study", title="Labour migration", language="en"),
        campaign(planned(office, "Kaoural"), kind="research", title="Migration et marché du travail, Sénégal"),
    ):
        assert [own.id for own in activities.alike(work, like)] == [study.id]
    other = campaign(planned(office, "Sahel"), kind="study", title="Rapport annuel", language="en")
    assert not activities.alike(work, other) and not activities.alike(work, first, study.id)
    english = activities.record(work, campaign(about, kind="study", title="Labour migration", edition_of=study.id))
    spanish = activities.record(work, campaign(about, kind="study", title="Migración", edition_of=english.id))
    assert spanish.edition_of == study.id, "an edition of an edition is one of the first"
    assert activities.line(work, english.id).first == study.title
    for wrong in (study.id, english.id, activities.record(work, campaign(about)).id):
        with refused("edition-of-none"):
            activities.correct(work, study.id, campaign(about, kind="study", edition_of=wrong))


def test_an_innovation_has_its_stages_in_order(office: Office) -> None:
    work, about = office.work, planned(office)

    def stages(*days: tuple[str, str]) -> NewInnovation:
        reached = tuple(StageReached(stage=stage, on=day) for stage, day in days)
        return NewInnovation(partnership_id=about.id, title="Guichet mobile", sort="technology", stages=reached)

    for wrong, code in (
        (stages(), "stage-without-day"),
        (stages(("pilot", "")), "stage-without-day"),
        (stages(("pilot", DAY), ("pilot", DAY)), "stage-without-day"),
        (stages(("idea", DAY), ("pilot", "2016-03-01")), "stages-turned"),
        (stages(("idea", "2999-03-01")), "stage-to-come"),
        (NewInnovation(partnership_id="", title="Guichet"), "innovation-incomplete"),
    ):
        with refused(code):
            innovations.record(work, wrong)
    made = innovations.record(work, stages(("idea", f"{YEAR}-01-10")))
    assert not innovations.line(work, made.id).counts
    innovations.correct(work, made.id, stages(("pilot", f"{YEAR}-06-01"), ("idea", f"{YEAR}-01-10")))
    shown = innovations.line(work, made.id)
    assert shown.counts and (shown.innovation.stage, shown.innovation.happened_on) == ("pilot", f"{YEAR}-01-10")
    for office_code, day, code in (
        ("SN10", DAY, "replication-at-home"),
        ("Niamey", DAY, ""),
        ("N", DAY, "office-code-unsound"),
        ("NE10", f"{YEAR}-01-01", "replication-day-unsound"),
        ("NE10", "2999-01-01", "replication-day-unsound"),
        ("niamey", DAY, "replication-twice"),
    ):
        new = NewReplication(office_code=office_code, happened_on=day)
        if code:
            with refused(code):
                innovations.replicate(work, made.id, new)
        else:
            innovations.replicate(work, made.id, new)
    (replication,) = innovations.line(work, made.id).replications
    assert (replication.office_code, replication.partnership_id) == ("NIAMEY", about.id)
    innovations.correct_replication(work, replication.id, NewReplication(office_code="HQ", happened_on=DAY))
    innovations.set_aside(work, replication.id, True)
    assert not innovations.line(work, made.id).replications


def test_persons_are_never_said_twice(office: Office) -> None:
    work, about = office.work, planned(office)
    reached = (StageReached(stage="in_use", on=f"{YEAR}-01-01"),)
    made = innovations.record(work, NewInnovation(partnership_id=about.id, title="Guichet mobile", stages=reached))
    women, men = HeadCount(dimension="sex", group="women", count=60), HeadCount(dimension="sex", group="men", count=41)
    for wrong, code in (
        (report(0, "02-01"), "head-count-incomplete"),
        (NewHeadCount(count=5, method="guess", happened_on=DAY), "head-count-incomplete"),
        (NewHeadCount(count=5, method="ceiling", happened_on=DAY), "head-count-unexplained"),
        (report(5, "02-01", "01-01"), "head-count-days"),
        (NewHeadCount(count=5, method="list", happened_on="2999-01-01"), "head-count-days"),
        (report(100, "02-01", breakdown=(women, men)), "groups-over-number"),
        (report(100, "02-01", breakdown=(HeadCount(dimension="colour", group="red", count=1),)), "groups-over-number"),
    ):
        with refused(code):
            innovations.assist(work, made.id, wrong)
    ages = HeadCount(dimension="age", group="18_59", count=100)
    first = innovations.assist(work, made.id, report(101, "02-01", "03-31", breakdown=(women, men, ages)))
    again = report(150, "03-15", "06-30")
    assert [own.id for own in innovations.reported_before(work, made.id)] == [first.id]
    assert not innovations.reported_before(work, made.id, first.id)
    second = innovations.assist(work, made.id, again)
    assert innovations.line(work, made.id).persons == 150
    innovations.correct_head_count(work, second.id, report(150, "03-15", "06-30", others=True))
    innovations.assist(work, made.id, report(20, "12-01"))
    ceiling = replace(report(9000, "12-01"), method="ceiling", text="Tout le camp")
    innovations.assist(work, made.id, ceiling)
    assert innovations.line(work, made.id).persons == 251, "of disjoint times as well the highest: they may be the same"


def test_what_is_shown_without_approval_or_beyond_its_end_comes_first(office: Office) -> None:
    work, about = on(office, today()), planned(office)

    def use(material: str, **fields: Any) -> VisibilityLine:
        new = NewVisibilityUse(**{"partnership_id": about.id, "mark": "our_logo", "material": material, **fields})
        record = visibility.record(work, new)
        return next(line for line in visibility.every(work) if line.use.id == record.id)

    for wrong, code in (
        ({"partnership_id": ""}, "visibility-incomplete"),
        ({"mark": "flag"}, "visibility-incomplete"),
        ({"approved_by": "Chef"}, "approval-incomplete"),
        ({"shown_from": DAY, "shown_until": "2016-01-01"}, "visibility-days"),
        ({"taken_down_on": "2999-01-01"}, "visibility-days"),
    ):
        with refused(code):
            use("Affiche", **wrong)
    allowed = {"approved_by": "Awa", "approved_on": DAY}
    shown = use("Affiche", **allowed)
    assert (shown.state, shown.against) == (VisibilityState.SHOWN, (AgainstUse.NOT_FORESEEN,))
    assert use("Page", mark="their_logo", shown_until=DAY, **allowed).state == VisibilityState.SOON
    assert use("Camion").state == VisibilityState.UNAPPROVED
    late = use("Stand", shown_until=f"{YEAR}-01-31", mark="their_name", **allowed)
    assert (late.state, late.against) == (VisibilityState.OVERDUE, ())
    assert [line.use.material for line in visibility.every(work)] == ["Stand", "Camion", "Page", "Affiche"]
    visibility.correct(work, late.use.id, replace(visibility.as_written(work, late.use.id), taken_down_on=DAY))
    assert [line.use.material for line in visibility.every(work)] == ["Camion", "Page", "Affiche", "Stand"]
    closed = partnerships.plan(work, Partnership(partner_id=about.partner_id, title="Finie"))
    with work.store.change("Closed", work.officer.id) as session:
        session.get_one(Partnership, closed.id).closed_on = f"{YEAR}-01-31"
        suspended = {"state": "active", "suspended_on": DAY}
        session.add(Agreement(partnership_id=closed.id, type="MOU", **suspended))
    ended = use("Sac", partnership_id=closed.id, shown_until="2999-12-31", **allowed)
    assert (ended.state, ended.until) == (VisibilityState.OVERDUE, f"{YEAR}-01-31"), "it ends with its partnership"
    assert AgainstUse.SUSPENDED in ended.against
    assert use("Leur page", partnership_id=closed.id, mark="their_logo", **allowed).until == ""
    for line in visibility.every(work, closed.id):
        visibility.set_aside(work, line.use.id, True)
    partnerships.change(work, about.id, features=["logo"])
    visibility.set_aside(work, shown.use.id, True)
    assert [line.against for line in visibility.every(work)] == [(), (), ()]


def test_headquarters_has_what_the_office_wrote_and_a_merge_moves_nothing(office: Office, headquarters: Office) -> None:
    hq, about = headquarters, planned(office)
    recognise(office, hq)
    work = on(office, today())
    twin = partners.register(work, Partner(name="Teranga SARL", country="SN"))
    role = PartnerRole(partner=twin.id, role="facilitator")
    made = activities.record(work, campaign(about, countries=("SN",), starts_on=f"{YEAR}-05-01", partner_roles=(role,)))
    papers.add_to_result(work, made.id, FOLDER / "abiword.pdf")
    study = campaign(
        about, kind="study", title="Étude", released_on=f"{YEAR}-07-01", work="10.1000/182", themes=("labour",)
    )
    activities.record(work, study)
    reached = (StageReached(stage="pilot", on=f"{YEAR}-01-01"),)
    new = innovations.record(work, NewInnovation(partnership_id=about.id, title="Guichet mobile", stages=reached))
    innovations.replicate(work, new.id, NewReplication(office_code="NE10", happened_on=DAY))
    innovations.assist(
        work, new.id, report(12, "02-01", breakdown=(HeadCount(dimension="sex", group="women", count=7),))
    )
    poster = NewVisibilityUse(partnership_id=about.id, mark="our_name", material="Affiche", shown_from=DAY)
    visibility.record(work, poster)
    flood = NewDeliveryRisk(partnership_id=about.id, title="Crue", likelihood="likely", impact="serious", review_on=DAY)
    delivery_risks.record(work, flood)
    lessons.record(work, NewLesson(partnership_id=about.id, title="Commencer tôt", themes=("health",), shared=True))
    merging.merge(work, about.partner_id, twin.id, chosen={}, knowing=("country",))
    (line,) = [own for own in activities.every(work) if own.activity.id == made.id]
    assert list(line.partners) == [about.partner_id]
    with work.store.read() as session:
        assert made.id in [own.id for own in activities.of_partner(session, [twin.id])]

    assert deliver(office, hq) == "applied"
    assert answered(office, hq) == "applied"
    compared, different = offices.differences(office.store, hq.store)
    assert compared and different == []
    with office.store.read() as here, hq.store.read() as there:
        for kind in (Activity, Result, VisibilityUse, DeliveryRisk, Lesson):
            names = office.store.families[kind.KIND].number
            ours = {row.id: {name: getattr(row, name) for name in names} for row in here.query(kind)}
            theirs = {row.id: {name: getattr(row, name) for name in names} for row in there.query(kind)}
            assert ours and ours == theirs
    assert activities.every(hq.work)[0].partners == activities.every(work)[0].partners
    (there_too,) = innovations.every(hq.work)
    assert (there_too.persons, there_too.partner) == (12, innovations.every(work)[0].partner)
    (found,) = innovations_elsewhere.alike(hq.work, "Le guichet mobile", "NE10")
    assert (found.office, found.stage, found.countries) == ("SN10", "pilot", ())
    assert not innovations_elsewhere.alike(work, "Le guichet mobile", "SN10"), "no return told of any"
