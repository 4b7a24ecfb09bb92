"""nbgrader's settings for this course: run its commands from the top folder of the repository."""

c = get_config()  # noqa: F821 (nbgrader defines it)

c.CourseDirectory.course_id = "handprop"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"

# A stub has to run without a traceback: the check below it says that the answer is unfinished.
c.ClearSolutions.code_stub = {"python": "# Your answer goes here."}
c.ClearSolutions.text_stub = "Your answer goes here."
