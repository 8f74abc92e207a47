"""Runs the intake service."""

from runtime.main import run_service
from services.intake.app import create_app

if __name__ == "__main__":
    run_service(create_app)
