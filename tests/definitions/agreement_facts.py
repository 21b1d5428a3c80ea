"""Facts of the agreements that the tests fill: Teranga Câbles & Réseaux SA gives SIM cards and messages in Dakar."""

from typing import Any

USD = "USD"


def three(fr: str, en: str, es: str) -> dict[str, str]:
    return {"fr": fr, "en": en, "es": es}


def sample(code: str = "INK") -> dict[str, Any]:
    """Fresh facts, complete for a type of agreement, with every conditional clause left out."""
    facts = _donation()
    if code == "MOU":  # under which nothing is given
        del facts["contribution"]["kinds"], facts["contribution"]["value"]
    return facts


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


def everything_on(code: str = "INK") -> dict[str, Any]:
    """The same with every condition that brings a clause in."""
    facts = sample(code)
    facts["agreement"] |= {
        "acknowledged": True,
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
