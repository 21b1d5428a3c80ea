"""PostgreSQL servers of a distribution (Debian's, with `postgres_fdw`), several on one machine for one measurement."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import psycopg

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
EXTENSION = sorted(Path("/usr/share/postgresql").glob("*/extension/postgres_fdw.control"))
ACCOUNT = "postgres"  # the server does not run as root
QUIET = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "listen_addresses=")


def lacking() -> str:
    """Why no servers can be started here; empty when they can."""
    if not PROGRAMS or not EXTENSION:
        return "PostgreSQL's own server with postgres_fdw is not installed (apt install postgresql)"
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        return "this is root, and runuser is not there"
    return ""


class Cluster:
    """One server, reached by a socket in its folder."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port

    @property
    def address(self) -> str:
        """Of its database `postgres`, for the program."""
        return f"postgresql+psycopg://{ACCOUNT}@/postgres?host={self.folder}&port={self.port}"

    def run(self, *statements: str) -> None:
        """Each statement by itself, as the administrator."""
        with psycopg.connect(host=str(self.folder), port=self.port, user=ACCOUNT, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def value(self, query: str) -> object:
        """What a query for one value answers."""
        with psycopg.connect(host=str(self.folder), port=self.port, user=ACCOUNT) as connection:
            row = connection.execute(query.encode()).fetchone()
            return row[0] if row else None

    def start(self) -> None:
        settings = " ".join(f"-c {setting}" for setting in (*QUIET, f"port={self.port}"))
        self._program("pg_ctl", "-w", "-D", f"{self.folder}/data", "-l", f"{self.folder}/log",
                      "-o", f"{settings} -k {self.folder}", "start")  # fmt: skip

    def stop(self) -> None:
        self._program("pg_ctl", "-w", "-m", "immediate", "-D", f"{self.folder}/data", "stop")

    def make(self) -> None:
        """An empty server."""
        self._program("initdb", "-D", f"{self.folder}/data", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")

    def make_copy_of(self, primary: "Cluster") -> None:
        """A server that follows the other one and is only read."""
        self._program("pg_basebackup", "-h", str(primary.folder), "-p", str(primary.port), "-U", ACCOUNT,
                      "-D", f"{self.folder}/data", "-R", "-X", "stream", "-c", "fast")  # fmt: skip

    def _program(self, name: str, *arguments: str) -> None:
        as_account = ["runuser", "-u", ACCOUNT, "--"] if os.geteuid() == 0 else []
        command = [*as_account, str(PROGRAMS[-1] / name), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


@contextmanager
def clusters(*ports: int) -> Iterator[Sequence[Cluster]]:
    """As many empty servers, started; they are gone afterwards."""
    made: list[Cluster] = []
    try:
        for port in ports:
            made.append(_new(port))
            made[-1].make()
            made[-1].start()
        yield made
    finally:
        for cluster in made:
            _remove(cluster)


@contextmanager
def following(primary: Cluster, port: int) -> Iterator[Cluster]:
    """A started server that follows this one; it is gone afterwards."""
    cluster = _new(port)
    try:
        cluster.make_copy_of(primary)
        cluster.start()
        yield cluster
    finally:
        _remove(cluster)


def _new(port: int) -> Cluster:
    folder = Path(mkdtemp(prefix="pg"))
    if os.geteuid() == 0:
        shutil.chown(folder, ACCOUNT)
    return Cluster(folder, port)


def _remove(cluster: Cluster) -> None:
    if (cluster.folder / "data" / "postmaster.pid").exists():
        cluster.stop()
    shutil.rmtree(cluster.folder, ignore_errors=True)
