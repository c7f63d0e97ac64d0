import Logging
import Samples
import Sampling
import Scheduling
import ServiceLifecycle

/// Reads all samplers at every sampling interval. One that fails costs itself alone.
struct SamplingService: Service {
  private let samplers: [any Sampler]
  private let interval: Duration
  private let state: AgentState
  private let time: any TimeSource
  private let logger: Logger

  init(samplers: [any Sampler], interval: Duration, state: AgentState, time: any TimeSource, logger: Logger) {
    self.samplers = samplers
    self.interval = interval
    self.state = state
    self.time = time
    self.logger = logger
  }

  func run() async throws {
    try? await cancelWhenGracefulShutdown {
      var next = time.uptime
      while true {
        sampleOnce()
        next = max(next + interval, time.uptime)
        try await time.sleep(until: next)
      }
    }
  }

  func sampleOnce() {
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
    state.update { $0.expire(at: time.uptime) }
  }
}
