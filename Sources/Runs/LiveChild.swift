import Glibc
import Processes
import Procfs
import Sampling
import Scheduling
import Synchronization
import Telemetry

/// A child under way, shared by the tasks that attend to it.
final class LiveChild<Intake: ChildIntake>: Sendable {
  let intake: Mutex<Intake>
  /// `nil` before it is started and from when it is to be reaped: nobody else's process is ever signalled.
  let child = Mutex<ChildProcess?>(nil)

  init(_ intake: Intake) { self.intake = Mutex(intake) }

  /// Returns the message, after the intake has taken it.
  func receive(_ line: [UInt8], at time: any TimeSource) throws(TelemetryError) -> TelemetryMessage {
    let message = try TelemetryCoding.decode(line)
    let now = time.wall
    try intake.withLock { (intake) throws(TelemetryError) in try intake.receive(message, at: now) }
    return message
  }

  func end(because ending: ChildEnding) {
    intake.withLock { $0.end(because: ending) }
    child.withLock { child in
      guard let child else { return }
      // Programs that steps have started lead groups of their own. If they cannot be seen, those of this child alone are ended.
      let tree = (try? ProcessTreeReader(proc: .own).pids(root: child.pid)) ?? []
      child.signal(SIGKILL)
      for pid in tree where pid != child.pid { kill(-pid, SIGKILL) }
    }
  }
}
