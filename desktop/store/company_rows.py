"""Which records of companies are like one another, kept at Headquarters: derived from the records, and never needed.

Of each record stand here by what it is compared with others (`tests`, numbers that `services/registry` makes of its
words), of each test how many records have it, and each two records that are alike. A record that changed moves these
three alone, so that nobody compares millions again. The tables are made when something is first kept, and are no part
of migrations or bundles; on PostgreSQL only.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Connection, MetaData, String, Table, inspect, text
from sqlalchemy import Column as Cell

NAME = Table(
    "company_name",
    MetaData(),
    Cell("record", String),
    Cell("office", String),
    Cell("mark", BigInteger),  # what tells one state of the record from another
)
_MAKE = (
    "CREATE TABLE company_name (record varchar NOT NULL, office varchar NOT NULL, mark bigint NOT NULL,"
    " spelt text NOT NULL, tests bigint[] NOT NULL) PARTITION BY LIST (office)",
    "CREATE TABLE company_name_rest PARTITION OF company_name DEFAULT",
    "CREATE TABLE company_test (test bigint, number integer NOT NULL, CONSTRAINT pk_company_test PRIMARY KEY (test))",
    "CREATE TABLE company_pair (first varchar NOT NULL, second varchar NOT NULL, office varchar NOT NULL,"
    " weight double precision NOT NULL) PARTITION BY LIST (office)",
    "CREATE TABLE company_pair_rest PARTITION OF company_pair DEFAULT",
)
_INDEXES = (  # made after the first rows, which takes a fifth of the time
    "ALTER TABLE company_name_rest ADD CONSTRAINT pk_company_name_rest PRIMARY KEY (record, office)",
    "ALTER TABLE company_pair_rest ADD CONSTRAINT pk_company_pair_rest PRIMARY KEY (first, second, office)",
    "CREATE INDEX ix_company_name_tests ON company_name USING gin (tests)",
    "CREATE INDEX ix_company_pair_second ON company_pair (second)",
    "CREATE INDEX ix_company_pair_weight ON company_pair (weight DESC, first, second)",
    "ANALYZE company_name, company_test, company_pair",
)


class ComparedCompany(NamedTuple):
    """A record with its words and by what it is compared."""

    record: str
    office: str
    mark: int
    spelt: str
    tests: tuple[int, ...]


class LikePair(NamedTuple):
    """Two records of two offices, the lesser id first, with its office, and how alike they are."""

    first: str
    second: str
    office: str
    weight: float


def is_there(connection: Connection) -> bool:
    """Whether anything is kept."""
    return connection.dialect.name == "postgresql" and inspect(connection).has_table(NAME.name)


def drop(connection: Connection) -> None:
    """Take everything away that is kept here."""
    for name in ("company_name", "company_test", "company_pair"):
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")


def fill(connection: Connection, companies: Iterable[ComparedCompany], pairs: Iterable[LikePair]) -> None:
    """Keep these alone, in a transaction that writes."""
    drop(connection)
    for statement in _MAKE:
        connection.exec_driver_sql(statement)
    _copy(connection, "company_name (record, office, mark, spelt, tests)", companies)
    _copy(connection, "company_pair (first, second, office, weight)", pairs)
    connection.exec_driver_sql(
        "INSERT INTO company_test SELECT test, count(*) FROM company_name, unnest(tests) AS test GROUP BY test"
    )
    for statement in _INDEXES:
        connection.exec_driver_sql(statement)


def likeliest(connection: Connection, most: int) -> Sequence[tuple[str, str]]:
    """The ids of the two records of each pair, the most alike first."""
    query = text("SELECT first, second FROM company_pair ORDER BY weight DESC, first, second LIMIT :most")
    return [(row.first, row.second) for row in connection.execute(query, {"most": most})]


def replace(
    connection: Connection, changed: Sequence[ComparedCompany], gone: Sequence[str], usual: int
) -> Collection[str]:
    """Put records into the place of what is kept of them, and take others away, with all their pairs.

    Gives the records that have to be compared again: the changed ones, and those with a test that now tells companies
    apart, or no longer does, because more than `usual` records have it.
    """
    touched = [*(company.record for company in changed), *gone]
    if not touched:
        return ()
    moved: Counter[int] = Counter(test for company in changed for test in company.tests)
    former = text(
        "SELECT test, count(*) FROM company_name, unnest(tests) AS test"
        " WHERE record = ANY(CAST(:records AS varchar[])) GROUP BY test"
    )
    moved.subtract(dict(connection.execute(former, {"records": touched}).all()))
    moved = Counter({test: number for test, number in moved.items() if number})
    before = _numbers(connection, moved)
    turned = [
        test for test, more in moved.items() if (before.get(test, 0) > usual) != (before.get(test, 0) + more > usual)
    ]
    connection.execute(
        text("DELETE FROM company_name WHERE record = ANY(CAST(:records AS varchar[]))"), {"records": touched}
    )
    _copy(connection, "company_name (record, office, mark, spelt, tests)", changed)
    _count(connection, moved)
    again = {company.record for company in changed}
    if turned:
        having = text("SELECT record FROM company_name WHERE tests && CAST(:tests AS bigint[])")
        again |= set(connection.scalars(having, {"tests": turned}))
    without = text(
        "DELETE FROM company_pair WHERE first = ANY(CAST(:records AS varchar[]))"
        " OR second = ANY(CAST(:records AS varchar[]))"
    )
    connection.execute(without, {"records": [*gone, *again]})
    return again


def beside(connection: Connection, records: Collection[str], usual: int) -> tuple[Sequence[ComparedCompany], set[int]]:
    """These records with all that share a test with one of them which at most `usual` have, and those tests."""
    if not records:
        return (), set()
    own = text(
        "SELECT DISTINCT test FROM company_name, unnest(tests) AS test JOIN company_test USING (test)"
        " WHERE record = ANY(CAST(:records AS varchar[])) AND number BETWEEN 2 AND :usual"
    )
    tests = set(connection.scalars(own, {"records": list(records), "usual": usual}))
    sharing = text(
        "SELECT record, office, mark, spelt, tests FROM company_name WHERE tests && CAST(:tests AS bigint[])"
    )
    rows = connection.execute(sharing, {"tests": list(tests)})
    return [ComparedCompany._make((*told, tuple(own))) for *told, own in rows], tests


def add(connection: Connection, pairs: Iterable[LikePair]) -> None:
    """Keep these pairs too, of which none is kept."""
    _copy(connection, "company_pair (first, second, office, weight)", pairs)


def _numbers(connection: Connection, tests: Iterable[int]) -> Mapping[int, int]:
    query = text("SELECT test, number FROM company_test WHERE test = ANY(CAST(:tests AS bigint[]))")
    return dict(connection.execute(query, {"tests": list(tests)}).all())


def _count(connection: Connection, moved: Mapping[int, int]) -> None:
    """So many records more, or fewer, have each test."""
    counted = {"tests": list(moved), "numbers": list(moved.values())}
    connection.execute(
        text(
            "INSERT INTO company_test SELECT * FROM unnest(CAST(:tests AS bigint[]), CAST(:numbers AS integer[]))"
            " ON CONFLICT (test) DO UPDATE SET number = company_test.number + excluded.number"
        ),
        counted,
    )
    connection.execute(
        text("DELETE FROM company_test WHERE number = 0 AND test = ANY(CAST(:tests AS bigint[]))"), counted
    )


def _copy(connection: Connection, target: str, rows: Iterable[Sequence[Any]]) -> None:
    driver: Any = connection.connection.cursor()
    with driver as cursor, cursor.copy(f"COPY {target} FROM STDIN") as copy:
        for row in rows:
            copy.write_row([list(cell) if isinstance(cell, tuple) else cell for cell in row])
