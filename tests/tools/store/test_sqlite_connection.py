import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tools.store.engine import Store
from tools.store.sqlite_connection import OneHopConnection


async def test_a_statement_is_one_hop_to_the_databases_thread(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    hops: list[str] = []
    hop = OneHopConnection._execute

    async def counted(self: OneHopConnection, work: object, *arguments: object) -> object:
        hops.append(getattr(work, "__name__", ""))
        return await hop(self, work, *arguments)  # type: ignore[no-untyped-call]

    async with sqlite_store.writing() as tx:
        await tx.execute(text("CREATE TABLE things (name TEXT PRIMARY KEY)"))
        monkeypatch.setattr(OneHopConnection, "_execute", counted)
        await tx.execute(text("INSERT INTO things VALUES (:name)"), [{"name": "a"}, {"name": "b"}])
        names = (await tx.scalars(text("SELECT name FROM things ORDER BY name"))).all()
    assert names == ["a", "b"]
    assert hops[:3] == ["_run", "_run", "commit"]


async def test_what_sqlite_refuses_is_the_error_that_callers_expect(sqlite_store: Store) -> None:
    async with sqlite_store.writing() as tx:
        await tx.execute(text("CREATE TABLE things (name TEXT PRIMARY KEY)"))
        changed = await tx.execute(text("INSERT INTO things VALUES ('a')"))
        assert changed.rowcount == 1
        with pytest.raises(IntegrityError):
            await tx.execute(text("INSERT INTO things VALUES ('a')"))
        assert (await tx.scalars(text("SELECT name FROM things"))).all() == ["a"]
