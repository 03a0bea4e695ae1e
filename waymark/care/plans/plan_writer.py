"""Words the open part of a plan and what a message did to it. All words are from `content/`."""

from __future__ import annotations

from dataclasses import dataclass

from waymark.answers.render import response_draft
from waymark.care.plans.plan_draft import lines_of, plan_draft, titled
from waymark.care.plans.progress import Added, PlanProgress
from waymark.care.tools.tool import value
from waymark.content import Content
from waymark.content.plan_files import Plan
from waymark.messages import Block, Bullets, Button, Draft, Paragraph, Steps, paragraphs

CLEAR, DELETE, KEEP, SPLIT = "clear.yes", "delete.yes", "keep", "split"


@dataclass(frozen=True)
class PlanWriter:
    """Words one plan."""

    content: Content
    name: str

    @property
    def plan(self) -> Plan:
        """The plan's form."""
        return self.content.plans.plans[self.name]

    def begun(self, progress: PlanProgress) -> Draft:
        """Return what the plan is, or that an earlier one goes on, and the open part."""
        if progress.entries:
            return self.open(progress, *self.say("resumed").blocks)
        told = paragraphs([" ".join(self.plan.intro.split()), " ".join(self.plan.notice.split())])
        draft = self.open(progress, *told)
        return draft.model_copy(update={"sources": self.content.notes(self.plan.sources)})

    def open(self, progress: PlanProgress, *lead: Block, helps: bool = True) -> Draft:
        """Return the open question, after a word on what came before it; `helps` adds the examples."""
        if progress.asked != "entries":
            return self._asked(progress, *lead)
        part = self.plan.heading(progress.at)
        place, count = str(self.plan.place(part.id) + 1), str(len(self.plan.headings))
        blocks = [*lead, *self.say("place", number=place, count=count, title=part.title).blocks]
        if progress.here:
            return self._with_entries(progress, blocks)
        blocks.append(Paragraph(text=" ".join(part.question.split())))
        if helps:
            blocks += self.say("examples", examples="; ".join(part.examples)).blocks
        blocks += self.say("how").blocks
        return Draft(blocks=tuple(blocks), buttons=self._buttons(progress), asks=f"{self.name}.{part.id}")

    def added(self, added: Added) -> Draft:
        """Return what became of new entries: nothing that was written goes without a word."""
        blocks: list[Block] = []
        if added.new:
            blocks += self.say("added").blocks
        elif added.known and not (added.too_long or added.left_over):
            blocks += self.say("known").blocks
        if added.left_over:
            blocks += self.say("full", most=str(self.plan.heading(added.progress.at).most)).blocks
            blocks.append(Bullets(items=added.left_over))
        return self.open(added.progress, *blocks)

    def too_long(self, progress: PlanProgress, *lead: Block, can_split: bool) -> Draft:
        """Return the kind wish for something shorter; the entries so far are shown."""
        draft = self.open(progress, *lead, *self.say("too_long_parts" if can_split else "too_long").blocks, helps=False)
        split = (Button(title=self.title("split"), value=value(self.name, SPLIT)),) if can_split else ()
        return draft.model_copy(update={"buttons": (*split, *draft.buttons)})

    def hint(self, progress: PlanProgress, kind: str) -> Draft:
        """Return one kind hint."""
        return self.open(progress, *self.say(f"hint_{kind}").blocks)

    def way_out(self, progress: PlanProgress) -> Draft:
        """Return that a part may stay open, with buttons for it."""
        draft = self.open(progress, *self.say("way_out").blocks)
        stop = Button(title=self.title("stop"), value="intent:stop")
        skip = Button(title=self.title("skip"), value=value(self.name, f"next.{progress.at}"))
        return draft.model_copy(update={"buttons": (skip, stop)})

    def shown(self, progress: PlanProgress) -> Draft:
        """Return the whole plan."""
        values = {"entries": progress.entries}
        return plan_draft(self.content, self.name, values, lines_of(self.content, progress.country))

    def finished(self, progress: PlanProgress) -> Draft:
        """Return the whole plan after its last part."""
        draft = self.shown(progress)
        if not progress.entries:
            return draft
        return draft.model_copy(update={"blocks": (*self.say("finished").blocks, *draft.blocks[1:])})

    def not_read(self) -> Draft:
        """Return that what is kept could not be read."""
        again = Button(title=self.title("try_again"), value=value(self.name, "show"))
        return self.say("not_read").model_copy(update={"buttons": (again,)})

    def why(self, progress: PlanProgress) -> Draft:
        """Return why the open part is asked for, and the question again."""
        return self.open(progress, *paragraphs([self.plan.heading(progress.at).why]))

    def say(self, response: str, **values: str) -> Draft:
        """Return one of the plans' responses."""
        return response_draft(self.content, f"plans_{response}", 0, {"name": self.plan.name, **values})

    def title(self, button: str) -> str:
        """Return the words of a button."""
        return titled(self.content, f"plans_{button}_title", name=self.plan.name)

    def _asked(self, progress: PlanProgress, *lead: Block) -> Draft:
        if progress.asked == "change":
            entry = progress.here[progress.number - 1]
            ask = self.say("change_ask", number=str(progress.number), entry=entry)
            return Draft(blocks=(*lead, *ask.blocks), buttons=(self._keep(),), asks=f"{self.name}.change")
        yes = Button(
            title=self.title(f"yes_{progress.asked}"),
            value=value(self.name, CLEAR if progress.asked == "clear" else DELETE),
        )
        blocks = (*lead, *self.say(f"{progress.asked}_ask").blocks)
        return Draft(blocks=blocks, buttons=(yes, self._keep()), asks=f"{self.name}.{progress.asked}")

    def _with_entries(self, progress: PlanProgress, blocks: list[Block]) -> Draft:
        part = self.plan.heading(progress.at)
        blocks += self.say("so_far", title=part.title).blocks
        blocks.append(Steps(items=progress.here))
        blocks += self.say("more", number=str(len(progress.here))).blocks
        return Draft(blocks=tuple(blocks), buttons=self._buttons(progress), asks=f"{self.name}.{part.id}")

    def _keep(self) -> Button:
        return Button(title=self.title("no"), value=value(self.name, KEEP))

    def _buttons(self, progress: PlanProgress) -> tuple[Button, ...]:
        place = self.plan.place(progress.at)
        is_last = place == len(self.plan.headings) - 1
        onward = Button(
            title=self.title("finish" if is_last else "next"), value=value(self.name, f"next.{progress.at}")
        )
        back = (Button(title=self.title("back"), value=value(self.name, f"back.{progress.at}")),) if place else ()
        shown = (Button(title=self.title("show"), value=value(self.name, "show")),) if progress.entries else ()
        return (onward, *back, *shown)
