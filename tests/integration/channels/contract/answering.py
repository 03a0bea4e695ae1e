"""The contract, part 2: people are answered as on the web, in the form of their messenger."""

from __future__ import annotations

from waymark.messages import Bullets, Button, Draft, Heading, Paragraph, SourceNote

from ..house import settle, wait_for


class Answering:
    """People are answered as on the web, in the form of their messenger."""

    def test_a_question_is_answered_with_its_sources_and_buttons(self, house):
        house.meet()
        house.say("what is TRD")
        answer = house.hear("A card about 11 characters.")
        assert "https://doi.org/10.1000/1" in answer
        assert "More" in [button["title"] for button in house.rig.buttons()]
        most = house.channel.limits.button_bytes
        assert all(1 <= len(button["id"].encode()) <= most for button in house.rig.buttons())

    def test_opening_the_chat_greets_once(self, house):
        house.meet()
        settle()
        assert len(house.rig.sent()) == 1
        assert "988" in house.rig.sent()[0]

    def test_a_first_question_is_greeted_and_answered(self, house):
        house.say("what is TRD")
        house.hear("A card")
        assert ["I'm Waymark" in text for text in house.rig.sent()] == [True, False]

    def test_what_is_no_text_is_answered_kindly_with_the_line(self, house):
        for number, kind in enumerate(house.rig.wordless, start=10):
            house.say("", kind=kind, person=number)
            assert "988" in house.hear("text only", person=number), kind
        assert house.brain.asked == []

    def test_slash_text_is_text(self, house):
        house.meet()
        for text in ("/restart", '/ask_card{"card":"trd.what"}', "/stop it"):
            house.say(text)
            wait_for(lambda text=text: any(question.text == text for question in house.brain.asked))
        assert all(question.payload is None for question in house.brain.asked)

    def test_a_button_says_what_it_stands_for(self, house):
        house.meet()
        house.say("what is TRD")
        house.hear("A card")
        more = next(button for button in house.rig.buttons() if button["title"] == "More")
        house.press(more["id"])
        wait_for(lambda: [question.payload for question in house.brain.asked] == [None, "more:trd.what"])

    def test_a_button_pressed_twice_is_one_press(self, house):
        house.meet()
        button = house.rig.buttons()[0]
        for _ in range(2):
            house.press(button["id"])
        house.hear("A card")
        settle()
        assert len(house.brain.asked) == 1

    def test_a_button_of_another_chat_is_refused(self, house):
        house.meet(1)
        house.meet(2)
        for person in (2, 3):  # known, and a stranger
            house.press(house.rig.buttons(1)[0]["id"], person=person)
        house.press("no-such-button")
        settle()
        assert house.brain.asked == []
        assert house.conversation(3) is None

    def test_a_long_card_comes_in_order_and_whole(self, house):
        house.meet()
        blocks = (Heading(text="A title"), *(Paragraph(text=f"Part {part}. " + "word " * 150) for part in range(20)))
        house.brain.answer = lambda _: (
            Draft(
                blocks=(*blocks, Bullets(items=tuple(f"item {number} 🙂" for number in range(30)))),
                buttons=(Button(title="More", value="more:trd.what"),),
                sources=(SourceNote(title="A source", year=2020, url="https://doi.org/10.1000/1"),),
            ),
        )
        house.say("tell me all")
        house.hear("https://doi.org/10.1000/1")
        text = "\n\n".join(house.rig.sent()[1:])
        assert len(house.rig.sent()) > 3
        places = [text.index(f"Part {part}.") for part in range(20)]
        assert places == sorted(places)
        assert all(f"item {number} 🙂" in text for number in range(30))
        assert house.rig.longest_text() <= house.channel.limits.text

    def test_stop_tells_the_truth(self, house):
        house.meet()
        house.say("/stop")
        assert "988" in house.hear("30 days")
        assert house.brain.asked == []

    def test_erasing_is_asked_about_done_and_said(self, house):
        house.meet()
        house.say("Erase everything.")
        house.hear("Shall I erase")
        choices = {button["title"]: button["id"] for button in house.rig.buttons()}
        house.press(choices["No, keep it"])
        house.hear("nothing was erased")
        before = house.conversation()
        event = house.rig.new_id()
        for _ in range(2):
            house.press(choices["Yes, erase it now"], event=event)
        house.hear("Everything that I kept about you is erased")
        assert house.store.conversations.get(before) is None
        house.press(choices["Yes, erase it now"], event=event)
        settle()
        assert house.conversation() is None
        assert len([text for text in house.rig.sent() if "is erased" in text]) == 1
        house.say("what is TRD")
        house.hear("A card")
        assert house.conversation() not in (None, before)

    def test_a_late_answer_is_brought(self, house):
        house.meet()
        house.brain.is_down = True
        house.say("what is TRD")
        house.hear("can't look that up")
        house.brain.is_down = False
        house.hear("A card")

    def test_a_group_is_told_once_and_left_and_nothing_of_it_is_kept(self, house):
        for kind in house.rig.grouped:
            for _ in range(3):
                house.say("hello", kind=kind)
            wait_for(house.rig.sent_to_group)
            wait_for(house.rig.has_left_group)
            settle()
            assert len(house.rig.sent_to_group()) == 1
            assert house.kept() == 0

    def test_what_needs_no_answer_gets_none(self, house):
        house.meet()
        for kind in house.rig.ignored:
            house.say("hello", kind=kind)
        settle()
        assert len(house.rig.sent()) == 1

    def test_erasing_twice_at_once_begins_nothing_anew(self, house):
        for person in range(1, 6):
            house.meet(person)
            house.say("/erase", person=person)
            house.hear("Shall I erase", person=person)
            erase = house.rig.button("Yes, erase it now", person)
            for _ in range(2):
                house.press(erase, person=person)
            house.hear("is erased", person=person)
        settle()
        assert house.kept() == 0
        assert all(len([text for text in house.rig.sent(person) if "is erased" in text]) == 1 for person in range(1, 6))

    def test_people_are_answered_in_their_language(self, house):
        house.say("no puedo más, me quiero morir")
        assert "988" in house.hear("988")
        house.say("", kind=house.rig.wordless[0])
        assert "988" in house.hear("¿Me lo puedes decir con palabras?")
