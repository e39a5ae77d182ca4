"""What is sent is what was written: squeezing changes no selector and stays far smaller."""

import re
from pathlib import Path

import pytest

from workshop.display import assets

DISPLAY = Path(assets.__file__).parent
DESCENDANT = re.compile(r"[\w\])*] +(:(?:is|where|not|has|focus|hover|root)\b)")
"""A blank before a colon: without it `a :is(b)` would mean an `a` that is a `b` itself."""

def without_comments(css):
    return re.sub(r"/\*.*?\*/", "", css, flags=re.S)


@pytest.mark.parametrize("name", ["player.css", "home.css"])
def test_a_squeezed_style_keeps_every_blank_that_means_below(name):
    written = without_comments((DISPLAY / name).read_text(encoding="utf-8"))
    assert DESCENDANT.findall(assets.style(name)) == DESCENDANT.findall(written)
    assert len(assets.style(name)) < len(written)
