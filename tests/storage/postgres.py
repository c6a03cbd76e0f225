"""A PostgreSQL for the tests: the one that ASCORA_TEST_POSTGRES_URL names, or a cluster that is thrown away."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

URL = "ASCORA_TEST_POSTGRES_URL"
BINARIES = "usr/lib/postgresql/*/bin"
# The server refuses to run as root; either of these will do for it.
SERVERS = ("postgres", "nobody")


@contextmanager
def running_postgres() -> Iterator[str]:
    """Give the URL of a server, which runs until the block is left; skip the test if there can be none."""
    if find_spec("psycopg") is None:
        pytest.skip("no PostgreSQL: psycopg is not installed (pip install 'psycopg[binary]')")
    if given := os.environ.get(URL):
        yield given
        return
    found = sorted(Path("/").glob(BINARIES), key=lambda path: float(path.parent.name))
    if not found:
        pytest.skip(f"no PostgreSQL: there is none in /{BINARIES}, and {URL} names none")
    with _throwaway(found[-1]) as url:
        yield url


@contextmanager
def own_schema(url: str) -> Iterator[Engine]:
    """Give an engine whose tables are in a schema of their own, which is dropped afterwards."""
    schema = f"ascora_test_{uuid4().hex}"
    admin = create_engine(url)
    with admin.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    engine = create_engine(make_url(url).update_query_dict({"options": f"-csearch_path={schema}"}))
    try:
        yield engine
    finally:
        engine.dispose()
        with admin.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        admin.dispose()


@contextmanager
def _throwaway(binaries: Path) -> Iterator[str]:
    # Not in pytest's own folder: that is closed to other users, and its path is too long for a socket.
    folder = Path(tempfile.mkdtemp(prefix="ascora-pg-"))
    as_server = _other_user(folder)
    data = folder / "data"
    # No port: nothing but the socket in this folder leads to it. Nothing has to outlast a crash.
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off"

    def run(program: str, *arguments: str) -> None:
        command = [str(binaries / program), "-D", str(data), *arguments]
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, **as_server)

    try:
        run("initdb", "--auth=trust", "--username=ascora", "--encoding=UTF8", "--locale=C", "--no-sync")
        run("pg_ctl", "start", "--wait", "-l", str(folder / "log"), "-o", options)
        try:
            yield f"postgresql+psycopg://ascora@/postgres?host={folder}"
        finally:
            run("pg_ctl", "stop", "--wait", "-m", "immediate")
    finally:
        shutil.rmtree(folder)


def _other_user(folder: Path) -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    users = {entry.pw_name: entry for entry in pwd.getpwall()}
    server = next((users[name] for name in SERVERS if name in users), None)
    if server is None:
        pytest.skip(f"no PostgreSQL: it does not run as root, and the machine has none of the users {SERVERS}")
    os.chown(folder, server.pw_uid, server.pw_gid)
    return {"user": server.pw_uid, "group": server.pw_gid, "extra_groups": []}
