package import Samples

/// By what a history was judged, and on what it was measured.
extension HistoryReader {
  /// What an agent judged by at an instant, and since when; `nil` if none is known to have judged by then.
  package func judging(at instant: Timestamp) throws -> JudgingEntry? {
    try read(orIfEmpty: nil) { try $0.judging(at: instant, $1) }
  }

  /// The host on which was measured last by an instant, and the version of calcmon that did it; `nil` if that was not noted.
  package func measuredOn(until: Timestamp) throws -> (machine: HostMachine, version: String)? {
    try read(orIfEmpty: nil) { try $0.measuredOn(until: until, $1) }
  }
}
