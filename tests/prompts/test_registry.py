import asyncio
from pathlib import Path

import pytest

from prompts.registry import PromptError, Prompts, noting
from tests.prompts.folders import sha256, write_version


def test_a_version_is_tried_in_place_of_the_released_one(folder: Path) -> None:
    write_version(folder, "billing", 2, "Be {{company}}.")
    tried = Prompts(folder, versions={"billing": 2})
    assert tried.load("billing").ref == "billing@2"
    assert tried.versions == {"billing": 2, "billing/replies": 1, "shared/rules": 1}
    assert tried.checksums["billing"] == sha256("Be {{company}}.")
    assert Prompts(folder).load("billing").ref == "billing@1"


def test_what_is_tried_reaches_the_prompts_that_include_it(folder: Path) -> None:
    write_version(folder, "shared/rules", 2, "Be long.")
    billing = Prompts(folder, versions={"shared/rules": 2}).load("billing")
    assert billing.text.endswith("Be long.")
    assert billing.includes == ("shared/rules@2",)


def test_a_prompt_can_be_tried_before_its_first_release(folder: Path) -> None:
    write_version(folder, "orders", 1, "New.")
    assert "orders" in Prompts(folder, versions={"orders": 1}).names
    assert "orders" not in Prompts(folder).names


def test_a_version_that_is_not_there_cannot_be_tried(folder: Path) -> None:
    with pytest.raises(PromptError, match=r"no prompt billing@7: v7.md is not in prompts/billing"):
        Prompts(folder, versions={"billing": 7})


async def test_prompts_in_use_are_noted_also_in_tasks(folder: Path) -> None:
    prompts = Prompts(folder)

    async def speak() -> None:
        prompts.load("billing").fill(company="us")

    with noting() as outer:
        prompts.load("billing/replies")
        with noting() as inner:
            await asyncio.create_task(speak())
    assert inner == {"billing@1", "shared/rules@1"}
    assert outer == set(), "loading is not using"
    prompts.load("billing/replies").say("refund.none")
    assert inner == {"billing@1", "shared/rules@1"}
