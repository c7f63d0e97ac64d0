package import Sampling

/// What came of a sampler's reading.
package enum SamplerOutcome: Hashable, Sendable {
  /// What it has read.
  case read([Reading])
  /// This kernel, or this user, does not get it: not a failure.
  case unavailable(String)
  /// It should have been readable.
  case failed(String)

  /// Why there are no readings.
  package var reason: String? {
    switch self {
    case .read: nil
    case .unavailable(let reason), .failed(let reason): reason
    }
  }
}
