"""The product's own database becomes transcripts: what was said and called, and what the recording says of each turn.

What happened is written down as `facts`, never as `expected`: nobody has said that it was right. Words come from
what the customer sent and was told, calls from what the models saw.
"""

from collections.abc import AsyncGenerator
from pathlib import Path

from langchain_core.messages import AnyMessage
from sqlalchemy import String, Table, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from evals.convert.conversation import Kept, transcript
from evals.convert.pseudonyms import Hiding
from evals.convert.reading import ConversionError
from evals.transcript import Transcript
from tools.errors import Unavailable
from tools.store import action_rows, conversations, customers, events, inbound, interaction_tables, messages, turns
from tools.store.engine import Store, Transaction
from tools.store.events import Event
from tools.store.migrate import all_tables

_PAGE = 1000
_DATABASES = ("sqlite+aiosqlite://", "postgresql+asyncpg://")
_NOBODYS = {"slots", *(table.name for table in vars(interaction_tables).values() if isinstance(table, Table))}
"""Tables whose keys name no record of a customer's, or are in nobody's words."""


async def read_switchboard(url: str, key: bytes | None = None) -> AsyncGenerator[Transcript, None]:
    """Convert every conversation in which a customer has written, oldest first; with a key ids become pseudonyms.

    Raises:
        ConversionError: There is no such database, or it is not Switchboard's.
    """
    _check(url)
    store = Store.at(url)
    try:
        async with store.reading() as tx:
            ids = await _ids(tx)
            hiding = Hiding.known(key, [*await _record_ids(tx), *ids]) if key is not None else Hiding()
        for conversation_id in ids:
            async with store.reading() as tx:
                kept, name = await _kept(tx, conversation_id)
            if kept.begun:
                yield transcript(kept, hiding.of(name))
    except (Unavailable, SQLAlchemyError) as error:
        cause = error.__cause__ or error
        raise ConversionError(f"{_shown(url)} cannot be read as Switchboard's database: {cause}") from error
    finally:
        await store.close()


def url_of(source: str) -> str:
    """Return a database's URL; a path is a SQLite file's."""
    return source if "://" in source else f"sqlite+aiosqlite:///{Path(source).absolute()}"


def _check(url: str) -> None:
    """Refuse what is no database of ours, and a SQLite file that is not there: opening it would make an empty one."""
    if not url.startswith(_DATABASES):
        raise ConversionError(f"{_shown(url)} is no database's URL such as {' or '.join(_DATABASES)}...")
    found = make_url(url)
    if found.drivername.startswith("sqlite") and not Path(found.database or "").is_file():
        raise ConversionError(f"There is no database {found.database}; name the file, or set SWITCHBOARD_DATABASE_URL.")


def _shown(url: str) -> str:
    """Show a URL without its password."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except (ArgumentError, ValueError):
        return url.partition("://")[0]


async def _ids(tx: Transaction) -> list[str]:
    of = interaction_tables.conversations.c
    return list(await tx.scalars(select(of.conversation_id).order_by(of.created_at, of.conversation_id)))


async def _record_ids(tx: Transaction) -> list[str]:
    """List what names a record of the back office: in every table of its, the key, where that is one text."""
    found: list[str] = []
    for table in all_tables().sorted_tables:
        keys = list(table.primary_key.columns)
        if table.name not in _NOBODYS and len(keys) == 1 and isinstance(keys[0].type, String):
            found += await tx.scalars(select(keys[0]))
    return found


async def _kept(tx: Transaction, conversation_id: str) -> tuple[Kept, str | None]:
    """Read all there is of one conversation, and its customer's name."""
    conversation = await conversations.find(tx, conversation_id)
    assert conversation is not None  # noqa: S101 - its id was read from there
    customer = await customers.find(tx, conversation.customer_id) if conversation.customer_id else None
    kept = Kept(
        conversation=conversation,
        words=await inbound.of_conversation(tx, conversation_id),
        told=tuple(await _told(tx, conversation_id)),
        said=tuple(await _said(tx, conversation_id)),
        rows=await turns.of_conversation(tx, conversation_id),
        acted=await action_rows.all_of(tx, conversation_id),
    )
    return kept, customer.name if customer else None


async def _told(tx: Transaction, conversation_id: str) -> list[Event]:
    found: list[Event] = []
    while page := await events.after(tx, conversation_id, found[-1].seq if found else 0, _PAGE):
        found.extend(page)
    return found


async def _said(tx: Transaction, conversation_id: str) -> list[AnyMessage]:
    of = interaction_tables.messages.c
    query = select(of.body).where(of.conversation_id == conversation_id).order_by(of.message_id)
    return [messages.unpacked(body) for body in await tx.scalars(query)]
