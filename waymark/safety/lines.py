"""Which lines a person is given, and how they are named: by country, need and language."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from waymark.content import Content
from waymark.content.index import UNKNOWN_COUNTRY
from waymark.content.schema import Country, CrisisWords, Cue, Group, HelpLine, Language, LineWords, Need
from waymark.messages import Crisis, Level, Line

MOST_LINES = 4  # more than this is a wall of numbers to a person in distress
_SERVES: dict[Need, Group] = {
    "veteran": "veterans",
    "deaf": "deaf",
    "lgbtq": "lgbtq",
    "young": "young_people",
    "perinatal": "perinatal",
    "partner_violence": "partner_violence",
    "spanish": "spanish",
}
_IN_A_SENTENCE = frozenset({"veterans", "spanish"})  # lines for any crisis of such a person, so named first
_NO_CRISIS_LINE = frozenset({"perinatal"})  # lines that help, but are not for a crisis: named after the main one
_CANNOT_SPEAK: frozenset[Need] = frozenset({"cannot_talk", "deaf"})
_POISONED: frozenset[Cue] = frozenset({"overdose", "wrong_dose", "drug_reaction"})
_NOT_POISONED: frozenset[Cue] = frozenset(
    {"psychosis", "mania", "violence", "partner_violence", "harm_others", "shutdown"}
)


@dataclass(frozen=True)
class Situation:
    """What decides which lines fit."""

    country: str
    is_sure: bool = True
    needs: tuple[Need, ...] = ()
    cues: tuple[Cue, ...] = ()
    language: Language = "en"
    level: Level = "none"


@dataclass(frozen=True)
class LineBook:
    """Names lines in sentences and lists."""

    content: Content

    def block(self, situation: Situation) -> Crisis:
        """Return the emergency number and the lines that fit, the best ones first, at most four."""
        country, words = self.content.country(situation.country), self._words(situation.language)
        wanted = _wanted(country, situation)
        lines = [shown_line(line, words, situation.language) for line in wanted]
        if (not situation.is_sure and situation.country != UNKNOWN_COUNTRY) or (
            "no_phone" in situation.needs and not any(line.chat for line in lines)
        ):
            lines = [*lines[: MOST_LINES - 1], self._abroad(situation.language)]
        return Crisis(
            country=country.es.name if situation.language == "es" and country.es else country.name,
            emergency=country.emergency.number,
            lines=tuple(lines[:MOST_LINES]),
            ways=words.ways,
        )

    def line(self, situation: Situation) -> str:
        """Return the line that fits best in words, to stand in a sentence: "call or text 988 (988 Lifeline)"."""
        country, words = self.content.country(situation.country), self._words(situation.language)
        best = _best(country, situation)
        named = _in_words(best, words, situation.language)
        if situation.is_sure or situation.country == UNKNOWN_COUNTRY:
            return words.line.format(**named)
        return words.line_abroad.format(**named, address=_address(self.content))

    def names_line(self, text: str, situation: Situation) -> bool:
        """Return whether a text names a way to reach the line that fits best."""
        country, words = self.content.country(situation.country), self._words(situation.language)
        best = _in_language(_best(country, situation), situation.language)
        return any(way in text for way in (best.call, _texted(best, words), best.chat) if way)

    def emergency(self, country: str, language: Language) -> str:
        """Return a country's emergency number, with the others that work too, or words for one that is not known."""
        emergency, words = self.content.country(country).emergency, self._words(language)
        if emergency.number is None:
            return words.local_emergency
        if not emergency.also:
            return words.emergency.format(number=emergency.number)
        return words.emergency_or.format(number=emergency.number, also=words.join.join(emergency.also))

    def poison(self, country: str, language: Language) -> str:
        """Return a country's poison line in words, or words for one that is not known."""
        words = self._words(language)
        found = next((line for line in self.content.country(country).lines if "poisoning" in line.serves), None)
        if found is None:
            return words.local_poison
        line = _in_language(found, language)
        return words.poison.format(name=line.name, number=line.call)

    def other_country(self, code: str, language: Language, needs: tuple[Need, ...]) -> str:
        """Return the sentence that offers another country's lines and asks where the person is."""
        situation = Situation(code, True, needs, (), language)
        return self._words(language).other_country.format(
            country=_name(self.content.country(code), language),
            emergency=self.emergency(code, language),
            line=self.line(situation),
        )

    def _abroad(self, language: Language) -> Line:
        words = self._words(language)
        line = shown_line(self.content.country(UNKNOWN_COUNTRY).lines[0], words, language)
        return line.model_copy(update={"name": words.lines_abroad.format(name=line.name)})

    def _words(self, language: Language) -> CrisisWords:
        return self.content.crisis[language].words


def crisis_block(country: Country, level: Level) -> Crisis:
    """Return emergency number and main lines of a country, in English, where nothing is known of a person."""
    lines = _wanted(country, Situation(country.name, level=level))
    return Crisis(
        country=country.name,
        emergency=country.emergency.number,
        lines=tuple(shown_line(line) for line in lines),
    )


def shown_line(line: HelpLine, words: CrisisWords | None = None, language: Language = "en") -> Line:
    """Return what a person needs of a line."""
    line = _in_language(line, language)
    hours = words.hours.get(line.hours, line.hours) if words and line.hours else line.hours
    return Line(name=line.name, call=line.call, text=_texted(line, words), chat=line.chat, hours=hours)


def main_line(country: Country) -> str:
    """Return a country's main line in English words, where nothing is known of a person: "call or text 988 (988
    Suicide & Crisis Lifeline)"."""
    line = country.lines[0]
    if line.call and line.text == line.call:
        ways = f"call or text {line.call}"
    elif line.call:
        ways = f"call {line.call}" + (f" or text {line.text}" if line.text else "")
    elif line.text:
        ways = f"text {line.text}"
    else:
        ways = f"go to {line.chat}"
    return f"{ways} ({line.name})"


def _wanted(country: Country, situation: Situation) -> tuple[HelpLine, ...]:
    """Return the lines that fit: those for the person's needs, then the main ones that they can use, then the rest."""
    groups = [_SERVES[need] for need in situation.needs if need in _SERVES]
    if situation.language == "es" and "spanish" not in groups:
        groups.append("spanish")
    if "violence" in situation.cues and "partner_violence" not in groups:
        groups.append("partner_violence")
    own = [line for group in groups for line in country.lines if group in line.serves]
    after = [line for line in own if _NO_CRISIS_LINE.intersection(line.serves)]
    own = [line for line in own if line not in after]
    everyone = [line for line in country.lines if "anyone" in line.serves]
    if "spanish" in groups and own:
        everyone = [line for line in everyone if not any(line.call and line.call in (one.call or "") for one in own)]
    if _CANNOT_SPEAK.intersection(situation.needs):
        everyone.sort(key=lambda line: not (line.text or line.chat))  # stable: what works without a voice comes first
    if "no_phone" in situation.needs:
        everyone.sort(key=lambda line: not line.chat)
    poison = [line for line in country.lines if "poisoning" in line.serves] if _may_be_poisoned(situation) else []
    main = everyone[:1]
    fitting = dict.fromkeys(line.id for line in (*own[: MOST_LINES - 2], *main, *after, *poison, *everyone[1:]))
    by_id = {line.id: line for line in country.lines}
    return tuple(_usable(by_id[name], situation.needs) for name in list(fitting)[:MOST_LINES])


def _may_be_poisoned(situation: Situation) -> bool:
    if _POISONED.intersection(situation.cues):
        return True
    return situation.level in ("medical_urgent", "emergency") and not _NOT_POISONED.intersection(situation.cues)


def _best(country: Country, situation: Situation) -> HelpLine:
    """Return the line to name in a sentence: one for any crisis, that the person can use."""
    wanted = _wanted(country, situation)
    fitting = [line for line in wanted if "anyone" in line.serves or _IN_A_SENTENCE.intersection(line.serves)]
    return next(iter(fitting), country.lines[0])


def _usable(line: HelpLine, needs: Collection[Need]) -> HelpLine:
    """Leave out the ways that the person cannot use, unless nothing would be left."""
    if "no_phone" in needs and line.chat:
        return line.model_copy(update={"call": None, "text": None})
    if _CANNOT_SPEAK.intersection(needs) and "deaf" not in line.serves and (line.text or line.chat):
        return line.model_copy(update={"call": None})
    return line


def _in_language(line: HelpLine, language: Language) -> HelpLine:
    if language == "en" or line.es is None:
        return line
    other: LineWords = line.es
    spoken = {
        "name": other.name or line.name,
        "call": line.call and (other.call or line.call),
        "text": line.text and (other.text or line.text),
        "chat": line.chat and (other.chat or line.chat),
    }
    return line.model_copy(update=spoken)


def _texted(line: HelpLine, words: CrisisWords | None) -> str | None:
    return line.text.replace(" to ", words.text_to) if line.text and words else line.text


def _in_words(line: HelpLine, words: CrisisWords, language: Language) -> dict[str, str]:
    line = _in_language(line, language)
    text = _texted(line, words)
    if line.call and text == line.call:
        ways = [words.call_or_text.format(number=line.call)]
    else:
        ways = [words.call.format(number=line.call)] if line.call else []
        if text:
            is_word = not text.replace("-", "").replace(" ", "").isdigit()
            ways.append((words.text_word if is_word and words.text_word else words.text).format(number=text))
    if not ways and line.chat:
        ways = [words.chat.format(address=line.chat)]
    return {"ways": words.join.join(ways), "name": line.name}


def _name(country: Country, language: Language) -> str:
    return country.es.name if language == "es" and country.es else country.called or country.name


def _address(content: Content) -> str:
    return (content.country(UNKNOWN_COUNTRY).lines[0].chat or "").removeprefix("https://")
