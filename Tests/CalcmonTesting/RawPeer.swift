import Foundation

/// A client that sends whatever bytes a test wants, over a blocking socket on loopback. Reads give up after a minute.
package final class RawPeer: Sendable {
  private let descriptor: Int32

  /// Connects to a port on loopback.
  ///
  /// - Parameter receiveBuffer: in bytes, where the kernel's own choice is too generous.
  package init(port: Int, receiveBuffer: Int32? = nil) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    if var receiveBuffer { setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, socklen_t(MemoryLayout<Int32>.size)) }
    var timeout = timeval(tv_sec: 60, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
    // What is thrown here runs deinit, which closes the socket.
    guard connected == 0 else {
      throw Tool.Failure(description: "cannot connect to port \(port): \(String(cString: strerror(errno)))")
    }
  }

  deinit { close(descriptor) }

  /// Sends a text.
  package func send(_ text: String) { send(Array(text.utf8)) }

  /// A peer that is gone is no error: what it said before shows when it is read.
  package func send(_ bytes: [UInt8]) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return }
      sent += count
    }
  }

  /// Says that nothing more will be sent.
  package func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Makes closing it a reset.
  package func resetOnClose() {
    var linger = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
  }

  /// Whether there is something to read.
  package var hasInput: Bool {
    var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&watched, 1, 0) > 0
  }

  /// At most so many bytes; `nil` once the peer has closed or reset the connection.
  package func read(upTo limit: Int = 65536) throws -> [UInt8]? {
    var chunk = [UInt8](repeating: 0, count: limit)
    let count = Foundation.read(descriptor, &chunk, limit)
    if count < 0, errno == EAGAIN { throw Tool.Failure(description: "nothing was answered, and the connection stays open") }
    return count > 0 ? Array(chunk[..<count]) : nil
  }

  /// Everything until the peer closes.
  package func readToEnd() throws -> String { String(decoding: try readBytesToEnd(), as: UTF8.self) }

  /// Everything until the peer closes.
  package func readBytesToEnd() throws -> [UInt8] {
    var all: [UInt8] = []
    while let bytes = try read() { all += bytes }
    return all
  }

  /// Sends a request over new connections until one is not closed before it, as clients do, and reads to its end.
  package static func ask(_ request: String, port: Int) throws -> String {
    while true {
      let peer = try RawPeer(port: port)
      peer.send(request)
      let answer = try peer.readToEnd()
      if !answer.isEmpty { return answer }
    }
  }

  /// Up to and with a text.
  package func read(through end: String) throws -> String {
    var all: [UInt8] = []
    let end = Array(end.utf8)
    while !all.suffix(end.count).elementsEqual(end) {
      guard let byte = try read(upTo: 1) else {
        throw Tool.Failure(description: "closed after '\(String(decoding: all, as: UTF8.self))'")
      }
      all += byte
    }
    return String(decoding: all, as: UTF8.self)
  }

  /// One answer whose header says how long its body is.
  package func readAnswer() throws -> (head: String, body: String) {
    let head = try read(through: "\r\n\r\n")
    let length = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
      .flatMap { Int($0.split(separator: ":")[1].trimmingCharacters(in: .whitespaces)) }
    var body: [UInt8] = []
    while let length, body.count < length, let bytes = try read(upTo: length - body.count) { body += bytes }
    return (head, String(decoding: body, as: UTF8.self))
  }
}
