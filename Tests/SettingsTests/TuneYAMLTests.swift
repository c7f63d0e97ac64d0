import Calculator
import Samples
import Settings
import Testing
import Workloads

/// The advice, as it stands in a configuration.
@Suite struct TuneYAMLTests {
  private static let price = {
    var mix = Mix(
      name: "price", kind: .mixed, arrivals: .filling(seconds: 3), io: .init(.call(.python(module: "shop.db", function: "load"))),
      cpu: .init(calling: .python(module: "shop", function: "price")))
    var code = UserCode()
    (code.python, code.path, code.items) = ("/venv", ["/a \"b\"", "/c\\d"], .file("/items.jsonl"))
    mix.code = code
    (mix.workers, mix.servers) = (.spawn, 2)
    return mix
  }()

  private static func with(_ mix: Mix = price, _ change: (inout Mix) -> Void) -> Mix {
    var mix = mix
    change(&mix)
    return mix
  }

  private static let mixes: [Mix] = [
    price,
    with { $0.code?.items = .call(.python(module: "shop", function: "samples")) },
    with { mix in
      (mix.io, mix.cpu, mix.workers, mix.servers) = (nil, .init(calling: .swift(name: "resize")), nil, nil)
      var code = UserCode()
      code.child = "/MyWork"
      mix.code = code
    },
    with { ($0.kind, $0.io, $0.cpu, $0.code, $0.workers) = (.io, .init(.url("https://a/?b=#c")), nil, nil, nil) },
    with {
      ($0.kind, $0.io, $0.cpu, $0.code, $0.workers) = (.io, .init(.command(["a", "", "b: c", "d\n\"e\""])), nil, nil, nil)
    },
    with(.mixed) { $0.arrivals = .rate(100, .seconds(2)) },
    with(.ioBound) { ($0.io, $0.arrivals) = (.init(.disk), .batch(items: 5)) },
  ]

  private static func yaml(_ mix: Mix) -> String {
    let setting = TuneSetting(concurrency: 8, processes: mix.cpu == nil ? 0 : 2, chunk: mix.cpu == nil ? 0 : 4)
    return TuneResult(
      mix: mix, strategy: mix.cpu == nil ? .async : .hybrid, runtime: mix.possibleRuntimes.first ?? .swift, present: setting,
      best: setting, rows: [], law: nil, limit: .cores, modelError: 0, seconds: 1, isComplete: true
    ).yaml
  }

  @Test(arguments: mixes) func `It is read as the same mix with the advice`(mix: Mix) throws {
    let text = Self.yaml(mix)
    let read = try #require(try AgentSettings(parsing: text, file: "f", cores: 2).mixes?.first?.mix, "\(text)")
    var wanted = mix
    wanted.concurrency = 8
    (wanted.processes, wanted.chunk) = mix.cpu == nil ? (nil, 1) : (2, 4)
    wanted.strategies = [mix.cpu == nil ? .async : .hybrid]
    #expect(read == wanted, "\(text)")
  }

  @Test func `What may be secret is named only`() {
    let text = Self.yaml(Self.with { $0.code?.environment = ["DB_URL": "hunter2", "A": "hunter2"] })
    #expect(text.contains("# python.environment is left out here; it has: A, DB_URL\n"))
    #expect(!text.contains("hunter2"))
  }
}
