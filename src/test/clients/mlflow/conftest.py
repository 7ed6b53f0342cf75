import os

import pytest


@pytest.fixture(scope="session")
def url():
    """Where the server answers, without a slash at the end."""
    return os.environ["ONWARD_URL"].rstrip("/")
