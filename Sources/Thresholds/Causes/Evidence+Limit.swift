import Samples

extension Evidence {
  /// What limited the runs, as the end of "limited by": the host, if it kept cores from them, else what in the program was busy. `nil` if
  /// nothing is known of it.
  package var limitText: String? {
    let host = HostLoss(self)
    return host.isTheLimit ? "the host: \(host.text)" : bottleneck?.text
  }
}
