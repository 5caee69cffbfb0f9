"""Surroundings of all tests: scans are recognised only where a test asks, so that the others say the same without the extra."""

from __future__ import annotations

import os

os.environ["DOCFLOW_OCR"] = "off"
