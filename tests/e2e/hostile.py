"""What people, or those who mean harm, may type, send and forge."""

import io
import zipfile
import zlib
from collections.abc import Mapping

from tests.services.office_files import (
    commanding,
    crooked,
    far_too_large,
    growing,
    many_parts,
    of_a_kind_that_runs,
    reaching_out,
    torn,
    with_macros,
)

RTL, ZERO_WIDTH = "\u202e", "\u200b"
CELEBRATED = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"

WORDS: Mapping[str, str] = {
    "bold": "密语<b>粗体</b><i>斜</i>",
    "script": "密语<script>alert(1)</script>",
    "half-tag": "密语<b",
    "open-tag": "密语<b>没有关上",
    "close-tag": "密语</b></code></pre></blockquote>",
    "link": '密语<a href="tg://user?id=1">点我</a>',
    "attribute": '密语<a href="x" onclick=\'y\'',
    "arrow": "密语 3<5>2 << >> <> </>",
    "entity": "密语&lt;b&gt;&amp;amp;&nbsp;",
    "half-entity": "密语&am &#x41 &#99999999; &#0; &",
    "comment": "密语<!-- --><![CDATA[x]]>",
    "markdown": "密语*粗*_斜_`码`[链](http://x.invalid)~~删~~||藏||",
    "fence": "密语```sh\nrm -rf /\n```",
    "escapes": "密语\\n\\u0000\\x00%00%s%d%n",
    "rtl": f"密语{RTL}gpj.exe\u2066{RTL}",
    "zero-width": f"密{ZERO_WIDTH}语{ZERO_WIDTH}\u2060\ufeff",
    "only-zero-width": ZERO_WIDTH * 5,
    "tags": "密语\U000e0041\U000e0042\U000e007f",
    "hangul-filler": "\u3164\u3164",
    "longest": "密语很长" * 1024,
    "longest-escaped": "<&" * 2048,
    "longest-lines": "密\n" * 2048,
    "longest-astral": "😀" * 2048,
    "one-word": "密语" + "a" * 3000,
    "nul": "密语\x00后面",
    "controls": "密语\x01\x02\x07\x08\x0b\x0c\x1b[31m\x7f\x85",
    "returns": "密语\r\n一\r二\u2028三\u2029四",
    "high-half": "密语\ud83d后面",
    "low-half": "密语\ude00",
    "only-half": "\udfff",
    "halves-turned": "密语\ude00\ud83d",
    "family": f"密语{CELEBRATED}",
    "flags": "密语🇨🇳🇨🏳️‍🌈👍🏿1️⃣",
    "variation": "密语\ufe0f\ufe0f\u20e3",
    "zalgo": "密语a" + "\u0301" * 300,
    "braces": "密语{x} { $x } {{x}} {$number}",
    "placeable": '密语{ "a" } { $x -> [one] a *[other] b }',
    "format": "密语%(number)s {0} {0.__class__} ${HOME} $(id) `id`",
    "isolates": "密语\u2068{ $name }\u2069",
    "sql": "密语'; DROP TABLE cases; --",
    "like": "密语%_%' OR '1'='1",
    "json": '密语{"choice":"sure","text":null}',
    "json-half": '密语["a",',
    "command-other": "/command@other 密语",
    "command-own": "/status@weibao_bot 密语",
    "slash": "/",
    "slashes": "//密语",
    "start-long": "/start " + "a" * 64,
    "number": "连东海-0001",
    "number-wide": "连东海－０００１ 密 语 密 语",
    "digits": "٣٤٥ ⅷ ² 99999999999999999999999999",
    "clock": "²点到٣点",
    "dates": "99-99 99:99 到 00-00 24:60",
    "sum": "=HYPERLINK(1)",
    "space": "   ",
    "ideographic-space": "\u3000\u3000",
    "line-feed": "\n\n\n",
    "dot": ".",
}  # fmt: skip

PREFIXES = ("a", "c", "m", "d", "v", "h", "r", "p")
_TARGETS = (
    "",
    "x",
    "0",
    "-1",
    "²",
    "٣",
    "1.5",
    "9" * 40,
    "1;DROP",
    "<b>",
    "\x00",
    "\ud83d",
    "None",
)
_ACTS = {
    "a": ("sign", "answer", "refuse", ""),
    "c": ("accept", "close", "list", "show", "sure", "approve", "part", "go_on", "ask_agency", ""),
    "m": ("county", "kind", "level", "guardian", "place", "lower", "situation", ""),
    "d": ("month", "sign", "swap", "yes", "no", ""),
    "v": ("going", "refuse", "report", ""),
    "h": ("page", "add", "drop", "give", "take", "leave", ""),
    "r": ("good", "again", "add", "withdraw", "language", "open", "shut", "proof", "look", ""),
    "p": ("go", "drop", ""),
}  # fmt: skip
FORGED = (
    *(
        f"{prefix}:{act}:{target}:{target}"
        for prefix in PREFIXES
        for act in _ACTS[prefix]
        for target in _TARGETS
    ),
    "",
    ":",
    "::::",
    "密语" * 10,
    "x" * 64,
    "C:ACCEPT:1:1",
)

NAMES = (
    "../../../etc/passwd",
    "..\\..\\windows\\system32\\密语.jpg",
    "/etc/shadow",
    "密语\x00.jpg",
    f"密语{RTL}gpj.exe",
    "密语<b>.jpg",
    "a" * 255 + ".jpg",
    "CON",
    ".",
    "密语'; DROP TABLE.jpg",
    "密语\ud83d.png",
    "   ",
)


def zip_bomb() -> bytes:
    """Return ten megabytes of nothing in a small archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(10 << 20))
    return packed.getvalue()


def picture_bomb() -> bytes:
    """Return a PNG of a few bytes that says it is 60,000 pixels wide and high."""

    def chunk(name: bytes, data: bytes) -> bytes:
        checked = name + data
        return len(data).to_bytes(4) + checked + zlib.crc32(checked).to_bytes(4)

    side = (60_000).to_bytes(4)
    drawn = zlib.compress(bytes(1 << 20))
    head = side + side + bytes((1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", drawn) + chunk(b"IEND", b"")


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILES: Mapping[str, tuple[bytes, str]] = {
    "zip bomb": (zip_bomb(), "image/jpeg"),
    "picture bomb": (picture_bomb(), "image/png"),
    "program": (b"MZ\x90\x00" + bytes(100), "image/jpeg"),
    "page": (b"<html><script>alert(1)</script></html>", "image/png"),
    "vector": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>", "image/png"),
    "half a picture": (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(40), "image/jpeg"),
    "one byte": (b"\x00", "application/pdf"),
    "wrong kind": (b"%PDF-1.7\n", "video/mp4"),
    "macros": (with_macros(), _WORD),
    "kind that runs": (of_a_kind_that_runs(), _WORD),
    "word bomb": (far_too_large(), _WORD),
    "very many parts": (many_parts(), _WORD),
    "words that grow": (growing(), _WORD),
    "template from outside": (reaching_out(), _WORD),
    "command in a field": (commanding(), "image/png"),
    "half a word file": (torn(), _WORD),
    "part outside": (crooked(), _WORD),
}
