"""Says what happened to evidence after a page was saved, and offers to take a removal back."""

from assessment.services.area_form import AreaForm, Saved
from assessment.web.shell import Undo, toast


def evidence_told(form: AreaForm, saved: Saved, address: str) -> str:
    """Leave notices of what happened to evidence; return the anchor of the practice that it was about."""
    practice = ""
    if form.files:
        practice = next(iter(form.files))
        toast(_files_said(len(form.files), saved.files))
    if form.attached is not None:
        practice = form.attached[1]
        toast("The reading was attached." if saved.attached else "This reading is attached there already.")
    if form.removed is not None:
        practice = form.removed.practice
        back = f"{address}/practices/{practice}/evidence/{saved.removal}/back"
        toast("The evidence was removed.", Undo(back))
    return f"#p-{practice}-evidence" if practice else ""


def _files_said(sent: int, new: int) -> str:
    if new < sent:
        return "This file is attached there already." if sent == 1 else f"{new} of {sent} files are new."
    return "The file was attached." if sent == 1 else f"{sent} files were attached."
