"""``python -m dictate``: the same as the ``dictate`` command."""

import sys

from dictate.cli import main

sys.exit(main())
