import CLinux
import Glibc
import Processes
package import Scheduling

/// A process that lets something in, and what it is asked for.
package struct Attachment: Sendable {
  private let process: TargetProcess
  private let interpreter: Interpreter

  /// For how long the main thread may take to pause.
  private static let longestPause: Int32 = 500

  package init(_ process: TargetProcess, _ interpreter: Interpreter) {
    (self.process, self.interpreter) = (process, interpreter)
  }

  /// Asks the process, and returns what it answers.
  ///
  /// The process goes on all the while; if it has nothing to do, its main thread is interrupted in the system call in which it waits.
  ///
  /// - Throws: `AttachError`, `ResourceError`, `CancellationError`.
  package func perform(_ order: AttachOrder, time: any TimeSource) async throws -> AttachAnswer {
    let blocking = WorkerThreads(1)
    do {
      let answer = try await perform(order, time, blocking)
      await blocking.shutDown()
      return answer
    } catch {
      await blocking.shutDown()
      throw error
    }
  }

  private func perform(_ order: AttachOrder, _ time: any TimeSource, _ blocking: WorkerThreads) async throws -> AttachAnswer {
    let folder = try await blocking.run { try prepare(order) }
    // Also if this task is cancelled.
    defer { blocking.submit { folder.remove() } }
    let answer = try await inject(folder, time, blocking)
    guard answer.state != .refused else {
      throw AttachError.refused(process.pid, reason: answer.reason ?? "the probe does not say why")
    }
    return answer
  }

  private func prepare(_ order: AttachOrder) throws(AttachError) -> AttachFolder {
    let view = TargetView(process)
    if order.action == .attach { try AgentReach.check(order.socket, for: process, view) }
    let folder = try AttachFolder(process, view)
    do throws(AttachError) {
      let library = try ProbeHome.layOut(for: process, view, folder)
      try folder.write(order.script(library: library, result: folder.answer), to: "attach.py")
      return folder
    } catch {
      folder.remove()
      throw error
    }
  }

  private func inject(_ folder: AttachFolder, _ time: any TimeSource, _ blocking: WorkerThreads) async throws -> AttachAnswer {
    let (process, pid) = (process, process.pid)
    let injection = Injection(
      script: PendingScript(interpreter), isThere: { process.isThere }, answer: { folder.answered() },
      interrupt: { _ = calcmon_interrupt_thread(pid, Attachment.longestPause) })
    do {
      return try await injection.perform(folder.script, time: time) { try await blocking.run($0) }
    } catch let failure as Injection.Failure {
      switch failure {
      case .busy: throw AttachError.busy(pid)
      case .ended: throw AttachError.ended(pid)
      case .notTaken: throw AttachError.notTaken(pid, tracer: process.tracer)
      case .noAnswer: throw AttachError.noAnswer(pid)
      case .noRoom: throw AttachError.refused(pid, reason: "the path \(folder.script) is too long for it")
      }
    } catch let error as MemoryError {
      throw error == .gone || !process.isThere ? AttachError.ended(pid) : AttachError.refused(pid, reason: "\(error)")
    }
  }
}
