"""The sentences of the checks of an agreement, by key and language, and the names they put in."""

from collections.abc import Mapping

PARTS: Mapping[str, Mapping[str, str]] = {
    "metric": {"en": "the metric", "it": "la metrica"},
    "service": {"en": "the service", "it": "il servizio"},
    "scope": {"en": "the scope (class, site or category)", "it": "l'ambito (classe, sede o categoria)"},
    "operator": {"en": "the operator", "it": "l'operatore"},
    "value": {"en": "the value", "it": "il valore"},
    "unit": {"en": "the unit", "it": "l'unità"},
    "limit": {"en": "the time limit", "it": "il limite di tempo"},
    "period": {"en": "the measuring period", "it": "il periodo di misura"},
    "valid from": {"en": "the first day of validity", "it": "il primo giorno di validità"},
    "valid to": {"en": "the last day of validity", "it": "l'ultimo giorno di validità"},
    "review day": {"en": "the review date", "it": "la data di revisione"},
    "calendar": {"en": "the calendar", "it": "il calendario"},
    "provider": {"en": "the provider", "it": "il fornitore"},
    "customer": {"en": "the customer", "it": "il cliente"},
}

SMART: Mapping[str, Mapping[str, str]] = {
    "s vague": {
        "en": "Words that everybody reads differently: {words}. Say a number instead.",
        "it": "Parole che ognuno intende a modo suo: {words}. Serve un numero.",
    },
    "s missing": {"en": "Missing: {parts}.", "it": "Manca: {parts}."},
    "s case by case": {
        "en": "The time is agreed case by case, so nobody knows beforehand what counts as met.",
        "it": "Il tempo si concorda caso per caso: nessuno sa prima che cosa conta come rispettato.",
    },
    "s pass": {
        "en": "It says what is measured, where, and which value is wanted.",
        "it": "Dice che cosa si misura, dove, e quale valore si vuole.",
    },
    "m unknown metric": {
        "en": "The metric is not in the catalogue, so it has no formula.",
        "it": "La metrica non è nel catalogo, quindi non ha una formula.",
    },
    "m no source": {
        "en": "Nobody said where the figures come from.",
        "it": "Non è detto da dove vengono i dati.",
    },
    "m no value": {
        "en": "None of the last three periods has a value.",
        "it": "Nessuno degli ultimi tre periodi ha un valore.",
    },
    "m few cases": {
        "en": "About {cases} cases in a period: one case moves the result by {points} points.",
        "it": "Circa {cases} casi per periodo: un solo caso sposta il risultato di {points} punti.",
    },
    "m pass": {
        "en": "It is known how to measure it, and it was measured lately.",
        "it": "Si sa come misurarlo, ed è stato misurato di recente.",
    },
    "a pass": {
        "en": "Both sides signed this version.",
        "it": "Entrambe le parti hanno firmato questa versione.",
    },
    "a one side": {
        "en": "This version still lacks the signature of {parts}.",
        "it": "A questa versione manca ancora la firma di: {parts}.",
    },
    "a nobody": {"en": "Nobody signed this version.", "it": "Nessuno ha firmato questa versione."},
    "r behind": {
        "en": "The times behind it add up to {behind}, more than the {limit} that are promised.",
        "it": "I tempi di chi sta dietro fanno {behind}, più dei {limit} promessi.",
    },
    "r no value": {
        "en": "Without a value nobody can tell whether it is realistic.",
        "it": "Senza un valore non si può dire se è realistico.",
    },
    "r no baseline": {
        "en": "No baseline: {periods} periods have a value, and three are needed to tell.",
        "it": "Nessuna base di confronto: {periods} periodi hanno un valore, ne servono tre.",
    },
    "r baseline met": {
        "en": "The baseline of {from} to {to} meets it.",
        "it": "La base di confronto da {from} a {to} lo rispetta.",
    },
    "r baseline missed": {
        "en": "The baseline of {from} to {to} misses it: not realistic without an improvement. "
        "Link a CSIP item.",
        "it": "La base di confronto da {from} a {to} non lo rispetta: senza un miglioramento non è "
        "realistico. Collega una voce del CSIP.",
    },
    "r never": {
        "en": "Met in none of the last {of} periods: not realistic without an improvement. Link a CSIP item.",
        "it": "Rispettato in nessuno degli ultimi {of} periodi: senza un miglioramento non è realistico. "
        "Collega una voce del CSIP.",
    },
    "r no stretch": {
        "en": "Met with room to spare in all of the last {of} periods: it asks for no effort.",
        "it": "Rispettato con margine in tutti gli ultimi {of} periodi: non chiede alcuno sforzo.",
    },
    "r pass": {
        "en": "Met in {met} of the last {of} periods.",
        "it": "Rispettato in {met} degli ultimi {of} periodi.",
    },
    "t missing": {"en": "Missing: {parts}.", "it": "Manca: {parts}."},
    "t calendar gone": {
        "en": "Its calendar is not there any more.",
        "it": "Il suo calendario non c'è più.",
    },
    "t no zone": {"en": "Its calendar has no time zone.", "it": "Il suo calendario non ha un fuso orario."},
    "t backwards": {
        "en": "The validity ends before it begins.",
        "it": "La validità finisce prima di cominciare.",
    },
    "t review outside": {
        "en": "The review date lies outside the validity.",
        "it": "La data di revisione è fuori dalla validità.",
    },
    "t pass": {
        "en": "Period, validity, review date and calendar are set.",
        "it": "Periodo, validità, data di revisione e calendario sono indicati.",
    },
}

POINTS: Mapping[str, Mapping[str, str]] = {
    "empty": {"en": "Nothing is written here yet."},
    "waived": {"en": "Left out: {reason}"},
    "filled": {"en": "{what} is there."},
    "missing": {"en": "Missing: {what}."},
    "one side signs": {"en": "Name somebody who signs for the {side}."},
    "two sides": {"en": "Somebody signs for either side."},
    "calendar": {"en": "{name}: {hours} h a week, time zone {zone}."},
    "always": {"en": "Every hour of every day."},
    "calendar gone": {"en": "The calendar is not there any more. Choose another one."},
    "calendar empty": {"en": "The calendar {name} has no hours, or hours that end before they begin."},
    "no zone": {"en": "The calendar {name} has no time zone."},
    "no target": {"en": "No target for this point yet."},
    "percent": {"en": "{name}: a percentage lies above 0 and at most at 100."},
    "downtime": {
        "en": "{name}: {value}% allows {week} min without the service in a week and {period} min in {month}."
    },
    "no maintenance": {"en": "Say how planned maintenance is counted."},
    "maintenance": {"en": "It is said how planned maintenance is counted."},
    "no route": {"en": "Name at least one way to reach the desk."},
    "routes": {"en": "Ways to reach the desk: {count}."},
    "no after hours": {"en": "The desk is open for less than the service: say what happens after its hours."},
    "after hours": {"en": "It is said what happens when the desk is closed."},
    "desk covers": {"en": "The desk is open whenever the service is."},
    "threshold worse": {"en": "{name}: failing begins at {threshold}, beyond the target of {value}."},
    "threshold better": {"en": "{name}: the threshold {threshold} has to be worse than the target {value}."},
    "no threshold": {"en": "{name}: nothing says from which value on the service counts as failing."},
    "order kept": {"en": "{kind}: a more urgent class never waits longer."},
    "order broken": {"en": "{kind}: {first} comes before {second} but waits longer."},
    "order unclear": {
        "en": "{kind}: {first} and {second} count different hours, so nobody can compare them."
    },
    "response first": {"en": "{name}: somebody answers before it is resolved."},
    "response late": {"en": "{name}: the response is not quicker than the resolution."},
    "whole": {"en": "{name}: at most {value} errors in a {period}."},
    "not whole": {"en": "{name}: write a whole number of errors, 0 or more."},
    "category unknown": {"en": "{name}: the category {category} is not among those of the agreement."},
    "formula": {"en": "The formula can be worked out; it needs {names}."},
    "formula bad": {"en": "{why}"},
    "charges said": {"en": "It is said what the service costs."},
    "charges missing": {"en": "Say what the service costs: a price, a formula or a text."},
    "currency": {"en": "The currency is {currency}."},
    "no currency": {"en": "Say in which currency."},
    "rto": {"en": "The service is back within {time}."},
    "no rto": {"en": "The recovery time has to be longer than nothing."},
    "rto long": {
        "en": "The recovery time of {time} is longer than the {limit} a {period} that count as failing. "
        "Shorten it, or say that it is for a declared disaster."
    },
    "rto disaster": {"en": "The recovery time of {time} is for a declared disaster."},
    "rto unclear": {
        "en": "The availability has no threshold, so nobody can compare the recovery time with it."
    },
    "measures": {"en": "Measures of security: {count}."},
    "no measure": {"en": "Name at least one measure."},
}

SENTENCES: Mapping[str, Mapping[str, str]] = {**SMART, **POINTS}


def parts_in_words(parts: str, language: str) -> str:
    """Return the names of parts that a sentence lists, in a language."""
    names = (PARTS[one].get(language) or PARTS[one]["en"] for one in parts.split("|") if one in PARTS)
    return ", ".join(names)
