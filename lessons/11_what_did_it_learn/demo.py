"""Lesson 11: what a pixel does to an output, by the slope and in truth."""

import handprop
from handprop.demo.story import Step, Story

STORY = Story(
    name="input_gradients",
    minutes=12,
    about="what a pixel does to an output, by the slope and in truth, and where the slope ends",
    make=lambda: handprop.explore.input_gradient(7, 2, row=6, column=4),
    controls=("image", "output", "change"),
    names={"image": "picture", "change": "change"},
    presets={
        "start": {},
        "pixel erased": {"change": -1.0},
        "outside": {"row": 7, "column": 7, "change": 1.0},
        "corner": {"row": 1, "column": 1, "change": 1.0},
        "sum for 3": {"output": "3"},
        "a mistake": {"image": 31, "output": "4"},
    },
    steps=(
        Step(
            panel=3,
            ask="At the framed pixel the sum for 2 has the slope {now[slope]}. We take away an eighth of "
            "the ink. What happens to the sum?",
            do={"change": -0.125},
            notice="It moves by slope times change, {now[predicted]}, and exactly so: no gate has turned.",
            answers=("It falls by the slope.", "It falls by an eighth of the slope.", "It rises."),
        ),
        Step(
            panel=3,
            ask="Eight times as much: all of its ink is gone. Does the sum fall eight times as far?",
            do={"change": -1.0},
            seconds=3.0,
            notice="Further: by {now[true]}, where the slope says {now[predicted]}. On the way "
            "{now[turned]} gates turned, and after each turn the slope is another.",
            answers=("Yes.", "Less: it saturates.", "More."),
        ),
        Step(
            panel=3,
            ask="Where did the slope stop being true? Look at the grey band.",
            do={"change": -0.1875},
            seconds=2.0,
            notice="At {now[ends][0]}: there the first gate turns, and the curve has a kink. A slope holds "
            "here, and nowhere else.",
            answers=("In the middle.", "At the edge of the band.", "At 0."),
        ),
        Step(
            ask="The corner at the top left is paper in every training picture. Can it have a slope?",
            at={"change": 0.0},
            do={"row": 1, "column": 1},
            notice="Yes: {now[slope]} per unit of ink. Training never used the weights of this pixel: they "
            "are still the random ones of the start.",
            answers=("No: it is always 0.", "Yes: it has weights like every pixel."),
        ),
        Step(
            panel=3,
            ask="So we put full ink into the corner. Does the network care about a smudge there?",
            do={"change": 1.0},
            notice="A little: the sum moves by {now[true]}. It answers for pictures that it has never "
            "learned from, and nobody knows how.",
            answers=("No.", "A little.", "It will read another digit."),
        ),
        Step(
            panel=2,
            again=True,
            ask="The same picture, but the sum for 3 in place of 2. The same map?",
            do={"output": "3"},
            notice="Another map: at the framed pixel {now[slope]} in place of {was[slope]}. Ink there "
            "speaks for a 2 and against a 3.",
            answers=("Yes: the picture is the same.", "The opposite.", "Another one."),
        ),
        Step(
            panel=2,
            again=True,
            ask="Another 2, and its sum again. Will the map be the same?",
            do={"image": 9},
            notice="No: other gates are open. At the framed pixel the slope is {now[slope]}, and was "
            "{was[slope]}. A map is true of one picture.",
            answers=("Yes: it is the map of a 2.", "Nearly.", "No."),
        ),
        Step(
            panel=2,
            ask="A {facts[label]:.0f} that it reads as a 4. Does the map of the sum for 4 say why?",
            do={"image": 31, "output": "4"},
            notice="It says which pixels move this sum a little, from here. It does not say why people see "
            "a 0, nor what to mend.",
            answers=("Yes: the orange pixels.", "It says how, not why.", "No."),
        ),
    ),
    facts=lambda: {"label": 0},
)
