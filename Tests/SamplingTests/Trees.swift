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

/// Files in a temporary directory of their own.
struct TemporaryTree {
  let path: String

  /// Makes the files; a path with a trailing slash becomes an empty directory.
  init(_ files: [String: String]) throws {
    path = FileManager.default.temporaryDirectory.appending(path: "sampling-tests-\(UUID().uuidString)").path
    try write(files)
  }

  /// Makes the files anew.
  func write(_ files: [String: String]) throws {
    let root = URL(filePath: path)
    for (file, text) in files {
      let url = root.appending(path: file)
      let folder = file.hasSuffix("/") ? url : url.deletingLastPathComponent()
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      if !file.hasSuffix("/") { try Data(text.utf8).write(to: url) }
    }
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }

  /// The files of a process with these children.
  static func process(
    _ pid: Int, parent: Int = 1, state: Character = "S", ticks: Int = 0, start: Int = 5, pages: Int = 0, pss: Int? = nil,
    children: String = ""
  ) -> [String: String] {
    var files = [
      "stat": "btime 1\n",
      "\(pid)/stat": "\(pid) (x) \(state) \(parent) 1 1 0 -1 0 0 0 0 0 \(ticks) 0 0 0 20 0 1 0 \(start) 4096 \(pages) 0\n",
      "\(pid)/task/\(pid)/children": children,
    ]
    files["\(pid)/smaps_rollup"] = pss.map { "Rss: \($0 * 2) kB\nPss: \($0) kB\n" }
    return files
  }
}

extension [String: String] {
  /// These files and those; where both have a path, those count.
  static func + (these: Self, those: Self) -> Self { these.merging(those) { $1 } }
}
