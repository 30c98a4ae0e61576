"""Evidence: the address of what is kept elsewhere, or a file that is kept beside the journal, by its hash and name."""

import re
from typing import NamedTuple

_KEPT = r"sha256:([0-9a-f]{64}) (.+)"
_ADDRESS = r"(?i)https?://[^\s/?#].*"


class KeptFile(NamedTuple):
    """A file that is kept: the SHA-256 of its content, in hexadecimal digits, and what it was called."""

    digest: str
    name: str

    @property
    def text(self) -> str:
        """What the journal says of it."""
        return f"sha256:{self.digest} {self.name}"

    @property
    def path(self) -> str:
        """Where it lies in the evidence folder; its ending tells programs what to open it with."""
        ending = re.search(r"\.[A-Za-z0-9]{1,8}$", self.name)
        return f"{self.digest[:2]}/{self.digest}{ending[0].lower() if ending else ''}"


def parse_kept(text: str) -> KeptFile | None:
    """Return the file that a piece of evidence names; None for an address."""
    parts = re.fullmatch(_KEPT, text)
    return KeptFile(parts[1], parts[2]) if parts else None


def is_address(text: str) -> bool:
    """Whether a text is an http or https address."""
    return re.fullmatch(_ADDRESS, text) is not None


def say_evidence(text: str) -> str:
    """Name a piece of evidence in a line: a kept file by its name and the first digits of its hash."""
    kept = parse_kept(text)
    return f"{kept.name} ({kept.digest[:8]})" if kept else text
