"""Recognise two names of one person or organization by digests, so that no name is kept.

For conflicts of interest, taking two parties for one is the smaller error: it costs a reviewer,
and taking one for two costs the review.
"""

import hashlib

from terms.names import name_keys


def digests(name: str, npi: str | None = None) -> tuple[str, ...]:
    """Return the SHA-256 digests that recognise a person or organization.

    One is made from each key of its name and, if known, one from its NPI.
    """
    recognised_by = [f"name:{key}" for key in name_keys(name)]
    if npi:
        recognised_by.append(f"npi:{npi}")
    return tuple(hashlib.sha256(text.encode()).hexdigest() for text in recognised_by)
