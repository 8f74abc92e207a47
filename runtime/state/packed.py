"""Pack the JSON of a state's objects into fewer bytes, and back.

Most state is of closed cases: a few fields with short values, and digests. Deflate with a
dictionary of the fields' names leaves a third of it, and digests and UUIDs are written as bytes
instead of digits. Packed bytes begin with the number of their dictionary; JSON of earlier versions
begins with a brace and is read as it is.
"""

import re
import zlib
from binascii import unhexlify

SHORT_BYTES = 24
"""JSON of fewer bytes is left as it is."""

_DIGITS_BYTES_MAX = 1024
"""The longest JSON in which digits are looked for; in longer ones deflate finds more."""

_DICTIONARY = b"\x01"
_WORDS = (
    b'"requested_on":"recipient":"","format":"html"text"json"public"size":"letter_version":"case_number":"CM26-'
    b'{"kind":"serve-letter","subject":"CM","data":"{\\"service_id\\":\\"CM","stage":"intended","attempt":0,"not_before":null}'
    b'{"cause_id":"","correlation_id":"","clock":"determination-due","subject":"CM15-","due_at":"2026-01-02T07:59:59Z"}'
    b'{"pool":"ca-workers-comp","determined":false,"seats":1}{"open_cases":{"registry_version":'
    b'{"first":0,"end":1,"messages":[]}{"stage":"waiting","file":{"application":{"stage":"ineligible","file":null}'
    b'{"stage":"ready","file":null}{"items":[{"item":{"request_digest":"","treatment":"physical-therapy","body_region":"low-back",'
    b'"body_side":null,"requested":null},"born_on":"1970-01-01","case_number":"CM15-"},"same_as":[""]}{"body_digest":"'
    b'{"case_number":"CM15-{"assessment_id":"","reviewer_id":"reviewer-0","version":1,"digest":"","signers":["reviewer-0"],'
    b'"returned_by":[],"parents":{},"awaiting":null}{"remainder":"","services":{"1.worker.1":"served","1.attorney.1":"served",'
    b'"1.claims-administrator.1":"served","1.employer.1":"served","1.provider.1":"served","1.agency.1":"sent","returned"}}'
    b'{"stage":"determined","file":null}{"stage":"released","reviewers":[],"former":[],"waiting_keys":[],"jurisdiction":null,'
    b'"search":null,"urgency":""}{"pool":"ca-workers-comp","determined":true,"seats":1},"drop_on":"2033-{"ids":["'
)
"""The dictionary: never changed, as state is packed with it; another has another number."""

_DIGITS = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{64}|[0-9a-f]{32}")
_MARKS = {36: b"\x02", 64: b"\x03", 32: b"\x04"}
"""The marks of bytes that stand for digits, by the digits' number; JSON has none of them."""

_MARKED = re.compile(rb"\x02(.{16})|\x03(.{32})|\x04(.{16})", re.DOTALL)


def packed(content: bytes) -> bytes:
    """Return *content*, which is JSON without characters below a space, in fewer bytes."""
    size = len(content)
    if size < SHORT_BYTES:
        return content
    if size <= _DIGITS_BYTES_MAX:
        content = _DIGITS.sub(_as_bytes, content)
        deflate = zlib.compressobj(6, zlib.DEFLATED, -12, 5, zlib.Z_DEFAULT_STRATEGY, _WORDS)  # made in a third of the time
    else:
        deflate = zlib.compressobj(6, zlib.DEFLATED, -15, 8, zlib.Z_DEFAULT_STRATEGY, _WORDS)
    return _DICTIONARY + deflate.compress(content) + deflate.flush()


def unpacked(content: bytes) -> bytes:
    """Return the JSON that *content* was packed from; raise UnknownPacking."""
    if content.startswith(b"{"):
        return content
    if not content.startswith(_DICTIONARY):
        raise UnknownPacking
    inflate = zlib.decompressobj(-15, _WORDS)
    found = inflate.decompress(content[1:])
    if not inflate.eof:
        raise UnknownPacking
    return _MARKED.sub(_as_digits, found) if any(mark in found for mark in _MARKS.values()) else found


class UnknownPacking(ValueError):
    """The bytes are of a later version, or damaged."""

    def __init__(self) -> None:
        super().__init__("this object of the state was packed in a way that this version does not know")


def _as_bytes(found: re.Match[bytes]) -> bytes:
    digits = found[0]
    return _MARKS[len(digits)] + unhexlify(digits.replace(b"-", b""))


def _as_digits(found: re.Match[bytes]) -> bytes:
    uuid, *digests = found.groups()
    if uuid is None:
        return b"".join(each.hex().encode() for each in digests if each is not None)
    digits = uuid.hex()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])).encode()
