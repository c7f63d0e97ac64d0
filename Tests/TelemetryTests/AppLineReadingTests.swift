import Foundation
import Samples
import Telemetry
import Testing

/// However a line is written, it says the same.
@Suite struct AppLineReadingTests {
  private static let loop =
    #"{"loop":1,"kind":"uvloop","thread":"MainThread","main":true,"running":true,"running_ns":8,"busy_ns":null,"ready_max":4,"longest_turn_ns":2}"#
  /// Names and values of a snapshot.
  private static let fields = [
    ("v", "1"), ("type", #""snapshot""#), ("seq", "1"), ("at_ns", "9"), ("running_ns", "8"), ("busy_ns", "7"), ("turns", "3"),
    ("stalls", "0"),
    ("stall_ns", "0"), ("loops", "[\(loop)]"), ("tasks", "2"),
    ("queues", #"[{"queue":"in\u00e4box","queues":1,"depth":3,"fullest":3,"capacity":0}]"#),
    ("executor", #"{"backlog":0,"threads":1,"limit":6}"#), ("gc", "[[1,2],[3,4]]"),
    ("timed", #"[{"step":"é","count":1,"ns":5}]"#),
    ("io_wait_ns", "null"), ("threads", "2"), ("dropped", "0"), ("errors", "0"), ("cpu_user_ns", "1152921504606846976"),
    ("cpu_system_ns", "6"), ("memory_bytes", "7"), ("latency", "[[100,3],[200,1]]"),
  ]

  private static func line(_ fields: [(String, String)], _ space: () -> String = { "" }, name: (String) -> String = { $0 })
    -> [UInt8]
  {
    let parts = fields.map { "\(space())\"\(name($0.0))\"\(space()):\(space())\($0.1)\(space())" }
    return Array("\(space()){\(parts.joined(separator: ","))}\(space())".utf8)
  }

  @Test func `In whatever order fields are, with whatever space between them, however their names are escaped`() throws {
    var random = SplitMix64(state: 7)
    let expected = try AppCoding.decode(Self.line(Self.fields))
    guard case .snapshot(let snapshot) = expected else { return #expect(Bool(false)) }
    #expect(snapshot.queues.map(\.queue) == ["inäbox"] && snapshot.timed.map(\.step) == ["é"] && snapshot.cpuUserNs == 1 << 60)
    #expect(snapshot.gc.map(\.ns) == [2, 4] && snapshot.latency.map(\.upperMicroseconds) == [100, 200])
    for _ in 0..<300 {
      var fields = Self.fields
      for index in fields.indices.dropFirst() { fields.swapAt(index, random.below(index + 1)) }
      fields.insert(("new", #"{"type":"bye","a":[1.5e3,"\"}]",[]]}"#), at: random.below(fields.count))
      let line = Self.line(fields) {
        ["", " ", "\t", "\r\n "][random.below(4)]
      } name: { name in
        random.below(4) > 0 ? name : name.unicodeScalars.map { "\\u00\(String($0.value, radix: 16))" }.joined()
      }
      #expect(try AppCoding.decode(line) == expected)
    }
  }

  @Test func `Of fields of one name the first counts`() throws {
    let others = [("seq", "2"), ("tasks", "null"), ("type", #""bye""#), ("v", "2"), ("latency", "7")]
    #expect(try AppCoding.decode(Self.line(Self.fields + others)) == AppCoding.decode(Self.line(Self.fields)))
    #expect(try AppCoding.decode(Self.line([("type", #""bye""#)] + Self.fields)) == .bye)
  }

  @Test(arguments: [
    "[[1,[2]]]", "[[[1],2]]", "[[1,2,3]]", "[[1]]", "[[]]", "[1,2]", "[[1,2],3]", #"[["1",2]]"#, "[[1,null]]", "[[1,-2]]",
    "[[1.0,2]]", "{}",
    "null",
  ])
  func `A list of pairs is one of two whole numbers each`(value: String) {
    for name in ["gc", "latency"] {
      let fields = Self.fields.map { $0.0 == name ? (name, value) : $0 }
      #expect(throws: TelemetryError.self) { try AppCoding.decode(Self.line(fields)) }
    }
  }

  @Test(
    arguments: [
      ("0", 0), ("-0", 0), ("999999999999999999", 999_999_999_999_999_999), ("1152921504606846976", 1 << 60),
      ("1152921504606846977", nil),
      ("9223372036854775807", nil), ("9223372036854775808", nil), ("18446744073709551617", nil), ("01", nil), ("-", nil),
      ("1.", nil), ("1e", nil),
      ("+1", nil), (" 1 ", 1),
    ] as [(String, Int?)])
  func `Whole numbers are as they are written, or refused`(text: String, value: Int?) {
    let fields = Self.fields.map { $0.0 == "turns" ? ("turns", text) : $0 }
    guard case .snapshot(let snapshot)? = try? AppCoding.decode(Self.line(fields)) else { return #expect(value == nil) }
    #expect(snapshot.turns == value)
  }

  @Test func `What is taken is what another reader of JSON takes, whatever a line was made to`() throws {
    var random = SplitMix64(state: 11)
    let line = Self.line(Self.fields)
    let pieces: [[UInt8]] =
      ["\"", "[", "]", "{", "}", ",", ":", "\\", " ", "0", "-", "e5", ".5", "\\u00e4", "\\ud83d\\ude00", "null"].map {
        Array($0.utf8)
      } + [[0xC3], [0xFF], [0x1F]]
    var taken = 0
    for _ in 0..<6000 {
      var bytes = line
      for _ in 0...random.below(2) {
        let place = random.below(bytes.count)
        switch random.below(4) {
        case 0: bytes[place] = UInt8(random.below(256))
        case 1: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.below(4)))
        case 2: bytes.insert(contentsOf: pieces[random.below(pieces.count)], at: place)
        default: bytes.insert(UInt8(48 + random.below(10)), at: place)
        }
      }
      guard case .snapshot(let snapshot)? = try? AppCoding.decode(bytes) else { continue }
      taken += 1
      let other = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
      #expect(
        other?["seq"] as? Int == snapshot.seq && other?["cpu_user_ns"] as? Int64 == snapshot.cpuUserNs,
        "\(String(decoding: bytes, as: UTF8.self))")
      #expect((other?["latency"] as? [[UInt64]])?.map(\.last) == snapshot.latency.map(\.count))
    }
    #expect(taken > 300)
  }
}
