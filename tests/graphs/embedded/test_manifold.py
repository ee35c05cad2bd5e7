"""Several choices wished for at once."""

import pytest

from graphs.embedded.manifold import again_for, choices_wished
from graphs.embedded.toolcards import Argument

KIND = Argument(
    name="kind",
    definition={"enum": ["billing", "delivery"], "type": "string"},
    required=True,
    phrasing={"billing": ("bills", "billing"), "delivery": ("deliveries", "delivery", "parcels")},
)


@pytest.mark.parametrize(
    ("text", "wished"),
    [
        ("Change the billing one to that, delivery the same.", ("billing", "delivery")),
        ("parcels and bills to 5 Albion Mews", ("delivery", "billing")),
        ("Everything should go there.", ("billing", "delivery")),
        ("bills as they are, parcels to 5 Albion Mews", ()),
        ("change my delivery address to the same as billing", ()),
        ("bills to 5 Albion Mews", ()),
    ],
)
def test_choices_that_are_named_together_are_wished_for_in_turn(text: str, wished: tuple[str, ...]) -> None:
    assert choices_wished(KIND, text) == wished


def test_another_choice_is_asked_for_in_the_words_that_give_it_its_own_values() -> None:
    two = "billing to 5 Albion Mews LS2 9TJ and delivery to 9 Gas Works Lane, Birmingham B1 8TZ"
    assert again_for(KIND, "delivery", two, "the same for") == "delivery to 9 Gas Works Lane, Birmingham B1 8TZ"
    assert again_for(KIND, "delivery", "both to 5 Albion Mews", "the same for") == "the same for delivery"
