"""What gives access or proves who somebody is: passwords, keys, bank accounts, national insurance numbers.

A password is known by the words before it, so "my password is not working" must not count; a key by its form.
"""

import re

SECRET = "[secret]"  # noqa: S105 - a placeholder
NATIONAL_INSURANCE_NUMBER = "[national insurance number]"
BANK_ACCOUNT = "[bank account]"
SORT_CODE = "[sort code]"
ACCOUNT_NUMBER = "[account number]"

_NOT_A_PASSWORD = {
    "a", "again", "all", "also", "always", "an", "and", "at", "because", "being", "blocked", "broken",
    "but", "cannot", "changed", "compromised", "correct", "different", "easy", "empty", "expired", "fine",
    "for", "forgotten", "from", "gone", "good", "hacked", "in", "incorrect", "invalid", "it", "just",
    "locked", "lost", "missing", "my", "needed", "never", "new", "no", "not", "now", "off", "ok", "okay",
    "old", "on", "only", "out", "printed", "rejected", "required", "reset", "right", "same", "saved",
    "secure", "short", "so", "something", "still", "stolen", "strong", "stuck", "supposed", "that", "the",
    "to", "too", "unknown", "very", "weak", "what", "working", "written", "wrong", "your",
}  # fmt: skip
"""Words that follow "my password is" and are not it."""
_NAME = (
    r"\b(?:pass ?words?|pass ?codes?|passphrases?|pwd"
    r"|memorable (?:word|name|place|information)|secret (?:word|answer))"
)
_PASSWORD = re.compile(
    rf"({_NAME}\s*(?:(?:is|was)\b\s*:?|'s\b|[:=])\s*)(\"[^\"\n]+\"|'[^'\n]+'|[^\s\[]\S*)", re.IGNORECASE
)
_PASSWORD_WITH_DIGIT = re.compile(rf"({_NAME}\s+(?:to\s+)?)(?![a-z]{{1,3}}-\d)(?=\S*\d)([^\s\[]\S*)", re.IGNORECASE)
_KEY_SAID = re.compile(
    r"(\b(?:api|access|secret|private|auth)[ _-]?(?:key|token)\b\s*(?:(?:is|was)\b|[:=])?\s*|\bbearer\s+)"
    r"(?=\S*[\d_])([^\s\[]\S{7,})",
    re.IGNORECASE,
)
_KEY = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)"
    r"|\b(?:sk|pk|rk)[-_][A-Za-z0-9_-]{16,}|\bgh[oprsu]_\w{20,}|\bgithub_pat_\w{20,}"
    r"|\bxox[abeprs]-[\w-]{10,}|\bA(?:KIA|SIA)[0-9A-Z]{16}\b|\bAIza[\w-]{35}|\bls(?:v2)?_\w{20,}"
    r"|\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]+)?|(?<=://)[^\s/:@]{1,64}:[^\s/@]{1,99}(?=@)",
    re.DOTALL,
)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}\b", re.IGNORECASE)
_NATIONAL_INSURANCE = re.compile(r"\b[a-z]{2}[\s-]?\d{2}[\s-]?\d{2}[\s-]?\d{2}[\s-]?[a-d]\b", re.IGNORECASE)
_SORT_CODE_AND_ACCOUNT = re.compile(r"(?<![\d-])\d{2}([- ])\d{2}\1\d{2}([\s,;/]+)\d{8}(?!\d)")


def without_credentials(text: str) -> str:
    """Put a placeholder where a secret, a bank account or a national insurance number stands."""
    text = _KEY.sub(SECRET, text)
    for said in (_PASSWORD, _PASSWORD_WITH_DIGIT, _KEY_SAID):
        text = said.sub(_said, text)
    text = _NATIONAL_INSURANCE.sub(NATIONAL_INSURANCE_NUMBER, text)
    text = _without_ibans(text)
    return _SORT_CODE_AND_ACCOUNT.sub(rf"{SORT_CODE}\2{ACCOUNT_NUMBER}", text)


def _said(match: re.Match[str]) -> str:
    secret = match[2].rstrip(".,;:!?)")
    if not secret or secret.lower() in _NOT_A_PASSWORD:
        return match[0]
    return match[1] + SECRET + match[2][len(secret) :]


def _without_ibans(text: str) -> str:
    """Look at every place where one may begin: other words of the same form may stand before or after it."""
    pieces: list[str] = []
    done = 0
    start = 0
    while match := _IBAN.search(text, start):
        length = _iban_length(match[0])
        if length:
            pieces += [text[done : match.start()], BANK_ACCOUNT]
            done = match.start() + length
        start = match.start() + (length or 4)
    return "".join(pieces) + text[done:]


def _iban_length(text: str) -> int:
    """Return the length of the longest beginning that is an IBAN; 0 if none is."""
    groups = re.split(r"([ -])", text)
    for end in range(len(groups), 0, -2):
        if _is_iban("".join(groups[:end:2]).upper()):
            return sum(len(group) for group in groups[:end])
    return 0


def _is_iban(characters: str) -> bool:
    """Check its rearranged digits: they leave 1 when divided by 97."""
    if not 15 <= len(characters) <= 34:
        return False
    return int("".join(str(int(character, 36)) for character in characters[4:] + characters[:4])) % 97 == 1
