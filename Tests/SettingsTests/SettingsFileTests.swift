import Foundation
import Settings
import Testing

@Suite(.timeLimit(.minutes(1))) struct SettingsFileTests {
  private final class Folder {
    let path = NSTemporaryDirectory() + "calcmon-settings-" + UUID().uuidString

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ bytes: some Sequence<UInt8>) throws -> String {
      let file = path + "/calcmon.yaml"
      try Data(bytes).write(to: URL(fileURLWithPath: file))
      return file
    }
  }

  private let folder: Folder

  init() throws { folder = try Folder() }

  private func message(_ file: String) -> String {
    do {
      _ = try AgentSettings.read(file: file, cores: 2)
      return "good"
    } catch {
      return "\(error)".replacing(folder.path, with: "")
    }
  }

  @Test func `A good file is read, and paths in it begin where it is`() throws {
    let file = try folder.file("storage: {path: a.db}".utf8)
    #expect(try AgentSettings.read(file: file, cores: 2).storagePath == folder.path + "/a.db")
  }

  @Test func `An empty file is as good as none`() throws {
    #expect(try AgentSettings.read(file: folder.file([]), cores: 2) == AgentSettings())
  }

  @Test func `What cannot be opened is told`() throws {
    #expect(message(folder.path + "/missing.yaml") == "/missing.yaml: cannot be opened: No such file or directory")
    let file = try folder.file([])
    #expect(message(file + "/below.yaml") == "/calcmon.yaml/below.yaml: cannot be opened: Not a directory")
    #expect(message("") == ": cannot be opened: No such file or directory")
  }

  @Test func `A link that leads to itself is told`() throws {
    let link = folder.path + "/loop.yaml"
    #expect(symlink(link, link) == 0)
    #expect(message(link) == "/loop.yaml: cannot be opened: Too many levels of symbolic links")
  }

  @Test func `What is no file is refused, and nobody waits for it`() throws {
    #expect(message(folder.path) == ": is a directory, not a file")
    let pipe = folder.path + "/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(message(pipe) == "/pipe: is a pipe; it must be a file, which can be read again when it has changed")
    #expect(message("/dev/zero") == "/dev/zero: is a device; it must be a file, which can be read again when it has changed")
  }

  @Test func `A pipe that the shell gives a name is refused`() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    defer { ends.forEach { close($0) } }
    #expect(message("/dev/fd/\(ends[0])").hasSuffix("is a pipe; it must be a file, which can be read again when it has changed"))
  }

  @Test func `What is no text is told`() throws {
    #expect(
      message(try folder.file([0x61, 0x3A, 0x20, 0x0A, 0xFF, 0xFE])) == "/calcmon.yaml: is no text in UTF-8, from line 2 on")
    #expect(
      message(try folder.file([0x7F, 0x45, 0x4C, 0x46, 0, 0]))
        == "/calcmon.yaml:1:1: is no text: it holds U+007F")
  }

  @Test func `A file of more than one MiB is refused`() throws {
    let file = folder.path + "/large.yaml"
    #expect(FileManager.default.createFile(atPath: file, contents: nil))
    truncate(file, 50 << 20)
    #expect(message(file) == "/large.yaml: is larger than 1 MiB, which is no configuration")
    #expect(message(try folder.file(Array(repeating: 0x23, count: 1 << 20))) == "good")
    #expect(
      message(try folder.file(Array(repeating: 0x23, count: 1 << 20 + 1)))
        == "/calcmon.yaml: is larger than 1 MiB, which is no configuration")
  }
}
