"""One treatment, or none of one's own, told in many voices."""

import pytest


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "They tried me on that mirtazapine, 30 at bedtime, for ten weeks. I put on two stone and was "
            "every bit as miserable, only rounder.",
            [("mirtazapine", 30, 10, "none")],
        ),
        (
            "It was dothiepin in those days, 75 at night. I slept well on it. Whether it lifted my spirits I "
            "really couldn't tell you.",
            [("dosulepin", 75, None, None)],
        ),
        (
            "my mom made me do cbt for all of sophomore year (so like 9 months) and tbh it was ok, got me "
            "maybe halfway",
            [("cbt", None, 39, "half")],
        ),
        (
            "i was on abilify 2mg for 3 wks but i kept forgetting it so it obv did nothing",
            [("aripiprazole", 2, 3, "none")],
        ),
        (
            "Phenelzine 45 mg for 14 weeks, remitted; relapsed eight months after discontinuation.",
            [("phenelzine", 45, 14, "full")],
        ),
        (
            "In my country doctor has prescribed Amitriptylin 75, I was drinking it 4 months, but depression "
            "did not go.",
            [("amitriptyline", 75, 17.4, "none")],
        ),
        (
            "For six months I am having escitalopram 15 mg only. Mood is improved by 70 percent, touch wood.",
            [("escitalopram", 15, 26.1, "mostly")],
        ),
        (
            "I was doing psychotherapy by myself in Warsaw, one time in week, during 2 years. It gave me very much.",
            [("psychotherapy", None, 104, "mostly")],
        ),
        (
            "tms 36 tx, zero change",
            [("tms", None, None, "none")],
        ),
        (
            "My wife was on Effexor for years and swore by it. They gave me the same, 75, and after three "
            "months I was no further on.",
            [("venlafaxine", 75, 13, "none")],
        ),
        (
            "Six months on Efexor, 150 of them, and I was grand, never better, until the blood pressure went "
            "through the roof and himself took me off it.",
            [("venlafaxine", 150, 26.1, "full")],
        ),
        (
            "no missed doses, lexapro 20, 12 weeks, zero benefit",
            [("escitalopram", 20, 12, "none")],
        ),
        (
            "CBT on and off for three years with four different people. It chips away at it, a little.",
            [("cbt", None, 156, "little")],
        ),
        (
            "My psychiatrist floated lithium but I said not yet, so we stuck with quetiapine 150, which has "
            "been about four months and has lifted me a fair bit.",
            [("quetiapine", 150, 17.4, "mostly")],
        ),
        (
            "Zoloft worked for my sister and did zilch for me: 150 mg, 3 months.",
            [("sertraline", 150, 13, "none")],
        ),
        (
            "Three 37.5s of venlafaxine a day, eight weeks, no joy.",
            [("venlafaxine", 112.5, 8, "none")],
        ),
        (
            "I was on the max dose of Zoloft for 4 months and I might as well not have bothered.",
            [("sertraline", None, 17.4, "none")],
        ),
        (
            "Rexulti 1mg for 8 weeks: I'd say 20% improvement.",
            [("brexpiprazole", 1, 8, "little")],
        ),
        (
            "Seroquel 50 helped me sleep but that's it. Six weeks.",
            [("quetiapine", 50, 6, "none")],
        ),
        (
            "Vilazodone 40, 11 weeks. Worse if anything.",
            [("vilazodone", 40, 11, "none")],
        ),
        (
            "I've been taking agomelatine 50 mg for the last five months and touch wood I've been right as ninepence.",
            [("agomelatine", 50, 21.7, "full")],
        ),
        (
            "My cat has been unwell so I haven't slept. Can we do this tomorrow?",
            [],
        ),
        (
            "Lofepramine, 70 three times a day. I gave it four months. It took me from the floor to the "
            "chair, if you follow, but no further.",
            [("lofepramine", 210, 17.4, None)],
        ),
        (
            "I had group therapy at the day hospital for a year and a half. I was a good deal less unhappy by"
            " the finish.",
            [("psychotherapy", None, 78, "mostly")],
        ),
        (
            "been in dbt 6 months. its actually kind of working, not all the way but like more than half",
            [("dbt", None, 26.1, "half")],
        ),
        (
            "Trial of lithium 900 mg/day for 10 weeks (level 0.7) was unsuccessful.",
            [("lithium", 900, 10, "none")],
        ),
        (
            "I must to say that Sertralin 100 has not bring me nothing in 3 months.",
            [("sertraline", 100, 13, "none")],
        ),
        (
            "The doctor kept me on Nexito 20 for eight months continuous, there is good improvement only.",
            [("escitalopram", 20, 34.8, "mostly")],
        ),
        (
            "It was when we lived in Leeds, so '09 or '10, and I was on fluoxetine, 40 by the end, and I "
            "remember because I'd just had my second, and it went on about fourteen months, and it never "
            "really got hold of me, I just sort of went through the motions.",
            [("fluoxetine", 40, 60.9, "none")],
        ),
        (
            "So anyway I stayed with the Remeron because it let me sleep, 15 mg, I'm on month nine now, but I"
            " wouldn't say I'm happier.",
            [("mirtazapine", 15, 39, "none")],
        ),
        (
            "Luvox 200/3 months/partial",
            [("fluvoxamine", 200, 13, "half")],
        ),
        (
            "My daughter was on Lexapro and hated it, so I asked for something else, and they gave me "
            "bupropion, 150, ten weeks now, no change that I can see.",
            [("bupropion", 150, 10, "none")],
        ),
        (
            "I never took the aripiprazole they prescribed. I did take the venlafaxine, 150, seven months, "
            "hit and miss, and I got a bit of relief.",
            [("venlafaxine", 150, 30.4, "little")],
        ),
        (
            "I asked about psilocybin and they looked at me as if I'd two heads. I've only had the usual: "
            "escitalopram 20, one year, no great help.",
            [("escitalopram", 20, 52, "little")],
        ),
        (
            "Ten weeks on Emsam 9 mg, rash and all, and I could honestly say I'd turned the corner.",
            [("selegiline", 9, 10, "mostly")],
        ),
        (
            "My neighbour had TMS and he's a new man. Is it only for people who've tried tablets?",
            [],
        ),
        (
            "We talked about ECT for an hour and I said I'd think it over.",
            [],
        ),
    ],
)
def test_what_is_told_of_one_treatment_is_read(reader, text, found):
    read = [(one.name, one.dose_mg, one.weeks, one.effect) for one in reader.read(text)]
    meant = [(name, dose, weeks and pytest.approx(weeks, rel=0.15), effect) for name, dose, weeks, effect in found]
    assert read == meant
