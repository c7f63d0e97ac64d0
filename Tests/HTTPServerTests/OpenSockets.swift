import Foundation

/// What the kernel knows of sockets.
enum OpenSockets {
  /// Those of a server on 127.0.0.1 that a process still holds: the one that listens at the port, and those of its connections.
  ///
  /// A port that is free again may be given to a client of another server, which is one whose other end is listened at.
  static func count(port: Int) throws -> Int {
    let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: "/proc/net/tcp")), as: UTF8.self)
    let rows = text.split(separator: "\n").dropFirst().map { $0.split(separator: " ") }.filter { $0.count > 9 }
    let listening = Set(rows.filter { $0[3] == "0A" }.map { Self.port(of: $0[1]) })
    return rows.count { row in
      Self.port(of: row[1]) == port && row[9] != "0" && (row[3] == "0A" || !listening.contains(Self.port(of: row[2])))
    }
  }

  /// Of an address as `0100007F:1F90`.
  private static func port(of address: Substring) -> Int { Int(address.suffix(4), radix: 16) ?? 0 }
}
