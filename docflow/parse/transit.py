"""Files destroyed on their way: bytes that were no text, sent through something that took them for UTF-8."""

from __future__ import annotations

CODE = "corrupted-in-transit"
HEAD = 4096
ENOUGH = 4
_REPLACEMENT = "\ufffd".encode()


def mangled(data: bytes) -> bool:
    """Whether the head is text throughout and full of U+FFFD, which stands where a binary file's bytes were."""
    head = data[:HEAD]
    if head.count(_REPLACEMENT) < ENOUGH:
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as fault:
        # The head may end within a letter.
        return len(data) > HEAD and fault.start >= HEAD - 3
    return True
