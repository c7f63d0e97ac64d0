import Foundation

/// What the kernel knows of sockets.
enum OpenSockets {
  /// Those at a local port that a process still holds.
  static func count(port: Int) throws -> Int {
    let text = try Data(contentsOf: URL(fileURLWithPath: "/proc/net/tcp"))
    // 0100007F:port
    let local = Array(":\(String(port, radix: 16, uppercase: true).leftPadded(to: 4)) ".utf8)
    return text.split(separator: UInt8(ascii: "\n")).filter { line in
      guard line.dropFirst(14).starts(with: local) else { return false }
      let inode = line.split(separator: UInt8(ascii: " "))[9]
      return !inode.elementsEqual("0".utf8)
    }.count
  }
}

extension String {
  fileprivate func leftPadded(to length: Int) -> String { String(repeating: "0", count: max(0, length - count)) + self }
}
