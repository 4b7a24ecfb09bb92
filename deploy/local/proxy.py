"""The hub's proxy, in Python, so that the local hub needs nothing but pip. The hub starts it."""

from configurable_http_proxy.cli import main
from configurable_http_proxy.handlers import ProxyHandler
from tornado.httpclient import AsyncHTTPClient


def select_subprotocol(handler, _offered):
    """The protocol that the server behind the proxy chose: browsers close a socket that does not name it."""
    return handler.ws_client.selected_subprotocol if handler.ws_client else None


if __name__ == "__main__":
    ProxyHandler.select_subprotocol = select_subprotocol
    # Tornado allows ten requests at once, and a request of formgrader may last for minutes.
    AsyncHTTPClient.configure(None, max_clients=200)
    main()
