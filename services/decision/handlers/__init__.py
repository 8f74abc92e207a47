"""The messages that decision answers: cases to assess, signatures, corrections, panels and returned cases."""
