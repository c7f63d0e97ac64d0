import CLinux
import Glibc
import Scheduling

/// Starts and reaps child processes, on threads of its own that live as long as it does.
///
/// The threads matter: the kernel's parent-death signal is bound to the *thread* that started the child, so a child started from a
/// thread of a shared pool would be killed when the pool retires that thread.
package struct Spawner: Sendable {
  private let starting = WorkerThreads(1)
  private let waiting: WorkerThreads

  /// - Parameter waiters: how many children can be waited for at the same time.
  package init(waiters: Int) { waiting = WorkerThreads(waiters) }

  /// Ends the threads. Children that still run are killed by the kernel, and must be waited for before.
  package func shutDown() async {
    await endStartingThread()
    await waiting.shutDown()
  }

  /// Ends the thread that has started all children; the kernel kills those that still run.
  package func endStartingThread() async {
    await starting.shutDown()
  }

  /// Starts a program that dies with this process.
  ///
  /// With `newGroup`, it leads a process group of its own, so that it can be ended together with all that it starts.
  /// The three descriptors are the child's alone afterwards: they are closed here, whether it could be started or not.
  /// What its place asks for and the kernel refuses is left out.
  ///
  /// - Throws: `SpawnError`, `ResourceError`, `CancellationError`.
  package func start(
    _ command: Command, at place: ProcessPlace = .inherited, input: Int32, output: Int32, error: Int32, newGroup: Bool
  ) async throws -> ChildProcess {
    defer { for fd in Set([input, output, error]) where fd > 2 { close(fd) } }
    // A child that is started must be waited for.
    try waiting.start()
    return try await starting.run {
      let pid = try Children.start { () throws(SpawnError) in
        try spawn(command, at: place, [input, output, error], newGroup: newGroup)
      }
      return ChildProcess(pid: pid, leadsGroup: newGroup)
    }
  }

  /// Waits until the child has ended. Its pid stays its own until it is reaped. Cancellation does not end the wait.
  package func waitForEnd(of child: ChildProcess) async throws {
    let waiting = waiting
    try await uncancelled {
      try await waiting.run { awaitEnd(of: child.pid) }
    }
  }

  /// Ends what is left of an ended child's own process group, and frees its pid. To be called once, after `waitForEnd`.
  package func reap(_ child: ChildProcess) -> ChildExit {
    if child.leadsGroup { child.signal(SIGKILL) }
    awaitEnd(of: child.pid)
    return Spawner.reaped(child.pid)
  }

  /// How a child that has ended did so; frees its pid.
  static func reaped(_ pid: pid_t) -> ChildExit {
    var status: Int32 = 0
    var usage = rusage()
    Children.reap(pid) { while wait4(pid, &status, 0, &usage) < 0, errno == EINTR {} }
    return ChildExit(
      status: status & 0x7f == 0 ? .exited((status >> 8) & 0xff) : .signalled(status & 0x7f), cpu: CPUTime(usage))
  }
}

/// Blocks until it can be reaped.
private func awaitEnd(of pid: pid_t) {
  var info = siginfo_t()
  while waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT) != 0, errno == EINTR {}
}

private func spawn(
  _ command: Command, at place: ProcessPlace, _ standard: [Int32], newGroup: Bool
) throws(SpawnError) -> pid_t {
  var pid: pid_t = 0
  let set = Variables.copies(command.variables.mapValues { Array($0.utf8) })
  defer { for copy in set { free(copy) } }
  let environment = Variables.inherited(without: Set(command.variables.keys)) + set + [nil]
  let failure = withCStrings([command.name] + command.arguments) { argv in
    place.withPlace { calcmon_spawn(command.executable, argv, environment, standard, newGroup ? 1 : 0, $0, &pid) }
  }
  if let call = failure.call {
    let isThere = access(command.executable, F_OK) == 0
    throw SpawnError(
      executable: command.executable, call: String(cString: call), errno: failure.error,
      lacksInterpreter: isThere && failure.error == ENOENT)
  }
  return pid
}

private func withCStrings<Result>(
  _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  let pointers = strings.map { strdup($0) } + [nil]
  defer { pointers.forEach { free($0) } }
  return body(pointers)
}
