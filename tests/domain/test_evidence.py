"""What the journal says of evidence."""

import pytest

from tracker.domain.evidence import KeptFile, is_address, parse_kept, say_evidence

HASH = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("Ảnh 1.JPG", f"01/{HASH}.jpg"),
        ("a.tar.gz", f"01/{HASH}.gz"),
        ("README", f"01/{HASH}"),
        ("x.../../y", f"01/{HASH}"),
        ("a.jpg ", f"01/{HASH}"),
        ("a.longending", f"01/{HASH}"),
        ("a.tiếng", f"01/{HASH}"),
        ("?", f"01/{HASH}"),
    ],
)
def test_a_kept_file_lies_under_its_hash_whatever_it_is_called(name: str, path: str) -> None:
    kept = KeptFile(HASH, name)
    assert (parse_kept(kept.text), kept.path) == (kept, path)
    assert say_evidence(kept.text) == f"{name} (01234567)"


@pytest.mark.parametrize(
    "text", ["", "a.jpg", f"sha256:{HASH}", f"sha256:{HASH.upper()} a", f"sha256:{HASH[1:]} a", f" sha256:{HASH} a"]
)
def test_other_texts_name_no_kept_file(text: str) -> None:
    assert parse_kept(text) is None
    assert say_evidence(text) == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://a.vn/x?y#z", True),
        ("HTTP://a", True),
        ("https://a b", True),
        ("https://", False),
        ("https:// a", False),
        ("https:///a", False),
        ("http:/a", False),
        ("ftp://a", False),
        ("file:///a", False),
        ("javascript:alert(1)//http://a", False),
        (" https://a", False),
    ],
)
def test_addresses_are_those_of_the_web(text: str, found: bool) -> None:
    assert is_address(text) is found
