"""Every page of the app in every state that has to be looked at; a test compares the list with the routes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from tests.browser.support import BLANK, OPEN_AREA, STARTED, WITH_TICKETS, send

CORVO = "/clients/corvo-logistics"
CLOSED = f"{CORVO}/assessments/november-2026"
OPEN = "/clients/comune-di-valdoro/assessments/november-2026"
BEGUN = f"/clients/{STARTED}/assessments/november-2026"
AGREED = f"/clients/{STARTED}"
PLANNED = "/clients/tessera-insurance/plan"
TICKETS = f"/clients/{WITH_TICKETS}/tickets"
SLAS = f"/clients/{STARTED}/slas"
SIX = ",".join(
    (
        "corvo-logistics", "halden-pharma", "northgate-hospital", "tessera-insurance",
        "comune-di-valdoro", "banca-meridiana",
    )
)  # fmt: skip
TOO_LONG = "long " * 100

Steps = Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Seen:
    """One state of a page: the endpoint, its address, the status, and the steps that lead into the state.

    `part` selects what this state adds to another one that is on the list as a whole. Where charts are not to
    be `drawn`, the page stays as it is before the library for that arrives.
    """

    endpoint: str
    path: str
    status: int = 200
    steps: Steps | None = None
    name: str = ""
    part: str = ""
    drawn: bool = False

    def __str__(self) -> str:
        """The words that pytest shows for it."""
        return self.name or self.path


def refused(
    endpoint: str, path: str, form: str, values: Mapping[str, str], name: str, part: str = ""
) -> Seen:
    """A page after a form on it was refused."""
    return Seen(endpoint, path, steps=lambda page: send(page, form, values), name=name, part=part)


def with_old_token(page: Any) -> None:
    """Send a form whose token nobody gave out."""
    send(page, "main form[method=post]", {"csrf_token": "old", "name": "Typed before"})


def look_into_a_file(page: Any) -> None:
    """Upload the file of a client, as far as the page that says what it holds."""
    token = page.locator("main input[name=csrf_token]").get_attribute("value")
    taken = page.request.post(urljoin(page.url, f"{CORVO}/file"), form={"csrf_token": token})
    given = {"name": "client.zip", "mimeType": "application/zip", "buffer": taken.body()}
    page.locator("input[type=file]").set_input_files(given)
    page.locator("main form[enctype] button").click()
    page.locator("#holds-title").wait_for()


def open_import(name: str) -> Steps:
    """The steps that open the import of a file."""

    def steps(page: Any) -> None:
        page.get_by_role("link", name=name).first.click()
        page.locator("#about-title").wait_for()

    return steps


def open_outage(page: Any) -> None:
    """Open the form of an outage."""
    page.get_by_role("link", name="Change").last.click()
    page.locator("#starts_at").wait_for()


def answer_badly(page: Any) -> None:
    """Let an export be read with a zone that does not exist."""
    open_import("october.csv")(page)
    send(page, "form[action$=mapping]", {"zone": "Nowhere", "act": "start"})


def ask_for_figures(page: Any) -> None:
    """Make a link that asks somebody for figures."""
    page.get_by_role("button", name="Make a link for Service desk lead").click()
    page.locator("#link").wait_for()


def open_fill_in(page: Any) -> None:
    """Open the page of somebody who was asked for figures."""
    ask_for_figures(page)
    page.goto(urlsplit(page.locator("#link").input_value()).path)
    page.get_by_role("button", name="Send the figures").wait_for()


def open_shared(page: Any) -> None:
    """Open a review as somebody without an account does."""
    page.locator("#name").fill("Auditor")
    page.get_by_role("button", name="Make a link").click()
    page.goto(urlsplit(page.locator("#link-1").input_value()).path)
    page.get_by_text("for Auditor").wait_for()


def make_sign_link(page: Any) -> None:
    """Make a link for somebody who only signs."""
    page.get_by_text("A link for somebody who only signs").click()
    page.get_by_label("For whom").fill("Service owner")
    page.get_by_role("button", name="Make a link").click()
    page.locator("#link").wait_for()


def open_sign_link(page: Any) -> None:
    """Open the page of somebody who only signs."""
    make_sign_link(page)
    page.goto(urlsplit(page.locator("#link").input_value()).path)
    page.get_by_role("button", name="Sign").wait_for()


def open_card(page: Any) -> None:
    """Open the form of the first card of a plan."""
    page.locator("[data-change]").first.click()
    page.locator("[data-editor]").wait_for()


def refuse_card(page: Any) -> None:
    """Have the form of a card refused."""
    open_card(page)
    action = page.locator("[data-editor]").get_attribute("data-action")
    page.evaluate("address => document.getElementById('board').setAttribute('action', address)", action)
    send(page, "#board", {"do": "save", "cost_kind": "costed", "cost_amount": "much"})


def open_keys(page: Any) -> None:
    """Open the list of keys."""
    page.get_by_role("button", name="Keys").click()


BEGUN = f"/clients/{STARTED}/assessments/november-2026"

PAGES = (
    Seen("clients.home", "/", name="front page", part="header"),
    Seen("clients.index", "/clients", drawn=True),
    Seen("clients.index", "/clients?show=change"),
    Seen("clients.index", "/clients?q=nobody+has+this+name", name="no client found"),
    Seen("clients.index", "/clients", steps=open_keys, name="list of keys", part="dialog[open]"),
    Seen("clients.attention", "/clients/attention"),
    Seen("compare.show", "/compare", name="choice of clients to compare"),
    Seen("compare.show", f"/compare?clients={SIX}", name="six clients compared"),
    Seen("compare.show", "/compare?clients=corvo-logistics,halden-pharma&names=0", name="names hidden"),
    Seen("compare.show", "/compare?clients=corvo-logistics", 422, name="comparison refused"),
    Seen("clients.new", "/clients/new"),
    Seen("join.code", "/j"),
    Seen("workshops.index", f"{OPEN}/workshop"),
    refused("clients.new", "/clients/new", "main form", {"name": ""}, "client refused"),
    Seen("clients.new", "/clients/new", steps=with_old_token, name="form that was open for too long"),
    Seen("clients.show", CORVO),
    Seen("clients.show", f"/clients/{BLANK}", name="client without an assessment"),
    Seen("clients.edit", f"{CORVO}/edit"),
    refused(
        "clients.edit", f"{CORVO}/edit", "main form[action$=edit]", {"version": "0"},
        "client changed twice",
    ),
    Seen("assessments.index", f"{CORVO}/assessments"),
    Seen("assessments.index", f"/clients/{BLANK}/assessments", name="no assessment"),
    Seen("assessments.new", f"{CORVO}/assessments/new"),
    refused(
        "assessments.new", f"/clients/{BLANK}/assessments/new", "main form",
        {"title": "", "held_on": "never"}, "assessment refused",
    ),
    Seen("assessments.show", OPEN, name="open assessment"),
    Seen("assessments.show", CLOSED, name="closed assessment"),
    Seen("assessments.settings", f"{OPEN}/settings"),
    Seen("assessments.settings", f"{CLOSED}/settings", 403, name="settings of a closed assessment"),
    Seen("assessments.check", f"{OPEN}/check", name="check of an open assessment"),
    Seen("assessments.check", f"{CLOSED}/check", name="check of a closed assessment"),
    refused(
        "assessments.check", f"{CLOSED}/check", "form[action$=reopen]", {"reason": ""}, "opening refused"
    ),
    Seen("evidence.index", f"{CLOSED}/evidence", name="evidence to collect"),
    Seen("evidence.index", f"{BEGUN}/evidence", name="no evidence to collect"),
    Seen("questions.area", f"{OPEN}/restoration", name="question"),
    Seen("questions.area", f"{OPEN}/analytics?present=1", name="question for the projector"),
    Seen("questions.area", OPEN_AREA, name="question without an answer"),
    Seen("questions.area", f"{CLOSED}/contact", name="question of a closed assessment"),
    refused(
        "questions.area", OPEN_AREA, "form[action*='/restoration']",
        {"do": "save", "p.L1-A3-P1.rating": "NA", "p.L1-A3-P1.reason": "", "a.placing": "9"},
        "question refused",
    ),
    Seen("results.latest", f"/clients/{BLANK}/results", name="no results"),
    Seen("results.show", f"{CLOSED}/results", name="results", drawn=True),
    Seen("results.show", f"{OPEN}/results", name="results so far"),
    Seen("results.show", f"{BEGUN}/results", name="results without answers"),
    refused(
        "results.show", f"{CLOSED}/results", "form:has([name=headline])", {"headline": TOO_LONG},
        "title refused", ".errors, form:has([aria-invalid])",
    ),
    Seen("results.show_area", f"{CLOSED}/results/restoration", name="results of an area"),
    Seen("metrics.index", f"{CORVO}/metrics", name="metrics"),
    Seen("metrics.index", f"/clients/{BLANK}/metrics", name="metrics of an empty client"),
    Seen("metrics.index", f"/clients/{BLANK}/metrics?show=missing", name="no metric is missing"),
    Seen("metrics.show", f"{CORVO}/metrics/M37", name="metric"),
    Seen("metrics.show", f"{CORVO}/metrics/X05", name="metric without a reading"),
    refused(
        "metrics.show", f"{CORVO}/metrics/M37", "form[action$=readings]", {"value": "much"},
        "reading refused",
    ),
    refused(
        "metrics.show", f"{CORVO}/metrics/M37", "form[action$=target]", {"target": "much"},
        "target refused",
    ),
    Seen("", f"{CORVO}/metrics", steps=ask_for_figures, name="link that asks for figures"),
    Seen("fill_in.show", f"{CORVO}/metrics", steps=open_fill_in, name="figures by a link"),
    Seen("metrics.claims", f"{CORVO}/metrics/claims", name="claim check"),
    Seen("metrics.claims", f"/clients/{BLANK}/metrics/claims", name="claim check without an assessment"),
    refused(
        "metrics.claims", f"{CORVO}/metrics/claims", "form[action$=claims]", {"reason": " "},
        "explanation refused",
    ),
    Seen("tickets.index", f"/clients/{BLANK}/tickets", name="no tickets"),
    Seen("tickets.index", TICKETS, name="tickets"),
    Seen("tickets.index", f"{TICKETS}?by=group", name="tickets by group"),
    Seen("tickets.show", TICKETS, steps=open_import("september.csv"), name="export that is in"),
    Seen("tickets.show", TICKETS, steps=open_import("october.csv"), name="export that asks"),
    Seen("tickets.show", TICKETS, steps=answer_badly, name="export with a wrong answer"),
    Seen("tickets.show", TICKETS, steps=open_import("report.csv"), name="export that failed"),
    Seen("ticket_rules.show", f"{TICKETS}/rules", name="what counts for tickets"),
    refused(
        "ticket_rules.show", f"{TICKETS}/rules", "main form.c8", {"zone": "Nowhere"},
        "what counts, refused",
    ),
    Seen("ticket_rules.calendar", f"{TICKETS}/rules/calendars/new", name="new calendar"),
    refused(
        "ticket_rules.calendar", f"{TICKETS}/rules/calendars/new", "main form", {"mon": "8-17"},
        "new calendar, refused",
    ),
    Seen("metrics.grid", f"{CORVO}/metrics/grid", name="grid of readings"),
    refused(
        "metrics.grid", f"{CORVO}/metrics/grid", "form:has([name=seen])", {"M37:2026-10": "much"},
        "grid refused",
    ),
    refused(
        "metrics.show", f"/clients/{STARTED}/metrics/OWN-01", "form[action$=breaks]", {"reason": " "},
        "break refused",
    ),
    Seen("metrics.show", f"/clients/{STARTED}/metrics/OWN-01", name="own metric with a break"),
    Seen("reviews.index", f"{CORVO}/reviews", name="reviews of a client"),
    Seen("reviews.index", f"/clients/{BLANK}/reviews", name="no review yet"),
    Seen("reviews.new", f"{CORVO}/reviews/new", name="plan a review"),
    refused("reviews.new", f"{CORVO}/reviews/new", "main form", {"planned_on": ""}, "review refused"),
    Seen("reviews.show", f"{CORVO}/reviews/16", name="review with its pack"),
    Seen("reviews.show", f"{CORVO}/reviews/15", name="closed review"),
    Seen("reviews.show", f"{CORVO}/reviews/17", name="planned review"),
    Seen("reviews.show", f"{CORVO}/reviews/4", name="cancelled review"),
    Seen("reviews.settings", f"{CORVO}/reviews/16/settings", name="settings of a review"),
    Seen("reviews.agenda", f"{CORVO}/reviews/16/agenda", name="agenda of a review"),
    Seen("reviews.minutes", f"{CORVO}/reviews/20/minutes", name="minutes of a review"),
    refused(
        "reviews.minutes", f"{CORVO}/reviews/20/minutes", "main form[action$=improvements]",
        {"decision": "hold"}, "decision of a review refused",
    ),
    Seen("reviews.new_plan", f"{CORVO}/reviews/cadences/new?kind=qbr", name="new cadence"),
    Seen("reviews.edit_plan", f"{CORVO}/reviews/cadences/1", name="change a cadence"),
    Seen("reviews.kept", f"{CORVO}/reviews/kept", name="lessons, operating plan and proposals"),
    Seen("reviews.kept", f"/clients/{BLANK}/reviews/kept", name="nothing kept from reviews"),
    Seen("reviews.keep", f"{CORVO}/reviews/kept/proposal/new", name="new proposal"),
    Seen("reviews.change_kept", f"{CORVO}/reviews/kept/step/1", name="change a step"),
    Seen("shared_reviews.show", f"{CORVO}/reviews/15", steps=open_shared, name="review by a link"),
    Seen("own.index", f"/clients/{STARTED}/own", name="own metrics and practices"),
    Seen("own.index", f"/clients/{BLANK}/own", name="nothing of its own"),
    Seen("own.new_metric", f"/clients/{BLANK}/own/metrics/new", name="new own metric"),
    refused(
        "own.new_metric", f"/clients/{BLANK}/own/metrics/new", "main form", {"name": " "},
        "own metric refused",
    ),
    Seen("own.new_practice", f"/clients/{BLANK}/own/practices/new", name="new own practice"),
    Seen("own.edit", f"/clients/{STARTED}/own/OWN-01", name="change an own metric"),
    Seen("own.edit", f"/clients/{STARTED}/own/OWN-P01", name="change an own practice"),
    Seen("questions.area", f"{BEGUN}/analytics", name="questions with an own practice"),
    Seen("peers.show", f"{CORVO}/peers", name="peers"),
    Seen("peers.show", f"{CORVO}/peers?like=sector", name="too few peers"),
    Seen("plan.show", f"{CORVO}/plan", name="plan", drawn=True),
    Seen("plan.show", PLANNED, steps=open_card, name="plan with the form of a card", part="[data-editor]"),
    Seen("plan.show", PLANNED, steps=refuse_card, name="card refused"),
    refused(
        "plan.show", PLANNED, "form[action$=settings]", {"starts_on": "never"},
        "settings of the plan refused",
    ),
    Seen("plan.show", f"/clients/{BLANK}/plan", name="no plan"),
    Seen("plan.show", f"/clients/{STARTED}/plan", name="plan without answers"),
    Seen("plan.send", f"{CORVO}/plan/csip"),
    Seen("slas.index", SLAS, name="agreements"),
    Seen("slas.index", f"/clients/{BLANK}/slas", name="no agreements"),
    Seen("slas.index", f"{SLAS}?stage=reviewing", name="no agreement in a stage"),
    Seen("slas.new", f"{SLAS}/new", name="new agreement"),
    Seen("slas.new", f"/clients/{BLANK}/slas/new", name="agreement without a service"),
    refused("slas.new", f"{SLAS}/new", "main form", {"service_id": "x"}, "agreement refused"),
    Seen("slas.show", f"{SLAS}/2", name="agreement that is negotiated"),
    Seen("slas.show", f"{SLAS}/3", name="agreement that is signed"),
    Seen("slas.show", f"{SLAS}/4?version=1", name="older version of an agreement"),
    Seen("slas.settings", f"{SLAS}/2/settings"),
    Seen("slas.point", f"{SLAS}/2/description", name="point of an agreement"),
    Seen("slas.point", f"{SLAS}/2/charges", name="charges of an agreement"),
    Seen("slas.point", f"{SLAS}/2/validity", name="validity of an agreement"),
    refused("slas.point", f"{SLAS}/2/charges", "main form", {"formula": "2 +"}, "point refused"),
    Seen("slas.target", f"{SLAS}/2/targets/new", name="new target"),
    Seen("slas.target", f"{SLAS}/2/targets/availability", name="target"),
    refused("slas.target", f"{SLAS}/2/targets/new", "main form", {"value": "much"}, "target of SLA refused"),
    Seen("slas.needs", f"{SLAS}/2/needs", name="needs"),
    Seen("slas.need", f"{SLAS}/2/needs/1", name="need"),
    refused("slas.needs", f"{SLAS}/2/needs", "main form[action$=needs]", {"text": " "}, "need refused"),
    Seen("slas.compare", f"{SLAS}/4/compare", name="two versions of an agreement"),
    Seen("", f"{SLAS}/2", steps=make_sign_link, name="link that lets somebody sign"),
    Seen("slas.read_by_link", f"{SLAS}/3", steps=open_sign_link, name="agreement by a link"),
    Seen("csip.index", f"{CORVO}/csip", name="register"),
    Seen("csip.index", f"{CORVO}/csip?q=nothing+like+this", name="nothing found in the register"),
    Seen("csip.index", f"/clients/{BLANK}/csip", name="empty register"),
    Seen("csip.index", f"{CORVO}/csip?change=4", name="register with a row open"),
    Seen("csip.index", f"{CORVO}/csip?view=board", name="register as a board"),
    Seen("csip.index", f"{CORVO}/csip?view=calendar&month=2026-12", name="register as a calendar"),
    Seen("csip.index", f"{CORVO}/csip?party=1", name="register of a supplier"),
    Seen("csip.new", f"{CORVO}/csip/new"),
    refused("csip.new", f"{CORVO}/csip/new", "main form", {"title": ""}, "improvement refused"),
    Seen("csip.show", f"{CORVO}/csip/1", name="improvement that is closed"),
    Seen("csip.show", f"{CORVO}/csip/2", name="improvement"),
    refused(
        "csip.show", f"{CORVO}/csip/2", "#decide form:has([value=remove])", {"remove-reason": ""},
        "decision refused",
    ),
    Seen("catalogue.index", f"{CORVO}/services", name="services"),
    Seen("catalogue.index", f"/clients/{BLANK}/services", name="no services"),
    Seen("catalogue.show", f"{CORVO}/services/1", name="service"),
    Seen("catalogue.show", f"{CORVO}/parties/3", name="party"),
    Seen("catalogue.show", f"{CORVO}/contracts/1", name="contract"),
    Seen("catalogue.new", f"{CORVO}/services/new", name="new service"),
    Seen("catalogue.new", f"{CORVO}/parties/new", name="new party"),
    refused(
        "catalogue.new", f"{CORVO}/contracts/new", "main form", {"title": "", "starts_on": "never"},
        "contract refused",
    ),
    Seen("catalogue.change", f"{CORVO}/contracts/1/change", name="change a contract"),
    refused(
        "catalogue.change", f"{CORVO}/parties/3/change", "main form", {"seen": "0", "contact": "Typed"},
        "party changed twice",
    ),
    Seen("goals.index", f"{CORVO}/goals", name="goals"),
    Seen("goals.index", f"{CORVO}/goals?on=2026-09-30", name="goals on another day"),
    Seen("goals.index", f"/clients/{BLANK}/goals", name="no goals"),
    Seen("goals.show", f"{CORVO}/goals/2", name="goal that moved on"),
    Seen("goals.show", f"{CORVO}/goals/3", name="KPI"),
    Seen("goals.new", f"{CORVO}/goals/new?kind=kpi&parent=2", name="new KPI"),
    refused("goals.new", f"{CORVO}/goals/new?kind=csf", "main form", {"title": ""}, "goal refused"),
    Seen("goals.change", f"{CORVO}/goals/3/change", name="change a KPI"),
    Seen("actions.index", f"{CORVO}/actions", name="action register"),
    Seen("actions.index", f"/clients/{STARTED}/actions", name="action register with actions"),
    Seen("actions.index", f"/clients/{STARTED}/actions?q=nothing+like+this", name="no action found"),
    Seen("actions.new", f"{CORVO}/actions/new"),
    refused("actions.new", f"{CORVO}/actions/new", "main form", {"title": ""}, "action refused"),
    Seen("actions.show", f"/clients/{STARTED}/actions/1", name="action"),
    refused(
        "actions.show", f"/clients/{STARTED}/actions/1", "#decide form:has([value=cancel])",
        {"cancel-reason": ""}, "decision about an action refused",
    ),
    Seen("actions.show", f"/clients/{STARTED}/actions/2", name="action that was moved here"),
    Seen("needs.index", f"{CORVO}/needs", name="needs of a client"),
    Seen("needs.index", f"{CORVO}/needs?kind=contract&mine=1", name="no need of that kind"),
    Seen("needs.everywhere", "/needs"),
    Seen("sla_results.index", f"{AGREED}/sla-results", name="results of agreements"),
    Seen("sla_results.index", f"/clients/{BLANK}/sla-results", name="no agreement"),
    Seen("sla_results.show", f"{AGREED}/slas/1/results", name="results of one agreement"),
    Seen(
        "sla_results.show", f"{AGREED}/slas/1/results?target=p1&period=2026-10", name="figure of a target",
        part="#enter",
    ),
    refused(
        "sla_results.show", f"{AGREED}/slas/1/results?target=p1&period=2026-10",
        "form[action$='/slas/1/results']", {"met": "many"}, "figure refused", ".errors, #enter",
    ),
    Seen("sla_results.charges", f"{AGREED}/sla-results/charges", name="charges and credits"),
    Seen("sla_results.charges", f"/clients/{BLANK}/sla-results/charges", name="no charges"),
    Seen("sla_results.new_report", f"{AGREED}/slas/1/reports/new?period=2026-10", name="new report"),
    refused(
        "sla_results.new_report", f"{AGREED}/slas/1/reports/new?period=2026-10", "main form",
        {"receivers": " "}, "report refused", ".errors, form:has([aria-invalid])",
    ),
    Seen("sla_results.report", f"{AGREED}/slas/1/reports/1", name="report"),
    Seen("outages.index", f"{AGREED}/outages", name="outages"),
    Seen("outages.index", f"/clients/{BLANK}/outages", name="no outages"),
    refused(
        "outages.index", f"{AGREED}/outages", "main form:has([name=reason])", {"starts_at": ""},
        "outage refused", ".errors, form:has([aria-invalid])",
    ),
    Seen("outages.edit", f"{AGREED}/outages", steps=open_outage, name="change an outage"),
    Seen("framework.index", "/framework"),
    Seen("framework.cell", "/framework/restoration/3"),
    Seen("framework.metrics", "/framework/metrics"),
    Seen("framework.glossary", "/framework/glossary"),
    Seen("sign_in.form", "/sign-in?next=/framework", name="sign-in that is not needed"),
    Seen("account.show", "/account"),
    Seen("people.index", "/people"),
    Seen("people.new", "/people/new"),
    refused("people.new", "/people/new", "main form", {"email": "nobody"}, "person refused"),
    Seen("history.index", "/history"),
    Seen("bin.index", "/bin"),
    Seen("bin.delete", f"{CORVO}/delete"),
    Seen("history.of_client", f"{CORVO}/history"),
    Seen("sign_in.invitation", "/invitation/local.used", 404, name="link that was used"),
    Seen("exports.index", f"{CORVO}/exports"),
    Seen("exports.index", f"/clients/{BLANK}/exports", name="nothing to export"),
    Seen("client_files.choose", "/clients/import"),
    Seen("client_files.look", "/clients/import", steps=look_into_a_file, name="file of a client"),
    Seen("", "/no/such/page", 404, name="page that is not there"),
    Seen("", "/clients/nobody", 404, name="client that is not there"),
)  # fmt: skip

NO_PAGES = frozenset(
    {
        "static",
        "site.front",
        "plan.parts",
        "plan.figure",
        "results.figure",
        "clients.slope_figure",
        "clients.export",
        "metrics.template",
        "evidence.download",
        "evidence.table",
        "tickets.progress",
        "tickets.counting",
        "tickets.rejected",
        "reviews.download",
        "shared_reviews.calendar",
        "compare.export",
        "exports.download",
        "site.health",
        "site.ready",
        "site.metrics",
        "history.as_csv",
        "history.of_client_as_csv",
        "sign_in.go_outside",
        "sign_in.come_back",
        "join.state",
        "workshops.state",
        "workshops.observed_state",
    }
)
"""Addresses that answer with something else than a page, or that only lead to one."""

ELSEWHERE = frozenset(
    {
        "site.patterns",
        "account.code",
        "people.edit",
        "join.room",
        "workshops.show",
        "workshops.screen",
        "workshops.observe",
        "workshops.minutes",
    }
)
"""Pages that have a test of their own."""
