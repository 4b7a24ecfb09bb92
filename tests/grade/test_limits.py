"""What a submission may use: instructors read the limits that hold."""

from places import REPO

from handprop.border.limits import MIB, Limits


def test_the_guide_for_instructors_names_the_limits_that_hold():
    limits = Limits()
    told = (
        f"A submission may use {limits.cell:g} seconds a cell and {limits.total:g} in all, "
        f"{limits.memory / (1024 * MIB):g} GB of memory, {limits.disk / MIB:g} MB of disk, "
        f"{limits.processes} processes."
    )
    assert told in " ".join((REPO / "docs" / "instructor.md").read_text(encoding="utf-8").split())
