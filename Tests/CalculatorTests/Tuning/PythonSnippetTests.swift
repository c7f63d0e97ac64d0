import CalcmonTesting
import Calculator
import FoundationEssentials
import Samples
import Testing
import Workloads

/// The program that tune gives runs, and does what it says.
@Suite struct PythonSnippetTests {
  private static let shop = """
    import asyncio, threading

    async def fetch(item):
        await asyncio.sleep(0)
        return item + 1

    def read(item):
        assert threading.current_thread() is not threading.main_thread()
        return item + 1

    def price(item):
        return 10 * item

    class Prices:
        @staticmethod
        def of(item):
            return 10 * item

    def samples():
        yield from range(100)
    """

  private func mix(io: Mix.IOStep.Work?, cpu: String?, _ change: (inout Mix) -> Void = { _ in }) throws -> Mix {
    var mix = Mix(name: "shop \"of\" mine", kind: .mixed, arrivals: .batch(items: 10), io: io.map { Mix.IOStep($0) })
    if let cpu { mix.cpu = Mix.CPUStep(calling: try StepCall(cpu)) }
    change(&mix)
    return mix
  }

  private func result(_ mix: Mix, _ strategy: Strategy, _ setting: TuneSetting, threads: ThreadsRival? = nil) -> TuneResult {
    TuneResult(
      mix: mix, strategy: strategy, runtime: .asyncio, present: setting, best: setting, rows: [], law: nil, limit: .cores,
      modelError: 0, seconds: 1, isComplete: true, threads: threads)
  }

  /// What its function `run` returns for the numbers from 0 to 9, and how the program itself ends.
  private func results(_ mix: Mix, _ strategy: Strategy, chunk: Int = 1) async throws -> String {
    let directory = try TemporaryDirectory()
    var mix = mix
    mix.code = mix.code ?? UserCode()
    mix.code?.path = [directory.path]
    try Self.shop.write(toFile: directory.file("shop.py"), atomically: true, encoding: .utf8)
    try #"{"a": 1}"#.write(toFile: directory.file("items.jsonl"), atomically: true, encoding: .utf8)
    let setting = TuneSetting(concurrency: 5, processes: strategy == .hybrid ? 2 : 0, chunk: strategy == .hybrid ? chunk : 0)
    let text = try #require(result(mix, strategy, setting).python)
    try text.write(toFile: directory.file("advice.py"), atomically: true, encoding: .utf8)
    let check = "import asyncio, advice\nif __name__ == '__main__':\n    print(asyncio.run(advice.run(range(10))))\n"
    try check.write(toFile: directory.file("check.py"), atomically: true, encoding: .utf8)
    let program = try await Tool.run("python3", ["-W", "error::SyntaxWarning", "advice.py"], directory: directory.path)
    #expect(program.status == 0, "\(program.errors)\n\(text)")
    return try await Tool.run("python3", ["check.py"], directory: directory.path).output
  }

  private static let tens = "[0, 10, 20, 30, 40, 50, 60, 70, 80, 90]\n"
  private static let more = "[10, 20, 30, 40, 50, 60, 70, 80, 90, 100]\n"

  @Test(arguments: [(Strategy.async, 1), (.hybrid, 1), (.hybrid, 4), (.hybrid, 64)])
  func `Results come in the order of the items, whatever the pieces are`(_ strategy: Strategy, _ chunk: Int) async throws {
    let fetched = try mix(io: .call(StepCall("shop:fetch")), cpu: "shop:price") { $0.code = UserCode() }
    #expect(try await results(fetched, strategy, chunk: chunk) == Self.more)
    #expect(try await results(mix(io: nil, cpu: "python:shop:Prices.of"), strategy, chunk: chunk) == Self.tens)
  }

  @Test func `A plain function waits in a thread`() async throws {
    #expect(try await results(mix(io: .call(StepCall("shop:read")), cpu: "shop:price"), .hybrid) == Self.more)
    #expect(try await results(mix(io: .call(StepCall("shop:read")), cpu: nil), .async) == "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]\n")
  }

  @Test(arguments: [WorkerKind.fork, .spawn, .forkserver])
  func `Workers come to be as they were measured`(_ workers: WorkerKind) async throws {
    let mix = try mix(io: nil, cpu: "shop:price") {
      $0.workers = workers
      $0.code = UserCode()
      $0.code?.items = .call(.python(module: "shop", function: "samples"))
    }
    let setting = TuneSetting(concurrency: 5, processes: 2, chunk: 1)
    #expect(result(mix, .hybrid, setting).python?.contains("get_context(\"\(workers.rawValue)\")") == true)
    #expect(try await results(mix, .hybrid) == Self.tens)
  }

  @Test func `I/O of any kind is a program that runs`() async throws {
    let command = try mix(io: .command(["printf", "a \"b\" \\ c\n"]), cpu: "shop:price")
    #expect(try await results(command, .hybrid, chunk: 4) == Self.tens)
    var timer = try mix(io: .timer, cpu: nil)
    timer.io?.seconds = 0.001
    timer.cpu = Mix.CPUStep(.integer, seconds: 0.001)
    #expect(try await results(timer, .hybrid) == "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]\n")
    #expect(try await results(timer, .async) == "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]\n")
  }

  @Test func `Names and addresses cannot leave their quotes`() throws {
    let mix = try mix(io: .url("http://h/\"\"\"\\\n\u{7f}"), cpu: nil) { $0.name = "x\"\"\"\nimport os" }
    let text = try #require(result(mix, .async, TuneSetting(concurrency: 1, processes: 0, chunk: 0)).python)
    #expect(text.contains(#"urlopen("http://h/\"\"\"\\\x0a\x7f")"#))
    #expect(text.hasPrefix("\"\"\"ximport os: 1 items in flight."))
  }

  @Test func `Swift gets no Python, and threads are named where they would do as well`() throws {
    let mix = try mix(io: nil, cpu: "shop:price")
    let setting = TuneSetting(concurrency: 8, processes: 2, chunk: 1)
    let swift = TuneResult(
      mix: mix, strategy: .hybrid, runtime: .swift, present: setting, best: setting, rows: [], law: nil, limit: .cores,
      modelError: 0, seconds: 1, isComplete: true)
    #expect(swift.python == nil && !swift.text.contains("asyncio"))
    let rival = ThreadsRival(threads: 10, itemsPerSecond: 410.4, lockShare: 0.08)
    let advice = result(mix, .hybrid, setting, threads: rival).advice
    #expect(
      advice.contains(
        "By the model 10 threads (asyncio.to_thread) would do as well, 410 items/s: the function holds Python's lock for 8"))
    #expect(!result(mix, .hybrid, setting).advice.contains("threads"))
    #expect(try result(mix, .hybrid, setting, threads: rival).json().contains("\"lock_share\""))
  }
}
