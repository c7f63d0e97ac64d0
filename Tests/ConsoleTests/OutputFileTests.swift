import CalcmonTesting
import Console
import Foundation
import Testing

@Suite struct OutputFileTests {
  private let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func write(_ text: String, to name: String, replaces: Bool = true, isForAll: Bool = false) throws {
    let file = try OutputFile(folder.file(name), replaces: replaces, isForAll: isForAll)
    try file.write(text)
    try file.finish()
  }

  private func text(_ name: String) throws -> String { try String(contentsOfFile: folder.file(name), encoding: .utf8) }

  private func put(_ text: String, _ name: String) throws {
    try text.write(toFile: folder.file(name), atomically: false, encoding: .utf8)
  }

  private func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: folder.file(name), withDestinationPath: target)
  }

  private func target(_ name: String) throws -> String {
    try FileManager.default.destinationOfSymbolicLink(atPath: folder.file(name))
  }

  private func status(_ name: String) -> stat {
    var status = stat()
    stat(folder.file(name), &status)
    return status
  }

  private var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
  }

  @Test func `What a link leads to is replaced, and the link stays`() throws {
    try put("old", "real")
    try link("second", to: "real")
    try link("first", to: folder.file("second"))
    try write("new", to: "first")
    #expect(try text("real") == "new")
    #expect(try target("first") == folder.file("second"))
    #expect(try target("second") == "real")
    #expect(try names == ["first", "real", "second"])
  }

  @Test(arguments: [true, false])
  func `A link that leads nowhere is given its file`(replaces: Bool) throws {
    try FileManager.default.createDirectory(atPath: folder.file("sub"), withIntermediateDirectories: false)
    try link("link", to: "sub/real")
    try write("new", to: "link", replaces: replaces)
    #expect(try text("sub/real") == "new")
    #expect(try target("link") == "sub/real")
  }

  @Test func `Links that lead to each other are named, and stay`() throws {
    try link("a", to: "b")
    try link("b", to: "a")
    #expect(throws: OutputError.cannotWrite(folder.file("a"), reason: "Too many levels of symbolic links")) {
      try write("new", to: "a")
    }
    #expect(try names == ["a", "b"])
  }

  /// Whether this kernel does not follow such links: a setting of the host, which a test must not change.
  private static let protectsLinks =
    (try? String(contentsOfFile: "/proc/sys/fs/protected_symlinks", encoding: .utf8)) == "1\n"

  @Test(arguments: ["real", "missing"])
  func `A link that another user has put into a folder for all is followed only if the kernel follows it`(target: String) throws {
    try put("old", "real")
    try FileManager.default.createDirectory(atPath: folder.file("all"), withIntermediateDirectories: false)
    chmod(folder.file("all"), 0o1777)
    try link("all/link", to: folder.file(target))
    let isForeign = lchown(folder.file("all/link"), 1234, 1234) == 0
    guard Self.protectsLinks, isForeign else {
      try write("new", to: "all/link")
      #expect(try text(target) == "new")
      return
    }
    #expect(throws: OutputError.cannotWrite(folder.file("all/link"), reason: "Permission denied")) {
      try write("new", to: "all/link")
    }
    #expect(try text("real") == "old")
  }

  @Test func `A link to a file that is there is a file that is there`() throws {
    try put("old", "real")
    try link("link", to: "real")
    #expect(throws: OutputError.isThere(folder.file("link"))) { try write("new", to: "link", replaces: false) }
    #expect(try text("real") == "old")
  }

  @Test(arguments: [0o600, 0o640, 0o664, 0o444] as [mode_t])
  func `A file that is replaced keeps its mode`(mode: mode_t) throws {
    try put("old", "file")
    chmod(folder.file("file"), mode)
    try write("new", to: "file", isForAll: true)
    #expect(status("file").st_mode & 0o7777 == mode)
    #expect(try text("file") == "new")
  }

  // Without the rights of root the owner stays the own one, before and after.
  @Test func `A file that is replaced keeps its owner`() throws {
    try put("old", "file")
    chown(folder.file("file"), 1234, 2345)
    let before = status("file")
    try write("new", to: "file")
    #expect(status("file").st_uid == before.st_uid)
    #expect(status("file").st_gid == before.st_gid)
  }

  @Test func `A new file that is for all can be read by all`() throws {
    try write("new", to: "file", isForAll: true)
    #expect(status("file").st_mode & 0o777 == 0o644)
  }

  @Test func `Until it is finished the old file stands, and an unfinished one leaves nothing`() throws {
    try put("old", "file")
    do {
      let file = try OutputFile(folder.file("file"), replaces: true)
      try file.write("new")
      #expect(try text("file") == "old")
    }
    #expect(try text("file") == "old")
    #expect(try names == ["file"])
  }

  @Test func `A name may be as long as a file system allows`() throws {
    let name = String(repeating: "n", count: 255)
    try write("new", to: name)
    #expect(try text(name) == "new")
  }

  @Test func `A pipe is written to, also through a link`() async throws {
    mkfifo(folder.file("pipe"), 0o600)
    try link("link", to: "pipe")
    async let read = Tool.output("cat", [folder.file("pipe")])
    let link = folder.file("link")
    try await offThePool {
      let file = try OutputFile(link, replaces: false)
      try file.write("new")
      try file.finish()
    }
    #expect(try await read == "new")
    #expect(status("pipe").st_mode & S_IFMT == S_IFIFO)
  }

  @Test func `A descriptor that the process was not given is no place for a result`() throws {
    let own = open(folder.file("own"), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    defer { close(own) }
    for name in ["/dev/fd/\(own)", "/proc/self/fd/\(own)", "/dev/fd/999"] {
      #expect(throws: OutputError.cannotWrite(name, reason: "Bad file descriptor")) {
        _ = try OutputFile(name, replaces: true)
      }
    }
  }

  @Test(arguments: ["/dev/fd/", "/proc/self/fd/", "/proc/thread-self/fd/"])
  func `A descriptor that it was given is written on where it stands`(folder names: String) throws {
    let given = open(folder.file("log"), O_WRONLY | O_CREAT, 0o600)
    defer { close(given) }
    _ = Glibc.write(given, "before\n", 7)
    try link("latest\(given)", to: "\(names)\(given)")
    try write("new\n", to: "latest\(given)")
    #expect(try text("log") == "before\nnew\n")
    #expect(try target("latest\(given)") == "\(names)\(given)")
  }

  @Test func `Nothing is made below /dev, and a device stays one`() throws {
    #expect(throws: OutputError.cannotWrite("/dev/calcmon-none", reason: "No such file or directory")) {
      _ = try OutputFile("/dev/calcmon-none", replaces: true)
    }
    try link("null", to: "/dev/null")
    try write("new", to: "null")
    #expect(try target("null") == "/dev/null")
    #expect(throws: OutputError.cannotWrite("/dev/full", reason: "No space left on device")) {
      try OutputFile("/dev/full", replaces: true).write("new")
    }
  }

  @Test(arguments: [("", "it is a folder"), ("no/", "a file's name does not end with a slash")])
  func `A folder is no file`(name: String, reason: String) {
    #expect(throws: OutputError.cannotWrite(folder.file(name), reason: reason)) {
      _ = try OutputFile(folder.file(name), replaces: true)
    }
  }
}
