"""Network shares and cloud folders are told by mount table, drive and name."""

from __future__ import annotations

from pathlib import PurePath, PurePosixPath, PureWindowsPath

import pytest

from partydesk.domain.storage_places import Kind, Place, mounts_of, place_of

_TABLE = r"""
/dev/sda1 / ext4 rw,relatime 0 0
//server/dang\040jian /mnt/share cifs rw,vers=3.0 0 0
server:/export /home/clerk/nfs nfs4 rw 0 0
/dev/sdb1 /home/clerk/nfs/stick vfat rw 0 0
short line
gvfsd-fuse /run/user/1000/gvfs fuse.gvfsd-fuse rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "place"),
    [
        ("/home/clerk/工作区", Place()),
        ("/mnt/share/工作区", Place(Kind.NETWORK, "//server/dang jian")),
        ("/mnt/shared", Place()),
        ("/home/clerk/nfs/a/b", Place(Kind.NETWORK, "server:/export")),
        ("/home/clerk/nfs/stick/a", Place()),  # the stick in the share is the PC's own
        ("/run/user/1000/gvfs/smb-share:server=x", Place(Kind.NETWORK, "gvfsd-fuse")),
        ("/home/clerk/Nutstore Files/a", Place(Kind.CLOUD, "坚果云")),
        ("/home/clerk/Nextcloud2/a", Place(Kind.CLOUD, "同步盘")),
        ("/home/clerk/dropboxes", Place()),
    ],
)
def test_places_of_linux(folder: str, place: Place) -> None:
    assert place_of(PurePosixPath(folder), mounts_of(_TABLE)) == place


@pytest.mark.parametrize(
    ("folder", "place"),
    [
        (r"D:\工作区", Place()),
        (r"\\server\share\工作区", Place(Kind.NETWORK, r"\\server\share")),
        (r"\\?\UNC\server\share\a", Place(Kind.NETWORK, r"\\?\UNC\server\share")),
        (r"\\?\D:\工作区", Place()),
        (r"C:\Users\a\OneDrive\文档\a", Place(Kind.CLOUD, "OneDrive")),
        (r"C:\Users\a\OneDrive - 旗委\a", Place(Kind.CLOUD, "OneDrive")),
        (r"D:\我的坚果云\a", Place(Kind.CLOUD, "坚果云")),
        (r"D:\百度网盘同步空间\a", Place(Kind.CLOUD, "百度网盘")),
        (r"D:\BaiduSyncdisk\a", Place(Kind.CLOUD, "百度网盘")),
        (r"D:\BaiduNetdiskDownload\a", Place()),  # nothing is synchronized there
        (r"C:\Users\a\Dropbox (公司)\a", Place(Kind.CLOUD, "Dropbox")),
        (r"C:\Users\a\WPS云盘\a", Place(Kind.CLOUD, "WPS 云盘")),
        (r"E:\同步\a", Place(Kind.CLOUD, "OneDrive")),  # moved there by its owner
    ],
)
def test_places_of_windows(folder: str, place: Place) -> None:
    environment = {"OneDrive": r"E:\同步", "PATH": "D:\\"}
    assert place_of(PureWindowsPath(folder), environment=environment) == place


def test_without_anything_known_a_folder_is_local() -> None:
    assert place_of(PurePath("/a")) == Place()
