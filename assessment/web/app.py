"""Makes the Flask app: one place that says in which order its parts are put together."""

import re
from typing import TYPE_CHECKING

from flask import Flask
from flask.json.provider import DefaultJSONProvider
from jinja2.ext import Extension
from werkzeug.middleware.proxy_fix import ProxyFix

from assessment.config import Settings
from assessment.resources import resource_dir
from assessment.web import (
    access,
    assets,
    compress,
    errors,
    filters,
    forms,
    identity,
    security,
    shell,
    site,
    telemetry,
)
from assessment.web.features import feature_blueprints
from assessment.web.unit import utc_clock

if TYPE_CHECKING:
    from assessment.store.database import Database

LARGEST_FILE_BYTES = 5 * 1024 * 1024
FORM_OVERHEAD_BYTES = 256 * 1024
MOST_FORM_PARTS = 10_000
"""The form of an area has about twenty fields for each practice, and one for each thing noted."""
LOCAL_WORKSPACE = "local"


# The end of a block before the line break; the indentation; whether text or an attribute follows.
INDENTATION = re.compile(r"(%}|)\n[ \t]+(?=([^\s<{])?)")


class TidySource(Extension):
    """Takes the indentation out of page templates, so that no page carries it over the network."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source with each line at the margin; line numbers in errors stay right.

        A line that goes on after a block keeps one space, because the line break before it is dropped.
        """
        if not name or not name.endswith(".html"):
            return source
        return INDENTATION.sub(lambda found: found[1] + "\n" + (" " if found[1] and found[2] else ""), source)


class CompactJson(DefaultJSONProvider):
    """JSON without spaces, in the order in which it was written."""

    compact = True
    sort_keys = False


def create_app(settings: Settings, database: "Database | None" = None) -> Flask:
    """The app for these settings; opens the database of the settings unless one is given.

    Raises AccessMissing when a view does not say who may use it.
    """
    app = Flask("assessment.web", static_folder=None, template_folder=str(resource_dir("templates")))
    app.json = CompactJson(app)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        DEBUG=settings.debug,
        MAX_CONTENT_LENGTH=LARGEST_FILE_BYTES + FORM_OVERHEAD_BYTES,
        MAX_FORM_PARTS=MOST_FORM_PARTS,
        CLOCK=utc_clock,
        SETTINGS=settings,
        WORKSPACE_ID=LOCAL_WORKSPACE,
    )
    if settings.proxies:
        # Without this everybody behind the proxy would be one address to the limits on sign-ins and codes.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=0)  # type: ignore[method-assign]
    app.extensions["database"] = database or open_database(settings)
    prepare_templates(app)
    telemetry.init_telemetry(app, settings)
    compress.init_compress(app)
    security.init_security(app, settings)
    errors.init_errors(app)
    assets.init_assets(app, settings.data_dir)
    filters.init_filters(app)
    forms.init_forms(app)
    shell.init_shell(app)
    for blueprint in feature_blueprints():
        app.register_blueprint(blueprint)
    app.register_blueprint(site.blueprint)
    identity.init_identity(app, settings)
    access.init_access(app)
    return app


def prepare_templates(app: Flask) -> None:
    """Set Jinja for speed and for tidy output; templates are read again only while developing."""
    app.jinja_options = {
        "trim_blocks": True,
        "lstrip_blocks": True,
        "auto_reload": app.debug,
        "extensions": [TidySource],
    }


def open_database(settings: Settings) -> "Database":
    """The database that the settings name; imported late, since a test may bring its own."""
    from assessment.services.workspace import open_store

    return open_store(settings)
