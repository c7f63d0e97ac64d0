import Foundation
import Procfs

/// One machine at two moments; see `Tests/Fixtures/proc/README.md`.
enum Fixture {
  static func tree(_ moment: Int) throws -> ProcRoot {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return try ProcRoot(procfs: tests.appending(path: "Fixtures/proc/tree/\(moment)").path)
  }
}
