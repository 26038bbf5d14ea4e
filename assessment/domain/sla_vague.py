"""Words that let everybody understand a target as they like, in English and in Italian."""

import re

VAGUE: dict[str, tuple[str, ...]] = {
    "en": (
        "reasonable", "reasonably", "as soon as possible", "asap", "best effort", "best efforts", "timely",
        "in a timely manner", "adequate", "adequately", "normally", "usually", "generally", "promptly",
        "quickly", "swiftly", "without undue delay", "where possible", "if possible", "as needed",
        "appropriate", "appropriately", "sufficient", "acceptable", "regularly", "good quality", "mostly",
        "commercially reasonable", "industry standard", "and so on", "etc",
    ),
    "it": (
        "ragionevole", "ragionevolmente", "il prima possibile", "al più presto", "quanto prima",
        "massimo impegno", "migliore impegno", "tempestivo", "tempestiva", "tempestivamente", "adeguato",
        "adeguata", "adeguatamente", "normalmente", "di norma", "generalmente", "solitamente",
        "prontamente", "rapidamente", "velocemente", "senza indebito ritardo", "ove possibile",
        "se possibile", "al bisogno", "opportuno", "opportunamente", "sufficiente", "accettabile",
        "regolarmente", "di buona qualità", "per lo più", "ecc",
    ),
}  # fmt: skip

_PATTERN = re.compile(
    r"\b(?:"
    + "|".join(
        re.escape(word) for word in sorted({w for ws in VAGUE.values() for w in ws}, key=len, reverse=True)
    )
    + r")\b",
    re.IGNORECASE,
)


def vague_words(text: str) -> tuple[str, ...]:
    """Return the vague words of a text in either language, each once, as they stand there."""
    found = {match[0].casefold(): match[0] for match in _PATTERN.finditer(" ".join(text.split()))}
    return tuple(found.values())
