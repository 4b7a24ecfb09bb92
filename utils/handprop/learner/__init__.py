"""The learner's own folder: lessons and exercises are laid into it, and nothing of the learner's is lost.

`course.where` knows the folder and its names, `content` what the course lays, `lay` brings it there and up
to date, `merge` joins what the learner and what the course changed, `reset` brings one notebook back, `page`
writes the start page, and `command` is what `course.py` and the terminal call.
"""
