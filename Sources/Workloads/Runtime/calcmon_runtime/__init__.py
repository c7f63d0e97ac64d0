"""The asyncio runtime of calcmon: executes the items of one run and reports what it measured.

calcmon starts CPython as a child process, writes to its standard input these sources and one order
(a line of JSON), and reads messages (one JSON object per line) from its standard output: nothing is
installed, and no file has to be found. Items run on an asyncio event loop under one of four
strategies; a probe measures how late that loop turns meanwhile, and finds out what holds it. An
order may ask for disturbances of the loop, to see what the probe says.

All durations are integers in nanoseconds of the monotonic clock, except where a name says seconds.
"""
