"""The explorer of error and loss on Python's side."""

import numpy as np

from handprop import explore
from handprop.explore.error_and_loss.numbers import state as error_state
from handprop.network import Network

ONE_TO_ONE = Network({"W1": [[1.0]]}, ["linear"])  # its mean over a batch is the course's


def made(name: str):
    return getattr(explore, name)()


def positions(shown, name: str) -> list:
    """Both ends and the middle of a slider, or everything that can be chosen."""
    control = shown.controls[name]
    if name in ("activation", "order"):
        return [value for _, value in control.options]
    ends = [control.min, (control.min + control.max) / 2, control.max]
    return [10.0**end for end in ends] if name == "nudge" else ends


def moved(name: str):
    """That explorer at each position of each control, the others where they start."""
    for control in made(name).controls:
        shown = made(name)
        for position in positions(shown, control):
            shown.controls[control].value = position
            yield shown


def close(found, expected):
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-14)


def test_errors_and_losses_at_both_ends_and_in_the_middle_of_every_control():
    targets = [1.0, 2.2, 0.7, 2.8]
    for shown in moved("error_and_loss"):
        n, now = shown.numbers(), shown.state()
        errors = [n[f"p{i}"] - t for i, t in enumerate(targets, 1)]
        sign = 1 if n["order"] == "prediction" else -1
        close(now["errors"], [sign * error for error in errors])
        close(now["losses"], [error**2 / 2 for error in errors])
        close(now["mean"], sum(error**2 / 2 for error in errors) / 4)
        predictions = shown.predictions[:, None]
        close(now["mean"], ONE_TO_ONE.loss_at(predictions, np.array(targets)[:, None]))


def test_the_other_order_turns_every_sign_and_no_loss():
    ours, theirs = (error_state([1.5, 2.0], [1.0, 2.2], order) for order in ("prediction", "target"))
    close(theirs["errors"], -ours["errors"])
    assert theirs["losses"].tolist() == ours["losses"].tolist()
    assert theirs["mean"] == ours["mean"]
    assert theirs["words"].startswith(ours["words"])
    assert "turns every sign" in theirs["words"]
    assert "turns" not in ours["words"]
