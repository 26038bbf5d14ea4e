"""In which workspace somebody signs in: the only one, or the one whose name they typed."""

from assessment.domain.events import BROWSER
from assessment.errors import NotFound
from assessment.services.workspace import Workspace, all_workspaces, find_workspace
from assessment.web import unit


def workspaces() -> list[Workspace]:
    """Every workspace of this installation."""
    with unit.read() as opened:
        return all_workspaces(opened)


def workspace_typed(name: str) -> Workspace | None:
    """The workspace of that name, the only one whatever was typed; None when there is none."""
    with unit.read() as opened:
        known = all_workspaces(opened)
        if len(known) == 1:
            return known[0]
        try:
            return find_workspace(opened, name)
        except NotFound:
            return None


def in_workspace(workspace_id: str) -> None:
    """Let the rest of this request work in a workspace, for somebody who is not signed in yet."""
    unit.work_in(workspace_id, BROWSER)
