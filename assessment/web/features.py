"""The list of feature packages, so that adding a page is one line that review can see."""

import importlib
import importlib.util
from collections.abc import Iterator

from flask import Blueprint

FEATURES = (
    "clients",
    "compare",
    "peers",
    "assessments",
    "questions",
    "evidence",
    "results",
    "metrics",
    "tickets",
    "ticket_rules",
    "own",
    "fill_in",
    "plan",
    "csip",
    "catalogue",
    "goals",
    "actions",
    "remarks",
    "needs",
    "sla_results",
    "outages",
    "reviews",
    "shared_reviews",
    "slas",
    "framework",
    "exports",
    "client_files",
    "workshops",
    "join",
    "sign_in",
    "account",
    "people",
    "history",
    "bin",
)


def feature_blueprints() -> Iterator[Blueprint]:
    """Yield the blueprint of every feature package that is present, in the order of the list."""
    for name in FEATURES:
        package = f"assessment.web.{name}"
        if importlib.util.find_spec(package) is None:
            continue
        if importlib.util.find_spec(f"{package}.routes") is None:
            continue
        module = importlib.import_module(f"{package}.routes")
        blueprint: Blueprint = module.blueprint
        yield blueprint
