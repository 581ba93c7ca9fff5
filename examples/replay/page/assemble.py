"""Puts the page together: one HTML file with everything in it.

    python3 assemble.py page.html replay.html style=… script=… worker=… wasm=… example=…

Each /* name */ in the template is replaced by the file of that name. Styles stay text; the scripts, the
WebAssembly and the example are compressed by gzip, in base64.
"""

import base64
import gzip
import sys
from pathlib import Path

LIMIT = 400_000  # bytes
COMPRESSED = {"script", "worker", "wasm", "example"}


def embedded(name: str, file: Path) -> str:
    if name in COMPRESSED:
        return base64.b64encode(gzip.compress(file.read_bytes(), 9, mtime=0)).decode()
    text = file.read_text(encoding="utf-8").strip()
    if "</script" in text or "</style" in text:
        raise SystemExit(f"assemble.py: {file} would end its element")
    return text


def main(template: str, page: str, *parts: str) -> None:
    html = Path(template).read_text(encoding="utf-8")
    for part in parts:
        name, file = part.split("=", 1)
        mark = f"/* {name} */"
        if html.count(mark) != 1:
            raise SystemExit(f"assemble.py: expected one {mark} in {template}")
        before, after = html.split(mark)
        html = before + embedded(name, Path(file)) + after
    size = len(html.encode())
    if size > LIMIT:
        raise SystemExit(f"assemble.py: expected at most {LIMIT} bytes, got {size}")
    Path(page).write_text(html, encoding="utf-8")
    print(f"{page}: {size} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
