"""Makes all fixtures that come from Python, and checks them."""

import os
import subprocess
import sys
from pathlib import Path

for script in ["make_sklearn.py", "make_boosting.py", "make_pytorch.py", "make_onnx.py", "make_explanations.py", "check.py"]:
    # The converters' sets of opsets are written in the order of their hashes.
    subprocess.run(
        [sys.executable, "-W", "ignore", Path(__file__).with_name(script)],
        env=os.environ | {"PYTHONHASHSEED": "0"},
        check=True,
    )
