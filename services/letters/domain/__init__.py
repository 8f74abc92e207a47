"""The rules of letters: parties, proof of service, time to appeal, release, provenance."""
