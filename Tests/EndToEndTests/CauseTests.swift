import CalcmonTesting
import Foundation
import Procfs
import Testing

extension EndToEnd {
  /// Who is at fault for a queue that grows: the same by `run`, and by `report` over what it kept, in both runtimes.
  @Suite struct CauseTests {
    private let directory: TemporaryDirectory
    private let cores = ProcessInfo.processInfo.activeProcessorCount

    /// What was said of a queue.
    private struct Said: Hashable {
      let runtime: String
      let cause: String
      let text: String
    }

    init() throws { directory = try TemporaryDirectory() }

    @Test func `Processes that want every core are the host's, and are named`() async throws {
      let hog = directory.file("greedy")
      try FileManager.default.createSymbolicLink(atPath: hog, withDestinationPath: try Tool.find("sh"))
      var hogs: [Program] = []
      for _ in 0..<4 * cores { hogs.append(try await Program.start([hog, "-c", "while :; do :; done"])) }
      let unit = CgroupUnit.of(try CgroupMembership.read(ProcRoot.own, pid: "\(hogs[0].pid)"))
      let (run, _) = try await grown(load: 0.8)
      for hog in hogs { await hog.kill() }
      for said in run {
        #expect(said.cause == "host", "\(said)")
        #expect(said.text.contains(" of \(cores) core") && said.text.contains("The run's threads waited "), "\(said)")
        // Where the tests run in a container or a unit, all of it has one name.
        #expect(said.text.contains(" \(unit ?? "greedy") "), "\(said)")
      }
    }

    @Test func `A CPU quota is the host's, and is said`() async throws {
      let group = Result { try CPUGroup(cores: 0.4 * Double(cores)) }
      guard case .success(let group) = group else {
        // Who may not make a group cannot have the quota tried, and is told.
        let result = try await Tool.run(BuiltBinary.path, ["selftest", "--injections", "1", "--only", "limited"])
        #expect(result.output.contains("Not tried: limited in swift: "), "\(result.output)")
        return
      }
      // How fast the cores are is measured outside of the group.
      _ = try await Tool.run(
        BuiltBinary.path,
        ["run", "cpu-bound", "--strategy", "async", "--items", "20", "--store", "--storage.path", "kept.db"],
        directory: directory.path
      )
      let (run, _) = try await grown(load: 0.8, before: "echo $$ > '\(group.path)/cgroup.procs' && ")
      await group.remove()
      for said in run {
        #expect(said.cause == "host", "\(said)")
        #expect(said.text.contains("The CPU quota of its control group stopped it for "), "\(said)")
      }
    }

    @Test func `More than the cores can do is the program's, with what its limit was, unless others really have the host`()
      async throws
    {
      let (run, othersShare) = try await grown(load: 1.5)
      for said in run {
        if othersShare >= 0.1, said.cause == "host" { continue }
        #expect(said.cause == "program", "\(said)")
        #expect(["The limit was the cores", "More came than all processors"].contains { said.text.hasPrefix($0) }, "\(said)")
      }
    }

    @Test func `A disk that others write to is the host's, as far as the kernel tells that it was busy with their bytes`()
      async throws
    {
      var hogs: [Program] = []
      for number in 0..<4 {
        let file = directory.file("filler\(number)")
        hogs.append(
          try await Program.start([
            "sh", "-c", "while :; do dd if=/dev/zero of='\(file)' bs=1M count=64 conv=fsync 2>/dev/null; done",
          ]))
      }
      try write(
        "kind: mixed\n    strategies: [async]\n    items: 1500\n    concurrency: 4\n    io: {kind: disk}",
        target: "io_wait: \"ratio < 0.001\"")
      let output = try await calcmon("run steady --strategy async --store --format json")
      for hog in hogs { await hog.kill() }
      let said = try judged(output, target: "io_wait")
      #expect(Set(said) == Set(try judged(try await calcmon("report --mix steady --format json"), target: "io_wait")))
      let hosts = try entries(output).map { $0["host"] as? [String: Any] }
      for (said, host) in zip(said, hosts) where said.cause != "none" {
        #expect((said.cause == "host") == isDiskOfOthers(host), "\(said), \(String(describing: host))")
        #expect(said.cause != "host" || said.text.contains(" were others'"), "\(said)")
      }
    }

    private func isDiskOfOthers(_ host: [String: Any]?) -> Bool {
      guard let host, let disk = host["disk"] as? [String: Any], let seconds = host["seconds"] as? Double,
        let busy = disk["busy_seconds"] as? Double, let bytes = disk["bytes"] as? Double, let own = disk["own_bytes"] as? Double
      else { return false }
      // What the run wrote, its journal included, is its own.
      return busy >= seconds / 2 && bytes - min(bytes, 8 * own) >= bytes / 2
    }

    @Test func `A loop that is late by less than a stall tells why, if its target asks for less`() async throws {
      try write("kind: mixed\n    strategies: [async]\n    items: 60\n    concurrency: 2\n    cpu: {time: 40ms}")
      _ = try await calcmon("run steady --strategy async --store --format json")
      let report = try judged(try await calcmon("report --mix steady --format json"), target: "event_loop_latency")
      #expect(report.count == 2)
      for said in report {
        // However busy this host is: it is known.
        #expect(["program", "host"].contains(said.cause), "\(said)")
        #expect(said.text.hasPrefix("The loop was held for more than 20 ms "), "\(said)")
      }
    }

    // MARK: Support

    private func write(_ lines: String, target: String = "event_loop_latency: \"p(99) < 20ms\"") throws {
      try """
      mixes:
        - name: steady
          \(lines)
          targets: {\(target)}
      """.write(toFile: directory.file("steady.yaml"), atomically: true, encoding: .utf8)
    }

    /// Runs open-loop work of so much of what the cores could do, and returns what was said of its queue, and how much of the host others had.
    private func grown(load: Double, before prefix: String = "") async throws -> (said: [Said], othersShare: Double) {
      try write(
        "kind: realtime\n    strategies: [hybrid]\n    rate: \(load * Double(cores) / 0.004)\n    duration: 3s\n    cpu: {time: 4ms}\n"
          + "    queue_limit: 1000000\n    processes: \(cores)")
      let output = try await calcmon("run steady --strategy hybrid --store --format json", before: prefix)
      let run = try judged(output, target: "queue_depth")
      #expect(Set(run.map(\.runtime)) == ["swift", "asyncio"])
      #expect(Set(try judged(try await calcmon("report --mix steady --format json"), target: "queue_depth")) == Set(run))
      let hosts = try entries(output).compactMap { $0["host"] as? [String: Any] }
      let shares = hosts.map { host in
        (host["others_seconds"] as? Double ?? 0) / ((host["seconds"] as? Double ?? 1) * (host["processors"] as? Double ?? 1))
      }
      return (run, shares.max() ?? 0)
    }

    private func calcmon(_ arguments: String, before prefix: String = "") async throws -> String {
      let flags = "--storage.path kept.db --config.file steady.yaml"
      let result = try await Tool.run(
        "sh", ["-c", "\(prefix)exec '\(BuiltBinary.path)' \(arguments) \(flags)"], directory: directory.path)
      #expect(result.status == 1, "\(result.errors)")
      return result.output
    }

    /// `runs` of the last line of a run, `targets` of a report.
    private func entries(_ output: String) throws -> [[String: Any]] {
      let isReport = output.hasPrefix("{\n")
      let text = isReport ? Substring(output) : try #require(output.split(separator: "\n").last)
      let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      return try #require(object[isReport ? "targets" : "runs"] as? [[String: Any]])
    }

    private func judged(_ output: String, target: String) throws -> [Said] {
      try entries(output).flatMap { entry -> [Said] in
        let runtime = entry["runtime"] as? String ?? ""
        let targets = entry["targets"] as? [[String: Any]] ?? [entry]
        return targets.filter { $0["target"] as? String == target }.map {
          Said(runtime: runtime, cause: $0["cause"] as? String ?? "none", text: $0["cause_text"] as? String ?? "")
        }
      }
    }
  }
}

/// A control group with a CPU quota, in version 1 or 2.
private struct CPUGroup {
  let path: String

  /// - Throws: where this user may make none.
  init(cores: Double) throws {
    let root = "/sys/fs/cgroup"
    let isFirst = FileManager.default.fileExists(atPath: "\(root)/cpu/cpu.cfs_quota_us")
    path = "\(root)/\(isFirst ? "cpu/" : "")calcmon-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    do {
      let quota = "\(Int(cores * 100_000))"
      try CPUGroup.write(isFirst ? quota : "\(quota) 100000", to: "\(path)/\(isFirst ? "cpu.cfs_quota_us" : "cpu.max")")
    } catch {
      rmdir(path)
      throw error
    }
  }

  private static func write(_ text: String, to path: String) throws {
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try file.write(contentsOf: Data(text.utf8))
    try file.close()
  }

  /// Its processes have ended: the kernel needs a moment until it knows.
  func remove() async { try? await Poll.until("the group is empty") { rmdir(path) == 0 || errno == ENOENT } }
}
