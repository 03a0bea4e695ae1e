"""A database that is away, locked or silent costs the deadline, not more, and says so without quoting anyone."""

from __future__ import annotations

import socket
import sqlite3
import threading
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import pytest
import sqlalchemy as sa

from waymark.errors import NotStored, StoreError
from waymark.store import Store
from waymark.store.upgrade import upgrade

CANARY = "canary-91cc-words-of-a-person"
DEADLINE = 0.5
MARGIN = 1.0  # a busy machine is slow
CONNECT = 2.0  # the least that libpq waits for a connection


@contextmanager
def takes_at_most(seconds: float) -> Iterator[None]:
    start = time.monotonic()
    yield
    assert time.monotonic() - start < seconds + MARGIN


def assert_down(store: Store, say, seconds: float) -> None:
    """Make sure that every kind of use fails in time, quoting nothing."""
    uses = (
        store.check,
        lambda: store.conversations.create("en", "US"),
        lambda: store.messages.add_from_person("c", say(CANARY), CANARY),
        lambda: store.messages.add_replies("c", None, [say(CANARY)]),
        lambda: store.messages.all("c"),
        lambda: store.risks.put("c", {"text": CANARY}),
        lambda: store.outbox.claim("page", 1, 60),
        lambda: store.trackers.save("c", CANARY.encode()),
        lambda: store.questions.add("c", CANARY),
        lambda: store.scores.add("c", "run", {"answers": CANARY}),
        lambda: store.records.put("c", "kind", "key", {"answers": CANARY}),
    )
    for use in uses:
        with takes_at_most(seconds), pytest.raises(StoreError) as caught:
            use()
        assert caught.value.__cause__ is not None
        assert CANARY not in "".join(traceback.format_exception(caught.value))
        assert isinstance(caught.value, NotStored) == (
            "keep a message" in str(caught.value) or "keep replies" in str(caught.value)
        )


def test_opening_touches_nothing(tmp_path, key, say):
    store = Store.open(f"sqlite:///{tmp_path / 'missing.db'}", [key], deadline_seconds=DEADLINE)
    assert_down(store, say, DEADLINE)
    store.close()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database(tmp_path, key, say):
    (tmp_path / "waymark.db").write_text("this is something else, and long enough to be looked at " * 20)
    store = Store.open(f"sqlite:///{tmp_path / 'waymark.db'}", [key], deadline_seconds=DEADLINE)
    assert_down(store, say, DEADLINE)
    store.close()


def test_a_writer_elsewhere_costs_the_deadline_and_readers_go_on(sqlite_url, key, say):
    upgrade(sqlite_url)
    store = Store.open(sqlite_url, [key], deadline_seconds=DEADLINE)
    conversation = store.conversations.create("en", "US").id
    other = sqlite3.connect(sa.make_url(sqlite_url).database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with takes_at_most(DEADLINE), pytest.raises(NotStored):
        store.messages.add_from_person(conversation, say(), "f")
    assert store.conversations.get(conversation) is not None
    with ThreadPoolExecutor(4) as pool, takes_at_most(2 * DEADLINE):
        waiting = [pool.submit(store.messages.add_from_person, conversation, say(), "f") for _ in range(4)]
        assert all(isinstance(each.exception(), NotStored) for each in waiting)
    other.execute("COMMIT")
    assert store.messages.add_from_person(conversation, say(), "f").is_new
    other.close()
    store.close()


def test_nobody_listens(key, say):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"postgresql+psycopg://someone:hunter2@127.0.0.1:{port}/waymark"
    store = Store.open(url, [key], deadline_seconds=DEADLINE)
    assert_down(store, say, DEADLINE)
    with pytest.raises(StoreError, match=r"someone:\*\*\*@127") as caught:
        store.check()
    assert "hunter2" not in str(caught.value)
    with pytest.raises(StoreError):
        upgrade(url)
    store.close()


def test_somebody_listens_and_says_nothing(key):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgresql+psycopg://someone@127.0.0.1:{silent.getsockname()[1]}/waymark"
        store = Store.open(url, [key], deadline_seconds=DEADLINE)
        with takes_at_most(CONNECT), pytest.raises(StoreError):
            store.check()
        store.close()


def test_a_network_that_swallows_everything(key):
    with socket.socket() as full, ExitStack() as waiting:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for _ in range(4):  # more than the queue holds: from then on the kernel drops what arrives
            client = waiting.enter_context(socket.socket())
            client.setblocking(False)
            client.connect_ex(full.getsockname())
        url = f"postgresql+psycopg://someone@127.0.0.1:{full.getsockname()[1]}/waymark"
        store = Store.open(url, [key], deadline_seconds=DEADLINE)
        with takes_at_most(DEADLINE), pytest.raises(StoreError):
            store.check()
        store.close()


class Wire:
    """Passes bytes between clients and a server, until it is cut."""

    def __init__(self, host: str, port: int):
        self._server = (host, port)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open = threading.Event()
        self._open.set()
        self.port = self._listening.getsockname()[1]
        self._start(self._accept)

    def cut(self) -> None:
        """Keep all connections, and pass nothing on."""
        self._open.clear()

    def mend(self) -> None:
        """Pass everything on again."""
        self._open.set()

    def _accept(self) -> None:
        while True:
            client, _ = self._listening.accept()
            server = socket.create_connection(self._server)
            self._start(self._pass, client, server)
            self._start(self._pass, server, client)

    def _pass(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                self._open.wait()
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # either side has gone, as it may

    @staticmethod
    def _start(work, *arguments: object) -> None:
        threading.Thread(target=work, args=arguments, daemon=True).start()


@pytest.mark.postgres
def test_a_server_that_falls_silent_costs_the_deadline_and_is_used_again(postgres_url, key, say):
    upgrade(postgres_url)
    server = sa.make_url(postgres_url)
    wire = Wire(server.host or "127.0.0.1", server.port or 5432)
    through = server.set(host="127.0.0.1", port=wire.port).render_as_string(hide_password=False)
    store = Store.open(through, [key], deadline_seconds=DEADLINE)
    conversation = store.conversations.create("en", "US").id
    wire.cut()
    for seconds in (DEADLINE, CONNECT):  # the connection at hand, then a new one
        with takes_at_most(seconds), pytest.raises(NotStored):
            store.messages.add_from_person(conversation, say(CANARY), "f")
    wire.mend()
    assert store.messages.add_from_person(conversation, say(), "f").is_new
    store.close()


@pytest.mark.postgres
def test_a_slow_statement_is_cancelled(postgres_url, key):
    upgrade(postgres_url)
    store = Store.open(postgres_url, [key], deadline_seconds=DEADLINE)
    with (
        takes_at_most(DEADLINE),
        pytest.raises(StoreError, match="QueryCanceled"),
        store._database.read("sleep") as inside,
    ):
        inside.execute(sa.text("SELECT pg_sleep(30)"))
    store.check()
    store.close()


@pytest.mark.postgres
def test_a_restarted_server_is_not_noticed(postgres_url, key):
    upgrade(postgres_url)
    store = Store.open(postgres_url, [key])
    store.check()
    engine = sa.create_engine(postgres_url)
    with engine.connect() as connection:
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        connection.execute(sa.text(f"{others} AND pid <> pg_backend_pid()"))
    engine.dispose()
    store.check()
    store.close()


@pytest.mark.postgres
def test_options_of_the_url_are_kept(postgres_url, key):
    url = sa.make_url(postgres_url).update_query_dict({"options": "-c search_path=elsewhere"})
    store = Store.open(url.render_as_string(hide_password=False), [key], deadline_seconds=DEADLINE)
    with store._database.read("be looked at") as inside:
        assert inside.execute(sa.text("SHOW search_path")).scalar() == "elsewhere"
        assert inside.execute(sa.text("SHOW statement_timeout")).scalar() == "500ms"
    store.close()
