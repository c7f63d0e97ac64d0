import Glibc
import Processes
import Synchronization

/// Runs one program with the same arguments again and again, without a shell.
///
/// It reads nothing, and what it says is dropped, but for the end of what it says on standard error, until it has failed once.
final class CommandRunner: Sendable {
  private let program: Result<Command, StepFailure>
  private let name: String
  private let spawner: Spawner
  /// What is told of all failures: no other is listened to.
  private let firstFailure = Mutex<StepFailure?>(nil)

  /// - Parameter words: the program, by path or by its name on the PATH, and its arguments.
  init(_ words: [String], spawner: Spawner) throws(StepFailure) {
    guard let name = words.first, !name.isEmpty else { throw StepFailure("the command names no program") }
    self.name = name
    self.spawner = spawner
    program = Result { () throws(StepFailure) in
      Command(executable: try CommandRunner.path(of: name), arguments: Array(words.dropFirst()))
    }
  }

  /// Starts it.
  ///
  /// - Throws: `StepFailure`; `CancellationError`.
  func start() async throws -> RunningCommand {
    let command = try program.get()
    do {
      let null = try Descriptors.null()
      guard firstFailure.withLock({ $0 }) == nil else { return try await start(command, errors: null, null, tail: nil) }
      let pipe = try Descriptors.closing([null]) { () throws(DescriptorError) in try Descriptors.pipe() }
      return try await start(command, errors: pipe.writing, null, tail: pipe.reading)
    } catch let error as SpawnError {
      throw StepFailure("cannot start \(name): \(error.reason)")
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      throw StepFailure("cannot start \(name): \(error)")
    }
  }

  private func start(_ command: Command, errors: Int32, _ null: Int32, tail: Int32?) async throws -> RunningCommand {
    do {
      let child = try await spawner.start(command, input: null, output: null, error: errors, newGroup: true)
      return RunningCommand(child, tail: tail, spawner: spawner)
    } catch {
      if let tail { close(tail) }
      throw error
    }
  }

  /// - Throws: `StepFailure` unless it has ended well.
  func check(_ end: RunningCommand.End) throws(StepFailure) {
    guard end.exit.status != .exited(0) else { return }
    throw firstFailure.withLock { first in
      let failure = first ?? StepFailure("\(name) \(end.exit.status)" + (end.said.isEmpty ? "" : ": \(end.said)"))
      first = failure
      return failure
    }
  }

  /// As a shell finds it.
  private static func path(of name: String) throws(StepFailure) -> String {
    if name.contains("/") { return name }
    let paths = EnvironmentVariable.searchPath("PATH").map { $0.isEmpty ? "./\(name)" : "\($0)/\(name)" }
    if let found = paths.first(where: { access($0, X_OK) == 0 }) { return found }
    throw StepFailure("cannot start \(name): there is no such program on the PATH")
  }
}
