import Samples
import Testing
import Workloads

/// What is wrong with mixes whose steps are of the user's own.
@Suite struct OwnMixProblemTests {
  struct Change: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let keys: [String]
    let apply: @Sendable (inout Mix) -> Void

    init(_ words: String, _ keys: [String] = [], _ apply: @escaping @Sendable (inout Mix) -> Void) {
      testDescription = words
      self.keys = keys
      self.apply = apply
    }
  }

  private static let call = StepCall.python(module: "shop", function: "price")

  /// A function of Python, for three seconds.
  private static let mix = Mix(name: "price", kind: .mixed, arrivals: .filling(seconds: 3), cpu: Mix.CPUStep(calling: call))

  private static let changes: [Change] = [
    Change("a function alone") { _ in },
    Change("a load of it") { ($0.kind, $0.arrivals) = (.cpu, .load(0.8, .seconds(3))) },
    Change("a rate of it") { $0.arrivals = .rate(10_000, .seconds(3)) },
    Change("a URL alone") { ($0.kind, $0.cpu, $0.io) = (.io, nil, .init(.url("http://a/"))) },
    Change("a command alone") { ($0.kind, $0.cpu, $0.io) = (.io, nil, .init(.command(["true"]))) },
    Change("functions of two languages", ["cpu"]) { $0.io = .init(.call(.swift(name: "load"))) },
    Change("a URL that is none", ["io.url"]) { $0.io = .init(.url("ftp://a/")) },
    Change("no program", ["io.command"]) { $0.io = .init(.command([])) },
    Change("a program without a name", ["io.command"]) { $0.io = .init(.command(["", "a"])) },
    Change("Swift without an executable", ["child"]) { $0.cpu = .init(calling: .swift(name: "a")) },
    Change("Swift with its executable") { mix in
      mix.cpu = .init(calling: .swift(name: "a"))
      mix.code = with { $0.child = "/bin/a" }
    },
    Change("Python with an executable of Swift", ["child"]) { $0.code = with { $0.child = "/bin/a" } },
    Change("an interpreter, folders, variables, and a file of items") { mix in
      mix.code = with {
        ($0.python, $0.path, $0.environment, $0.items) = ("/venv", ["/lib"], ["A": "b"], .file("items.jsonl"))
      }
    },
    Change("an interpreter for nothing", ["python"]) { mix in
      mix.cpu = .init(seconds: 0.001)
      mix.code = with { $0.python = "python3" }
    },
    Change("items for nothing", ["items_from"]) { mix in
      mix.cpu = .init(seconds: 0.001)
      mix.code = with { $0.items = .call(call) }
    },
    Change("items of Swift", ["items_from"]) { mix in mix.code = with { $0.items = .call(.swift(name: "a")) } },
    Change("workers of each kind") { $0.workers = .spawn },
    Change("workers without a CPU step", ["workers"]) {
      ($0.kind, $0.cpu, $0.io, $0.workers) = (.io, nil, .init(.url("http://a/")), .spawn)
    },
    Change("workers of Swift", ["workers"]) { mix in
      mix.cpu = .init(calling: .swift(name: "a"))
      (mix.code, mix.workers) = (with { $0.child = "/bin/a" }, .spawn)
    },
    Change("64 servers") { $0.servers = 64 },
    Change("no servers", ["servers"]) { $0.servers = 0 },
    Change("65 servers", ["servers"]) { $0.servers = 65 },
    Change("idle servers", ["servers"]) { ($0.kind, $0.cpu, $0.arrivals, $0.servers) = (.idle, nil, .none(seconds: 1), 2) },
    // Known only after it was measured.
    Change("a rate that it cannot keep up with", ["rate"]) { mix in
      mix.cpu?.seconds = 1
      mix.arrivals = .rate(10, .seconds(3))
    },
    Change("a load for too long", ["items"]) { mix in
      mix.cpu?.seconds = 10
      mix.arrivals = .load(0.5, .items(1000))
    },
  ]

  private static func with(_ change: (inout UserCode) -> Void) -> UserCode {
    var code = UserCode()
    change(&code)
    return code
  }

  @Test(arguments: changes) func `What makes no sense is told by its key`(change: Change) {
    var mix = Self.mix
    change.apply(&mix)
    #expect(mix.problems(cores: 2).map(\.key) == change.keys)
  }

  private static let runtimes: [(change: Change, runtimes: [Runtime])] = [
    (Change("a function of Python") { _ in }, [.asyncio]),
    (Change("a function of Swift") { $0.cpu = .init(calling: .swift(name: "a")) }, [.swift]),
    (Change("one of each") { $0.io = .init(.call(.swift(name: "a"))) }, []),
    (Change("a URL") { ($0.cpu, $0.io) = (nil, .init(.url("http://a/"))) }, [.swift, .asyncio]),
    (Change("a kernel with servers") { ($0.cpu, $0.servers) = (.init(seconds: 0.1), 2) }, [.asyncio]),
    (Change("a kernel with workers of a kind") { ($0.cpu, $0.workers) = (.init(seconds: 0.1), .spawn) }, [.asyncio]),
  ]

  @Test(arguments: runtimes.indices) func `A mix is run by those that can`(index: Int) {
    let (change, runtimes) = Self.runtimes[index]
    var mix = Self.mix
    change.apply(&mix)
    #expect(mix.possibleRuntimes == runtimes, "\(change.testDescription)")
    for runtime in Runtime.allCases { #expect(mix.problems(runtime: runtime).isEmpty == runtimes.contains(runtime)) }
  }

  @Test func `The problem names the runtime that can`() {
    #expect(
      Self.mix.problems(runtime: .swift).map(\.description) == ["runtime: 'swift' cannot call python:shop:price; use asyncio"])
  }

  @Test(
    arguments: [
      // Two cores, three seconds: 1200 of 5 ms; of an empty function not more than the loop could hand over.
      (0.005, 1200), (1e-7, 30_000), (10, 1),
    ]) func `Measured functions fill the time`(seconds: Double, items: Int)
  {
    var mix = Self.mix
    #expect(!mix.isMeasured)
    mix.cpu?.seconds = seconds
    #expect(mix.isMeasured)
    let plan = RunPlan(mix, strategy: .hybrid, runtime: .asyncio, cores: 2, operationsPerSecond: 1)
    #expect(plan.work.items == items)
    #expect(plan.parameters.cpu == RunParameters.CPUStep(call: Self.call, seconds: nil))
  }
}
