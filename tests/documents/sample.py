"""A realistic pack: an agreement on goods in kind between a country office and a cable maker in Dakar."""

# ruff: noqa: E501 (sentences are kept whole)

from desktop.documents.blocks import (
    ArticleBlock,
    ClauseBlock,
    NoticeBlock,
    PageMark,
    ParagraphBlock,
    Signatory,
    TableBlock,
    TableColumn,
)
from desktop.documents.enclosures.brief import PrintedBrief
from desktop.documents.enclosures.certificate import PrintedCertificate, PrintedHit, ScreenedList, SearchedName
from desktop.documents.enclosures.decision_sheet import PrintedCondition, PrintedDecision, PrintedGround
from desktop.documents.enclosures.delivery import Delivery
from desktop.documents.enclosures.transparency import PrintedContribution, TransparencySheet
from desktop.documents.pack import ClauseLine, PackContent, PrintedAnnex

MADE = "2026-11-23T10:12:00.000Z"
ARABIC = "محمد الأمين ولد سيدي"
CYRILLIC = "Ольга Викторовна Щербакова"
BENGALI = "রহিমা খাতুন"
PARTNER = "Teranga Câbles & Réseaux SA"

_ARTICLES = (
    (
        ("Objet commun", "Common purpose"),
        (
            "Le présent Accord a pour seul objet de raccorder à l’internet trois centres d’orientation pour migrants, à Dakar, Saint-Louis et Tambacounda, afin que les personnes qui s’y présentent puissent joindre leur famille et déposer leurs demandes en ligne.",
            "The sole purpose of this Agreement is to connect three migrant orientation centres, in Dakar, Saint-Louis and Tambacounda, to the internet, so that the people who come there can reach their families and file their requests online.",
        ),
        (
            "Il sert l’objectif d’exécution de la stratégie de l’OIM relative aux partenariats avec le secteur privé. Chacune des Parties y contribue par ses moyens propres ; les migrants en sont les premiers bénéficiaires.",
            "It serves the implementation aim of IOM’s private-sector partnership strategy. Each Party contributes with its own means; migrants are the first to benefit.",
        ),
    ),
    (
        ("Définitions et annexes", "Definitions and annexes"),
        (
            "« Biens » désigne les articles énumérés à l’annexe A ; « Centres », les trois lieux nommés à l’article 1 ; « Date de livraison », la date à laquelle l’OIM signe le bordereau de réception.",
            "“Goods” means the items listed in Annex A; “Centres” means the three places named in Article 1; “Delivery Date” means the date on which IOM signs the receipt note.",
        ),
        (
            "Les annexes A et B font partie intégrante de l’Accord. En cas de contradiction, les articles prévalent sur les annexes. La version française fait foi.",
            "Annexes A and B are an integral part of the Agreement. If they conflict, the articles prevail over the annexes. The French version is authentic.",
        ),
    ),
    (
        ("Conformité au mandat de l’OIM", "Conformity with IOM’s mandate"),
        (
            "Aucune disposition de l’Accord ne peut être appliquée d’une manière contraire à la Constitution de l’OIM ou aux résolutions de son Conseil.",
            "No provision of the Agreement may be applied in a way that conflicts with IOM’s Constitution or the resolutions of its Council.",
        ),
        (
            "Le Partenaire déclare souscrire à la mission de l’OIM et au principe selon lequel les migrations ordonnées et respectueuses de la dignité humaine profitent à tous.",
            "The Partner subscribes to IOM’s mission and to the principle that humane and orderly migration benefits all.",
        ),
    ),
    (
        ("Dix principes et droits de l’homme", "Ten principles and human rights"),
        (
            "Le Partenaire respecte, dans ses propres activités et avec ses fournisseurs, les dix principes du Pacte mondial et les attentes des Principes directeurs des Nations Unies relatifs aux entreprises et aux droits de l’homme.",
            "In its own work and with its suppliers, the Partner respects the ten principles of the Global Compact and what the United Nations Guiding Principles on Business and Human Rights expect of enterprises.",
        ),
        (
            "Il ne recourt ni au travail des enfants ni au travail forcé, ne fait payer aucuns frais de recrutement aux travailleurs et ne prend aucune part à la production de mines ou d’armes à sous-munitions.",
            "It uses neither child labour nor forced labour, charges workers no recruitment fees, and takes no part in making mines or cluster munitions.",
        ),
    ),
    (
        ("Diligence raisonnable et mise à jour", "Due diligence and duty to update"),
        (
            "Le Partenaire confirme que ses réponses au questionnaire du 12 octobre 2026 sont exactes et complètes.",
            "The Partner confirms that its answers to the questionnaire of 12 October 2026 are true and complete.",
        ),
        (
            "Il informe l’OIM, dans un délai de dix jours, de tout changement de propriétaire, de dirigeant ou de dénomination, de toute poursuite et de toute sanction le concernant, et accepte un nouvel examen.",
            "It tells IOM within ten days of any change of owner, officer or name, and of any charge or sanction against it, and accepts a fresh review.",
        ),
    ),
    (
        ("Sanctions et inadmissibilité", "Sanctions and ineligibility"),
        (
            "Ni le Partenaire, ni ses propriétaires, ni l’origine de la contribution ne figurent sur une liste du Conseil de sécurité ou sur une liste d’inadmissibilité du système des Nations Unies.",
            "Neither the Partner, nor its owners, nor the source of the contribution is on a list of the Security Council or on an ineligibility list of the United Nations system.",
        ),
        (
            "Toute inscription ultérieure suspend l’Accord de plein droit, dès que l’OIM en a connaissance.",
            "Any later listing suspends the Agreement at once, from the moment IOM learns of it.",
        ),
    ),
    (
        ("Contribution en nature", "Contribution in kind"),
        (
            "Le Partenaire donne à l’OIM, sans contrepartie, les Biens énumérés à l’annexe A, d’une valeur déclarée de 18 400 USD, établie d’après sa liste de prix du 2 octobre 2026.",
            "The Partner gives IOM, without anything in return, the Goods listed in Annex A, of a declared value of USD 18,400, taken from its price list of 2 October 2026.",
        ),
        (
            "Cette valeur est convertie, aux fins de la comptabilité de l’OIM, au taux opérationnel des Nations Unies du mois de réception.",
            "For IOM’s accounts, that value is converted at the United Nations operational rate of the month of receipt.",
        ),
    ),
    (
        ("Livraison et acceptation des biens", "Delivery and acceptance of goods"),
        (
            "Les Biens sont neufs, conformes aux spécifications de l’annexe A et emballés pour un transport routier par forte chaleur. Le Partenaire les livre à ses frais à l’entrepôt de l’OIM, à Dakar, au plus tard le 15 janvier 2027.",
            "The Goods are new, meet the specifications in Annex A and are packed for road transport in great heat. The Partner delivers them at its own cost to IOM’s warehouse in Dakar no later than 15 January 2027.",
        ),
        (
            "L’OIM les examine dans les quinze jours ouvrables. Elle peut refuser tout article défectueux ; le Partenaire le reprend ou le remplace à ses frais.",
            "IOM examines them within fifteen working days. It may refuse any defective item, which the Partner then takes back or replaces at its own cost.",
        ),
        (
            "La propriété est transférée par la signature du bordereau de réception. Aucune clause de revente n’entrave l’usage des Biens par l’OIM ou par les communautés qui en prennent la charge.",
            "Title passes when the receipt note is signed. No bar on resale hampers the use of the Goods by IOM or by the communities that take charge of them.",
        ),
    ),
    (
        ("Rôles et responsabilités", "Roles and responsibilities"),
        (
            "L’OIM choisit les Centres, obtient les autorisations nécessaires et veille à l’accès des femmes, des enfants et des personnes handicapées.",
            "IOM chooses the Centres, obtains the permits required and sees that women, children and persons with disabilities have access.",
        ),
        (
            "Le Partenaire livre les Biens, fournit la documentation technique en français et affecte un technicien pendant cinq jours par Centre, selon le plan de travail de l’annexe B.",
            "The Partner delivers the Goods, supplies technical documents in French and assigns a technician for five days per Centre, following the workplan in Annex B.",
        ),
    ),
    (
        ("Indépendance et neutralité", "Independence and neutrality"),
        (
            "L’Accord ne donne au Partenaire aucun droit de regard sur les décisions, les constatations ou le personnel de l’OIM, sur le choix des bénéficiaires, ni sur les relations de l’OIM avec les États.",
            "The Agreement gives the Partner no say in IOM’s decisions, findings or staffing, in the choice of beneficiaries, or in IOM’s dealings with States.",
        ),
        (
            "L’OIM conserve seule la maîtrise de son programme.",
            "IOM alone keeps control of its programme.",
        ),
    ),
    (
        ("Absence d’exclusivité et de caution", "No exclusivity, no endorsement"),
        (
            "La relation n’est pas exclusive. Elle n’emporte ni approbation du Partenaire, de ses produits ou de ses services, ni préférence à leur égard.",
            "The relation is not exclusive. It implies neither approval of the Partner, its products or its services, nor any preference for them.",
        ),
    ),
    (
        ("Neutralité des achats", "Procurement neutrality"),
        (
            "Le Partenaire peut soumissionner aux appels d’offres de l’OIM aux mêmes conditions que tous. L’Accord ne lui procure ni avantage ni information privilégiée, et il s’abstient de participer à la rédaction de spécifications.",
            "The Partner may bid in IOM tenders on the same terms as all others. The Agreement gives it neither advantage nor inside information, and it stays out of drafting specifications.",
        ),
    ),
    (
        ("Nom et emblème", "Name and emblem"),
        (
            "Le Partenaire n’utilise le nom, le sigle ou l’emblème de l’OIM ou des Nations Unies qu’avec le consentement écrit préalable de l’OIM, donné pour chaque usage, et jamais sur un produit ou dans une vente.",
            "The Partner uses the name, abbreviation or emblem of IOM or of the United Nations only with IOM’s prior written consent, given for each use, and never on a product or in a sale.",
        ),
        (
            "L’OIM mentionne la contribution dans son rapport annuel et sur une plaque sobre à l’entrée de chaque Centre, sauf si la sécurité s’y oppose.",
            "IOM mentions the contribution in its annual report and on a plain plate at the entrance of each Centre, unless security forbids it.",
        ),
    ),
    (
        ("Transparence", "Transparency"),
        (
            "L’OIM peut communiquer, en son sein et à ses États Membres, et publier dans son registre si ses règles le permettent, le nom du Partenaire, la nature et la portée du partenariat, les montants et les fonds de contrepartie.",
            "IOM may disclose, within IOM and to its Member States, and in its public register where its rules allow, the Partner’s name, the nature and scope of the partnership, the amounts and any matching funds.",
        ),
    ),
    (
        ("Exploitation et abus sexuels", "Sexual exploitation and abuse"),
        (
            "Les Parties ne tolèrent aucun acte d’exploitation ou d’abus sexuels. Le Partenaire prévient de tels actes de la part de son personnel, les signale sans délai à l’OIM et prend les mesures qui s’imposent.",
            "The Parties tolerate no act of sexual exploitation or abuse. The Partner prevents such acts by its personnel, reports them to IOM without delay and takes the measures required.",
        ),
        (
            "Tout manquement à cet égard est un motif de résiliation immédiate.",
            "Any failure in this respect is a ground for ending the Agreement at once.",
        ),
    ),
    (
        ("Fraude, corruption et conflits d’intérêts", "Fraud, corruption and conflicts of interest"),
        (
            "Aucun paiement, cadeau, emploi ou avantage n’est promis ou remis à un membre du personnel de l’OIM. Chaque Partie signale tout conflit d’intérêts dès qu’elle en a connaissance et coopère aux enquêtes.",
            "No payment, gift, job or advantage is promised or given to IOM personnel. Each Party discloses any conflict of interest as soon as it knows of it, and cooperates with inquiries.",
        ),
    ),
    (
        ("Responsabilité et assurance", "Liability and insurance"),
        (
            "Chaque Partie répond de ses actes. Le Partenaire garantit l’OIM contre toute réclamation née d’un défaut des Biens ou du fait de son personnel, et contracte les assurances correspondantes.",
            "Each Party answers for its own acts. The Partner indemnifies IOM for any claim that arises from a defect of the Goods or from its personnel, and takes out insurance to match.",
        ),
    ),
    (
        ("Durée et résiliation", "Duration and termination"),
        (
            "L’Accord entre en vigueur à la date de la dernière signature et prend fin le 30 juin 2027. Il n’est renouvelé que par écrit et après un nouvel examen de diligence raisonnable.",
            "The Agreement enters into force on the date of the last signature and ends on 30 June 2027. It is renewed only in writing and after a fresh due-diligence check.",
        ),
        (
            "Chaque Partie peut y mettre fin moyennant un préavis écrit de trente jours. L’OIM peut y mettre fin sans préavis en cas de sanction, de fausse déclaration ou d’atteinte à sa réputation.",
            "Either Party may end it by thirty days’ written notice. IOM may end it without notice in case of a sanction, a false statement or harm to its reputation.",
        ),
    ),
    (
        ("Règlement des différends", "Settlement of disputes"),
        (
            "Les Parties règlent tout différend par la négociation. À défaut d’accord dans les soixante jours, le différend est tranché par voie d’arbitrage, conformément au Règlement de la CNUDCI ; la sentence est définitive.",
            "The Parties settle any dispute by talks. Failing agreement within sixty days, it is decided by arbitration under the UNCITRAL rules; the award is final.",
        ),
    ),
    (
        ("Privilèges et immunités", "Privileges and immunities"),
        (
            "Aucune disposition de l’Accord ne vaut renonciation, expresse ou tacite, aux privilèges et immunités dont jouit l’OIM en sa qualité d’organisation intergouvernementale.",
            "Nothing in the Agreement waives, expressly or by implication, the privileges and immunities that IOM enjoys as an intergovernmental organization.",
        ),
    ),
    (
        ("Modification, notifications, intégralité", "Amendment, notices, entire agreement"),
        (
            "L’Accord n’est modifié que par un écrit signé des représentants habilités. Les notifications sont adressées par écrit aux points focaux nommés en dernière page.",
            "The Agreement is amended only in writing signed by the authorized representatives. Notices are sent in writing to the focal points named on the last page.",
        ),
        (
            "L’Accord et ses annexes remplacent tout échange antérieur ; la nullité d’une clause n’entraîne pas celle des autres.",
            "The Agreement and its annexes replace all earlier exchanges; one void clause does not void the others.",
        ),
    ),
)

_GOODS = (
    ("1", ("Câble à fibres optiques, 24 brins, gaine renforcée", "Optical fibre cable, 24 strands, armoured"), "6", "km", "1 150,00", "6 900,00"),
    ("2", ("Câble réseau cat. 6A, extérieur, touret de 500 m", "Network cable cat. 6A, outdoor, 500 m drum"), "8", "u", "310,00", "2 480,00"),
    ("3", ("Commutateur 24 ports, alimentation par le câble", "Switch, 24 ports, power over cable"), "6", "u", "545,00", "3 270,00"),
    ("4", ("Point d’accès sans fil, usage extérieur", "Wireless access point, outdoor use"), "12", "u", "165,00", "1 980,00"),
    ("5", ("Onduleur 1 500 VA avec batterie", "Uninterruptible supply, 1,500 VA, with battery"), "6", "u", "260,00", "1 560,00"),
    ("6", ("Armoire murale 12 U, ventilée, à clé", "Wall cabinet, 12 U, ventilated, locked"), "3", "u", "330,00", "990,00"),
    ("7", ("Coffret de raccordement optique, 24 ports", "Optical termination box, 24 ports"), "6", "u", "95,00", "570,00"),
    ("8", ("Parafoudre de ligne", "Line surge arrester"), "10", "u", "40,00", "400,00"),
    ("9", ("Connecteurs, jarretières et petites fournitures", "Connectors, patch cords and small supplies"), "1", "lot", "250,00", "250,00"),
)  # fmt: skip

_WORK = (
    ("1", ("Relevé des lieux et tracé des câbles", "Survey of sites and cable routes"), "OIM, A. Ndiaye", "07.12.2026"),
    ("2", ("Livraison des Biens à l’entrepôt", "Delivery of the Goods to the warehouse"), "Teranga, O. Chtcherbakova", "15.01.2027"),
    ("3", ("Examen et signature du bordereau", "Examination and signature of the receipt note"), "OIM, logistique", "05.02.2027"),
    ("4", ("Pose et raccordement, Dakar", "Installation and connection, Dakar"), "Teranga", "19.02.2027"),
    ("5", ("Pose et raccordement, Saint-Louis", "Installation and connection, Saint-Louis"), "Teranga", "12.03.2027"),
    ("6", ("Pose et raccordement, Tambacounda", "Installation and connection, Tambacounda"), "Teranga", "02.04.2027"),
    ("7", ("Formation de six agents à l’entretien", "Training of six staff in maintenance"), "Teranga et OIM", "16.04.2027"),
    ("8", ("Revue commune et rapport final", "Joint review and final report"), "OIM, A. Ndiaye", "15.06.2027"),
)  # fmt: skip


def pick(pair: tuple[str, str], languages: tuple[str, ...]) -> tuple[str, ...]:
    """The sample's French and English in the order of the document; Spanish documents borrow the French."""
    return tuple(pair[1] if language == "en" else pair[0] for language in languages)


def articles(languages: tuple[str, ...]) -> tuple[ArticleBlock, ...]:
    return tuple(
        ArticleBlock(
            str(number),
            pick(title, languages),
            tuple(ClauseBlock(f"{number}.{n}", pick(text, languages)) for n, text in enumerate(clauses, 1)),
        )
        for number, (title, *clauses) in enumerate(_ARTICLES, 1)
    )


def goods(languages: tuple[str, ...]) -> TableBlock:
    columns = (
        TableColumn(pick(("N°", "No."), languages), 0.8),
        TableColumn(pick(("Bien", "Item"), languages), 6.2),
        TableColumn(pick(("Quantité", "Quantity"), languages), 1.5, "right"),
        TableColumn(pick(("Unité", "Unit"), languages), 1.1),
        TableColumn(pick(("Prix, USD", "Price, USD"), languages), 1.7, "right"),
        TableColumn(pick(("Valeur, USD", "Value, USD"), languages), 1.9, "right"),
    )
    rows = tuple(
        (n, pick(name, languages), amount, unit, price, value) for n, name, amount, unit, price, value in _GOODS
    )
    return TableBlock(columns, rows, ("", pick(("Total", "Total"), languages), "", "", "", "18 400,00"))


def workplan(languages: tuple[str, ...]) -> TableBlock:
    columns = (
        TableColumn(pick(("N°", "No."), languages), 0.8),
        TableColumn(pick(("Activité", "Activity"), languages), 6),
        TableColumn(pick(("Responsable", "Responsible"), languages), 3.6),
        TableColumn(pick(("Avant le", "Before"), languages), 1.8, "right"),
    )
    return TableBlock(columns, tuple((n, pick(what, languages), who, when) for n, what, who, when in _WORK))


def decision() -> PrintedDecision:
    return PrintedDecision(
        level="medium",
        reason=(
            "Une condamnation prud’homale de 2023, exécutée et corrigée, et un appel d’offres de l’OIM ouvert "
            "auquel l’entreprise pourrait soumissionner. Le niveau est celui de la réponse la plus grave."
        ),
        depth="Standard, parce que la contribution est comprise entre 10 000 et 100 000 USD.",
        verdicts=(
            ("yes", "Politique sociale à jour ; fait de 2023 corrigé et vérifié sur pièces."),
            ("yes", "Quatre noms cherchés dans trois listes ; aucune correspondance confirmée."),
            ("open", "Un article de presse de mars 2026 reste à recouper avant la première livraison."),
        ),
        outcome="Approuvé sous conditions",
        prepared_by="Awa Ndiaye, chargée des partenariats, Dakar",
        reviewed_by="Claire Besson, bureau régional, Dakar",
        decided_by="Jean-Marc Okafor, chef de mission",
        decided_on="23 novembre 2026, 10 h 12 UTC",
        valid_until="23 novembre 2027",
        questionnaire="Diligence raisonnable, version 3, empreinte 5B0C-44E9",
        grounds=(
            PrintedGround("D04", "L’entreprise a-t-elle été condamnée pour une atteinte aux droits des travailleurs ?", "Oui, en 2023 ; jugement exécuté, registre des heures tenu depuis.", "medium"),
            PrintedGround("K02", "Un appel d’offres de l’OIM auquel elle pourrait répondre est-il ouvert ?", "Oui, n° SN10-T-2026-31, clôture le 18 décembre.", "medium"),
            PrintedGround("B01", "Figure-t-elle sur une liste de sanctions des Nations Unies ?", "Non, voir le certificat.", "low"),
        ),
        conditions=(
            PrintedCondition("Aucune remise avant la clôture de l’appel d’offres n° SN10-T-2026-31.", "Mamadou Faye, achats", "18.12.2026"),
            PrintedCondition("Recouper l’article de presse de mars 2026 auprès de deux sources.", "Awa Ndiaye", "08.01.2027"),
            PrintedCondition("Inscrire la clause S-LAB au contrat sans dérogation.", "Awa Ndiaye", "à la signature"),
        ),
        unknown=("Le bénéficiaire final des 4 % du capital détenus par un fonds luxembourgeois.",),
        benefit="4 sur 5 : trois centres raccordés, environ 9 000 personnes par an.",
        seal="Scellé par Jean-Marc Okafor, empreinte 7F2A-91C4",
    )  # fmt: skip


def certificate() -> PrintedCertificate:
    digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    return PrintedCertificate(
        partner=PARTNER,
        done_on="21 novembre 2026, 16 h 40 UTC",
        done_by="Awa Ndiaye",
        threshold="84 sur 100 (réglage du Siège, version 2)",
        matcher="noms 1.4, index 5B0C-44E9",
        lists=(
            ScreenedList("Conseil de sécurité, liste récapitulative", "18.11.2026", "3 jours", "1 012", "4 192", digest),
            ScreenedList("Banque mondiale, entreprises exclues", "15.11.2026", "6 jours", "1 347", "1 412", digest[::-1]),
            ScreenedList(
                "Union européenne, sanctions financières", "14.11.2026", "7 jours", "5 890", "21 340", digest[8:] + digest[:8]
            ),
        ),
        names=(
            SearchedName(PARTNER, "partenaire", 0),
            SearchedName(f"Mohamed Lemine Ould Sidi ({ARABIC})", "administrateur, 38 % du capital", 1),
            SearchedName(f"Olga Chtcherbakova ({CYRILLIC})", "directrice technique, signataire", 0),
            SearchedName(f"Rahima Khatun ({BENGALI})", "administratrice", 0),
        ),
        hits=(
            PrintedHit(
                f"Mohamed Lemine Ould Sidi ({ARABIC})",
                "SIDI, Mohamed Ould",
                "Identique : mohamed, ould, sidi. Seulement dans votre fiche : lemine.",
                "Union européenne, réf. EU.4012.71",
                "88",
                "Nom de famille ; prénom proche",
                "Naissance : 1971 et non 1958 ; nationalité sénégalaise et non malienne",
                "Ce n’est pas la même personne",
                "Awa Ndiaye, relu par Jean-Marc Okafor",
                "Date de naissance et nationalité contredites par la carte d’identité, pièce 12",
            ),
        ),
    )  # fmt: skip


def transparency() -> TransparencySheet:
    return TransparencySheet(
        number="SN10-2026-014",
        office="OIM, bureau de pays, Dakar",
        countries="Sénégal",
        partner=PARTNER,
        partner_type="Société commerciale, grande entreprise, Sénégal",
        nature="Exécution ; accord sur une contribution en nature",
        scope="Raccordement à l’internet de trois centres d’orientation pour migrants",
        dates="De la dernière signature au 30 juin 2027",
        status="Accord préparé pour la signature",
        places="Dakar, Saint-Louis, Tambacounda",
        aims="Exécution",
        themes="Gouvernance des migrations ; innovation numérique",
        matching="OIM : 2 600 USD, transport intérieur",
        others="Aucune",
        diligence_on="23 novembre 2026",
        document="SN10-2026-014/v3",
        contact="Awa Ndiaye, bureau de Dakar",
        visibility="États Membres",
        contributions=(
            PrintedContribution("Espèces", "0,00 USD", "0,00", "0,00"),
            PrintedContribution("Biens", "11 150 000 XOF", "18 400,00", "0,00"),
            PrintedContribution("Services", "15 jours de technicien", "3 150,00", "0,00"),
        ),
        total=PrintedContribution("Total", "", "21 550,00", "0,00"),
    )


CLAUSES = (
    ("C-PUR", "Objectif commun", "Common purpose"),
    ("C-MIS", "Conformité au mandat de l’OIM", "Conformity with IOM’s mandate"),
    ("C-PRI", "Dix principes et Principes directeurs", "Ten principles and Guiding Principles"),
    ("C-DDW", "Déclarations de diligence raisonnable et mise à jour", "Due-diligence statements and duty to update"),
    ("C-SAN", "Sanctions et inadmissibilité", "Sanctions and ineligibility"),
    ("C-NEX", "Absence d’exclusivité et de caution", "No exclusivity, no endorsement"),
    ("C-PRO", "Neutralité des achats", "Procurement neutrality"),
    ("C-IND", "Indépendance et neutralité", "Independence and neutrality"),
    ("C-ROL", "Rôles, responsabilités et activités", "Roles, responsibilities and activities"),
    ("C-TRA", "Transparence", "Transparency"),
    ("S-GDS", "Livraison et acceptation des biens", "Delivery and acceptance of goods"),
    ("S-EMB", "Utilisation du nom et de l’emblème", "Use of name and emblem"),
    ("S-LAB", "Travail des enfants, travail forcé, mines", "Child labour, forced labour, mines"),
    ("S-PSE", "Exploitation et abus sexuels", "Sexual exploitation and abuse"),
    ("S-AFC", "Fraude, corruption, blanchiment", "Fraud, corruption, money laundering"),
    ("S-FMJ", "Force majeure", "Force majeure"),
    ("S-DSP", "Règlement des différends", "Settlement of disputes"),
    ("S-PIM", "Privilèges et immunités", "Privileges and immunities"),
    ("S-TER", "Résiliation", "Termination"),
)


def clause_lines(languages: tuple[str, ...]) -> tuple[ClauseLine, ...]:
    waiver = {"S-FMJ": ("Claire Besson, bureau régional", "livraison unique, avant juillet")}
    return tuple(
        ClauseLine(id_, pick((fr, en), languages), id_ not in waiver, *waiver.get(id_, ("", "")))
        for id_, fr, en in CLAUSES
    )


def pack(languages: tuple[str, ...] = ("fr", "en"), draft: bool = False) -> PackContent:
    """The sample pack; its agreement is in French and English, whatever languages the headings have."""
    return PackContent(
        reference="SN10-2026-014/v3",
        languages=languages,
        made_at=MADE,
        masthead="Organisation internationale pour les migrations",
        office="Bureau de pays, Dakar",
        kind=pick(("Accord sur une contribution en nature", "Agreement on a contribution in kind"), languages),
        partner=PARTNER,
        partner_local="",
        country="Sénégal",
        purpose=pick(("Raccorder à l’internet trois centres d’orientation pour migrants", "Connect three migrant orientation centres to the internet"), languages),
        period=pick(("De la dernière signature au 30 juin 2027", "From the last signature to 30 June 2027"), languages),
        value=pick(("18 400,00 USD en biens", "USD 18,400.00 in goods"), languages),
        preamble=(
            pick(
                (
                    f"Entre l’Organisation internationale pour les migrations (« l’OIM »), représentée par Jean-Marc Okafor, chef de mission au Sénégal, et {PARTNER} (« le Partenaire »), société de droit sénégalais établie à Dakar, représentée par Mohamed Lemine Ould Sidi, administrateur :",
                    f"Between the International Organization for Migration (“IOM”), represented by Jean-Marc Okafor, Chief of Mission in Senegal, and {PARTNER} (“the Partner”), a company under Senegalese law established in Dakar, represented by Mohamed Lemine Ould Sidi, director:",
                ),
                languages,
            ),
        ),
        articles=articles(languages),
        closing=pick(("Fait en deux exemplaires originaux, en français et en anglais, la version française faisant foi.", "Done in two originals, in French and English, the French version being authentic."), languages),
        signatories=(
            Signatory(pick(("Pour l’OIM", "For IOM"), languages), "Jean-Marc Okafor", "chef de mission"),
            Signatory(pick((f"Pour {PARTNER}", f"For {PARTNER}"), languages), f"Mohamed Lemine Ould Sidi ({ARABIC})", "administrateur"),
            Signatory(pick(("Témoin, OIM", "Witness, IOM"), languages), "Awa Ndiaye", "chargée des partenariats"),
            Signatory(pick(("Témoin, Partenaire", "Witness, Partner"), languages), f"Olga Chtcherbakova ({CYRILLIC})", "directrice technique"),
        ),
        annexes=(
            PrintedAnnex(
                "A",
                pick(("Liste des biens", "List of goods"), languages),
                (
                    ParagraphBlock(pick(("Prix de la liste du 2 octobre 2026, hors taxes, livraison à Dakar comprise.", "Prices of the list of 2 October 2026, before tax, delivery to Dakar included."), languages), "quiet"),
                    goods(languages),
                    NoticeBlock(
                        pick(("En toutes lettres : dix-huit mille quatre cents dollars des États-Unis.", "In words: eighteen thousand four hundred United States dollars."), languages),
                        pick(("Valeur totale", "Total value"), languages),
                    ),
                ),
            ),
            PrintedAnnex("B", pick(("Plan de travail", "Workplan"), languages), (workplan(languages),)),
        ),
        transparency=transparency(),
        decision=decision(),
        certificate=certificate(),
        clauses=clause_lines(languages),
        mark=PageMark(pick(("PROJET", "DRAFT"), languages), pick(("Ceci est un projet : il n’engage personne.", "This is a draft: it binds nobody."), languages)) if draft else None,
        record={"kind": "agreement", "number": "SN10-2026-014", "version": 3, "partner": PARTNER, "value": {"amount": "18400.00", "currency": "USD"}, "names": [ARABIC, CYRILLIC, BENGALI]},
    )  # fmt: skip


def brief() -> PrintedBrief:
    return PrintedBrief(
        partner=PARTNER,
        purpose="Raccorder à l’internet trois centres d’orientation pour migrants",
        kind="Exécution ; accord sur une contribution en nature",
        value="18 400 USD en biens, 3 150 USD en services",
        level="medium",
        reason="Un fait social de 2023, corrigé, et un appel d’offres ouvert auquel l’entreprise pourrait répondre.",
        depth="Standard",
        benefits=("Trois centres raccordés, environ 9 000 personnes par an", "Six agents formés à l’entretien", "Aucun coût d’achat pour le programme"),
        risks=("Avantage apparent dans l’appel d’offres : remise après la clôture seulement", "Matériel refusé en douane : franchise demandée avant l’envoi"),
        unknown=("Le bénéficiaire final des 4 % détenus par un fonds luxembourgeois",),
        interests=(("Un intérêt personnel est-il déclaré ?", "Aucun"), ("Le partenaire fournit-il l’OIM ?", "En 2024, 2 100 USD")),
        screening="Quatre noms, trois listes (la plus ancienne : 14 novembre 2026) ; une ressemblance écartée",
        opinion="L’offre répond à un besoin chiffré par les centres, et l’entreprise a montré ses registres sans réserve. Je propose d’approuver avec trois conditions.",
        officer="Awa Ndiaye",
        authority="Votre délégation couvre ce dossier : risque modéré, moins de 100 000 USD, accord du bureau régional donné le 20 novembre 2026.",
    )  # fmt: skip


def delivery() -> Delivery:
    return Delivery(
        number="SN10-0043",
        sender="Bureau de pays, Dakar",
        recipient="Siège, Division des relations avec les donateurs",
        date="23 novembre 2026",
        fingerprint="7F2A-91C4-0B6E-22D1",
        file="SN10-0043.pb",
        size="412 Ko",
        carrier="Aïssatou Ba, valise du 24 novembre",
        expected="23 décembre 2026",
        holds=(
            ("Partenaires", "3"),
            ("Dossiers de diligence raisonnable", "2"),
            ("Accords", "1"),
            ("Contributions", "7"),
        ),
    )
