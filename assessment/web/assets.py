"""Static files under names that carry their own hash, so a browser may keep them for ever."""

import hashlib
import importlib.util
import mimetypes
import re
import threading
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from flask import Flask, Response, abort, current_app, request

from assessment.resources import resource_dir
from assessment.web.access import access
from assessment.web.compress import TEXT_TYPES, accepts_gzip, gzip_bytes

HASH_LENGTH = 10
BEST_GZIP = 9
QUICK_GZIP = 6  # For Plotly alone: 4.8 MB at level 9 would hold the first visitor for a second.
FOR_EVER = "public, max-age=31536000, immutable"
CHECK_FIRST = "public, no-cache"
PLOTLY = "plotly.js"
STYLE = "app.css"
STYLE_ORDER = ("tokens", "components", "parts")


@dataclass(slots=True)
class Asset:
    """One static file: its bytes, its hash and, once somebody asked, its packed bytes."""

    name: str
    path: Path
    level: int = BEST_GZIP
    cache_dir: Path | None = None
    parts: tuple[Path, ...] = ()
    _body: bytes | None = None
    _digest: str | None = None
    _packed: bytes | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def body(self) -> bytes:
        """The bytes of the file, or of its parts one after the other, read once; styles without comments."""
        if self._body is None:
            if self.parts:
                text = "".join(path.read_text(encoding="utf-8") for path in self.parts)
                self._body = tight_css(text).encode()
            else:
                self._body = self.path.read_bytes()
        return self._body

    @property
    def digest(self) -> str:
        """The first HASH_LENGTH hexadecimal digits of the SHA-256 of the file."""
        if self._digest is None:
            self._digest = hashlib.sha256(self.body).hexdigest()[:HASH_LENGTH]
        return self._digest

    @property
    def hashed_name(self) -> str:
        """The name with the hash before its ending: css/tokens.0a1b2c3d4e.css."""
        name = PurePosixPath(self.name)
        return str(name.with_name(f"{name.stem}.{self.digest}{name.suffix}"))

    @property
    def mimetype(self) -> str:
        """The media type that the file ending stands for."""
        if self.path.suffix == ".js":
            return "text/javascript"
        return mimetypes.guess_type(self.path.name)[0] or "application/octet-stream"

    def packed(self) -> bytes:
        """The gzip form, made when first asked for and kept; on disk too when there is a cache folder."""
        with self._lock:
            if self._packed is None:
                self._packed = self._packed_from_disk() or self._pack()
            return self._packed

    def _packed_file(self) -> Path | None:
        return self.cache_dir / f"{self.path.stem}.{self.digest}.gz" if self.cache_dir else None

    def _packed_from_disk(self) -> bytes | None:
        file = self._packed_file()
        return file.read_bytes() if file is not None and file.is_file() else None

    def _pack(self) -> bytes:
        packed = gzip_bytes(self.body, self.level)
        file = self._packed_file()
        if file is not None:
            keep_on_disk(file, packed)
        return packed


def tight_css(text: str) -> str:
    """Return a style sheet without comments and without the white space that only people need."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"\s+", " ", text))
    return text.replace(": ", ":").replace(";}", "}").strip()


def keep_on_disk(file: Path, packed: bytes) -> None:
    """Write a cache file in one step; a folder that cannot be written costs only the cache."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(".part")
        part.write_bytes(packed)
        part.replace(file)
    except OSError:
        return


class Assets:
    """All static files of the app, found once at start-up."""

    def __init__(self, folder: Path, cache_dir: Path | None, watch: bool = False) -> None:
        """Read the names below folder; with watch, look again at a file whenever it is asked for."""
        self._folder = folder
        self._watch = watch
        self._by_name: dict[str, Asset] = {}
        self._by_hashed_name: dict[str, Asset] = {}
        self._plotly: Asset | None = plotly_asset(cache_dir)
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                self._add(Asset(path.relative_to(folder).as_posix(), path))
        self._add(self._style())

    def _style(self) -> Asset:
        first = [self._folder / "css" / f"{name}.css" for name in STYLE_ORDER]
        rest = [path for path in sorted((self._folder / "css").glob("*.css")) if path not in first]
        return Asset(STYLE, self._folder / STYLE, parts=(*first, *rest))

    def _add(self, asset: Asset) -> None:
        self._by_name[asset.name] = asset
        self._by_hashed_name[asset.hashed_name] = asset

    def url(self, name: str) -> str:
        """The address of a file by its plain name. Raises KeyError for a file that is not there."""
        if name == PLOTLY and self._plotly is not None and name not in self._by_name:
            self._add(self._plotly)
        if self._watch and name != PLOTLY:
            self._add(self._style() if name == STYLE else Asset(name, self._folder / name))
        return "/static/" + self._by_name[name].hashed_name

    def find(self, name: str) -> tuple[Asset, bool] | None:
        """The file by its hashed name (True: may be kept for ever) or by its plain name (False)."""
        if name.startswith("plotly."):
            self.url(PLOTLY)
        if name in self._by_hashed_name:
            return self._by_hashed_name[name], True
        if name in self._by_name:
            return self._by_name[name], False
        return None


def plotly_asset(cache_dir: Path | None) -> Asset | None:
    """The script that the installed plotly package carries, without importing the package."""
    spec = importlib.util.find_spec("plotly")
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(spec.submodule_search_locations[0]) / "package_data" / "plotly.min.js"
    return Asset(PLOTLY, path, QUICK_GZIP, cache_dir) if path.is_file() else None


@access("anyone")
def static_file(filename: str) -> Response:
    """One static file: from memory, packed when the browser can unpack it, 304 when it has it."""
    assets: Assets = current_app.extensions["assets"]
    found = assets.find(filename)
    if found is None:
        abort(404)
    asset, for_ever = found
    response = current_app.response_class(mimetype=asset.mimetype)
    response.set_etag(asset.digest, weak=True)
    response.headers["Cache-Control"] = FOR_EVER if for_ever else CHECK_FIRST
    response.make_conditional(request)
    if response.status_code == 304:
        return response
    if asset.mimetype in TEXT_TYPES:
        response.vary.add("Accept-Encoding")
    if asset.mimetype in TEXT_TYPES and accepts_gzip():
        response.headers["Content-Encoding"] = "gzip"
        response.set_data(asset.packed())
    else:
        response.set_data(asset.body)
    return response


def init_assets(app: Flask, data_dir: Path | None) -> None:
    """Serve the static folder under /static and give templates `asset(name)`."""
    cache_dir = data_dir / "cache" if data_dir is not None else None
    assets = Assets(resource_dir("static"), cache_dir, watch=bool(app.debug))
    app.extensions["assets"] = assets
    app.add_url_rule("/static/<path:filename>", "static", static_file, methods=["GET"])
    app.jinja_env.globals["asset"] = assets.url
