package import Applications
import AppIntake
import Glibc
import NIOCore
import NIOPosix
package import Procfs
package import Processes
import Runs
import Samples
import Sampling
package import Scheduling
import Synchronization
import Telemetry

/// Runs a program with the probe inside, hears what that says, and judges it when the program has ended.
package struct ExecSession: Sendable {
  /// What is run.
  package struct Options: Sendable {
    /// The name of the application; `nil`: that of its script.
    package var app: String?
    /// The program and its arguments; not empty.
    package var command: [String]
    package var proc: ProcTrees
    package var cgroup: ProcRoot

    package init(app: String?, command: [String], proc: ProcTrees, cgroup: ProcRoot) {
      self.app = app
      self.command = command
      self.proc = proc
      self.cgroup = cgroup
    }
  }

  /// How it ended.
  package struct Outcome: Sendable {
    package let exit: ChildExit.Status
    /// `nil` if no event loop was seen.
    package let report: AppReport?
  }

  private let options: Options
  private let time: any TimeSource
  private let tell: @Sendable (String) -> Void

  /// - Parameter tell: told, while the program runs, what people should know.
  package init(_ options: Options, time: any TimeSource, tell: @escaping @Sendable (String) -> Void) {
    self.options = options
    self.time = time
    self.tell = tell
  }

  /// How long it may take until the first loop is seen before people are told that none was.
  private static let patience = Duration.seconds(10)
  /// How long is waited, after the program has ended, for what its processes still have to say.
  private static let afterlife = Duration.seconds(1)

  /// Between two readings of what its processes say. They are few, and their end is waited for.
  private static let pace = TimeAmount.milliseconds(50)

  /// Runs it to its end.
  ///
  /// - Throws: `ProgramNotFound`, `SpawnError`, `ProbeFolderError`, `ResourceError`, and what binding the socket throws.
  package func run() async throws -> Outcome {
    let executable = try ProgramSearch.find(options.command[0])
    // Before there is a folder: a signal must not leave it.
    Program.passSignalsOn()
    let folder = try ProbeFolder()
    defer { folder.remove() }
    let intake = ExecIntake(HostReader(proc: options.proc, cgroup: options.cgroup), time: time)
    let waiting = WorkerThreads(2)
    try waiting.start()
    let loop = try EventLoops.shared().next()
    let isRoot = geteuid() == 0
    let user = geteuid()
    let server = AppServer(path: folder.socket, mode: isRoot ? 0o666 : 0o600, pace: ExecSession.pace, loop: loop, time: time) {
      isRoot || $0.uid == user
    }
    let outcome = try await withThrowingTaskGroup(of: Outcome?.self) { group in
      defer { group.cancelAll() }
      let (ready, isReady) = AsyncStream<Void>.makeStream()
      group.addTask {
        try await server.run(ready: { isReady.finish() }, intake.receive)
        return nil
      }
      group.addTask {
        for await _ in ready {}
        return try await execute(executable, folder, intake, waiting)
      }
      while let next = try await group.next() { if let next { return next } }
      throw CancellationError()
    }
    await waiting.shutDown()
    return outcome
  }

  private func execute(
    _ executable: String, _ folder: ProbeFolder, _ intake: ExecIntake, _ waiting: WorkerThreads
  ) async throws -> Outcome {
    let started = time.uptime
    let program = try Program.start(executable, options.command, variables: variables(folder))
    intake.begin(program.pid)
    let exit = try await withThrowingTaskGroup(of: ChildExit?.self) { group in
      defer { group.cancelAll() }
      group.addTask { try await waiting.run { program.waitForEnd() } }
      group.addTask {
        await observe(program, intake, waiting)
        return nil
      }
      group.addTask {
        try? await time.sleep(until: started + ExecSession.patience)
        if !Task.isCancelled, !intake.hasSeenLoop { tell(NoLoop.text(options.command, hasEnded: false)) }
        return nil
      }
      while let next = try await group.next() { if let next { return next } }
      throw CancellationError()
    }
    let seconds = (time.uptime - started).seconds
    let deadline = time.uptime + ExecSession.afterlife
    while intake.isOpen, time.uptime < deadline { try? await time.sleep(until: time.uptime + .milliseconds(20)) }
    return Outcome(exit: exit.status, report: intake.report(options, exit, seconds: seconds))
  }

  /// Looks at the host and the program's threads once a second.
  private func observe(_ program: Program, _ intake: ExecIntake, _ waiting: WorkerThreads) async {
    let tree = ProcessTreeReader(proc: options.proc.processes)
    let threads = ThreadTimesReader(proc: options.proc.processes)
    var next = time.uptime
    while !Task.isCancelled {
      try? await waiting.run {
        intake.readHost()
        if let pids = try? tree.pids(root: program.pid), let times = try? threads.read(pids) { intake.receive(times) }
      }
      next = max(next + .seconds(1), time.uptime)
      try? await time.sleep(until: next)
    }
  }

  private func variables(_ folder: ProbeFolder) -> [String: [UInt8]] {
    let path = PythonPath.beginning(with: folder.pathFolder, old: EnvironmentVariable.bytes("PYTHONPATH"))
    var variables = ["PYTHONPATH": path, "CALCMON_SOCKET": Array(folder.socket.utf8)]
    if let app = options.app { variables["CALCMON_APP"] = Array(app.utf8) }
    return variables
  }
}
