"""Figures over attempts: what a learner's log adds up to, for the learner alone."""

from workshop.reporting.making import make_report
from workshop.reporting.report import Report

__all__ = ["Report", "make_report"]
