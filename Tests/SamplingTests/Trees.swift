import Foundation
import Procfs

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
