"""Every setting there is: the one place that reads the environment and `.env`."""

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator
from pydantic_core import PydanticUndefined
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

PREFIX = "SWITCHBOARD_"


class SettingsError(Exception):
    """A setting is wrong; the text is one sentence that names it and says what to do."""


class Endpoint(BaseModel):
    """One model behind an OpenAI-compatible endpoint, or the built-in one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str | None = Field(None, description='The model\'s name, or "embedded" for the built-in one.')
    url: str | None = Field(None, description="Its OpenAI-compatible endpoint, such as https://api.openai.com/v1.")
    key: SecretStr | None = Field(None, description="The endpoint's API key.")
    mode: Literal["tools", "json_schema"] = Field(
        "tools",
        description='"tools" where the model calls tools natively, "json_schema" where it only writes JSON.',
    )
    input_price: Decimal = Field(Decimal(0), ge=0, description="US dollars for a million input tokens.")
    output_price: Decimal = Field(Decimal(0), ge=0, description="US dollars for a million output tokens.")
    timeout: float = Field(30.0, gt=0, le=600, description="Seconds before a call counts as failed.")


class SmallEndpoint(Endpoint):
    """The model that is always there."""

    model: str = Field("embedded", description='The model\'s name, or "embedded" for the built-in one.')


class Embeddings(BaseModel):
    """Where sentence embeddings come from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str = Field("embedded", description='The model\'s name, or "embedded" for the built-in one.')
    url: str | None = Field(None, description="An OpenAI-compatible endpoint for another embedding model.")
    key: SecretStr | None = Field(None, description="The endpoint's API key.")


class Settings(BaseSettings):
    """What can be set, each by an environment variable with the prefix `SWITCHBOARD_`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_nested_delimiter="_",
        env_nested_max_split=1,
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    host: str = Field("127.0.0.1", description="The address to listen on; 0.0.0.0 for every network.")
    port: int = Field(8000, ge=1, le=65535, description="The port to listen on.")
    public_base_url: str | None = Field(
        None,
        pattern=r"^https?://\S+$",
        description="The address customers reach the server by, if not host and port.",
    )
    data_dir: Path = Field(
        Path("var"), description="Where the database, the knowledge base's index and the secret are kept."
    )
    database_url: str | None = Field(
        None,
        pattern=r"^(sqlite\+aiosqlite|postgresql\+asyncpg)://",
        description="sqlite+aiosqlite:///... or postgresql+asyncpg://...; unset: SQLite in data_dir.",
    )
    articles_dir: Path | None = Field(
        None, description="The folder of Markdown articles the bot answers questions from; unset: Northlight's."
    )
    token_secret: SecretStr | None = Field(
        None,
        description="Signs customers' tokens (HS256), 32 characters or more; unset: made once, kept in data_dir.",
    )
    demo: bool | None = Field(
        None,
        description="Fill an empty database with Northlight's demonstration data and let visitors sign in as "
        "its customers; unset: only while the server listens on this machine alone.",
    )
    company: str = Field("Northlight", min_length=1, description="The company's name, as customers read it.")
    timezone: ZoneInfo = Field(ZoneInfo("Europe/London"), description="Where the company keeps its working hours.")

    small: SmallEndpoint = Field(SmallEndpoint(), description="The model for routine turns")
    large: Endpoint = Field(Endpoint(), description="The model for hard turns; without a name the small one does all")
    fallback: Endpoint = Field(Endpoint(), description="The model that answers when the large one's provider fails")
    embeddings: Embeddings = Field(Embeddings(), description="The model that compares sentences")
    unsure_below: float = Field(
        0.5,
        ge=0,
        le=1,
        description="A small model's answer less confident than this is made again by the large one.",
    )
    learned_dir: Path | None = Field(
        None,
        description="What the embedded model has learned from a team's recordings: the folder of `switchboard train`.",
    )
    tier_policy: str = Field(
        "rules",
        min_length=1,
        description='What chooses between small and large: "rules", or the folder `switchboard train tiers` wrote.',
    )
    budget_usd: Decimal = Field(
        Decimal("0.50"),
        gt=0,
        description="What one conversation may spend on models before a person takes over.",
    )

    approval_limit: Decimal = Field(
        Decimal(100),
        ge=0,
        decimal_places=2,
        description="Refunds above this many pounds wait for a supervisor.",
    )
    proposal_minutes: int = Field(30, ge=1, le=1440, description="How long a question that asks for a yes stays open.")
    max_message_chars: int = Field(4000, ge=100, le=100_000, description="The longest message a customer may send.")
    rate_per_minute: int = Field(60, ge=1, description="Requests a caller may make in a minute, on average.")
    rate_burst: int = Field(30, ge=1, description="Requests a caller may make at once.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="How much is logged; never what customers say."
    )
    langsmith: bool = Field(
        True, description="Let LANGSMITH_TRACING=true switch on tracing, redacted first; false: never."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the names are pydantic's
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Refuse names nobody knows before any value is read."""
        for source in (env_settings, dotenv_settings):
            if isinstance(source, EnvSettingsSource | DotEnvSettingsSource):
                _refuse_unknown(source.env_vars)
        return init_settings, env_settings, dotenv_settings

    @model_validator(mode="after")
    def _endpoints_are_whole(self) -> Self:
        for name in ("small", "large", "fallback"):
            endpoint: Endpoint = getattr(self, name)
            if endpoint.model in (None, "embedded") and (endpoint.url or endpoint.key):
                raise ValueError(f"{PREFIX}{name.upper()}_MODEL must name the model that the endpoint is to use")
        return self

    @property
    def database(self) -> str:
        """The database's URL."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir.absolute() / 'switchboard.db'}"

    @property
    def base_url(self) -> str:
        """Where the server is reached."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104 - compared, not bound
        return (self.public_base_url or f"http://{host}:{self.port}").rstrip("/")

    @property
    def demonstrates(self) -> bool:
        """Whether this is a server for trying: seeded, and anybody may sign in as a seeded customer."""
        return self.host in ("127.0.0.1", "localhost", "::1") if self.demo is None else self.demo


@dataclass(frozen=True)
class Described:
    """One setting as `.env.example` and the README show it."""

    name: str
    default: str
    description: str


def load(**overrides: Any) -> Settings:
    """Read the settings.

    Raises:
        SettingsError: One of them is unknown or wrong.
    """
    try:
        return Settings(**overrides)
    except ValidationError as error:
        raise SettingsError(_sentence(error)) from error


def describe() -> list[Described]:
    """List every setting in order, nested ones spelled out; `.env.example` and the README are held to it."""
    return list(_described(Settings, PREFIX))


def _described(model: type[BaseModel], prefix: str, defaults: BaseModel | None = None) -> Iterator[Described]:
    for name, field in model.model_fields.items():
        default = field.default if defaults is None else getattr(defaults, name)
        if isinstance(default, BaseModel):
            for nested in _described(type(default), f"{prefix}{name.upper()}_", default):
                yield Described(nested.name, nested.default, f"{field.description}: {nested.description}")
        else:
            shown = "" if default in (None, PydanticUndefined) else str(default)
            yield Described(
                f"{prefix}{name.upper()}",
                shown.lower() if isinstance(default, bool) else shown,
                field.description or "",
            )


def _refuse_unknown(found: Iterable[str]) -> None:
    known = [setting.name for setting in describe()]
    for name in sorted(found):
        shouted = name.upper()
        if shouted.startswith(PREFIX) and shouted not in known:
            near = difflib.get_close_matches(shouted, known, n=1, cutoff=0.5)
            hint = f"; did you mean {near[0]}?" if near else "; .env.example lists them all."
            raise SettingsError(f"There is no setting {shouted}{hint}")


def _sentence(error: ValidationError) -> str:
    """Say what the first fault is, naming the variable as it is written in the environment."""
    fault = error.errors(include_url=False, include_input=False)[0]
    what = fault["msg"].removeprefix("Value error, ")
    if not fault["loc"]:
        return f"{what}."
    name = PREFIX + "_".join(str(part) for part in fault["loc"]).upper()
    return f"{name} is wrong: {what[:1].lower()}{what[1:]}. {_meaning(name)}".strip()


def _meaning(name: str) -> str:
    return next((setting.description for setting in describe() if setting.name == name), "")
