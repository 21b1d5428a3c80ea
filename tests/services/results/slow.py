"""The indicators of ¶29 computed a second time, slowly: plain SQL over what was exported as JSON (dossier 4.3, 4.4).

Nothing is shared with the program but the codes in records. Amounts are decimal text, only ever added exactly.
Each query says of every row that an indicator is about which `record` it is, what is counted (`thing`)
and the `reason` why it is not, empty for what counts; its other columns are the dimensions, as JSON lists of groups.
"""

import json
import sqlite3
import unicodedata
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from typing import Any

EXACT = Context(prec=200)
TABLES = {
    "partner": "same_as lei country registration group subtype",
    "company_ruling": "partner_id other_id ruling",
    "partnership": "partner_id type other_types form level ends_on archived",
    "party": "partnership_id partner_id archived",
    "agreement": "partnership_id state signed_on active_from ended_on amends renews archived",
    "earlier_agreement": "partnership_id signed ends_on archived",
    "contribution": "partner_id agreement_id kind form state received_on amount amount_usd channel earmark themes "
    "refund_of matching_by valuation earlier archived",
    "activity": "partnership_id kind countries starts_on ends_on partner_roles themes project_code released_on "
    "edition_of language evidence work donor archived",
    "result": "partnership_id activity_id kind happened_on until office_code count method breakdown stages others sort "
    "archived",
    "budget": "year amount_usd archived",
}
EVERYWHERE = ("partner", "company_ruling")  # which an office’s figures read of every office

# What several queries need: who a partner is, and what was signed.
VIEWS = """
-- From each record step by step to the one it was merged into; who walks longer than there are records goes round.
CREATE VIEW way AS WITH RECURSIVE walked(record, at, step) AS (
  SELECT id, id, 0 FROM partner UNION ALL
  SELECT record, same_as, step + 1 FROM walked JOIN partner ON id = at
  WHERE same_as > '' AND step < 2 * (SELECT count(*) FROM partner)
) SELECT * FROM walked;

CREATE VIEW became AS SELECT record, min(at) AS partner FROM way WHERE step >= (SELECT count(*) FROM partner)
  OR step = (SELECT max(step) FROM way AS own WHERE own.record = way.record) GROUP BY record;

-- Of a partner whose own record has not come yet the first of those merged into it.
CREATE VIEW shown AS SELECT partner, coalesce((SELECT id FROM partner WHERE id = became.partner), min(record)) AS id
  FROM became GROUP BY partner;

CREATE TABLE numbered AS SELECT record, "group", subtype, coalesce(region.id, '') AS region, CASE
    WHEN bare(lei) > '' THEN 'lei ' || bare(lei)
    WHEN bare(registration) > '' AND partner.country > '' THEN partner.country || ' ' || bare(registration)
    ELSE partner.id END AS number
  FROM (SELECT record, partner FROM became UNION SELECT partner, partner FROM became) AS became
  JOIN shown USING (partner) JOIN partner ON partner.id = shown.id LEFT JOIN region ON region.country = partner.country;

CREATE VIEW same AS SELECT one.number, other.number AS of FROM company_ruling AS ruled
  JOIN numbered AS one ON one.record = ruled.partner_id JOIN numbered AS other ON other.record = ruled.other_id
  WHERE ruling = 'same';

CREATE TABLE known AS WITH RECURSIVE reached(number, of) AS (
  SELECT number, number FROM numbered UNION
  SELECT reached.number, same.of FROM reached JOIN same ON same.number = reached.of UNION
  SELECT reached.number, same.number FROM reached JOIN same ON same.of = reached.of
) SELECT record, (SELECT min(of) FROM reached WHERE reached.number = numbered.number) AS company,
  "group", subtype, region FROM numbered;

-- ¶26: what was signed, since when it is in force and until when; a day that is only a year or a month is its last one.
CREATE TABLE signed AS
  SELECT agreement.id, partnership_id, signed_on AS signed, coalesce(active_from, signed_on) AS begins,
    min(coalesce(ended_on, ends_on, '9999-12-31'), coalesce(ends_on, '9999-12-31')) AS ends, amends > '' AS amends,
    renews > '' AS renews
  FROM agreement LEFT JOIN partnership ON partnership.id = partnership_id
  WHERE NOT agreement.archived AND (state IN ('signed', 'active') OR state = 'ended' AND signed_on > '')
  UNION ALL SELECT id, partnership_id, last_day(signed), last_day(signed), coalesce(ends_on, '9999-12-31'), 0, 0
  FROM earlier_agreement WHERE NOT archived;

CREATE TABLE typed AS SELECT partnership.*, types.code FROM partnership JOIN (
  SELECT id AS own, type AS code FROM partnership UNION
  SELECT partnership.id, value FROM partnership, json_each(other_types)
) AS types ON own = id;

-- ¶29 c: what arrived. A refund is of what it pays back in everything but its day and its amount.
CREATE TABLE arrived AS SELECT gift.id, gift.office, gift.received_on AS day,
    coalesce(gift.refund_of, '') > '' AS refund,
    receipt.id AS receipt, receipt.partner_id, receipt.agreement_id, receipt.channel, receipt.earmark, receipt.themes,
    receipt.kind, CASE receipt.form WHEN '' THEN CASE receipt.kind WHEN 'cash' THEN 'money' ELSE receipt.kind END
      ELSE receipt.form END AS form,
    gift.amount, gift.amount_usd AS usd, gift.archived OR receipt.archived AS withdrawn,
    receipt.matching_by IN ('organization', 'third') AS counterpart,
    coalesce(receipt.valuation ->> 'method', '') = 'symbolic' AS symbolic,
    receipt.kind <> 'cash' AND NOT receipt.earlier AND at_least(receipt.amount_usd, '10000') AND NOT (
      coalesce(receipt.valuation ->> 'read_by', '') > ''
      AND receipt.valuation ->> 'read_by' <> coalesce(receipt.valuation ->> 'valued_by', '')
      AND receipt.valuation ->> 'read_value' = coalesce(receipt.amount, '-')) AS unread
  FROM contribution AS gift JOIN contribution AS receipt ON receipt.id = coalesce(
    (SELECT id FROM contribution WHERE id = gift.refund_of AND state IN ('received', 'reported')), gift.id)
  WHERE gift.state IN ('received', 'reported');

-- Works: editions that name one another, however far, and those of one number.
CREATE TABLE edition AS WITH RECURSIVE link(one, other) AS (
  SELECT activity.id, first.id FROM activity JOIN activity AS first ON first.id = activity.edition_of UNION
  SELECT activity.id, same.id FROM activity JOIN activity AS same ON work_key(activity.work) = work_key(same.work)
  WHERE activity.work > ''
), reached(id, of) AS (
  SELECT id, id FROM activity UNION SELECT id, other FROM reached JOIN link ON one = of UNION
  SELECT id, one FROM reached JOIN link ON other = of
) SELECT id, min(of) AS work FROM reached GROUP BY id;
"""
AGREED = "EXISTS (SELECT 1 FROM signed WHERE signed.partnership_id = {}.partnership_id AND begins <= {})"
ACTIVE = "EXISTS (SELECT 1 FROM signed WHERE signed.partnership_id = {} AND begins <= :last AND ends >= :first)"
OF_MISTAKE = "({0}.archived OR EXISTS (SELECT 1 FROM partnership WHERE id = {0}.partnership_id AND archived))"
PLACED = (
    "(SELECT *, coalesce(starts_on, ends_on, '') AS began, coalesce(ends_on, starts_on, '') AS until, "
    f"{OF_MISTAKE.format('activity')} AS withdrawn FROM activity)"
)
PARTNER_GROUP = "json_array(coalesce(\"group\", ''))"
GIVEN = """
WITH given AS (
  SELECT arrived.*, (SELECT added(paid.amount) FROM arrived AS paid WHERE paid.refund
      AND paid.receipt = arrived.id AND NOT paid.withdrawn AND paid.day <= :last) AS paid_back,
    coalesce(company, partner_id) AS company, coalesce("group", '') AS "group", coalesce(region, '') AS region
  FROM arrived LEFT JOIN known ON known.record = partner_id
), judged AS (
  SELECT *, CASE WHEN withdrawn THEN 'withdrawn' WHEN coalesce(day, '') = '' THEN 'day'
    WHEN counterpart THEN 'counterpart' WHEN symbolic THEN 'symbolic'
    WHEN covers(paid_back, amount) THEN 'returned' ELSE '' END AS reason
  FROM (SELECT * FROM given WHERE NOT refund)
), giver AS (
  SELECT judged.company, min(day) AS since, julianday(max(day)) - julianday(min(day)) > 365 AS repeated,
    max(coalesce(julianday(ends) - julianday(begins) > 365 AND ends < '9999', 0)) AS bound
  FROM judged LEFT JOIN signed ON signed.id = agreement_id WHERE reason = '' AND day <= :last GROUP BY judged.company
)
"""
IN_PERIOD = "(coalesce({0}, '') = '' OR {0} BETWEEN :first AND :last)"

QUERIES = {
    "ADV-1": f"""
      SELECT act.id AS record, act.office, coalesce(company, role.value ->> 'partner') AS thing, CASE
        WHEN withdrawn THEN 'withdrawn' WHEN until = '' THEN 'day'
        WHEN NOT {AGREED.format("act", "until")} THEN 'agreement'
        WHEN evidence = '[]' THEN 'evidence' ELSE '' END AS reason,
        {PARTNER_GROUP} AS "partner.group", json_array(coalesce(subtype, '')) AS "partner.subtype",
        json_array(coalesce(region, '')) AS "partner.region", themes AS "activity.themes"
      FROM {PLACED} AS act, json_each(partner_roles) AS role LEFT JOIN known ON known.record = role.value ->> 'partner'
      WHERE kind IN ('advocacy', 'campaign', 'awareness') AND role.value ->> 'role' IN ('facilitator', 'supporter')
        AND (until = '' OR began <= :last AND until >= :first)
    """,
    "ADV-2": f"""
      SELECT act.id AS record, act.office, place.value AS thing, CASE
        WHEN withdrawn THEN 'withdrawn' WHEN until = '' THEN 'day'
        WHEN NOT {AGREED.format("act", "until")} THEN 'agreement'
        WHEN evidence = '[]' THEN 'evidence' WHEN countries = '[]' THEN 'country' ELSE '' END AS reason,
        json_array(coalesce(region.id, '')) AS "activity.region", json_array(kind) AS "activity.kind"
      FROM {PLACED} AS act LEFT JOIN json_each(act.countries) AS place LEFT JOIN region ON region.country = place.value
      WHERE kind IN ('advocacy', 'campaign', 'awareness', 'project', 'initiative') AND partner_roles <> '[]'
        AND (until = '' OR began <= :last AND until >= :first)
    """,
    "ADV-3": f"""
      WITH product AS (
        SELECT activity.*, {OF_MISTAKE.format("activity")} AS withdrawn FROM activity
        WHERE kind IN ('study', 'publication', 'research')
      ), alive AS (
        SELECT product.*, edition.work AS of FROM product JOIN edition ON edition.id = product.id
        WHERE NOT withdrawn OR NOT EXISTS (
          SELECT 1 FROM product AS p JOIN edition AS e ON e.id = p.id WHERE e.work = edition.work AND NOT p.withdrawn)
      ), first AS (
        SELECT alive.*, row_number() OVER (PARTITION BY of ORDER BY released_on IS NULL, released_on, id) AS place
        FROM alive
      )
      SELECT first.id AS record, office, of AS thing, CASE
        WHEN withdrawn THEN 'withdrawn' WHEN released_on IS NULL THEN 'day'
        WHEN NOT EXISTS (
          SELECT 1 FROM alive WHERE alive.of = first.of AND {AGREED.format("alive", "first.released_on")})
        THEN 'agreement' ELSE '' END AS reason,
        json_array(kind) AS "product.kind", themes AS "product.themes", json_array(language) AS "product.language"
      FROM first WHERE place = 1 AND {IN_PERIOD.format("released_on")} AND EXISTS (
        SELECT 1 FROM alive, json_each(alive.partner_roles) AS role
        WHERE alive.of = first.of AND role.value ->> 'role' IN ('author', 'funder', 'data_provider'))
    """,
    "INN-1": f"""
      SELECT item.id AS record, item.office, item.partnership_id AS thing, CASE
        WHEN item.archived OR typed.archived THEN 'withdrawn'
        WHEN stage.id IS NOT NULL AND reached IS NULL THEN 'day'
        WHEN reached IS NULL OR reached > :last THEN 'stage'
        WHEN NOT {ACTIVE.format("item.partnership_id")} THEN 'not_active' ELSE '' END AS reason,
        json_array(iif(reached >= :first, 'yes', 'no')) AS "innovation.new", json_array(sort) AS "innovation.sort",
        {PARTNER_GROUP} AS "partner.group"
      FROM result AS item JOIN typed ON typed.id = item.partnership_id AND code = 'INN'
      LEFT JOIN staged AS stage ON stage.id = item.id LEFT JOIN known ON known.record = typed.partner_id
      WHERE kind = 'innovation'
    """,
    "INN-2": f"""
      SELECT taken.id AS record, taken.office, item.partnership_id AS thing, CASE
        WHEN taken.archived OR item.archived OR typed.archived THEN 'withdrawn'
        WHEN reached IS NULL OR reached > :last THEN 'stage'
        WHEN NOT {ACTIVE.format("item.partnership_id")} THEN 'not_active'
        WHEN taken.office_code = '' THEN 'office'
        WHEN taken.office_code = iif(item.office_code = '', item.office, item.office_code) THEN 'same_office'
        WHEN taken.happened_on IS NULL THEN 'day' WHEN taken.happened_on > :last THEN 'later' ELSE '' END AS reason,
        json_array(taken.office_code) AS "replication.office",
        json_array(coalesce(region.id, '')) AS "replication.region"
      FROM result AS taken JOIN result AS item ON item.id = taken.activity_id AND item.kind = 'innovation'
      JOIN typed ON typed.id = item.partnership_id AND code = 'INN' LEFT JOIN staged AS stage ON stage.id = item.id
      LEFT JOIN region ON region.country = substr(taken.office_code, 1, 2) WHERE taken.kind = 'replication'
    """,
    "INN-3": f"""
      WITH report AS (
        SELECT told.id, told.office, told.activity_id AS item, told.count AS persons, told.method, told.others,
          told.breakdown,
          CASE WHEN told.archived OR {OF_MISTAKE.format("item")} THEN 'withdrawn'
          WHEN coalesce(told.until, told.happened_on) IS NULL THEN 'day'
          WHEN NOT {AGREED.format("item", "coalesce(told.until, told.happened_on)")} THEN 'agreement'
          WHEN told.count IS NULL THEN 'persons' WHEN told.method = 'ceiling' THEN 'ceiling' ELSE '' END AS reason
        FROM result AS told JOIN result AS item ON item.id = told.activity_id AND item.kind = 'innovation'
        WHERE told.kind = 'assisted' AND {IN_PERIOD.format("coalesce(told.until, told.happened_on)")}
      ), ranked AS (
        SELECT *, row_number() OVER (PARTITION BY item ORDER BY persons DESC, id) AS place
        FROM report WHERE reason = '' AND NOT others
      )
      SELECT id AS record, office, persons AS thing,
        iif(reason = '' AND id IN (SELECT id FROM ranked WHERE place > 1), 'same_persons', reason) AS reason,
        json_array(method) AS "assisted.method", breakdown AS heads
      FROM report
    """,
    "RES-1": f"""
      SELECT id AS record, office, iif(refund, negative(usd), usd) AS thing, CASE WHEN withdrawn THEN 'withdrawn'
        WHEN coalesce(day, '') = '' THEN 'day' WHEN counterpart THEN 'counterpart' WHEN symbolic THEN 'symbolic'
        WHEN coalesce(amount, '') = '' THEN 'amount' WHEN unread THEN 'reading'
        WHEN coalesce(usd, '') = '' THEN 'rate' ELSE '' END AS reason,
        json_array(kind) AS "contribution.kind", json_array(form) AS "contribution.form",
        {PARTNER_GROUP} AS "partner.group",
        json_array(channel) AS "contribution.channel", json_array(earmark) AS "contribution.earmark",
        themes AS "contribution.themes"
      FROM arrived LEFT JOIN known ON known.record = partner_id WHERE {IN_PERIOD.format("day")}
    """,
    "RES-3": f"""
      {GIVEN} SELECT id AS record, office, judged.company AS thing,
        iif(reason = '' AND NOT (repeated OR bound), 'once', reason) AS reason,
        json_array(CASE WHEN repeated THEN 'repeated' WHEN bound THEN 'agreement' ELSE '' END) AS "giving.basis",
        json_array("group") AS "partner.group"
      FROM judged LEFT JOIN giver ON giver.company = judged.company WHERE {IN_PERIOD.format("day")}
    """,
    "GIVERS": f"""
      {GIVEN} SELECT id AS record, office, judged.company AS thing, reason,
        json_array(iif(since >= :first, 'yes', 'no')) AS "giving.new", json_array("group") AS "partner.group",
        json_array(region) AS "partner.region"
      FROM judged LEFT JOIN giver ON giver.company = judged.company WHERE {IN_PERIOD.format("day")}
    """,
    "IMP-1": f"""
      WITH first AS (
        SELECT *, row_number() OVER (PARTITION BY partnership_id ORDER BY signed IS NULL, signed, id) AS place
        FROM signed WHERE NOT amends
      )
      SELECT typed.id AS record, office, typed.id AS thing,
        CASE WHEN typed.archived THEN 'withdrawn' WHEN first.signed IS NULL THEN 'day' ELSE '' END AS reason,
        json_array(form) AS "partnership.form", json_array(level) AS "partnership.level",
        {PARTNER_GROUP} AS "partner.group"
      FROM typed LEFT JOIN first ON first.partnership_id = typed.id AND place = 1
      LEFT JOIN known ON known.record = typed.partner_id
      WHERE code = 'IMP' AND typed.id IN (SELECT partnership_id FROM signed) AND NOT coalesce(first.renews, 0)
        AND {IN_PERIOD.format("first.signed")}
    """,
    "IMP-2": f"""
      SELECT typed.id AS record, office, coalesce(company, side.partner_id) AS thing,
        iif(archived, 'withdrawn', '') AS reason, {PARTNER_GROUP} AS "partner.group",
        json_array(coalesce(subtype, '')) AS "partner.subtype"
      FROM typed JOIN (
        SELECT id AS partnership_id, partner_id FROM partnership UNION ALL
        SELECT partnership_id, partner_id FROM party WHERE NOT archived AND partner_id > ''
      ) AS side ON side.partnership_id = typed.id LEFT JOIN known ON known.record = side.partner_id
      WHERE code = 'IMP' AND {ACTIVE.format("typed.id")}
    """,
    "IMP-3": f"""
      SELECT act.id AS record, act.office, upper(replace(project_code, ' ', '')) AS thing, CASE
        WHEN withdrawn THEN 'withdrawn' WHEN until = '' THEN 'day'
        WHEN NOT {AGREED.format("act", "until")} THEN 'agreement'
        WHEN project_code = '' THEN 'project' ELSE '' END AS reason,
        themes AS "activity.themes", countries AS "activity.country_list", json_array(donor) AS "activity.donor"
      FROM {PLACED} AS act, json_each(partner_roles) AS role WHERE role.value ->> 'role' = 'implementer'
        AND (project_code > '' OR kind IN ('project', 'service')) AND (until = '' OR began <= :last AND until >= :first)
    """,
}
STAGES = """
CREATE TABLE staged AS SELECT result.id, min(nullif(stage.value ->> 'on', '')) AS reached
  FROM result, json_each(stages) AS stage WHERE stage.value ->> 'stage' IN ('prototype', 'pilot', 'in_use', 'scaled')
  GROUP BY result.id;
"""
SUMMED = ("RES-1", "INN-3")
HEADS = ("sex", "age", "category", "reach")


@dataclass(frozen=True)
class SlowFigure:
    """What an indicator comes to: None where it cannot be computed; its groups by dimension; what is not counted."""

    value: Decimal | None
    groups: Mapping[str, Mapping[str, Decimal]]
    left_out: Set[tuple[str, str]]


def figures(database: sqlite3.Connection, first: date, last: date) -> Mapping[str, SlowFigure]:
    """Every indicator over the days from the first to the last one."""
    counted = {name: _figure(database, name, first.isoformat(), last.isoformat()) for name in QUERIES}
    budget = _budget(database, first, last)
    long_term, givers = counted["RES-3"].value, counted["GIVERS"].value
    shares = {"RES-2": _percent(counted["RES-1"].value, budget), "RES-4": _percent(long_term, givers)}
    return counted | {name: SlowFigure(value, {}, frozenset()) for name, value in shares.items()}


def _figure(database: sqlite3.Connection, name: str, first: str, last: str) -> SlowFigure:
    database.execute("DROP TABLE IF EXISTS judged")
    query = QUERIES[name].replace(":first", f"'{first}'").replace(":last", f"'{last}'")
    database.execute(f"CREATE TABLE judged AS SELECT DISTINCT * FROM ({query})")
    how = "coalesce(added(thing), 0)" if name in SUMMED else "count(DISTINCT thing)"
    [(value,)] = database.execute(f"SELECT {how} FROM judged WHERE reason = ''")
    columns = [row[1] for row in database.execute("PRAGMA table_info(judged)")]
    groups = {column: _groups(database, how, column) for column in columns if "." in column}
    if "heads" in columns:
        groups |= {f"heads.{dimension}": _heads(database, dimension, Decimal(value)) for dimension in HEADS}
    left_out = database.execute(
        "SELECT record, reason FROM judged WHERE reason > '' AND record NOT IN "
        "(SELECT record FROM judged WHERE reason = '')"
    )
    return SlowFigure(Decimal(value), groups, frozenset(left_out))


def _groups(database: sqlite3.Connection, how: str, column: str) -> dict[str, Decimal]:
    several = f'json_each(iif("{column}" = \'[]\', \'[""]\', "{column}")) AS part'
    rows = database.execute(f"SELECT part.value, {how} FROM judged, {several} WHERE reason = '' GROUP BY part.value")
    return {group: Decimal(number) for group, number in rows}


def _heads(database: sqlite3.Connection, dimension: str, everybody: Decimal) -> dict[str, Decimal]:
    told = database.execute(
        "SELECT head.value ->> 'group', added(head.value ->> 'count') FROM judged, json_each(heads) AS head "
        "WHERE reason = '' AND head.value ->> 'dimension' = ? GROUP BY 1",
        (dimension,),
    )
    counts = {group: Decimal(count) for group, count in told}
    return {"": everybody - sum(counts.values())} | counts


def _budget(database: sqlite3.Connection, first: date, last: date) -> Decimal | None:
    """The budgets of the years of a period, of every office of which something was received in them."""
    if (first.month, first.day, last.month, last.day) != (1, 1, 12, 31):
        return None
    whole = Decimal(0)
    for year in range(first.year, last.year + 1):
        [(sum_, budgets)] = database.execute(
            "SELECT coalesce(added(amount_usd), 0), count(*) FROM budget "
            "WHERE year = ? AND NOT archived AND amount_usd > ''",
            (str(year),),
        )
        [(without,)] = database.execute(
            "SELECT count(*) FROM arrived WHERE substr(day, 1, 4) = :year AND NOT withdrawn AND office NOT IN "
            "(SELECT office FROM budget WHERE year = :year AND NOT archived AND amount_usd > '')",
            {"year": str(year)},
        )
        if without or not budgets:
            return None
        whole += Decimal(sum_)
    return whole


def _percent(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    return EXACT.divide(EXACT.multiply(part, Decimal(100)), whole) if part is not None and whole else None


class _Total:
    """A sum of decimal texts, exactly."""

    def __init__(self) -> None:
        self._sum = Decimal(0)

    def step(self, text: str | int | None) -> None:
        self._sum = EXACT.add(self._sum, Decimal(text or 0))

    def finalize(self) -> str:
        return str(self._sum)


def database(
    export: Mapping[str, Any], regions: Mapping[str, Collection[str]], offices: Collection[str] | None
) -> sqlite3.Connection:
    """A database of what was exported, of these offices or of all; `regions` are their countries by region."""
    connection = sqlite3.connect(":memory:")
    connection.create_aggregate("added", 1, _Total)  # type: ignore[arg-type]
    connection.create_function("bare", 1, _bare)
    connection.create_function("work_key", 1, _bare_work)
    connection.create_function("last_day", 1, _last_day)
    connection.create_function("negative", 1, lambda usd: str(Decimal(usd).copy_negate()) if usd else usd)
    connection.create_function("at_least", 2, lambda usd, limit: bool(usd) and Decimal(usd) >= Decimal(limit))
    connection.create_function("covers", 2, lambda paid, due: bool(due) and 0 < Decimal(due) <= Decimal(paid or 0))
    kinds = {kind["name"]: kind["records"] for kind in export["kinds"]}
    for table, columns in TABLES.items():
        names = ["id", "office", *columns.split()]
        quoted = ", ".join(f'"{name}"' for name in names)
        connection.execute(f"CREATE TABLE {table} ({quoted})")
        rows = [
            own for own in kinds.get(table, ()) if offices is None or table in EVERYWHERE or own["office"] in offices
        ]
        marks = ", ".join("?" * len(names))
        connection.executemany(
            f"INSERT INTO {table} VALUES ({marks})", [[_stored(row[name]) for name in names] for row in rows]
        )
    connection.execute("CREATE TABLE region (id, country)")
    pairs = [(id_, country) for id_, countries in regions.items() for country in countries]
    connection.executemany("INSERT INTO region VALUES (?, ?)", pairs)
    connection.executescript(VIEWS + STAGES)
    return connection


def _stored(value: object) -> object:
    return json.dumps(value) if isinstance(value, list | dict) else value


def _bare(number: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", number or "").casefold() if sign.isalnum())


def _bare_work(number: str) -> str:
    return number.casefold().strip().removeprefix("https://doi.org/").removeprefix("doi:").strip()


def _last_day(day: str) -> str | None:
    if len(day) != 7:
        return f"{day}-12-31" if len(day) == 4 else day or None
    year, month = map(int, day.split("-"))
    days = 29 if month == 2 and year % 4 == 0 else (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
    return f"{day}-{days}"
