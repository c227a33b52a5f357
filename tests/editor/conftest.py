from __future__ import annotations

from collections.abc import Iterator

import pytest

from editor.session_client import Session


@pytest.fixture
def session() -> Iterator[Session]:
    with Session() as made:
        made.initialize()
        yield made
