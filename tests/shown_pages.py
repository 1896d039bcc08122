"""What a page says, as its reader sees it."""

from __future__ import annotations

from pathlib import Path

import lxml.html


def text_of_page(path: Path) -> str:
    """The words of its body, blanks and line ends as one blank."""
    return " ".join(lxml.html.fromstring(path.read_bytes()).find("body").text_content().split())
