"""Runs the intake service: its worker, and its HTTP interface beside it."""

from runtime.main import run_service
from services.intake.app import create_app
from services.intake.channels.api import serve_api


def main() -> None:
    """Run the worker, with its HTTP interface beside it."""
    run_service(create_app, beside=serve_api)


if __name__ == "__main__":
    main()
