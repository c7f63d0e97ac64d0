import CalcmonTesting
import Foundation
import Testing

/// The units in `packaging/systemd`.
@Suite struct UnitFileTests {
  /// What systemd-analyze weighs, and what a monitor needs, of `calcmon.service`.
  private static let directives: [String: [String]] = [
    "Type": ["notify"], "NotifyAccess": ["main"], "WatchdogSec": ["60s"], "Restart": ["on-failure"], "OOMPolicy": ["continue"],
    "User": ["calcmon"], "Group": ["calcmon"], "UMask": ["0077"], "StateDirectory": ["calcmon"], "RuntimeDirectory": ["calcmon"],
    "ConfigurationDirectory": ["calcmon"], "ProtectProc": ["default"], "ProcSubset": ["all"], "ProtectControlGroups": ["yes"],
    "NoNewPrivileges": ["yes"], "CapabilityBoundingSet": [""], "AmbientCapabilities": [""], "ProtectSystem": ["strict"],
    "ProtectHome": ["yes"], "PrivateTmp": ["yes"], "PrivateDevices": ["yes"], "ProtectClock": ["yes"],
    "ProtectHostname": ["yes"], "ProtectKernelLogs": ["yes"], "ProtectKernelModules": ["yes"], "ProtectKernelTunables": ["yes"],
    "LockPersonality": ["yes"], "MemoryDenyWriteExecute": ["yes"], "RestrictAddressFamilies": ["AF_UNIX AF_INET AF_INET6"],
    "RestrictNamespaces": ["yes"], "RestrictRealtime": ["yes"], "RestrictSUIDSGID": ["yes"], "RemoveIPC": ["yes"],
    "SystemCallArchitectures": ["native"],
    "SystemCallFilter": [
      "@system-service", "~@privileged @resources", "sched_setaffinity sched_setscheduler setpriority",
    ],
  ]

  private func unit(_ name: String) throws -> [String: [String: [String]]] {
    let text = try String(contentsOfFile: "\(Repository.root)/packaging/systemd/\(name)", encoding: .utf8)
    var sections: [String: [String: [String]]] = [:]
    var section = ""
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      if line.hasPrefix("[") {
        section = String(line.dropFirst().dropLast())
      } else {
        let equals = try #require(line.firstIndex(of: "="), "\(line)")
        sections[section, default: [:]][String(line[..<equals]), default: []].append(String(line[line.index(after: equals)...]))
      }
    }
    return sections
  }

  @Test func `The service is hardened, and sees what it measures`() throws {
    let service = try #require(try unit("calcmon.service")["Service"])
    for (name, values) in Self.directives { #expect(service[name] == values, "\(name)") }
    for name in ["LimitNOFILE", "TasksMax", "MemoryMax"] { #expect(service[name]?.count == 1, "\(name)") }
    // Peers of other users would have no uid.
    #expect(service["PrivateUsers"] == nil)
  }

  @Test func `The service keeps its history in its own directory`() throws {
    let service = try #require(try unit("calcmon.service")["Service"])
    #expect(service["ExecStart"]?.first?.contains("--storage.path /var/lib/calcmon/") == true)
    #expect(service["WorkingDirectory"] == ["/var/lib/calcmon"])
  }

  @Test func `The socket listens on loopback only`() throws {
    let socket = try #require(try unit("calcmon.socket")["Socket"])
    #expect(socket["ListenStream"] == ["127.0.0.1:9873"])
    #expect(socket["Service"] == ["calcmon.service"])
    #expect(socket["Accept"] == nil)
  }

  @Test(.timeLimit(.minutes(1))) func `systemd understands the units and finds the service safe enough`() async throws {
    let directory = try TemporaryDirectory()
    // There need not be a calcmon where tests run.
    let service = try String(contentsOfFile: "\(Repository.root)/packaging/systemd/calcmon.service", encoding: .utf8)
    try service.replacing("/usr/bin/calcmon", with: "/bin/true")
      .write(toFile: directory.file("calcmon.service"), atomically: true, encoding: .utf8)
    try FileManager.default.copyItem(
      atPath: "\(Repository.root)/packaging/systemd/calcmon.socket", toPath: directory.file("calcmon.socket"))
    let verify = try await Tool.run(
      "systemd-analyze", ["verify", directory.file("calcmon.service"), directory.file("calcmon.socket")])
    #expect(verify.status == 0)
    #expect(verify.errors == "")
    // In tenths: at most 1.7. A tenth of it is for the calls by which runs give way.
    let security = try await Tool.run(
      "systemd-analyze", ["security", "--offline=true", "--no-pager", "--threshold=17", directory.file("calcmon.service")])
    #expect(security.status == 0, "\(security.output.suffix(200))")
  }
}
