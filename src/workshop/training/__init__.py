"""Rubrics compiled into judges, and judges measured: the maintainer's side of free text.

Compiling needs the extra ``train`` (numpy and scikit-learn); measuring needs nothing.
"""

from workshop.training.bench import Figures, bench
from workshop.training.compiling import compile_item
from workshop.training.floors import keyword_judge, nearest_exemplar_judge

__all__ = ["Figures", "bench", "compile_item", "keyword_judge", "nearest_exemplar_judge"]
