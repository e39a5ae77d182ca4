"""Where a workshop lies, and which exercises it has."""

from pathlib import Path

import pytest

from workshop.errors import WorkshopError
from workshop.loading import places as module
from workshop.loading.places import Places, data_folder, find_places


@pytest.fixture
def workshop(tmp_path, monkeypatch):
    monkeypatch.delenv("WORKSHOP_ROOT", raising=False)
    for slug in ("b", "a"):
        (tmp_path / "exercises" / slug).mkdir(parents=True)
        (tmp_path / "exercises" / slug / "exercise.yaml").touch()
    (tmp_path / "exercises" / "no-exercise").mkdir()
    (tmp_path / "_config.yml").touch()
    return tmp_path.resolve()


def test_workshop_is_found_from_any_folder_below_it(workshop, monkeypatch):
    assert find_places(workshop / "exercises" / "a").root == workshop
    monkeypatch.chdir(workshop / "exercises")
    assert find_places().root == workshop


def test_environment_names_the_workshop_before_the_working_folder(workshop, monkeypatch, tmp_path):
    monkeypatch.setenv("WORKSHOP_ROOT", str(workshop))
    monkeypatch.chdir("/")
    assert find_places().root == workshop
    monkeypatch.setenv("WORKSHOP_ROOT", str(tmp_path / "exercises"))  # and nothing above it
    with pytest.raises(WorkshopError, match="WORKSHOP_ROOT"):
        find_places()


def test_installed_checkout_is_taken_where_no_workshop_is_near(monkeypatch):
    monkeypatch.delenv("WORKSHOP_ROOT", raising=False)
    monkeypatch.chdir("/")
    assert find_places().root in module.Path(module.__file__).resolve().parents


def test_no_workshop_anywhere_is_told_with_what_to_do(monkeypatch, tmp_path):
    monkeypatch.delenv("WORKSHOP_ROOT", raising=False)
    monkeypatch.setattr(module, "__file__", str(tmp_path / "site-packages" / "places.py"))
    with pytest.raises(WorkshopError, match="Change into the folder"):
        find_places(tmp_path)


def test_exercises_are_listed_by_name_and_found_by_it(workshop):
    places = Places(workshop)
    assert places.slugs() == ["a", "b"]
    assert places.exercise("a") == workshop / "exercises" / "a"


@pytest.mark.parametrize("slug", [
    "c", "", ".", "..", "../exercises/a", "a/../b", "/etc", "..\\a", "no-exercise", "a\x00",
    "x" * 300,
])
def test_name_of_no_exercise_is_refused_with_those_there_are(workshop, slug):
    with pytest.raises(WorkshopError, match=r"There are: a, b\."):
        Places(workshop).exercise(slug)


def test_learners_data_goes_where_the_environment_says(monkeypatch, tmp_path):
    assert data_folder().name.startswith("workshop-home")
    monkeypatch.delenv("WORKSHOP_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert "leading-and-managing-workshop" in str(data_folder())


def test_learners_data_folder_is_whole_wherever_a_server_will_work(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WORKSHOP_HOME", "here/answers")
    assert data_folder() == Path.cwd() / "here" / "answers"
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("WORKSHOP_HOME", "~/answers")
    assert data_folder() == tmp_path / "answers"


def test_home_folder_of_nobody_is_told(monkeypatch):
    def nobody(self):
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "expanduser", nobody)
    monkeypatch.setenv("WORKSHOP_HOME", "~nobody/answers")
    with pytest.raises(WorkshopError, match="WORKSHOP_HOME is ~nobody/answers"):
        data_folder()
