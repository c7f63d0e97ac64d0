"""The package can be built, installed and used by itself."""

import os
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

from application import PROBE, interpreters

USES = """
import asyncio, calcmon_probe
calcmon_probe.start("shop")
inbox = asyncio.Queue()
calcmon_probe.watch(inbox, "inbox")
@calcmon_probe.timed("db")
async def load(): await asyncio.sleep(0)
asyncio.run(load())
import calcmon_probe.hooks as hooks
print(calcmon_probe.__version__, hooks.probe.errors, hooks.probe.queues.report()[0]["queue"])
"""


def done(*command: str, **variables: str) -> str:
    """What a command prints."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "CALCMON"))}
    ran = subprocess.run(command, capture_output=True, text=True, env={**environment, "CALCMON_SOCKET": "/none", **variables})
    if ran.returncode:
        raise AssertionError(f"{command}: {ran.stdout}{ran.stderr}")
    return ran.stdout.strip()


class PackageTests(unittest.TestCase):
    def test_a_wheel_is_built_and_installed_by_all_versions(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            place = Path(name)
            wheel = self.build(place)
            with zipfile.ZipFile(wheel) as archive:
                files = set(archive.namelist())
            sources = {f"calcmon_probe/{path.name}" for path in (PROBE / "src/calcmon_probe").iterdir() if path.is_file()}
            self.assertIn("calcmon_probe/py.typed", files)
            self.assertEqual({file for file in files if ".dist-info/" not in file}, sources)
            for number, interpreter in enumerate(interpreters()):
                with self.subTest(interpreter):
                    if done(interpreter, "-c", "import sys; print(sys.version_info >= (3, 10))") == "True":
                        self.assert_installs(interpreter, wheel, place / f"venv{number}")

    def build(self, place: Path) -> Path:
        """Builds it with the setuptools that is pinned for it, from a copy: a build leaves files behind."""
        tools = done(str(PROBE.parent.parent / ".ci/setuptools"))
        copy = place / "python"
        done("cp", "-r", str(PROBE), str(copy))
        options = "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(place / "wheels")
        done(sys.executable, "-m", "pip", "wheel", "--quiet", *options, str(copy), PYTHONPATH=tools)
        (wheel,) = (place / "wheels").glob("calcmon_probe-*-py3-none-any.whl")
        return wheel

    def assert_installs(self, interpreter: str, wheel: Path, venv: Path) -> None:
        """Installs it with the one pip that there surely is, that of this interpreter: but it does not run in much newer ones."""
        done(interpreter, "-m", "venv", "--without-pip", str(venv))
        python = str(venv / "bin/python")
        if "unstable-pythons" in interpreter:
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(done(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"))
        else:
            done(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-index", "--no-deps", str(wheel))
        version, errors, queue = done(python, "-c", USES).split()
        self.assertEqual((errors, queue), ("0", "inbox"))
        self.assertIn(version, wheel.name)


if __name__ == "__main__":
    sys.exit(unittest.main())
