"""A bot that reaches Telegram only by way of a proxy, as in the network of a county."""

import asyncio
import base64
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.e2e.installed import installed

# Processes are started here, which takes its time where others work too.
pytestmark = pytest.mark.timeout(900)

# No such name can be looked up, so that only the proxy leads there.
NAME = "telegram.invalid"
LOGIN = "county:secret"


@dataclass(slots=True)
class Proxy:
    """A proxy that knows the one method CONNECT, and one place."""

    certificate: Path
    target: int
    asked: list[tuple[str, str]] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Lead one connection to the target, which hears it without its encryption."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        first, *rest = head.splitlines()
        named = dict(line.split(": ", 1) for line in rest if line)
        self.asked.append((first, named.get("Proxy-Authorization", "")))
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.certificate)
        await writer.start_tls(context)
        inner, outer = await asyncio.open_connection("127.0.0.1", self.target)
        await asyncio.gather(_pass_on(reader, outer), _pass_on(inner, writer))


async def _pass_on(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    try:
        while data := await source.read(65536):
            target.write(data)
            await target.drain()
    except OSError:
        pass  # Whoever ended the connection has what they wanted.
    finally:
        target.close()


def _certified(folder: Path) -> Path:
    """Write a certificate of that name with its key, and return where."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    file.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return file


@asynccontextmanager
async def proxied(folder: Path, target: int) -> AsyncIterator[tuple[Proxy, dict[str, str]]]:
    """Run a proxy, and give the environment of a bot behind it."""
    proxy = Proxy(_certified(folder), target)
    async with await asyncio.start_server(proxy.serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        yield (
            proxy,
            {
                "HTTPS_PROXY": f"http://{LOGIN}@127.0.0.1:{port}",
                "SSL_CERT_FILE": str(proxy.certificate),
                "TELEGRAM_BASE_URL": f"https://{NAME}/bot",
            },
        )


async def test_the_usual_variable_leads_the_bot_through_a_proxy(tmp_path: Path) -> None:
    async with installed(tmp_path, ("port: 8320", "port: null")) as installation:
        target = int(installation.sandbox.page_url.rstrip("/").rpartition(":")[2])
        async with proxied(tmp_path, target) as (proxy, environment):
            process = await installation.serving(b"serving", **environment)
            resident = installation.sandbox.add_person("王奶奶")
            await resident.says("/start")
            await resident.sees("未成年人保护热线")
            process.terminate()
            await process.communicate()
            assert process.returncode == 0
    login = base64.b64encode(LOGIN.encode()).decode()
    assert set(proxy.asked) == {(f"CONNECT {NAME}:443 HTTP/1.1", f"Basic {login}")}
