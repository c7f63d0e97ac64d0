import CalcmonTesting
import Foundation

/// A file system of its own in memory, which only those see who enter it: it is gone with its holder, however the test ends.
final class TmpfsMount {
  let directory: TemporaryDirectory
  /// Goes before a command that is to see it, in its directory.
  let wrapper: [String]
  private let holder: Process
  private let input: Pipe

  /// Mounts it over a new directory. Needs root.
  ///
  /// - Parameter options: of mount(8), as `size=1m`.
  init(_ options: String) async throws {
    directory = try TemporaryDirectory()
    input = Pipe()
    let output = Pipe()
    holder = Process()
    holder.executableURL = URL(fileURLWithPath: try Tool.find("unshare"))
    // The `cat` ends with this process, which holds the other end of its input.
    let script = "mount -t tmpfs -o \"$1\" tmpfs \"$2\" && echo mounted && exec cat"
    holder.arguments = ["--mount", "--propagation", "private", "sh", "-c", script, "sh", options, directory.path]
    holder.standardInput = input
    holder.standardOutput = output
    try holder.run()
    let entry = "cd \"$0\" && exec \"$@\""
    wrapper = [
      "nsenter", "--mount=/proc/\(holder.processIdentifier)/ns/mnt", "sh", "-c", entry, directory.path,
    ]
    let said = try await offThePool { output.fileHandleForReading.availableData }
    guard String(decoding: said, as: UTF8.self) == "mounted\n" else {
      throw Tool.Failure(description: "cannot mount a tmpfs with \(options)")
    }
  }

  deinit { holder.terminate() }

  /// What a shell prints that works in it, and its complaints.
  @discardableResult func shell(_ script: String) async throws -> String {
    let command = wrapper + ["sh", "-c", script]
    let result = try await Tool.run(command[0], Array(command.dropFirst()))
    return result.output + result.errors
  }
}
