"""Sign-in with an account of another system, by OpenID Connect; on when its address and its key are set."""

import secrets
from typing import Any

from flask import current_app, redirect, request, session, url_for
from werkzeug.wrappers import Response

from assessment.config import Outside, Settings
from assessment.errors import NotAllowed, NotFound
from assessment.web.addresses import local_path, public_base

SESSION_KEY = "outside"
WAIT_SECONDS = 10
SCOPE = "openid email profile"
NOT_VOUCHED = "The other system did not confirm who you are. Try again, or sign in with your password."
NOT_THERE = "Sign-in with another system is not set up here."
MISSING = "Sign-in with another system needs two more packages: pip install 'gradino[oidc]'."


def name_of(settings: Settings) -> str:
    """What the button says; '' when nothing is set up."""
    return settings.outside.name if settings.outside else ""


def configured() -> Outside:
    """The other system. Raises NotFound when none is set up."""
    settings: Settings = current_app.config["SETTINGS"]
    if settings.outside is None:
        raise NotFound(NOT_THERE)
    return settings.outside


def client(outside: Outside, state: str = "") -> Any:
    """The session that speaks with the other system. Raises NotAllowed without the packages it needs."""
    try:
        from authlib.integrations.requests_client import OAuth2Session
    except ImportError as error:
        raise NotAllowed(MISSING) from error
    made: Any = OAuth2Session(
        outside.client_id,
        outside.client_secret,
        scope=SCOPE,
        state=state or None,
        redirect_uri=public_base() + url_for("sign_in.come_back"),
        code_challenge_method="S256",
        default_timeout=WAIT_SECONDS,
    )
    return made


def metadata(speaking: Any, outside: Outside) -> dict[str, Any]:
    """Where the other system answers. Raises NotAllowed when it cannot be reached."""
    try:
        answer = speaking.get(
            f"{outside.issuer}/.well-known/openid-configuration", withhold_token=True, timeout=WAIT_SECONDS
        )
        found: dict[str, Any] = answer.json()
    except Exception as error:  # Whatever keeps the other system from answering.
        raise NotAllowed("The other system does not answer just now. Sign in with your password.") from error
    if found.get("issuer", "").rstrip("/") != outside.issuer:
        raise NotAllowed(NOT_VOUCHED)
    return found


def go(workspace_id: str, target: str) -> Response:
    """Send the person to the other system, with what proves on the way back that we did."""
    outside = configured()
    speaking = client(outside)
    at = metadata(speaking, outside)
    verifier, nonce = secrets.token_urlsafe(48), secrets.token_urlsafe(24)
    address, state = speaking.create_authorization_url(
        at["authorization_endpoint"], nonce=nonce, code_verifier=verifier
    )
    session[SESSION_KEY] = [state, nonce, verifier, workspace_id, target]
    return redirect(address, 303)


def come_back() -> tuple[str, str, str, str]:
    """The workspace, the address, the other system's own name of the person, and where they wanted to go.

    Raises NotAllowed unless the other system vouches for an address that it has checked itself.
    """
    outside = configured()
    kept = session.pop(SESSION_KEY, None)
    if not kept:
        raise NotAllowed(NOT_VOUCHED)
    state, nonce, verifier, workspace_id, target = kept
    # With the state that we sent, the library refuses an answer to any other question.
    speaking = client(outside, state)
    claims = claims_of(speaking, metadata(speaking, outside), outside, nonce, verifier, request.url)
    email = str(claims.get("email", "")).strip().lower()
    if not email or claims.get("email_verified") is not True:
        raise NotAllowed("The other system has not checked your e-mail address, so it cannot be used here.")
    return workspace_id, email, f"{outside.issuer} {claims['sub']}", local_path(target)


def claims_of(
    speaking: Any, at: dict[str, Any], outside: Outside, nonce: str, verifier: str, address: str
) -> dict[str, Any]:
    """What the other system says of the person, after every signature and date was checked."""
    from joserfc import jwt
    from joserfc.jwk import KeySet

    try:
        token = speaking.fetch_token(
            at["token_endpoint"], authorization_response=address, code_verifier=verifier, timeout=WAIT_SECONDS
        )
        keys = KeySet.import_key_set(
            speaking.get(at["jwks_uri"], withhold_token=True, timeout=WAIT_SECONDS).json()
        )
        read = jwt.decode(token["id_token"], keys, algorithms=["RS256", "ES256", "PS256", "EdDSA"])
        rules = jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": at["issuer"]},
            aud={"essential": True, "value": outside.client_id},
            exp={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        rules.validate(read.claims)
    except Exception as error:  # Every fault means the same: nobody is vouched for.
        current_app.logger.warning("outside sign-in refused: %s", type(error).__name__)
        raise NotAllowed(NOT_VOUCHED) from error
    return dict(read.claims)
