"""Values taken over from what was done last: "and the same for the deliveries, please"."""

from collections.abc import Collection, Sequence

from graphs.embedded.filling import Moment, first_found, parse
from graphs.embedded.frames import Frame
from graphs.embedded.history import History, Result
from graphs.embedded.references import spoken_of
from graphs.embedded.toolcards import ToolCard


def taken_over(frame: Frame, card: ToolCard, history: History, moment: Moment, same: Collection[str]) -> Frame:
    """Fill a frame with what goes on from what was done before: the same record, or the same once more."""
    frame = goes_on(frame, card, history.results, moment)
    # What one message asks for besides needs no word for it: "for the bills, and then where the parcels go".
    return carried(frame, card, history.last_of(card.name), moment, () if history.besides else same)


def carried(frame: Frame, card: ToolCard, last: Result | None, moment: Moment, same: Collection[str]) -> Frame:
    """Fill a frame with what the tool was called with last, where the words want the same once more, of another kind.

    A word that says so is not enough: another choice must be named, and no value that would be new. Without such words
    in `same`, none is needed.
    """
    if frame.arguments or not frame.said or last is None or last.state != "done":
        return frame
    text = frame.said[-1]
    chosen = {a.name: value for a in card.arguments if a.kind == "enum" and (value := parse(a, text, moment))}
    others = [a for a in card.arguments if a.kind not in ("enum", "free", "text", "pattern")]
    given = any(first_found(a, frame.said, moment) is not None for a in others)
    differs = any(last.arguments.get(name) not in (None, value) for name, value in chosen.items())
    if given or not differs or (same and not spoken_of(text, same)):
        return frame
    kept = {a.name: last.arguments[a.name] for a in others if last.arguments.get(a.name) is not None}
    return frame.model_copy(update={"arguments": {**kept, **chosen}})


def goes_on(frame: Frame, card: ToolCard, results: Sequence[Result], moment: Moment) -> Frame:
    """Fill a frame with the record that was acted on last, where the words name no other: "still dead"."""
    done = next((one for one in reversed(results) if one.state is not None), None)
    if frame.arguments or frame.context or done is None or done.state != "done" or done.tool == card.name:
        return frame
    shared = [a for a in card.arguments if a.pattern and done.arguments.get(a.name) is not None]
    if len(shared) != 1 or any(a.kind == "enum" and first_found(a, frame.said, moment) for a in card.arguments):
        return frame
    # What the record is called is the choice that it comes with: a device, and not the line.
    noun = shared[0].name.rpartition("_")[0]
    chosen = {a.name: noun for a in card.arguments if a.kind == "enum" and noun in a.choices}
    if not chosen:
        return frame
    return frame.model_copy(update={"arguments": {shared[0].name: done.arguments[shared[0].name], **chosen}})
