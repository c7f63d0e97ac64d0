import Foundation
import Samples
import Testing
import Workloads

@Suite struct RunOrderTests {
  private static let orders: [RunOrder] =
    [
      .calibrate([]), .calibrate([.memory]), .calibrate(Kernel.allCases), .work(full), .work(least), .work(calling),
      .measure(measured),
    ]
    + Mix.builtIn.flatMap { mix in mix.strategies.map { .work(RunOrderTests.work(mix, $0)) } }

  @Test(arguments: orders)
  func `An order is one line, and what is read is what was written`(order: RunOrder) throws {
    let line = try RunOrderCoding.encode(order)
    #expect(line.last == UInt8(ascii: "\n"))
    #expect(line.count { $0 == UInt8(ascii: "\n") } == 1)
    #expect(try RunOrderCoding.decode(Array(line.dropLast())) == order)
  }

  @Test func `The line of a calibration`() throws {
    let line = String(decoding: try RunOrderCoding.encode(.calibrate([.hashing, .integer])), as: UTF8.self)
    #expect(line == #"{"calibrate":["hashing","integer"]}"# + "\n")
  }

  @Test func `The line of a run`() throws {
    let line = String(decoding: try RunOrderCoding.encode(.work(RunOrderTests.full)), as: UTF8.self)
    #expect(
      line
        == #"{"work":{"arrivals_seed":77,"attempts":3,"backoff_ns":1200000,"chunk":4,"concurrency":10,"cpu":{"kernel":"memory","#
        + #""operations":5000},"fail":0.25,"gives_way":true,"hang":0.5,"idle_ns":0,"injections":[{"amount":150000000,"at_ns":300000000,"#
        + #""kind":"sleep"}],"interval_ns":5000000,"io":{"kind":"http","ns":10000000,"#
        + #""port":4711},"items":400,"late_limit_ns":30000000,"loop":"uvloop","processes":1,"queue_limit":50,"scratch":"/tmp/x","servers":3,"stall_limit_ns":100000000,"strategy":"hybrid","#
        + #""threads":10,"tick_ns":10000000,"timeout_ns":250000000,"warm_up":10}}"# + "\n")
  }

  // The asyncio runtime makes its Work, Io, Cpu and Code out of exactly these.
  @Test(arguments: [("Work", []), ("Io", ["io"]), ("Cpu", ["cpu"]), ("Code", ["code"])])
  func `The keys are the fields of the Python class`(name: String, path: [String]) throws {
    let fields = try RunOrderTests.fields(ofClass: name)
    let objects = try ([RunOrderTests.full, RunOrderTests.calling, RunOrderTests.reading] + RunOrderTests.external).map { work in
      try path.reduce(RunOrderTests.object(work)) { $0[$1] as? [String: Any] ?? [:] }
    }
    #expect(Set(objects.flatMap(\.keys)) == Set(fields.map(\.name)))
  }

  @Test func `The keys of a measurement are the fields of the Python class`() throws {
    let line = try RunOrderCoding.encode(.measure(RunOrderTests.measured))
    let object = try JSONSerialization.jsonObject(with: Data(line)) as? [String: [String: Any]]
    #expect(Set(object?["measure"]?.keys.map { $0 } ?? []) == Set(try RunOrderTests.fields(ofClass: "Measure").map(\.name)))
  }

  @Test(arguments: [(RunOrderTests.io(.url("http://a/")), "url"), (RunOrderTests.io(.command(["true"])), "command")])
  func `A step of the user's own has a field of the Python class more`(io: RunOrder.IO, key: String) throws {
    var work = RunOrderTests.full
    work.io = io
    let object = try #require(RunOrderTests.object(work)["io"] as? [String: Any])
    #expect(Set(object.keys) == ["kind", "ns", "port", key])
    #expect(try RunOrderTests.fields(ofClass: "Io").contains { $0.name == key })
  }

  @Test func `An injection has the fields of the Python class`() throws {
    let injections = try #require(RunOrderTests.object(RunOrderTests.full)["injections"] as? [[String: Any]])
    #expect(injections.map { Set($0.keys) } == [Set(try RunOrderTests.fields(ofClass: "Injection").map(\.name))])
  }

  @Test func `Only what Python has a default for is left out`() throws {
    let all = try [RunOrderTests.full, RunOrderTests.calling].flatMap { try RunOrderTests.object($0).keys }
    let left = Set(all).subtracting(try RunOrderTests.object(RunOrderTests.least).keys)
    #expect(left == Set(try RunOrderTests.fields(ofClass: "Work").filter(\.isOptional).map(\.name)))
  }

  @Test(arguments: [
    "", "x", "[]", "{}", #"{"work":null}"#, #"{"work":{}}"#, #"{"work":{"items":1}}"#, #"{"calibrate":"integer"}"#,
    #"{"calibrate":["unheard-of"]}"#, #"{"calibrate":[],"#,
  ])
  func `What is no order is refused`(line: String) {
    #expect(throws: (any Error).self) { try RunOrderCoding.decode(Array(line.utf8)) }
  }

  // MARK: Support

  private static func work(_ mix: Mix, _ strategy: Strategy) -> RunOrder.Work {
    RunPlan(mix, strategy: strategy, runtime: .asyncio, cores: 2, operationsPerSecond: 1_234_567.8).work
  }

  private static let full: RunOrder.Work = {
    var mix = Mix(
      name: "x", kind: .realtime, arrivals: .rate(200, .seconds(2)), io: .init(.http, seconds: 0.01),
      cpu: .init(.memory, seconds: 0.005), concurrency: 10)
    mix.arrivalsSeed = 77
    (mix.chunk, mix.queueLimit, mix.timeoutSeconds, mix.loop) = (4, 50, 0.25, .uvloop)
    mix.servers = 3
    (mix.retries, mix.fail, mix.hang) = (.init(attempts: 3, backoffSeconds: 0.0012), 0.25, 0.5)
    let injections = [RunOrder.Injection(.sleep, atNs: 300_000_000, amount: 150_000_000)]
    var work = RunPlan(mix, strategy: .hybrid, runtime: .asyncio, cores: 2, operationsPerSecond: 1e6, injections: injections).work
    work.lateLimitNs = 30_000_000
    work.io?.port = 4711
    work.scratch = "/tmp/x"
    work.givesWay = true
    return work
  }()

  private static func io(_ work: Mix.IOStep.Work) -> RunOrder.IO { RunOrder.IO(Mix.IOStep(work)) }

  /// Steps that wait for what is not calcmon's.
  private static let external = [io(.url("http://a/")), io(.command(["true"]))].map { io in
    var work = full
    work.io = io
    return work
  }

  private static let least = work(.idle, .async)

  /// Steps that are functions of the user's own.
  private static let calling: RunOrder.Work = {
    var mix = Mix(
      name: "x", kind: .realtime, arrivals: .rate(200, .seconds(2)),
      io: .init(.call(.python(module: "shop", function: "load"))),
      cpu: .init(calling: .python(module: "shop", function: "price")))
    (mix.workers, mix.servers) = (.spawn, 2)
    var code = UserCode()
    (code.python, code.path, code.child) = ("/venv", ["/app"], "/app/child")
    code.items = .call(.python(module: "shop", function: "samples"))
    mix.code = code
    return work(mix, .hybrid)
  }()

  /// The same with arguments from a file.
  private static let reading: RunOrder.Work = {
    var work = calling
    work.code?.items = .file("/app/items.jsonl")
    return work
  }()

  private static let measured = RunOrder.Measure(
    io: calling.io, cpu: calling.cpu, code: calling.code, timeoutNs: 1_000_000, budgetNs: 500_000_000, loop: .uvloop)

  private static func object(_ work: RunOrder.Work) throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(with: Data(RunOrderCoding.encode(.work(work)))) as? [String: Any]
    #expect(object?.keys.sorted() == ["work"])
    return try #require(object?["work"] as? [String: Any])
  }

  /// The fields of a dataclass in `order.py`: lines of four spaces, a name and a colon, up to the first method.
  private static func fields(ofClass name: String) throws -> [(name: String, isOptional: Bool)] {
    let source = try #require(AsyncioRuntime.sources.first { $0.path == "calcmon_runtime/order.py" })
    let lines = String(decoding: source.bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    let begin = try #require(lines.firstIndex(of: "class \(name):"))
    let body = lines[(begin + 1)...].prefix { ($0.isEmpty || $0.hasPrefix("    ")) && !$0.hasPrefix("    @") }
    let fields: [(name: String, isOptional: Bool)] = body.compactMap { line in
      let parts = line.dropFirst(4).split(separator: ":", maxSplits: 1)
      guard parts.count == 2, parts[0].allSatisfy({ $0.isLowercase || $0 == "_" }) else { return nil }
      return (String(parts[0]), parts[1].contains(" = "))
    }
    try #require(!fields.isEmpty)
    return fields
  }
}
