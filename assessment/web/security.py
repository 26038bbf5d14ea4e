"""What every answer says to the browser about safety, and which requests are refused unread."""

import ipaddress
from urllib.parse import urlsplit

from flask import Flask, Response, g, request
from flask.sessions import SecureCookieSessionInterface
from flask_wtf import CSRFProtect
from itsdangerous import URLSafeTimedSerializer

from assessment.config import LOOPBACK_HOSTS, Settings
from assessment.errors import NotAllowed

STRICT_STYLES = "style-src 'self'"
CHART_STYLES = "style-src 'self' 'unsafe-inline'"
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        STRICT_STYLES,
        "style-src-attr 'unsafe-inline'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    )
)
CHART_POLICY = CONTENT_SECURITY_POLICY.replace(STRICT_STYLES, CHART_STYLES, 1)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
PAGE_CACHE = "private, no-cache"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
MISDIRECTED = 421
MISDIRECTED_TEXT = (
    "This server does not answer under that name. Use the address that it printed when it started.\n"
)

csrf = CSRFProtect()


class Sessions(SecureCookieSessionInterface):
    """Flask's signed cookies, with the signer made once instead of for every request."""

    def __init__(self) -> None:
        self._signer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """The signer of this app; one interface belongs to one app, whose key never changes."""
        if self._signer is None:
            self._signer = super().get_signing_serializer(app)
        return self._signer


def host_name(host: str) -> str:
    """The name or number in a Host header, in small letters, without port and brackets."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def is_address(name: str) -> bool:
    """Whether a host name is an IP number: a page elsewhere cannot make one point here."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def host_allowed(name: str, settings: Settings) -> bool:
    """Whether the app answers under this host name.

    Always under the loopback names and under the name of the public address. An app that listens beyond the
    loopback also answers under the name it was bound to and under any IP number.
    """
    if name in LOOPBACK_HOSTS or (
        settings.public_url and name == host_name(urlsplit(settings.public_url).netloc)
    ):
        return True
    if settings.on_loopback:
        return False
    return name == settings.host.lower() or is_address(name)


def comes_from_elsewhere() -> bool:
    """Whether the browser says that another site made this request."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is None:
        return False
    return urlsplit(origin).netloc != request.host


def allow_chart_styles() -> None:
    """Let the page of this request write style sheets of its own, which Plotly does when it is loaded."""
    g.chart_styles = True


def init_security(app: Flask, settings: Settings) -> None:
    """Install the checks before each request, the headers after it, the cookies and the form tokens."""
    app.config.update(
        SESSION_COOKIE_NAME="gradino",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=(settings.public_url or "").startswith("https://"),
        WTF_CSRF_TIME_LIMIT=None,  # A workshop page stays open all day; the token ends with the session.
        WTF_CSRF_SSL_STRICT=False,  # The origin is checked below, for http as well.
    )

    app.session_interface = Sessions()

    @app.before_request
    def refuse_strangers() -> Response | None:
        if not host_allowed(host_name(request.host), settings):
            return app.response_class(MISDIRECTED_TEXT, MISDIRECTED, mimetype="text/plain")
        if request.method not in SAFE_METHODS and comes_from_elsewhere():
            raise NotAllowed("This form was sent from another site, so it was not accepted.")
        return None

    @app.after_request
    def add_headers(response: Response) -> Response:
        policy = CHART_POLICY if g.get("chart_styles") else CONTENT_SECURITY_POLICY
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.extend(HEADERS)
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = PAGE_CACHE
        return response

    csrf.init_app(app)
