"""Finds the folders that lie beside the package in a checkout and inside it in a wheel."""

from pathlib import Path

from assessment.errors import AppError

PACKAGE = Path(__file__).resolve().parent
PROJECT_FILE = "pyproject.toml"


def resource_dir(name: str) -> Path:
    """The folder `name` (templates, static or frameworks): from the wheel first, else from the checkout.

    Raises AppError when neither has it, which means that the installation is incomplete.
    """
    packaged = PACKAGE / "_data" / name
    if packaged.is_dir():
        return packaged
    checkout = PACKAGE.parent
    if (checkout / PROJECT_FILE).is_file() and (checkout / name).is_dir():
        return checkout / name
    raise AppError(f"The folder {name} is missing from this installation. Install Gradino again.")
