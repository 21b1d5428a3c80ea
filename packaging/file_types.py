"""What Linux is told of the program and of its files: an entry of the menu, and the kinds of files that it opens.

`packaging/file_types.py FOLDER` lays both into a frozen folder with a script that puts them into one user's menu, for
computers on which nobody is an administrator; the Debian package lays them where the system looks.
"""

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from desktop.base import file_kinds

ROOT = Path(__file__).resolve().parents[1]
ICONS = ROOT / "resources" / "icons"
SCRIPT = ROOT / "packaging" / "add-to-menu"
SHARE = "share"  # in the frozen folder
APPLICATION, MIME = Path("applications", "passerelle.desktop"), Path("mime", "packages", "passerelle.xml")
PICTURES = {"passerelle-48.png": "48x48", "passerelle-256.png": "256x256", "passerelle.svg": "scalable"}


@dataclass(frozen=True)
class FileType:
    """A kind of file; `begins` are the bytes by which it is known under any name, where there are some."""

    name: str
    ending: str
    begins: str
    en: str
    fr: str
    es: str

    @property
    def mime(self) -> str:
        """By what Linux calls it."""
        return f"application/x-passerelle-{self.name}"


TYPES = (
    FileType("bundle", file_kinds.BUNDLE, "PSB1", "Passerelle bundle", "envoi Passerelle", "envío de Passerelle"),
    FileType(
        *("part", file_kinds.PART, "PSBP"),
        *("part of a Passerelle bundle", "partie d’un envoi Passerelle", "parte de un envío de Passerelle"),
    ),
    FileType(
        *("answer", file_kinds.ANSWER, ""),
        *(
            "answer of Headquarters for Passerelle",
            "réponse du Siège pour Passerelle",
            "respuesta de la Sede a Passerelle",
        ),
    ),
    FileType(
        *("request", file_kinds.REQUEST, ""),
        *("request of a Passerelle laptop", "demande d’un ordinateur Passerelle", "solicitud de una computadora"),
    ),
    FileType(
        *("update", file_kinds.UPDATE, ""),
        *("Passerelle update", "mise à jour de Passerelle", "actualización de Passerelle"),
    ),
)
ENTRY = """\
[Desktop Entry]
Type=Application
Name=Passerelle
Comment=Private-sector partnerships of a country office
Comment[fr]=Partenariats d’un bureau de pays avec le secteur privé
Comment[es]=Alianzas de una oficina de país con el sector privado
Exec=passerelle %f
MimeType={types};
Icon=passerelle
Terminal=false
Categories=Office;
StartupWMClass=passerelle
"""
KINDS = """\
<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
{types}</mime-info>
"""
KIND = """\
  <mime-type type="{mime}">
    <comment>{en}</comment>
    <comment xml:lang="fr">{fr}</comment>
    <comment xml:lang="es">{es}</comment>
    <icon name="passerelle"/>
{magic}    <glob pattern="*{ending}"/>
  </mime-type>
"""
MAGIC = """\
    <magic>
      <match type="string" offset="0" value="{begins}"/>
    </magic>
"""


def entry() -> str:
    """The entry of the menu, in the three languages of the program."""
    return ENTRY.format(types=";".join(kind.mime for kind in TYPES))


def kinds() -> str:
    """The kinds of files, for the system's own list of them."""
    return KINDS.format(types="".join(map(_kind, TYPES)))


def _kind(kind: FileType) -> str:
    magic = MAGIC.format(begins=kind.begins) if kind.begins else ""
    words = {"mime": kind.mime, "ending": kind.ending, "en": kind.en, "fr": kind.fr, "es": kind.es}
    return KIND.format(magic=magic, **words)


def lay_into(folder: Path) -> None:
    """Lay the entry, the kinds and the script into a frozen folder."""
    share = folder / SHARE
    for path, text in ((share / APPLICATION, entry()), (share / MIME, kinds())):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    for name, size in PICTURES.items():
        picture = share / "icons" / "hicolor" / size / "apps" / f"passerelle{Path(name).suffix}"
        picture.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ICONS / name, picture)
    shutil.copy(SCRIPT, folder / SCRIPT.name)
    (folder / SCRIPT.name).chmod(0o755)


if __name__ == "__main__":
    lay_into(Path(sys.argv[1]))
