import CalcmonTesting
import Foundation
import Testing

extension Beside.Serving {
  /// Names that SQLite takes for others, and files that have several.
  @Suite struct DatabaseNameTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func calcmon(_ arguments: [String], environment: [String] = []) async throws -> Tool.Result {
      try await Tool.run("env", environment + [BuiltBinary.path] + arguments, directory: directory.path)
    }

    private func store(_ path: String) async throws -> Tool.Result {
      try await calcmon(["run", "idle", "--runtime", "swift", "--duration", "1s", "--store", "--storage.path", path])
    }

    @Test(arguments: ["file:other.db", "file:other.db?mode=rwc", ":memory:", "file::memory:", "file:///other.db"])
    func `A name that SQLite takes for another is that of a file`(name: String) async throws {
      if name == "file:///other.db" {
        #expect(try await store(name).errors.contains("No such file or directory"))
        return
      }
      let other = directory.file("other.db")
      _ = try await Tool.output("sqlite3", [other, "CREATE TABLE t (a)"])
      let bytes = try Data(contentsOf: URL(fileURLWithPath: other))
      #expect([0, 1, 3].contains(try await store(name).status))
      #expect(try Data(contentsOf: URL(fileURLWithPath: other)) == bytes)
      #expect(try directory.names().contains(name))
      #expect(try await calcmon(["report", "--storage.path", name]).output.contains("idle"))
    }

    @Test(arguments: [
      ["agent"], ["run", "idle"], ["run", "idle", "--store"], ["tune"], ["simulate"], ["report"], ["export"], ["alerts"],
      ["alerts", "show", "ab"], ["alerts", "silences"], ["alerts", "unsilence", "1"], ["alerts", "backtest"],
    ])
    func `An empty name is refused`(command: [String]) async throws {
      let result = try await calcmon(command + ["--storage.path", ""])
      #expect(result.status == 2)
      #expect(result.errors.contains("--storage.path must not be empty"), "\(result.errors)")
      #expect(try directory.names() == [])
    }

    @Test func `A variable names the database where no flag does, and an empty one does not`() async throws {
      let named = try await calcmon(["report"], environment: ["CALCMON_STORAGE_PATH=mine.db"])
      #expect(named.errors.contains("there is no database mine.db"))
      let flag = try await calcmon(["report", "--storage.path", "his.db"], environment: ["CALCMON_STORAGE_PATH=mine.db"])
      #expect(flag.errors.contains("there is no database his.db"))
      let empty = try await calcmon(["report"], environment: ["CALCMON_STORAGE_PATH="])
      #expect(empty.errors.contains("there is no database calcmon.db"))
    }

    @Test func `A file with several names is not written, and read by each`() async throws {
      #expect([0, 1, 3].contains(try await store("calcmon.db").status))
      try FileManager.default.linkItem(atPath: directory.file("calcmon.db"), toPath: directory.file("link.db"))
      for name in ["calcmon.db", "link.db"] {
        let refused = try await store(name)
        #expect(refused.status == 4)
        #expect(refused.errors.contains("\(name) is one of 2 names (hard links) of a file"), "\(refused.errors)")
        #expect(try await calcmon(["report", "--storage.path", name]).output.contains("idle"))
      }
    }

    @Test func `The scratch database of a run is a file, whatever its folder is called`() async throws {
      try FileManager.default.createDirectory(atPath: directory.file("file:scratch"), withIntermediateDirectories: false)
      let result = try await calcmon(
        ["run", "mixed", "--io", "sqlite", "--strategy", "async", "--items", "200"], environment: ["TMPDIR=file:scratch"])
      #expect(result.output.contains("swift") && result.output.contains("asyncio"))
      #expect(![2, 4].contains(result.status), "\(result.errors)")
      #expect(try directory.names() == ["file:scratch"])
    }
  }
}
