"""An officer's key for seals: a passphrase that nobody else has, slowed down when it is guessed at."""

from datetime import datetime, timedelta
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from tests.memory import linux_only, megabytes_of

from huiyin.kernel.actor import Actor, ActorKind, petitioner
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.ids import new_id
from huiyin.kernel.refs import Ref
from huiyin.ledger.models import Entry
from huiyin.vault.errors import (
    PassphraseNotTried,
    PassphraseTooShort,
    PassphraseWrong,
    SealKeyLocked,
    SealKeyMissing,
    SealKeyThere,
    SealNotYours,
)
from huiyin.vault.models import SealedPart, SealKey
from huiyin.vault.rules.derive import derived
from huiyin.vault.rules.sealing import SealBroken
from huiyin.vault.rules.seals import (
    Cost,
    decrypt_with,
    encrypt_file_to,
    encrypt_to,
    key_pair,
    lock,
    open_packed_file,
    packed_file,
    unlock,
)
from huiyin.vault.services import (
    seal_key_create,
    seal_key_holders,
    seal_key_replace,
    seal_passphrase_change,
    seal_prepare,
    seal_share,
    seal_unlock,
    seal_write,
    sealed_content_open,
)

pytestmark = pytest.mark.django_db

PASSPHRASE, OTHER = "青灯 黄卷 白马 长街", "another long passphrase"
SUBJECT = Ref.parse("matter:0193b2f4-0000-7000-8000-000000000001")


def _officer(key: int) -> Actor:
    return Actor(kind=ActorKind.OFFICER, key=str(key))


@pytest.fixture
def sealed(at: datetime) -> str:
    """A subject that officers 1 and 2 can read."""
    for key in (1, 2):
        seal_key_create(actor=_officer(key), passphrase=PASSPHRASE, at=at)
    seal_write(seal=seal_prepare(officer_ids=[1, 2, 3]), subject=SUBJECT, parts={"content": b"said"}, at=at)
    return SUBJECT


def _read(key: int, at: datetime, passphrase: str = PASSPHRASE) -> dict[str, bytes]:
    opened = seal_unlock(actor=_officer(key), subject=SUBJECT, passphrase=passphrase, at=at)
    return sealed_content_open(actor=_officer(key), opened=opened, purpose="核实情况", office="柳湾镇", at=at)


def test_five_wrong_passphrases_close_the_key_for_a_quarter_of_an_hour(sealed: str, at: datetime) -> None:
    for _ in range(5):
        with pytest.raises(PassphraseWrong):
            _read(1, at, OTHER)
    with pytest.raises(SealKeyLocked) as refused:
        _read(1, at + timedelta(minutes=14))
    assert refused.value.params == {"times": 5, "minutes": 1}
    assert _read(2, at) == {"content": b"said"}
    assert _read(1, at + timedelta(minutes=15)) == {"content": b"said"}
    assert SealKey.objects.get(officer_id=1).wrong == 0


def test_a_changed_passphrase_opens_what_the_old_one_did(sealed: str, at: datetime) -> None:
    with pytest.raises(PassphraseWrong):
        seal_passphrase_change(actor=_officer(1), passphrase=OTHER, new=OTHER, at=at)
    seal_passphrase_change(actor=_officer(1), passphrase=PASSPHRASE, new=OTHER, at=at)
    assert _read(1, at, OTHER) == {"content": b"said"}
    with pytest.raises(PassphraseWrong):
        _read(1, at, PASSPHRASE)


def test_a_passphrase_change_refuses_a_replaced_key(
    sealed: str, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def open_slowly(**_of: object) -> bytes:
        SealKey.objects.filter(officer_id=1).update(retired_at=at)
        return b"the old one"

    monkeypatch.setattr("huiyin.vault.services.seal_keys.key_secret", open_slowly)
    with pytest.raises(SealKeyMissing):
        seal_passphrase_change(actor=_officer(1), passphrase=PASSPHRASE, new=OTHER, at=at)


def test_a_replaced_key_reads_again_when_another_reader_shares(sealed: str, at: datetime) -> None:
    seal_key_replace(actor=_officer(1), passphrase=OTHER, at=at)
    with pytest.raises(SealNotYours):
        _read(1, at, OTHER)
    opened = seal_unlock(actor=_officer(2), subject=SUBJECT, passphrase=PASSPHRASE, at=at)
    seal_share(opened=opened, officer_id=1, at=at)
    assert _read(1, at, OTHER) == {"content": b"said"}
    assert Entry.objects.filter(kind="vault.seal_key.created").count() == 3


def test_who_may_have_a_key(at: datetime) -> None:
    with pytest.raises(NotAllowed):
        seal_key_create(actor=petitioner(new_id()), passphrase=PASSPHRASE, at=at)
    for short in ("", "elevenchars", "   short   x"):
        with pytest.raises(PassphraseTooShort):
            seal_key_create(actor=_officer(1), passphrase=short, at=at)
    with pytest.raises(SealKeyMissing):
        seal_key_replace(actor=_officer(1), passphrase=PASSPHRASE, at=at)
    seal_key_create(actor=_officer(1), passphrase=PASSPHRASE, at=at)
    with pytest.raises(SealKeyThere):
        seal_key_create(actor=_officer(1), passphrase=PASSPHRASE, at=at)
    assert seal_key_holders(officer_ids=[1, 2]) == {1}


def test_an_altered_part_opens_no_more(sealed: str, at: datetime) -> None:
    part = SealedPart.objects.get()
    whole = bytes(part.ciphertext)
    part.ciphertext = whole[:-1] + bytes([whole[-1] ^ 1])
    part.save()
    with pytest.raises(SealBroken):
        _read(1, at)


def test_locks_and_packs_refuse_what_isn_t_theirs() -> None:
    pair = key_pair()
    locked = lock(pair.secret, passphrase=PASSPHRASE)
    assert unlock(locked, passphrase=PASSPHRASE) == pair.secret
    for broken in (b"", b"HYK2" + locked[4:], locked[:-1], locked[:4] + bytes(16) + locked[20:]):
        with pytest.raises(SealBroken):
            unlock(broken, passphrase=PASSPHRASE)
    with pytest.raises(SealBroken):
        decrypt_with(pair.secret, b"not an age file")
    with pytest.raises(SealBroken):
        decrypt_with("not a key", b"")
    for broken in (b"not an age file", encrypt_to([pair.public], b"{}")):
        with pytest.raises(SealBroken):
            open_packed_file(pair.secret, BytesIO(broken))


def test_a_file_is_sealed_with_its_name_and_opens_as_it_was() -> None:
    pair, sealed, content = key_pair(), BytesIO(), b"\n1\n" * 5_000
    packed = packed_file(name="a\nb.pdf" * 3_000, media_type="application/pdf", content=BytesIO(content))
    encrypt_file_to([pair.public], packed, sealed)
    assert content not in sealed.getvalue()
    opened = open_packed_file(pair.secret, BytesIO(sealed.getvalue()))
    assert (opened.name, opened.media_type, opened.content) == ("a\nb.pdf" * 3_000, "application/pdf", content)
    with pytest.raises(SealBroken):
        open_packed_file(pair.secret, BytesIO(sealed.getvalue()[:-1]))


@linux_only
def test_a_file_is_sealed_without_holding_it() -> None:
    """Twenty megabytes, as large as a file may be; four threads may be at it."""
    before = """
import tempfile
from huiyin.vault.rules.seals import encrypt_file_to, key_pair, packed_file
public = key_pair().public
plain, sealed = tempfile.TemporaryFile(), tempfile.TemporaryFile()
for _ in range(20): plain.write(bytes(1 << 20))
plain.seek(0)
"""
    measured = 'encrypt_file_to([public], packed_file(name="a", media_type="b", content=plain), sealed)'
    assert megabytes_of(measured, before=before) < 8


@linux_only
def test_passphrases_that_are_tried_at_once_take_no_memory_of_the_web_process() -> None:
    """A guess takes 64 MB for as long as it lasts, a web process has four threads and holds 200 MB by itself."""
    before = "import threading\nfrom huiyin.vault.rules.seals import key_pair, lock\nsecret = key_pair().secret"
    measured = """
threads = [threading.Thread(target=lock, args=(secret,), kwargs={"passphrase": "x" * 12}) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""
    assert megabytes_of(measured, before=before) < 8


def test_the_key_of_a_passphrase_is_the_same_whichever_process_makes_it() -> None:
    salt = bytes(range(16))
    cost = {"rounds": 1, "memory_kib": 1024}
    here = Argon2id(salt=salt, length=32, iterations=1, lanes=1, memory_cost=1024).derive("柳安小风九号".encode())
    assert derived("柳安小风九号".encode(), salt, **cost) == here


def test_a_guess_at_a_passphrase_costs_more_than_is_asked_for() -> None:
    assert Cost().memory_kib >= 46 * 1024 and Cost().rounds >= 2


@pytest.mark.parametrize("program", ["/nowhere/python", "/bin/false"])
def test_where_no_process_can_try_it_a_sentence_says_so(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    monkeypatch.setattr("huiyin.vault.rules.derive.sys.executable", program)
    with pytest.raises(PassphraseNotTried):
        derived("柳安小风九号".encode(), bytes(16), rounds=1, memory_kib=1024)
