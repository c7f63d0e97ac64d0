import CLinux
import Glibc
import NIOPosix
import Scheduling

/// Starts and reaps child processes, on threads of its own that live as long as it does.
///
/// The threads matter: the kernel's parent-death signal is bound to the *thread* that started the child, so a child started from a
/// thread of a shared pool would be killed when the pool retires that thread.
package struct Spawner: Sendable {
  private let starting: NIOThreadPool
  private let waiting: NIOThreadPool

  /// - Parameter waiters: how many children can be waited for at the same time.
  package init(waiters: Int) {
    starting = NIOThreadPool(numberOfThreads: 1)
    waiting = NIOThreadPool(numberOfThreads: waiters)
    starting.start()
    waiting.start()
  }

  /// Ends the threads. Children that still run are killed by the kernel, and must be waited for before.
  package func shutDown() async {
    await endStartingThread()
    try? await waiting.shutdownGracefully()
  }

  /// Ends the thread that has started all children; the kernel kills those that still run.
  package func endStartingThread() async {
    try? await starting.shutdownGracefully()
  }

  /// Starts a program that dies with this process.
  ///
  /// With `newGroup`, it leads a process group of its own, so that it can be ended together with all that it starts.
  /// The three descriptors are the child's alone afterwards: they are closed here, whether it could be started or not.
  package func start(_ command: Command, input: Int32, output: Int32, error: Int32, newGroup: Bool) async throws -> ChildProcess {
    defer { for fd in Set([input, output, error]) where fd > 2 { close(fd) } }
    return try await starting.runIfActive {
      var pid: pid_t = 0
      let code = withCStrings([command.name] + command.arguments) { argv in
        // As it is: what is not UTF-8 in it is for the child to read.
        calcmon_spawn(command.executable, argv, environ, [input, output, error], newGroup ? 1 : 0, &pid)
      }
      guard code == 0 else { throw SpawnError(executable: command.executable, errno: code) }
      return ChildProcess(pid: pid, leadsGroup: newGroup)
    }
  }

  /// Waits until the child has ended. Its pid stays its own until it is reaped. Cancellation does not end the wait.
  package func waitForEnd(of child: ChildProcess) async throws {
    let waiting = waiting
    try await uncancelled {
      try await waiting.runIfActive {
        var info = siginfo_t()
        while waitid(P_PID, id_t(child.pid), &info, WEXITED | WNOWAIT) != 0, errno == EINTR {}
      }
    }
  }

  /// Ends what is left of an ended child's own process group, and frees its pid. To be called once, after `waitForEnd`.
  package func reap(_ child: ChildProcess) -> ChildExit {
    if child.leadsGroup { child.signal(SIGKILL) }
    var status: Int32 = 0
    var usage = rusage()
    while wait4(child.pid, &status, 0, &usage) < 0, errno == EINTR {}
    return ChildExit(
      status: status & 0x7f == 0 ? .exited((status >> 8) & 0xff) : .signalled(status & 0x7f), cpu: CPUTime(usage))
  }
}

private func withCStrings<Result>(
  _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  let pointers = strings.map { strdup($0) } + [nil]
  defer { pointers.forEach { free($0) } }
  return body(pointers)
}
