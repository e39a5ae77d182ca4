"""From files to the model: reads what authors write and tells every mistake at once."""

from workshop.loading.exercises import load_all, load_exercise, try_exercise
from workshop.loading.places import Places, find_places

__all__ = ["Places", "find_places", "load_all", "load_exercise", "try_exercise"]
