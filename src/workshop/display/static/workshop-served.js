// Left empty on purpose. `workshop open` serves another file under this name, which shows the
// links that open an exercise in Jupyter; a book that is read from a disk or a web site has none.
