import Logging
import Sampling
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
      var readings: [Reading]?
      do {
        readings = try sampler.read()
      } catch {
        logger.debug("a sampler failed", metadata: ["sampler": "\(sampler.name)", "error": "\(error)"])
      }
      let seconds = (time.uptime - start).seconds
      state.update { [readings] in $0.sampled(sampler.name, readings: readings, seconds: seconds) }
    }
  }
}
