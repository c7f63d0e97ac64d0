"""What a worker does with some items of a function of the user's own."""

import time
from typing import Any

from .batch import Batch
from .call import Call
from .transfer import TransferSamples
from .user_errors import CallFailed, brief, described

_thread_time_ns = time.thread_time_ns
_samples = TransferSamples()
_described = 0


def call_many(call: Call, subjects: list[Any]) -> Batch:
    """Calls a function in this process, a worker, for each of some items."""
    batch = Batch([], [])
    then = _thread_time_ns()
    for subject in subjects:
        result = None
        try:
            result = call.invoke(subject)
        except CallFailed as error:
            batch.fail(_told(error.cause))
        now = _thread_time_ns()
        batch.results.append(result)
        batch.times.append(now - then)
        if _samples.is_due():
            batch.transfer = _samples.take(subject, result)
            now = _thread_time_ns()
        then = now
    return batch


def _told(error: BaseException) -> str:
    """The first few with their tracebacks, which take time to write down."""
    global _described
    _described += 1
    return described(error) if _described <= 3 else brief(error)
