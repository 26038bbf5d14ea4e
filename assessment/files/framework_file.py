"""Loads frameworks: from a file, from a kept text, or by id from the folder that comes with the program."""

import re
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from assessment.domain.framework import Framework
from assessment.errors import FileProblems, NotFound
from assessment.files.fields import Fields
from assessment.files.framework_checks import check_parts
from assessment.files.framework_schema import FrameworkBuilder
from assessment.files.nodes import Entries, kind_of
from assessment.files.problems import Problem, in_list
from assessment.files.reading import Source, read_document, read_text
from assessment.resources import resource_dir

FOLDER = "frameworks"
ENDING = ".yaml"
_FILE_ID = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*", re.ASCII)
_VERSION = re.compile(r"[A-Za-z0-9._+-]+", re.ASCII)


def load_framework(source: Source, name: str | None = None) -> Framework:
    """Return the framework of a file (path, text or bytes). Raises FileProblems with every fault of it."""
    document = read_document(source, name)
    faults = document.faults
    if not isinstance(document.root, Entries):
        faults.add(document.root, "file", f"a framework file is a map of keys, not {kind_of(document.root)}")
        raise FileProblems(faults.problems)
    top = Fields(document.root, faults)
    builder = FrameworkBuilder(top)
    framework = builder.build()
    check_parts(builder.found, framework, top)
    faults.raise_if_any()
    return framework


def parse_framework(text: str, name: str) -> Framework:
    """Return the framework of a kept text; `name` is what faults call it. Raises FileProblems."""
    return load_framework(text, name)


def check_framework(source: Source, name: str | None = None) -> tuple[Problem, ...]:
    """Return every fault of a framework file in the order of the file; none means that it can be used."""
    try:
        load_framework(source, name)
    except FileProblems as error:
        return tuple(problem for problem in error.problems if isinstance(problem, Problem))
    return ()


def framework_by_id(framework_id: str, version: str | None = None) -> Framework:
    """Return a framework that comes with the program; NotFound names those that there are.

    The latest edition lies in `<id>.yaml`, an older one in `<id>-<version>.yaml`.
    """
    framework = _load_path(_path(framework_id))
    if version is None or framework.version == version:
        return framework
    older = _folder() / f"{framework_id}-{version}{ENDING}"
    if _VERSION.fullmatch(version) and older.is_file():
        return _load_path(older)
    raise NotFound(
        f"There is no version {version} of the framework {framework_id}; there is {framework.version}."
    )


def framework_ids() -> tuple[str, ...]:
    """Return the ids of the frameworks that come with the program, in alphabetical order."""
    return tuple(sorted(path.stem for path in _folder().glob(f"*{ENDING}") if _FILE_ID.fullmatch(path.stem)))


def list_frameworks() -> tuple[Framework, ...]:
    """Return the latest edition of every framework that comes with the program."""
    return tuple(framework_by_id(framework_id) for framework_id in framework_ids())


def framework_text(framework_id: str) -> tuple[str, str]:
    """Return the text of the latest edition and its SHA-256; NotFound for an unknown id."""
    text = read_text(_path(framework_id))
    return text, sha256(text.encode("utf-8")).hexdigest()


def _folder() -> Path:
    return resource_dir(FOLDER)


def _path(framework_id: str) -> Path:
    path = _folder() / f"{framework_id}{ENDING}"
    if not _FILE_ID.fullmatch(framework_id) or not path.is_file():
        raise NotFound(
            f"There is no framework {framework_id!r}; there are: {in_list(framework_ids()) or 'none'}."
        )
    return path


@lru_cache(maxsize=32)
def _load_path(path: Path) -> Framework:
    return load_framework(path)
