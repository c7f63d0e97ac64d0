import NIOCore

import HTTPServer

/// A phase and what happens to it, with a parser, a slot and a pipeline that do what a test says. There is no channel and no clock:
/// instants are seconds that the test names.
struct ScriptedPhase {
  static let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

  private(set) var phase: RequestPhase
  /// What was to be done since it was last taken, as one word each, with what was forwarded.
  private(set) var done: [String] = []
  /// What the parser makes of the bytes that it is given.
  var parser: (String) -> [RequestPhase.Event] = { $0.hasSuffix("\r\n\r\n") ? [.requestEnded] : [] }
  /// Whether the connection was closed for another one.
  var isEvicted = false
  private var seconds = 0.0

  init(limits: ServerLimits = ServerLimits(), isTLS: Bool = false, isOpen: Bool = true) {
    phase = RequestPhase(limits: limits, isTLS: isTLS, now: Self.instant(0))
    if isOpen { on(.opened) }
  }

  static func instant(_ seconds: Double) -> NIODeadline { .uptimeNanoseconds(1_000_000_000 + UInt64(seconds * 1e9)) }

  /// In how many seconds from the start the deadline is.
  var deadline: Double? {
    phase.deadline.map { (Double($0.uptimeNanoseconds) / 1e9 - 1) }
  }

  /// Takes events at an instant, with all that follows from them.
  mutating func on(_ events: RequestPhase.Event..., at seconds: Double? = nil) {
    self.seconds = seconds ?? self.seconds
    for event in events { take(event) }
  }

  /// Takes bytes.
  mutating func receive(_ text: String, at seconds: Double? = nil) { on(.received(ByteBuffer(string: text)), at: seconds) }

  /// What was to be done since the last time.
  mutating func take() -> [String] {
    defer { done = [] }
    return done
  }

  private mutating func take(_ event: RequestPhase.Event) {
    var following: RequestPhase.Event? = event
    while let event = following { following = carryOut(phase.on(event, now: Self.instant(seconds))) }
  }

  private mutating func carryOut(_ action: RequestPhase.Action) -> RequestPhase.Event? {
    switch action {
    case .none: return nil
    case .forward(let bytes, let afterContinue):
      let text = String(buffer: bytes)
      if afterContinue { done.append("100") }
      done.append(text)
      for event in parser(text) { take(event) }
      return .forwarded
    case .claim:
      done.append("claim")
      return isEvicted ? .evicted : .claimed
    case .release(let thenRead): done.append(thenRead ? "release, read" : "release")
    case .completeRead:
      done.append("complete")
      return .readCompleted
    case .read: done.append("read")
    case .refuse(let refusal): done.append("refuse \(refusal.rawValue)")
    case .finish: done.append("finish")
    case .abort(let event): done.append(event.map { "abort \($0)" } ?? "abort")
    }
    return nil
  }

  // MARK: Steps that many tests begin with

  /// A request is with the responder.
  static func responding(_ request: String = get, isStream: Bool? = nil) -> ScriptedPhase {
    var script = ScriptedPhase()
    script.receive(request)
    if let isStream { script.on(.responseBegan(isStream: isStream)) }
    _ = script.take()
    return script
  }

  /// The response is written, and taken by the kernel.
  mutating func respond(at seconds: Double? = nil) {
    on(.responseBegan(isStream: false), .responseWritten, .responseSent, at: seconds)
  }
}
