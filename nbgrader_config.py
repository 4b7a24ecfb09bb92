"""nbgrader's settings for this course: run its commands from the top folder of the repository."""

c = get_config()  # noqa: F821 (nbgrader defines it)

c.CourseDirectory.course_id = "handprop"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"

# A stub has to run without a traceback: the check below it says that the answer is unfinished.
c.ClearSolutions.code_stub = {"python": "# Your answer goes here."}
c.ClearSolutions.text_stub = "Your answer goes here."

# `nbgrader autograde` runs submissions in our sandbox and takes the verdicts of the course's own checks.
c.Autograde.pre_convert_hook = "handprop.grade.nbgrader.judge.require_sandbox"
c.Autograde.exporter_class = "handprop.grade.nbgrader.mend.AsHandedIn"
c.Autograde.sanitize_preprocessors = [
    "handprop.grade.nbgrader.mend.MendCells",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.DeduplicateIds",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "handprop.grade.nbgrader.mend.OverwriteChanged",
    "handprop.grade.nbgrader.mend.CheckOthers",
]
c.Autograde.autograde_preprocessors = [
    "handprop.grade.nbgrader.judge.Judge",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "handprop.grade.nbgrader.judge.SaveScores",
    "nbgrader.preprocessors.AssignLatePenalties",
    "handprop.grade.nbgrader.mend.CheckOthers",
]
