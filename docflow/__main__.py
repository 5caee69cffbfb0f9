"""``python -m docflow``."""

from __future__ import annotations

from docflow.cli.main import main

if __name__ == "__main__":
    main()
