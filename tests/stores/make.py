"""Write the database of today's version, to be kept for ever: `python tests/stores/make.py`, once for each release.

It is sealed with a key that everybody knows (the bytes 0 to 31); test_records opens it with every later version.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from desktop.store import cipher, migrations  # noqa: E402
from desktop.store.records import Partner, Person  # noqa: E402
from desktop.store.store import Store  # noqa: E402

KEY = bytes(range(32))
BY = "0" * 32

with TemporaryDirectory() as folder:
    place = Path(folder) / "office.db"
    store = Store.open(place, KEY)
    store.become("SN10", "5a" * 16)
    with store.change("Partner registered", BY) as session:
        partner = Partner(name="Coopérative Ñandú", city="Thiès", country="SN", labels=["énergie", "emploi"])
        session.add(partner)
    with store.change("Person added", BY) as session:
        session.add(Person(partner_id=partner.id, name="Awa Ndiaye"))
    for note in ("première note", "deuxième note"):
        with store.change("Noted", BY) as session:
            session.get_one(Partner, partner.id).notes = note
    store.close()
    with cipher.engine(
        place, KEY
    ).begin() as connection:  # the index of search is no table of a version: it is made anew
        for table in ("search_text", "search_line", "search_word", "search_way"):
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table}")
    kept = ROOT / "tests" / "stores" / f"version-{migrations.LATEST}.db"
    kept.unlink(missing_ok=True)
    cipher.copy(place, KEY, kept, KEY)
