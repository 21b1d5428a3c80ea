"""What came of the partnership of the invented foundation: a campaign, a study, an innovation, an emblem shown."""

from datetime import date, timedelta

from desktop.base.text import N_, said_in
from desktop.services.results import activities, delivery_risks, innovations, lessons, visibility
from desktop.services.results.activities import NewActivity
from desktop.services.results.delivery_risks import NewDeliveryRisk
from desktop.services.results.innovations import NewHeadCount, NewInnovation, NewReplication
from desktop.services.results.lessons import NewLesson
from desktop.services.results.visibility import NewVisibilityUse
from desktop.services.work import Work
from desktop.store.records import Partnership
from desktop.store.records.values import HeadCount, PartnerRole, StageReached


def add(work: Work, planned: Partnership, language: str) -> None:
    """Two activities, an innovation, two emblems that are shown, a risk and a lesson, over the last months."""
    partner, today = planned.partner_id, work.today()
    activities.record(
        work,
        NewActivity(
            kind="campaign",
            title=said_in(language, N_("Return and start a business")),
            partnership_id=planned.id,
            partner_roles=(PartnerRole(partner=partner, role="facilitator"),),
            countries=("SN", "ML"),
            starts_on=_ago(today, 80),
            ends_on=_ago(today, 50),
            themes=("community",),
        ),
    )
    activities.record(
        work,
        NewActivity(
            kind="study",
            title=said_in(language, N_("What returning women live on")),
            partnership_id=planned.id,
            partner_roles=(PartnerRole(partner=partner, role="data_provider"),),
            countries=("SN",),
            released_on=_ago(today, 30),
            language=language,
        ),
    )
    stages = (StageReached(stage="prototype", on=_ago(today, 200)), StageReached(stage="pilot", on=_ago(today, 120)))
    innovation = innovations.record(
        work,
        NewInnovation(
            partnership_id=planned.id,
            title=said_in(language, N_("Advice from a van")),
            sort="approach",
            stages=stages,
        ),
    )
    innovations.replicate(work, innovation.id, NewReplication(office_code="ML10", happened_on=_ago(today, 40)))
    innovations.assist(
        work,
        innovation.id,
        NewHeadCount(
            count=214,
            method="list",
            happened_on=_ago(today, 110),
            until=_ago(today, 20),
            breakdown=(HeadCount(dimension="sex", group="women", count=190),),
        ),
    )
    visibility.record(
        work,
        NewVisibilityUse(
            partnership_id=planned.id,
            mark="our_logo",
            material=said_in(language, N_("Emblem on the van")),
            place="Thiès",
            approved_by=work.officer.name,
            approved_on=_ago(today, 150),
            shown_from=_ago(today, 120),
            shown_until=_ago(today, -200),
        ),
    )
    visibility.record(
        work,
        NewVisibilityUse(
            partnership_id=planned.id,
            mark="our_name",
            material=said_in(language, N_("Page of the campaign")),
            shown_from=_ago(today, 80),
        ),
    )
    delivery_risks.record(
        work,
        NewDeliveryRisk(
            partnership_id=planned.id,
            title=said_in(language, N_("The van stands still in the rainy season")),
            cause=said_in(language, N_("Tracks are flooded from July to September")),
            likelihood="possible",
            impact="serious",
            owner=work.officer.id,
            response=said_in(language, N_("Advice by telephone in these months")),
            review_on=_ago(today, -20),
        ),
    )
    lessons.record(
        work,
        NewLesson(
            partnership_id=planned.id,
            title=said_in(language, N_("Begin with the women’s own associations")),
            worked=said_in(language, N_("They chose the villages and the days.")),
            failed=said_in(language, N_("The first posters were in French only.")),
            themes=("community",),
            shared=True,
        ),
    )


def _ago(today: date, days: int) -> str:
    return (today - timedelta(days=days)).isoformat()
