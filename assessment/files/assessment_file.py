"""Loads an assessment file, checked in one go against the framework that it names."""

from assessment.domain.framework import Framework
from assessment.errors import FileProblems, NotFound
from assessment.files.assessment_schema import FORMAT, AssessmentBuilder, AssessmentFile
from assessment.files.fields import Fields
from assessment.files.framework_file import framework_by_id
from assessment.files.framework_schema import check_format
from assessment.files.nodes import Entries, kind_of
from assessment.files.reading import Source, read_document

__all__ = ["AssessmentFile", "framework_of", "load_assessment_file"]


def load_assessment_file(
    source: Source, framework: Framework | None = None, name: str | None = None
) -> AssessmentFile:
    """Return what an assessment file says (path, text or bytes; YAML or JSON).

    `framework` stands in for the one that comes with the program; the file must name the same id.
    Raises FileProblems with every fault; where the framework is unknown, ids cannot be checked.
    """
    document = read_document(source, name)
    faults = document.faults
    if not isinstance(document.root, Entries):
        faults.add(
            document.root, "file", f"an assessment file is a map of keys, not {kind_of(document.root)}"
        )
        raise FileProblems(faults.problems)
    top = Fields(document.root, faults)
    check_format(top, FORMAT)
    found = _framework(top, framework)
    if found is None:
        raise FileProblems(faults.problems)
    made = AssessmentBuilder(top, found).build()
    faults.raise_if_any()
    return made


def framework_of(made: AssessmentFile) -> Framework:
    """Return the framework that an assessment file names, from those that come with the program."""
    return framework_by_id(made.framework_id, made.framework_version)


def _framework(top: Fields, given: Framework | None) -> Framework | None:
    """Return the framework that the file names, or None with a fault."""
    fields = top.section("framework", required=True)
    if fields is None:
        return None
    framework_id = fields.text("id", required=True)
    version = fields.text("version") or None
    fields.close()
    if not framework_id:
        return None
    if given is None:
        try:
            return framework_by_id(framework_id, version)
        except NotFound as error:
            fields.fault_at("version" if "version" in error.message else "id", error.message)
            return None
    if given.id != framework_id:
        fields.fault_at("id", f'the framework given is "{given.id}", the file is for "{framework_id}"')
        return None
    if version is not None and given.version != version:
        fields.fault_at(
            "version", f'the framework given is version "{given.version}", the file names "{version}"'
        )
        return None
    return given
