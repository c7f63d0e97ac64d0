/// Says why no event loop may have been seen.
enum NoLoop {
  private static let isolating: Set<String> = ["-I", "-E", "-S"]

  static func text(_ command: [String]) -> String {
    let start = "no asyncio event loop was seen in the first 10 s, so there is nothing to judge yet"
    if command.contains(where: { $0.hasSuffix("opentelemetry-instrument") }) {
      return "\(start): opentelemetry-instrument hides the probe; put it first: opentelemetry-instrument calcmon exec -- …"
    }
    if let option = command.first(where: isolating.contains) {
      return "\(start): the option \(option) of Python keeps the probe out; leave it out, or call calcmon_probe.start() in the program"
    }
    return "\(start); calcmon exec watches Python programs, of CPython 3.10 or newer, that use asyncio"
  }
}
