import CalcmonTesting
import Foundation
import Testing

extension Beside.Serving {
  /// A database in a folder that its reader may not write to, and no agent beside it.
  @Suite struct ReadOnlyFolderTests {
    private let directory: TemporaryDirectory
    private var folder: String { directory.file("a folder?100%#") }
    private var path: String { "\(folder)/calcmon.db" }

    init() async throws {
      directory = try TemporaryDirectory()
      chmod(directory.path, 0o755)
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
      let run = ["run", "idle", "--runtime", "swift", "--duration", "1s", "--store", "--storage.path", path]
      _ = try await Tool.run(BuiltBinary.path, run)
      chmod(folder, 0o755)
      chmod(path, 0o644)
    }

    /// As a user who owns nothing, and has a place for copies.
    private func asNobody(_ arguments: [String]) async throws -> Tool.Result {
      let user = ["--reuid", "65534", "--regid", "65534", "--clear-groups", "env", "TMPDIR=/var/tmp"]
      return try await Tool.run("setpriv", user + [BuiltBinary.path] + arguments + ["--storage.path", path], directory: "/")
    }

    private static let readers = [
      ["report"], ["report", "--format", "json"], ["export"], ["export", "--format", "csv", "--table", "runs"], ["alerts"],
      ["alerts", "backtest"], ["alerts", "silences"], ["simulate"],
    ]

    /// Puts the newest row into a log that no process has open, as `kill -9` leaves it.
    private func leaveLog() async throws {
      let copy = directory.file("copy.db")
      let script = """
        cp '\(path)' '\(copy)'; sqlite3 '\(copy)' "PRAGMA wal_autocheckpoint = 0;
        UPDATE runs SET mix = 'fromlog'; UPDATE series SET mix = 'fromlog';" ".shell cp '\(copy)' '\(path)'; cp '\(copy)-wal' '\(path)-wal'"
        chmod 644 '\(path)' '\(path)-wal'
        """
      _ = try await Tool.output("sh", ["-c", script])
    }

    @Test(arguments: readers)
    func `It is read without a log`(command: [String]) async throws {
      let before = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      let result = try await asNobody(command)
      #expect([0, 1, 3].contains(result.status), "\(result.errors)")
      #expect(!result.output.isEmpty)
      #expect(!result.errors.contains("database"), "\(result.errors)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == before)
    }

    @Test func `It is read with the log that was left beside it, from a copy, which is said`() async throws {
      try await leaveLog()
      let before = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      let result = try await asNobody(["report"])
      #expect(result.output.contains("fromlog"), "\(result.errors)")
      #expect(result.errors.contains("is read from a copy: an agent has left a log beside it"), "\(result.errors)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == before)
    }

    @Test(arguments: [false, true])
    func `It is read on a medium that nobody can write to`(hasLog: Bool) async throws {
      if hasLog { try await leaveLog() }
      let mount = "mount --bind '\(folder)' '\(folder)' && mount -o remount,ro,bind '\(folder)'"
      let script = "\(mount) && exec '\(BuiltBinary.path)' report --storage.path '\(path)'"
      let result = try await Tool.run("unshare", ["--mount", "sh", "-c", script])
      #expect(result.output.contains(hasLog ? "fromlog" : "idle"), "\(result.errors)")
      #expect([0, 1, 3].contains(result.status))
    }

    @Test func `Who would write it is told that the folder is meant`() async throws {
      chmod(path, 0o666)
      let result = try await asNobody(["alerts", "silence", "--alert", "CalcmonQueueGrowing", "--for", "1h", "--comment", "x"])
      #expect(result.status == 4)
      #expect(result.errors.contains("calcmon.db"), "\(result.errors)")
    }
  }
}
