"""Articles in Markdown become passages short enough to be found, read and quoted on their own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

ARTICLES = Path(__file__).parent / "articles"
WORDS = 90
"""The longest passage: with its title it still fits into the encoder's 128 tokens."""
_CUT = "3"
"""Part of every file's digest: a new way to cut articles makes every file count as changed."""
_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_ASKED = re.compile(r"<!--\s*asked:(.*?)-->", re.DOTALL)
"""What customers ask that a section answers, one question a line: searched, and never shown."""
_SENTENCE_END = re.compile(r"(?<=[.!?:])\s+")


class ArticleError(ValueError):
    """An article cannot be read; the text names the file and what is wrong with it."""


@dataclass(frozen=True)
class Cut:
    """One passage of an article, before it has a score."""

    title: str
    """The article's title, and the heading if it stands under one."""
    source: str
    text: str
    asked: tuple[str, ...] = ()
    """Questions that it answers, in customers' words."""

    @property
    def searched(self) -> str:
        """What is embedded: a passage must be found by its title, too."""
        return f"{self.title}. {self.text}"

    @property
    def indexed(self) -> str:
        """What its words are looked up in: customers' words count as its own."""
        return " ".join([self.searched, *self.asked])


@dataclass(frozen=True)
class Article:
    """One file."""

    file: str
    """Its path inside the folder."""
    digest: str
    area: str
    passages: tuple[Cut, ...]


def read_articles(folder: Path) -> list[Article]:
    """Read every article of a folder, in the order of their names.

    Raises:
        ArticleError: A file is not an article, or there is none.
    """
    files = sorted(folder.rglob("*.md"))
    if not files:
        raise ArticleError(f"There are no articles (*.md) in {folder}.")
    return [read_article(file.relative_to(folder).as_posix(), file.read_bytes()) for file in files]


def read_article(file: str, content: bytes) -> Article:
    """Cut one article into passages.

    Raises:
        ArticleError: The title or the area is missing, or there is no text.
    """
    text = content.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    front = _FRONT_MATTER.match(text)
    facts = _facts(front.group(1)) if front else {}
    if not front or not facts.get("title") or not facts.get("area"):
        raise ArticleError(f"{file} must begin with lines `title:` and `area:` between two lines of `---`.")
    passages = tuple(_passages(file, facts["title"], text[front.end() :]))
    if not passages:
        raise ArticleError(f"{file} has a title and no text.")
    digest = sha256(_CUT.encode() + file.encode() + content).hexdigest()
    return Article(file, digest, facts["area"], passages)


def _facts(front: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in front.splitlines() if ":" in line)
    return {key.strip(): value.strip().strip("\"'") for key, _, value in pairs}


def _passages(file: str, title: str, body: str) -> Iterator[Cut]:
    for heading, section in _sections(body):
        shown = f"{title}: {heading}" if heading else title
        anchor = "-".join(re.findall(r"[a-z0-9]+", heading.lower()))
        source = f"{file}#{anchor}" if anchor else file
        asked = tuple(line.strip() for found in _ASKED.findall(section) for line in found.splitlines() if line.strip())
        for text in _packed(_blocks(_ASKED.sub("", section))):
            yield Cut(shown, source, text, asked)


def _sections(body: str) -> Iterator[tuple[str, str]]:
    """Split at headings of any depth; the text before the first one has none."""
    heading, lines = "", list[str]()
    for line in body.splitlines():
        if re.match(r"#{1,6}\s", line):
            yield heading, "\n".join(lines)
            heading, lines = line.lstrip("#").strip(), []
        else:
            lines.append(line)
    yield heading, "\n".join(lines)


def _blocks(section: str) -> Iterator[str]:
    """Give out paragraphs and list items, each whole unless it alone is too long."""
    for paragraph in re.split(r"\n\s*\n", section):
        for block in re.split(r"\n(?=\s*(?:[-*]|\d+\.)\s)", paragraph.strip("\n")):
            if len(block.split()) <= WORDS:
                yield block
            else:
                yield from _SENTENCE_END.split(block)


def _packed(blocks: Iterator[str]) -> Iterator[str]:
    """Put neighbouring blocks together as long as the passage stays short."""
    taken: list[str] = []
    for block in filter(str.strip, blocks):
        if taken and len(" ".join([*taken, block]).split()) > WORDS:
            yield "\n".join(taken)
            taken = []
        taken.append(block.strip())
    if taken:
        yield "\n".join(taken)
