"""Three hundred secrets in every field that must not leave: none of them is in an edition, by a search of its own."""

import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from sqlalchemy import inspect, select, update

from desktop.base.progress import Progress
from desktop.base.text import folded
from desktop.definitions.indicator import Period
from desktop.definitions.terms import Audience, PartnerGroup
from desktop.services.results.register import edition_files, editions, hidden_values, scanning, wording
from desktop.services.results.register.editions import EditionOrder
from desktop.services.results.register.wording import EditionHead
from desktop.store.records import Agreement, Partner, Partnership
from desktop.store.records.base import table_of
from tests.offices import Templates
from tests.training import opened, set_up_later_stages

FIGURES = ("Zw", "Qx", "Jv", "Kz")  # letters that begin no word of the three languages


def test_three_hundred_planted_secrets_leave_in_no_form(templates: Templates, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(templates.folder(set_up_later_stages)[0], tmp_path / "office"))
    with opened(folder) as office:
        work, planted = office.work, list[str]()
        with work.store.engine.execution_options(write=True).begin() as connection:
            for record, fields in hidden_values.NEVER.items():
                table, names = table_of(record), inspect(record).columns
                for row in connection.execute(select(table)).mappings().all():
                    told = [names[name].name for name in fields if isinstance(row[names[name].name], str)]
                    values = {name: secret(len(planted) + at) for at, name in enumerate(told)}
                    if values:
                        connection.execute(update(table).where(table.c.id == row["id"]).values(values))
                        planted += values.values()
            partner, plan = table_of(Partner), table_of(Partnership)
            agreed = connection.execute(select(table_of(Agreement).c.partnership_id)).scalars().all()
            giver = connection.execute(select(plan.c.partner_id).where(plan.c.id.in_(agreed))).scalars().first()
            planted.append(secret(len(planted)))
            named = {"name": planted[-1], "other_names": "[]", "target_group": str(PartnerGroup.INDIVIDUAL)}
            connection.execute(update(partner).where(partner.c.id == giver).values(named))
        assert len(planted) >= 300
        for audience in (Audience.INTERNAL, Audience.MEMBERS):
            prepared = editions.prepare(work, EditionOrder(audience, Period.year(2026)))
            edition = wording.edition(work, prepared.published, EditionHead(work.today(), "SN R-2026-01"))
            files = edition_files.write(work, edition, Progress())
            scanning.require_clean(work, prepared.published, edition, files)
            everything = "\n".join(folded(text) for name, data in files.items() for text in (name, *unfolded(data)))
            assert [own for own in planted if folded(own) in everything] == []
            assert prepared.published.entries and all(
                folded(own.entry.number) in everything for own in prepared.published.entries
            )


def secret(number: int) -> str:
    """Two words and a number that nobody else writes."""
    return f"{FIGURES[number % 4]}ombra Quartz{number:04} Vexelin"


def unfolded(data: bytes) -> Iterator[str]:
    """Everything in a file, unpacked by other means than the scanner’s."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(data)) as package:
            for name in package.namelist():
                yield name
                yield re.sub(r"<[^>]*>", "", package.read(name).decode())
    elif data.startswith(b"%PDF"):
        with pikepdf.open(BytesIO(data)) as pdf:
            out = BytesIO()
            pdf.save(
                out,
                object_stream_mode=pikepdf.ObjectStreamMode.disable,
                stream_decode_level=pikepdf.StreamDecodeLevel.all,
            )
        yield out.getvalue().decode("latin-1")
        yield out.getvalue().decode("utf-16-be", "ignore")
        if shutil.which("pdftotext"):
            yield subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True).stdout.decode()
    else:
        yield data.decode()


@pytest.mark.parametrize("form", ["xlsx", "html"])
def test_the_search_of_its_own_finds_what_is_there(form: str) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("a.xml", f"<a>{secret(7)}</a>")
    data = packed.getvalue() if form == "xlsx" else f"<p>{secret(7)}</p>".encode()
    assert any(secret(7) in text for text in unfolded(data))
