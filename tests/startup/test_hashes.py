"""Python's own hashes: the same digests without OpenSSL, and OpenSSL's where only it has one."""

from __future__ import annotations

import subprocess
import sys

BEGIN = """
import sys
from e33tui.startup import hashes
hashes.use()
import hashlib, hmac
"""


def run(script: str) -> None:
    command = [sys.executable, "-c", BEGIN + script]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_digests_are_the_same_without_openssl() -> None:
    run("""
assert "_hashlib" not in sys.modules
own = {name: hashlib.new(name, b"E33", usedforsecurity=False) for name in hashlib.algorithms_guaranteed}
mac = hmac.new(b"key", b"E33", "sha256").digest()
assert "_hashlib" not in sys.modules
import _hashlib
for name, made in own.items():
    long = {"length": 20} if name.startswith("shake") else {}
    if name in _hashlib.openssl_md_meth_names:
        assert made.digest(*long.values()) == _hashlib.new(name, b"E33").digest(*long.values()), name
assert mac == _hashlib.hmac_digest(b"key", b"E33", "sha256")
""")


def test_what_only_openssl_has_is_loaded_when_it_is_used() -> None:
    run("""
assert "_hashlib" not in sys.modules
made = hashlib.scrypt(b"1234", salt=b"salt", n=4096, r=8, p=1, dklen=32)
import _hashlib
assert made == _hashlib.scrypt(b"1234", salt=b"salt", n=4096, r=8, p=1, dklen=32)
assert hashlib.pbkdf2_hmac("sha256", b"1", b"2", 3) == _hashlib.pbkdf2_hmac("sha256", b"1", b"2", 3)
""")


def test_what_is_loaded_already_stays() -> None:
    run("""
before = hashlib.sha256, hashlib.scrypt
hashes.use()
assert (hashlib.sha256, hashlib.scrypt) == before
assert "_hashlib" not in sys.modules
""")


def test_a_python_without_hashes_of_its_own_keeps_openssl() -> None:
    command = """
import sys
from e33tui.startup import hashes
hashes.OWN = (*hashes.OWN, ("_no_such_hash",))
hashes.use()
assert "hashlib" not in sys.modules
import hashlib
assert "_hashlib" in sys.modules
"""
    done = subprocess.run(
        [sys.executable, "-c", command], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
