"""nbgrader's settings for everybody on a hub: where work is exchanged, and whose work it is."""

import os

c = get_config()  # noqa: F821 (nbgrader defines it)

c.CourseDirectory.course_id = "handprop"
c.Exchange.root = os.environ["HANDPROP_EXCHANGE"]
# Learners have handprop/NN_name beside notebooks/: so the links from an exercise to its lesson work.
c.Exchange.path_includes_course = True
