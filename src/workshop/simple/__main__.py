"""The server of the simple way, a process of its own: ``python -m workshop.simple``."""

from __future__ import annotations

from jupyter_server.serverapp import ServerApp


class SimpleServer(ServerApp):
    """A Jupyter server with Voilà and the book in it, and nothing else that is installed."""

    def find_server_extensions(self) -> None:
        """Take those alone that the command line names: no JupyterLab, no terminals."""


if __name__ == "__main__":
    SimpleServer.launch_instance()
