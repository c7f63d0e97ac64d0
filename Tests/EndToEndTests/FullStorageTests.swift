import CalcmonTesting
import Foundation
import Testing

extension StorageFaults {
  /// No room for the database, or no right to make one.
  @Suite(.serialized) struct FullStorageTests {
    @Test func `While the disk is full samples wait, and are written when there is room`() async throws {
      let mount = try await TmpfsMount("size=2m")
      let agent = try await AgentProcess.calm(in: mount.directory, through: mount.wrapper)
      #expect(try await mount.shell("dd if=/dev/zero of=fill bs=4k").contains("No space left"))
      try await agent.expectTrouble("full")
      try await agent.wait(for: "samples that wait") { try await agent.value("calcmon_storage_queued_samples") ?? 0 > 0 }
      try await mount.shell("rm fill")
      try await agent.expectRecovery(from: "full", on: mount)
    }

    @Test func `On a full disk it starts all the same, and begins its history when there is room`() async throws {
      let mount = try await TmpfsMount("size=2m")
      #expect(try await mount.shell("dd if=/dev/zero of=fill bs=4k").contains("No space left"))
      let agent = try await AgentProcess.calm(in: mount.directory, through: mount.wrapper)
      try await agent.expectTrouble("full")
      try await mount.shell("rm fill")
      try await agent.expectRecovery(from: "full", on: mount)
    }

    /// SQLite says "unable to open database file" where it cannot make one of the files beside it.
    @Test(arguments: [0, 1, 2, 3])
    func `Where so many files can still be made it starts all the same`(left: Int) async throws {
      let mount = try await TmpfsMount("nr_inodes=20")
      #expect(try await mount.shell("for i in $(seq 20); do : >fill$i || break; done").contains("No space left"))
      try await mount.shell("rm -f $(ls fill* | head -n \(left))")
      let agent = try await AgentProcess.calm(in: mount.directory, through: mount.wrapper)
      try await agent.expectTrouble("full")
      try await mount.shell("rm fill*")
      try await agent.expectRecovery(from: "full", on: mount)
    }

    @Test func `In a folder that it may not write it does not start, and says as whom it tried`() async throws {
      let mount = try await TmpfsMount("mode=755")
      // The binary may be where only root finds it.
      try await mount.shell("touch calcmon && mount --bind \"\(BuiltBinary.path)\" calcmon")
      let command = mount.wrapper + ["setpriv", "--reuid", "65534", "--clear-groups", "./calcmon", "agent"]
      let result = try await Tool.run(command[0], command.dropFirst() + ["--web.listen-address", "127.0.0.1:0"])
      #expect(result.status == 4)
      #expect(result.errors.contains("cannot open the database calcmon.db: calcmon.db.lock: Permission denied (user 65534)"))
      #expect(result.errors.split(separator: "\n").count == 1)
      #expect(try await mount.shell("ls") == "calcmon\n")
    }

    @Test func `On a file system that is read only it does not start`() async throws {
      let mount = try await TmpfsMount("ro")
      let (status, says) = try await refusal(in: mount.directory, through: mount.wrapper)
      #expect(status == 4)
      #expect(says.contains(mount.directory.file("calcmon.db")))
      #expect(says.contains("Read-only file system (user 0)"))
    }

    @Test func `A limit on the size of files does not kill it`() async throws {
      let agent = try await AgentProcess.calm()
      _ = try await Tool.output("prlimit", ["--pid", "\(agent.pid)", "--fsize=4096:unlimited"])
      try await agent.expectTrouble("io_error")
      _ = try await Tool.output("prlimit", ["--pid", "\(agent.pid)", "--fsize=unlimited"])
      try await agent.expectRecovery(from: "io_error")
    }
  }
}
