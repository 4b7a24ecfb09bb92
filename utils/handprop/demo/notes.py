"""The instructor's notes on every demo, from the same stories as the demos themselves: docs/demos.md."""

from __future__ import annotations

from collections.abc import Sequence

from handprop.demo.find import stories
from handprop.demo.frames import Stop, stops
from handprop.demo.story import Setting, Step, Story
from handprop.draw import digits

_OPENING = """# Live demos

*Made by `handprop build` from `lessons/*/demo.py`. Edit these.*

`handprop demo NAME` opens a demo in the browser; `handprop demo NAME --export FILE` writes it to one file
that needs no network, no server and no Python.

A step has two halves. First the screen shows the question: let the class answer, and commit itself, before
you go on. Then the sliders move, and the screen says what to notice. The address has the step: `#3` is the
question of the third, `#3!` the same with its answer. What you have moved stands there, too:
`#3!&w1=0.5` is a link to what you see.

| key | what it does |
|---|---|
| →, space or Page Down | next half of a step |
| ←, Backspace or Page Up | back, as often as you like |
| Home, End | first, last |
| 1 to 9 | a preset; the next step goes on with the story |
| r | the sliders as this half of the step has them, after you have moved them |
| d | dark or light |
| f | full screen |
| z | the picture alone, as large as the screen; again for the sliders |
| w | a pen; what is drawn goes with the next step |
| p | the presenter's window: question, likely answers, what to notice, what comes next, a clock |
| h | a handout of all steps, to print |
| Tab, then arrows | move a slider; Escape gives the arrows back to the story |
"""


def notes() -> str:
    """The page, as Markdown."""
    told = stories()
    rows = [f"| `{s.name}` | {s.number} {s.title} | {s.minutes} | {s.about} |" for s in told]
    table = "\n".join(["| demo | title | minutes | what it shows |", "|---|---|---|---|", *rows])
    return "\n".join([_OPENING, table, *map(_story, told)]) + "\n"


def _story(story: Story) -> str:
    made = stops(story)
    pairs = zip(story.steps, made[::2], made[1::2], strict=True)
    steps = [_step(number, *pair) for number, pair in enumerate(pairs, 1)]
    alone = sum(one.number == story.number for one in stories()) == 1
    title = f"\n## {story.number} {story.title}{'' if alone else f' ({story.name})'}\n"
    head = f"`handprop demo {story.name}`, {story.minutes} minutes: {story.about}."
    return "\n".join([title, head, *steps, "", f"Presets: {_presets(story)}."])


def _step(number: int, step: Step, asked: Stop, told: Stop) -> str:
    answers = " ".join(f"“{answer}”" for answer in told.answers)
    lines = [
        f"\n**{number}. Ask:** {asked.ask}",
        f"- *Show:* {_shown(step)}",
        f"- *They may say:* {answers}",
        f"- *Notice:* {told.notice}",
    ]
    return "\n".join([lines[0], "", *lines[1:]])


def _shown(step: Step) -> str:
    parts = ["back to the start of the demo" if step.again else "the sliders as they stand"]
    if step.at:
        parts.append(f"{_setting(step.at)} while the question stands")
    if step.do:
        parts.append(f"then {_setting(step.do)}")
    if step.update:
        parts.append("then one step of gradient descent")
    return "; ".join(parts) + "."


def _setting(setting: Setting) -> str:
    return ", ".join(f"{name} = {_value(value)}" for name, value in setting.items()).replace("-", "−")


def _value(value: float | str) -> str:
    return value if isinstance(value, str) else digits(value)


def _presets(story: Story) -> str:
    return "; ".join(_preset(*pair) for pair in enumerate(story.presets.items(), 1))


def _preset(key: int, pair: Sequence) -> str:
    name, setting = pair
    return f"{key} {name} ({_setting(setting)})" if setting else f"{key} {name}"
