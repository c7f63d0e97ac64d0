package import Foundation
package import Procfs

/// One machine at two moments; see `Tests/Fixtures/proc/README.md`.
package enum Fixture {
  /// The folder of all fixture trees.
  package static let folder = URL(filePath: Repository.procFixtures)

  /// The procfs of `tree` at a moment, 1 or 2.
  package static func tree(_ moment: Int) throws -> ProcRoot {
    try ProcRoot(procfs: folder.appending(path: "tree/\(moment)").path)
  }
}

/// The pseudo-files of one machine at one moment.
package struct Machine {
  /// All of them.
  package static let names = [
    "kernel-3.10-cgroup-v1", "kernel-5.15-hybrid", "kernel-6.1-cgroup-v2", "kernel-6.18-cgroup-v1", "kernel-6.6-arm64",
  ]

  /// Its procfs.
  package let proc: ProcRoot
  /// Its cgroup file systems.
  package let cgroup: ProcRoot

  /// One of the fixtures.
  package init(_ name: String, _ moment: Int) throws {
    try self.init(in: Fixture.folder.appending(path: "\(name)/\(moment)").path)
  }

  /// What a test has made.
  package init(in folder: String) throws {
    proc = try ProcRoot(procfs: "\(folder)/proc")
    cgroup = ProcRoot(cgroupfs: "\(folder)/cgroup")
  }
}
