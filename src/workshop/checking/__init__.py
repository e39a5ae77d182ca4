"""Content checks: each rule is a small function from what it looks at to the problems it finds.

A rule of ``checks`` looks at one exercise, a rule of ``whole`` at the workshop as a whole.
"""
