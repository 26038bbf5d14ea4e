"""In which workspace somebody signs in: the only one, or the one whose name they typed."""

from assessment.domain.events import BROWSER
from assessment.services.workspace import LOCAL_WORKSPACE, Workspace, all_workspaces
from assessment.web import unit

WORKSPACE_COOKIE = "gradino-workspace"


def workspaces() -> list[Workspace]:
    """Every workspace of this installation."""
    with unit.read() as opened:
        return all_workspaces(opened)


def workspace_typed(slug: str) -> Workspace | None:
    """The workspace of that name, the only one when nothing was typed; None when there is none."""
    known = workspaces()
    if len(known) == 1:
        return known[0]
    wanted = slug.strip().lower() or LOCAL_WORKSPACE
    return next((place for place in known if wanted in (place.slug, place.name.lower())), None)


def in_workspace(workspace_id: str) -> None:
    """Let the rest of this request work in a workspace, for somebody who is not signed in yet."""
    unit.work_in(workspace_id, BROWSER)
