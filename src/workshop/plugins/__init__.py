"""Judges that plug into ``workshop.judges``; none is loaded unless a facilitator names it."""
