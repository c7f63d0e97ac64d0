import Logging
import Procfs
import Sampling
import Scheduling
import Synchronization

/// Reads all samplers for those who ask: metrics are never older than their scrape, what pages and the API show is at most a second old, and
/// an agent that is not asked does not wake up. A sampler that fails costs itself alone.
final class AgentSampler: Sendable {
  /// Of what pages and the API show.
  private static let oldest = Duration.seconds(1)

  private let readAt = Mutex<Moment?>(nil)
  private let samplers: [any Sampler]
  private let time: any TimeSource
  private let logger: Logger

  private let droppedLogLines: @Sendable () -> Int

  /// - Parameter droppedLogLines: how many there were so far.
  init(
    samplers: [any Sampler], droppedLogLines: @escaping @Sendable () -> Int, time: any TimeSource, logger: Logger
  ) {
    self.samplers = samplers
    self.droppedLogLines = droppedLogLines
    self.time = time
    self.logger = logger
  }

  /// Reads all samplers, unless that was done less than a second ago.
  func refresh(_ state: AgentState) {
    let now = time.uptime
    let isFresh = readAt.withLock { $0.map { now - $0.uptime < AgentSampler.oldest } ?? false }
    if !isFresh { sample(into: state) }
  }

  /// Reads all samplers now.
  func sample(into state: AgentState) {
    let now = time.moment
    let clockWasSet = readAt.withLock { readAt in
      defer { readAt = now }
      return readAt.map { now.clockWasSet(since: $0) != 0 } ?? false
    }
    if clockWasSet { for sampler in samplers { sampler.clockWasSet() } }
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
    let dropped = droppedLogLines()
    state.update { $0.logDropped(dropped) }
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
