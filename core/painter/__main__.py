"""`python -m core.painter DESCRIPTOR`: serve on the socket inherited under that number."""

import contextlib
import socket
import sys

from core.painter.server import serve

if __name__ == "__main__":
    with contextlib.suppress(ConnectionError):  # the site ended while we worked: nobody waits for the rest
        serve(socket.socket(fileno=int(sys.argv[1])))
