"""Renders the documentation as a site. Needs pandoc.

    python3 docs/site/build.py FOLDER

Begins at README.md and follows the links: pages are rendered, folders become lists of their files, and other
files are copied. A link to something that does not exist is an error.
"""

import argparse
import html
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = Path(__file__).with_name("page.html")
STYLE = Path(__file__).with_name("style.css")
ATTRIBUTE = re.compile(r'\b(href|src)="([^"]*)"')
ELSEWHERE = re.compile(r"[a-z]+:|#|$")


def site_path(source: Path) -> Path:
    """Where a file or a folder of the repository is in the site."""
    path = source.relative_to(ROOT)
    if source.is_dir():
        return path / "index.html"
    if source.name == "README.md":
        return path.with_name("index.html")
    return path.with_suffix(".html") if source.suffix == ".md" else path


def render(markdown: str, title: str, root: str) -> str:
    command = ["pandoc", "--from=gfm", "--to=html5", "--standalone", f"--template={TEMPLATE}",
               "--metadata", f"pagetitle={title}", "--variable", f"root={root}"]
    return subprocess.run(command, input=markdown, text=True, capture_output=True, check=True).stdout


def listing(folder: Path) -> str:
    names = sorted(path.name + ("/" if path.is_dir() else "") for path in folder.iterdir()
                   if not path.name.startswith("."))
    return f"# {folder.relative_to(ROOT)}\n\n" + "".join(f"- [{name}]({name})\n" for name in names)


def title_of(markdown: str) -> str:
    return next((line[2:].replace("`", "") for line in markdown.splitlines() if line.startswith("# ")), "")


class Site:
    def __init__(self, out: Path) -> None:
        self.out = out
        self.sources = [ROOT / "README.md"]  # in the order in which they are written

    def build(self) -> None:
        self.out.mkdir(parents=True, exist_ok=True)
        shutil.copy(STYLE, self.out / STYLE.name)
        for source in self.sources:  # grows meanwhile
            self.write(source)

    def write(self, source: Path) -> None:
        target = self.out / site_path(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir() or source.suffix == ".md":
            markdown = listing(source) if source.is_dir() else source.read_text(encoding="utf-8")
            root = os.path.relpath(self.out, target.parent)
            page = render(markdown, title_of(markdown), root)
            body = page.index("<main>")  # the links before it are the template's, to pages of the site
            target.write_text(page[:body] + ATTRIBUTE.sub(lambda link: self.follow(source, link), page[body:]),
                              encoding="utf-8")
        else:
            shutil.copy(source, target)

    def follow(self, source: Path, link: "re.Match[str]") -> str:
        """The attribute with its place in the site; what it names becomes part of the site."""
        name, value = link[1], html.unescape(link[2])
        if ELSEWHERE.match(value):
            return link[0]
        path, _, anchor = value.partition("#")
        folder = source if source.is_dir() else source.parent
        target = (folder / path).resolve()
        if ROOT not in target.parents or not target.exists():
            raise SystemExit(f"build.py: {source.relative_to(ROOT)}: no such file: {path}")
        if target.is_dir() and (target / "README.md").is_file():
            target = target / "README.md"
        if target not in self.sources:
            self.sources.append(target)
        place = os.path.relpath(site_path(target), site_path(source).parent)
        return f'{name}="{html.escape(place + ("#" + anchor if anchor else ""))}"'


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="where the site is written")
    options = parser.parse_args()
    if shutil.which("pandoc") is None:
        print("build.py: pandoc is missing (Debian: apt-get install pandoc)", file=sys.stderr)
        return 1
    site = Site(options.folder)
    site.build()
    print(f"build.py: {len(site.sources)} files, beginning at {options.folder / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
