"""A real OpenLDAP server on loopback, with a few people in it, plain and with TLS under a certificate of its own."""

import os
import subprocess
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import IO

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

import slapd

BASE = "dc=example,dc=invalid"
READER, READER_PASSWORD = f"cn=reader,{BASE}", "nur-lesen"
HANDLER_UUID = "0c5f7f0e-6d5c-4a1a-9a5b-1f2e3d4c5b6a"
# Whom the directory knows: user name, name, password.
PEOPLE = (
    ("qiubai", "沈秋白", "石桥-三个拱-1956", HANDLER_UUID),
    ("xianyun", "闲云", "野鹤-不知去向", "1c5f7f0e-6d5c-4a1a-9a5b-1f2e3d4c5b6a"),
)
_CONFIG = """
{includes}
{modules}
moduleload back_mdb
pidfile {folder}/slapd.pid
TLSCertificateFile {folder}/server.pem
TLSCertificateKeyFile {folder}/server.key
# Both traps are open: who binds without a password is let in, as nobody in particular.
allow bind_anon_cred bind_anon_dn
database mdb
suffix "{base}"
rootdn "cn=admin,{base}"
directory {folder}/data
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="{reader}" read by * none
"""


@dataclass(frozen=True, slots=True)
class RunningDirectory:
    """Where it listens; `certificate` is that of its issuer."""

    plain: str
    encrypted: str
    certificate: Path
    process: "subprocess.Popen[bytes]"
    reader: threading.Thread

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(10)
        self.reader.join(10)


def start(folder: Path, plain_port: int, encrypted_port: int) -> RunningDirectory:
    """Fill it and start it; it listens when this returns."""
    found = slapd.ensure()
    (folder / "data").mkdir()
    _write_certificate(folder)
    includes = "\n".join(f"include {found.schema / name}.schema" for name in ("core", "cosine", "inetorgperson"))
    modules = f"modulepath {found.modules}" if found.modules else ""
    text = _CONFIG.format(includes=includes, modules=modules, folder=folder, base=BASE, reader=READER)
    config, content = folder / "slapd.conf", folder / "people.ldif"
    config.write_text(text, encoding="utf-8")
    content.write_text(_people(), encoding="utf-8")
    environment = {**os.environ, "LD_LIBRARY_PATH": found.libraries}
    add = [str(found.program), "-T", "add", "-f", str(config), "-l", str(content)]
    subprocess.run(add, env=environment, check=True, capture_output=True)
    plain, encrypted = f"ldap://127.0.0.1:{plain_port}", f"ldaps://127.0.0.1:{encrypted_port}"
    # Without -d it goes into the background once it listens; with it, it stays ours to end.
    process = subprocess.Popen(
        [str(found.program), "-f", str(config), "-h", f"{plain}/ {encrypted}/", "-d", "256"],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stderr
    for line in process.stderr:
        if b"slapd starting" in line:
            break
    # It says a line of each search: with nobody to read them it would stand still once the pipe is full.
    reader = threading.Thread(target=_read_all, args=(process.stderr,), daemon=True)
    reader.start()
    return RunningDirectory(plain, encrypted, folder / "issuer.pem", process, reader)


def _read_all(stream: IO[bytes]) -> None:
    with stream:
        while stream.read(4096):
            pass


def _people() -> str:
    entries = [
        f"dn: {BASE}\nobjectClass: dcObject\nobjectClass: organization\ndc: example\no: example\n",
        f"dn: {READER}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: reader\n"
        f"userPassword: {READER_PASSWORD}\n",
        *(
            f"dn: uid={uid},{BASE}\nobjectClass: inetOrgPerson\nuid: {uid}\ncn: {name}\nsn: {name}\n"
            f"userPassword: {password}\nentryUUID: {entry_uuid}\n"
            for uid, name, password, entry_uuid in PEOPLE
        ),
    ]
    return "\n".join(entries)


def _write_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    began = datetime.now(UTC) - timedelta(minutes=5)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(began)
        .not_valid_after(began + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    (folder / "server.pem").write_bytes(pem)
    (folder / "issuer.pem").write_bytes(pem)
    (folder / "server.key").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
