"""Read Server-Sent Events in tests."""

import json
from dataclasses import dataclass
from typing import Any

import httpx2


@dataclass(frozen=True)
class Event:
    """One event as a client sees it."""

    id: str
    type: str
    data: dict[str, Any]


def read(body: str) -> list[Event]:
    """Read the events of a body."""
    events = []
    for block in body.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if fields:
            events.append(Event(fields["id"], fields["event"], json.loads(fields["data"])))
    return events


async def opened(client: httpx2.AsyncClient, headers: dict[str, str] | None = None) -> tuple[str, dict[str, str]]:
    """Open a conversation: its address, and the headers of whoever holds its token."""
    response = await client.post("/v1/conversations", headers=headers)
    assert response.status_code == 201, response.text
    body = response.json()
    return f"/v1/conversations/{body['conversation_id']}", {"Authorization": f"Bearer {body['access_token']}"}


async def says(
    client: httpx2.AsyncClient, where: str, key: dict[str, str], text: str, message_id: str, **headers: str
) -> list[Event]:
    """Send a message and read its answer."""
    body = {"text": text, "client_message_id": message_id}
    response = await client.post(f"{where}/messages", json=body, headers={**key, **headers})
    assert response.status_code == 200, response.text
    return read(response.text)
