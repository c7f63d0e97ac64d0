import Samples

/// What the host kept from some runs, and who had it.
struct HostLoss {
  /// The share of the runs' time from which on what they lost is worth a word.
  static let notableShare = 0.1

  private let account: RunAccount?
  private let host: HostUse?
  private let wallSeconds: Double
  private let waited: Double
  /// Whose threads, at the begin of a sentence.
  private let whose: String

  init(_ evidence: Evidence) {
    whose = evidence.isOfSeveral ? "Their" : evidence.isOfApp ? "The application's" : "The run's"
    waited = evidence.waitedForOthersSeconds
    account = evidence.account
    host = evidence.host
    wallSeconds = max(evidence.wallSeconds, evidence.loopSeconds)
  }

  /// Time in which threads of the runs were ready and had no core because of others. `nil` if nothing of it is known.
  var seconds: Double? {
    guard let account, account.lostSeconds != nil else { return nil }
    return waited + throttled + stolen
  }

  var stolen: Double { account?.stolenSeconds ?? 0 }
  /// Of the host, 0...1; 0 if it is not known.
  var othersShare: Double { host?.othersShare ?? 0 }

  private var throttled: Double { account?.throttledSeconds ?? 0 }

  /// Whether it is enough to be what the runs were limited by.
  var isTheLimit: Bool { wallSeconds > 0 && (seconds ?? 0) >= HostLoss.notableShare * wallSeconds }

  /// Who had the cores, and what the runs lost by it; or that the host had room.
  var text: String {
    notableText ?? (account?.lostSeconds == nil ? "It is not known how long it waited for a core." : "The host had cores for it.")
  }

  /// Who had the cores, and what the runs lost by it; `nil` if that is nothing notable.
  var notableText: String? {
    var sentences: [String] = []
    if let host, othersShare >= HostUse.notableShare || waited >= HostLoss.notableShare * wallSeconds {
      sentences.append(host.othersText)
    }
    if waited >= HostLoss.notableShare * wallSeconds {
      sentences.append("\(whose) threads waited \(DurationText.text(waited)) for a core.")
    }
    if isNotable(throttled) {
      sentences.append("The CPU quota of its control group stopped it for \(DurationText.text(throttled)).")
    }
    if isNotable(stolen) { sentences.append("The hypervisor took \(DurationText.text(stolen)) from it.") }
    return sentences.isEmpty ? nil : sentences.joined(separator: " ")
  }

  private func isNotable(_ seconds: Double) -> Bool { seconds >= 0.02 * wallSeconds && seconds > 0 }
}
