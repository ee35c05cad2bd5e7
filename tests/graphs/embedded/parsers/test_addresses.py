import pytest

from graphs.embedded.parsers import addresses


@pytest.mark.parametrize(
    ("text", "postcodes"),
    [
        ("BS1 6ZJ", ["BS1 6ZJ"]),
        ("14 rope walk bs16zj", ["BS1 6ZJ"]),
        ("bs1-6zj", ["BS1 6ZJ"]),
        ("bs1 OZJ", ["BS1 0ZJ"]),
        ("my postcode is M1 1AE thanks", ["M1 1AE"]),
        ("W1A 0AX", ["W1A 0AX"]),
        ("BS1 6CI", ["BS1 6CI"]),
        ("ec1a1bb", ["EC1A 1BB"]),
        ("b s one six z j", ["BS1 6ZJ"]),
        ("the postcode is e c one a one b b", ["EC1A 1BB"]),
        ("not BS1 6ZJ but BA2 4AA", ["BS1 6ZJ", "BA2 4AA"]),
    ],
)
def test_postcodes_are_found_and_written_alike(text: str, postcodes: list[str]) -> None:
    assert [found.value for found in addresses.find_postcodes(text)] == postcodes


@pytest.mark.parametrize(
    "text", ["order N-1042", "meet at 3 4pm", "XX1 6ZJ", "at n1 8pm", "INV-2042", "in 2 days", "V-301", "1042", "AB12"]
)
def test_what_is_no_postcode_is_not_found(text: str) -> None:
    assert addresses.find_postcodes(text) == []


@pytest.mark.parametrize(
    ("text", "streets"),
    [
        ("change my address to 14 Rope Walk BS1 6ZJ", ["14 Rope Walk"]),
        ("14 rope walk bs16zj", ["14 Rope Walk"]),
        ("fourteen rope walk, bristol", ["14 Rope Walk"]),
        ("one hundred and five castle street", ["105 Castle Street"]),
        ("Flat 2, 14 Rope Walk, Bristol BS1 6ZJ", ["Flat 2, 14 Rope Walk"]),
        ("221b baker street london nw1 6xe", ["221b Baker Street"]),
        ("I live at 7 The Green", ["7 The Green"]),
        ("22 Broadmead, Bristol", ["22 Broadmead"]),
        ("new address is 9 St. John's Road, Bath, BA1 2AB", ["9 St. John's Road"]),
        ("10 Downing St, SW1A 2AA", ["10 Downing St"]),
        ("I moved to 18 Harbour View last week", ["18 Harbour View"]),
        ("12 upper park row please", ["12 Upper Park Row"]),
        ("from 3 Ferry Lane to 8 Mill Road", ["3 Ferry Lane", "8 Mill Road"]),
        ("the house number is 41 Queen Square", ["41 Queen Square"]),
    ],
)
def test_streets_are_found_with_capitals(text: str, streets: list[str]) -> None:
    assert [found.value for found in addresses.find_streets(text)] == streets


@pytest.mark.parametrize(
    "text",
    [
        "I have 2 orders on the way",
        "it took 14 days to reach my road",
        "5 lights on the router in my house",
        "3 times on the street",
        "I paid 20 pounds for the park",
        "on 14 May, Thursday",
        "order 1042",
        "the 2nd one",
        "call 0117 496 0123",
    ],
)
def test_what_is_no_street_is_not_found(text: str) -> None:
    assert addresses.find_streets(text) == []


@pytest.mark.parametrize(
    ("text", "towns"),
    [
        ("14 Rope Walk, Bristol BS1 6ZJ", ["Bristol"]),
        ("14 rope walk bristol bs1 6zj", ["Bristol"]),
        ("9 Church Road, Weston super Mare, BS23 1AA", ["Weston Super Mare"]),
        ("14 Rope Walk BS1 6ZJ", []),
        ("14 Rope Walk and the postcode is BS1 6ZJ", []),
        ("bills to 22 Beechen Terrace in Bath from now on", ["Bath"]),
        ("14 Rope Walk, Bristol", ["Bristol"]),
        ("14 Rope Walk from Monday", []),
        ("i moved to 14 rope walk in march", []),
        ("14 Rope Walk please", []),
    ],
)
def test_the_town_stands_between_street_and_postcode_or_is_named_with_the_street(text: str, towns: list[str]) -> None:
    assert [found.value for found in addresses.find_towns(text)] == towns


def test_what_leads_to_a_postcode_is_no_town() -> None:
    for text in ("31 Oak Avenue that's BN1 8EF", "31 oak avenue thats B N one eight E F"):
        assert addresses.find_towns(text) == []


def test_a_street_that_is_only_said_to_be_the_same_has_no_name() -> None:
    assert addresses.find_streets("it's 50, same street") == []


def test_a_two_for_to_is_no_house_number() -> None:
    assert addresses.find_streets("r my parcels still goin 2 taff terrace?") == []
    assert [one.value for one in addresses.find_streets("send it to 2 taff terrace")] == ["2 Taff Terrace"]


def test_a_house_number_alone_belongs_to_the_street_named_before() -> None:
    assert addresses.house_in("number 20", ["Trumpington Way in Cambridge, CB2 9SL"]) == "20 Trumpington Way"
    assert addresses.house_in("number 20", ["5 Trumpington Way"]) is None
    assert addresses.house_in("there are 20 of us", ["Trumpington Way"]) is None


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("Gas Works Lane 8, B1 8TZ", "8 Gas Works Lane"),
        ("Elm Grove!! Number 8!! LE2 3DN", "8 Elm Grove"),
        ("my sister's, Castle Street 12 CF10 6ZB", "12 Castle Street"),
    ],
)
def test_a_house_number_may_follow_its_street(text: str, street: str) -> None:
    assert [found.value for found in addresses.find_streets(text)] == [street]


def test_a_house_number_is_said_digit_by_digit() -> None:
    assert [one.value for one in addresses.find_streets("it's one one eight High Street")] == ["118 High Street"]


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("we live in orchard close 17 in bath", "17 Orchard Close"),
        ("castle street number 9, leeds", "9 Castle Street"),
        ("she's at number 17, Orchard Close", "17 Orchard Close"),
        ("flat 2, number 17 orchard close", "Flat 2, 17 Orchard Close"),
    ],
)
def test_a_house_is_named_by_its_number_in_small_letters_too(text: str, street: str) -> None:
    assert [found.value for found in addresses.find_streets(text)] == [street]


@pytest.mark.parametrize(
    "text",
    ["we park 2, sometimes 3 cars", "my drive 14 miles north", "it went down the road 4 weeks ago", "on the side 2"],
)
def test_a_number_after_something_else_is_no_house(text: str) -> None:
    assert addresses.find_streets(text) == []
