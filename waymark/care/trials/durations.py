"""Reads how long something lasted, in weeks."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from waymark.care.trials.dates import WEEKS_A_YEAR
from waymark.care.trials.elided_lengths import elided_lengths
from waymark.care.trials.span import NUMBER, WEEKS, Part, Span, meets

_UNIT: Final = (
    r"(?P<unit>days?|weeks?|wks?|wk|weeeks?|weaks?|fortnights?|months?|mths?|mnths?|moths?|mos?|years?|yrs?|yr|"
    r"decades?)\b"
)
_FILLER: Final = (
    r"(?:[ -]?(?:or so|ish|\+|solid|full|long|whole|more|further|odd|good|straight|entire|awful|miserable|complete|"
    r"plus|calendar|consecutive|hard|grey|gray|grim|rotten|dreary|dreadful|horrible|terrible|wretched|bloody|endless|"
    r"single|or more|short|happy|lovely|wonderful|blissful|decent|proper|clear|unbroken|steady|continuous|different|"
    r"separate|extra|very|really|pretty))*"
)
_LEAD: Final = (
    r"(?P<lead>(?:(?:after(?: about| only| just| maybe| almost| nearly| around)?|the first|first|for the first|"
    r"in the first|within|by|at|"
    r"in total|total(?: of)?|a total of|altogether|all told|call it|say|make that|over the past|over the last|"
    r"whole (?:thing|trial|lot) (?:was|took|lasted)|so|total was|"
    r"another|a further|the next|further|each step|the last|last|every|each|per|these|past) )?)"
)
_AFTER: Final = (
    r"(?P<tail> (?:ago|old|of age|later|in(?:to it| on it)?(?=[.,;]|$)|apart|off work|sober|clean|from now|"
    r"wait\b|waiting\b|break\b|gap\b|supply\b|queue\b|before(?= ?(?:[.,;)]|$|that|this))|since(?= i )|"
    r"after (?P<next>that|this)|after (?:stopping|discontinu\w+|coming off|finishing|i (?:stopped|came off|quit|"
    r"finished))|"
    r"in total|total|altogether|all told|say(?= ?[.,;)])|in all|all up|all in all|overall|combined|more|further))?"
)
_DURATION: Final = re.compile(
    rf"\b{_LEAD}(?:about |around |roughly |maybe |nearly |almost |over |under |just |like |perhaps |only |approx\.? |"
    rf"circa |at least )*"
    rf"(?:(?P<low>{NUMBER}) ?(?:-|/|to|or|and)(?: maybe| perhaps)? ?(?P<high>{NUMBER})|(?P<count>{NUMBER})|"
    rf"(?P<article>an?|(?<=first )(?=years?\b)|the(?= (?:year|month|fortnight) (?:of|on|i)\b)|"
    r"(?<=for )the(?= (?:year|month|fortnight)\b)|"
    rf"the better part of an?|the best part of an?|another))"
    rf"{_FILLER}[ -]?{_UNIT}(?:(?P<half> (?:and|n|&|plus) (?:an? )?half\b)| (?:or|to) (?P<more>{NUMBER})"
    rf"\b(?! ?(?:mg|weeks|months|years|days)))?{_AFTER}"
)
_SHORT: Final = re.compile(
    rf"(?<![\d.])(?P<count>{NUMBER})"
    rf"(?:(?P<unit>[dwmy])\b(?!/ ?(?:[dwmy]|day|wk|week|month)\b)|(?P<apart> [wmy])(?= ?[.,:;)]|$))"
)
_BARE: Final = re.compile(r"(?<=[.,;:(] )(?P<unit>year|yr|month|fortnight)(?= ?[.,;:)]| ?$)")  # "100. year. worked."
_WEEK_NUMBER: Final = re.compile(
    r"\b(?:week|month) (?P<count>\d{1,2})\b|\bwk ?(?P<wk>\d{1,2})\b|\b(?P<nth>\d{1,2})(?:st|nd|rd|th) (?:week|month)\b"
)
_NOTED: Final = re.compile(r"\b(?P<unit>weeks?|wks?|months?|mths?) ?[:=] ?(?P<count>\d{1,3})\b(?! ?(?:mg|/))")
_MOST_SHORT: Final = {"d": 400, "w": 200, "m": 36, "y": 40}  # beyond, a letter after a number is something else
_VAGUE: Final = re.compile(
    r"\b(?:(?:a )?(?:few|several|some|many|good few|number of|bunch of|handful of) (?:(?!good|better|bad|bright|"
    r"ok|happy|dark)\w+ )?(?:days|weeks|wks|months|"
    r"mths|years|yrs)|"
    r"(?:for|took|was|lasted|of) (?:\w+ )?(?:days|weeks|months|years)\b|a (?:good |little |long |short |fair )?while|"
    r"ages|forever|donkeys years|not (?:very )?long|"
    r"(?:for )?(?:a )?(?:long|short) time|the whole (?:winter|summer|semester|term))\b"
)
_TIMES: Final = re.compile(
    r"(?:\b(?:times|twice|once|x|sessions?|days?|doses?|nights?|appointments?|infusions?|treatments?|every|each|per|"
    r"mg|\d+|goes|hours?|hrs|drinks?)|mg|mcg) ?$"
)
_ONSET: Final = re.compile(
    r"\b(?:nausea|sick|nauseous|threw up|dizzy|headaches?|wired|awful|rough|waited|waiting|wait|settled|tapered|"
    r"taper|withdrawal|washout)\b(?:\W+\w+){0,3}?\W+(?:for|in|over|during|of)? ?(?:the )?$"
)
_TOTAL_AHEAD: Final = re.compile(
    r"\b(?:in total|total(?: of)?|altogether|all told|all in all|overall|so|whole (?:thing|trial|lot)|ran|in all)"
    r"\b[^.;\d]{0,25}$"
)
_DROPPED_LEADS: Final = ("every", "each", "per", "over the past", "over the last")
_MORE_LEADS: Final = ("another", "a further", "further", "the next")
_TOTAL_LEADS: Final = (
    "in total", "total", "a total", "altogether", "all told", "whole", "so", "call it", "say", "make",
)  # fmt: skip
_TOTAL_TAILS: Final = (
    "in total", "total", "altogether", "all told", "say", "in all", "all up", "all in all", "overall", "combined",
)  # fmt: skip
_OUT_OF: Final = re.compile(r"\b(?:times|days|doses|hours) (?:in|out of|of|on) $")  # "3 days in 7 weeks"
_NOT_ONE: Final = re.compile(r"\b(?:not|never) (?:a |even )?$")  # "not one good day"
_EFFECT_LASTED: Final = re.compile(
    r"\b(?:only|effects?|benefits?|relief|lift|improvement) lasted (?:for |about )*$|"
    r"\b(?:relapsed?|sustained|maintained remission|remission) (?:for |about |after |of |within )*$"
)
_ONE_DAY: Final = re.compile(r"\b(?:for|only|just|lasted|than|about|barely|took|not even|it) $")
_GOOD_FOR: Final = re.compile(  # "a miracle for a week": that long it helped, not was it taken
    r"\b(?:miracle|miraculous|magic|lift\w*(?: me| my mood| things)?|better|great|good|high|bright\w*|relief|"
    r"help\w*|work\w*|wonderful|fine|happy) "
    r"(?:for )?(?:only |just |about |maybe )*$"
)
_AGE: Final = re.compile(r"\bi (?:have|am) $")  # "I have 24 years"
_BEGAN: Final = re.compile(
    r"\b(?:since|start(?:ed|ing)?|began|begun|commenced|added|"
    r"(?:put|went|switched|moved) (?:me )?(?:over )?(?:on|to|onto))\b"
    r"[^.;]{0,40}$"
)
_MINUS: Final = re.compile(r"(?:\bminus | -|\(-|^-)$")
_WEAK_TAILS: Final = ("later", "in", "into it", "in on it")
_DROPPED_TAILS: Final = (
    "ago", "old", "of age", "apart", "off work", "sober", "clean", "before", "after", "from now", "since", "wait",
    "break", "gap", "supply", "queue",
)  # fmt: skip
_SINCE: Final = re.compile(r"\bsince $")
_GIVEN_TO: Final = re.compile(
    r"\b(?:gave|given|bought|gives) (?:me|us) (?:about |nearly |almost |only |just )*$"
)  # "ten good months"


def read_durations(text: str) -> tuple[Span, ...]:
    """Return every length of time in plain text, in order; ages, "ago" and "twice a week" are none.

    Examples: "6-8 wks" is 7 weeks, "a month and a half" 6.5, "a few weeks" vague.
    """
    found: list[Span] = []
    for match in _DURATION.finditer(text):
        span = _span(match, text)
        if span and found and _continues(found[-1], span, text):
            found[-1] = replace(found[-1], end=span.end, weeks=(found[-1].weeks or 0) + (span.weeks or 0))
        elif span:
            found.append(span)
    found += [
        Span(m.start(), m.end(), float(m["count"]) * WEEKS[unit])
        for m in _SHORT.finditer(text)
        if float(m["count"]) <= _MOST_SHORT[unit := m["unit"] or m["apart"].strip()]
        and not meets(m.start(), m.end(), found)
    ]
    found += [Span(m.start(), m.end(), WEEKS[m["unit"][0]]) for m in _BARE.finditer(text)]
    found += [Span(m.start(), m.end(), float(m["count"]) * WEEKS[m["unit"][0]]) for m in _NOTED.finditer(text)]
    for match in _WEEK_NUMBER.finditer(text):
        if not meets(match.start(), match.end(), found):
            weeks = float(match["count"] or match["wk"] or match["nth"]) * WEEKS["m" if "month" in match[0] else "w"]
            found.append(Span(match.start(), match.end(), weeks, "weak"))
    found += [Span(m.start(), m.end(), None) for m in _VAGUE.finditer(text) if not meets(m.start(), m.end(), found)]
    found.sort(key=lambda span: span.start)
    return tuple(sorted([*found, *elided_lengths(text, found)], key=lambda span: span.start))


def _span(match: re.Match[str], text: str) -> Span | None:
    lead, tail = match["lead"].strip(), (match["tail"] or "").strip()
    before = text[: match.start()]
    is_under_way = tail == "ago" and _BEGAN.search(before)
    is_no_length = (
        (tail.startswith(_DROPPED_TAILS) and not (is_under_way or match["next"]))
        or (lead in _DROPPED_LEADS and not match["high"])
        or (
            match["article"]
            and ((_TIMES.search(before) and not _is_dosed(match, before)) or _is_rate(match, lead, before))
        )
        or _OUT_OF.search(before)
        or _EFFECT_LASTED.search(before)
        or _GIVEN_TO.search(before)
        or (match["article"] and match["unit"] in ("day", "week", "fortnight") and _GOOD_FOR.search(before))
        or (_NOT_ONE.search(before) and match["unit"].startswith("day"))
        or (_AGE.search(before) and "year" in match["unit"])
    )
    if is_no_length:
        return None
    if _MINUS.search(before):
        return Span(match.start(), match.end(), -1.0)
    start, count = match.start(), float(match["high"] or match["count"] or 1)
    if match["high"] and float(match["low"]) < count:
        count = (float(match["low"]) + count) / 2
    elif match["high"]:  # "300 - 3 months": the first number is something else
        start = match.start("high")
    if match["half"]:
        count += 0.5
    if match["more"] and match["article"]:  # "a month or two"
        count = (count + float(match["more"])) / 2
    unit = match["unit"]
    weeks = count * WEEKS["decade" if unit.startswith("dec") else unit[0]]
    if is_under_way and _SINCE.search(before):
        return Span(start, match.end(), weeks)
    if is_under_way:  # "started 5 weeks ago": still taken, unless it was long ago
        return Span(start, match.end(), weeks, "weak") if weeks <= WEEKS_A_YEAR / 2 else None
    return Span(start, match.end(), weeks, _part(match, lead, tail, before))


def _is_rate(match: re.Match[str], lead: str, before: str) -> bool:
    """Return whether "a day" says how much in one: "2 pills of it a day"."""
    return match["unit"] == "day" and not lead and not match["half"] and not _ONE_DAY.search(before)


def _is_dosed(match: re.Match[str], before: str) -> bool:
    """Return whether a number before a length is a dose rather than a count: "30 a year"."""
    return match["unit"].startswith(("year", "yr")) and bool(re.search(r"\b\d{2,3}(?: ?mg)? $", before))


def _part(match: re.Match[str], lead: str, tail: str, before: str) -> Part:
    if lead in _MORE_LEADS or match["article"] == "another" or tail in ("more", "further"):
        return "more"
    if lead.startswith(_TOTAL_LEADS) or tail in _TOTAL_TAILS or _TOTAL_AHEAD.search(before):
        return "total"
    if match["next"]:
        return "next"
    if "first" in lead:
        return "first"
    is_weak = lead.startswith(("after", "within", "by", "at", "past")) or tail in _WEAK_TAILS or _ONSET.search(before)
    return "weak" if is_weak else "whole"


def _continues(last: Span, span: Span, text: str) -> bool:
    """Return whether "2 years and 3 months" goes on: a smaller length right after one of years."""
    between = text[last.end : span.start].strip()
    if between == "," and not text[last.start : last.end].strip()[:1].isdigit():  # "most of a year, ten months say"
        return False
    is_smaller = (span.weeks or 0) < WEEKS_A_YEAR <= (last.weeks or 0)
    return between in ("and", ",", "", "&", "+", "plus") and is_smaller and span.part == "whole"
