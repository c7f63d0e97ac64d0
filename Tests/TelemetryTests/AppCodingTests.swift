import Samples
import Telemetry
import Testing

/// Lines of applications, which are not trusted.
@Suite struct AppCodingTests {
  private static func refusal(_ line: String) -> String? {
    do {
      _ = try AppCoding.decode(Array(line.utf8))
      return nil
    } catch {
      return error.description
    }
  }

  private static let hello =
    #"{"v":1,"type":"hello","app":"shop","pid":7,"python":"3.11.7","implementation":"cpython","probe":"0.1","monotonic_ns":5,"wall_ns":1795971993311623293}"#
  private static let standing =
    #"{"v":1,"type":"standing","loop":1,"since_ns":5,"at_ns":9,"wait_channel":null,"stack":["a.py:1:f"],"frame":"a.py:1:f","task":"t"}"#
  private static let stall =
    #"{"v":1,"type":"stall","loop":1,"started_ns":1000,"ended_ns":2000,"on_cpu_ns":300,"runqueue_ns":200,"timeslices":3,"gc_ns":10,"#
    + #""startup":false,"looks":5,"looks_asleep":2,"looks_in_futex":1,"noticed_ns":1500,"wait_channel":"do_poll","stack":["a.py:1:f"],"#
    + #""frame":"a.py:1:f","task":"t","tasks_seen":1,"captures":2,"ready":0,"holder":{"thread":"x","frame":null,"on_cpu_ns":5,"runqueue_ns":6}}"#
  private static let snapshot =
    #"{"v":1,"type":"snapshot","seq":1,"at_ns":9,"running_ns":8,"busy_ns":null,"turns":3,"stalls":0,"stall_ns":0,"loops":[{"loop":1,"#
    + #""kind":"uvloop","thread":"MainThread","main":true,"running":true,"running_ns":8,"busy_ns":null,"ready_max":null,"longest_turn_ns":null}],"#
    + #""tasks":2,"queues":[{"queue":"inbox","queues":1,"depth":3,"fullest":3,"capacity":0}],"executor":{"backlog":0,"threads":1,"limit":6},"#
    + #""gc":[[1,2],[3,4],[5,6]],"timed":[{"step":"db","count":1,"ns":5}],"io_wait_ns":null,"threads":2,"dropped":0,"errors":0,"#
    + #""cpu_user_ns":5,"cpu_system_ns":6,"memory_bytes":7,"latency":[[100,3],[200,1]]}"#

  @Test func `Each kind of message is understood`() throws {
    guard case .hello(let hello) = try AppCoding.decode(Array(Self.hello.utf8)) else { return #expect(Bool(false)) }
    #expect(hello.app == "shop" && hello.pid == 7)
    guard case .snapshot(let snapshot) = try AppCoding.decode(Array(Self.snapshot.utf8)) else { return #expect(Bool(false)) }
    #expect(snapshot.queues.first?.depth == 3 && snapshot.busyNs == nil && snapshot.latency.map(\.count) == [3, 1])
    guard case .stall(let stall) = try AppCoding.decode(Array(Self.stall.utf8)) else { return #expect(Bool(false)) }
    #expect(stall.nanoseconds == 1000 && stall.holder?.thread == "x")
    guard case .standing(let standing) = try AppCoding.decode(Array(Self.standing.utf8)) else { return #expect(Bool(false)) }
    #expect(standing.frame == "a.py:1:f")
    #expect(try AppCoding.decode(Array(#"{"v":1,"type":"bye"}"#.utf8)) == .bye)
  }

  @Test func `What a newer probe says beside is ignored`() throws {
    #expect(try AppCoding.decode(Array(#"{"v":1,"type":"bye","new":[1,{"a":2}]}"#.utf8)) == .bye)
  }

  @Test(arguments: [
    ("nonsense", "not a line of telemetry"), ("", "not a line of telemetry"), ("[]", "telemetry with a bad field"),
    (#"{"v":2,"type":"hello"}"#, "telemetry of version 2"), (#"{"v":1,"type":"new"}"#, "telemetry of an unknown type 'new'"),
    (#"{"v":1,"type":"hello","app":"shop"}"#, "telemetry with a bad field"),
    (#"{"v":"1","type":"bye"}"#, "telemetry with a bad field"),
    (#"{"v":1,"type":"bye","x":[[[[[1]]]]]}"#, "telemetry with a bad field: it is nested too deeply"),
  ])
  func `A line that cannot be is an error of that line`(line: String, error: String) {
    #expect(Self.refusal(line)?.hasPrefix(error) == true, "\(Self.refusal(line) ?? "accepted")")
  }

  @Test(arguments: ["", "ä", "--", "x\u{1b}[2J", String(repeating: "a", count: 121)])
  func `A name of an application that no label can be made of is refused`(app: String) {
    #expect(Self.refusal(Self.hello.replacing("\"shop\"", with: "\"\(app)\"")) != nil)
  }

  @Test(arguments: [
    ("a b", "a-b"), (#"sh\"op"#, "sh-op"), (#"a\u00e4\ud83d\ude00b"#, "a-b"), ("a\\nb", "a-b"), ("a.b_c-d", "a.b_c-d"),
  ])
  func `Of others one is made`(app: String, name: String) throws {
    guard case .hello(let hello) = try AppCoding.decode(Array(Self.hello.replacing("\"shop\"", with: "\"\(app)\"").utf8)) else {
      return #expect(Bool(false))
    }
    #expect(AppName.clean(hello.app) == name)
  }

  @Test func `Nests that are closed by quotes and escapes are counted as they are`() {
    #expect(Self.refusal(Self.standing.replacing("\"t\"", with: #""[[[[[[[[{{{{""#)) == nil)
    #expect(Self.refusal(Self.standing.replacing("\"t\"", with: #""\\\"[[[[[[[[""#)) == nil)
    #expect(Self.refusal(Self.standing.replacing("\"t\"", with: #""\\",[[[[[[[["#))?.contains("nested too deeply") == true)
  }

  @Test(arguments: [100, 1_000, 4_000])
  func `A deep nest is refused before it is parsed`(depth: Int) {
    let nest = String(repeating: "[", count: depth)
    #expect(Self.refusal(nest)?.contains("nested too deeply") == true)
    #expect(
      Self.refusal(#"{"v":1,"type":"bye","a":\#(nest)\#(String(repeating: "]", count: depth))}"#)?.contains("nested too deeply")
        == true)
  }

  @Test func `A line longer than the probe makes them is refused`() {
    let line = #"{"v":1,"type":"bye","a":"\#(String(repeating: "x", count: AppCoding.longestLine))"}"#
    #expect(Self.refusal(line) == "a line of telemetry is longer than \(AppCoding.longestLine) bytes")
  }

  @Test func `Figures that no process can have are refused, each of them`() {
    for (line, name) in [(Self.stall, "stall"), (Self.snapshot, "snapshot"), (Self.standing, "standing"), (Self.hello, "hello")] {
      for field in Self.figures(of: line) {
        for value in [
          "-1", "-9223372036854775808", "9223372036854775807", "1e300", "99999999999999999999", "1.5", "\"7\"", "[]", "true",
        ] {
          let other = line.replacing(#"\#(field.name):\#(field.value)"#, with: "\(field.name):\(value)")
          // A loop's number is a name: it is compared, and never counted with. A wall clock may stand anywhere.
          if field.name == "\"loop\"" || field.name == "\"wall_ns\"" && value == "9223372036854775807" { continue }
          #expect(other != line)
          #expect(Self.refusal(other) != nil, "\(name): \(field.name) = \(value)")
        }
      }
    }
  }

  @Test(arguments: ["runqueue_ns\":200", "gc_ns\":10", "looks_asleep\":2", "looks_in_futex\":1"])
  func `A part is not larger than its whole`(field: String) {
    let name = field.prefix { $0 != "\"" }
    #expect(Self.refusal(Self.stall.replacing(field, with: "\(name)\":1001")) != nil)
  }

  @Test func `Texts and lists are no longer than the probe makes them`() {
    let long = "\"\(String(repeating: "x", count: 121))\""
    #expect(Self.refusal(Self.stall.replacing("\"t\"", with: long)) != nil)
    #expect(Self.refusal(Self.stall.replacing("\"x\"", with: long)) != nil)
    #expect(Self.refusal(Self.snapshot.replacing("\"inbox\"", with: long)) != nil)
    #expect(Self.refusal(Self.standing.replacing("\"t\"", with: long)) != nil)
    let stack = "[" + Array(repeating: "\"a\"", count: 100).joined(separator: ",") + "]"
    #expect(Self.refusal(Self.stall.replacing("[\"a.py:1:f\"]", with: stack)) != nil)
    #expect(Self.refusal(Self.snapshot.replacing("[[1,2],[3,4],[5,6]]", with: "[[1,2],[3,4],[5,6],[7,8]]")) != nil)
    #expect(Self.refusal(Self.snapshot.replacing("[[1,2],[3,4],[5,6]]", with: "[[1]]")) != nil)
    #expect(Self.refusal(Self.snapshot.replacing("[[100,3],[200,1]]", with: "[[100,0]]")) != nil)
    #expect(Self.refusal(Self.snapshot.replacing("[[100,3],[200,1]]", with: "[[100]]")) != nil)
  }

  @Test func `Random bytes, and lines with a byte changed, cut or doubled, never end the process`() {
    var random = SplitMix64(state: 42)
    for line in [Self.hello, Self.snapshot, Self.stall, Self.standing].map({ Array($0.utf8) }) {
      for _ in 0..<1000 {
        var bytes = line
        for _ in 0...random.below(3) {
          let place = random.below(bytes.count)
          switch random.below(4) {
          case 0: bytes[place] = UInt8(random.below(256))
          case 1: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.below(20)))
          case 2: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 40)], at: place)
          default: bytes[place] = UInt8(ascii: "9")
          }
          if bytes.isEmpty { break }
        }
        _ = try? AppCoding.decode(bytes)
      }
    }
    for _ in 0..<1000 {
      _ = try? AppCoding.decode((0..<random.below(300)).map { _ in UInt8(random.below(256)) })
    }
  }

  /// Names and values of all whole numbers of a line.
  private static func figures(of line: String) -> [(name: String, value: String)] {
    line.matches(of: #/("\w+"):(\d+)[,}\]]/#).map { (String($0.1), String($0.2)) }.filter { $0.name != "\"v\"" }
  }
}
