"""The records and the store's own rows. Outside a `with` block a record is a plain value."""

from desktop.store.records.agreements import Agreement, Annex, ClauseChoice, Departure, EarlierAgreement, PrintedPack
from desktop.store.records.asking import HeadquartersOpinion, HeadquartersRequest
from desktop.store.records.base import RESERVED, Base, Family, Record, families, table_of
from desktop.store.records.diligence import (
    Answer,
    Case,
    Clearance,
    Decision,
    Evidence,
    Finding,
    PaperDecision,
    Risk,
    Ruling,
    ScreeningRun,
    Verdict,
)
from desktop.store.records.fields import Owner
from desktop.store.records.incidents import Incident, MilestoneCheck
from desktop.store.records.offers import Offer
from desktop.store.records.partners import Interaction, Partner, Partnership, Party, Person, Task
from desktop.store.records.people import Delegation, Device, OfficeProfile, Officer
from desktop.store.records.results import Contribution
from desktop.store.records.sync import (
    Attachment,
    ChangeRow,
    Draft,
    Findable,
    Local,
    Mention,
    Parked,
    Position,
    Received,
    Review,
    Sent,
    StampRow,
)

__all__ = [
    "RESERVED",
    "Agreement",
    "Annex",
    "Answer",
    "Attachment",
    "Base",
    "Case",
    "ChangeRow",
    "ClauseChoice",
    "Clearance",
    "Contribution",
    "Decision",
    "Delegation",
    "Departure",
    "Device",
    "Draft",
    "EarlierAgreement",
    "Evidence",
    "Family",
    "Findable",
    "Finding",
    "HeadquartersOpinion",
    "HeadquartersRequest",
    "Incident",
    "Interaction",
    "Local",
    "Mention",
    "MilestoneCheck",
    "Offer",
    "OfficeProfile",
    "Officer",
    "Owner",
    "PaperDecision",
    "Parked",
    "Partner",
    "Partnership",
    "Party",
    "Person",
    "Position",
    "PrintedPack",
    "Received",
    "Record",
    "Review",
    "Risk",
    "Ruling",
    "ScreeningRun",
    "Sent",
    "StampRow",
    "Task",
    "Verdict",
    "families",
    "table_of",
]
