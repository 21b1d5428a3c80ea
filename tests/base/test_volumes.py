"""Which volumes can be unplugged, by what Linux tells of mounts and devices."""

import sys
from pathlib import Path

from desktop.base.volumes import mounted, removable
from tests.systems import only_where


@only_where(sys.platform.startswith("linux"), "mounts and devices are told otherwise there")
def test_sticks_cards_and_disks_behind_usb_are_told_from_the_computers_own(tmp_path: Path) -> None:
    devices = tmp_path / "dev"
    devices.mkdir()
    places = {
        "8:1": ("pci/ata1/sda/sda1", "0"),  # the computer's own disk
        "8:17": ("pci/ehci/sdb/sdb1", "1"),  # a stick
        "8:33": ("pci/usb2/sdc/sdc1", "0"),  # a disk behind USB, which the kernel does not call removable
        "179:1": ("platform/mmc0/mmcblk0/mmcblk0p1", "1"),
    }
    for number, (path, removes) in places.items():
        part = tmp_path / "sys" / path
        part.mkdir(parents=True)
        (part.parent / "removable").write_text(f"{removes}\n")
        (devices / number).symlink_to(part)
    stick, card = tmp_path / "CLE DKR", tmp_path / "carte"
    stick.mkdir()
    card.mkdir()
    told = "\n".join(
        (
            f"29 1 8:1 / {tmp_path} rw,relatime shared:1 - ext4 /dev/sda1 rw",
            f"30 1 8:17 / {tmp_path}/CLE\\040DKR rw,nosuid - vfat /dev/sdb1 rw",
            f"31 1 179:1 / {card} ro,nosuid - vfat /dev/mmcblk0p1 ro",
            f"32 1 8:33 / {tmp_path}/pulled rw - vfat /dev/sdc1 rw",
            "33 1 8:17 / /boot/efi rw - vfat /dev/sdb1 rw",
            "34 1 0:21 / /proc rw - proc proc rw",
            "broken",
        )
    )
    volumes = list(mounted(told, devices))
    assert [(volume.folder, volume.name, volume.is_read_only) for volume in volumes] == [
        (stick, "CLE DKR", False),
        (card, "carte", True),
    ]
    assert all(volume.free > 0 for volume in volumes)


def test_whatever_is_plugged_in_here_is_told_without_trouble() -> None:
    assert all(volume.folder.is_dir() for volume in removable())
