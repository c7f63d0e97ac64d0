import Foundation
import Procfs
import Testing

@Suite struct CgroupMountsTests {
  @Test func `each mount point has the group that it begins with`() throws {
    let tree = try TemporaryTree(["cpu/": "", "a b\\c/": "", "other/": ""])
    defer { tree.remove() }
    try FileManager.default.createSymbolicLink(atPath: "\(tree.path)/link", withDestinationPath: "cpu")
    let real = try #require(realpath(tree.path, nil).map { String(cString: $0) })
    let mounts = CgroupMounts(
      parsing: """
        1 0 0:1 / \(real)/cpu rw - tmpfs tmpfs rw
        2 0 0:2 /../.. \(real)/cpu rw,nosuid shared:5 master:7 - cgroup cgroup rw,cpu
        3 0 0:3 /a\\040b \(real)/a\\040b\\134c rw - cgroup2 cgroup2 rw
        4 0 0:4 / \(real)/other rw - tmpfs tmpfs rw
        nonsense
        5 0 0:5 / \(real)/other -
        """)
    #expect(mounts.firstGroup(at: "\(tree.path)/cpu") == "/../..")
    #expect(mounts.firstGroup(at: "\(tree.path)/link/") == "/../..")
    #expect(mounts.firstGroup(at: "\(tree.path)/a b\\c") == "/a b")
    #expect(mounts.firstGroup(at: "\(tree.path)/other") == nil)
    #expect(mounts.firstGroup(at: "\(tree.path)/missing") == nil)
  }

  @Test func `the mounts of this machine are found`() throws {
    let memberships = try CgroupMembership.read(.own, pid: "self")
    #expect(!memberships.isEmpty)
    // Whatever is mounted here, this test is in it.
    if CgroupMounts.present.firstGroup(at: "/sys/fs/cgroup") != nil {
      #expect(Cgroup.groups(of: "cpu", memberships, root: .ownCgroups) != nil)
    }
  }
}

@Suite struct CgroupPathTests {
  @Test(
    arguments: [
      ("/", "/", [""]), ("/a/b", "/", ["a/b/", "a/", ""]),
      // A container that sees the host's names, and is itself what is mounted; and a group that it made.
      ("/docker/x", "/docker/x", [""]), ("/docker/x/sub", "/docker/x", ["sub/", ""]),
      // Above the namespace of this process, and mounted from there.
      ("/../a/b", "/../a", ["b/", ""]),
      // The names between the mount and the namespace are not known.
      ("/", "/../..", nil), ("/a", "/..", nil),
      // Other parts of the hierarchy.
      ("/docker/x", "/docker/y", nil), ("/../x", "/", nil), ("/docker", "/docker/x", nil),
    ] as [(String, String, [String]?)])
  func `the folders of a group in a mount that begins with another`(_ group: String, _ first: String, _ folders: [String]?) {
    #expect(CgroupPath(group).folders(below: CgroupPath(first)) == folders)
  }

  @Test(arguments: [("/a/b", ["a/b/", "a/", ""]), ("/", [""]), ("/../a", [""])])
  func `in a tree that is no mount the root comes last, and a path out of the namespace names it alone`(
    _ group: String, _ folders: [String]
  ) {
    #expect(CgroupPath(group).folders == folders)
  }
}

@Suite struct CgroupPlaceTests {
  /// The quota of v2 that is found with such a mount at the folder `cgroup`.
  private static func folders(_ membership: String, first: String, _ files: [String: String]) throws -> [String]? {
    let tree = try TemporaryTree(files)
    defer { tree.remove() }
    let real = try #require(realpath(tree.path, nil).map { String(cString: $0) })
    let mounts = CgroupMounts(parsing: "2 0 0:2 \(first) \(real)/cgroup rw - cgroup2 cgroup2 rw")
    let root = ProcRoot(cgroupfs: "\(tree.path)/cgroup")
    let groups = Cgroup.groups(of: "cpu", try CgroupMembership.parse(membership, path: "cgroup"), root: root, mounts: mounts)
    return groups.flatMap { $0.root == root ? $0.folders : nil }
  }

  @Test func `a group below the one that is mounted is found by the rest of its name`() throws {
    let files = ["cgroup/sub/cpu.max": "50000 100000\n"]
    #expect(try Self.folders("0::/docker/x/sub\n", first: "/docker/x", files) == ["sub/", ""])
  }

  @Test func `a mount of the host, above the namespace, does not lend its own figures`() throws {
    #expect(try Self.folders("0::/\n", first: "/../..", ["cgroup/cpu.max": "50000 100000\n"]) == nil)
  }
}
