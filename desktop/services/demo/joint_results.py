"""What came of the partnership of the invented foundation: a campaign, a study, an innovation."""

from datetime import date, timedelta

from desktop.base.text import N_, said_in
from desktop.services.results import activities, innovations
from desktop.services.results.activities import NewActivity
from desktop.services.results.innovations import NewHeadCount, NewInnovation, NewReplication
from desktop.services.work import Work
from desktop.store.records import Partnership
from desktop.store.records.values import HeadCount, PartnerRole, StageReached


def add(work: Work, planned: Partnership, language: str) -> None:
    """Two activities and an innovation of a partnership, over the last months."""
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


def _ago(today: date, days: int) -> str:
    return (today - timedelta(days=days)).isoformat()
