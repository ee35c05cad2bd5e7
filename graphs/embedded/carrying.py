"""Values taken over from what was done last: "and the same for the deliveries, please"."""

from collections.abc import Collection

from graphs.embedded.filling import Moment, first_found, parse
from graphs.embedded.frames import Frame
from graphs.embedded.history import Result
from graphs.embedded.references import spoken_of
from graphs.embedded.toolcards import ToolCard


def carried(frame: Frame, card: ToolCard, last: Result | None, moment: Moment, same: Collection[str]) -> Frame:
    """Fill a frame with what the tool was called with last, where the words want the same once more, of another kind.

    A word that says so is not enough: another choice must be named, and no value that would be new.
    """
    if frame.arguments or not frame.said or last is None or last.state != "done":
        return frame
    text = frame.said[-1]
    chosen = {a.name: value for a in card.arguments if a.kind == "enum" and (value := parse(a, text, moment))}
    others = [a for a in card.arguments if a.kind not in ("enum", "free", "text", "pattern")]
    given = any(first_found(a, frame.said, moment) is not None for a in others)
    differs = any(last.arguments.get(name) not in (None, value) for name, value in chosen.items())
    if given or not differs or not spoken_of(text, same):
        return frame
    kept = {a.name: last.arguments[a.name] for a in others if last.arguments.get(a.name) is not None}
    return frame.model_copy(update={"arguments": {**kept, **chosen}})
