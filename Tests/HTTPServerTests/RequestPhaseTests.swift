import NIOCore
import Samples
import Testing

import HTTPServer

/// The gate as a table: events in, actions out.
@Suite struct RequestPhaseTests {
  private static let get = ScriptedPhase.get
  private static let post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n"
  private static let chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"

  // MARK: Requests

  @Test(arguments: [
    ([get], ["claim", get]),
    (["GET / HTTP", "/1.1\r\nHost: a\r\n", "\r\n"], ["claim", get]),
    (["\r\n\r\n" + get], ["claim", get]),
    (["\r\n", get], ["claim", get]),
    ([post + "ab", "cd"], ["claim", post, "ab", "cd"]),
    ([post + "abcd"], ["claim", post, "abcd"]),
    ([chunked + "1\r\na\r\n", "0\r\n\r\n"], ["claim", chunked, "1\r\na\r\n", "0\r\n\r\n"]),
  ])
  func `A request is passed on when its header is whole, its body as it comes`(_ bytes: [String], _ actions: [String]) {
    var script = ScriptedPhase()
    script.parser = { $0 == Self.get || ["cd", "abcd", "0\r\n\r\n"].contains($0) ? [.requestEnded] : [] }
    for text in bytes { script.receive(text) }
    #expect(script.take() == actions)
    #expect(script.phase.isResponding)
  }

  @Test func `Bytes wait until there is a responder`() {
    var script = ScriptedPhase(isOpen: false)
    script.receive(Self.get)
    #expect(script.take() == [])
    script.on(.opened)
    #expect(script.take() == ["claim", Self.get, "complete"])
  }

  @Test(arguments: [
    (expecting("Content-Length: 4"), [], ["100"]),
    (expecting("Transfer-Encoding: chunked"), [], ["100"]),
    (expecting("Content-Length: 4"), ["a"], []),
    (expecting("Content-Length: 0"), [], []),
    (expecting("Content-Length: 4").replacing("1.1", with: "1.0"), [], []),
  ])
  func `Who expects 100 gets it if a body is missing, none of it has come, and HTTP is 1.1`(
    _ head: String, _ body: [String], _ interim: [String]
  ) {
    var script = ScriptedPhase()
    script.parser = { _ in [] }
    script.receive(head + body.joined())
    #expect(script.take() == ["claim"] + interim + [head] + body)
  }

  private static func expecting(_ framing: String) -> String {
    "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\(framing)\r\n\r\n"
  }

  // MARK: Refusals

  @Test(arguments: [
    ("GET /\(String(repeating: "a", count: 8192))", RequestRefusal.targetTooLong),
    ("GET / HTTP/1.1\r\nX: \(String(repeating: "a", count: 16384))", .headerTooLarge),
    ("GET / HTTP/1.1\r\n\(String(repeating: "X: a\r\n", count: 101))", .tooManyHeaders),
    ("GET / HTTP/1.1\r\n\r\n", .noHost),
    ("hello\r\n", .notHTTP),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 65537\r\n\r\n", .bodyTooLarge),
    ("GET / HTTP/1.1\r\nHost: a\r\nExpect: more\r\n\r\n", .unknownExpectation),
  ])
  func `What is no request is refused, and what follows thrown away`(_ bytes: String, _ refusal: RequestRefusal) {
    var script = ScriptedPhase()
    script.receive(bytes, at: 1)
    #expect(script.take() == ["claim", "refuse \(refusal.rawValue)"])
    #expect(script.deadline == 2)
    script.receive(Self.get)
    #expect(script.take() == [])
  }

  @Test func `A body that nobody announced is refused`() {
    var script = ScriptedPhase()
    script.parser = { _ in [] }
    script.receive(Self.get + "more")
    #expect(script.take() == ["claim", Self.get, "refuse malformed"])
  }

  @Test func `Chunks are refused when they are more than any allowed body can need`() {
    var limits = ServerLimits()
    limits.maxBody = 100
    limits.maxHeaderBytes = 100
    var script = ScriptedPhase(limits: limits)
    script.parser = { _ in [] }
    script.receive(Self.chunked)
    script.receive(String(repeating: "c", count: 900))
    script.receive("c")
    #expect(script.take().suffix(2) == [String(repeating: "c", count: 900), "refuse body_too_large"])
  }

  @Test func `What the parser finds wrong is refused once`() {
    var script = ScriptedPhase()
    script.parser = { _ in [.refused(.malformed), .refused(.malformed)] }
    script.receive(Self.post + "abcd")
    #expect(script.take() == ["claim", Self.post, "refuse malformed"])
  }

  // MARK: Pipelining

  @Test func `The next request waits for the response to the first`() {
    var script = ScriptedPhase()
    script.receive(Self.get + Self.get)
    #expect(script.take() == ["claim", Self.get])
    script.on(.readWanted)
    #expect(script.take() == [])
    script.respond()
    #expect(script.take() == ["claim", Self.get, "complete", "read"])
    script.respond()
    #expect(script.take() == ["release"])
  }

  @Test func `Reading goes on where there is nothing to wait for`() {
    var script = ScriptedPhase.responding()
    script.on(.readWanted)
    #expect(script.take() == ["read"])
  }

  @Test func `A part of the next request does not make the connection idle`() {
    var script = ScriptedPhase()
    script.receive(Self.get + "GET ")
    script.on(.readWanted)
    _ = script.take()
    script.respond(at: 1)
    #expect(script.take() == ["claim", "complete", "read"])
    #expect(script.deadline == 6)
  }

  @Test func `An empty line behind a request leaves the connection idle`() {
    var script = ScriptedPhase()
    script.receive(Self.get + "\r\n")
    script.on(.readWanted)
    _ = script.take()
    script.respond(at: 1)
    #expect(script.take() == ["complete", "release, read"])
    #expect(script.deadline == 61)
  }

  // MARK: The end of a response

  @Test(arguments: [
    (get, ["release"]),
    ("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", ["finish"]),
    ("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n", ["finish"]),
    ("GET / HTTP/1.0\r\n\r\n", ["finish"]),
    ("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", ["release"]),
  ])
  func `A connection is kept or closed as the request says`(_ request: String, _ actions: [String]) {
    var script = ScriptedPhase.responding(request)
    script.respond()
    #expect(script.take() == actions)
  }

  @Test(arguments: [[RequestPhase.Event.lastResponse], [.quiescing]])
  func `A connection is closed after the response when it is the last`(_ events: [RequestPhase.Event]) {
    var script = ScriptedPhase.responding(isStream: false)
    for event in events { script.on(event) }
    #expect(!script.phase.keepsAlive)
    script.on(.responseWritten)
    #expect(script.take() == [])
    script.on(.responseSent, at: 3)
    #expect(script.take() == ["finish"])
    #expect(script.deadline == 4)
    script.on(.expired)
    #expect(script.take() == ["abort"])
  }

  @Test(arguments: [
    ([], ["refuse no_answer"]),
    ([RequestPhase.Event.responseBegan(isStream: false)], ["abort"]),
    ([.responseBegan(isStream: true)], ["abort"]),
    ([.responseBegan(isStream: false), .responseWritten], []),
  ])
  func `A responder that leaves early is made up for, or the connection cut`(_ before: [RequestPhase.Event], _ actions: [String])
  {
    var script = ScriptedPhase.responding()
    for event in before { script.on(event) }
    script.on(.responderLeft)
    #expect(script.take() == actions)
  }

  // MARK: The other side

  @Test func `Who closed its side gets all responses, and then the end`() {
    var script = ScriptedPhase()
    script.receive(Self.get + Self.get)
    script.on(.inputClosed)
    _ = script.take()
    script.respond()
    #expect(script.take() == ["claim", Self.get, "complete"])
    script.respond()
    #expect(script.take() == ["finish"])
  }

  @Test func `Who closed its side before there was a responder gets its response`() {
    var script = ScriptedPhase(isOpen: false)
    script.receive(Self.get)
    script.on(.inputClosed, .opened)
    #expect(script.take() == ["claim", Self.get, "complete"])
    script.respond()
    #expect(script.take() == ["finish"])
  }

  @Test(arguments: ["", "GET ", post, chunked])
  func `Who closes its side within a request, or before one, is done`(_ start: String) {
    var script = ScriptedPhase()
    script.parser = { _ in [] }
    script.receive(start)
    script.on(.inputClosed)
    #expect(script.take().last == "abort")
    #expect(script.deadline == nil)
  }

  @Test func `Half a request before there is a responder, and then the end, is done`() {
    var script = ScriptedPhase(isOpen: false)
    script.receive("GET ")
    script.on(.inputClosed, .opened)
    #expect(script.take() == ["claim", "complete", "abort"])
  }

  @Test func `A stream to a closed side has to go on, since its bytes show whether they are still read`() {
    var script = ScriptedPhase.responding(isStream: true)
    #expect(script.deadline == nil)
    script.on(.streamed, at: 100)
    #expect(script.deadline == nil)
    script.on(.inputClosed, at: 200)
    #expect(script.deadline == 205)
    script.on(.streamed, at: 204)
    #expect(script.deadline == 209)
    script.on(.expired, at: 209)
    #expect(script.take() == ["abort"])
  }

  // MARK: Deadlines

  @Test(arguments: [
    ("", 60.0, "abort idled"),
    ("G", 5.0, "refuse header_timeout"),
    ("GET / HTTP/1.1\r\nHost: a\r\n", 5.0, "refuse header_timeout"),
    (post + "ab", 10.0, "refuse request_timeout"),
    (chunked + "3\r\nab", 10.0, "refuse request_timeout"),
  ])
  func `Each phase has its deadline and its end`(_ bytes: String, _ seconds: Double, _ action: String) {
    var script = ScriptedPhase()
    script.parser = { _ in [] }
    if !bytes.isEmpty { script.receive(bytes) }
    #expect(script.deadline == seconds)
    script.on(.expired, at: seconds)
    #expect(script.take().last == action)
  }

  @Test func `More bytes do not move the deadline of a header`() {
    var script = ScriptedPhase()
    script.receive("GET ", at: 10)
    for second in 11...14 {
      script.receive("/", at: Double(second))
      #expect(script.deadline == 15)
    }
  }

  @Test func `A response may take as long as it wants, and idleness begins when it is sent`() {
    var script = ScriptedPhase.responding()
    #expect(script.deadline == nil)
    script.respond(at: 1000)
    #expect(script.deadline == 1060)
  }

  @Test func `A handshake has a deadline, and idleness begins behind it`() {
    var script = ScriptedPhase(isTLS: true)
    #expect(script.deadline == 5)
    script.on(.handshakeCompleted, at: 4)
    #expect(script.take() == ["release"])
    #expect(script.deadline == 64)
  }

  // MARK: The end of a connection

  @Test(arguments: [RequestPhase.Event.expired, .failed])
  func `A handshake that does not succeed is counted`(_ event: RequestPhase.Event) {
    var script = ScriptedPhase(isTLS: true)
    script.on(event)
    #expect(script.take() == ["abort handshakeFailed"])
  }

  @Test func `A stop closes what is idle at once, and lets the rest end`() {
    var idle = ScriptedPhase()
    idle.on(.quiescing)
    #expect(idle.take() == ["abort"])
    var header = ScriptedPhase()
    header.receive("GET ")
    header.on(.quiescing)
    #expect(header.take() == ["claim"])
    header.receive("/ HTTP/1.1\r\nHost: a\r\n\r\n")
    header.respond()
    #expect(header.take() == [Self.get, "finish"])
  }

  @Test func `A connection that was closed for another one begins no request, and closes when it is told to`() {
    var script = ScriptedPhase()
    script.isEvicted = true
    script.receive(Self.get)
    #expect(script.take() == ["claim"])
    script.on(.aborted)
    #expect(script.take() == ["abort"])
  }

  @Test func `The last word before TLS is waited behind`() {
    var script = ScriptedPhase(isTLS: true)
    script.on(.lingering, at: 2)
    #expect(script.take() == ["release"])
    #expect(script.deadline == 3)
    script.on(.inputClosed)
    #expect(script.take() == ["abort"])
  }

  @Test func `Nothing is done once the connection is gone`() {
    var script = ScriptedPhase.responding()
    script.on(.closed)
    script.on(.responderLeft, .inputClosed, .expired, .refused(.malformed), .responseSent, .aborted, .quiescing, .lingering)
    script.receive(Self.get)
    #expect(script.take() == [])
    #expect(script.deadline == nil)
  }

  @Test(arguments: UInt64(1)...200)
  func `Whatever happens in whatever order, a connection ends at the latest some deadlines later`(_ seed: UInt64) {
    var random = SplitMix64(state: seed)
    var script = ScriptedPhase(isTLS: seed % 2 == 0, isOpen: seed % 3 == 0)
    for _ in 0..<40 { script.anything(&random) }
    script.on(.responderLeft)
    for _ in 0..<4 {
      guard let deadline = script.deadline else { break }
      script.on(.expired, at: deadline)
    }
    script.on(.aborted)
    #expect(script.deadline == nil)
    #expect(script.done.filter { $0.hasPrefix("abort") }.count <= 1)
    #expect(script.done.filter { $0.hasPrefix("refuse") }.count <= 1)
  }
}

extension ScriptedPhase {
  /// Takes some event.
  fileprivate mutating func anything(_ random: inout SplitMix64) {
    let events: [RequestPhase.Event] = [
      .handshakeCompleted, .opened, .readWanted, .responseBegan(isStream: false), .responseBegan(isStream: true), .streamed,
      .responseWritten, .responseSent, .lastResponse, .inputClosed, .quiescing, .expired,
    ]
    if Bool.random(using: &random) {
      receive(String(decoding: DamagedRequest.make(&random), as: UTF8.self))
    } else if let event = events.randomElement(using: &random) {
      on(event)
    }
  }
}
