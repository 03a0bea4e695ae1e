"""The Rasa project fits together: names, rules, words, dotted paths. Rasa itself only warns of most of this."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from functools import lru_cache
from typing import Any, get_args

import pytest
import yaml
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.core.training_data.structures import RuleStep
from rasa_sdk import Action

import actions
import waymark.brain.components
from waymark.brain import resources
from waymark.brain.components.questionnaire_answers import STEPS, WAYS
from waymark.brain.importer import CardImporter, form_of, intent_of
from waymark.brain.nlg import ContentGenerator, fallback
from waymark.care.questionnaires.answers import HintKind
from waymark.care.questionnaires.step import Event
from waymark.content.schema import Evidence
from waymark.content.treatment_schema import Fact
from waymark.messages import Draft
from waymark.settings import ROOT

FORMS = ("questionnaire_form", "tool_form")
WITHOUT_EXAMPLES = {  # said by a button, or read in a form
    "save_card", "answer_item", "save_score", "open_tool", "run_tool", "use_tool", "keep_tool",
}  # fmt: skip
CONFIG = yaml.safe_load((ROOT / "config.yml").read_text())
ENDPOINTS = yaml.safe_load((ROOT / "endpoints.yml").read_text())
CREDENTIALS = yaml.safe_load((ROOT / "credentials.yml").read_text())
DOMAIN = Domain.load(str(ROOT / "domain.yml"))
DECLARED = yaml.safe_load((ROOT / "domain.yml").read_text())
INTENTS = sorted(DECLARED["intents"])
RESPONSES = sorted(DOMAIN.responses)
UNWORDED: set[str] = {
    "started",
    "answered",
    "done",
    "hint",
    "why",
    "stop",
    "restart",
    "filled",
}  # steps without words of their own
GATEWAY_ONLY = {
    "greeting", "cannot_look_up", "form_not_added_up", "late_answer_intro",
    "too_long", "empty_message", "not_saved", "slow_down",
    "back_from_crisis", "gap_offer", "gap_kept", "gap_not_kept",
    "handoff_paged", "handoff_shared", "handoff_unshared", "handoff_unreached", "handoff_joined", "handoff_returned",
    "channel_media", "channel_media_held", "channel_media_mark", "channel_group", "channel_stop",
    "channel_erase_ask", "channel_erase_title", "channel_erase_yes", "channel_erase_no", "channel_kept",
    "channel_erased", "channel_not_erased", "channel_button_old", "channel_not_saved", "channel_sources",
}  # fmt: skip


@lru_cache
def importer() -> CardImporter:
    return CardImporter(
        str(ROOT / "config.yml"),
        str(ROOT / "domain.yml"),
        [str(path) for path in sorted((ROOT / "data").rglob("*.yml"))],
    )


def rules() -> list[dict[str, Any]]:
    found = [yaml.safe_load(path.read_text())["rules"] for path in sorted((ROOT / "data/rules").glob("*.yml"))]
    return [rule for group in found for rule in group]


@lru_cache
def rule_steps() -> list[RuleStep]:
    return [step for step in importer().get_stories().story_steps if isinstance(step, RuleStep)]


def first_intents(form: str | None) -> list[str]:
    found = [intent_of(rule) for rule in rule_steps() if form_of(rule) == form]
    return [intent for intent in found if intent is not None]


@pytest.mark.parametrize("form", [None, *FORMS])
def test_every_intent_has_one_rule(form):
    assert sorted(first_intents(form)) == sorted(set(INTENTS) - set(resources.toolbox().by_intent))
    assert set(FORMS) == set(DECLARED["forms"])


def test_every_rule_has_an_id_of_its_own():
    ids = [rule.id for rule in rule_steps()]
    assert len(set(ids)) == len(ids)


def test_a_rule_for_an_open_tool_speaks_of_no_other_form():
    for rule in rule_steps():
        if form_of(rule) == "tool_form":
            loops = {event.name for event in rule.events if isinstance(event, ActiveLoop)}
            named = {event.action_name for event in rule.events if isinstance(event, ActionExecuted)}
            assert loops <= {"tool_form", None}
            assert "questionnaire_form" not in named


def test_every_rule_names_what_the_domain_knows():
    for rule in rules():
        for step in rule["steps"]:
            assert step.get("intent", INTENTS[0]) in DOMAIN.intents
            assert step.get("action", "action_listen") in DOMAIN.action_names_or_texts


def test_danger_asks_nothing_of_its_own():
    for rule in rules():
        if rule["steps"][0].get("intent") == "crisis":
            assert [step["action"] for step in rule["steps"][1:]] in (
                ["utter_crisis"],
                ["utter_crisis", "action_listen"],
            )


def test_every_learnt_intent_is_known_and_every_known_one_learnt():
    learnt = {message.get("intent") for message in importer().get_nlu_data().intent_examples}
    assert learnt | WITHOUT_EXAMPLES == set(INTENTS)
    assert set(resources.toolbox().by_intent) <= learnt
    assert not learnt & WITHOUT_EXAMPLES


def test_no_example_stands_for_two_intents():
    owners: dict[str, str] = {}
    for message in importer().get_nlu_data().intent_examples:
        text, intent = " ".join(message.get("text").lower().split()), message.get("intent")
        assert owners.setdefault(text, intent) == intent, text


def test_the_importer_teaches_every_card():
    taught = {
        (message.get("metadata") or {}).get("example", {}).get("card")
        for message in importer().get_nlu_data().intent_examples
    }
    assert set(resources.content().cards) <= taught


def test_answers_are_not_taught():
    texts = {message.get("text") for message in importer().get_nlu_data().intent_examples}
    for card in resources.content().cards.values():
        assert not any(getattr(block, "text", "") in texts for block in card.short)


@pytest.mark.parametrize("name", RESPONSES)
async def test_every_response_has_words(name):
    tracker = DialogueStateTracker("someone", DOMAIN.slots)
    tracker.update(UserUttered("x", {"name": "greet", "confidence": 1.0}, [], {}))
    message = await ContentGenerator().generate(name, tracker, "gateway")
    draft = Draft.model_validate(message["draft"])
    assert message["text"].strip()
    assert message["text"] == draft.text
    assert draft != fallback(resources.settings().default_country), f"{name} is not worded by content/"
    assert "{" not in draft.text


def test_every_word_is_used():
    dialogue = {name.removeprefix("utter_") for name in RESPONSES}
    inner = {
        "suggest_cards", "nothing_more", "no_more_on_card", "drafted_note", "more_title", "ask_clinician_heading",
        "question_saved", "question_not_saved", "local_emergency_number",
        "sure_title", "simpler_title", "save_title", "again_lead", "how_sure_lead", "sources_heading",
        "review_drafted", "review_reviewed", "review_due",
        "decline_pregnancy", "decline_mixing", "decline_stopping", "decline_dose", "decline_choice",
        "comparison_lead", "not_compared_directly", "decides_heading",
        "questionnaire_intro_item", "questionnaire_resumed_intro", "questionnaire_place", "questionnaire_last_place",
        "questionnaire_again", "questionnaire_restarted", "questionnaire_expired", "questionnaire_waits",
        "questionnaire_skip_title", "questionnaire_stop_title",
        *(f"questionnaire_{event}" for event in set(get_args(Event)) - UNWORDED),
        *(f"questionnaire_hint_{kind}" for kind in get_args(HintKind)),
        "score_total", "score_band", "score_skipped", "score_skipped_one", "score_skipped_more", "score_empty",
        "score_function", "score_disclosed", "score_up", "score_down", "score_same", "score_clear_up",
        "score_clear_down", "score_small", "score_response", "score_remission", "score_overlaps", "score_bring",
        "score_saved", "score_not_saved", "score_list_heading", "score_list_row", "score_list_row_skipped",
        "score_list_empty", "score_list_not_read",
        "tool_again", "tool_waits", "tool_closed", "tool_go_on_title", "tool_kept", "tool_not_kept",
        *(f"evidence_{kind}" for kind in get_args(Evidence)),
        *(f"fact_{name}" for name in get_args(Fact)),
    }  # fmt: skip
    tools = tuple(f"{path.stem}_" for path in (ROOT / "content/tools/en").glob("*.yml"))
    said = {name for name in resources.content().responses if not name.startswith(tools)}
    assert said - GATEWAY_ONLY <= dialogue | inner
    assert GATEWAY_ONLY | inner <= set(resources.content().responses)


def test_every_button_says_something_the_dialogue_understands():
    for name, wordings in resources.content().responses.items():
        for wording in wordings:
            for button in wording.buttons:
                spoken = set(INTENTS) - set(resources.toolbox().by_intent)  # a tool is begun by a button of its own
                assert button.intent is None or button.intent in spoken, name
                steers = {*resources.content().instruments.instruments, *STEPS, *WAYS, "save"}
                assert button.questionnaire is None or button.questionnaire in steers, name
                assert button.tool is None or button.tool.partition(":")[0] in resources.toolbox().tools, name


def subclasses(kind: type) -> list[type]:
    return [child for direct in kind.__subclasses__() for child in (direct, *subclasses(direct))]


def test_domain_and_actions_name_the_same():
    for module in pkgutil.iter_modules(actions.__path__, "actions."):
        importlib.import_module(module.name)
    ours = [kind for kind in subclasses(Action) if kind.__module__.startswith("actions.")]
    names = [kind().name() for kind in ours]
    assert sorted(names) == sorted(DECLARED["actions"]), "one file, one Action, named once in domain.yml"
    assert len({kind.__module__ for kind in ours}) == len(ours)


def dotted() -> list[str]:
    paths = [part["name"] for part in (*CONFIG["pipeline"], *CONFIG["importers"])]
    paths += [ENDPOINTS["nlg"]["type"], ENDPOINTS["tracker_store"]["type"], *CREDENTIALS]
    return paths


@pytest.mark.parametrize("path", dotted())
def test_dotted_paths_lead_somewhere(path):
    module, _, name = path.rpartition(".")
    assert inspect.isclass(getattr(importlib.import_module(module), name))


def test_component_names_are_our_own():
    ours = {path.rpartition(".")[2]: path for path in dotted() if ".components." in path}
    registry = DefaultV1Recipe()._from_registry
    for name, path in ours.items():
        assert registry(name).clazz.__module__ == path.rpartition(".")[0]
    for module in pkgutil.iter_modules(waymark.brain.components.__path__):
        assert any(path.split(".")[-2] == module.name for path in ours.values()), f"{module.name} is in no pipeline"


def test_no_secret_and_no_unset_variable_stands_in_the_project():
    for name in ("config.yml", "domain.yml", "endpoints.yml", "credentials.yml"):
        assert "${" not in (ROOT / name).read_text(), f"{name}: an unset variable stops `rasa shell`"
    assert set(CREDENTIALS.values()) == {None}


def test_sessions_never_expire():
    assert DOMAIN.session_config.session_expiration_time == 0
