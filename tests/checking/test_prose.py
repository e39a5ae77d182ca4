"""Prose is what readers see of a page."""

from workshop.checking.prose import readable

PAGE = """\
```text
code
```
seen <!-- a comment
goes on
--> again

```{exercise-list}
one-act-five-verdicts
```

```{note}
A note.
```

:::{card} Its title
Its text.
:::
~~~
code
~~~
last
"""


def test_code_comments_and_lists_of_ids_are_no_prose():
    lines = [line.strip() for _, line in readable(enumerate(PAGE.splitlines(), 1))]
    assert [line for line in lines if line] == [
        "seen", "again", "A note.", "Its title", "Its text.", "last"]
