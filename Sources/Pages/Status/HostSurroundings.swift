import Samples
package import Snapshots
import Storage

/// Who had the host's cores while the newest runs worked, and what that kept from them.
package struct HostSurroundings: Sendable {
  /// What a run got of the time that its threads could have computed.
  struct Share {
    let identity: RunIdentity
    let share: Double
  }

  /// Runs that ended before this many seconds say nothing about now.
  private static let reach = 900.0

  /// Of all newest runs together; `nil` if none was looked at.
  let host: HostUse?
  /// Of what got least; `nil` if nothing notable was kept from any.
  let least: Share?

  /// Of the newest run of each canary.
  package init(_ snapshot: AgentSnapshot) {
    let now = snapshot.at.milliseconds
    var seen: Set<RunIdentity> = []
    let runs = snapshot.newestRuns.map(\.run).filter { run in
      Double(now - run.endedAt.milliseconds) <= 1000 * Self.reach && run.host != nil && seen.insert(run.identity).inserted
    }
    host = runs.compactMap(\.host).reduce(nil) { sum, next in
      var all = sum ?? HostUse(seconds: 0, capacitySeconds: 0)
      all.add(next)
      return all
    }
    // Of what only computes it is plain what it asks for.
    let kinds = [[MixKind.cpu], [.mixed, .realtime]].map { kinds in runs.filter { kinds.contains($0.kind) } }
    least = kinds.compactMap(Self.least).first
  }

  private static func least(_ runs: [StoredRun]) -> Share? {
    runs.compactMap { run in run.shareOfCores.map { Share(identity: run.identity, share: $0) } }
      .filter { $0.share < 0.95 }.min { ($0.share, $0.identity) < ($1.share, $1.identity) }
  }

  /// `Others use 37 % of the host's cores, so cpu-bound gets 63 % of what it asks for.`; `nil` if it is not known.
  var sentence: String? {
    guard let others = host?.othersShare else { return nil }
    let used = others < 0.005 ? "hardly any" : "\(Int((min(1, others) * 100).rounded())) %"
    guard let least, others >= HostUse.notableShare else { return "Others use \(used) of the host's cores." }
    let got = Int((least.share * 100).rounded())
    return "Others use \(used) of the host's cores, so \(least.identity.mix) gets \(got) % of what it asks for."
  }
}

extension StoredRun {
  /// What it got of the time in which its threads could have computed; `nil` if that is not known, or too little to matter.
  fileprivate var shareOfCores: Double? {
    if let load = parameters?.load, load > 0 { return figures?.cpuUtilization.map { min(1, $0 / load) } }
    guard let account, account.lostSeconds != nil, let seconds = figures?.seconds else { return nil }
    // Threads of a run wait for each other as well: no more is the others' than they used meanwhile.
    let waited = min(account.waitedSeconds ?? 0, host?.othersSeconds ?? 0)
    let wanted = account.ranSeconds + waited + (account.throttledSeconds ?? 0) + (account.stolenSeconds ?? 0)
    return wanted >= 0.1 * seconds && wanted > 0 ? account.ranSeconds / wanted : nil
  }
}
