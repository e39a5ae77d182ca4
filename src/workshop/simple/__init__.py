"""The simple way in: the same exercises through Voilà, with no code and no cells in sight."""
