import Samples

/// Reads a line that an application's probe has sent.
///
/// An application is not trusted: what is longer, deeper or other than can be is an error of that line, and never more.
package enum AppCoding {
  /// Longest line, without its line feed.
  package static let longestLine = 8192
  /// Longest text in it.
  static let longestText = 120
  /// Most entries of a list.
  static let longestList = 256
  private static let deepest = 4

  /// The message of a line without its line feed. Fields that are not known are ignored.
  ///
  /// - Throws: `TelemetryError`.
  package static func decode(_ line: [UInt8]) throws(TelemetryError) -> AppMessage { try decode(line[...]) }

  /// The message of a line without its line feed. Fields that are not known are ignored.
  ///
  /// - Throws: `TelemetryError`.
  package static func decode(_ line: ArraySlice<UInt8>) throws(TelemetryError) -> AppMessage {
    guard line.count <= longestLine else { throw .lineTooLong(limit: longestLine) }
    guard let parts = JSONLine(line, deepest: deepest) else {
      if depth(of: line) > deepest { throw .badField("it is nested too deeply") }
      throw .notJSON(line: String(decoding: line.prefix(80), as: UTF8.self))
    }
    let message = try message(AppFields(parts))
    if let field = message.impossibleField { throw .badField("\(field) is out of range") }
    return message
  }

  private static func message(_ fields: AppFields) throws(TelemetryError) -> AppMessage {
    let version = try fields.count("v")
    guard version == AppMessage.version else { throw .unknownVersion(version) }
    if fields.has("type", "snapshot") { return .snapshot(try .init(fields)) }
    switch try fields.text("type") {
    case "hello": return .hello(try .init(fields))
    case "stall": return .stall(try .init(fields))
    case "standing": return .standing(try .init(fields))
    case "bye": return .bye
    case let type: throw .unknownType(String(type.prefix(80)))
    }
  }

  private static func depth(of line: ArraySlice<UInt8>) -> Int {
    var (depth, deepest, isText, isEscaped) = (0, 0, false, false)
    for byte in line {
      switch byte {
      case _ where isEscaped: isEscaped = false
      case UInt8(ascii: "\\") where isText: isEscaped = true
      case UInt8(ascii: "\""): isText.toggle()
      case UInt8(ascii: "{") where !isText, UInt8(ascii: "[") where !isText:
        depth += 1
        deepest = max(deepest, depth)
      case UInt8(ascii: "}") where !isText, UInt8(ascii: "]") where !isText: depth -= 1
      default: break
      }
    }
    return deepest
  }
}

extension AppMessage {
  /// No figure is negative, no part larger than its whole, no list or text longer than the probe makes it.
  fileprivate var impossibleField: String? {
    switch self {
    case .hello(let hello): hello.impossibleField
    case .snapshot(let snapshot): snapshot.impossibleField
    case .stall(let stall): stall.impossibleField
    case .standing(let standing):
      standing.sinceNs < 0 || standing.atNs < standing.sinceNs || !isPossible(standing.atNs)
        ? "at_ns" : impossibleText(standing.stack + [standing.frame, standing.task, standing.waitChannel].compactMap { $0 })
    case .bye: nil
    }
  }
}

private func impossibleText(_ texts: [String]) -> String? {
  texts.count > AppCoding.longestList || texts.contains(where: isTooLong) ? "a text or a list" : nil
}

private func isTooLong(_ text: String) -> Bool { text.utf8.count > AppCoding.longestText }

/// Of a figure that counts: no clock and no counter of a process is beyond.
private func isPossible(_ value: Int64) -> Bool { (0...1 << 60).contains(value) }
private func isPossible(_ value: Int) -> Bool { isPossible(Int64(value)) }

extension AppMessage.Hello {
  fileprivate var impossibleField: String? {
    if AppName.clean(app) == nil { return "app" }
    if !isPossible(pid) || !isPossible(monotonicNs) || wallNs < 0 { return "pid" }
    if let subject, !(1...Int(Int32.max)).contains(subject.pid) || !isPossible(subject.startTicks) { return "subject" }
    return impossibleText([app, language, python, implementation, probe, instance ?? "", version ?? ""])
  }
}

extension AppMessage.Snapshot {
  fileprivate var impossibleField: String? {
    if ![atNs, runningNs, busyNs ?? 0, stallNs, ioWaitNs ?? 0, cpuUserNs, cpuSystemNs, memoryBytes ?? 0].allSatisfy(isPossible)
      || ![seq, turns, stalls, tasks ?? 0, threads ?? 0, dropped, errors].allSatisfy(isPossible)
    {
      return "a count"
    }
    if max(loops.count, queues.count, timed.count, latency.count) > AppCoding.longestList { return "a list" }
    if gc.count > 3 || !gc.allSatisfy({ isPossible($0.count) && isPossible($0.ns) }) { return "gc" }
    if !latency.allSatisfy({ $0.upperMicroseconds <= 3_700_000_000 && (1...1 << 32).contains($0.count) }) { return "latency" }
    if !queues.allSatisfy(\.isPossible) { return "queues" }
    if !loops.allSatisfy(\.isPossible) { return "loops" }
    if let executor, !executor.isPossible { return "executor" }
    if !timed.allSatisfy({ isPossible($0.count) && isPossible($0.ns) }) { return "timed" }
    return hasImpossibleText ? "a text or a list" : nil
  }

  private var hasImpossibleText: Bool {
    queues.count + timed.count + 2 * loops.count > AppCoding.longestList || queues.contains { isTooLong($0.queue) }
      || timed.contains { isTooLong($0.step) } || loops.contains { isTooLong($0.kind) || isTooLong($0.thread) }
  }
}

extension AppMessage.Queue {
  fileprivate var isPossible: Bool {
    Telemetry.isPossible(depth) && Telemetry.isPossible(fullest) && Telemetry.isPossible(capacity) && Telemetry.isPossible(queues)
  }
}

extension AppMessage.Loop {
  /// Its number is a name.
  fileprivate var isPossible: Bool {
    Telemetry.isPossible(runningNs) && Telemetry.isPossible(busyNs ?? 0) && Telemetry.isPossible(longestTurnNs ?? 0)
      && Telemetry.isPossible(readyMax ?? 0)
  }
}

extension AppMessage.Executor {
  fileprivate var isPossible: Bool {
    Telemetry.isPossible(backlog) && Telemetry.isPossible(threads) && Telemetry.isPossible(limit)
  }
}

extension AppMessage.Stall {
  fileprivate var impossibleField: String? {
    guard 0 <= startedNs, startedNs < endedNs, isPossible(endedNs) else { return "ended_ns" }
    if !(0...nanoseconds).contains(onCpuNs) { return "on_cpu_ns" }
    if !(0...nanoseconds - onCpuNs).contains(runqueueNs ?? 0) { return "runqueue_ns" }
    if !(0...nanoseconds).contains(gcNs) { return "gc_ns" }
    if let noticedNs, !(startedNs...endedNs).contains(noticedNs) { return "noticed_ns" }
    if !isPossible(looks) || !(0...looks).contains(looksAsleep) || !(0...looksAsleep).contains(looksInFutex) { return "looks" }
    if !isPossible(timeslices ?? 0) || !isPossible(captures) || !isPossible(tasksSeen) || !isPossible(ready) { return "a count" }
    if let holder, !(0...nanoseconds).contains(holder.onCpuNs) || !(0...nanoseconds).contains(holder.runqueueNs) {
      return "holder"
    }
    let texts = stack + [frame, task, waitChannel, holder?.thread, holder?.frame].compactMap { $0 }
    return stack.count > TelemetryMessage.StallReport.maximumFrames ? "stack" : impossibleText(texts)
  }
}
