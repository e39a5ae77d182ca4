"""What a kernel does while it waits for its page: imports, and one exercise read to no purpose."""

from __future__ import annotations

from workshop.errors import WorkshopError
from workshop.loading import find_places, load_exercise


def warm_up() -> None:
    """Load all that an exercise needs; a mistake in a file is told by the page that shows it."""
    import workshop.display.player
    import workshop.notebook  # noqa: F401  (loaded ahead, so that the first page does not wait for it)

    places = find_places()
    try:
        load_exercise(places.exercise(places.slugs()[0]))
    except (WorkshopError, IndexError):
        return


warm_up()
