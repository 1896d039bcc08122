"""Pages and papers as they look: what Chromium draws, and whether there is anything to see."""

from __future__ import annotations

import base64
import html
import json
import shutil
import subprocess
from pathlib import Path

from conftest import PROGRAMS


def chromium(profile: Path, *arguments: str) -> str:
    """What it prints; its profile lies where nothing else does."""
    command = next(found for name in PROGRAMS["Chromium"] if (found := shutil.which(name)))
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={profile}"]
    done = subprocess.run([command, *options, *arguments], check=True, capture_output=True, timeout=120)
    return done.stdout.decode("utf-8")


def printed(page: bytes, place: Path) -> list[str]:
    """The words of each page on paper."""
    path, paper = place / "page.html", place / "page.pdf"
    path.write_bytes(page)
    chromium(place / "profile", f"--print-to-pdf={paper}", "--no-pdf-header-footer", path.as_uri())
    words = subprocess.run(["pdftotext", "-layout", str(paper), "-"], check=True, capture_output=True).stdout.decode()
    return words.split("\f")[:-1]


def framed(page: bytes, width: int, height: int) -> str:
    """The page in a window of so many pixels: no browser window is as narrow as a phone's."""
    inside = html.escape(page.decode("utf-8"), quote=True)
    return f'<iframe srcdoc="{inside}" style="width:{width}px;height:{height}px;border:0;display:block"></iframe>'


_MEASURE = """<pre id=told></pre><script>onload = () => {
 for (const frame of document.querySelectorAll("iframe")) {
  const page = frame.contentDocument.documentElement, wide = page.clientWidth;
  const out = [...page.querySelectorAll("body *")].filter(one => one.getBoundingClientRect().right > wide + 1);
  told.textContent += [wide, page.scrollWidth, page.scrollHeight, ...out.map(one => one.tagName)].join(" ") + "\\n";
 }}</script>"""


def measured(page: bytes, widths: tuple[int, ...], place: Path) -> list[tuple[int, int, int, list[str]]]:
    """For each width in pixels: the width there is, the width and height the page takes, and what sticks out."""
    wrapped = place / "measured.html"
    frames = "".join(framed(page, width, 800) for width in widths)
    wrapped.write_text(f'<!DOCTYPE html><meta charset="utf-8">{frames}{_MEASURE}', "utf-8")
    told = chromium(place / "profile", "--dump-dom", wrapped.as_uri()).split('<pre id="told">')[1].split("</pre>")[0]
    lines = [line.split() for line in told.strip().splitlines()]
    return [(int(line[0]), int(line[1]), int(line[2]), line[3:]) for line in lines]


_LOOK = """<pre id=told></pre><script>onload = () => {
 const picture = document.querySelector("img"), canvas = document.createElement("canvas");
 const [wide, high] = [canvas.width = WIDE, canvas.height = picture.naturalHeight];
 const paper = canvas.getContext("2d");
 paper.drawImage(picture, 0, 0);
 for (let tenth = 0; tenth < 10; tenth++) {
  const seen = {}, {data} = paper.getImageData(0, Math.floor(tenth * high / 10), wide, Math.floor(high / 10));
  for (let at = 0; at < data.length; at += 4) {
   const colour = "#" + [0, 1, 2].map(each => data[at + each].toString(16).padStart(2, "0")).join("");
   seen[colour] = (seen[colour] || 0) + 1;
  }
  told.textContent += JSON.stringify(seen) + "\\n";
 }}</script>"""


def pictured(page: bytes, size: tuple[int, int], place: Path) -> list[dict[str, int]]:
    """A picture of the page in a window of such a size: pixels by colour, for each tenth of its height."""
    wrapped, picture = place / "pictured.html", place / "picture.png"
    style = "<style>body{margin:0}</style>"
    wrapped.write_text(f'<!DOCTYPE html><meta charset="utf-8">{style}{framed(page, *size)}', "utf-8")
    window = f"--window-size={max(size[0], 600)},{size[1]}"
    chromium(place / "profile", f"--screenshot={picture}", window, wrapped.as_uri())
    inside = base64.b64encode(picture.read_bytes()).decode("ascii")
    look = _LOOK.replace("WIDE", str(size[0]))
    wrapped.write_text(f'<!DOCTYPE html><img src="data:image/png;base64,{inside}">{look}', "utf-8")
    told = chromium(place / "profile", "--dump-dom", wrapped.as_uri()).split('<pre id="told">')[1].split("</pre>")[0]
    return [json.loads(line) for line in told.strip().splitlines()]
