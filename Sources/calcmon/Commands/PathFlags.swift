import ArgumentParser
import Console
import Glibc
import Runs

/// Where the kernel's files and Python are, for the commands that execute runs.
struct PathFlags: ParsableArguments {
  @Option(
    name: [.customLong("path.python"), .customLong("python")],
    help: ArgumentHelp(
      "The Python of the runtime asyncio, 3.11 or later: a file, the folder of a virtual environment, or a name on the PATH. (default: the first python3 there that works)",
      valueName: "file"))
  var python: PathArgument?

  @Option(name: .customLong("path.procfs"), help: ArgumentHelp("Mount point of procfs.", valueName: "folder"))
  var proc: PathArgument = "/proc"

  @Option(name: .customLong("path.cgroupfs"), help: ArgumentHelp("Mount point of the cgroup file systems.", valueName: "folder"))
  var cgroup: PathArgument = "/sys/fs/cgroup"

  /// As runs need it.
  var environment: RunEnvironment.Options {
    var environment = RunEnvironment.Options()
    environment.pythonPath = python?.interpreter
    environment.procPath = proc.path
    environment.cgroupPath = cgroup.path
    environment.warn = { StandardError.write("calcmon: \($0)\n") }
    return environment
  }
}

extension PathArgument {
  /// Of a virtual environment, the interpreter in it.
  fileprivate var interpreter: String {
    let inside = "\(path)/bin/python"
    return path.contains("/") && access(inside, X_OK) == 0 ? inside : path
  }
}

extension RunEnvironment.Options {
  /// Counts the whole cores that runs would get.
  ///
  /// - Throws: `CommandFailure` if there is no procfs where it should be.
  func countedCores() throws -> Int {
    do {
      return try usableCores()
    } catch {
      throw CommandFailure(status: .usage, message: "\(error)")
    }
  }
}
