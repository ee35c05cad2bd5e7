"""Signed tokens: who a caller is, and what they may do.

Three audiences keep three kinds apart, so that none can pass for another: customers (signed by the customer's
own site with the shared secret), conversations (handed out when one is opened) and staff.
"""

import os
import secrets
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import jwt

from app.settings import Settings, SettingsError

Audience = Literal["switchboard", "switchboard/conversation", "switchboard/staff"]
CUSTOMER: Audience = "switchboard"
CONVERSATION: Audience = "switchboard/conversation"
STAFF: Audience = "switchboard/staff"
Role = Literal["agent", "supervisor"]
_SHORTEST_SECRET = 32
_GUESSED_FIRST = ("changeme", "change-me", "secret", "password", "default", "example", "switchboard")


class TokenError(Exception):
    """A token proves nothing; the text says why and what to do."""


@dataclass(frozen=True)
class Staff:
    """Somebody who works here."""

    name: str
    role: Role


class Tokens:
    """Signs and checks tokens with one secret."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def customer(self, customer_id: str, *, now: datetime, minutes: int = 60) -> str:
        """Sign what a customer's site would sign after its own log-in."""
        return self._sign(customer_id, CUSTOMER, now + timedelta(minutes=minutes))

    def conversation(self, conversation_id: str, *, now: datetime, days: int = 7) -> str:
        """Sign the key to one conversation."""
        return self._sign(conversation_id, CONVERSATION, now + timedelta(days=days))

    def staff(self, staff: Staff, *, now: datetime, hours: int = 10) -> str:
        """Sign a colleague's token for one shift."""
        return self._sign(staff.name, STAFF, now + timedelta(hours=hours), role=staff.role)

    def subject(self, token: str, *audiences: Audience) -> tuple[str, str]:
        """Return for which of the audiences the token is, and whom it is about.

        Raises:
            TokenError: It is not signed by us, expired, or for something else.
        """
        claims = self._claims(token, audiences)
        return claims["aud"], claims["sub"]

    def read_staff(self, token: str) -> Staff:
        """Return the colleague the token names.

        Raises:
            TokenError: As for `subject`.
        """
        claims = self._claims(token, (STAFF,))
        return Staff(claims["sub"], "supervisor" if claims.get("role") == "supervisor" else "agent")

    def _sign(self, subject: str, audience: Audience, expires: datetime, **more: str) -> str:
        claims = {"sub": subject, "aud": audience, "exp": expires.astimezone(UTC), **more}
        return jwt.encode(claims, self._secret, algorithm="HS256")

    def _claims(self, token: str, audiences: tuple[Audience, ...]) -> dict[str, str]:
        try:
            claims = jwt.decode(
                token,
                self._secret,
                algorithms=["HS256"],
                audience=list(audiences),
                options={"require": ["exp", "aud", "sub"], "strict_aud": False},
            )
        except jwt.ExpiredSignatureError as error:
            raise TokenError("The token has expired; sign in again and send a fresh one.") from error
        except jwt.InvalidAudienceError as error:
            wanted = " or ".join(audiences)
            raise TokenError(f"The token is meant for something else; its audience (aud) must be {wanted}.") from error
        except jwt.MissingRequiredClaimError as error:
            raise TokenError(f"The token lacks the claim {error.claim}; it needs exp, aud and sub.") from error
        except jwt.InvalidTokenError as error:
            raise TokenError("The token is not signed with this server's secret (HS256).") from error
        if not isinstance(claims["aud"], str) or not claims["sub"]:
            raise TokenError("The token must name one audience (aud) and one subject (sub).")
        return claims


def read_secret(settings: Settings) -> str:
    """Return the secret that signs tokens; where none is set, make one and keep it for the next start.

    Raises:
        SettingsError: It is one that others could guess.
    """
    if settings.token_secret is not None:
        return _checked(settings.token_secret.get_secret_value(), "SWITCHBOARD_TOKEN_SECRET")
    path = settings.data_dir / "token_secret"
    if not path.exists():
        _make_secret(path)
    return _checked(path.read_text(encoding="ascii").strip(), str(path))


def _make_secret(path: Path) -> None:
    """Write a new secret, whole or not at all; two servers that start at once keep the first one's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=path.parent)  # readable by its owner only
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        Path(draft).unlink()


def _checked(secret: str, where: str) -> str:
    if len(secret) < _SHORTEST_SECRET or len(set(secret)) < _SHORTEST_SECRET // 3:
        raise SettingsError(
            f"{where} must be at least {_SHORTEST_SECRET} random characters; unset, one is made for you."
        )
    if any(secret.lower().startswith(word) for word in _GUESSED_FIRST):
        raise SettingsError(f"{where} is one that others would guess; unset, one is made for you.")
    return secret
