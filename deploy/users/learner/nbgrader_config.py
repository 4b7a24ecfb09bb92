"""nbgrader's settings for a learner on a hub."""

import os

c = get_config()  # noqa: F821 (nbgrader defines it)

c.CourseDirectory.student_id = os.environ["JUPYTERHUB_USER"]
