"""The slides of the ninety minutes: `workshop slides` builds them into `_build/slides`."""

project = title = html_title = "Leading and managing"
author = "The workshop's authors"
language = "en"

extensions = ["myst_parser", "sphinx_revealjs", "workshop.slidesext"]
myst_enable_extensions = ["colon_fence"]
html_copy_source = False

revealjs_style_theme = "white"
revealjs_static_path = ["_static"]
revealjs_css_files = ["slides.css"]
revealjs_use_section_ids = True
revealjs_script_conf = {
    "width": 1280,
    "height": 720,
    "margin": 0,
    "center": False,
    "hash": True,
    "slideNumber": "c/t",
    "navigationMode": "linear",  # the arrows and the space bar walk through every slide
    "controlsTutorial": False,
    "transition": "none",
    "backgroundTransition": "none",
    "defaultTiming": 0,  # the speaker's view adds up the minutes of the notes
    "pdfSeparateFragments": False,
}
revealjs_script_plugins = [
    {"name": "RevealNotes", "src": "revealjs/plugin/notes/notes.js"},
    {"name": "WorkshopNotes", "src": "slides.js"},
]
