"""Generated things: notebooks that are written by a program and never typed."""
