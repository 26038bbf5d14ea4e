"""The settings of one run, read once: an option beats the environment, which beats the default.

| option       | environment        | default                                               |
|--------------|--------------------|-------------------------------------------------------|
| --data       | GRADINO_DATA       | the user's data folder for Gradino                    |
| --database   | GRADINO_DATABASE   | a SQLite file in the data folder                      |
| --host       | GRADINO_HOST       | 127.0.0.1                                             |
| --port       | GRADINO_PORT       | 8000                                                  |
| --workers    | GRADINO_WORKERS    | 1                                                     |
| --public-url | GRADINO_PUBLIC_URL | none: the address of each request                     |
|              | GRADINO_SECRET_KEY | made once and kept in secret.key in the data folder   |
|              | GRADINO_PROXIES    | 0: how many proxies of ours stand in front            |
|              | GRADINO_OIDC_...   | none: ISSUER, CLIENT_ID, CLIENT_SECRET, NAME          |
|              | GRADINO_LOG        | off; json writes a line for each request              |
|              | GRADINO_METRICS_TOKEN | none: /metrics is off                              |
|              | GRADINO_DEBUG      | off; 1 shows details of errors and re-reads templates |
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from platformdirs import user_data_path

from assessment.errors import AppError, InvalidInput

APP_NAME = "gradino"
DATABASE_FILE = "gradino.sqlite"
SECRET_FILE = "secret.key"  # noqa: S105  This is the name of the file, not the secret.
SECRET_BYTES = 32
SHORTEST_SECRET = 16
OWNER_ONLY = 0o600
OWNER_ONLY_FOLDER = 0o700
DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000
LARGEST_PORT = 65535
MOST_PROXIES = 9
LOOPBACK_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})
VARIABLES = (
    "GRADINO_DATA",
    "GRADINO_DATABASE",
    "GRADINO_HOST",
    "GRADINO_PORT",
    "GRADINO_WORKERS",
    "GRADINO_PUBLIC_URL",
    "GRADINO_SECRET_KEY",
    "GRADINO_PROXIES",
    "GRADINO_LOG",
    "GRADINO_METRICS_TOKEN",
    "GRADINO_DEBUG",
    "GRADINO_OIDC_ISSUER",
    "GRADINO_OIDC_CLIENT_ID",
    "GRADINO_OIDC_CLIENT_SECRET",
    "GRADINO_OIDC_NAME",
)


COUNTS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Names the folder in which several processes count requests; the library reads it from the environment."""


@dataclass(frozen=True, slots=True)
class Outside:
    """A system with which people may sign in. `issuer` has no slash at its end."""

    issuer: str
    client_id: str
    client_secret: str
    name: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What one run of the app needs to know. `public_url` has no slash at its end."""

    data_dir: Path
    database_url: str
    secret_key: str
    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT
    workers: int = 1
    public_url: str | None = None
    debug: bool = False
    outside: Outside | None = None
    log_requests: bool = False
    metrics_token: str | None = None
    proxies: int = 0

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach the app."""
        return self.host in LOOPBACK_HOSTS

    @property
    def needs_sign_in(self) -> bool:
        """Whether others can reach the app, by its own host or through a proxy at the public address."""
        public = urlsplit(self.public_url).hostname if self.public_url else None
        return not self.on_loopback or (public is not None and public not in LOOPBACK_HOSTS)

    @property
    def uses_sqlite(self) -> bool:
        """Whether the database is a SQLite file."""
        return self.database_url.startswith("sqlite")


def load_settings(
    *,
    data: Path | None = None,
    database: str | None = None,
    host: str | None = None,
    port: int | None = None,
    workers: int | None = None,
    public_url: str | None = None,
    environ: Mapping[str, str] | None = None,
) -> Settings:
    """The settings of this run; makes the data folder and, the first time, the secret key in it.

    Raises InvalidInput naming the option whose value cannot be used.
    """
    given = os.environ if environ is None else environ
    data_dir = prepare_data_dir(data, given)
    default_database = f"sqlite:///{(data_dir / DATABASE_FILE).as_posix()}"
    return Settings(
        data_dir=data_dir,
        database_url=database or given.get("GRADINO_DATABASE") or default_database,
        secret_key=given.get("GRADINO_SECRET_KEY") or stored_secret(data_dir / SECRET_FILE),
        host=host or given.get("GRADINO_HOST") or DEFAULT_HOST,
        port=port if port is not None else whole_number(given, "GRADINO_PORT", DEFAULT_PORT, 0, LARGEST_PORT),
        workers=workers if workers is not None else whole_number(given, "GRADINO_WORKERS", 1, 1, None),
        public_url=checked_address(public_url or given.get("GRADINO_PUBLIC_URL")),
        debug=given.get("GRADINO_DEBUG") == "1",
        outside=outside_system(given),
        log_requests=given.get("GRADINO_LOG") == "json",
        metrics_token=given.get("GRADINO_METRICS_TOKEN") or None,
        proxies=whole_number(given, "GRADINO_PROXIES", 0, 0, MOST_PROXIES),
    )


def outside_system(environ: Mapping[str, str]) -> Outside | None:
    """The system with which people may sign in, or None; InvalidInput when only a part of it is set."""
    issuer = checked_address(environ.get("GRADINO_OIDC_ISSUER"))
    if issuer is None:
        return None
    client_id = environ.get("GRADINO_OIDC_CLIENT_ID", "")
    client_secret = environ.get("GRADINO_OIDC_CLIENT_SECRET", "")
    if not client_id or not client_secret:
        raise InvalidInput(
            "GRADINO_OIDC_ISSUER",
            "Sign-in with another system needs GRADINO_OIDC_CLIENT_ID and GRADINO_OIDC_CLIENT_SECRET too.",
        )
    return Outside(issuer, client_id, client_secret, environ.get("GRADINO_OIDC_NAME") or "another system")


def prepare_data_dir(option: Path | None, environ: Mapping[str, str]) -> Path:
    """The data folder as an absolute path, made when it is missing and readable by its owner only."""
    named = option or (Path(environ["GRADINO_DATA"]) if environ.get("GRADINO_DATA") else None)
    folder = (named or user_data_path(APP_NAME, appauthor=False)).expanduser().resolve()
    try:
        folder.mkdir(mode=OWNER_ONLY_FOLDER, parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or "it cannot be made"
        raise InvalidInput(
            "data", f"The data folder {folder} cannot be used: {reason}. Choose another with --data."
        ) from error
    return folder


def stored_secret(path: Path) -> str:
    """The key that signs sessions and forms, made on the first run and kept across restarts."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    except FileExistsError:
        secret = path.read_text(encoding="ascii", errors="replace").strip()
        if len(secret) < SHORTEST_SECRET:
            raise AppError(f"The key file {path} is damaged. Delete it, then start again.") from None
        return secret
    except OSError as error:
        raise AppError(
            f"The key file {path} cannot be written: {error.strerror}. Choose another folder with --data."
        ) from error
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secret + "\n")
    return secret


def whole_number(environ: Mapping[str, str], name: str, default: int, least: int, most: int | None) -> int:
    """A whole number out of the environment, within its bounds."""
    text = environ.get(name, "")
    if not text:
        return default
    bounds = f"from {least} to {most}" if most is not None else f"of {least} or more"
    if (
        not text.isascii()
        or not text.isdecimal()
        or int(text) < least
        or (most is not None and int(text) > most)
    ):
        raise InvalidInput(name, f"{name} is {text!r}. It must be a whole number {bounds}.")
    return int(text)


def checked_address(address: str | None) -> str | None:
    """The public address without a slash at its end, or None."""
    if not address:
        return None
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise InvalidInput(
            "public-url", f"{address!r} is not an address. Write it like https://assess.example.org."
        )
    return address.rstrip("/")
