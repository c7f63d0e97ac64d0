import CalcmonTesting
import HTTPServer
import Samples
import Testing

@Suite(.timeLimit(.minutes(2))) struct ServerFuzzTests {
  @Test(arguments: UInt64(1)...10)
  func `Five hundred damaged requests are each answered or closed, and a good one still gets its answer`(_ seed: UInt64)
    async throws
  {
    var limits = ServerLimits()
    limits.headerTimeout = .milliseconds(200)
    limits.requestTimeout = .milliseconds(200)
    limits.idleTimeout = .milliseconds(200)
    try await RunningServer.run(limits: limits) { _, port, _ in
      try await offThePool {
        var random = SplitMix64(state: seed)
        for batch in 0..<5 {
          let requests = (0..<100).map { _ in DamagedRequest.make(&random) }
          let peers = try requests.map { _ in try RawPeer(port: port) }
          for (peer, request) in zip(peers, requests) { peer.send(request) }
          for (peer, request) in zip(peers, requests) {
            let answer = try peer.readBytesToEnd()
            let sent = String(decoding: request, as: UTF8.self).debugDescription
            let got = String(decoding: answer, as: UTF8.self).debugDescription
            #expect(Self.isAnswer(answer), "seed \(seed), batch \(batch): \(sent) -> \(got)")
          }
        }
        #expect(try RawPeer.ask("GET /good HTTP/1.1\r\nHost: a\r\n\r\n", port: port).hasSuffix("GET /good\n"))
      }
    }
  }

  /// Nothing, or answers one after the other, each with the body that its header promises.
  private static func isAnswer(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      guard rest.starts(with: "HTTP/1.".utf8), let end = rest.firstRange(of: Array("\r\n\r\n".utf8)) else { return false }
      let head = String(decoding: rest[..<end.lowerBound], as: UTF8.self)
      rest = rest[end.upperBound...]
      if head.hasPrefix("HTTP/1.1 100 ") { continue }
      let line = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length: ") }
      guard let length = line.flatMap({ Int($0.dropFirst(16)) }), rest.count >= length else { return false }
      rest = rest.dropFirst(length)
    }
    return true
  }
}

/// A request as a bad line, a bad client or a bad mind might send it.
enum DamagedRequest {
  private static let good: [[UInt8]] = [
    "GET /metrics HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n",
    "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 11\r\n\r\nhello world",
    "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nTrailer: x\r\n\r\n",
    "PUT /echo HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nok",
    "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET / HTTP/1.0\r\n\r\n",
    "GET /a HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
  ].map { Array($0.utf8) }

  static func make(_ random: inout SplitMix64) -> [UInt8] {
    var bytes = good.randomElement(using: &random) ?? []
    for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty { damage(&bytes, &random) }
    return bytes
  }

  private static func damage(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
    let index = Int.random(in: 0..<bytes.count, using: &random)
    let end = Int.random(in: index...min(bytes.count, index + 12), using: &random)
    switch Int.random(in: 0..<6, using: &random) {
    case 0: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1: bytes.removeSubrange(index..<end)
    case 2: bytes.insert(contentsOf: bytes[index..<end], at: index)
    case 3: bytes.insert(UInt8.random(in: 0...255, using: &random), at: index)
    case 4: bytes.removeLast(bytes.count - index)
    default:
      let other = good.randomElement(using: &random) ?? []
      bytes = bytes[..<index] + other.suffix(Int.random(in: 0...other.count, using: &random))
    }
  }
}
