"""Morango as a peer of the sync measurements: `PYTHON morango_import.py < edits`, in an environment that has it.

Each line of the input is an edit: `[id, {field: value}]`. One database is given all edits; what its store holds then
is taken in as if it had come from another machine. Prints JSON: the bytes of the store's rows, and the seconds of
processor that taking them in took. Morango sends the newest state of a record, not its edits.
"""

import json
import sys
import time
import uuid

import django
from django.conf import settings

FIELDS = 18
settings.configure(
    SECRET_KEY="peer",
    USE_TZ=True,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "mptt", "morango"],
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
)
django.setup()

from django.core.management import call_command  # noqa: E402 - Django is set up before its models are
from django.db import connection, models  # noqa: E402
from morango.models.core import (  # noqa: E402
    InstanceIDModel,
    Store,
    SyncableModel,
)
from morango.registry import syncable_models  # noqa: E402
from morango.sync.controller import MorangoProfileController  # noqa: E402

PROFILE = "bench"


class Partner(SyncableModel):
    """A record with the fields of the workload, as text."""

    morango_profile = PROFILE
    morango_model_name = "partner"
    source = models.CharField(max_length=64)
    for _number in range(FIELDS):
        locals()[f"f{_number}"] = models.TextField(default="", blank=True)
    del _number

    class Meta:
        app_label = "morango"

    def calculate_source_id(self) -> str:
        return self.source

    def calculate_partition(self) -> str:
        return "office"


def main() -> None:
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Partner)
    syncable_models.ready = False  # the record below was declared after the first look
    syncable_models.populate()
    InstanceIDModel.get_or_create_current_instance()
    controller = MorangoProfileController(PROFILE)
    records: dict[str, Partner] = {}
    for line in sys.stdin:
        id_, fields = json.loads(line)
        record = records.get(id_)
        if record is None:
            record = records[id_] = Partner(id=uuid.uuid5(uuid.NAMESPACE_OID, id_).hex, source=id_)
        for name, value in fields.items():
            setattr(record, name, value)
        record.save()
    controller.serialize_into_store()
    kept = list(Store.objects.values("id", "serialized", "last_saved_instance", "last_saved_counter", "profile"))
    with connection.cursor() as cursor:  # as on the other machine: not there, and never deleted
        cursor.execute(f"DELETE FROM {Partner._meta.db_table}")
    Store.objects.update(dirty_bit=True)
    begun = time.process_time()
    controller.deserialize_from_store()
    spent = time.process_time() - begun
    arrived = Partner.objects.count()
    if arrived != len(records):
        raise SystemExit(f"{arrived} of {len(records)} records arrived")
    size = sum(len(json.dumps(row)) for row in kept)
    print(json.dumps({"bytes": size, "seconds": spent, "records": arrived}))


main()
