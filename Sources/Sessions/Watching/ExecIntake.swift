import AppIntake
import Applications
import Glibc
import Processes
import Runs
import Samples
import Sampling
import Scheduling
import Synchronization
import Telemetry

/// Keeps what the processes of one application say, and what is seen of their host meanwhile.
final class ExecIntake: Sendable {
  /// Readings of the host that are kept: a stall is told within moments.
  private static let mostReadings = 600

  private struct State {
    var pid: pid_t = 0
    var processes = AppProcesses()
    var host: [HostReading] = []
    var account = WorkAccount()
  }

  private let state = Mutex(State())
  private let reader: HostReader
  private let time: any TimeSource

  init(_ reader: HostReader, time: any TimeSource) {
    self.reader = reader
    self.time = time
  }

  var hasSeenLoop: Bool { state.withLock { $0.processes.app != nil } }
  var isOpen: Bool { state.withLock { $0.processes.openCount > 0 } }

  /// The program has been started.
  func begin(_ pid: pid_t) {
    state.withLock { $0.pid = pid }
    readHost()
  }

  /// Takes what happens on a connection.
  func receive(_ event: AppEvent) {
    if case .message(.stall) = event.kind { readHost() }
    state.withLock { state in
      switch event.kind {
      case .opened(let hello, _):
        state.processes.opened(event.connection, hello)
      case .message(let message):
        let outside = StallAttribution(host: state.host, stoppedAt: [], controlLate: nil)
        state.processes.receive(message, from: event.connection, ruling: StallRuling(outside: outside))
      case .dropped: break
      case .closed: state.processes.closed(event.connection)
      }
    }
  }

  /// Takes the times of the application's threads.
  func receive(_ times: [ThreadTimes]) { state.withLock { $0.account.receive(times) } }

  /// Reads the host. What cannot be read is left out.
  func readHost() {
    let pid = state.withLock { $0.pid }
    guard pid > 0, let reading = try? reader.read(pid: pid, at: time.uptime.wholeNanoseconds) else { return }
    state.withLock { state in
      guard reading.nanoseconds > state.host.last?.nanoseconds ?? -1 else { return }
      state.host.append(reading)
      state.host.removeFirst(max(0, state.host.count - ExecIntake.mostReadings))
      state.account.receive(reading, agentSeconds: CPUTime.ofThisProcess.totalSeconds)
    }
  }

  /// What comes of it; `nil` if no event loop was seen.
  func report(_ options: ExecSession.Options, _ exit: ChildExit, seconds: Double) -> AppReport? {
    readHost()
    return state.withLock { state in
      guard let name = state.processes.app else { return nil }
      let ran = exit.cpu.totalSeconds
      return AppReport(
        app: options.app ?? name, command: options.command, exitStatus: exit.status.shellStatus, seconds: seconds,
        account: state.processes.account,
        surroundings: (state.account.run(ranSeconds: ran), state.account.host(ranSeconds: ran, besideSeconds: 0)),
        memoryPeakBytes: nil)
    }
  }
}

extension ChildExit.Status {
  /// As a shell tells it: 128 and the number of the signal.
  package var shellStatus: Int {
    switch self {
    case .exited(let status): Int(status)
    case .signalled(let signal): 128 + Int(signal)
    }
  }
}
