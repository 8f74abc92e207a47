"""Runs the decision service; the library it decides by is kept first, so that every assessment can be derived again."""

from runtime.main import run_service
from runtime.service import Service
from runtime.settings import Settings
from services.decision.app import create_app
from services.decision.library_archive import keep_library


def start(settings: Settings) -> Service:
    """Keep the library, then make the service."""
    keep_library(settings.data_dir)
    return create_app(settings)


if __name__ == "__main__":
    run_service(start)
