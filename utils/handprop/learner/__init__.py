"""The learner's own folder: lessons and exercises are laid into it, and nothing of the learner's is lost.

`where` knows the folder and the names in it, `content` what the course lays, `lay` brings it there and up
to date, `merge` joins what the learner and what the course changed, `reset` brings one notebook back, `page`
writes the start page, and `command` is what `course.py` and the terminal call.
"""
