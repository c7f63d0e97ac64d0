import Sessions
import Testing

/// Why no event loop may have been seen.
@Suite struct NoLoopTests {
  @Test(arguments: [
    (["python3", "-I", "app.py"], "the option -I of Python"),
    (["/usr/bin/python3.12", "-u", "-E", "-m", "app"], "the option -E of Python"),
    (["env", "A=b", "python", "-SB", "app.py"], "the option -SB of Python"),
    (["opentelemetry-instrument", "python3", "app.py"], "opentelemetry-instrument hides the probe"),
    (["/venv/bin/opentelemetry-instrument", "uvicorn", "app:app"], "opentelemetry-instrument hides the probe"),
    (["python3", "app.py", "-I"], "calcmon exec watches Python programs"),
    (["python3", "-c", "print()", "-E"], "calcmon exec watches"),
    (["python3", "-u", "app.py"], "calcmon exec watches"), (["sh", "-c", "true"], "calcmon exec watches"),
    (["python3"], "calcmon exec watches"),
  ])
  func `What keeps the probe out is named`(command: [String], text: String) {
    for hasEnded in [false, true] {
      let said = NoLoop.text(command, hasEnded: hasEnded)
      #expect(said.contains(text), "\(said)")
      #expect(said.hasPrefix("no asyncio event loop was seen") && said.contains("in the first 10 s") != hasEnded)
    }
  }
}
