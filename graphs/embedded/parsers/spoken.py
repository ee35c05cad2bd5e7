"""Names of e-mail addresses as they are said aloud: "c ramsay", "b for bravo okafor", "jo underscore b seven"."""

import re

SIGNS = {
    "dot": ".", "full stop": ".", "underscore": "_", "under score": "_", "dash": "-", "hyphen": "-", "minus": "-",
    "plus": "+",
}  # fmt: skip
SIGN = re.compile(r"\s*(\.|_|-|\+|\b(?:full stop|under ?score|dot|dash|hyphen|minus|plus)s?\b)\s*", re.IGNORECASE)
_REMARK = re.compile(
    r"[\s,(]*\b(?:(?:that'?s )?(?:all )?(?:in |as )?(?:(?:one|1) word|lower ?case|small letters|small|capitals)"
    r"|all together"
    r"|(?:with )?no (?:gaps?|spaces?|dots?))[\s,)]*$",
    re.IGNORECASE,
)
"""What is said of how the name before it is written."""
_PAUSE = re.compile(r"[\s,.]*\b(?:um+|uh|er+|erm|like)[\s,.]*$", re.IGNORECASE)
_DOUBLE = re.compile(r"\bdouble ([a-z])\b", re.IGNORECASE)
_LETTERS = re.compile(
    r"(?<![a-z0-9'])(?:(?P<name>[a-z]{2,})(?P<gap>[\s,]+(?:(?:like|that'?s|as in|spelt|spelled)\s+)?))?"
    r"(?P<letters>[a-z0-9](?:[\s,-]{1,7}[a-z0-9]){2,})"
    r"(?![a-z0-9'])(?=\s*(?:$|[._+-]))",
    re.IGNORECASE,
)
"""A name that is spelt out, and the same said before it: "minak, m i n a k"."""
_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[._+-]", re.IGNORECASE)
_BREAK = re.compile(r"[,;:!?()\n]")
_FILLER = frozenset({"um", "umm", "uh", "er", "erm", "like", "capital"})
_NO_NAME_WORDS = (
    "it its it's is was be as to at for my the a an and or new email e-mail mail mailbox address mine thats "
    "that's that this please pls plz use change changed changing update updated set put down now so yes yeah yep "
    "no not just only with from of on in have has had got i i'm i've im we we've you your can could would like "
    "want need under make made me him her his their our one which will should hi hello hey ok okay right well "
    "then sorry actually called named go look looked shop order ordered bought contact name spelled spelt sign "
    "written reads try says say saying instead again mean meant means end ends ending wait here there's there see "
    "saw seen found up been being supposed correct properly spelling rather maybe"
)
_NO_NAME = frozenset(_NO_NAME_WORDS.split())
_MOST = 4
"""So many words may make up a name that is said without its signs."""


def written(said: str) -> str:
    """Write a name with its signs: "jo underscore b" is "jo_b"."""
    return SIGN.sub(lambda found: sign_of(found[1]), said).replace(" ", "").lower()


def sign_of(word: str) -> str:
    """Return the sign that a word names, or the sign itself."""
    return SIGNS.get(word.lower(), SIGNS.get(word.lower().removesuffix("s"), word))


def is_no_name(word: str) -> bool:
    """Whether a word is one that a name is said with, and not a name."""
    return word.lower() in _NO_NAME or word.lower() in SIGNS


def name_before(text: str, end: int) -> tuple[str, int] | None:
    """Return the name that is said just before a place, and where it begins: "it's c ramsay" -> "cramsay"."""
    before = text[:end]
    while (shorter := _REMARK.sub("", _PAUSE.sub("", before))) != before:
        before = shorter
    tokens = list(_TOKEN.finditer(_spelt_out(SIGN.sub(_as_sign, before))))
    if not tokens or _BREAK.search(before[tokens[-1].end() :]):
        return None
    parts = _parts(tokens)
    name = "".join(reversed([part for part, _ in parts])).strip("._+-").lower()
    return (name, min(start for _, start in parts)) if name else None


def _as_sign(found: re.Match[str]) -> str:
    """Put a sign in the place of its word, as long as the word was."""
    return sign_of(found[1]).center(len(found[0])) if len(found[0]) > 1 else found[0]


def _spelt_out(said: str) -> str:
    """Write a name that is spelt as one word, in its place."""
    return _LETTERS.sub(_joined, _DOUBLE.sub(lambda found: f"{found[1]} {found[1]}".ljust(len(found[0])), said))


def _joined(found: re.Match[str]) -> str:
    word = re.sub(r"[\s,-]", "", found["letters"])
    again = (found["name"] or "").lower() == word.lower()
    before = "" if again else f"{found['name'] or ''}{found['gap'] or ''}"
    return before + word.rjust(len(found[0]) - len(before))


def _parts(tokens: list[re.Match[str]]) -> list[tuple[str, int]]:
    """Go back from the last token as far as the name reaches."""
    found: list[tuple[str, int]] = []
    text, at, names, after_sign = tokens[0].string, len(tokens) - 1, 0, False
    until = tokens[-1].end()
    while at >= 0 and not _BREAK.search(text[tokens[at].end() : until]):
        word, until = tokens[at][0].lower(), tokens[at].start()
        if word in "._+-":
            found.append((word, until))
            after_sign = True
        elif (letter := _spelt(tokens, at)) is not None:
            # "b for bravo" is a "b".
            found.append((letter, tokens[at - 2].start()))
            at, until, names, after_sign = at - 2, tokens[at - 2].start(), names + 1, False
        elif word not in _FILLER:
            if not after_sign and (word in _NO_NAME or names == _MOST):
                break
            found.append((word, until))
            names, after_sign = names + 1, False
        at -= 1
    return found


def _spelt(tokens: list[re.Match[str]], at: int) -> str | None:
    if at < 2 or tokens[at - 1][0].lower() not in ("for", "as"):
        return None
    letter = tokens[at - 2][0].lower()
    return letter if len(letter) == 1 and letter.isalpha() and tokens[at][0].lower().startswith(letter) else None
