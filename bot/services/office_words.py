"""One part of an office file without who wrote it, when, on which machine, and what it would fetch.

What is seen stays: words, tracked changes and remarks, each by nobody in particular.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from lxml import etree

NOBODY = "Author"
NOWHERE = "about:blank"
_LONG_AGO = "2000-01-01T00:00:00"
_RELATIONS = re.compile(r"http://(?:schemas\.openxmlformats|purl\.oclc)\.org/.*/relationships")
_WORD = "wordprocessingml"
# Elements that nobody sees: of the machine, the programs, the edition; and what they would fetch.
_GONE = frozenset({
    "rsids", "rsid", "docId", "docVars", "mailMerge", "attachedTemplate", "saveThroughXslt",
    "absPath", "revisionPtr", "fileSharing", "webPublishing", "creationId", "externalData",
    "OLEObject",
})  # fmt: skip
_ATTRIBUTES_GONE = frozenset(
    ("dateUtc", "dt", "dT", "refreshedDate", "refreshedDateIso", "gfxdata", "descr")
)
_NAMES = frozenset(["author", "initials", "refreshedBy", "userId", "providerId"])
_DRAWN = frozenset(("docPr", "cNvPr"))
_AUTHORS = frozenset(("cmAuthor", "author", "person"))
# Fields of Word that fetch nothing and name nobody; every other keeps what it shows, and no more.
_FIELDS = frozenset({
    "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "PAGEREF", "REF", "NOTEREF", "SEQ", "STYLEREF",
    "TOC", "TC", "XE", "INDEX", "SYMBOL", "EQ", "DATE", "TIME", "LISTNUM", "=", "FORMTEXT",
    "FORMCHECKBOX", "FORMDROPDOWN",
})  # fmt: skip
_LINK = re.compile(r'HYPERLINK\s+(?:\\l\s|"(?:https?://|mailto:))', re.IGNORECASE)
_FETCHING = re.compile(r"\s*(?:DDE|DDEAUTO|INCLUDE\w*|LINK|IMPORT|RD|MACROBUTTON)\b", re.IGNORECASE)
_CALLING = re.compile(
    r"\b(?:WEBSERVICE|RTD|IMAGE|CALL|REGISTER(?:\.ID)?|SQL\.REQUEST|STOCKHISTORY)\s*\(",
    re.IGNORECASE,
)
_SEEN_LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)


@dataclass(slots=True)
class Part:
    """A part as it is read: its tree, and whether anything in it would fetch something."""

    root: etree._Element
    reaches_out: bool = False

    def cleaned(self, dropped: Collection[str]) -> bytes:
        """Return the part without what is said besides.

        Args:
            dropped: the names of relations whose other ends are dropped.
        """
        self._fields()
        for one in list(self.root.iter("{*}*")):
            if not self._is_gone(one, dropped):
                self._plain(one)
        return written(self.root)

    def _is_gone(self, one: etree._Element, dropped: Collection[str]) -> bool:
        parent = one.getparent()
        if parent is None:
            return False
        is_gone = _local(one) in _GONE
        for name in [name for name in one.attrib if one.attrib[name] in dropped]:
            if not _RELATIONS.match(_space(name)):
                continue
            if _local(one) == "pageSetup":
                del one.attrib[name]
            else:
                is_gone = True
        if is_gone:
            parent.remove(one)
        return is_gone

    def _plain(self, one: etree._Element) -> None:
        kind, is_word = _local(one), _WORD in _space(str(one.tag))
        for name in list(one.attrib):
            local, space = etree.QName(name).localname, _space(name)
            if local.startswith("rsid") or local in _ATTRIBUTES_GONE:
                del one.attrib[name]
            elif local in _NAMES or (local in ("name", "displayName") and kind in _AUTHORS):
                one.attrib[name] = NOBODY
            elif local == "date" and _WORD in space:
                del one.attrib[name]
            elif local == "created":
                one.attrib[name] = _LONG_AGO
            elif (local in ("title", "href") and "office" in space) or local == "alt":
                del one.attrib[name]
        if kind in _DRAWN:
            one.attrib.pop("title", None)
            one.attrib["name"] = "object"
        if kind in ("ddeLink", "oleLink"):
            self.reaches_out = True
            _blank(one)
        if not is_word and kind in ("f", "formula") and _CALLING.search(one.text or ""):
            # What it last fetched stays in the cell.
            self.reaches_out = True
            one.getparent().remove(one)
        if not is_word and kind == "authors":
            self._unnamed(one)

    def _unnamed(self, authors: etree._Element) -> None:
        """Take the names of Excel's commentators away, before their remarks as well."""
        names = {(one.text or "").strip() for one in authors if one.text} - {""}
        for one in authors:
            one.text = NOBODY
        for said in self.root.iter("{*}t"):
            if (said.text or "").strip().rstrip(":：") in names:
                said.text = f"{NOBODY}:"

    def _fields(self) -> None:
        for words in self._field_codes():
            code = "".join(str(one.text or "") for one in words)
            if not _is_plain(code):
                self.reaches_out |= bool(_FETCHING.match(code))
                for one in words:
                    one.text = ""
        for one in self.root.iter("{*}fldSimple"):
            for name in [name for name in one.attrib if etree.QName(name).localname == "instr"]:
                if not _is_plain(str(one.attrib[name])):
                    self.reaches_out |= bool(_FETCHING.match(str(one.attrib[name])))
                    one.attrib[name] = ""

    def _field_codes(self) -> Iterator[list[etree._Element]]:
        """Give the pieces of each field's code: fields stand within fields."""
        open_now: list[list[etree._Element]] = []
        stray: list[etree._Element] = []
        for one in self.root.iter("{*}fldChar", "{*}instrText", "{*}delInstrText"):
            if _local(one) != "fldChar":
                (open_now[-1] if open_now else stray).append(one)
                continue
            kind = next((v for n, v in one.attrib.items() if n.endswith("fldCharType")), "")
            if kind == "begin":
                open_now.append([])
            elif kind == "end" and open_now:
                yield open_now.pop()
        yield from open_now
        yield stray


def relations(root: etree._Element, dropped: Collection[str]) -> tuple[set[str], bool]:
    """Take relations to dropped parts away, and point those to outside at nothing.

    Returns:
        The names of the relations that went, and whether any would have fetched something.
    """
    gone, reaches_out = set(), False
    for one in list(root):
        target, name = one.get("Target", ""), one.get("Id", "")
        if one.get("TargetMode") == "External":
            is_link = one.get("Type", "").endswith("/hyperlink")
            if not (is_link and _SEEN_LINK.match(target)):
                reaches_out |= not is_link
                one.set("Target", NOWHERE)
        elif target in dropped:
            gone.add(name)
            root.remove(one)
    return gone, reaches_out


def written(root: etree._Element) -> bytes:
    """Return a tree as the file has it."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _is_plain(code: str) -> bool:
    words = code.split()
    return (
        not words
        or words[0].upper() in _FIELDS
        or words[0][0] == "="
        or bool(_LINK.match(code.strip()))
    )


def _blank(one: etree._Element) -> None:
    for name in list(one.attrib):
        if not _RELATIONS.match(_space(name)):
            one.attrib[name] = ""


def _local(one: etree._Element) -> str:
    return str(etree.QName(one).localname)


def _space(name: str) -> str:
    return str(etree.QName(name).namespace or "")
