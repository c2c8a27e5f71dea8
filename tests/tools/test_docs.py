"""What the documents say is true: the data model is the kinds', the links and the pictures are there."""

from __future__ import annotations

import re

import pytest

from tests.shared import ROOT
from tools import dev, docs

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_the_data_model_is_up_to_date() -> None:
    assert docs.PAGE.read_text(encoding="utf-8") == docs.page(), "run python3 tools/dev.py docs"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page) -> None:
    text = page.read_text(encoding="utf-8")
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
    links = re.findall(r"\]\(([^)]+)\)", text)
    broken = [link for link in links if link.startswith("#") and link[1:] not in anchors]
    broken += [link for link in links if not link.startswith(("#", "http")) and not (page.parent / link).exists()]
    assert broken == []


def test_contributing_names_every_verb() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [verb for verb in dev.VERBS if f"| `{verb}" not in text] == []
