package import Foundation
import Processes
import Synchronization

/// A program that a test has started. It inherits no descriptor but its three, and it ends with this process at the latest.
package final class Program: Sendable {
  /// What becomes of one of the three.
  package enum Stream: Sendable {
    /// `/dev/null`.
    case none
    /// A pipe whose other end is here.
    case pipe
    /// A file: read from, or made and written to.
    case file(String)
  }

  /// Its own until it has ended.
  package let pid: Int32
  /// The other end of its standard input, if that is a pipe.
  package let input: FileHandle?
  /// The other end of its standard output, if that is a pipe.
  package let output: FileHandle?
  /// The other end of its standard error, if that is a pipe.
  package let errors: FileHandle?
  private let end: End

  private init(_ child: ChildProcess, _ handles: [FileHandle?]) {
    pid = child.pid
    (input, output, errors) = (handles[0], handles[1], handles[2])
    end = End(child)
    Thread.detachNewThread { [end] in end.reap() }
  }

  /// The kernel kills what a thread has started when the thread ends: this one never does.
  private static let spawner = Spawner(waiters: 1)

  /// Agents and commands of different tests do not find each other, unless a test wants it.
  private static let alone = ["CALCMON_SOCKET": "none"]

  /// Starts a program that is found on the PATH.
  ///
  /// - Parameters:
  ///   - command: the program and its arguments.
  ///   - directory: where it works; else where this process does.
  ///   - environment: what it has beside what this process has.
  /// - Throws: `Tool.Failure` if there is no such program.
  package static func start(
    _ command: [String], in directory: String? = nil, environment: [String: String] = [:], input: Stream = .none,
    output: Stream = .none, errors: Stream = .none
  ) async throws -> Program {
    let program = try Tool.find(command.first ?? "")
    let variables = alone.merging(environment) { $1 }.map { "\($0.key)=\($0.value)" }
    let place = directory.map { ["--chdir=\($0)"] } ?? []
    let words = [try Tool.find("env")] + place + variables + [program] + command.dropFirst()
    let ends = try [ends(input, isInput: true), ends(output, isInput: false), ends(errors, isInput: false)]
    let child = try await spawner.start(
      Command(executable: words[0], arguments: Array(words.dropFirst())), input: ends[0].theirs, output: ends[1].theirs,
      error: ends[2].theirs, newGroup: false)
    return Program(child, ends.map(\.ours))
  }

  private static func ends(_ stream: Stream, isInput: Bool) throws -> (theirs: Int32, ours: FileHandle?) {
    switch stream {
    case .none: return (try Descriptors.null(), nil)
    case .pipe:
      let pipe = try Descriptors.pipe()
      let ours = FileHandle(fileDescriptor: isInput ? pipe.writing : pipe.reading, closeOnDealloc: true)
      return (isInput ? pipe.reading : pipe.writing, ours)
    case .file(let path):
      let descriptor = open(path, (isInput ? O_RDONLY : O_WRONLY | O_CREAT | O_TRUNC) | O_CLOEXEC, 0o644)
      guard descriptor >= 0 else { throw Tool.Failure(description: "\(path): \(String(cString: strerror(errno)))") }
      return (descriptor, nil)
    }
  }

  /// Whether it has not ended yet.
  package var isRunning: Bool { end.status == nil }

  /// Sends a signal, unless it has ended.
  package func signal(_ signal: Int32) { end.signal(signal) }

  /// Returns when it has ended: its exit status, or 128 + signal.
  @discardableResult package func waitForEnd() async -> Int32 { await end.wait() }

  /// Kills it, and returns when it has ended.
  package func kill() async {
    signal(SIGKILL)
    await waitForEnd()
  }

  deinit { end.signal(SIGKILL) }
}

/// How a program ends, and who waits for it.
private final class End: Sendable {
  private struct State {
    var status: Int32?
    var waiters: [CheckedContinuation<Int32, Never>] = []
  }

  private let child: ChildProcess
  private let state = Mutex(State())

  init(_ child: ChildProcess) { self.child = child }

  var status: Int32? { state.withLock(\.status) }

  func signal(_ signal: Int32) {
    // Under the lock, so that the pid is still its own.
    state.withLock { if $0.status == nil { child.signal(signal) } }
  }

  func wait() async -> Int32 {
    await withCheckedContinuation { continuation in
      let status = state.withLock { state in
        if state.status == nil { state.waiters.append(continuation) }
        return state.status
      }
      if let status { continuation.resume(returning: status) }
    }
  }

  /// Blocks until it has ended, and tells all who wait.
  func reap() {
    var info = siginfo_t()
    while waitid(P_PID, id_t(child.pid), &info, WEXITED | WNOWAIT) != 0, errno == EINTR {}
    let (status, waiters) = state.withLock { state in
      let status = Self.reaped(child)
      defer { state.waiters = [] }
      state.status = status
      return (status, state.waiters)
    }
    for waiter in waiters { waiter.resume(returning: status) }
  }

  private static func reaped(_ child: ChildProcess) -> Int32 {
    var status: Int32 = 0
    while waitpid(child.pid, &status, 0) < 0, errno == EINTR {}
    return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
  }
}
