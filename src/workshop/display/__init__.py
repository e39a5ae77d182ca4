"""What people see: the player for notebooks, and static pages for book, print and no kernel."""
