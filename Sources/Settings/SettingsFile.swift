import Glibc

/// Opens configuration files.
enum SettingsFile {
  /// Nobody writes more by hand.
  private static let largest = 1 << 20

  /// The text of a regular file. Opening never waits for anybody, and no more is read than a configuration may have.
  static func text(_ path: String) throws(SettingsProblem) -> String {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw SettingsProblem(nil, "cannot be opened: \(String(cString: strerror(errno)))") }
    defer { close(descriptor) }
    try requireRegular(descriptor)
    let bytes = try read(descriptor)
    guard bytes.count <= largest else { throw SettingsProblem(nil, "is larger than 1 MiB, which is no configuration") }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw SettingsProblem(nil, "is no text in UTF-8, from line \(bytes.prefix(validPrefix(bytes)).count { $0 == 10 } + 1) on")
    }
    return text
  }

  /// By what can be done with it: a pipe has no places in it, and a device has something to read though it has no size.
  private static func requireRegular(_ descriptor: Int32) throws(SettingsProblem) {
    var byte: UInt8 = 0
    let canRead = Glibc.read(descriptor, &byte, 1)
    if canRead < 0, errno == EISDIR { throw SettingsProblem(nil, "is a directory, not a file") }
    let size = lseek(descriptor, 0, SEEK_END)
    guard size >= 0 else {
      throw SettingsProblem(nil, "is a pipe; it must be a file, which can be read again when it has changed")
    }
    guard size > 0 || canRead <= 0 else {
      throw SettingsProblem(nil, "is a device; it must be a file, which can be read again when it has changed")
    }
    lseek(descriptor, 0, SEEK_SET)
  }

  /// At most one byte more than may be.
  private static func read(_ descriptor: Int32) throws(SettingsProblem) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: largest + 1)
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress?.advanced(by: filled), $0.count - filled) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw SettingsProblem(nil, "cannot be read: \(String(cString: strerror(errno)))") }
      if count == 0 { break }
      filled += count
    }
    return Array(bytes.prefix(filled))
  }

  /// How many bytes come before the first that is no UTF-8.
  private static func validPrefix(_ bytes: [UInt8]) -> Int {
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var count = 0
    while case .scalarValue(let scalar) = decoder.decode(&iterator) { count += UTF8.width(scalar) }
    return count
  }
}
