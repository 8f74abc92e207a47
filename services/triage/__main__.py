"""Runs the triage service."""

from runtime.main import run_service
from services.triage.app import create_app

if __name__ == "__main__":
    run_service(create_app)
