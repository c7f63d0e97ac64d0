import Foundation

/// A minimal HTTP/1.1 client on loopback: what was answered, byte for byte.
package enum HTTP {
  package struct Answer: Sendable {
    package let status: Int
    /// Names in lower case.
    package let headers: [String: String]
    package let body: String
  }

  /// Asks, and reads as many bytes as are announced, or else to the end of the connection.
  package static func request(
    _ method: String, _ path: String, port: Int, headers: [String: String] = [:], body: String = ""
  ) async throws -> Answer {
    try await offThePool { try requestBlocking(method, path, port: port, headers: headers, body: body) }
  }

  private static func requestBlocking(
    _ method: String, _ path: String, port: Int, headers: [String: String], body: String
  ) throws -> Answer {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
    guard connected == 0 else {
      throw Tool.Failure(description: "cannot connect to port \(port): \(String(cString: strerror(errno)))")
    }
    let length = body.isEmpty ? [:] : ["Content-Length": "\(body.utf8.count)"]
    let all = ["Host": "127.0.0.1:\(port)", "Connection": "close"].merging(length) { $1 }.merging(headers) { $1 }
    let head = ["\(method) \(path) HTTP/1.1"] + all.map { "\($0.key): \($0.value)" }
    var unsent = Array((head.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)[...]
    // Who does not want to read all of it may still answer.
    while !unsent.isEmpty {
      let count = unsent.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { break }
      unsent = unsent.dropFirst(count)
    }
    var answer: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while !isWhole(answer), case let count = read(descriptor, &chunk, chunk.count), count > 0 { answer += chunk[..<count] }
    return try parse(String(decoding: answer, as: UTF8.self))
  }
  /// Not every server closes the connection behind an answer. An answer to HEAD is never whole: it announces what it has not.
  private static func isWhole(_ answer: [UInt8]) -> Bool {
    guard let end = answer.firstRange(of: Array("\r\n\r\n".utf8)),
      let head = try? parse(String(decoding: answer[..<end.upperBound], as: UTF8.self)),
      let length = head.headers["content-length"].flatMap({ Int($0) })
    else { return false }
    return length > 0 && answer.count >= end.upperBound + length
  }

  private static func parse(_ text: String) throws -> Answer {
    guard let end = text.range(of: "\r\n\r\n") else { throw Tool.Failure(description: "not an answer: '\(text.prefix(200))'") }
    let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
    let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    let headers = lines.dropFirst().reduce(into: [String: String]()) { headers, line in
      let parts = line.split(separator: ":", maxSplits: 1)
      headers[parts[0].lowercased()] = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
    }
    return Answer(status: status, headers: headers, body: String(text[end.upperBound...]))
  }
}
