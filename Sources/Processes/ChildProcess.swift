package import Glibc

/// A program to start.
package struct Command: Hashable, Sendable {
  /// Absolute path of the executable.
  package let executable: String
  /// What `ps` shows in its place.
  package let name: String
  /// Without the name of the program itself.
  package let arguments: [String]
  /// Set in its environment, beside those of this process.
  package let variables: [String: String]

  /// A program under its own name.
  package init(executable: String, arguments: [String], variables: [String: String] = [:]) {
    self.executable = executable
    name = executable
    self.arguments = arguments
    self.variables = variables
  }

  private init(executable: String, name: String, arguments: [String]) {
    self.executable = executable
    self.name = name
    self.arguments = arguments
    variables = [:]
  }

  /// This very program, under the same name, with other arguments; also where its file has been replaced meanwhile.
  package static func thisProgram(_ arguments: String...) -> Command {
    Command(executable: "/proc/self/exe", name: "calcmon", arguments: arguments)
  }
}

/// A started child that has not been reaped: its pid is its own until `Spawner.reap` returns.
package struct ChildProcess: Sendable {
  /// For signals and `/proc`; after `Spawner.reap` it may be somebody else's.
  package let pid: pid_t
  /// Whether it has a process group of its own, whose id is its pid.
  package let leadsGroup: Bool

  /// Sends a signal to the child, and to whatever it has started and kept in a group of its own.
  package func signal(_ signal: Int32) {
    _ = Glibc.kill(leadsGroup ? -pid : pid, signal)
  }
}

/// How a child ended, and what it and the children that it reaped have used.
package struct ChildExit: Hashable, Sendable {
  /// By itself, with its exit status; or by a signal, with its number.
  package enum Status: Hashable, Sendable, CustomStringConvertible {
    case exited(Int32)
    case signalled(Int32)

    /// Behind the name of the child.
    package var description: String {
      switch self {
      case .exited(let status): "ended with status \(status)"
      case .signalled(let signal): "was ended by signal \(signal)"
      }
    }
  }

  /// Of the child itself, whatever became of the children that it had.
  package let status: Status
  /// From the kernel's accounting at the end.
  package let cpu: CPUTime

  /// Pairs an end with what was used until then.
  package init(status: Status, cpu: CPUTime) {
    self.status = status
    self.cpu = cpu
  }
}

/// Why a program could not be started.
package struct SpawnError: Error, Equatable, CustomStringConvertible {
  /// The path that was tried; `/proc/self/exe` for calcmon itself.
  package let executable: String
  /// The system call that has failed.
  package let call: String
  /// The kernel's reason.
  package let errno: Int32
  /// Whether the program is there, and what it names as its interpreter, or its loader, is not.
  package let lacksInterpreter: Bool

  package var description: String { "cannot start \(executable): \(reason)" }

  /// Without the program. What `execve` refuses is the program itself, so it is not named.
  package var reason: String {
    if lacksInterpreter { return "the interpreter that its first line names, or its loader, is not there" }
    let reason = String(cString: strerror(errno))
    return call == "execve" ? reason : "\(call): \(reason)"
  }
}
