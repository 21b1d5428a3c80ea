"""Write the return with which Headquarters of commit 9fedcfc answered `office-1.psb`: once, never again.

    git worktree add ../then 9fedcfc
    PYTHONPATH=../then python tests/stores/answer.py

writes `return-1.psb`: receipts, and what Headquarters wrote into a partner. Every later office takes it in.
"""

import json
import lzma
import tarfile
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

PASSPHRASE = "baobab marée lanterne 27"  # of Binta Diop
FOLDER = Path(__file__).parent


def main() -> None:
    from desktop.office import Office
    from desktop.services import hq
    from desktop.store import cipher
    from desktop.store.records import Partner
    from desktop.store.vault import Vault

    whole = json.loads(lzma.decompress((FOLDER / "office-1.json.xz").read_bytes()))
    with TemporaryDirectory() as temporary:
        folder = Path(temporary) / "hq"
        with tarfile.open(fileobj=BytesIO(lzma.decompress((FOLDER / "headquarters-1.tar.xz").read_bytes()))) as tar:
            tar.extractall(folder, filter="data")
        plain = folder.with_name("plain")
        (folder / "passerelle.db").rename(plain)
        key = Vault.open(folder).unlock(whole["administrator"], PASSPHRASE).key
        sealed = cipher.connect(folder / "passerelle.db", key)
        sealed.execute(f"ATTACH DATABASE '{plain}' AS plain KEY ''")
        sealed.execute("SELECT sqlcipher_export('main', 'plain')").fetchall()
        sealed.execute("DETACH DATABASE plain")
        sealed.close()
        with Office.unlock(folder, whole["administrator"], PASSPHRASE) as desk:
            at = (desk.store, desk.desk, desk.keys, desk.user)
            (taken,) = hq.take_in(*at, [FOLDER / "office-1.psb"], desk.inbox)
            with desk.store.change("Watched", desk.user.id, office=taken.office) as session:
                partner = session.query(Partner).order_by(Partner.id).first()
                partner.watch_note = "vu au Siège en ce temps-là"
            path = hq.answer(*at, taken.office, desk.outbox)
            (FOLDER / "return-1.psb").write_bytes(path.read_bytes())


if __name__ == "__main__":
    main()
