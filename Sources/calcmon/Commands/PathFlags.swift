import ArgumentParser
import Runs

/// Where the kernel's files and Python are, for the commands that execute runs.
struct PathFlags: ParsableArguments {
  @Option(
    name: .customLong("path.python"),
    help: ArgumentHelp(
      "The Python of the runtime asyncio, 3.11 or later. (default: the first python3 on the PATH)", valueName: "file"))
  var python: PathArgument?

  @Option(name: .customLong("path.procfs"), help: ArgumentHelp("Mount point of procfs.", valueName: "folder"))
  var proc: PathArgument = "/proc"

  @Option(name: .customLong("path.cgroupfs"), help: ArgumentHelp("Mount point of the cgroup file systems.", valueName: "folder"))
  var cgroup: PathArgument = "/sys/fs/cgroup"

  /// As runs need it.
  var environment: RunEnvironment.Options {
    var environment = RunEnvironment.Options()
    environment.pythonPath = python?.path
    environment.procPath = proc.path
    environment.cgroupPath = cgroup.path
    return environment
  }
}
