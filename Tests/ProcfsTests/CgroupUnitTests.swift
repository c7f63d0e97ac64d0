import Procfs
import Testing

@Suite struct CgroupUnitTests {
  private static let digits = String(repeating: "0123456789abcdef", count: 4)

  @Test(
    arguments: [
      ("/", nil), ("", nil), ("/user.slice", nil), ("/system.slice/backup.service", "backup.service"),
      ("/system.slice/backup.service/worker", "backup.service"),
      ("/system.slice/system-getty.slice/getty@tty1.service", "getty@tty1.service"),
      ("/user.slice/user-1000.slice/session-3.scope", nil), ("/init.scope", nil),
      ("/user.slice/user-1000.slice/user@1000.service/app.slice/firefox.service", "firefox.service"),
      ("/system.slice/my\\x2dapp\\x20x.service", "my-app x.service"), ("/system.slice/a\\x.service", "a\\x.service"),
      ("/docker/\(digits)", "container-0123456789ab"), ("/system.slice/docker-\(digits).scope", "docker-0123456789ab"),
      ("/kubepods.slice/kubepods-pod1.slice/cri-containerd-\(digits).scope", "cri-containerd-0123456789ab"),
      ("/machine.slice/libpod-\(digits).scope/container", "libpod-0123456789ab"),
      ("/kubepods/burstable/pod1/\(digits)", "container-0123456789ab"), ("/a/run-u7.scope", "run-u7.scope"),
      ("/system.slice/backup.service (deleted)", nil),
    ] as [(String, String?)])
  func `the innermost unit or container`(_ path: String, _ name: String?) {
    #expect(CgroupUnit.of(groupPath: path) == name)
  }

  @Test func `the hierarchy that systemd uses comes first`() throws {
    let memberships = try CgroupMembership.parse(
      "3:cpu,cpuacct:/system.slice/old.service\n1:name=systemd:/system.slice/new.service\n", path: "x")
    #expect(CgroupUnit.of(memberships) == "new.service")
    let elsewhere = try CgroupMembership.parse("0::/\n3:cpu,cpuacct:/jobs/backup.service\n", path: "x")
    #expect(CgroupUnit.of(elsewhere) == "backup.service")
  }
}
