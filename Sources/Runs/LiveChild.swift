import Glibc
import Processes
import Scheduling
import Synchronization
import Telemetry

/// A child under way, shared by the tasks that attend to it.
final class LiveChild<Intake: ChildIntake>: Sendable {
  let intake: Mutex<Intake>
  /// `nil` before it is started and from when it is to be reaped: nobody else's process is ever signalled.
  let child = Mutex<ChildProcess?>(nil)
  private let heard: @Sendable (TelemetryMessage) -> Void

  /// - Parameter heard: told every message, after the intake has taken it.
  init(_ intake: Intake, heard: @escaping @Sendable (TelemetryMessage) -> Void) {
    self.intake = Mutex(intake)
    self.heard = heard
  }

  func receive(_ line: [UInt8], at time: any TimeSource) throws(TelemetryError) {
    let message = try TelemetryCoding.decode(line)
    let now = time.wall
    try intake.withLock { (intake) throws(TelemetryError) in try intake.receive(message, at: now) }
    heard(message)
  }

  func end(because ending: ChildEnding) {
    intake.withLock { $0.end(because: ending) }
    child.withLock { $0?.signal(SIGKILL) }
  }
}
