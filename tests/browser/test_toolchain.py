"""The ground the workshop stands on: an anywidget in a real JupyterLab, without a network."""

import re

import nbformat
import pytest

pytestmark = pytest.mark.browser

WIDGET = '''
import anywidget
import traitlets


class Echo(anywidget.AnyWidget):
    _esm = """
    function render({ model, el }) {
      const button = document.createElement("button");
      button.textContent = "Ask the kernel";
      button.addEventListener("click", () => model.send({ type: "ask", word: "Susan" }));
      const answer = document.createElement("output");
      const draw = () => { answer.textContent = model.get("answer"); };
      model.on("change:answer", draw);
      draw();
      el.append(button, answer);
    }
    export default { render };
    """
    answer = traitlets.Unicode("not asked yet").tag(sync=True)

    def __init__(self):
        super().__init__()
        self.on_msg(self._heard)

    def _heard(self, _widget, message, _buffers):
        self.answer = f"the kernel heard {message['type']} {message['word']}"


Echo()
'''


def write_notebook(path, source):
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source)],
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python"},
        },
    )
    nbformat.write(notebook, path)


def test_widget_sends_a_message_and_draws_the_answer(lab, page, requests_seen):
    write_notebook(lab.root / "echo.ipynb", WIDGET)
    lab.open(page, "echo.ipynb")
    lab.run_all(page)

    button = page.get_by_role("button", name="Ask the kernel")
    button.wait_for()
    assert page.locator("output").inner_text() == "not asked yet"
    button.click()
    page.get_by_text("the kernel heard ask Susan").wait_for()

    assert any(re.match(r"ws://127\.0\.0\.1:\d+/api/kernels/", url) for url in requests_seen.urls)
    requests_seen.check()


def test_a_foreign_request_is_refused_and_remembered(context, requests_seen):
    tab = context.new_page()
    tab.set_content('<img src="https://example.org/picture.png" alt="">', wait_until="load")

    assert requests_seen.foreign == ["https://example.org/picture.png"]
    requests_seen.urls.clear()  # it was asked on purpose
