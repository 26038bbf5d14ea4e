"""A test client that reads every page like a strict browser, so that each page test is an HTML test too."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, session
from flask_wtf.csrf import generate_csrf
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
LISTS = {"dl", "ol", "table", "ul"}
SECTIONS = {"article", "aside", "details", "div", "footer", "header", "main", "nav", "section"}
BLOCKS = HEADINGS | LISTS | SECTIONS | {"fieldset", "figure", "form", "hr", "p"}
UNLABELLED_INPUTS = frozenset({"hidden", "submit", "button", "image", "reset"})
Fields = Mapping[str, Any]


@dataclass(slots=True)
class Element:
    """One element of a page with its attributes, its children and the text right below it."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)
    parent: "Element | None" = None

    def walk(self) -> Iterator["Element"]:
        """This element and all below it, in the order of the page."""
        waiting = [self]
        while waiting:
            found = waiting.pop()
            yield found
            waiting += [child for child in reversed(found.children) if isinstance(child, Element)]

    def ancestors(self) -> Iterator["Element"]:
        """The elements around this one, from the nearest."""
        around = self.parent
        while around is not None:
            yield around
            around = around.parent

    @property
    def text(self) -> str:
        """All text inside, with single spaces."""
        parts = [child if isinstance(child, str) else child.text for child in self.children]
        return " ".join(" ".join(parts).split())

    def find_all(self, tag: str | None = None, **attrs: str) -> list["Element"]:
        """The elements with this tag and these attributes; class_ and data_x stand for class and data-x."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attrs.items()}
        return [found for found in self.walk() if tag in (None, found.tag) and has_all(found, wanted)]

    def find(self, tag: str | None = None, **attrs: str) -> "Element":
        """The one element with this tag and these attributes. Raises AssertionError for none or several."""
        found = self.find_all(tag, **attrs)
        assert len(found) == 1, f"{len(found)} elements fit {tag} {attrs}"
        return found[0]


def has_all(element: Element, wanted: Mapping[str, str]) -> bool:
    """Whether an element has all these attributes; a class is one of the element's classes."""
    for name, value in wanted.items():
        actual = element.attrs.get(name)
        if actual is None or (value not in actual.split() if name == "class" else value != actual):
            return False
    return True


class Reader(HTMLParser):
    """Builds the tree and notes every tag that is not closed where it should be."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self.open = self.root
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element, unless it can hold nothing."""
        self._add(tag, attrs)
        if tag not in VOID:
            self.open = self.open.children[-1]  # type: ignore[assignment]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Add an element that closes itself, as in SVG."""
        self._add(tag, attrs)

    def _add(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len({name for name, _ in attrs}) != len(attrs):
            self.faults.append(f"<{tag}> has an attribute twice")
        element = Element(tag, {name: value or "" for name, value in attrs}, parent=self.open)
        if tag in BLOCKS and "p" in (self.open.tag, *(above.tag for above in self.open.ancestors())):
            self.faults.append(f"<{tag}> inside <p>")
        self.open.children.append(element)

    def handle_endtag(self, tag: str) -> None:
        """Close the open element, which must be the one that is named."""
        if self.open.tag != tag or self.open.parent is None:
            self.faults.append(f"</{tag}> closes <{self.open.tag}> near {self.open.text[:40]!r}")
            return
        self.open = self.open.parent

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.open.children.append(data)


@dataclass(slots=True)
class Page:
    """An answer, and its tree when it is a page."""

    response: TestResponse
    root: Element
    faults: list[str]

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.response.status_code

    @property
    def html(self) -> str:
        """The page as it was sent."""
        return self.response.get_data(as_text=True)

    @property
    def text(self) -> str:
        """The words of the main part."""
        return self.root.find("main").text

    @property
    def h1(self) -> str:
        """The heading."""
        return self.root.find("h1").text

    @property
    def title(self) -> str:
        """The title in the head."""
        return self.root.find("head").find("title").text

    def form(self, action: str) -> dict[str, str]:
        """What the form with this action would send as it stands."""
        form = self.root.find("form", action=action)
        values: dict[str, str] = {}
        for control in form.walk():
            name = control.attrs.get("name")
            if not name or control.tag not in ("input", "select", "textarea"):
                continue
            value = value_of(control)
            if value is not None:
                values[name] = value
        return values


def value_of(control: Element) -> str | None:
    """What a control sends, or None when it sends nothing."""
    if control.tag == "textarea":
        return "".join(child for child in control.children if isinstance(child, str)).removeprefix("\n")
    if control.tag == "select":
        options = control.find_all("option")
        chosen = [option for option in options if "selected" in option.attrs] or options[:1]
        return chosen[0].attrs.get("value", chosen[0].text) if chosen else None
    if control.attrs.get("type") in ("radio", "checkbox"):
        return control.attrs.get("value", "on") if "checked" in control.attrs else None
    return control.attrs.get("value", "")


def read_page(html: str) -> tuple[Element, list[str]]:
    """The tree of a page and the faults in its tags."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    if reader.open is not reader.root:
        reader.faults.append(f"<{reader.open.tag}> is not closed")
    return reader.root, reader.faults


def check_heading(root: Element) -> Iterator[str]:
    """One h1 that the title repeats, headings without a jump, one main, a language."""
    headings = [found for found in root.walk() if found.tag in HEADINGS]
    ones = [found for found in headings if found.tag == "h1"]
    title = " ".join(found.text for found in root.find("head").find_all("title"))
    if len(ones) != 1:
        yield f"{len(ones)} h1"
    elif ones[0].text not in title and not title.startswith("Error:"):
        yield f"the title {title!r} does not hold the h1 {ones[0].text!r}"
    last = 0
    for heading in headings:
        level = int(heading.tag[1])
        # A summary of errors stands above the h1.
        if level > last + 1 and not (
            last == 0 and "errors" in (heading.parent or heading).attrs.get("class", "")
        ):
            yield f"heading jump to {heading.tag} {heading.text!r}"
        last = level
    if len(root.find_all("main")) != 1:
        yield "not one main"
    if not root.find("html").attrs.get("lang"):
        yield "no lang"


def check_ids(root: Element) -> Iterator[str]:
    """No id twice, and every reference to an id finds one."""
    counted = Counter(found.attrs["id"] for found in root.walk() if "id" in found.attrs)
    yield from (f"id {name} {count} times" for name, count in counted.items() if count > 1)
    for found in root.walk():
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            for wanted in found.attrs.get(name, "").split():
                if wanted not in counted:
                    yield f"{name}={wanted} finds nothing"
        href = found.attrs.get("href", "")
        if found.tag == "a" and href.startswith("#") and href[1:] not in counted:
            yield f"link to {href} finds nothing"


def check_names(root: Element) -> Iterator[str]:
    """Every control, link, button and picture has a name."""
    labelled = {found.attrs.get("for") for found in root.find_all("label")}
    for found in root.walk():
        named = found.attrs.get("aria-label") or found.attrs.get("aria-labelledby")
        kind = found.attrs.get("type", "text")
        if found.tag in ("select", "textarea") or (found.tag == "input" and kind not in UNLABELLED_INPUTS):
            inside = any(above.tag == "label" for above in found.ancestors())
            if not (named or inside or found.attrs.get("id") in labelled):
                yield f"{found.tag} {found.attrs.get('name')} has no label"
        elif found.tag in ("a", "button") and not (found.text or named):
            yield f"{found.tag} without a name: {found.attrs}"
        elif (found.tag == "img" and "alt" not in found.attrs) or (
            found.attrs.get("role") == "img" and not named
        ):
            yield f"{found.tag} without a text: {found.attrs}"


def check_policy(root: Element) -> Iterator[str]:
    """Nothing that the content policy forbids, and a token in every form that posts."""
    for found in root.walk():
        if found.tag == "style" or (found.tag == "script" and not found.attrs.get("src")):
            yield f"inline {found.tag}"
        yield from (f"{name} on {found.tag}" for name in found.attrs if name.startswith("on"))
        if found.attrs.get("href", "").startswith("javascript:"):
            yield "javascript: link"
        if found.tag == "form" and found.attrs.get("method", "get").lower() == "post":
            if not found.attrs.get("action"):
                yield "a form that posts has no action"
            if not found.find_all("input", type="hidden", name="csrf_token"):
                yield f"no token in the form to {found.attrs.get('action')}"


def check_links(app: Flask, root: Element) -> Iterator[str]:
    """Every address of our own leads to a route that takes the method."""
    routes = app.url_map.bind("localhost")
    for found in root.walk():
        method = found.attrs.get("method", "get").upper() if found.tag == "form" else "GET"
        for name in ("href", "src", "action", "data-figure-url"):
            parts = urlsplit(found.attrs.get(name, ""))
            if parts.scheme or parts.netloc or not parts.path:
                continue
            try:
                routes.match(parts.path, method=method)
            except RequestRedirect:
                continue
            except HTTPException as error:
                yield f"{method} {parts.path} leads nowhere ({error.code})"


def check_styles(root: Element, policy: str) -> Iterator[str]:
    """Sheets in the page are allowed where it loads Plotly, which writes some, and nowhere else."""
    draws = any("data-plotly" in found.attrs for found in root.find_all("script"))
    if draws != ("style-src 'self' 'unsafe-inline'" in policy):
        yield f"the content policy {'does not fit' if draws else 'is too wide for'} this page: {policy}"


TREE_CHECKS: tuple[Callable[[Element], Iterator[str]], ...] = (
    check_heading,
    check_ids,
    check_names,
    check_policy,
)


def page_faults(app: Flask, html: str) -> tuple[Element, list[str]]:
    """The tree of a page and everything that is wrong with it."""
    root, faults = read_page(html)
    if not faults:
        for check in TREE_CHECKS:
            faults += check(root)
        faults += check_links(app, root)
    return root, faults


class PageClient:
    """Opens pages and sends forms like one person with one browser."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.http = app.test_client()
        self._token = ""

    def _page(self, response: TestResponse) -> Page:
        if response.mimetype != "text/html" or 300 <= response.status_code < 400:
            return Page(response, Element(""), [])
        root, faults = page_faults(self.app, response.get_data(as_text=True))
        faults += check_styles(root, response.headers["Content-Security-Policy"])
        return Page(response, root, faults)

    def get(self, path: str, status: int = 200, **options: Any) -> Page:
        """The page at a path; fails when its status is another or when anything is wrong with it."""
        page = self._page(self.http.get(path, **options))
        assert page.status == status, f"{path} answered {page.status}"
        assert page.faults == [], f"{path}: {page.faults}"
        return page

    def token(self) -> str:
        """The form token of this browser."""
        if not self._token:
            with self.http.session_transaction() as kept, self.app.test_request_context():
                session.update(kept)
                self._token = generate_csrf()
                kept.update(session)
        return self._token

    def post(self, path: str, data: Fields | None = None, status: int | None = 200, **options: Any) -> Page:
        """Send a form with its token and follow to the page after it; that page is checked as well."""
        options.setdefault("follow_redirects", True)
        response = self.http.post(path, data={"csrf_token": self.token(), **(data or {})}, **options)
        page = self._page(response)
        assert status is None or page.status == status, f"{path} answered {page.status}: {page.html[:400]}"
        assert page.faults == [], f"{path}: {page.faults}"
        return page

    def save(self, path: str, data: Fields | None = None, status: int = 200) -> dict[str, Any]:
        """Send a form as the saving script does and return the JSON of the answer."""
        headers = {"Accept": "application/json", "X-CSRFToken": self.token()}
        response = self.http.post(path, data=dict(data or {}), headers=headers)
        assert response.status_code == status, (
            f"{path} answered {response.status_code}: {response.text[:400]}"
        )
        answer: dict[str, Any] = response.get_json()
        return answer
