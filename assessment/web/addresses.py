"""Addresses: the one to print, the one that phones use, and where a form may lead."""

import socket

from flask import current_app, request

from assessment.config import LOOPBACK_HOSTS, Settings

EVERY_ADDRESS = frozenset({"0.0.0.0", "::"})  # noqa: S104  These are compared with, not listened on.
# Documentation ranges: nothing is sent, the system only says which of its own addresses it would use.
PROBES = {
    "0.0.0.0": (socket.AF_INET, "192.0.2.1", "127.0.0.1"),  # noqa: S104
    "::": (socket.AF_INET6, "2001:db8::1", "::1"),
}


def address_of(host: str, port: int) -> str:
    """The address to type into a browser."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def reachable_host(host: str) -> str:
    """The number under which others on the network find this machine; a host that is one already stays.

    A machine without a network gives its loopback number.
    """
    if host not in EVERY_ADDRESS:
        return host
    family, elsewhere, fallback = PROBES[host]
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((elsewhere, 9))
            return str(probe.getsockname()[0])
    except OSError:
        return fallback


def printed_address(settings: Settings, port: int) -> str:
    """The address that the server prints: the public one, else the one that others on the network reach."""
    return settings.public_url or address_of(reachable_host(settings.host), port)


def public_base() -> str:
    """The address that phones use: the public one, else the one of this request.

    A facilitator who works on the server's own machine may have opened the page as localhost, where no phone
    arrives; then the machine's number on the network is used.
    """
    settings: Settings = current_app.config["SETTINGS"]
    if settings.public_url:
        return settings.public_url
    name, _, port = request.host.rpartition(":") if request.host.count(":") == 1 else (request.host, "", "")
    if name in LOOPBACK_HOSTS and settings.host in EVERY_ADDRESS:
        return address_of(reachable_host(settings.host), int(port or settings.port))
    return request.host_url.rstrip("/")


def local_path(path: str | None) -> str:
    """The path when it stays on this site, else the front page."""
    if path and path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable():
        return path
    return "/"
