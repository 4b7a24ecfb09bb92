"""nbgrader's settings for the instructor on a hub: the course folder is in their home."""

from pathlib import Path

c = get_config()  # noqa: F821 (nbgrader defines it)

course = Path.home() / "handprop"
c.CourseDirectory.root = str(course)
if (course / "nbgrader_config.py").exists():
    load_subconfig(str(course / "nbgrader_config.py"))  # noqa: F821 (nbgrader defines it)

# A name on the hub is not a name of the operating system: there is no owner to compare with.
c.ExchangeCollect.check_owner = False
