"""Puts treatment trials into rows, beside what the published checklists say of each. No verdict on the illness."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from waymark.answers.render import words
from waymark.care.papers.dates import moment_text
from waymark.care.papers.material import Tried
from waymark.care.papers.wording import say
from waymark.care.trials.adequacy import Judgement, explain, judge
from waymark.content import Content
from waymark.messages import Block, Bullets, Paragraph, Table

_CAPITALS: Final = ("ssri", "snri", "maoi", "ndri", "nri", "sari", "nassa")
_A_YEAR: Final = 52


def trial_blocks(content: Content, trials: Sequence[Tried]) -> tuple[Block, ...]:
    """Return the table of all trials, why each counts as it does, and that the prescriber decides."""
    if not trials:
        return (Paragraph(text=words(content, "summary_trials_none")),)
    columns = tuple(words(content, f"summary_trials_{name}") for name in ("name", "amount", "effect", "end", "counts"))
    rows = tuple(_row(content, tried) for tried in trials)
    reasons: dict[str, list[str]] = {}
    for tried in trials:
        judgement = judged(content, tried)
        if judgement is not None and content.trials is not None:
            names = reasons.setdefault(explain(judgement, content.trials), [])
            names += [name for name in [trial_name(content, tried)] if name not in names]
    told = tuple(f"{', '.join(names)}: {reason}" for reason, names in reasons.items())
    caveat = Paragraph(text=say(content, "summary_trials_caveat"))
    return (Table(columns=columns, rows=rows), *((Bullets(items=told), caveat) if told else ()))


def judged(content: Content, tried: Tried) -> Judgement | None:
    """Return how a trial of a known medicine stands against the checklists; None for everything else."""
    medicine = content.medicines.get(tried.trial.name)
    if tried.trial.kind != "medicine" or medicine is None or content.trials is None or tried.own_name:
        return None
    return judge(tried.trial, medicine, content.trials.fair)


def trial_name(content: Content, tried: Tried) -> str:
    """Return what a treatment is called: by us, else by the person."""
    name = tried.trial.name
    therapies = content.trials.therapies if content.trials else {}
    known = content.medicines.get(name) or content.treatments.get(name) or therapies.get(name)
    return tried.own_name or (known.name if known else name.replace("_", " ").capitalize())


def when_text(content: Content, tried: Tried) -> str:
    """Return begin and end, as far as they are known: "March 2019 to 2020"."""
    began, ended = (moment_text(one) for one in (tried.trial.began, tried.trial.ended))
    if tried.is_ongoing:
        return say(content, "summary_since", begin=began) if began else words(content, "summary_ongoing")
    if began and ended and began != ended:
        return say(content, "summary_from_to", begin=began, end=ended)
    return began or ended


def dose_text(content: Content, tried: Tried) -> str:
    """Return the highest daily dose; empty where it is not known."""
    dose = tried.trial.dose_mg
    return say(content, "summary_dose", dose=f"{dose:g}") if dose is not None else ""


def length_text(content: Content, tried: Tried) -> str:
    """Return how long it was taken, or how many sessions there were; empty where that is not known."""
    trial = tried.trial
    if trial.sessions is not None:
        return say(content, "summary_sessions", count=str(trial.sessions))
    if trial.weeks is None:
        return words(content, "summary_length_vague") if trial.has_vague_length else ""
    if trial.weeks < _A_YEAR:
        return say(content, "summary_weeks", count=f"{round(trial.weeks, 1):g}")
    return say(content, "summary_years", count=f"{round(trial.weeks / _A_YEAR, 1):g}")


def effect_text(content: Content, tried: Tried) -> str:
    """Return the best that it did, and whether that faded."""
    effect = tried.trial.effect
    told = words(content, f"summary_effect_{effect}") if effect else words(content, "summary_not_known")
    return f"{told}; {words(content, 'summary_faded')}" if tried.trial.has_faded else told


def end_text(content: Content, tried: Tried) -> str:
    """Return side effects, missed doses, and why it ended."""
    trial = tried.trial
    told = [
        *([", ".join(trial.side_effects)] if trial.side_effects else []),
        *([words(content, f"summary_taken_{trial.adherence}")] if trial.adherence else []),
        *([words(content, f"summary_stopped_{trial.stopped_for}")] if trial.stopped_for else []),
    ]
    return "; ".join(told) or words(content, "summary_not_known")


def _row(content: Content, tried: Tried) -> tuple[str, ...]:
    medicine = content.medicines.get(tried.trial.name)
    group = medicine.group if medicine and not tried.own_name else ""
    group = group.upper() if group in _CAPITALS else group
    name = trial_name(content, tried) + (f" ({group})" if group else "")
    when = when_text(content, tried)
    judgement = judged(content, tried)
    amount = [part for part in (dose_text(content, tried), length_text(content, tried)) if part]
    return (
        f"{name}, {when}" if when else name,
        ", ".join(amount) or words(content, "summary_not_known"),
        effect_text(content, tried),
        end_text(content, tried),
        words(content, f"summary_counts_{judgement.explanation if judgement else 'not_judged'}"),
    )
