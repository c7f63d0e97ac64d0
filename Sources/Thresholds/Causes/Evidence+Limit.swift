package import Samples

extension Evidence {
  /// What is known of one run's surroundings, for `limitText`.
  package init(account: RunAccount?, host: HostUse?, bottleneck: Bottleneck?, wallSeconds: Double) {
    self.init()
    self.wallSeconds = wallSeconds
    add(account, host)
    if let bottleneck { bottleneckSeconds[bottleneck] = wallSeconds }
  }

  /// What limited the runs, as the end of "limited by": the host, if it kept cores from them, else what in the program was busy. `nil` if
  /// nothing is known of it.
  package var limitText: String? {
    isLimitedByHost ? "the host: \(HostLoss(self).text)" : bottleneck?.text
  }

  /// Whether the host kept so many cores from the runs that it is what limited them.
  package var isLimitedByHost: Bool { HostLoss(self).isTheLimit }
}
