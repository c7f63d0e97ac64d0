import Glibc

/// What a name for a result leads to.
///
/// Links are followed here and not by the kernel, since a rename replaces the link and not what it leads to.
enum OutputPlace {
  /// A descriptor that this process was started with: `-`, `/dev/stdout`, `/dev/fd/3`. Opened anew, a file would be overwritten from its
  /// begin, whatever `>>` in the shell has asked for.
  case descriptor(Int32)
  /// A device, a pipe, or whatever is in /dev or /proc: written as it is. The flags are those of `open(2)`.
  case direct(flags: Int32)
  /// A file, by the name at the end of all links.
  case file(String, old: FileStatus?)

  /// As many as the kernel follows.
  private static let mostLinks = 40

  /// - Throws: `OutputError.cannotWrite` where nothing can be written there.
  init(_ path: String) throws(OutputError) {
    guard path != "-" else {
      self = .descriptor(STDOUT_FILENO)
      return
    }
    try Self.requireTrusted(path)
    var (name, isDevice) = (path, false)
    for _ in 0..<Self.mostLinks {
      let folder = Folder(of: name)
      if let number = folder.ownDescriptor(Self.lastPart(name)) {
        self = .descriptor(try Self.inherited(number, path))
        return
      }
      if folder.isProc {
        self = .direct(flags: O_APPEND)
        return
      }
      isDevice = isDevice || folder.isDevices
      guard let target = try Self.link(name, path) else {
        self = try Self.end(name, isDevice: isDevice, of: path)
        return
      }
      name = target.hasPrefix("/") ? target : "\(folder.name)/\(target)"
    }
    throw .cannotWrite(path, errno: ELOOP)
  }

  /// A link that another user has put into a folder such as /tmp is not followed: the kernel knows which those are.
  private static func requireTrusted(_ path: String) throws(OutputError) {
    var status = stat()
    guard stat(path, &status) != 0, errno == EACCES else { return }
    throw .cannotWrite(path, errno: EACCES)
  }

  /// Where there is no further link.
  private static func end(_ name: String, isDevice: Bool, of path: String) throws(OutputError) -> OutputPlace {
    var status = stat()
    guard lstat(name, &status) == 0 else {
      guard errno == ENOENT, !isDevice else { throw .cannotWrite(path, errno: errno) }
      guard !name.hasSuffix("/") else { throw .cannotWrite(path, reason: "a file's name does not end with a slash") }
      return .file(name, old: nil)
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: throw .cannotWrite(path, reason: "it is a folder")
    case S_IFREG where !isDevice: return .file(name, old: FileStatus(status))
    case _: return .direct(flags: O_TRUNC)
    }
  }

  /// A descriptor that was opened since the start is no place for a result: it may be a database.
  private static func inherited(_ number: Int32, _ path: String) throws(OutputError) -> Int32 {
    let flags = fcntl(number, F_GETFD)
    guard flags >= 0, flags & FD_CLOEXEC == 0 else { throw .cannotWrite(path, errno: EBADF) }
    return number
  }

  /// What a link says; `nil` if the name is none.
  private static func link(_ name: String, _ path: String) throws(OutputError) -> String? {
    var characters = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(name, &characters, characters.count)
    guard count >= 0 else { return nil }
    guard let target = String(validating: characters[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) else {
      throw .cannotWrite(path, reason: "the name that it is a link to is not UTF-8")
    }
    return target
  }

  private static func lastPart(_ name: String) -> Substring {
    name[(name.lastIndex(of: "/").map(name.index(after:)) ?? name.startIndex)...]
  }
}

/// The folder that a name is in.
private struct Folder {
  let name: String
  /// Without links; the name itself where there is no such folder.
  private let real: String

  init(of path: String) {
    let slash = path.lastIndex(of: "/")
    let name = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let resolved = realpath(name, nil)
    self.name = name
    real = resolved.map { String(cString: $0) } ?? name
    free(resolved)
  }

  /// Shared memory lies in /dev, and is a folder of files as any other.
  var isDevices: Bool { (real == "/dev" || real.hasPrefix("/dev/")) && real != "/dev/shm" && !real.hasPrefix("/dev/shm/") }

  /// Also where it is mounted elsewhere.
  var isProc: Bool {
    var (own, proc) = (stat(), stat())
    return real.hasPrefix("/proc/") || (stat(real, &own) == 0 && stat("/proc", &proc) == 0 && own.st_dev == proc.st_dev)
  }

  /// The number of a descriptor of this process, if the folder is the list of them: `/proc/self/fd`, or a task's.
  func ownDescriptor(_ entry: Substring) -> Int32? {
    let parts = real.split(separator: "/")
    let isOwn = parts.count > 2 && parts[0] == "proc" && parts[1] == "\(getpid())" && parts.last == "fd"
    return isOwn ? Int32(entry) : nil
  }
}
