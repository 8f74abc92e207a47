"""Runs the letters service."""

from runtime.main import run_service
from services.letters.app import create_app


def main() -> None:
    """Run the worker."""
    run_service(create_app)


if __name__ == "__main__":
    main()
