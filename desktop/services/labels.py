"""The sentences for the codes that records hold, the same on screen and on paper; each is a key of the catalogue."""

from desktop.base.text import N_

OUTCOMES = {
    "approved": N_("Approved"),
    "conditions": N_("Approved with conditions"),
    "sent_back": N_("Sent back"),
    "refused": N_("Refused"),
}
RULINGS = {
    "not_same": N_("Not the same"),
    "same": N_("The same"),
    "unsure": N_("Cannot be settled here"),
    "": N_("Not ruled on"),
}
ROLES = {
    "partner": N_("Partner"),
    "parent": N_("Parent company"),
    "owner": N_("Owner"),
    "director": N_("Director"),
    "signatory": N_("Signatory"),
    "contact": N_("Contact"),
    "counterpart": N_("Counterpart"),
}
KINDS = {"cash": N_("Cash"), "goods": N_("Goods"), "services": N_("Services")}
STATES = {
    "draft": N_("Draft"),
    "final": N_("Final, to be signed"),
    "printed": N_("Printed, to be signed"),
    "active": N_("Signed and active"),
    "ended": N_("Ended"),
}
VISIBILITY = {
    "internal": N_("Internal to IOM"),
    "members": N_("Member States"),
    "public": N_("Public"),
}
LISTED_AS = {"person": N_("person"), "organisation": N_("organisation"), "vessel": N_("vessel")}
OPINIONS = {
    "favourable": N_("Favourable"),
    "conditions": N_("Favourable with conditions"),
    "unfavourable": N_("Unfavourable"),
}
