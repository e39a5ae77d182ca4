"""The house keeps its shape: arrows point down, ground floors need no library, files stay small.

`MAY_IMPORT` has the arrows; a wing is a folder or a module right under `src/workshop/`.
"""

import ast
import functools
import re
import subprocess
import sys
from pathlib import Path

import pytest

import workshop

ROOT = Path(__file__).parents[1]
PACKAGE = Path(workshop.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))
NAMES = {".".join(("workshop", *path.relative_to(PACKAGE).with_suffix("").parts))
         .removesuffix(".__init__"): path for path in FILES}

GROUND = {"model", "errors"}
MAY_IMPORT = {
    "errors": set(),
    "model": set(),
    "judging": GROUND,
    "store": GROUND,
    "reporting": {*GROUND, "kinds", "session"},
    "textio": {"errors"},
    "jsonlines": set(),
    "kinds": {*GROUND, "judging"},
    "session": {*GROUND, "kinds"},
    "bulk": {*GROUND, "kinds", "jsonlines"},
    "crew": {*GROUND, "bulk"},
    "nearness": {"judging"},
    "progress": set(),
    "training": {*GROUND, "judging", "nearness"},
    "loading": {*GROUND, "kinds", "judging", "jsonlines"},
    "checking": {*GROUND, "kinds", "judging", "nearness", "loading"},
    "display": {*GROUND, "session", "kinds", "bulk", "reporting"},
    "plugins": {*GROUND, "judging"},
    "publishing": {*GROUND, "checking", "display", "kinds", "loading", "judging", "training",
                   "textio"},
}
DOORS = {"notebook", "cli", "bookext", "slidesext", "server", "launch", "home", "simple",
         "__main__", "__init__"}
PURE = {"errors", "model", "kinds", "judging", "store", "reporting", "session", "bulk",
        "crew", "jsonlines"}
HEAVY = {"ipywidgets", "anywidget", "jinja2", "nbformat", "sphinx", "docutils", "IPython"}
TOP_FLOORS = {"display", "publishing", *DOORS}
LONGEST_FILE, LONGEST_FUNCTION = 300, 60


def shown(path):
    return str(path.relative_to(PACKAGE))


every_file = pytest.mark.parametrize("path", FILES, ids=shown)


def wing_of(name):
    """`workshop.kinds.choice` is in the wing `kinds`."""
    return name.split(".")[1] if "." in name else "__init__"


def name_of(path):
    return next(name for name, place in NAMES.items() if place == path)


@functools.cache
def imports_of(path):
    """Every module that a file imports, at the top, inside functions or for types only."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{shown(path)} has a relative import"
            full = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in NAMES else node.module for name in full}
    return found


def ours(path):
    return {name for name in imports_of(path) if name.split(".")[0] == "workshop"}


def outside(path):
    return {name.split(".")[0] for name in imports_of(path)} - {"workshop"}


@every_file
def test_arrows_point_down_and_wings_meet_only_over_the_model(path):
    wing = wing_of(name_of(path))
    if wing not in DOORS:
        assert wing in MAY_IMPORT, f"say in MAY_IMPORT what {wing} may import"
        assert {wing_of(name) for name in ours(path)} <= MAY_IMPORT[wing] | {wing}


def test_no_module_imports_itself_round_a_circle():
    edges = {name: ours(path) - {name} for name, path in NAMES.items()}
    while leaves := {name for name, targets in edges.items() if not targets & set(edges)}:
        edges = {name: targets for name, targets in edges.items() if name not in leaves}
    assert not edges


@every_file
def test_ground_floors_run_on_the_standard_library_alone(path):
    if wing_of(name_of(path)) in PURE | {"textio", "plugins"}:
        assert outside(path) <= sys.stdlib_module_names


@every_file
def test_widgets_templates_and_notebooks_stay_on_the_top_floors(path):
    if wing_of(name_of(path)) not in TOP_FLOORS:
        assert not outside(path) & HEAVY
    if "nbformat" in outside(path):
        assert shown(path) == "publishing/notebooks.py"


@every_file
def test_nothing_is_pickled_and_nothing_unsafe_is_read(path):
    text = path.read_text(encoding="utf-8")
    assert not outside(path) & {"pickle", "cPickle", "dill", "joblib", "shelve", "marshal"}
    assert not re.search(r"\bpickle\b|yaml\.(unsafe_|full_)?load\b|\beval\(|\bexec\(", text)


@every_file
def test_file_fits_a_few_screens_and_function_fits_one(path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = node.end_lineno - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{node.name} has {length} lines"


@every_file
def test_file_starts_with_what_it_is(path):
    assert (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").strip()


@pytest.mark.parametrize("name", ["workshop", *(f"workshop.{wing}" for wing in sorted(PURE)
                                                if f"workshop.{wing}" in NAMES)])
def test_import_loads_no_third_party_module(name):
    code = ("import sys; before = set(sys.modules)\n"
            f"import {name}\n"
            "print(*{name.split('.')[0] for name in set(sys.modules) - before})")
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True,
                          check=True)
    assert set(done.stdout.split()) - {"workshop"} <= sys.stdlib_module_names


def tracked_texts():
    """The files under version control that hold text, with their text."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        pytest.skip("this is no checkout of git")
    for name in filter(None, done.stdout.split("\0")):
        path = ROOT / name
        if path.is_file():
            try:
                yield name, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue  # an image, or a broken exercise that is not UTF-8 on purpose


def test_no_tracked_file_names_this_machine():
    told = [str(ROOT), str(Path.home())]
    paths = [path for path in told if path.count("/") + path.count("\\") > 1 or path == "/" "root"]
    private = re.compile("|".join(rf"(?<![\w./]){re.escape(path)}(?![\w-])" for path in paths)
                         or r"(?!)")
    assert [name for name, text in tracked_texts() if private.search(text)] == []


def test_no_tracked_file_names_a_package_registry():
    hosts = ("py" "pi.org", "python" "hosted.org", "npm" "js.org", "npm" "js.com", "yarn" "pkg.com",
             "jsde" "livr.net", "unp" "kg.com", "cdn" "js.cloudflare.com", "ana" "conda.org")
    assert [(name, host) for name, text in tracked_texts() for host in hosts if host in text] == []
