import Glibc

/// Finds a server once, so that no step waits for a name.
enum ServerAddress {
  /// A server that is asked for a name's address must answer a connection in so many milliseconds.
  private static let patience: Int32 = 2000

  /// The numeric address of a host: if there are several, the first one that accepts a connection, or else the first. Blocks.
  ///
  /// - Throws: `StepFailure`.
  static func find(host: String, port: Int) throws(StepFailure) -> String {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, "\(port)", &hints, &list)
    defer { if let list { freeaddrinfo(list) } }
    let found = sequence(first: list, next: { $0?.pointee.ai_next }).prefix { $0 != nil }.compactMap { $0?.pointee }
    guard code == 0, let first = found.first else {
      throw StepFailure("cannot find \(host): \(String(cString: gai_strerror(code)))")
    }
    let chosen = found.count > 1 ? found.first(where: accepts) ?? first : first
    var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    guard getnameinfo(chosen.ai_addr, chosen.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0 else {
      throw StepFailure("cannot find \(host): it has an address of an unknown kind")
    }
    return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  private static func accepts(_ address: addrinfo) -> Bool {
    let type = address.ai_socktype | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    let descriptor = socket(address.ai_family, type, 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    if connect(descriptor, address.ai_addr, address.ai_addrlen) == 0 { return true }
    guard errno == EINPROGRESS else { return false }
    var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    var failure: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    return poll(&waiting, 1, patience) == 1 && getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &failure, &size) == 0 && failure == 0
  }
}
