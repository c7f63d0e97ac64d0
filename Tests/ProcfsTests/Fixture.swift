import Foundation
import Procfs

/// One machine at two moments; see `Tests/Fixtures/proc/README.md`.
enum Fixture {
  /// The folder of all fixture trees.
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/proc")

  static func tree(_ moment: Int) throws -> ProcRoot {
    try ProcRoot(procfs: folder.appending(path: "tree/\(moment)").path)
  }
}

/// The pseudo-files of one machine at one moment.
struct Machine {
  static let names = [
    "kernel-3.10-cgroup-v1", "kernel-5.15-hybrid", "kernel-6.1-cgroup-v2", "kernel-6.18-cgroup-v1", "kernel-6.6-arm64",
  ]

  let proc: ProcRoot
  let cgroup: ProcRoot

  /// One of the fixtures.
  init(_ name: String, _ moment: Int) throws {
    try self.init(in: Fixture.folder.appending(path: "\(name)/\(moment)").path)
  }

  /// What a test has made.
  init(in folder: String) throws {
    proc = try ProcRoot(procfs: "\(folder)/proc")
    cgroup = ProcRoot(cgroupfs: "\(folder)/cgroup")
  }
}
