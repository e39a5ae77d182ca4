"""The words of the workshop: exercises, rubrics, results and attempts, as plain dataclasses.

Nothing here reads a file, asks the clock or knows how a thing is shown.
"""
