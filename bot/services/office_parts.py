"""Which parts of a Word, Excel or PowerPoint file are seen, which are said of it, which run.

A part that stands in none of these lists is not understood, and its file not called clean.
"""

import re
from typing import Literal

Lot = Literal["words", "picture", "as it is", "dropped", "runs", "unknown"]

_DIRECTORY = r"(?:word|xl|ppt)/"
_WORDS = re.compile(
    rf"""{_DIRECTORY}(?:
      (?:document|styles|stylesWithEffects|settings|webSettings|fontTable|numbering|footnotes
        |endnotes|comments|commentsExtended|header|footer)\d*\.xml
      |(?:workbook|sharedStrings|metadata|calcChain|tableStyles|presentation|presProps|viewProps
        |commentAuthors|authors)\.xml
      |(?:worksheets|chartsheets)/\w+\.xml
      |(?:comments\d*|threadedComments|persons|tables|externalLinks|pivotCache|pivotTables|slicers
        |slicerCaches|timelines|timelineCaches)(?:/\w+)?\.xml
      |(?:slides|slideLayouts|slideMasters|notesSlides|notesMasters|handoutMasters|comments)/\w+\.xml
      |(?:theme|charts|diagrams|drawings|ink)/\w+\.(?:xml|vml)
    )|\[Content_Types\]\.xml""",
    re.VERBOSE,
)
_PICTURE = re.compile(rf"{_DIRECTORY}media/[\w-]+\.(?:png|jpe?g)", re.IGNORECASE)
_AS_IT_IS = re.compile(rf"{_DIRECTORY}(?:media/[\w-]+\.bmp|fonts/\w+\.(?:odttf|fntdata))")
# What programs say of a file and of its author, and what nobody sees of it.
_DROPPED = re.compile(
    rf"""(?:docProps|docMetadata|customXml|_xmlsignatures|customStorage|userCustomization|customUI)/.+
    |{_DIRECTORY}(?:
      (?:people|commentsIds|commentsExtensible|customizations|revisionInfo|smartTags)\.xml
      |attachedToolbars\.bin
      |(?:glossary|printerSettings|revisions|changesInfos|tags|customProperty|webextensions
        |namedSheetViews)/.+
    )|word/(?:embeddings|activeX)/.+""",
    re.VERBOSE,
)
_RUNS = re.compile(
    r""".*(?:vbaProject|vbaData|macrosheets|dialogsheets|intlmacrosheets|afchunk|altChunk)
    |(?:xl|ppt)/activeX/
    |xl/(?:connections|queryTables)
    |.*\.(?:exe|dll|js|vbs|hta|htm|html|mht|mhtml|docm|xlsm|pptm|jar|lnk|bat|cmd)$""",
    re.VERBOSE | re.IGNORECASE,
)


def lot_of(name: str) -> Lot:
    """Return what becomes of the part of this name."""
    if _RUNS.match(name):
        return "runs"
    if _DROPPED.fullmatch(name):
        return "dropped"
    if _WORDS.fullmatch(name):
        return "words"
    if _PICTURE.fullmatch(name):
        return "picture"
    return "as it is" if _AS_IT_IS.fullmatch(name) else "unknown"
