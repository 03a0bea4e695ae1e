"""Several treatments told in one message, in many voices: each keeps its own dose, length and effect."""

import pytest


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Neither the Prozac nor the Cipramil did me a ha'p'orth of good, and I had each of them for three months.",
            [("fluoxetine", None, 13, "none"), ("citalopram", None, 13, "none")],
        ),
        (
            "Adequate trial of escitalopram (20 mg, 10/52), minimal response. Augmented with aripiprazole 5 "
            "mg for 6/52: partial response.",
            [("escitalopram", 20, 10, "little"), ("aripiprazole", 5, 6, "half")],
        ),
        (
            "Lithium augmentation of clomipramine 150: lithium 800 mg for 8 weeks with no additional benefit,"
            " clomipramine 6 months with moderate benefit.",
            [("lithium", 800, 8, "none"), ("clomipramine", 150, 26.1, "half")],
        ),
        (
            "So the Wellbutrin they added to the Zoloft, right, so I was on 100 of the Zoloft already for "
            "five months and then 150 of Wellbutrin went on top for two, and I can't tell you which did what "
            "but neither one moved the dial.",
            [("bupropion", 150, 8.7, "none"), ("sertraline", 100, 21.7, "none")],
        ),
        (
            "Sertraline 200/16w/nil. Venla 225/12w/nil. Mirt 45/8w/slight.",
            [("sertraline", 200, 16, "none"), ("venlafaxine", 225, 12, "none"), ("mirtazapine", 45, 8, "little")],
        ),
        (
            "Zoloft 150. 10 wks. Stopped: no good. Lexapro 20. 12 wks. Stopped: sex stuff.",
            [("sertraline", 150, 10, "none"), ("escitalopram", 20, 12, None)],
        ),
        (
            "I'm writing for my husband, who can't face it. He had sertraline 150 for four months and it did "
            "nothing, and then venlafaxine 225 for a year, which got him about half of the way back.",
            [("sertraline", 150, 17.4, "none"), ("venlafaxine", 225, 52, "half")],
        ),
        (
            "For eight months it was Remeron, for three it was Zoloft. Remeron 30 helped a bit. Zoloft 100 didn't.",
            [("mirtazapine", 30, 34.8, "little"), ("sertraline", 100, 13, "none")],
        ),
        (
            "I had two goes at sertraline. The first time, at 50, it was six weeks and I gave up on it as "
            "hopeless. The second time, at 150, five months, and I was very much brighter.",
            [("sertraline", 50, 6, "none"), ("sertraline", 150, 21.7, "mostly")],
        ),
        (
            "Trials to date: (1) sertraline 200 mg x 12 wk, no response; (2) bupropion XL 450 mg x 10 wk, "
            "partial response ~40%; (3) aripiprazole 10 mg augmentation x 6 wk, discontinued, akathisia.",
            [("sertraline", 200, 12, "none"), ("bupropion", 450, 10, "half"), ("aripiprazole", 10, 6, None)],
        ),
        (
            "Abilify 5mg 6wks no. Rexulti 2mg 6wks no. Vraylar 3mg 6wks YES (most of it).",
            [("aripiprazole", 5, 6, "none"), ("brexpiprazole", 2, 6, "none"), ("cariprazine", 3, 6, "mostly")],
        ),
        (
            "Nortriptyline 75 mg for three months didn't budge it, so they added lithium, 600 mg, and within "
            "a month I was singing in the car.",
            [("nortriptyline", 75, 13, "none"), ("lithium", 600, 4.3, "mostly")],
        ),
        (
            "I was given venlafaxine, 225, for six months and then duloxetine, 60, for as long again. Only "
            "the duloxetine helped, and that by half.",
            [("venlafaxine", 225, 26.1, "none"), ("duloxetine", 60, 26.1, "half")],
        ),
        (
            "The former was imipramine, 150 for eleven weeks, and the latter phenelzine, 60 for a year. The "
            "former was hopeless; the latter gave me ten good months.",
            [("imipramine", 150, 11, "none"), ("phenelzine", 60, 52, "mostly")],
        ),
        (
            "I took nortriptyline twice, 75 for six weeks with no result, and years later 125 for four "
            "months, when it did me a great deal of good.",
            [("nortriptyline", 75, 6, "none"), ("nortriptyline", 125, 17.4, "mostly")],
        ),
        (
            "Escitalopram, 20 mg, fourteen weeks, then bupropion XL, 300 mg, likewise fourteen weeks. The "
            "results were likewise: none.",
            [("escitalopram", 20, 14, "none"), ("bupropion", 300, 14, "none")],
        ),
        (
            "Lurasidone, 40 mg, I had alongside lamotrigine, 200 mg. The first I had for nine weeks and it "
            "did nothing. The second I have had for two years and it helps a little.",
            [("lurasidone", 40, 9, "none"), ("lamotrigine", 200, 104, "little")],
        ),
        (
            "lexapro 20 (3 months) and wellbutrin 300 (same). lex = nothing, wellb = half",
            [("escitalopram", 20, 13, "none"), ("bupropion", 300, 13, "half")],
        ),
        (
            "abilify 5 + zoloft 150, 6 weeks together, zero. zoloft on its own b4 that 5 months also zero",
            [("aripiprazole", 5, 6, "none"), ("sertraline", 150, 27.7, "none")],
        ),
        (
            "therapy for a year (cbt) was a bit of help, emdr for 4 months was way better",
            [("cbt", None, 52, "little"), ("emdr", None, 17.4, "mostly")],
        ),
        (
            "I have tried two: Sertralin 100 mg and Mirtazapin 30 mg. The first during 3 months, the second "
            "during 5 months. The second helped me half, the first nothing.",
            [("sertraline", 100, 13, "none"), ("mirtazapine", 30, 21.7, "half")],
        ),
        (
            "In Romania I had Tianeptine 37.5, one year, very good. Here I have Citalopram 40, one year too, no good.",
            [("tianeptine", 37.5, 52, "mostly"), ("citalopram", 40, 52, "none")],
        ),
        (
            "Citalopram 20 for six weeks, increased to 40 for six more, nothing. Swapped to mirtazapine 15, "
            "up to 45 over ten weeks, nothing either.",
            [("citalopram", 40, 12, "none"), ("mirtazapine", 45, 10, "none")],
        ),
        (
            "Zoloft 200 five months, dud; add Rexulti 2 six weeks, dud; swap Effexor 300 seven months, most "
            "of the way.",
            [("sertraline", 200, 21.7, "none"), ("brexpiprazole", 2, 6, "none"), ("venlafaxine", 300, 30.4, "mostly")],
        ),
        (
            "I had ketamine infusions, six of them, which were miraculous for a fortnight, and then Spravato,"
            " 84 mg for four months, which has held me at about half.",
            [("ketamine", None, None, "full"), ("esketamine", 84, 17.4, "half")],
        ),
        (
            "Lamictal 200 mg for a year kept me from the worst of it, I'd say half better. When they took me "
            "off it and tried Latuda 40 for two months I got worse.",
            [("lamotrigine", 200, 52, "half"), ("lurasidone", 40, 8.7, "none")],
        ),
        (
            "Amitriptyline 100 at night in my forties, a good two years, and I was quite well on it. Then "
            "sertraline 100 in my sixties, six months, and I was not.",
            [("amitriptyline", 100, 104, "full"), ("sertraline", 100, 26.1, "none")],
        ),
        (
            "Viibryd 40 and Trintellix 20 were each a three-month disappointment.",
            [("vilazodone", 40, 13, "none"), ("vortioxetine", 20, 13, "none")],
        ),
        (
            "Parnate was a wonder, 50 mg, two years. Everything else, and by that I mean Effexor 225 and "
            "Remeron 45, three months of either, was a waste of time.",
            [("tranylcypromine", 50, 104, "full"), ("venlafaxine", 225, 13, "none"), ("mirtazapine", 45, 13, "none")],
        ),
        (
            "They took me off the mirtazapine after five months because of the weight, though it had helped "
            "by about half, and gave me bupropion 300, which in twelve weeks has done nothing.",
            [("mirtazapine", None, 21.7, "half"), ("bupropion", 300, 12, "none")],
        ),
        (
            "Nothing came of the twelve weeks I spent on duloxetine 60, and not much of the twenty I spent on"
            " trazodone 200.",
            [("duloxetine", 60, 12, "none"), ("trazodone", 200, 20, "little")],
        ),
        (
            "Instead of the sertraline, which after four months at 200 had not helped, I now take "
            "vortioxetine 20, five months, and am slightly better.",
            [("sertraline", 200, 17.4, "none"), ("vortioxetine", 20, 21.7, "little")],
        ),
        (
            "Six sessions of ketamine lifted me for a week or so. The year of Nardil 45 that came before "
            "lifted me hardly at all.",
            [("ketamine", None, None, "little"), ("phenelzine", 45, 52, "little")],
        ),
        (
            "When the Lexapro 20 had done nothing for me by the end of ten weeks, Abilify 5 was put in, and a"
            " month later I was much improved.",
            [("escitalopram", 20, 10, "none"), ("aripiprazole", 5, 4.3, "mostly")],
        ),
        (
            "lamictal im still on, 200, 8 months, helps a bit. before it seroquel 300 3 months just made me fat",
            [("lamotrigine", 200, 34.8, "little"), ("quetiapine", 300, 13, "none")],
        ),
        (
            "was on prozac 40 when i was 16, 1 yr, loved it. now at 24 its effexor 150, 4 months, hate it, "
            "does nothing",
            [("fluoxetine", 40, 52, None), ("venlafaxine", 150, 17.4, "none")],
        ),
        (
            "efexor 225 7 months no, nardil 60 3 months YES",
            [("venlafaxine", 225, 30.4, "none"), ("phenelzine", 60, 13, "mostly")],
        ),
        (
            "I have taken Seroxat 20 mg since 2 months without result, before I have taken Efexor 75 mg "
            "during 6 months, it helped me the half.",
            [("paroxetine", 20, 8.7, "none"), ("venlafaxine", 75, 26.1, "half")],
        ),
        (
            "Doctor said me to take Mirtazapine 15 together with Duloxetine 60. Mirtazapine one month, it "
            "made me fat. Duloxetine I take 7 months and it helps the half.",
            [("mirtazapine", 15, 4.3, None), ("duloxetine", 60, 30.4, "half")],
        ),
        (
            "I've tried one SSRI (sertraline 200 mg, 10 weeks, no response) and one SNRI (duloxetine 120 mg, "
            "14 weeks, about a third better).",
            [("sertraline", 200, 10, "none"), ("duloxetine", 120, 14, "little")],
        ),
        (
            "TMS, 36 sessions, took me halfway; the Trintellix I was on at the time, 20 for six months, can't"
            " claim any of that.",
            [("tms", None, None, "half"), ("vortioxetine", 20, 26.1, "none")],
        ),
    ],
)
def test_each_of_several_treatments_keeps_what_was_told_of_it(reader, text, found):
    read = [(one.name, one.dose_mg, one.weeks, one.effect) for one in reader.read(text)]
    meant = [(name, dose, weeks and pytest.approx(weeks, rel=0.15), effect) for name, dose, weeks, effect in found]
    assert read == meant
