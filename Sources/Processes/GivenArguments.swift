import CLinux

/// The command line of this process, as the kernel gave it to the program.
package enum GivenArguments {
  /// The arguments after the name of the program. Swift's own list is read from procfs, and is empty if none is mounted.
  package static var all: [String] {
    var count: Int32 = 0
    guard let arguments = calcmon_arguments(&count) else { return Array(CommandLine.arguments.dropFirst()) }
    return (0..<Int(count)).dropFirst().compactMap { arguments[$0].map { String(cString: $0) } }
  }
}
