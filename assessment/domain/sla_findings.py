"""What a check says: a state and a sentence that is kept as a key, so that any language can show it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from assessment.domain.sla_words import SENTENCES, parts_in_words

PASS, WARN, FAIL, CANNOT_TELL = "pass", "warn", "fail", "cannot tell"
STATES = (PASS, WARN, CANNOT_TELL, FAIL)
"""From the best to the worst."""

ENGLISH = "en"
PARTS = "parts"


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of one check; `values` fill the sentence."""

    state: str
    key: str
    values: Mapping[str, str] = field(default_factory=dict)

    def sentence(self, language: str = ENGLISH) -> str:
        """Return the finding as a sentence; in English where the language has none for it."""
        words = SENTENCES[self.key]
        text = words.get(language) or words[ENGLISH]
        values = dict(self.values)
        if PARTS in values:
            values[PARTS] = parts_in_words(values[PARTS], language)
        return text.format_map(values)


def worst(findings: Iterable[Finding]) -> str:
    """Return the worst state among findings; pass where there are none."""
    return max((one.state for one in findings), key=STATES.index, default=PASS)
