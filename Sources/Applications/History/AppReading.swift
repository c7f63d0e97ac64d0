package import Sampling

/// What the kernel says of an application at one moment.
package struct AppReading: Sendable {
  /// Processes that were asked for.
  package let pids: [Int32]
  /// Of their threads.
  package let threads: [ThreadTimes]
  /// `nil`: only threads were asked for, or it cannot be read.
  package let host: HostReading?
  /// CPU time of calcmon and of what it has started, so far.
  package let agentSeconds: Double
  /// Who used most beside it of late; `nil`: it was not looked for.
  package let consumers: ConsumerReading?

  package init(
    pids: [Int32], threads: [ThreadTimes], host: HostReading? = nil, agentSeconds: Double = 0, consumers: ConsumerReading? = nil
  ) {
    self.pids = pids
    self.threads = threads
    self.host = host
    self.agentSeconds = agentSeconds
    self.consumers = consumers
  }
}

/// What is to be read of an application.
package struct AppWish: Hashable, Sendable {
  package let app: String
  /// Processes whose threads are asked for.
  package let pids: [Int32]
  /// Whether the host is asked for as well: an interval begins or ends.
  package let wantsHost: Bool
  /// All processes of it that are seen from here.
  package let ownPids: [Int32]
}
