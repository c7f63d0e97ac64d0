/// The ways in which a run gives way to what else is done on the host.
package enum RunPriority: String, CaseIterable, Codable, Sendable {
  /// Not at all.
  case normal
  /// What computes gives way: worker processes and threads. The loop under test does not, so that its lateness is what a service would feel.
  case low
  /// All of it gets what others leave, the loop under test as well.
  case idle
}
