"""What is made from the content: notebooks, the book, the slides, judges, their measurements, and
scaffolds of new exercises."""
