import Logging
import Procfs
package import Sampling
import Scheduling

/// Reads all samplers when somebody asks for metrics: never older than the scrape, and an agent that nobody asks does not wake up.
/// A sampler that fails costs itself alone.
struct AgentSampler: Sendable {
  private let samplers: [any Sampler]
  private let time: any TimeSource
  private let logger: Logger

  init(samplers: [any Sampler], time: any TimeSource, logger: Logger) {
    self.samplers = samplers
    self.time = time
    self.logger = logger
  }

  func sample(into state: AgentState) {
    for sampler in samplers {
      let start = time.uptime
      let outcome: SamplerOutcome
      do {
        outcome = .read(try sampler.read())
      } catch let error as ProcError {
        outcome = if case .unavailable = error { .unavailable("\(error)") } else { .failed("\(error)") }
      } catch {
        outcome = .failed("\(error)")
      }
      let seconds = (time.uptime - start).seconds
      let isNews = state.update { $0.sampled(sampler.name, outcome, seconds: seconds) }
      if isNews { log(sampler.name, outcome) }
    }
  }

  /// Once when it changes, not at every scrape.
  private func log(_ sampler: String, _ outcome: SamplerOutcome) {
    switch outcome {
    case .read: break
    case .unavailable(let reason):
      logger.info("a sampler has nothing to read here: \(reason)", metadata: ["sampler": "\(sampler)"])
    case .failed(let reason): logger.error("a sampler failed: \(reason)", metadata: ["sampler": "\(sampler)"])
    }
  }
}

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
