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
      ("/system.slice/containerd.service/kubepods-pod1.slice:cri-containerd:\(digits)", "cri-containerd-0123456789ab"),
      ("/kubepods.slice/kubepods-pod1.slice/crio-\(digits).scope", "crio-0123456789ab"),
      ("/kubepods-besteffort/pod1/cri-containerd-\(digits)", "cri-containerd-0123456789ab"),
      ("/ecs/task/\(digits)", "container-0123456789ab"), ("/docker/\(digits)/system.slice/nginx.service", "nginx.service"),
      ("/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-\(digits).scope", "libpod-0123456789ab"),
      ("/lxc.payload.web", "lxc-web"), ("/lxc.payload.web/system.slice/nginx.service", "nginx.service"), ("/lxc/web", "lxc-web"),
      ("/lxc.payload/web/init.scope", nil), ("/lxc.payload.", nil), ("/\(digits.dropLast())", nil), ("/docker/-", nil),
      ("/:", nil),
      ("/system.slice/caf\\xc3\\xa9.service", "café.service"), ("/system.slice/\\xff\\x0a.service", "\u{FFFD}\n.service"),
      ("/system.slice/a\\x+1.service", "a\\x+1.service"),
    ] as [(String, String?)])
  func `the innermost unit or container`(_ path: String, _ name: String?) {
    #expect(CgroupUnit.of(groupPath: path) == name)
  }

  @Test func `what a group is called is the same in version 1, in version 2 and in both at once`() throws {
    let service = "/system.slice/backup.service"
    let versions = [
      "0::\(service)\n", "4:memory:\(service)\n3:cpu,cpuacct:\(service)\n1:name=systemd:\(service)\n",
      "4:memory:/\n3:cpu,cpuacct:/\n1:name=systemd:\(service)\n0::\(service)\n",
      "4:pids:/docker/\(Self.digits)\n1:name=systemd:\(service)\n0::/\n",
    ]
    for text in versions {
      #expect(CgroupUnit.of(try CgroupMembership.parse(text, path: "x")) == "backup.service", "\(text)")
    }
  }

  @Test func `the hierarchy that systemd uses comes first`() throws {
    let memberships = try CgroupMembership.parse(
      "3:cpu,cpuacct:/system.slice/old.service\n1:name=systemd:/system.slice/new.service\n", path: "x")
    #expect(CgroupUnit.of(memberships) == "new.service")
    let elsewhere = try CgroupMembership.parse("0::/\n3:cpu,cpuacct:/jobs/backup.service\n", path: "x")
    #expect(CgroupUnit.of(elsewhere) == "backup.service")
  }
}
