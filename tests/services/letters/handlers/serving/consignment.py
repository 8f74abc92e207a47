"""The consignment that these tests deliver."""

from datetime import UTC, datetime

from services.letters.handlers.serving.channel import Consignment

AT = datetime(2026, 4, 29, 17, 0, tzinfo=UTC)
LETTER = b"%PDF-1.7 a letter"
PAPERS = {"letter": LETTER, "cover": b"%PDF-1.7 a cover"}
CONSIGNMENT = Consignment(
    service_id="CM26-4170023.1.worker.1",
    case_number="CM26-4170023",
    letter_version=1,
    party="worker",
    method="mail",
    name="Pat Exampleworker",
    organization=None,
    address="1 Example Lane\nExampleville, CA 90000",
    sha256="0" * 64,
)
