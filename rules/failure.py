"""What may be logged of an error: a note or an address can stand in its text, never in its class or its
place."""

from __future__ import annotations


def trace_of(error: BaseException) -> str:
    """The class of an error and the last five places in the code that it passed."""
    frames, trace = [], error.__traceback__
    while trace:
        frames.append(f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return f"{type(error).__name__} at {' > '.join(frames[-5:])}"
