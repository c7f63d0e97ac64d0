/// Says why no event loop may have been seen.
package enum NoLoop {
  /// A sentence for people.
  ///
  /// - Parameter hasEnded: whether the program has ended, and else runs since 10 s.
  package static func text(_ command: [String], hasEnded: Bool) -> String {
    let start =
      hasEnded
      ? "no asyncio event loop was seen, so there is nothing to report"
      : "no asyncio event loop was seen in the first 10 s, so there is nothing to judge yet"
    if command.contains(where: { $0.split(separator: "/").last == "opentelemetry-instrument" }) {
      return "\(start): opentelemetry-instrument hides the probe; put it first: opentelemetry-instrument calcmon exec -- …"
    }
    if let option = isolatingOption(command) {
      return
        "\(start): the option \(option) of Python keeps the probe out; leave it out, or call calcmon_probe.start() in the program"
    }
    return "\(start); calcmon exec watches Python programs, of CPython 3.10 or newer, that use asyncio"
  }

  /// Of an interpreter, before the script; a script may have an option of that name.
  private static func isolatingOption(_ command: [String]) -> String? {
    guard let interpreter = command.firstIndex(where: { $0.split(separator: "/").last?.hasPrefix("python") == true }) else {
      return nil
    }
    let options = command[(interpreter + 1)...].prefix { $0.hasPrefix("-") && $0 != "-m" && $0 != "-c" }
    return options.first { option in !option.hasPrefix("--") && option.dropFirst().contains { "IES".contains($0) } }
  }
}
