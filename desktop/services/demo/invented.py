"""An invented office in Dakar, its partner and what the two plan: what the demonstration and the training begin with.

Everything here is fictional.
"""

from datetime import date, timedelta

from desktop.base.text import LANGUAGES, N_, _, said_in
from desktop.services.registry import meetings, partner_persons, partners, partnerships
from desktop.services.registry.meetings import NewMeeting
from desktop.services.work import Work
from desktop.store.records import OfficeProfile, Partner, Partnership, Person
from desktop.store.records.values import DecisionCondition, Promise
from desktop.store.states import Channel, ConditionKind, Obligor

OFFICE = "SN10"
PARTNER, CONTACT = "Teranga Câbles & Réseaux SA", "Mame Diarra Sow"
NUMBER = "SN-DKR-2011-B-04417"  # of the register of companies
PRACTICE_LIST = "practice-un.xml"
SECOND_LANGUAGE = {"fr": "en", "en": "fr", "es": "en"}  # the pack's other language
TITLE = N_("Getting in touch with home: SIM cards for returning migrants")
JOINT_TITLE = N_("Information points for those who return, with a ministry")
PURPOSE = N_("allow migrants who return to Senegal to reach their families and the services that help them")
NO_EMBLEM = N_("No use of IOM’s emblem in commercial advertising.")
SUMMARY = N_("Builds and runs telecommunication networks in Senegal; offers SIM cards and text messages.")


def day_for(published: str, today: date) -> date:
    """The day on which the demonstration is played: today, or soon after an old list was published."""
    if not published:
        return today
    return min(today, date.fromisoformat(published) + timedelta(days=3))


def profile(language: str) -> OfficeProfile:
    """The invented office."""
    return OfficeProfile(
        code=OFFICE,
        name=said_in(language, N_("IOM Senegal, Dakar office")),
        country="SN",
        city="Dakar",
        address="12, rue des Almadies imaginaires, Dakar",
        email="partenariats.dakar@exemple.test",
        phone="+221 33 000 00 00",
        language=language,
        yearly_income="2064000.00",
    )


def partner(work: Work, language: str, number: str = NUMBER) -> Partner:
    """Register the partner, with its number of the register and the persons behind it."""
    registered = partners.register(
        work,
        Partner(
            name=PARTNER,
            other_names=["TCR", "شركة تيرانغا للكابلات"],
            group="ENT",
            subtype="large_national",
            country="SN",
            city="Dakar",
            address="Zone industrielle fictive, lot 47",
            registration=number,
            website="teranga-cables.exemple.test",
            email="contact@teranga-cables.exemple.test",
            sectors=["other"],
            employees=240,
            founded="2011-05-09",
            summary=said_in(language, SUMMARY),
            brought_by=CONTACT,
            next_action=said_in(language, N_("Call Ms Sow about the delivery dates")),
        ),
    )
    for person in _persons_behind(registered.id, language):
        partner_persons.add(work, person)
    return registered


def _persons_behind(partner_id: str, language: str) -> tuple[Person, ...]:
    return (
        Person(
            partner_id=partner_id,
            name=CONTACT,
            roles=["director", "signatory", "contact"],
            title=said_in(language, N_("Managing Director")),
            birth_date="1979-04-02",
            nationality="SN",
            email="md.sow@teranga-cables.exemple.test",
        ),
        Person(
            partner_id=partner_id,
            name="Moussa Harouna Abdou",
            roles=["director"],
            title=said_in(language, N_("Technical Director")),
            birth_date="1984-03-14",
            nationality="NE",
            document="CNI 1984-0314-55",
        ),
        Person(
            partner_id=partner_id,
            name="Ольга Викторовна Щербакова",
            other_names=["Olga Chtcherbakova"],
            roles=["owner"],
            title=said_in(language, N_("Shareholder")),
            birth_date="1971-10-21",
            nationality="FR",
            share="26",
        ),
    )


def partnership(work: Work, partner_id: str, language: str) -> Partnership:
    """Plan what the partner offers: goods worth 18,400 dollars over a year."""
    start = work.today().replace(day=1) + timedelta(days=40)
    first = start.replace(day=1)
    return partnerships.plan(
        work,
        Partnership(
            partner_id=partner_id,
            title=said_in(language, TITLE),
            purpose=said_in(language, PURPOSE),
            aims=["c"],
            type="RES",
            themes=["emergency"],
            agreement_type="INK",
            value="18400.00",
            currency="USD",
            value_usd="18400.00",
            contribution_kinds=["goods"],
            goods_kinds=["other"],
            countries=["SN"],
            features=["public"],
            starts_on=first.isoformat(),
            ends_on=(first.replace(year=first.year + 1) - timedelta(days=1)).isoformat(),
        ),
    )


def meeting(work: Work, partner_id: str, language: str) -> None:
    """Record a visit to the partner five days ago, and what each side promised there."""
    day = work.today()
    promises = (
        (work.officer.name, N_("Send the plan of the unloading dock"), 2),
        (CONTACT, N_("Say who drives on the day of delivery"), 12),
    )
    meetings.record(
        work,
        NewMeeting(
            partner_id=partner_id,
            happened_on=day - timedelta(days=5),
            subject=said_in(language, N_("Delivery of the SIM cards")),
            text=said_in(language, N_("The cards are active on the day of delivery. The dock is free in the morning.")),
            channel=Channel.VISIT,
            place=said_in(language, N_("Seat of the partner, Dakar")),
            ours=(work.officer.name,),
            theirs=(CONTACT,),
            promises=tuple(
                Promise(by=who, what=said_in(language, what), due=(day + timedelta(days=days)).isoformat())
                for who, what, days in promises
            ),
        ),
    )


def with_ministry(work: Work, partner_id: str, language: str) -> Partnership:
    """Plan what a ministry joins: information for those who return, without money or goods."""
    start = work.today() + timedelta(days=60)
    return partnerships.plan(
        work,
        Partnership(
            partner_id=partner_id,
            title=said_in(language, JOINT_TITLE),
            purpose=said_in(language, PURPOSE),
            aims=["a"],
            type="ADV",
            agreement_type="MOU",
            countries=["SN"],
            features=["public", "other_parties"],
            starts_on=start.isoformat(),
            ends_on=(start + timedelta(days=364)).isoformat(),
        ),
    )


def condition(partner: str, until: date) -> DecisionCondition:
    """A condition that binds the partner of this name: it keeps IOM's emblem out of its advertising until a day."""
    wordings = {language: said_in(language, NO_EMBLEM) for language in LANGUAGES}
    return DecisionCondition(
        text=_(NO_EMBLEM),
        owner=partner,
        due=until.isoformat(),
        kind=ConditionKind.UNTIL,
        obligor=Obligor.PARTNER,
        wordings=wordings,
    )
