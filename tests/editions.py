"""An edition of the transparency register as a service hands it over, of as many partnerships as asked."""

from datetime import date, timedelta
from decimal import Decimal

from desktop.definitions.terms import Audience, PartnerGroup
from desktop.documents.register.edition import (
    ActivityBudget,
    ActivityContribution,
    ActivityDocument,
    ActivityParty,
    ActivityRole,
    ActivityState,
    ColumnKind,
    HiddenField,
    OmittedRows,
    RegisterActivity,
    RegisterColumn,
    RegisterEdition,
    RegisterNotice,
    RegisterRows,
    RegisterTable,
    ReportedStep,
)
from desktop.documents.sheet import Content

FIELDS = (
    *(("number", "code"), ("office", "text"), ("countries", "text"), ("partner", "text"), ("partner_type", "text")),
    *(("partner_subtype", "text"), ("partner_country", "text"), ("type", "text"), ("agreement_type", "text")),
    *(("purpose", "long"), ("activities", "long"), ("places", "text"), ("starts_on", "day"), ("ends_on", "day")),
    *(("aims", "long"), ("themes", "text"), ("committed", "money"), ("committed_currency", "code")),
    *(("committed_usd", "money"), ("committed_kinds", "text"), ("received", "text"), ("received_usd", "money")),
    *(("cash_usd", "money"), ("goods_usd", "money"), ("services_usd", "money"), ("matching_organization", "money")),
    *(("matching_partner", "money"), ("matching_third", "money"), ("parties", "long"), ("status", "text")),
    *(("diligence", "text"), ("document", "code"), ("contact", "text")),
)  # fmt: skip
HEADINGS = {
    "fr": "Numéro du registre;Bureau;Pays concernés;Partenaire;Groupe cible;Sorte de partenaire;Pays du partenaire;"
    "Type de partenariat;Type d’accord;Objet;Activités;Lieux;Début;Fin;Buts;Thèmes;Engagé;Monnaie;Engagé, USD;"
    "Forme de l’engagement;Reçu;Reçu, USD;Argent, USD;Biens, USD;Services, USD;Contrepartie de l’OIM, USD;"
    "Contrepartie du partenaire, USD;Contrepartie de tiers, USD;Autres parties;État;Diligence;Accord;Contact",
    "en": "Register number;Office;Countries;Partner;Target group;Kind of partner;Country of the partner;"
    "Type of partnership;Type of agreement;Purpose;Activities;Places;Start;End;Aims;Themes;Committed;Currency;"
    "Committed, USD;Form committed;Received;Received, USD;Money, USD;Goods, USD;Services, USD;Matching by IOM, USD;"
    "Matching by the partner, USD;Matching by third parties, USD;Other parties;Status;Due diligence;Agreement;Contact",
    "es": "Número del registro;Oficina;Países;Asociado;Grupo destinatario;Clase de asociado;País del asociado;"
    "Tipo de asociación;Tipo de acuerdo;Objeto;Actividades;Lugares;Inicio;Fin;Fines;Temas;Comprometido;Moneda;"
    "Comprometido, USD;Forma;Recibido;Recibido, USD;Dinero, USD;Bienes, USD;Servicios, USD;Contrapartida de la OIM;"
    "Contrapartida del asociado;Contrapartida de terceros;Otras partes;Estado;Debida diligencia;Acuerdo;Contacto",
}
WORDS = {
    "fr": ("Sénégal", "Entreprises et leurs plateformes", "Grande entreprise nationale", "Mobilisation de ressources",
           "Don en nature", "Signé et en cours", "Menée à bien le 12 mars 2026", "Migration de main-d’œuvre",
           "Mobiliser des fonds et des biens pour l’OIM et les personnes qu’elle aide", "Argent et biens",
           "Total, avec ce qui n’est dans aucune ligne"),
    "en": ("Senegal", "Companies and their platforms", "Large national company", "Resource mobilization",
           "In-kind donation", "Signed and active", "Completed, 12 March 2026", "Labour migration",
           "Mobilize money and goods for IOM and the people it assists", "Money and goods",
           "Total, with what is in no row"),
    "es": ("Senegal", "Empresas y sus plataformas", "Gran empresa nacional", "Movilización de recursos",
           "Donación en especie", "Firmado y vigente", "Concluida el 12 de marzo de 2026", "Migración laboral",
           "Movilizar fondos y bienes para la OIM y las personas a las que ayuda", "Dinero y bienes",
           "Total, con lo que no está en ninguna fila"),
}  # fmt: skip
TITLES = {"fr": "Registre de transparence", "en": "Transparency register", "es": "Registro de transparencia"}
UNNAMED = {"fr": "Un particulier", "en": "A private individual", "es": "Un particular"}
FIRMS = (
    "Teranga Câbles & Réseaux SA",
    "Fundación Puentes del Caribe",
    "Rupsha Garments Ltd",
    "Kaoural Énergie",
    "=Σ+A1 <SA>",
)
PURPOSE = (
    "Raccorder à l’internet {n} centres d’orientation pour migrants, à Dakar, Saint-Louis et Tambacounda, afin que les "
    "personnes qui s’y présentent puissent joindre leur famille et déposer leurs demandes en ligne"
)
FIRST = date(2026, 1, 1)


def edition(rows: int = 12, *, number: str = "SN-DKR R-2026-M-03", contributions: bool = True) -> RegisterEdition:
    """An edition for Member States in three languages; every seventh partner is an individual who is not named."""
    facts = [_facts(n) for n in range(rows)]
    return RegisterEdition(
        number=number,
        audience=Audience.MEMBERS,
        period="2026",
        first=FIRST,
        last=date(2026, 12, 31),
        sealed_on=date(2026, 11, 30),
        office_code="SN-DKR",
        office_name="OIM Dakar",
        tables=tuple(_table(language, facts, contributions) for language in WORDS),
        activities=tuple(map(_activity, facts)),
        contact="dakar@example.org",
    )


class Facts:
    """What the tables and the activities both say."""

    def __init__(self, n: int) -> None:
        self.n = n
        self.number = f"SN-DKR-2026-{n + 1:04}"
        self.is_unnamed = n % 7 == 6
        self.partner = FIRMS[n % len(FIRMS)] if n < 10 else f"{FIRMS[n % 4]} {n}"
        self.starts = FIRST + timedelta(days=n % 300)
        self.ends = self.starts + timedelta(days=400 + n % 100)
        self.committed = Decimal(1_000_000 + n * 137)
        self.usd = (self.committed / 600).quantize(Decimal("0.01"))
        self.cash = self.usd / 2
        self.goods = self.usd - self.cash.quantize(Decimal("0.01"))
        self.cash = self.usd - self.goods
        self.day = self.starts + timedelta(days=3)


def _facts(n: int) -> Facts:
    return Facts(n)


def _table(language: str, facts: list[Facts], contributions: bool) -> RegisterTable:
    country, group, subtype, type_, agreement, status, diligence, theme, aim, kinds, total = WORDS[language]
    columns = tuple(
        RegisterColumn(field, heading, ColumnKind(kind), f"{heading}.")
        for (field, kind), heading in zip(FIELDS, HEADINGS[language].split(";"), strict=True)
    )
    rows: list[tuple[Content, ...]] = [
        (
            *(own.number, "OIM Dakar", country, UNNAMED[language] if own.is_unnamed else own.partner, group, subtype),
            *(None if own.is_unnamed else country, type_, agreement, PURPOSE.format(n=own.n), None, country),
            *(own.starts, own.ends, aim, theme, own.committed, "XOF", own.usd, kinds, f"{own.committed} XOF", own.usd),
            *(own.cash, own.goods, None, Decimal("250.00"), None, None, "Ministère de l’intérieur", status, diligence),
            *(f"MOU-{own.n:04}", "dakar@example.org"),
        )
        for own in facts
    ]
    sums: list[Content] = [None] * len(columns)
    sums[0] = total
    for place, (_field, kind) in enumerate(FIELDS):
        if kind == "money" and place != 16:
            sums[place] = sum((cell for row in rows if isinstance(cell := row[place], Decimal)), Decimal(0)) or None
    received = sums[21]
    listed = RegisterRows(
        "Contributions",
        tuple(
            RegisterColumn(field, field.capitalize(), ColumnKind(kind))
            for field, kind in (("number", "code"), ("day", "day"), ("kind", "text"), ("amount", "money"),
                                ("currency", "code"), ("usd", "money"), ("provider", "text"))
        ),
        [
            (own.number, own.day, kinds, own.committed, "XOF", own.usd, UNNAMED[language] if own.is_unnamed else own.partner)  # noqa: E501
            for own in facts
        ],
    )  # fmt: skip
    return RegisterTable(
        language,
        TITLES[language],
        (RegisterNotice("1", "États Membres"), RegisterNotice("2", f"{len(rows)} ; {received} USD")),
        RegisterRows("Partenariats", columns, rows, tuple(sums)),
        (OmittedRows("Sans accord signé", 4), OmittedRows("Réservé à l’OIM", 2)),
        (HiddenField("Partenaire", "Un particulier n’est pas nommé", "Protection des données personnelles", 3),),
        listed if contributions else None,
    )


def _activity(own: Facts) -> RegisterActivity:
    partner = ActivityParty(
        "" if own.is_unnamed else own.partner,
        ActivityRole.PROVIDES,
        PartnerGroup.INDIVIDUAL if own.is_unnamed else PartnerGroup.ENTERPRISE,
        "person" if own.is_unnamed else "large_national",
        "" if own.is_unnamed else "SN",
    )
    step, half = ReportedStep.RECEIVED, own.committed / 2
    given = (
        ActivityContribution(step, "cash", own.day, half, "XOF", own.cash, "money", provider=0),
        ActivityContribution(step, "goods", own.day, half, "XOF", own.goods, "goods", "Câbles", provider=0),
        ActivityContribution(ReportedStep.PLEDGED, "cash", own.starts, half, "XOF", own.usd, "money", provider=0),
    )
    paper = ActivityDocument("https://www.iom.int/a.pdf", "Accord", "INK", "fr", own.starts)
    return RegisterActivity(
        own.number,
        {"": PURPOSE.format(n=own.n)},
        {"": PURPOSE.format(n=own.n)},
        ActivityState.RUNNING,
        (partner, ActivityParty("IOM", ActivityRole.ACCOUNTABLE, is_organization=True),
         ActivityParty("Ministère de l’intérieur", ActivityRole.OTHER)),
        "SN-DKR",
        "OIM Dakar",
        {"fr": WORDS["fr"][8], "en": WORDS["en"][8], "es": WORDS["es"][8]},
        "RES",
        "INK",
        ("c",),
        ("labour", "emergency"),
        (("SN", None), ("ML", None), ("GM", None)) if own.n % 5 == 0 else (("SN", None),),
        is_emergency=own.n % 3 == 0,
        signed_on=own.starts,
        starts_on=own.starts,
        ends_on=own.ends,
        project_code="PX.0012",
        budgets=(ActivityBudget(own.starts, own.ends, own.committed, "XOF"),),
        contributions=given,
        documents=(paper,) if own.n == 0 else (),
        related=("SN-DKR-2026-0001",) if own.n == 1 else (),
    )  # fmt: skip
