import os

import pytest


@pytest.fixture(scope="session")
def url():
    """Where the server answers, without a slash at the end."""
    return os.environ["ONWARD_URL"].rstrip("/")


@pytest.fixture(scope="session")
def authority(url):
    """Host and port, as Triton's client and MLServer's command want them."""
    return url.removeprefix("http://")
