"""The fields of kept records as people read them: what each is called, and its value without any code."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop.base import places
from desktop.base.dates import day_in_words, moment_in_words
from desktop.base.numbers import number_in_words
from desktop.base.text import LANGUAGE_NAMES, N_, UNKNOWN, CodeTable, _, language, pick
from desktop.base.work_numbers import shown_work_number
from desktop.definitions.loading import Definitions
from desktop.presenters.partner_labels import CONTRIBUTIONS, FEATURES, GOODS, ROLES, SECTORS, TRAITS
from desktop.presenters.presenter import Tone
from desktop.services.labels import CHANNELS, OPINIONS, OUTCOMES, RISK_STATES, STATES, VISIBILITY
from desktop.services.office.rights import ROLE_NAMES
from desktop.store.states import AgreementEnd, AgreementState, CaseState, DecisionOutcome

CASE_STATES: Mapping[str, str] = CodeTable(
    {
        CaseState.OPEN: N_("Under way"),
        CaseState.READY: N_("Waits for a decision"),
        CaseState.DECIDED: N_("Decided"),
    },
    UNKNOWN,
)
ENDINGS: Mapping[str, str] = CodeTable(
    {
        AgreementEnd.COMPLETED: N_("Completed"),
        AgreementEnd.TERMINATED: N_("Terminated early"),
        AgreementEnd.EXPIRED: N_("Expired"),
    },
    UNKNOWN,
)
OUTCOME_TONES: Mapping[str, Tone] = CodeTable(
    {
        DecisionOutcome.APPROVED: Tone.GOOD,
        DecisionOutcome.CONDITIONS: Tone.GOOD,
        DecisionOutcome.SENT_BACK: Tone.WARN,
        DecisionOutcome.REFUSED: Tone.BAD,
    },
    Tone.NEUTRAL,
)
AGREEMENT_TONES: Mapping[str, Tone] = CodeTable(
    {
        AgreementState.DRAFT: Tone.NEUTRAL,
        AgreementState.FINAL: Tone.INFO,
        AgreementState.PRINTED: Tone.INFO,
        AgreementState.SIGNED: Tone.INFO,
        AgreementState.ACTIVE: Tone.GOOD,
        AgreementState.ENDED: Tone.NEUTRAL,
    },
    Tone.NEUTRAL,
)
FIELDS = {
    "name": N_("Legal name"),
    "other_names": N_("Other names"),
    "group": N_("Target group"),
    "subtype": N_("Kind"),
    "country": N_("Country"),
    "city": N_("City"),
    "address": N_("Address"),
    "registration": N_("Registration number"),
    "lei": N_("LEI"),
    "website": N_("Website"),
    "email": N_("Email address"),
    "phone": N_("Telephone"),
    "sectors": N_("Sectors"),
    "employees": N_("Employees"),
    "founded": N_("Founded"),
    "brought_by": N_("Introduced by"),
    "owner": N_("Focal point"),
    "supplier": N_("Supplier of IOM"),
    "supplier_note": N_("Purchase concerned"),
    "discreet": N_("Asks not to be named outside IOM"),
    "discretion_note": N_("Why, and who asked for it"),
    "summary": N_("Activity"),
    "stage": N_("Stage"),
    "next_action": N_("Reminder"),
    "next_action_on": N_("Day of the reminder"),
    "archived": N_("Archived"),
    "archived_reason": N_("Reason for archiving"),
    "parent_id": N_("Parent company"),
    "labels": N_("Labels"),
    "not_same_as": N_("Partners it was marked as different from"),
    "traits": N_("Particular traits"),
    "notes": N_("Notes"),
    "same_as": N_("Same partner as"),
    "known_to": N_("Also known to the offices"),
    "watch_note": N_("Warning of Headquarters"),
    "title": N_("Title"),
    "purpose": N_("Common purpose"),
    "aims": N_("Aims"),
    "type": N_("Type"),
    "other_types": N_("Further types"),
    "agreement_type": N_("Type of agreement"),
    "value": N_("Value"),
    "currency": N_("Currency"),
    "value_usd": N_("Value in US dollars"),
    "dollars": N_("Where the US dollars come from"),
    "themes": N_("Themes"),
    "countries": N_("Countries of the activities"),
    "emergency": N_("Emergency"),
    "features": N_("What it involves"),
    "goods_kinds": N_("Kinds of goods"),
    "contribution_kinds": N_("What the partner brings"),
    "starts_on": N_("Start"),
    "ends_on": N_("End"),
    "register_number": N_("Register number"),
    "project_code": N_("Project code"),
    "visibility": N_("Visibility"),
    "visibility_reason": N_("Reason for this visibility"),
    "lessons": N_("Lessons"),
    "level": N_("Level (¶29 d)"),
    "moments": N_("Moment of the crisis (¶5)"),
    "closed_on": N_("Closed on"),
    "closed_reason": N_("Why it stopped"),
    "closed_note": N_("More about why it stopped"),
    "matching": N_("Matching funds"),
    "matching_currency": N_("Currency of the matching funds"),
    "ad_hoc": N_("Ad hoc collaboration (¶23)"),
    "roles": N_("Roles"),
    "birth_date": N_("Date of birth"),
    "nationality": N_("Nationality"),
    "document": N_("Identity document"),
    "share": N_("Share held, in %"),
    "retain_until": N_("Kept until"),
    "role_began": N_("In this role since"),
    "role_ended": N_("In this role until"),
    "number": N_("Number of the case"),
    "state": N_("State"),
    "depth_raised_to": N_("Depth asked for"),
    "depth_reason": N_("Reason for this depth"),
    "depth_reached": N_("Depth that the answers called for"),
    "entrusted_to": N_("Handed to"),
    "entrusted_note": N_("Note for the colleague"),
    "opinion": N_("Opinion"),
    "opinion_reason": N_("Reason"),
    "mitigation": N_("Risks and measures"),
    "outcome": N_("Outcome"),
    "reason": N_("Reason"),
    "reference": N_("Reference"),
    "languages": N_("Languages"),
    "ruling_language": N_("Language that prevails if the two differ"),
    "content": N_("Text of the agreement"),
    "signatories": N_("Signatories"),
    "signed_on": N_("Signed on"),
    "signed_place": N_("Place of signature"),
    "active_from": N_("In force from"),
    "suspended_on": N_("Suspended on"),
    "suspended_reason": N_("Reason for the suspension"),
    "signed": N_("Day of signature"),
    "signed_by": N_("Who signed"),
    "diligence_due_on": N_("Due diligence by"),
    "ended_on": N_("Ended on"),
    "ended_how": N_("How it ended"),
    "ended_reason": N_("Reason for its end"),
    "function": N_("Function"),
    "role": N_("Role"),
    "language": N_("Language"),
}
OWN_NAMES = {  # fields that one family calls otherwise
    "person.name": N_("Name"),
    "person.title": N_("Function"),
    "officer.name": N_("Name"),
    "office_profile.name": N_("Name of the office"),
    "agreement.type": N_("Type of agreement"),
    "partnership.form": N_("Form (¶4)"),
    "partnership.owner": N_("Person in charge"),
    "partnership.next_action": N_("Next action"),
    "partnership.next_action_on": N_("Day of the next action"),
    "earlier_agreement.type": N_("Type of agreement"),
    "training.name": N_("Name"),
    "training.officer_id": N_("Account"),
    "training.subjects": N_("In what"),
    "training.taken_on": N_("Followed on"),
    "training.hours": N_("Hours"),
    "training.trainer": N_("Given by"),
    "training.way": N_("How"),
    "training.certificate_name": N_("Certificate"),
    "training.noted_by": N_("Noted by"),
    "function_cost.spent_on": N_("Day"),
    "function_cost.hours": N_("Hours"),
    "function_cost.amount": N_("Amount"),
    "function_cost.amount_usd": N_("US dollars"),
    "function_cost.purpose": N_("What for"),
    "function_cost.source": N_("Who pays"),
    "function_cost.officer_id": N_("By whom"),
    "function_cost.description": N_("In a few words"),
    "function_cost.noted_by": N_("Noted by"),
    "activity.kind": N_("What it is"),
    "activity.title": N_("What it is called"),
    "activity.starts_on": N_("First day"),
    "activity.ends_on": N_("Last day"),
    "activity.donor": N_("Who else pays"),
    "activity.released_on": N_("Released on"),
    "activity.work": N_("DOI or ISBN"),
    "activity.text": N_("In a few words"),
    "activity.noted_by": N_("Noted by"),
    "result.title": N_("What it is called"),
    "result.sort": N_("What it is"),
    "result.stage": N_("Stage"),
    "result.happened_on": N_("First day"),
    "result.until": N_("Last day"),
    "result.office_code": N_("Office"),
    "result.count": N_("Persons"),
    "result.method": N_("How they were counted"),
    "result.others": N_("Beside those before"),
    "result.text": N_("In a few words"),
    "result.country": N_("Country"),
    "result.withheld": N_("Other offices are not told"),
    "result.noted_by": N_("Noted by"),
    "delivery_risk.title": N_("What may go wrong"),
    "delivery_risk.cause": N_("Why"),
    "delivery_risk.effect": N_("What would follow"),
    "delivery_risk.likelihood": N_("How likely"),
    "delivery_risk.impact": N_("How grave"),
    "delivery_risk.owner": N_("Person in charge"),
    "delivery_risk.response": N_("What is done about it"),
    "delivery_risk.review_on": N_("Looked at again on"),
    "delivery_risk.state_on": N_("State since"),
    "delivery_risk.state_reason": N_("Reason"),
    "delivery_risk.noted_by": N_("Noted by"),
    "delivery_risk.noted_on": N_("Noted on"),
    "lesson.title": N_("What was learned"),
    "lesson.worked": N_("What worked"),
    "lesson.failed": N_("What did not"),
    "lesson.useful_for": N_("For whom it is of use"),
    "lesson.shared": N_("May be shared"),
    "lesson.noted_by": N_("Noted by"),
    "lesson.noted_on": N_("Noted on"),
    "visibility_use.mark": N_("Whose"),
    "visibility_use.material": N_("On what"),
    "visibility_use.place": N_("Where it is shown"),
    "visibility_use.approved_by": N_("Approved by"),
    "visibility_use.approved_on": N_("Approved on"),
    "visibility_use.approval": N_("By which paper"),
    "visibility_use.shown_from": N_("Shown from"),
    "visibility_use.shown_until": N_("Until"),
    "visibility_use.taken_down_on": N_("Taken down on"),
    "visibility_use.text": N_("In a few words"),
    "visibility_use.noted_by": N_("Noted by"),
    "visibility_use.noted_on": N_("Noted on"),
    "focal_point.name": N_("Name"),
    "focal_point.officer_id": N_("Account"),
    "focal_point.first_on": N_("Since"),
    "focal_point.last_on": N_("Until"),
    "focal_point.stands_in_for": N_("Substitute"),
    "focal_point.noted_by": N_("Noted by"),
}
UNTOLD = frozenset(  # what a history leaves out: the deed says it already, or it holds nothing that reads in a line
    {
        "partnership.dollars",
        *("partner.not_same_as", "person.partner_id", "partnership.partner_id"),
        *("diligence_case.partner_id", "diligence_case.partnership_id", "diligence_case.form"),
        *("diligence_case.form_digest", "diligence_case.opened_on", "diligence_case.opened_by"),
        *("diligence_case.submitted_by", "diligence_case.submitted_at", "diligence_case.outcome"),
        *("diligence_case.mitigation", "diligence_case.reviewed_by", "diligence_case.reviewed_at"),
        *("diligence_case.review_opinion", "diligence_case.review_reason", "diligence_case.reviewed_hand_over"),
        *("diligence_case.hand_over", "diligence_case.follows", "diligence_case.rulings_before"),
        *("diligence_case.handed_over", "diligence_case.entrusted_by", "diligence_case.entrusted_at"),
        "diligence_case.renews",
        *("agreement.partner_id", "agreement.partnership_id", "agreement.template_digest", "agreement.content"),
        *("agreement.decision_id", "agreement.final_at", "agreement.final_by", "agreement.signed_digest"),
        *("agreement.created_by", "agreement.signatories", "agreement.wording", "agreement.amends"),
        "agreement.renews",
        *("earlier_agreement.partner_id", "earlier_agreement.partnership_id", "earlier_agreement.scan"),
        *("officer.clock_confirmed_at", "officer.clock_doubted_at"),
        *("training.certificate", "focal_point.stands_in_for", "function_cost.dollars"),
    }
)


def field_name(family: str, name: str) -> str:
    """What a field of a family of records is called; the rare ones share a name."""
    return _(OWN_NAMES.get(f"{family}.{name}") or FIELDS.get(name) or N_("Other details"))


def tells(family: str, name: str) -> bool:
    """Whether a line of history says what became of a field."""
    return (name in FIELDS or f"{family}.{name}" in OWN_NAMES) and f"{family}.{name}" not in UNTOLD


@dataclass(frozen=True)
class RecordLabels:
    """Words values: by what the definitions name, and by the names behind the ids of officers and partners."""

    definitions: Definitions
    officers: Mapping[str, str]
    partners: Mapping[str, str] = field(default_factory=dict)  # of those that values name; the others are unknown

    def value(self, family: str, name: str, value: Any) -> str:
        """A field's value as a person reads it, empty when there is none; lists are parted by commas."""
        if value in (None, "", [], {}):
            return ""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, dict) or (isinstance(value, list) and any(isinstance(part, dict) for part in value)):
            return _("not shown here")
        if isinstance(value, list):
            return ", ".join(self.value(family, name, part) for part in value)
        say = VALUES.get(f"{family}.{name}") or VALUES.get(name)
        return say(self, str(value)) if say else str(value)


Say = Callable[[RecordLabels, str], str]


def _worded(table: Mapping[str, str]) -> Say:
    """A value that is a key of a table of sentences."""
    return lambda words, code: _(table[code]) if code in table else code


def _named(*kinds: str) -> Say:
    """A value that is the id of something the strategy names."""

    def say(words: RecordLabels, code: str) -> str:
        labels = [words.definitions.strategy.labels(kind) for kind in kinds]
        return next((pick(texts[code]) for texts in labels if code in texts), code)

    return say


def _of_pipeline(kind: str) -> Say:
    """A value that is the id of something in `forms/pipeline.toml`."""

    def say(words: RecordLabels, code: str) -> str:
        labels = words.definitions.pipeline.labels(kind)
        return pick(labels[code]) if code in labels else code

    return say


def _of_function(kind: str) -> Say:
    """A value that is the id of something in `forms/function.toml`."""

    def say(words: RecordLabels, code: str) -> str:
        labels = words.definitions.function.labels(kind)
        return pick(labels[code]) if code in labels else code

    return say


def _of_results(kind: str) -> Say:
    """A value that is the id of something in `forms/results.toml`."""

    def say(words: RecordLabels, code: str) -> str:
        labels = words.definitions.results.labels(kind)
        return pick(labels[code]) if code in labels else code

    return say


def _agreement(words: RecordLabels, code: str) -> str:
    kind = words.definitions.agreements.get(code)
    return pick(kind.name) if kind else code


def _depth(words: RecordLabels, code: str) -> str:
    return next((pick(tier.label) for tier in words.definitions.form.tiers if tier.id == code), code)


def _day(words: RecordLabels, text: str) -> str:
    return day_in_words(text, language(), "long")


def _moment(words: RecordLabels, stamped: str) -> str:
    return moment_in_words(stamped, language())


def _number(words: RecordLabels, text: str) -> str:
    return number_in_words(text, language())


def _country(words: RecordLabels, code: str) -> str:
    return places.country_name(code, language())


def _language(words: RecordLabels, code: str) -> str:
    return LANGUAGE_NAMES.get(code, code)


def _officer(words: RecordLabels, id_: str) -> str:
    return words.officers.get(id_) or _("unknown")


def _partner(words: RecordLabels, id_: str) -> str:
    return words.partners.get(id_) or _("unknown")


DAYS = (
    "founded",
    "next_action_on",
    "birth_date",
    "retain_until",
    "role_began",
    "role_ended",
    "starts_on",
    "ends_on",
    "opened_on",
    "signed_on",
)
VALUES: Mapping[str, Say] = {
    "group": _named("groups"),
    "subtype": _named("subtypes"),
    "stage": _named("stages", "exits"),
    "type": _named("types"),
    "other_types": _named("types"),
    "partnership.form": _of_pipeline("forms"),
    "level": _of_pipeline("levels"),
    "moments": _of_pipeline("moments"),
    "closed_reason": _of_pipeline("reasons"),
    "aims": _named("aims"),
    "themes": _named("themes"),
    "sectors": _worded(SECTORS),
    "traits": _worded(TRAITS),
    "roles": _worded(ROLES),
    "goods_kinds": _worded(GOODS),
    "contribution_kinds": _worded({code: words for code, (words, _note) in CONTRIBUTIONS.items()}),
    "features": _worded({code: words for code, (words, _note) in FEATURES.items()}),
    "visibility": _worded(VISIBILITY),
    "opinion": _worded(OPINIONS),
    "outcome": _worded(OUTCOMES),
    "ended_how": _worded(ENDINGS),
    "interaction.channel": _worded(CHANNELS),
    "role": _worded(ROLE_NAMES),
    "diligence_case.state": _worded(CASE_STATES),
    "agreement.state": _worded(STATES),
    "agreement.type": _agreement,
    "earlier_agreement.type": _agreement,
    "agreement_type": _agreement,
    "training.subjects": _of_function("subjects"),
    "training.way": _of_function("ways"),
    "activity.kind": _of_results("activities"),
    "activity.language": _of_results("languages"),
    "activity.work": lambda _words, number: shown_work_number(number),
    "result.sort": _of_results("sorts"),
    "result.stage": _of_results("stages"),
    "result.method": _of_results("methods"),
    "visibility_use.mark": _of_results("marks"),
    "delivery_risk.likelihood": _of_results("likelihoods"),
    "delivery_risk.impact": _of_results("impacts"),
    "delivery_risk.state": _worded(RISK_STATES),
    "function_cost.purpose": _of_function("purposes"),
    "function_cost.source": _of_function("sources"),
    "depth_raised_to": _depth,
    "depth_reached": _depth,
    **dict.fromkeys(("country", "countries", "nationality"), _country),
    **dict.fromkeys(("language", "languages", "ruling_language"), _language),
    **dict.fromkeys(("employees", "value", "value_usd", "matching", "share", "hours", "amount", "amount_usd"), _number),
    **dict.fromkeys(
        (
            *DAYS,
            "signed",
            "diligence_due_on",
            "taken_on",
            "spent_on",
            "released_on",
            "happened_on",
            "until",
            *("approved_on", "shown_from", "shown_until", "taken_down_on", "noted_on"),
            *("review_on", "state_on"),
            "first_on",
            "last_on",
            "active_from",
            "suspended_on",
            "ended_on",
            "closed_on",
            "left_on",
        ),
        _day,
    ),
    **dict.fromkeys(("submitted_at", "reviewed_at", "final_at"), _moment),
    **dict.fromkeys(
        (
            "owner",
            "opened_by",
            "entrusted_to",
            "submitted_by",
            "reviewed_by",
            "final_by",
            "created_by",
            "officer_id",
            "noted_by",
        ),
        _officer,
    ),
    **dict.fromkeys(("parent_id", "same_as"), _partner),
}
