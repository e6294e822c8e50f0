"""Whatever fails and wherever, a reader finds the old content or the new."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from e33tui.domain.errors import StoreError
from e33tui.persistence.files import (
    clean_temporaries,
    make_folder,
    place_once,
    read_bytes,
    tighten,
    write_atomic,
)
from e33tui.persistence.mounts import file_system, is_remote, remote_warning
from tests.store.power import Disk, RecordingFileSystem
from tests.store.support import Crash, WatchedFileSystem

OLDER, OLD, NEW = b"older", b"the old content", b"the new content, longer"
CODES = [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.ENOENT, errno.EIO]
ORDER = [
    "create",
    "write",
    "fsync",
    "link",
    "replace file.precedent",
    "replace file",
    "fsync_dir",
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "file"
    write_atomic(path, OLDER)
    write_atomic(path, OLD, keep_previous=True)
    return path


@pytest.fixture(params=[0o000, 0o022, 0o077, 0o777])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield int(request.param)
    os.umask(before)


def previous(path: Path) -> Path:
    return path.with_name("file.precedent")


def save(path: Path, fs: WatchedFileSystem) -> None:
    write_atomic(path, NEW, keep_previous=True, fs=fs)


def test_a_save_after_one_cut_short_between_its_two_names_leaves_no_temporary(path: Path) -> None:
    """The previous version is a name of the present one then: a rename of the two does nothing."""
    with pytest.raises(Crash):
        write_atomic(
            path,
            NEW,
            keep_previous=True,
            fs=WatchedFileSystem(ORDER.index("replace file"), crash=True),
        )
    clean_temporaries(path.parent)
    write_atomic(path, NEW, keep_previous=True)
    assert {each.name: each.read_bytes() for each in path.parent.iterdir()} == {
        "file": NEW,
        "file.precedent": OLD,
    }


def test_the_order_is_write_fsync_previous_replace_fsync_of_the_folder(path: Path) -> None:
    fs = WatchedFileSystem()
    save(path, fs)
    assert fs.calls == ORDER
    assert (path.read_bytes(), previous(path).read_bytes()) == (NEW, OLD)


def test_a_write_that_takes_a_part_goes_on_with_the_rest(path: Path) -> None:
    save(path, WatchedFileSystem(chunk=4))
    assert path.read_bytes() == NEW


@pytest.mark.parametrize(
    ("number", "code"),
    # A link that finds nothing has nothing to keep.
    [(n, c) for n in range(len(ORDER)) for c in CODES if (ORDER[n], c) != ("link", errno.ENOENT)],
)
def test_each_call_may_fail(path: Path, number: int, code: int) -> None:
    fs = WatchedFileSystem(number, code)
    with pytest.raises(StoreError) as caught:
        save(path, fs)
    replaced = ORDER[number] == "fsync_dir"
    told = (
        "est écrit, mais le disque ne l’a pas confirmé"
        if replaced
        else "n’a pas pu être enregistré"
    )
    assert f"file {told}" in caught.value.message
    assert path.read_bytes() == (NEW if replaced else OLD)
    assert previous(path).read_bytes() in (OLDER, OLD)
    assert fs.open == set()
    assert sorted(each.name for each in path.parent.iterdir()) == ["file", "file.precedent"]


@pytest.mark.parametrize("number", range(len(ORDER)), ids=ORDER)
def test_the_process_may_end_at_each_call(path: Path, number: int) -> None:
    fs = WatchedFileSystem(number, crash=True)
    with pytest.raises(Crash):
        save(path, fs)
    assert path.read_bytes() == (NEW if ORDER[number] == "fsync_dir" else OLD)
    assert previous(path).read_bytes() in (OLDER, OLD)
    clean_temporaries(path.parent)
    assert sorted(each.name for each in path.parent.iterdir()) == ["file", "file.precedent"]


def test_after_a_failed_fsync_a_fresh_file_is_written(path: Path) -> None:
    fs = WatchedFileSystem(ORDER.index("fsync"))
    with pytest.raises(StoreError):
        save(path, fs)
    fs.fail_at = None
    fs.calls.clear()
    save(path, fs)
    assert fs.calls[:3] == ["create", "write", "fsync"]
    assert path.read_bytes() == NEW


def cut(fs: RecordingFileSystem, start: int) -> Iterator[dict[str, bytes | None]]:
    """Every content that a power cut at every operation from ``start`` on may leave."""
    disk = Disk()
    for number, event in enumerate(fs.events):
        disk.apply(event)
        if number >= start:
            for tree in disk.every_mixture():
                yield {name: data for name, (_, data) in tree.items()}


def test_a_power_cut_at_any_moment_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    fs = RecordingFileSystem(tmp_path)
    for data in (OLDER, OLD):
        write_atomic(tmp_path / "file", data, keep_previous=True, fs=fs)
    start = len(fs.events)
    write_atomic(tmp_path / "file", NEW, keep_previous=True, fs=fs)
    found = list(cut(fs, start))
    assert {each["file"] for each in found} == {OLD, NEW}
    assert {each["file.precedent"] for each in found} == {OLDER, OLD}
    assert {each["file"] for each in cut(fs, len(fs.events) - 1)} == {NEW}


@pytest.mark.parametrize("links", [True, False])
def test_what_is_moved_has_one_of_its_names_whatever_happens(tmp_path: Path, links: bool) -> None:
    class Disks(RecordingFileSystem):
        def link(self, source: Path, target: Path) -> None:
            if not links:
                raise OSError(errno.EOPNOTSUPP, "")
            super().link(source, target)

    fs = Disks(tmp_path)
    write_atomic(tmp_path / "file", OLD, fs=fs)
    start = len(fs.events)
    place_once(tmp_path / "file", tmp_path / "aside", fs)
    found = list(cut(fs, start))
    assert all(OLD in (each.get("file"), each.get("aside")) for each in found)
    assert all(each.get("aside") == OLD for each in cut(fs, len(fs.events) - 1))


def test_a_folder_whose_name_may_not_be_on_the_disk_gets_it_the_next_time(tmp_path: Path) -> None:
    fs = WatchedFileSystem(1, errno.EIO)
    with pytest.raises(StoreError):
        make_folder(tmp_path / "a", fs)
    assert fs.calls == ["mkdir", "fsync_dir"]
    make_folder(tmp_path / "a", fs)
    assert fs.calls == ["mkdir", "fsync_dir", "fsync_dir"]
    (tmp_path / "a" / "file").write_bytes(OLD)
    make_folder(tmp_path / "a", fs)
    assert len(fs.calls) == 3


def test_no_folder_is_made_in_the_place_of_one_that_was_moved_away(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Remettez le dossier en place"):
        make_folder(tmp_path / "séance" / "passages" / "a", within=tmp_path / "séance")
    assert list(tmp_path.iterdir()) == []


def test_a_disk_without_hard_links_keeps_a_copy(path: Path) -> None:
    fs = WatchedFileSystem(ORDER.index("link"), errno.EOPNOTSUPP)
    save(path, fs)
    assert (path.read_bytes(), previous(path).read_bytes()) == (NEW, OLD)


def test_the_first_version_has_no_previous(tmp_path: Path) -> None:
    write_atomic(tmp_path / "file", NEW, keep_previous=True)
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_files_are_0600_and_folders_0700_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    folder = tmp_path / "a" / "b"
    make_folder(folder)
    seen: list[int] = []

    class Looking(WatchedFileSystem):
        def write(self, descriptor: int, data: memoryview) -> int:
            seen.append(stat.S_IMODE(os.fstat(descriptor).st_mode))
            return super().write(descriptor, data)

    write_atomic(folder / "file", OLD, fs=Looking())
    write_atomic(folder / "file", NEW, keep_previous=True, fs=Looking())
    modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in tmp_path.rglob("*")}
    assert modes == {"a": 0o700, "b": 0o700, "file": 0o600, "file.precedent": 0o600}
    assert seen == [0o600, 0o600]


def test_a_folder_that_others_could_read_is_closed(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    tighten(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700


def test_a_file_in_the_place_of_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    with pytest.raises(StoreError):
        make_folder(tmp_path / "a" / "b")


def test_only_temporaries_are_cleaned_and_young_ones_may_stay(tmp_path: Path) -> None:
    temporary = tmp_path / ".passage.json.0123456789abcdef.tmp"
    others = [tmp_path / ".passage.json.tmp", tmp_path / "x.0123456789abcdef.tmp"]
    for each in (temporary, *others):
        each.write_text("x")
    clean_temporaries(tmp_path, min_age=3600)
    assert temporary.exists()
    clean_temporaries(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted(others)


def test_no_file_is_none_and_an_unreadable_one_an_error(tmp_path: Path) -> None:
    assert read_bytes(tmp_path / "file") is None
    with pytest.raises(StoreError):
        read_bytes(tmp_path)


MOUNTS = """\
22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
23 22 0:44 / /mnt/centre rw - nfs4 server:/x rw
24 22 0:45 / /mnt/my\\040disk rw - fuse.sshfs host: rw
25 23 8:1 / /mnt/centre/local rw - xfs /dev/sda1 rw
26 22 0:46 / /mnt/over rw - nfs x rw
27 26 0:47 / /mnt/over rw - tmpfs x rw
28 22 0:48 / /mnt/usb rw - fuseblk /dev/sdb1 rw
nonsense
"""


@pytest.mark.parametrize(
    ("path", "kind", "remote"),
    [
        ("/home/e33", "ext4", False),
        ("/mnt/centre/seance", "nfs4", True),
        ("/mnt/centre/local/seance", "xfs", False),
        ("/mnt/centrex", "ext4", False),
        ("/mnt/my disk/seance", "fuse.sshfs", True),
        ("/mnt/over", "tmpfs", False),
        ("/mnt/usb", "fuseblk", True),
    ],
)
def test_network_and_fuse_disks_are_told(path: str, kind: str, remote: bool) -> None:
    assert file_system(Path(path), MOUNTS) == kind
    assert is_remote(Path(path), MOUNTS) is remote
    warning = remote_warning(Path(path), MOUNTS)
    assert (warning is not None and kind in warning) is remote


def test_this_machine_tells_its_own_disks(tmp_path: Path) -> None:
    assert file_system(tmp_path) != ""
