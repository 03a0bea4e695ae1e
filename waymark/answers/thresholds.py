"""When an answer is sure enough. All numbers of the ranking, each with its reason.

Chosen with `benchmarks/ranking.py`: every ask left out in turn, and the questions in tests/nlu/. Change one only with a
run of it before and after. A wrong card is worse than none.
"""

from __future__ import annotations

from typing import Final

SAME_QUESTION: Final = 0.92
"""Similarity from which a text counts as one of the asks written a little differently, with a typo or a plural."""

VERBATIM: Final = 0.97
"""Similarity from which a text is an ask word by word, so that its card answers even where it names another topic."""

ANSWER_SIMILARITY: Final = 0.50
"""Similarity to the nearest ask below which no card is given: nearly all asks held back lie above it. What is not
covered is told by the intent and the likelihood; below 0.46 the first such questions got a card."""

ANSWER_LIKELIHOOD: Final = 0.58
"""Likelihood below which the best card is only offered. Of 120 questions put sideways 84 get a right card and 10 a
wrong one, and of 120 that are just outside what is covered 26 get one; from 0.35 it was 86, 17 and 49."""

ANSWER_MARGIN: Final = 1.3
"""How many times likelier the best card must be than the next one; two equals are a choice for the person."""

SUGGEST_SIMILARITY: Final = 0.40
"""Similarity below which not even a suggestion is made: below it, suggestions were noise more often than help."""

SUGGEST_LIKELIHOOD: Final = 0.05
"""Likelihood that a card needs to be among the suggestions."""

MOST_SUGGESTIONS: Final = 3

NAMED_TOPIC: Final = 0.5
"""Length of the "this topic is named" part of a vector, beside an embedding of length one."""

ANSWER_TEXT: Final = 0.5
"""How much a sentence of a card's answer counts in learning, beside an ask: as often right, less like a question."""

NEARNESS: Final = 12.0
"""How much the similarity of a card's nearest asks counts beside what the model says. Of 1,797 asks held back 80.5 %
had their own card first without it, 82.1 % with 12, and as sure as they were right; 8 to 24 were alike."""

STRENGTH: Final = 10.0
"""How closely the ranker follows its examples; 5 to 30 were alike."""

SURE_LIKELIHOOD: Final = 0.80
"""Likelihood from which a card may outweigh another intent, where it is also this similar:"""

SURE_SIMILARITY: Final = 0.80
"""out of the blue;"""

SURE_OF_THREAD: Final = 0.60
"""about what is talked about, where less likelihood is enough."""

SURE_OF_THREAD_LIKELIHOOD: Final = 0.50
"""A question that fits its thread is about the thread, whatever else it might be out of the blue ("is it covered?")."""

SURE_OF_THREAD_PERSONAL: Final = 0.65
"""The similarity within a thread where the intent is to ask for advice, or to tell of a side effect or of low mood."""

SECOND: Final = 0.20
"""Likelihood from which the best card of one of two topics that are named is given, if the other is clear."""

HALF: Final = 0.50
"""Likelihood that the clearer half of a message which asks two things needs;"""

OTHER_HALF: Final = 0.40
"""that of the other half;"""

HALF_SIMILARITY: Final = 0.55
"""and the similarity of both. Of 140 double questions in tests/nlu/tryout 90 got both cards (28 when a message was
taken apart only where two question words met), and of 420 others 16 were taken for two. From 0.45, 4 more and 36."""

HALF_THREAD: Final = 0.60
"""Similarity from which the first half's card says what the second half is about, where neither names a topic."""

ASKING: Final = 2.0
"""How much asking counts among the intents in learning, each other one being 1: it has more to it than all others. Of
120 questions put sideways 72 got their card at 1, 78 at 2, 81 at 12; what is not covered got ever more cards."""

INTENT: Final = 0.60
"""Probability from which an intent other than asking is believed against the cards."""

SIDE_EFFECT: Final = 0.75
"""The same for telling of a side effect, which reads much like asking about one."""

WEAK_INTENT: Final = 0.25
"""Probability from which such an intent is believed where no card is clear; below it, Waymark asks again."""

WISH: Final = 0.75
"""Probability from which a wish to use a tool is one, whatever card is near: "I've tried five meds and nothing works"
is read as telling of trials by 0.69, and wants an answer first."""

NEAR_WISH: Final = 0.70
"""Similarity from which a question is for a card though it names a tool: "what is a safety plan" has 1.0, "what have I
tried so far" 0.51."""

ADVICE: Final = 0.45
"""Probability from which a message counts as asking for personal advice; low, since a card would read as advice."""

ADVICE_BEYOND_DOUBT: Final = 0.80
"""Probability from which a wish for advice is declined even where two cards fit a message of two questions; below it
("Dad is down for ECT, will he forget us, and could he die from it") they are given,"""

BOTH_SURE: Final = 0.85
"""where the likelihood of both is at least this. Of 140 double questions 3 more are right, of 420 others no fewer."""

ELSEWHERE: Final = 0.40
"""Probability from which a message counts as being about something else: a clear card is then only offered."""

ELSEWHERE_OF_THREAD: Final = 0.90
"""The same where the message could be about what is talked about: follow-ups ("how long till it kicks in") look like it
up to 0.83, "how is diabetes treated" in a talk on ECT is it by 0.99."""

FEWEST_LETTERS: Final = 1
"""Fewer letters than this cannot be read; "y" and "n" are answers."""

SHORT_TEXT: Final = 300
"""Characters up to which a text is read as a whole; the encoder knows sentences, not stories."""

MOST_SENTENCES: Final = 2
"""Sentences of a longer text that are read for its question."""

FOLLOW_UP: Final = 0.95
"""What the similarities with and without the topic's name must come to for a text to be about the thread.

Of 180 follow-ups 147 get the right card, from 1.08 it was 137; what leaves the topic is mostly told by its intent.
"""
