"""Random kills: `python -m tests.kill` in small."""

from datetime import UTC, datetime
from pathlib import Path

from tests.databases import START, SqliteCopies
from tests.kill.house import Place
from tests.kill.reckoning import reckon
from tests.kill.replica import Forked
from tests.kill.storm import Storm
from tests.kill.town import open_store, settle

KILLS = 10
SEED = 7


async def test_random_kills_lose_nothing_and_double_nothing(sqlite_copies: SqliteCopies, tmp_path: Path) -> None:
    place = Place(sqlite_copies.url("northlight", tmp_path / "store.db"), tmp_path, datetime.now(UTC))
    async with open_store(place.database) as store:
        storm = Storm([Forked(place)], await settle(store, 3 * KILLS, START), KILLS, SEED, calm=0.3)
        await storm.rage()
        found = await reckon(store, storm.customers)
        assert found.faults == []
        assert storm.kills == KILLS
        assert found.writes > 0
        assert place.log.read_text() == ""
