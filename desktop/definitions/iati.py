"""The codes of the register in an activity file of IATI 2.03, as data: codelists, who publishes (dossier 7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.base.text import Text, _
from desktop.definitions.source import DefinitionTable, Source, read_toml

OTHER = "other"  # what stands for every sub-type or agreement that is not named


@dataclass(frozen=True)
class IatiRules:
    """Everything that the file says. Every code in it is in the codelist that it belongs to.

    `organisations` has for each sub-type or group the type in the country of the activity, in another, and in none that
    is known.
    """

    version: str
    digest: str
    publisher: str
    publisher_type: str
    publisher_name: Text
    vocabulary: str
    document_addresses: tuple[str, ...]
    collaboration_type: str
    flow_type: str
    finance_type: str
    no_sector: str
    states: Mapping[str, str]
    scopes: Mapping[str, str]
    steps: Mapping[str, str]
    roles: Mapping[str, str]
    organisations: Mapping[str, tuple[str, ...]]
    sectors: Mapping[str, str]
    documents: Mapping[str, str]
    codelists: Mapping[str, Mapping[str, str]]


CODES = {  # of which codelist the codes of each table or line are
    "states": "ActivityStatus",
    "scopes": "ActivityScope",
    "steps": "TransactionType",
    "roles": "OrganisationRole",
    "organisations": "OrganisationType",
    "sectors": "Sector",
    "documents": "DocumentCategory",
    "publisher_type": "OrganisationType",
    "collaboration_type": "CollaborationType",
    "flow_type": "FlowType",
    "finance_type": "FinanceType",
    "no_sector": "Sector",
}
TABLES = ("states", "scopes", "steps", "roles", "sectors", "documents")
LINES = ("publisher_type", "collaboration_type", "flow_type", "finance_type", "no_sector")
NEEDED: Mapping[str, tuple[str, ...]] = {  # what every file says: a partnership may be in any of these
    "states": ("coming", "running", "ending", "ended", "cancelled", "suspended"),
    "scopes": ("national", "regional", "global"),
    "steps": ("pledged", "committed", "received"),
    "roles": ("provides", "implements", "accountable"),
}
PLACES = 3  # types of an organisation: in the country, in another, in none that is known
KEYS = ("id", "version", "publisher", "publisher_name", "vocabulary", "document_addresses", "codelists", *CODES)


def load_iati(path: Path) -> IatiRules:
    """Read the file; a mistake raises Problem naming the file, the line and the entry."""
    return iati_of(read_toml(path))


def iati_of(source: Source) -> IatiRules:
    """What a file that was read declares."""
    top = source.top("iati")
    top.only(KEYS)
    top.one_of("id", ("iati",))
    codelists = {table.string("id"): _codes(table) for table in top.tables("codelists")}
    tables = {key: _strings(top.table(key), NEEDED.get(key, ())) for key in TABLES}
    lines = {key: top.string(key) for key in LINES}
    types = top.table("organisations")
    organisations = {key: types.strings(key) for key in types.content}
    written = {key: tuple(own.values()) for key, own in tables.items()} | {key: (own,) for key, own in lines.items()}
    written["organisations"] = tuple(code for own in organisations.values() for code in own)
    for key, codes in written.items():
        wrong = [code for code in codes if code not in codelists.get(CODES[key], {})]
        if wrong:
            lacks = _("the codelist {list} has no {codes}.").format(list=CODES[key], codes=", ".join(wrong))
            raise top.refuse("iati-code", lacks, key)
    if (
        OTHER not in organisations
        or OTHER not in tables["documents"]
        or {*map(len, organisations.values())} != {PLACES}
    ):
        raise top.refuse("iati-other", _("three types each, and one for “other”, are needed."), "organisations")
    return IatiRules(
        version=top.string("version"),
        digest=source.digest,
        publisher=top.string("publisher"),
        publisher_type=lines["publisher_type"],
        publisher_name=top.text("publisher_name"),
        vocabulary=top.string("vocabulary", default=""),
        document_addresses=top.strings("document_addresses"),
        collaboration_type=lines["collaboration_type"],
        flow_type=lines["flow_type"],
        finance_type=lines["finance_type"],
        no_sector=lines["no_sector"],
        states=tables["states"],
        scopes=tables["scopes"],
        steps=tables["steps"],
        roles=tables["roles"],
        organisations=organisations,
        sectors=tables["sectors"],
        documents=tables["documents"],
        codelists=codelists,
    )


def _codes(table: DefinitionTable) -> Mapping[str, str]:
    """The codes of a codelist with their names; the address of the list says where they are from."""
    table.only(("id", "source", "codes"))
    table.string("source")
    return _strings(table.table("codes"))


def _strings(table: DefinitionTable, needed: tuple[str, ...] = ()) -> Mapping[str, str]:
    return {key: table.string(key) for key in (*needed, *(key for key in table.content if key not in needed))}
