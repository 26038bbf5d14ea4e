"""Slugs: what names become in addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.slugs import LONGEST_SLUG, free_slug, make_slug


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Corvo Logistics", "corvo-logistics"),
        ("  Città di Forlì  ", "citta-di-forli"),
        ("Straße & Søn", "strasse-and-son"),
        ("L'Aquila S.p.A.", "laquila-s-p-a"),
        ("Łódź Œuvre", "lodz-oeuvre"),
        ("November 2026", "november-2026"),
        ("株式会社", "client"),
        ("---", "client"),
        ("", "client"),
    ],
)
def test_a_name_becomes_a_plain_word(name: str, slug: str) -> None:
    assert make_slug(name, "client") == slug


def test_a_long_name_is_cut_without_a_hyphen_at_its_end() -> None:
    slug = make_slug("a" * (LONGEST_SLUG - 1) + " b" * 30, "client")
    assert slug == "a" * (LONGEST_SLUG - 1)


def test_a_taken_slug_gets_the_next_free_number() -> None:
    assert free_slug("corvo", set()) == "corvo"
    assert free_slug("corvo", {"corvo"}) == "corvo-2"
    assert free_slug("corvo", {"corvo", "corvo-2", "corvo-4"}) == "corvo-3"


@given(st.text(max_size=300))
def test_a_slug_holds_only_what_an_address_may_hold(name: str) -> None:
    slug = make_slug(name, "client")
    assert 0 < len(slug) <= LONGEST_SLUG
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not slug.startswith("-")
    assert not slug.endswith("-")
    assert make_slug(slug, "client") == slug
