import os
import subprocess
import sys
import unittest

import support

from calcmon_runtime.probe.messages import send


def sent(action):
    """What an action writes to standard output."""
    reading, writing = os.pipe()
    output = os.dup(1)
    os.dup2(writing, 1)
    os.close(writing)
    try:
        action()
    finally:
        os.dup2(output, 1)
        os.close(output)
    with os.fdopen(reading, "rb") as file:
        return file.read()


class MessageTests(unittest.TestCase):
    def test_a_message_is_one_line_with_its_version_and_type(self):
        line = sent(lambda: send("progress", queue_depth=3, io_wait_seconds=0.5))
        self.assertEqual(line, b'{"v":1,"type":"progress","queue_depth":3,"io_wait_seconds":0.5}\n')

    def test_a_line_break_in_a_text_does_not_end_the_message(self):
        self.assertEqual(sent(lambda: send("failed", message="a\nb")), b'{"v":1,"type":"failed","message":"a\\nb"}\n')

    def test_a_process_whose_reader_is_gone_ends(self):
        script = f"import sys; sys.path.insert(0, {str(support.RUNTIME)!r})\n" + (
            "from calcmon_runtime.probe.messages import send\n"
            "sys.stdin.read(1)\n"
            "while True: send('progress')\n"
        )
        pipe = subprocess.PIPE
        with subprocess.Popen([sys.executable, "-B", "-c", script], stdin=pipe, stdout=pipe, stderr=pipe) as child:
            child.stdout.close()
            child.stdin.close()
            self.assertEqual((child.stderr.read(), child.wait(60)), (b"", 1))
