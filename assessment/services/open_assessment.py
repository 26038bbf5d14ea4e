"""What every answer begins with: the assessment must be there, be open, and know what is answered."""

from assessment.domain.assessments import require_open
from assessment.domain.framework import Area, Framework
from assessment.errors import NotFound
from assessment.services.editions import framework_of
from assessment.store.database import Unit
from assessment.store.queries.assessments import Place, get_place


def open_place(unit: Unit, client_slug: str, slug: str) -> tuple[Place, Framework]:
    """Return an assessment that takes answers, with its framework; others who answer it wait.

    Raises NotFound for another client's assessment and NotAllowed for a closed one.
    """
    place = get_place(unit, client_slug, slug, hold=True)
    require_open(place.assessment)
    return place, framework_of(unit, place.assessment.framework_hash)


def area_of(framework: Framework, area_slug: str) -> Area:
    """Return the area with that slug; NotFound when the framework has none."""
    area = framework.area_by_slug.get(area_slug)
    if area is None:
        raise NotFound("The framework of this assessment has no such area.")
    return area
