"""A workshop on leading and managing: scenario exercises that explain themselves.

Importing this package loads nothing but the standard library. The doors are
``workshop.notebook`` (a cell), ``workshop.cli`` (the terminal) and
``workshop.bookext`` (the Sphinx extension).
"""

__version__ = "0.1.0"
