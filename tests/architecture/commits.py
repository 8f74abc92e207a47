"""The check of commit subjects that CI runs before the tests.

    python tests/architecture/commits.py                # commits after BASE
    python tests/architecture/commits.py --base main    # commits after another one

A subject is an instruction of at most 72 characters: "Count the files", not "Counted the
files." A machine knows no grammar, so the first word is held against endings and a list.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
BASE = "219864d2896104811af98e3fe28ca145b47cf0a1"
"""The last commit before subjects were checked."""

COLUMNS_MAX = 72
ENDINGS = {"ed": "is in the past tense", "ing": "is a participle", "s": "is a plural or the third person"}
IMPERATIVES = frozenset(
    [
        "address",
        "bias",
        "bring",
        "canvas",
        "compress",
        "cross",
        "discuss",
        "embed",
        "exceed",
        "express",
        "feed",
        "focus",
        "guess",
        "miss",
        "need",
        "pass",
        "ping",
        "press",
        "process",
        "proceed",
        "ring",
        "seed",
        "shed",
        "shred",
        "speed",
        "string",
        "suppress",
        "swing",
        "toss",
        "wing",
        "witness",
    ]
)
"""Instructions that end like one of ENDINGS, apart from those in -ss, such as "pass"."""

NO_INSTRUCTION = frozenset(
    [
        "a",
        "all",
        "an",
        "and",
        "another",
        "any",
        "both",
        "but",
        "each",
        "every",
        "everything",
        "for",
        "how",
        "if",
        "in",
        "it",
        "no",
        "nobody",
        "nothing",
        "now",
        "of",
        "on",
        "one",
        "only",
        "our",
        "somebody",
        "that",
        "the",
        "there",
        "this",
        "two",
        "what",
        "whatever",
        "when",
        "where",
        "which",
        "who",
        "whoever",
        "why",
        "with",
    ]
)


class NoHistory(Exception):
    """There are no commits to check; the message is the reason."""


def subjects(base: str, root: Path = ROOT) -> list[tuple[str, str]]:
    """Return the short hash and subject of each commit after *base*, newest first.

    A shallow clone that ends after *base* holds only newer commits, so all are returned.
    Raises NoHistory without a repository, or where a full clone does not hold *base*.
    """
    if not (root / ".git").exists() or _git(root, "rev-parse", "--verify", "HEAD") is None:
        raise NoHistory(f"{root} has no git history")
    commits = "HEAD"
    if _git(root, "cat-file", "-e", f"{base}^{{commit}}") is not None:
        commits = f"{base}..HEAD"
    elif _git(root, "rev-parse", "--is-shallow-repository") != "true\n":
        raise NoHistory(f"this repository does not hold the commit {base}; name another one with --base")
    listing = _git(root, "log", "--no-merges", "--format=%h %s", commits) or ""
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1]) for line in listing.splitlines()]


def problems(subject: str) -> Iterator[str]:
    """Yield each rule that *subject* breaks."""
    if len(subject) > COLUMNS_MAX:
        yield f"{len(subject)} characters, at most {COLUMNS_MAX}"
    if not subject[:1].isupper():
        yield "does not start with a capital letter"
    if subject.endswith("."):
        yield "ends with a full stop"
    first = subject.split(" ", 1)[0].rstrip(",:;").lower()
    if first in NO_INSTRUCTION:
        yield f'"{first}" is no instruction; start with a verb, such as Add, Fix or Remove'
    elif first not in IMPERATIVES and not first.endswith("ss"):
        ending = next((ending for ending in ENDINGS if first.endswith(ending)), None)
        if ending:
            yield f'"{first}" {ENDINGS[ending]}; start with an instruction, such as Add, Fix or Remove'


def main() -> None:
    """Print each commit whose subject breaks a rule; exit status 1 where there is one."""
    parser = argparse.ArgumentParser(description="Check the subjects of commits.")
    parser.add_argument("--base", default=BASE, help="check the commits after this one (default: %(default)s)")
    try:
        commits = subjects(parser.parse_args().base)
    except NoHistory as reason:
        sys.stdout.write(f"commit subjects not checked: {reason}\n")
        return
    found = [f"{short} {subject}: {problem}" for short, subject in commits for problem in problems(subject)]
    sys.stdout.write("\n".join([*found, f"{len(commits)} commit subjects checked, {len(found)} problems\n"]))
    sys.exit(bool(found))


def _git(root: Path, *arguments: str) -> str | None:
    """Return the output of git, or None where it fails."""
    ran = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=False)
    return ran.stdout if ran.returncode == 0 else None


if __name__ == "__main__":
    main()
