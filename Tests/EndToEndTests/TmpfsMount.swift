import CalcmonTesting
import Foundation

/// A file system of its own in memory, which only those see who enter it: it is gone with its holder, however the test ends.
final class TmpfsMount {
  let directory: TemporaryDirectory
  /// Goes before a command that is to see it, in its directory.
  let wrapper: [String]
  private let holder: Program

  /// Mounts it over a new directory. Needs root.
  ///
  /// - Parameter options: of mount(8), as `size=1m`.
  init(_ options: String) async throws {
    directory = try TemporaryDirectory()
    // The `cat` ends with this process, which holds the other end of its input.
    let script = "mount -t tmpfs -o \"$1\" tmpfs \"$2\" && echo mounted && exec cat"
    holder = try await Program.start(
      ["unshare", "--mount", "--propagation", "private", "sh", "-c", script, "sh", options, directory.path], input: .pipe,
      output: .pipe)
    let entry = "cd \"$0\" && exec \"$@\""
    wrapper = [
      "nsenter", "--mount=/proc/\(holder.pid)/ns/mnt", "sh", "-c", entry, directory.path,
    ]
    _ = try await Transcript(holder.output).first("that a tmpfs with \(options) is mounted") { $0 == "mounted" ? $0 : nil }
  }

  /// What a shell prints that works in it, and its complaints.
  @discardableResult func shell(_ script: String) async throws -> String {
    let command = wrapper + ["sh", "-c", script]
    let result = try await Tool.run(command[0], Array(command.dropFirst()))
    return result.output + result.errors
  }
}
