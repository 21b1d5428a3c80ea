"""Activities and innovations as an officer has them: forms, what lacks, what is the same work, what hangs on one."""

from typing import Any

from desktop.base.progress import RunNow
from desktop.base.values import stamp, today
from desktop.bundles.innovations import InnovationsTold, InnovationTold
from desktop.bundles.innovations import fingerprint as told_print
from desktop.office import Office
from desktop.presenters.registry.partner import PartnerPresenter
from desktop.presenters.results.activities import ActivitiesPresenter
from desktop.presenters.results.activity import ActivityPresenter
from desktop.presenters.results.assisted import AssistedPresenter
from desktop.presenters.results.innovation import InnovationPresenter
from desktop.presenters.results.innovations import InnovationsPresenter
from desktop.presenters.results.replication import ReplicationPresenter
from desktop.presenters.search import SearchPresenter
from desktop.services import timeline
from desktop.services.registry import partners, partnerships
from desktop.services.results import activities, innovations, innovations_elsewhere
from desktop.store.records import EarlierAgreement, Partner, Partnership
from tests.exchanging import User, seated, user
from tests.foreign import FOLDER
from tests.refusal import refused

__all__ = ["user"]
DAY = today().isoformat()


def told(page: Any, **typed: Any) -> Any:
    for key, value in typed.items():
        page.take(key, value)
    return page


def keys(page: Any) -> list[str]:
    return [field.key for row in page.rows for field in row]


def planned(office: Office, name: str = "Teranga", title: str = "Migrer informé") -> Partnership:
    partner = partners.register(office.work, Partner(name=name, country="SN"))
    return partnerships.plan(office.work, Partnership(partner_id=partner.id, title=title))


def test_an_activity_is_recorded_from_the_name_of_a_partner_and_completed(office: Office, user: User) -> None:
    about = planned(office)
    listed = seated(ActivitiesPresenter(office, RunNow()), user)
    assert listed.is_empty
    listed.add()
    new = seated(ActivityPresenter(office, RunNow(), **user.went[-1][1]), user)  # type: ignore[arg-type]
    told(new, kind="campaign", title="Partir informé", partner_name="terang")
    with refused("activity-without-partner"):
        new.save()
    assert [line.name for line in new.alike] == ["Teranga"]
    new.choose(about.partner_id)
    assert new.alike == [] and new.fields["partnership_id"] == about.id, "the only one that the partner plans"
    assert "edition_of" not in keys(new) and "starts_on" in keys(new)
    new.save()
    shown = seated(ActivityPresenter(office, RunNow(), **user.went[-1][1]), user)  # type: ignore[arg-type]
    assert "aucun rôle de partenaire n’est indiqué · la date manque" in shown.lacks
    roles = [{"partner": about.partner_id, "role": "supporter"}]
    told(shown, partner_roles=roles, starts_on="2026-03-08", countries=["SN"], themes=["labour"]).save()
    shown.attach([FOLDER / "abiword.pdf"])
    assert shown.lacks == "Elle ne compte pas encore\u00a0: pas d’accord signé à cette date (¶26)."
    before = EarlierAgreement(partner_id=about.partner_id, partnership_id=about.id, signed="2025")
    with office.store.change("Signed before", office.user.id) as session:
        session.add(before)
    shown.refresh()
    assert ("Compte pour", "Acteurs privés mobilisés, Pays touchés") in shown.facts
    assert shown.lacks == "" and [piece.name for piece in shown.pieces] == ["abiword.pdf"] and not shown.has_begun
    shown.open_piece(shown.pieces[0].id)
    assert shown.opened.pdf is not None
    listed.refresh()
    (row,) = listed.lines
    assert (row.state, row.cells["partners"].text, row.cells["countries"].text) == ("counts", "Teranga", "Sénégal")
    assert row.cells["roles"].text == "Teranga\u00a0: Soutient"
    listed.narrow(kind="study")
    assert not listed.lines and listed.filtered
    listed.clear()
    listed.filter("teranga senegal")
    assert [line.title for line in listed.lines] == ["Partir informé"]
    page = seated(PartnerPresenter(office, RunNow(), id=about.partner_id), user)
    page.open_result(page.came_of_it[0][0])
    assert user.went[-1] == ("activity", {"id": shown.id})
    page.record_activity()
    assert seated(ActivityPresenter(office, RunNow(), **user.went[-1][1]), user).fields["partnership_id"] == about.id  # type: ignore[arg-type]
    assert "Partir informé" in [entry.title for entry in timeline.read(office.work, about.partner_id)]
    found = seated(SearchPresenter(office, RunNow(), text="informe partir"), user)
    assert ("activity", (("id", shown.id),)) in [line.way for line in found.lines]


def test_a_study_in_another_language_is_asked_about(office: Office, user: User) -> None:
    about = planned(office)
    first = seated(ActivityPresenter(office, RunNow(), partnership=about.id), user)
    told(first, kind="study", title="Migration et travail", language="fr", released_on=DAY, work="10.1000/ABC").save()
    study = str(user.went[-1][1]["id"])
    english = seated(ActivityPresenter(office, RunNow(), partnership=about.id), user)
    told(english, kind="study", title="Migration and work", language="en")
    assert "Migration et travail" in english.question and "edition_of" in keys(english)
    told(english, edition_of=study, released_on=DAY)
    assert english.question == ""
    english.save()
    shown = seated(ActivityPresenter(office, RunNow(), **user.went[-1][1]), user)  # type: ignore[arg-type]
    assert dict(shown.facts)["Édition de"] == "Migration et travail"
    assert seated(ActivityPresenter(office, RunNow(), id=study), user).fields["work"] == "DOI 10.1000/abc"
    listed = seated(ActivitiesPresenter(office, RunNow()), user)
    assert [row.cells["state"].text for row in listed.lines if row.key == shown.id] == [
        "un seul ouvrage avec sa première édition"
    ]


def test_an_innovation_with_who_took_it_up_and_whom_it_assisted(office: Office, user: User) -> None:
    about = planned(office)
    new = seated(InnovationPresenter(office, RunNow(), partner=about.partner_id), user)
    told(new, title="Guichet mobile", sort="approach", stage_idea="2026-01-10").save()
    shown = seated(InnovationPresenter(office, RunNow(), **user.went[-1][1]), user)  # type: ignore[arg-type]
    assert "Prototype" in shown.lacks
    told(shown, stage_pilot="2026-02-10").save()
    assert shown.lacks == "" and shown.state.startswith("Projet pilote")
    shown.replicate()
    taken_up = seated(ReplicationPresenter(office, RunNow(), **user.went[-1][1]), user)  # type: ignore[arg-type]
    told(taken_up, office_code="ne10", happened_on="2026-05-01").save()
    shown.assist()
    way: Any = user.went[-1][1]
    first = seated(AssistedPresenter(office, RunNow(), **way), user)
    told(first, count="214", method="list", happened_on="2026-03-01", until="2026-04-30", **{"group:sex:women": "190"})
    assert first.caution == "" and "others" not in keys(first)
    first.save()
    again = seated(AssistedPresenter(office, RunNow(), **way), user)
    told(again, count="100", method="estimate", happened_on="2026-04-15", text="Trois sondages.")
    assert "214" in again.caution and "others" in keys(again)
    told(again, others=True)
    assert again.caution == ""
    again.save()
    shown.refresh()
    assert dict(shown.facts)["Personnes aidées"] == "314"
    assert "Femmes et filles 190" in [row.cells["groups"].text for row in shown.head_count_rows]
    assert [row.title for row in shown.replication_rows] == ["NE10"]
    shown.open_head_count(shown.head_count_rows[0].key)
    assert seated(AssistedPresenter(office, RunNow(), **user.went[-1][1]), user).fields["others"] is True  # type: ignore[arg-type]
    shown.open_replication(shown.replication_rows[0].key)
    shown.attach([FOLDER / "abiword.pdf"])
    assert [piece.name for piece in shown.pieces] == ["abiword.pdf"]
    taken_over = InnovationTold("ML10", "Guichet mobile du Nord", "", "pilot", "2026-06-01", "SN10", ("ML",))
    other = InnovationTold("CO10", "Guichet mobile", "", "in_use", "2025-06-01", "CO10")
    with office.store.note() as session:
        arriving = InnovationsTold(stamp(), told_print((taken_over, other)), (taken_over, other))
        innovations_elsewhere.take_in(session, arriving)
    again = seated(InnovationPresenter(office, RunNow(), id=shown.id), user)
    again.arrive()
    assert [again.took_up(own) for own in again.like_elsewhere] == [True, False]
    assert "Mali" in again.told(taken_over)
    noted = again.note_taken_up(taken_over)
    assert [row.cells["country"].text for row in again.replication_rows] == ["Mali", "Niger"]
    assert not again.took_up(taken_over)
    again.take_back(noted, True)
    again.began_there(other)
    again.save()
    assert innovations.read(office.work, shown.id).office_code == "CO10"
    told(again, origin="SN10", withheld=True).save()
    assert innovations.read(office.work, shown.id).withheld
    shown.set_aside(True)
    assert shown.is_set_aside and not innovations.every(office.work)
    shown.set_aside(False)
    listed = seated(InnovationsPresenter(office, RunNow()), user)
    assert [(row.stage, row.cells["replications"].text) for row in listed.lines] == [("pilot", "NE10")]
    assert "une autre" in listed.state or "un autre" in listed.state
    assert not activities.every(office.work)
