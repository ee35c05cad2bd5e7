from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.action_states import ALLOWED, OPEN, ActionEvent, ActionState, TransitionError, advance

STATES: tuple[ActionState, ...] = get_args(ActionState)
EVENTS: tuple[ActionEvent, ...] = get_args(ActionEvent)
events = st.lists(st.sampled_from(EVENTS), max_size=12)


def _walk(given_events: list[ActionEvent]) -> list[ActionState]:
    """Follow the events that are possible, and leave the others out."""
    state: ActionState | None = None
    path: list[ActionState] = []
    for event in given_events:
        if (state, event) in ALLOWED:
            state = advance(state, event)
            path.append(state)
    return path


@given(events)
def test_nothing_is_done_without_a_confirmation(given_events: list[ActionEvent]) -> None:
    path = _walk(given_events)
    if "executing" in path:
        before = path[: path.index("executing")]
        assert before in (["proposed", "confirmed"], ["proposed", "waiting", "approved"])


@given(events)
def test_no_state_comes_twice(given_events: list[ActionEvent]) -> None:
    path = _walk(given_events)
    assert len(path) == len(set(path))


@given(events)
def test_what_has_ended_stays_ended_and_only_what_is_done_can_be_undone(given_events: list[ActionEvent]) -> None:
    path = _walk(given_events)
    for before, after in pairwise(path):
        assert before in OPEN or (before, after) == ("done", "compensated")


@given(st.sampled_from(STATES), st.sampled_from(EVENTS))
def test_what_the_table_does_not_allow_is_an_error(state: ActionState, event: ActionEvent) -> None:
    if (state, event) in ALLOWED:
        assert advance(state, event) in STATES
    else:
        with pytest.raises(TransitionError):
            advance(state, event)


def test_every_state_can_be_reached() -> None:
    reached: set[ActionState] = set()
    found: set[ActionState | None] = {None}
    while found - reached:
        reached |= {state for state in found if state is not None}
        found = {after for (before, _), after in ALLOWED.items() if before is None or before in reached}
    assert reached == set(STATES)
