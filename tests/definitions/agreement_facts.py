"""Facts of the agreements that the tests fill: Teranga Câbles & Réseaux SA gives SIM cards and messages in Dakar."""

from typing import Any

USD = "USD"


def three(fr: str, en: str, es: str) -> dict[str, str]:
    return {"fr": fr, "en": en, "es": es}


# What is given in the samples of each type: half of it each where two kinds are
GIVEN: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("LOI", "MOU", "FRA"), ()),
    **dict.fromkeys(("LTR", "INK"), ("goods",)),
    **dict.fromkeys(("CON", "LIC", "SPO"), ("cash",)),
    **dict.fromkeys(("PBS", "IMP", "SEC"), ("services",)),
    "AMD": (),
}
EVERYTHING: dict[str, tuple[str, ...]] = {"LTR": ("cash", "goods"), "SPO": ("cash", "goods")} | {
    "IMP": ("cash", "goods", "services")
}


def sample(code: str = "INK") -> dict[str, Any]:
    """Fresh facts, complete for a type of agreement, with every conditional clause left out."""
    facts = _donation()
    facts |= {"event": _event(), "licence": _licence(), "project": _project(), "secondment": _secondment()}
    facts["payment"] = {"account": "OIM, Banque du Port, FR00 0000 0001"}
    facts["service"] = {
        "team": [
            {"name": "Coumba Sarr", "function": three("ingénieure réseau", "network engineer", "ingeniera de red")}
        ]
    }
    facts["amended"] = {"reference": "SN10-A-2026-001", "signed_on": "2026-12-01"}
    facts["amendment"] = {
        "number": "1",
        "changes": [
            {
                "article": three("article 4.4", "Article 4.4", "artículo 4.4"),
                "text": three(
                    "les biens sont livrés à Thiès",
                    "the goods are delivered in Thiès",
                    "los bienes se entregan en Thiès",
                ),
            }
        ],
        "extends": True,
        "end": "2028-03-31",
    }
    if code == "LOI":
        facts["agreement"]["end"] = "2027-05-31"
    if code == "SPO":
        facts["agreement"]["acknowledged"] = True
    return giving(facts, *GIVEN[code])


def giving(facts: dict[str, Any], *kinds: str) -> dict[str, Any]:
    """The facts with 18,400 dollars of these kinds, in equal parts; of nothing, without a value."""
    contribution = facts["contribution"]
    if not kinds:
        del contribution["kinds"], contribution["value"]
        return facts
    share = f"{18400 / len(kinds):.2f}"
    rest = f"{18400 - 2 * float(share):.2f}"  # what the last of three must be for the sum to be exact
    amounts = dict(zip(kinds, (share, share, rest) if len(kinds) == 3 else (share, share), strict=False))
    contribution["kinds"] = list(kinds)
    if "cash" in kinds:
        contribution["payments"] = [{"due": "2027-01-10", "amount": {"amount": amounts["cash"], "currency": USD}}]
    if "services" in kinds:
        contribution["services"] = [
            {
                "name": three("conseil en réseau", "network advice", "asesoría de red"),
                "volume": three("40 jours", "40 days", "40 días"),
                "value": {"amount": amounts["services"], "currency": USD},
            }
        ]
    if "goods" in kinds and len(kinds) > 1:
        contribution["goods"] = contribution["goods"][:1]
        contribution["goods"][0]["value"]["amount"] = amounts["goods"]
    return facts


def _event() -> dict[str, Any]:
    return {
        "name": three("Journée des migrants", "Migrants’ Day", "Día de los Migrantes"),
        "day": "2027-06-30",
        "place": "Dakar, place du Port",
    }


def _licence() -> dict[str, Any]:
    return {
        "products": three("cartes SIM « Retour »", "“Retour” SIM cards", "tarjetas SIM «Retour»"),
        "territory": three("le Sénégal", "Senegal", "el Senegal"),
        "unit": three("une carte SIM", "one SIM card", "una tarjeta SIM"),
        "amount": {"amount": "1.00", "currency": USD},
        "percent": "5",
        "artwork": [
            {
                "item": three("étui de la carte", "card sleeve", "funda de la tarjeta"),
                "use": three("emballage", "packaging", "embalaje"),
                "version": "M-3",
            }
        ],
        "territories": [{"country": "SN", "from": "2026-12-01", "to": "2027-11-30"}],
        "takedown": [
            {
                "item": three("étuis en boutique", "sleeves in shops", "fundas en tiendas"),
                "who": three("Partenaire", "Partner", "Asociado"),
                "term": three("dix jours", "ten days", "diez días"),
            }
        ],
    }


def _project() -> dict[str, Any]:
    budget = {
        "party": three("Partenaire", "Partner", "Asociado"),
        "line": three("formation", "training", "formación"),
        "amount": {"amount": "18400.00", "currency": USD},
    }
    return {
        "description": three(
            "des ateliers d’information dans quatre villes",
            "information workshops in four towns",
            "talleres informativos en cuatro ciudades",
        ),
        "budget": [budget],
        "risks": [
            {
                "risk": three("faible fréquentation", "low attendance", "poca asistencia"),
                "measure": three("annonces à la radio", "radio announcements", "anuncios por radio"),
                "who": three("Organisation", "Organization", "Organización"),
            }
        ],
        "results": [
            {
                "result": three("migrants informés", "migrants informed", "migrantes informados"),
                "indicator": three("participants", "participants", "participantes"),
                "target": three("600 personnes", "600 people", "600 personas"),
            }
        ],
    }


def _secondment() -> dict[str, Any]:
    cover = {"risk": three("accident", "accident", "accidente"), "insurer": "Assurances du Port", "until": "2027-11-30"}
    return {"cover": [cover]}


def _donation() -> dict[str, Any]:
    return {
        "partner": {
            "name": "Teranga Câbles & Réseaux SA",
            "registration": "SN-DKR-2011-B-04417",
            "address": "Dakar",
            "country": "SN",
            "contact_name": "Mame Diarra Sow",
            "contact_email": "contact@teranga.example",
            "signatory_name": "Mame Diarra Sow",
            "signatory_title": three("directrice générale", "Managing Director", "directora general"),
            "screened_names": ["Mame Diarra Sow"],
        },
        "office": {"city": "Dakar", "country": "SN", "address": "Bureau de l’OIM, Dakar"},
        "iom": {
            "signatory_name": "Jean-Marc Okafor",
            "signatory_title": three("chef de mission", "Chief of Mission", "jefe de misión"),
            "contact_name": "Awa Ndiaye",
            "contact_email": "andiaye@oim.example",
        },
        "decision": {"date": "2026-11-23", "conditions": []},
        "limits": {"adhoc_months": 12},
        "partnership": {"aims": ["a", "c"]},
        "agreement": _agreement(),
        "contribution": {
            "kinds": ["goods"],
            "goods": [
                {
                    "name": three("cartes SIM", "SIM cards", "tarjetas SIM"),
                    "quantity": "1200",
                    "value": {"amount": "6400.00", "currency": USD},
                },
                {
                    "name": three("messages texte", "text messages", "mensajes de texto"),
                    "quantity": "200000",
                    "value": {"amount": "12000.00", "currency": USD},
                },
            ],
            "specifications": [
                {
                    "name": three("cartes SIM", "SIM cards", "tarjetas SIM"),
                    "specification": three(
                        "trois formats, sans engagement", "three sizes, no contract", "tres formatos, sin contrato"
                    ),
                    "expiry": three("sans objet", "not applicable", "no aplicable"),
                }
            ],
            "value": {"amount": "18400.00", "currency": USD},
            "valuation": "price_list",
            "valuation_date": "2026-10-02",
            "earmark": three(
                "informer les migrants de retour",
                "to inform returning migrants",
                "informar a los migrantes que regresan",
            ),
        },
        "delivery": {"place": "Dakar", "by": "2027-01-15"},
    }


def _agreement() -> dict[str, Any]:
    return {
        "purpose": three(
            "permettre aux migrants de retour au Sénégal de rester joignables et informés de leurs droits",
            "to enable migrants returning to Senegal to remain reachable and informed of their rights",
            "permitir que los migrantes que regresan al Senegal sigan localizables e informados de sus derechos",
        ),
        "benefit_people": three(
            "une ligne téléphonique et une information fiable",
            "a telephone line and reliable information",
            "una línea telefónica e información fiable",
        ),
        "benefit_organization": three(
            "un moyen de joindre les personnes qu’elle accompagne",
            "a means of reaching the people it supports",
            "un medio para contactar con las personas a las que acompaña",
        ),
        "benefit_partner": three(
            "une participation concrète à une action de solidarité",
            "a tangible part in an act of solidarity",
            "una participación concreta en una acción solidaria",
        ),
        "role_organization": three(
            "distribuer les cartes et rédiger les messages",
            "distributing the cards and drafting the messages",
            "distribuir las tarjetas y redactar los mensajes",
        ),
        "role_partner": three(
            "livrer et activer les cartes et acheminer les messages",
            "delivering and activating the cards and carrying the messages",
            "entregar y activar las tarjetas y transmitir los mensajes",
        ),
        "start": "2026-12-01",
        "end": "2027-11-30",
        "risks": [
            {"risk": three("revente de cartes", "resale of cards", "reventa de tarjetas"), "manager": "organization"},
            {"risk": three("panne du réseau", "network failure", "fallo de la red"), "manager": "partner"},
        ],
        "indicators": [
            {
                "name": three(
                    "migrants de retour équipés d’une carte",
                    "returning migrants given a card",
                    "migrantes que regresan con una tarjeta",
                ),
                "target": three("1 200 personnes", "1,200 people", "1.200 personas"),
            }
        ],
        "visibility": [
            {
                "what": three("une mention du don", "a mention of the gift", "una mención de la donación"),
                "where": three(
                    "rapport annuel du bureau", "annual report of the office", "informe anual de la oficina"
                ),
                "when": three("une fois", "once", "una vez"),
            }
        ],
        "workplan": [
            {
                "task": three("livraison des cartes", "delivery of the cards", "entrega de las tarjetas"),
                "who": three("Partenaire", "Partner", "Asociado"),
                "due": "2027-01-15",
            },
            {
                "task": three("distribution des cartes", "distribution of the cards", "distribución de las tarjetas"),
                "who": three("Organisation", "Organization", "Organización"),
                "due": "2027-06-30",
            },
        ],
        "governance": [
            {
                "body": three("comité de pilotage", "steering committee", "comité directivo"),
                "members": three("deux par partie", "two of each Party", "dos por cada Parte"),
                "meets": three("chaque semestre", "every half-year", "cada semestre"),
            }
        ],
        "offices": [{"office": "Dakar", "country": "SN", "contact": "Awa Ndiaye"}],
        "focal_points": [
            {
                "party": three("Organisation", "Organization", "Organización"),
                "name": "Awa Ndiaye",
                "email": "andiaye@oim.example",
            },
            {
                "party": three("Partenaire", "Partner", "Asociado"),
                "name": "Mame Diarra Sow",
                "email": "contact@teranga.example",
            },
        ],
    }


def parties() -> list[dict[str, Any]]:
    """A ministry and an NGO that sign beside the Organization and the partner."""
    return [
        {
            "name": "Ministère du Travail",
            "kind": "authority",
            "address": "Immeuble administratif, Dakar",
            "signatory_name": "Aïssatou Ba",
            "signatory_title": three("ministre", "Minister", "ministra"),
            "responsibility": three("accréditer les formateurs", "accredit the trainers", "acreditar a los formadores"),
            "resource": three("deux salles à Thiès", "two rooms in Thiès", "dos salas en Thiès"),
            "risk": three("retard des accréditations", "late accreditation", "retraso de las acreditaciones"),
            "benefit": three("un programme repris", "a programme taken over", "un programa retomado"),
        },
        {
            "name": "Association Retour Digne",
            "kind": "ngo",
            "address": "12, rue Blanchot, Dakar",
            "signatory_name": "Mamadou Fall",
            "signatory_title": three("président", "President", "presidente"),
            "responsibility": three("accueillir les personnes", "receive the people", "acoger a las personas"),
            "resource": three("quinze bénévoles", "fifteen volunteers", "quince voluntarios"),
            "risk": three("départ des bénévoles", "loss of volunteers", "pérdida de voluntarios"),
            "benefit": three("des personnes mieux suivies", "people better followed", "personas mejor acompañadas"),
        },
    ]


def with_parties(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts with the two further parties, known to the case and screened."""
    facts["partnership"] |= {"other_parties": True}
    facts["agreement"] |= {"parties": parties(), "originals": 4}
    facts["partner"]["screened_names"] = [*facts["partner"]["screened_names"], *(row["name"] for row in parties())]
    return facts


def everything_on(code: str = "INK") -> dict[str, Any]:
    """The same with every condition that brings a clause in."""
    facts = sample(code)
    if code in EVERYTHING:
        giving(facts, *EVERYTHING[code])
    facts["partner"]["supplier"] = True
    facts["report"] = {
        "calendar": [{"what": three("état financier", "financial statement", "estado financiero"), "due": "2027-06-30"}]
    }
    facts["agreement"] |= {
        "acknowledged": True,
        "end": "2027-05-31" if code == "LOI" else {"CON": "2027-12-31"}.get(code, "2027-11-30"),
        "languages": ["fr", "en"],
        "confidential": True,
        "reports": True,
        "steering": True,
        "electronic": True,
        "conditions": [
            {
                "decision": "K1",
                "text": three(
                    "le logo de l’OIM n’est pas utilisé dans la publicité commerciale",
                    "the IOM logo is not used in commercial advertising",
                    "el logotipo de la OIM no se utiliza en la publicidad comercial",
                ),
                "kind": "until",
                "due": "2027-11-30",
            }
        ],
    }
    facts["partnership"] |= {"personal_data": True, "beneficiary_contact": True, "works": True}
    with_parties(facts)
    facts["diligence"] = {"adhoc": True}
    facts["decision"] |= {"conditions": [{"id": "K1", "text": "Pas de logo de l’OIM"}]}
    facts["data"] = {"purpose": three("activer les cartes", "activating the cards", "activar las tarjetas")}
    facts["delivery"]["shelf_months"] = "12"
    facts["remedy"] = {
        "finding": three(
            "des frais de recrutement retenus sur les salaires",
            "recruitment fees withheld from wages",
            "gastos de contratación descontados de los salarios",
        ),
        "expertise": three("le recrutement éthique", "ethical recruitment", "la contratación ética"),
        "milestones": [
            {
                "what": three("remboursement des frais", "repayment of the fees", "reembolso de los gastos"),
                "due": "2027-03-31",
            }
        ],
        "verifier": "Cabinet Baobab Vérification",
    }
    return facts
