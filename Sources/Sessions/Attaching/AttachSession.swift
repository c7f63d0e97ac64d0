package import Attaching
import Processes
import Procfs
import Scheduling
import Telemetry

/// Has a process that runs already be watched, or be watched no longer.
package struct AttachSession: Sendable {
  private let pid: Int32
  private let time: any TimeSource

  package init(pid: Int32) {
    self.pid = pid
    time = SystemTime()
  }

  /// How a process can be watched.
  package enum Way: Sendable {
    /// The probe can be put into it.
    case inside(OpenProcess)
    /// Nothing can be put into it, and why.
    case outside(ClosedProcess)
  }

  /// Looks at the process. Nothing of it changes.
  ///
  /// - Throws: `AttachError` if it cannot be looked at, `ResourceError`.
  package func look() async throws -> Way {
    let pid = pid
    return try await onOneThread { () throws(AttachError) in
      let process = try TargetProcess(pid: pid, proc: .own)
      do throws(AttachError) {
        return .inside(OpenProcess(process, try Interpreter.find(in: process)))
      } catch .closed(_, let why) {
        return .outside(why)
      }
    }
  }

  /// Asks it.
  ///
  /// - Returns: what it answers; `nil` if SIGINT or SIGTERM came first: then nothing has changed.
  /// - Throws: `AttachError`, `ResourceError`.
  package func perform(_ order: AttachOrder, on process: OpenProcess) async throws -> AttachAnswer? {
    let time = time
    let (answers, _) = try await Interruption.untilInterrupted { keep in keep(try await process.perform(order, time: time)) }
    return answers.first
  }

  /// Looks for an agent, without blocking the pool.
  package func findAgent(named: String?, runtimeFolder: String?) async throws -> WatchingAgent.Finding {
    try await onOneThread { WatchingAgent.find(named: named, runtimeFolder: runtimeFolder) }
  }

  private func onOneThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    let thread = WorkerThreads(1)
    do {
      let value = try await thread.run(body)
      await thread.shutDown()
      return value
    } catch {
      await thread.shutDown()
      throw error
    }
  }
}
