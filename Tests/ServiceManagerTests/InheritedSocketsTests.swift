import CalcmonTesting
import Foundation
import ServiceManager
import Testing

/// Descriptors are placed at the end of those that a process may have, each test at a place of its own: whoever opens something
/// gets the lowest that is free.
@Suite struct InheritedSocketsTests {
  private static let pid: Int32 = 4711
  /// One more than the greatest descriptor.
  private static let end: Int32 = {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    return Int32(min(limit.rlim_cur, 1 << 16))
  }()
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func environment(_ count: String, names: String? = nil, pid: String = "4711") -> [String: String] {
    var environment = ["LISTEN_PID": pid, "LISTEN_FDS": count]
    environment["LISTEN_FDNAMES"] = names
    return environment
  }

  /// A socket at a descriptor, open for children as systemd leaves it. One that is in use already is not replaced.
  private func place(_ descriptor: Int32, at target: Int32) throws {
    try #require(fcntl(descriptor, F_DUPFD, target) == target)
    close(descriptor)
  }

  private func listener(_ family: Int32, listens: Bool = true, type: __socket_type = SOCK_STREAM) throws -> (Int32, port: Int) {
    let descriptor = socket(family, Int32(type.rawValue), 0)
    try #require(descriptor >= 0)
    var storage = sockaddr_storage()
    var length = socklen_t(family == AF_INET ? MemoryLayout<sockaddr_in>.size : MemoryLayout<sockaddr_in6>.size)
    withUnsafeMutableBytes(of: &storage) { bytes in
      if family == AF_INET {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        withUnsafeBytes(of: address) { bytes.copyBytes(from: $0) }
      } else {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_addr = in6addr_loopback
        withUnsafeBytes(of: address) { bytes.copyBytes(from: $0) }
      }
    }
    let code = withUnsafePointer(to: storage) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
    }
    try #require(code == 0)
    if listens { try #require(listen(descriptor, 5) == 0) }
    _ = withUnsafeMutablePointer(to: &storage) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
    }
    let port = withUnsafeBytes(of: storage) { Int($0[2]) << 8 | Int($0[3]) }
    return (descriptor, port)
  }

  private func unixListener(_ name: String) throws -> Int32 {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    var bytes = Array(name.utf8)
    if bytes[0] == UInt8(ascii: "@") { bytes[0] = 0 }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let length = MemoryLayout<sa_family_t>.size + bytes.count + (bytes[0] == 0 ? 0 : 1)
    let code = withUnsafePointer(to: address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, socklen_t(length)) }
    }
    try #require(code == 0)
    try #require(listen(descriptor, 5) == 0)
    return descriptor
  }

  @Test func `Sockets come with their names and addresses, and are closed on exec`() throws {
    let first = Self.end - 100
    let (v4, port) = try listener(AF_INET)
    try place(v4, at: first)
    let (v6, port6) = try listener(AF_INET6)
    try place(v6, at: first + 1)
    let path = directory.file("web.sock")
    try place(unixListener(path), at: first + 2)
    let abstract = "@calcmon-test-\(UUID().uuidString)"
    try place(unixListener(abstract), at: first + 3)
    defer { for descriptor in first..<first + 4 { close(descriptor) } }

    let sockets = try InheritedSockets.take(
      environment: environment("4", names: "web:web6::other"), pid: Self.pid, first: first)
    #expect(sockets.map(\.descriptor) == Array(first..<first + 4))
    #expect(sockets.map(\.name) == ["web", "web6", "", "other"])
    #expect(
      sockets.map(\.address) == [.ip("127.0.0.1", port: port), .ip("::1", port: port6), .unix(path), .unix(abstract)])
    #expect(sockets.prefix(2).map { "\($0.address)" } == ["127.0.0.1:\(port)", "[::1]:\(port6)"])
    #expect(sockets.allSatisfy { fcntl($0.descriptor, F_GETFD) == FD_CLOEXEC })
  }

  @Test func `A socket without a name has none`() throws {
    let first = Self.end - 90
    try place(try listener(AF_INET).0, at: first)
    defer { close(first) }
    #expect(try InheritedSockets.take(environment: environment("1"), pid: Self.pid, first: first).map(\.name) == [""])
  }

  @Test func `A client reaches the socket`() throws {
    let first = Self.end - 80
    let (descriptor, port) = try listener(AF_INET)
    try place(descriptor, at: first)
    defer { close(first) }
    let socket = try #require(try InheritedSockets.take(environment: environment("1"), pid: Self.pid, first: first).first)
    #expect(socket.address == .ip("127.0.0.1", port: port))
    let client = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    address.sin_port = UInt16(port).bigEndian
    let code = withUnsafePointer(to: address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(client, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    #expect(code == 0)
    let accepted = accept(socket.descriptor, nil, nil)
    #expect(accepted >= 0)
    close(accepted)
    close(client)
  }

  @Test(arguments: [
    [:], ["LISTEN_FDS": "1"], ["LISTEN_PID": "4711"], ["LISTEN_PID": "1", "LISTEN_FDS": "1"],
    ["LISTEN_PID": "", "LISTEN_FDS": "1"], ["LISTEN_PID": "4711", "LISTEN_FDS": "0"],
  ])
  func `What is meant for nobody, or for another process, is left alone`(environment: [String: String]) throws {
    #expect(try InheritedSockets.take(environment: environment, pid: Self.pid).isEmpty)
  }

  @Test(arguments: ["", "-1", "x", "1025", "99999999999"])
  func `A count that is none is told`(count: String) {
    let error = #expect(throws: InheritedSocketError.self) {
      _ = try InheritedSockets.take(environment: environment(count), pid: Self.pid)
    }
    #expect(error?.description == "LISTEN_FDS=\(count) is no number of sockets")
  }

  @Test func `A datagram socket is told`() throws {
    let first = Self.end - 70
    try place(try listener(AF_INET, listens: false, type: SOCK_DGRAM).0, at: first)
    defer { close(first) }
    let error = #expect(throws: InheritedSocketError.self) {
      _ = try InheritedSockets.take(environment: environment("1"), pid: Self.pid, first: first)
    }
    #expect(error == .kind(first))
    #expect(error?.description == "the inherited descriptor \(first) is no stream socket; give ListenStream= in the socket unit")
  }

  @Test func `A socket that does not listen is told`() throws {
    let first = Self.end - 60
    var ends: [Int32] = [0, 0]
    try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
    try place(ends[0], at: first)
    defer { for descriptor in [first, ends[1]] { close(descriptor) } }
    let error = #expect(throws: InheritedSocketError.self) {
      _ = try InheritedSockets.take(environment: environment("1"), pid: Self.pid, first: first)
    }
    #expect(
      error?.description
        == "the inherited descriptor \(first) does not listen; give ListenStream= with Accept=no in the socket unit")
  }

  @Test func `A file and a closed descriptor are told`() throws {
    let first = Self.end - 50
    try place(open("/dev/null", O_RDONLY), at: first)
    defer { close(first) }
    let file = #expect(throws: InheritedSocketError.self) {
      _ = try InheritedSockets.take(environment: environment("1"), pid: Self.pid, first: first)
    }
    #expect(
      file?.description
        == "the inherited descriptor \(first) is no usable socket: Socket operation on non-socket")
    let closed = #expect(throws: InheritedSocketError.self) {
      _ = try InheritedSockets.take(environment: environment("1"), pid: Self.pid, first: first + 1)
    }
    #expect(closed?.description == "the inherited descriptor \(first + 1) is no usable socket: Bad file descriptor")
  }

  @Test func `A second socket that is wrong is told, and the first stays open`() throws {
    let first = Self.end - 40
    try place(try listener(AF_INET).0, at: first)
    try place(open("/dev/null", O_RDONLY), at: first + 1)
    defer { for descriptor in first..<first + 2 { close(descriptor) } }
    #expect(throws: InheritedSocketError.descriptor(first + 1, ENOTSOCK)) {
      _ = try InheritedSockets.take(environment: environment("2"), pid: Self.pid, first: first)
    }
    #expect(fcntl(first, F_GETFD) == FD_CLOEXEC)
  }

  /// In a process of its own: the environment belongs to all tests, and they read it at any time.
  @Test func `No child takes the sockets for its own`() async {
    await #expect(processExitsWith: .success) {
      setenv("LISTEN_PID", "1", 1)
      setenv("LISTEN_FDS", "2", 1)
      setenv("LISTEN_FDNAMES", "a:b", 1)
      InheritedSockets.forget()
      #expect(["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"].allSatisfy { ProcessInfo.processInfo.environment[$0] == nil })
    }
  }
}
