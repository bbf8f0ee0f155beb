"""Pages that do not hold still, and a server whose files come late.

Used by ``benchmarks.stillness``, and by the tests.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

LATE = 400
"""Milliseconds after which what is late comes."""


class Restless(NamedTuple):
    """A page that misbehaves.

    Attributes
    ----------
    html : str
        The page; ``LATE`` in it is a number of milliseconds.
    options : dict
        Options of a check that the page asks for.
    element : str
        Selector of the element whose picture is taken; the page's if there is none.
    """

    html: str
    options: Mapping[str, Any] = MappingProxyType({})
    element: str = ""


_META = "<meta name=viewport content='width=device-width, initial-scale=1'>"
_SPINNER = (
    "<style>@keyframes turn { to { transform: rotate(1turn) } } #spin { width: 40px; height: 40px;"
    "border: 6px solid #ddd; border-top-color: #06c; border-radius: 50%;"
    "animation: turn .8s linear infinite }</style><div id=spin></div>"
)
_TICKING = (
    "<p id=clock>0</p><script>setInterval(() => clock.textContent = performance.now(), 20)</script>"
)
_CARET = "<input id=name value=Ada><script>document.getElementById('name').focus()</script>"
_CARD = """<my-card></my-card><script>
customElements.define('my-card', class extends HTMLElement { connectedCallback() {
  this.attachShadow({ mode: 'open' });
  setTimeout(() => this.shadowRoot.innerHTML = `<style>b { display: block; width: 60px;
  background: gold; animation: pulse 1s infinite alternate }
  @keyframes pulse { to { opacity: .2 } }</style><b>Card</b>`, LATE) } })</script>"""
_CANVAS = """<canvas id=chart width=200 height=120></canvas><script>
const pen = chart.getContext('2d'); let step = 0;
const draw = () => { pen.fillStyle = '#06c'; pen.fillRect(0, 0, 10 * step, 100);
  if (step++ < 15) requestAnimationFrame(draw) }; draw()</script>"""
_WEBGL = """<canvas id=scene width=200 height=120></canvas><script>
const gl = scene.getContext('webgl'); let step = 0;
const draw = () => { if (!gl) return; gl.clearColor(step / 20, .4, .8, 1);
  gl.clear(gl.COLOR_BUFFER_BIT); if (step++ < 15) requestAnimationFrame(draw) }; draw()</script>"""
_ROWS = (
    "<script>document.write(Array.from({length: %d}, (_, at) => `<p>Row ${at}</p>`).join(''))"
    "</script>"
)
_LAZY = "<img loading=lazy src='/image?delay=60&%d' width=90 height=60>"

PAGES = {
    "late font": Restless(
        "<style>@font-face { font-family: Late; src: url(/font?delay=LATE) }"
        "body { font: 20px Late }</style><p>Total 13.40"
    ),
    "late image": Restless("<p>Photo<p><img src='/image?delay=LATE' width=90 height=60>"),
    "lazy images of a full page": Restless(
        "<style>img { display: block; margin: 300px 0 }</style>"
        + "".join(_LAZY % number for number in range(8)),
        {"full_page": True, "scroll_first": True},
    ),
    "lazy images of a page that grows": Restless(
        "<style>img { display: block; margin: 300px 0 }</style><p>Photos<script>setTimeout(() => "
        "document.body.insertAdjacentHTML('beforeend', `"
        + "".join(_LAZY % number for number in range(8))
        + "`), LATE)</script>",
        {"full_page": True, "scroll_first": True},
    ),
    "endless spinner": Restless(_SPINNER + "<p>Loading"),
    "spinner of a script": Restless(
        "<div id=spin style='width: 40px; height: 10px; background: red'></div><p>Text<script>"
        "const turn = now => { spin.style.transform = `rotate(${now / 5}deg)`;"
        "requestAnimationFrame(turn) }; turn(0)</script>",
        {"style": "#spin { visibility: hidden }"},
    ),
    "ticking clock": Restless(_TICKING + "<button>Buy</button>", {"ignore": ["#clock"]}),
    "blinking caret": Restless(_CARET),
    "CSS transition": Restless(
        "<style>#box { width: 40px; height: 40px; background: red; transition: all 2s }"
        ".wide#box { width: 200px; background: blue }</style><div id=box></div>"
        "<script>setTimeout(() => box.className = 'wide', LATE)</script>"
    ),
    "animation of a script": Restless(
        "<div id=box style='width: 0; height: 40px; background: red'></div><script>let wide = 0;"
        "const grow = () => { box.style.width = `${wide += 5}px`; if (wide < 200)"
        "requestAnimationFrame(grow) }; grow()</script>"
    ),
    "text that comes late": Restless(
        "<p id=said>Loading<script>setTimeout(() => said.textContent = 'There', 2 * LATE)</script>"
    ),
    "sticky header of a full page": Restless(
        "<style>body { margin: 0 } header { position: sticky; top: 0; background: gold }</style>"
        "<header>Shop</header>" + _ROWS % 60,
        {"full_page": True},
    ),
    "smooth scrolling": Restless(
        "<style>html { scroll-behavior: smooth }</style>" + _ROWS % 80 + "<b id=end>End</b>",
        element="#end",
    ),
    "web component": Restless(_CARD),
    "frame": Restless(f'<iframe width=200 height=90 srcdoc="{_SPINNER}"></iframe><p>Framed'),
    "canvas": Restless(_CANVAS),
    "WebGL": Restless(_WEBGL),
    "taller than 16384 px": Restless(
        "<style>p { margin: 0; height: 40px }</style>" + _ROWS % 450, {"full_page": True}
    ),
}


@contextmanager
def served() -> Iterator[str]:
    """Serve the pages, by their names, and what is in them; yield the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Files)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class _Files(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        delay = parse_qs(asked.query).get("delay", ["0"])[0]
        time.sleep(float(delay) / 1000)
        kind, body = _file(asked.path.strip("/").replace("%20", " "))
        try:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            pass  # the page was left before its file came

    def log_message(self, *arguments: object) -> None:
        """Say nothing of each request."""


def _file(name: str) -> tuple[str, bytes]:
    if name == "image":
        return "image/png", _image()
    if name == "font":
        return "font/ttf", _font()
    if name in PAGES:
        html = PAGES[name].html.replace("LATE", str(LATE))
        return "text/html; charset=utf-8", f"<!doctype html>{_META}{html}".encode()
    return "text/plain", b""


def _image() -> bytes:
    from PIL import Image

    buffer = BytesIO()
    Image.linear_gradient("L").convert("RGB").save(buffer, "PNG")
    return buffer.getvalue()


def _font() -> bytes:
    import matplotlib

    return (Path(matplotlib.get_data_path()) / "fonts/ttf/DejaVuSerif.ttf").read_bytes()
