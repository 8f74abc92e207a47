"""Handlers of decision: assessment, signatures, corrections, returned cases and panels."""
