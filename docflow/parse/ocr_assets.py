"""Where the recognition models lie: files in installed wheels, found by name; no package that carries them is imported."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import importlib.util
from pathlib import Path

FINDER = ("rapidocr", "models/PP-OCRv6_det_small.onnx")
FIRST = ("rapidocr", "models/PP-OCRv6_rec_small.onnx")
SECOND = ("asterocr", "assets/asternet.onnx")
SECOND_ALPHABET = ("asterocr", "assets/vocab.json")
_ASSETS = (FINDER, FIRST, SECOND, SECOND_ALPHABET)
_LIBRARIES = {"cv2": "opencv-python-headless", "numpy": "numpy", "onnxruntime": "onnxruntime"}


def path_of(asset: tuple[str, str]) -> Path | None:
    """A file in an installed package; None where the package or the file is not there."""
    package, inside = asset
    spec = importlib.util.find_spec(package)
    folders = spec.submodule_search_locations if spec is not None else None
    path = Path(folders[0], inside) if folders else None
    return path if path is not None and path.is_file() else None


@functools.cache
def missing() -> tuple[str, ...]:
    """The packages that recognition needs and that are not installed, sorted; empty where all are there."""
    absent = {asset[0] for asset in _ASSETS if path_of(asset) is None}
    absent |= {package for module, package in _LIBRARIES.items() if importlib.util.find_spec(module) is None}
    return tuple(sorted(absent))


@functools.cache
def fingerprint() -> str:
    """Sixteen hexadecimal digits of a SHA-256 over the libraries' versions and the models' bytes."""
    hashed = hashlib.sha256()
    for package in sorted(_LIBRARIES.values()):
        hashed.update(f"{package}/{importlib.metadata.version(package)};".encode())
    for asset in _ASSETS:
        path = path_of(asset)
        if path is not None:
            with path.open("rb") as file:
                hashed.update(hashlib.file_digest(file, "sha256").digest())
    return hashed.hexdigest()[:16]
