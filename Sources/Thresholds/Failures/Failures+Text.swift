package import Samples

/// Failures as people read them.
extension Failures {
  /// What stands in place of a target's name, for people and machines.
  package static let name = "failures"

  /// `<= 1 %`
  package static let limitText = "<= \(Percent.text(limit))"

  /// The greater share: `50 %`.
  package var valueText: String { Percent.text(share) }

  /// `3 of 6 runs failed, 2 of 400 items came to no good end (2 timed out)`; of what did not fail, nothing.
  package var sentence: String {
    [runSentence, itemSentence].compactMap(\.self).joined(separator: ", ")
  }

  /// The same with the commonest reason.
  package var account: String {
    guard let reason = commonestReason else { return sentence }
    return "\(sentence), \(runs.failed == 1 ? "since" : "most often since"): \(reason)"
  }

  private var runSentence: String? {
    runs.failed > 0 ? "\(runs.failed) of \(Plural.text(runs.all, "run")) failed" : nil
  }

  /// `2 of 400 items came to no good end (2 timed out)`; `nil` if none failed.
  package var itemSentence: String? {
    let tally = items.tally
    guard tally.failed > 0 else { return nil }
    let ways = [(items.failed, "failed"), (items.timedOut, "timed out"), (items.dropped, "found the queue full")]
    let parts = ways.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return "\(tally.failed) of \(Plural.text(tally.all, "item")) came to no good end (\(parts.joined(separator: ", ")))"
  }
}

extension RunIdentity {
  /// The command that runs the same by hand, in a shell: `calcmon run idle --strategy async --runtime swift`.
  package var command: String {
    let plain = mix.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) } && !mix.hasPrefix("-")
    let quoted = "'" + mix.replacing("'", with: "'\\''") + "'"
    return "calcmon run \(plain ? mix : quoted) --strategy \(strategy.rawValue) --runtime \(runtime.rawValue)"
  }
}
