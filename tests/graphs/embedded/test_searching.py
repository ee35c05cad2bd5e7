from graphs.embedded.history import Result
from graphs.embedded.searching import article_read_last, query_for, question_of

PASSAGE = {
    "title": "Moving house: Equipment",
    "source": "moving-house.md#equipment",
    "text": "Take it along.",
    "score": 0.7,
}


def test_a_question_is_asked_after_what_was_read_and_what_the_customer_was_told() -> None:
    assert (
        query_for("and the\nrouter?", "Moving house", "Yes, it is free.")
        == "Moving house\nYes, it is free.\nand the router?"
    )


def test_a_question_may_go_on_from_an_answer_or_from_the_proposal_after_it() -> None:
    assert query_for("only once?", "", "The set-up is £30.", "Shall I change it?").splitlines() == [
        "The set-up is £30.",
        "Shall I change it?",
        "only once?",
    ]


def test_where_there_is_no_room_the_last_reply_counts() -> None:
    answer, proposal = " ".join(["connections"] * 25), " ".join(["restarting"] * 25)
    assert query_for("why?", "", answer, proposal).splitlines() == [proposal, "why?"]


def test_only_the_beginning_of_a_reply_says_what_it_is_about() -> None:
    told = query_for("why?", "", "word " * 40).splitlines()[0]
    assert len(told.split()) == 25


def test_a_long_question_is_asked_alone() -> None:
    question = " ".join(["why"] * 122)
    assert query_for(question, "Moving house", "Yes.") == question


def test_the_article_read_last_is_the_best_of_the_last_search() -> None:
    found = Result("search_knowledge", {}, [PASSAGE, {**PASSAGE, "title": "Recycling"}])
    orders = Result("list_orders", {}, [{"order_id": "N-1042"}])
    assert (
        article_read_last([Result("search_knowledge", {}, [{**PASSAGE, "title": "Older"}]), found, orders])
        == PASSAGE["title"]
    )


def test_what_is_no_passage_is_no_article() -> None:
    devices = Result("check_devices", {}, [{"device_id": "D-1", "title": "router"}])
    nothing = Result("search_knowledge", {}, [])
    failed = Result("search_knowledge", {}, [PASSAGE], error="Unavailable")
    assert article_read_last([devices, nothing, failed]) == ""


def test_the_question_of_a_search_is_its_last_line() -> None:
    assert question_of(Result("search_knowledge", {"query": "Moving house\nhow much?"}, [])) == "how much?"
