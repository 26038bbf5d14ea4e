"""What the pages of the catalogue call roles, kinds, terms and states of contracts."""

from datetime import date

from assessment.domain import catalogue as domain
from assessment.domain.catalogue import Contract, contract_state
from assessment.domain.wording import plural
from assessment.web.filters import format_money, format_short_date

ROLE_NAMES = {
    domain.PROVIDER: "Provider",
    domain.CUSTOMER: "Customer",
    domain.SUPPLIER: "Supplier",
}
KIND_NAMES = {
    "network": "Network",
    "desktop": "Desktop and PC support",
    "application": "Applications",
    "hosting": "Hosting",
    "telecoms": "Telecoms",
    "other": "Something else",
}
MODE_NAMES = {domain.MEETING: "In a meeting", domain.DESK: "At the desk, from data alone"}
RENEWAL_NAMES = {
    domain.ENDS: "It ends",
    domain.RENEWS: "It renews itself unless notice is given",
    domain.OPEN: "It has no end",
}
PER_NAMES = {"year": "a year", "month": "a month", "whole": "for the whole term"}
PER_CHOICES = (("year", "A year"), ("month", "A month"), ("whole", "The whole term"))
STATE_KINDS = {
    domain.NOTICE_NEAR: "warn",
    domain.ENDS_SOON: "warn",
    domain.RENEWED: "warn",
    domain.RUNNING: "ok",
    domain.NOT_BEGUN: "",
    domain.ENDED: "plain",
}
ASKS_FOR_A_LOOK = frozenset({domain.NOTICE_NEAR, domain.ENDS_SOON, domain.RENEWED})


def state_tag(contract: Contract, today: date) -> tuple[str, str]:
    """Return the state of a contract as a word and its kind."""
    state = contract_state(contract, today)
    return state, STATE_KINDS[state]


def term_text(contract: Contract, language: str) -> str:
    """Return the term of a contract: from when until when."""
    start = format_short_date(contract.starts_on, language)
    if contract.ends_on is None:
        return f"from {start}, no end"
    return f"{start} to {format_short_date(contract.ends_on, language)}"


def value_text(contract: Contract, language: str) -> str:
    """Return the value of a contract with its currency and what it is for, "" where none is known."""
    if contract.value is None:
        return ""
    return f"{format_money(contract.value, contract.currency, language)} {PER_NAMES[contract.value_per]}"


def notice_text(contract: Contract, today: date, language: str) -> str:
    """Return in a sentence what happens at the end of a contract, and until when something can be done."""
    if contract.ends_on is None:
        return _without_end(contract)
    end = format_short_date(contract.ends_on, language)
    state = contract_state(contract, today)
    if state == domain.ENDED:
        return f"It ended on {end}."
    if state == domain.RENEWED:
        return f"It renewed itself after {end}. Write down until when it runs now."
    renews = contract.renewal == domain.RENEWS
    if contract.notice_by is None:
        return f"It {'renews itself after' if renews else 'ends on'} {end}; no notice is agreed."
    return _before_the_end(
        format_short_date(contract.notice_by, language), end, renews, contract.notice_by < today
    )


def _before_the_end(notice: str, end: str, renews: bool, over: bool) -> str:
    if renews:
        if over:
            return f"Notice was possible until {notice}. It renews itself after {end}."
        return f"Give notice by {notice}, or it renews itself after {end}."
    if over:
        return f"The day to settle whether it goes on was {notice}. It ends on {end}."
    return f"Settle by {notice} whether it goes on, or it ends on {end}."


def _without_end(contract: Contract) -> str:
    if contract.notice_days is None:
        return "It has no end, and no notice is agreed."
    return f"It has no end. Notice of {plural(contract.notice_days, 'day')} can be given at any time."
