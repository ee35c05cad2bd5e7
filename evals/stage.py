"""Where conversations are played again: the product's own road, on a copy of the demonstration data for each."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from itertools import count
from pathlib import Path

from app.settings import Embeddings, Endpoint, Settings, SmallEndpoint
from app.telemetry.metrics import Metrics
from app.turns import Turns
from app.wiring import House, articles, open_house
from evals import clock
from evals.databases import Database, Databases
from evals.transcript import Happening, Transcript
from graphs.services import Models
from prompts.registry import ROOT, Prompts
from tools.context import Caller, Channel, Strength
from tools.store import conversations, handoffs
from tools.store.conversations import Conversation
from tools.store.engine import Store
from tools.store.inbound import Incoming
from tools.store.migrate import migrate
from tools.store.seed import seed

WHERE = "K-replayed"
_CHANNELS: Mapping[str, Channel] = {"sms": "sms", "voice": "voice", "api": "api"}
_EVALS = "evals"
_KNOWLEDGE = "knowledge"
_LEARNED = "understanding"


class NothingToDoError(Exception):
    """A supervisor or a colleague was to act, and nothing waits for them."""


@dataclass(frozen=True)
class Scene:
    """One conversation with a database of its own."""

    house: House
    turns: Turns
    caller: Caller
    _file: Database
    _databases: Databases
    _numbers: "count[int]" = field(default_factory=count)

    @property
    def store(self) -> Store:
        """Its own store."""
        return self.house.store

    @property
    def database(self) -> Path:
        """The file of its store."""
        return self._file.path

    async def hear(self, text: str, channel: str | None = None) -> None:
        """Take a message of the customer's and answer it."""
        await self._take(self._incoming(channel, text=text))

    async def happen(self, happening: Happening) -> None:
        """Let a supervisor or a colleague do their part."""
        if happening == "colleague_returns":
            await self._returned()
            return
        waiting = await self.house.ledger.waiting(self.store)
        if not waiting:
            raise NothingToDoError("nothing waits for a supervisor")
        decision = {"action_id": waiting[-1].action_id, "approved": happening == "supervisor_approves", "by": "Sam"}
        await self._take(self._incoming(None).model_copy(update={"kind": "decision", "payload": decision}))

    async def close(self) -> None:
        """Close the store; its file serves for another conversation."""
        await self._databases.give_back(self._file)

    def _incoming(self, channel: str | None, text: str = "") -> Incoming:
        return Incoming(
            client_message_id=f"m-{next(self._numbers)}",
            text=text,
            customer_id=self.caller.customer_id,
            channel=_CHANNELS.get(channel or "", self.caller.channel),
            strength=self.caller.strength,
        )

    async def _take(self, incoming: Incoming) -> None:
        await self.turns.receive(WHERE, incoming)
        await self.turns.run(WHERE)

    async def _returned(self) -> None:
        now = self.house.now()
        async with self.store.writing() as tx:
            live = await handoffs.live(tx, WHERE)
            if live is None:
                raise NothingToDoError("no hand-off is open that a colleague could return")
            steps: list[handoffs.HandoffEvent] = ["offer", "accept", "close", "give_back"]
            for step in steps:
                await handoffs.move(tx, live.handoff_id, step, now, "Robin" if step == "accept" else None)
            found = await conversations.find(tx, WHERE)
            area = found.state.get("area") if found else None
            # What led to the last escalation is no evidence for a new one.
            await conversations.save(tx, WHERE, now, state={"area": area} if area else {})


@dataclass(frozen=True)
class Stage:
    """An open house, and seeded databases to copy from."""

    house: House
    folder: Path
    _databases: Databases = field(default_factory=Databases)
    _metrics: Metrics = field(default_factory=Metrics)
    _preparing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def scene(self, transcript: Transcript, models: Models | None = None) -> Scene:
        """Begin a conversation; `models` play it in place of the product's own."""
        begins = transcript.now or clock.START
        clock.set_to(begins)
        scene = await self._opened(await self._template(begins), _caller(transcript), models)
        now = self.house.now()
        opened = Conversation(
            conversation_id=WHERE,
            customer_id=scene.caller.customer_id,
            channel=scene.caller.channel,
            created_at=now,
            updated_at=now,
        )
        async with scene.store.writing() as tx:
            await conversations.create(tx, opened)
        return scene

    async def fork(self, scene: Scene) -> Scene:
        """Begin a second conversation where one stands, for the product's own models to go on with."""
        forked = await self._opened(scene.database, scene.caller, None)
        return replace(forked, _numbers=scene._numbers)

    async def _opened(self, source: Path, caller: Caller, models: Models | None) -> Scene:
        file = await self._databases.copy_of(source)
        house = replace(self.house, store=file.store, models=models or self.house.models)
        return Scene(house, Turns(house, self._metrics), caller, file, self._databases)

    async def _template(self, begins: datetime) -> Path:
        path = self.folder / f"northlight-{begins:%Y%m%d%H%M}.db"
        async with self._preparing:
            if not path.exists():
                store = Store.at(f"sqlite+aiosqlite:///{path}")
                await migrate(store)
                await seed(store, begins)
                await store.close()
        return path


@asynccontextmanager
async def open_stage(
    settings: Settings,
    versions: Mapping[str, int] | None = None,
    models: Models | None = None,
    prompts: Path = ROOT,
) -> AsyncIterator[Stage]:
    """Open the product beside its own data; prompts can be tried at other versions than the released ones.

    What is slow to prepare (the knowledge base, the embedded model's training) is kept in `evals` below the data
    folder, and copied: an embedded Chroma folder has one owner at a time.
    """
    kept = settings.data_dir / _EVALS
    with tempfile.TemporaryDirectory(prefix="switchboard-stage-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (kept / _LEARNED).mkdir(parents=True, exist_ok=True)
        (folder / _LEARNED).symlink_to((kept / _LEARNED).absolute())
        before = await asyncio.to_thread(_kept_of, settings)
        if before.is_dir():
            await asyncio.to_thread(shutil.copytree, before, folder / _KNOWLEDGE)
        shared = {"data_dir": folder, "database_url": f"sqlite+aiosqlite:///{folder / 'house.db'}"}
        at = settings.model_copy(update=shared)
        async with open_house(at, models=models, now=clock.now, prompts=Prompts(prompts, versions)) as house:
            await house.knowledge.search("are the articles read?")
            yield Stage(house, folder)
        await asyncio.to_thread(_keep, folder / _KNOWLEDGE, before)


async def prepare(settings: Settings, prompts: Path = ROOT) -> None:
    """Make what is slow to prepare, if nothing is kept of these articles: else several processes would each make it."""
    if not _kept_of(settings).is_dir():
        async with open_stage(settings, prompts=prompts):
            pass


def built_in(settings: Settings) -> Settings:
    """Return the settings with the embedded model alone, whatever else is set: what a gate is measured with."""
    models = {"small": SmallEndpoint(), "large": Endpoint(), "fallback": Endpoint(), "embeddings": Embeddings()}
    return settings.model_copy(update=models)


def _kept_of(settings: Settings) -> Path:
    """Say where that lies which is kept of these articles."""
    return settings.data_dir / _EVALS / _named(articles(settings))


def _named(folder: Path) -> str:
    """Name what is kept of these articles: of others another is made."""
    digest = sha256()
    for file in sorted(folder.glob("*.md")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return f"{_KNOWLEDGE}-{digest.hexdigest()[:16]}"


def _keep(made: Path, kept: Path) -> None:
    """Keep what was prepared for the next time, whole or not at all; what was made of other articles goes."""
    if made.is_dir() and not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        old = [other for other in kept.parent.glob(f"{_KNOWLEDGE}*") if other != kept]
        part = Path(tempfile.mkdtemp(dir=kept.parent))
        shutil.copytree(made, part / _KNOWLEDGE)
        try:
            (part / _KNOWLEDGE).rename(kept)
        except OSError:
            # Another process was quicker; its copy is as good.
            pass
        finally:
            for gone in (part, *old):
                shutil.rmtree(gone, ignore_errors=True)


def _caller(transcript: Transcript) -> Caller:
    strength = Strength[transcript.strength.upper()] if transcript.customer_id else Strength.ANONYMOUS
    return Caller(transcript.customer_id, _CHANNELS.get(transcript.channel, "web_chat"), strength)
