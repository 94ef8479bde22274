"""python -m xlsuite.server."""

import sys

from xlsuite.server.serve import main

sys.exit(main(sys.argv[1:]))
