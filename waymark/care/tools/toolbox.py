"""All tools by name, and which one an intent begins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from waymark.care.checkins.checkin_tool import CheckinTool
from waymark.care.checklists.step_checklist_tool import StepChecklistTool
from waymark.care.clinician_questions.clinician_questions import ClinicianQuestions
from waymark.care.exercises.exercise_tool import ExerciseTool
from waymark.care.my_data.my_data import MyData
from waymark.care.my_data.return_code_tool import ReturnCodeTool
from waymark.care.papers.summary_tool import SummaryTool
from waymark.care.plans.plan_tool import PlanTool
from waymark.care.reminders.reminders import Reminders
from waymark.care.tools.tool import Tool
from waymark.care.trials.trials_tool import TrialsTool
from waymark.content import Content


@dataclass(frozen=True)
class Toolbox:
    """The tools of this version; built once, safe to share."""

    tools: Mapping[str, Tool]

    @classmethod
    def from_content(cls, content: Content) -> Toolbox:
        """Build every tool.

        Raises:
            ContentError: a rule of one cannot be compiled.
        """
        return cls.of(
            (
                TrialsTool.from_content(content),
                *PlanTool.all_from_content(content),
                StepChecklistTool.from_content(content),
                ExerciseTool.from_content(content),
                CheckinTool.from_content(content),
                ClinicianQuestions.from_content(content),
                SummaryTool.from_content(content),
                Reminders.from_content(content),
                ReturnCodeTool.from_content(content),
                MyData.from_content(content),
            )
        )

    @classmethod
    def of(cls, tools: Iterable[Tool]) -> Toolbox:
        """Return the toolbox of these tools."""
        return cls({tool.name: tool for tool in tools})

    def shows(self, intent: str) -> bool:
        """Return whether an intent asks for what is kept ("what have I tried?"): such a question is not for a card."""
        return intent in self.by_intent and intent.startswith(("show_", "list_", "ask_my_"))

    @cached_property
    def by_intent(self) -> Mapping[str, Tool]:
        """The tool that each intent begins."""
        return {intent: tool for tool in self.tools.values() for intent in tool.intents}
