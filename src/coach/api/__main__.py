"""``python -m coach.api --host HOST --port PORT``."""

from __future__ import annotations

import argparse

from coach.api import serve


def arguments() -> argparse.Namespace:
    """Where to listen."""
    parser = argparse.ArgumentParser(prog="python -m coach.api", description="Serve the API.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8080, help="port to listen on (default: %(default)s)")
    return parser.parse_args()


if __name__ == "__main__":
    chosen = arguments()
    serve.main(chosen.host, chosen.port)
