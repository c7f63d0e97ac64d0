import CalcmonTesting
import Foundation
import Processes
import Runs
import Samples
import Scheduling
import Testing
import Workloads

/// Functions of the user's own, called by a real child of the runtime `asyncio`.
@Suite(.serialized, .timeLimit(.minutes(5))) struct UserCodeTests {
  @Test(arguments: Strategy.allCases)
  func `A function is called once for each item, and its time is counted`(strategy: Strategy) async throws {
    let folder = try Modules(["shop": "def price(n):\n    return sum(range(1000))\nasync def load(n):\n    return n\n"])
    var mix = folder.mix("shop:price")
    mix.io = Mix.IOStep(.call(try StepCall("shop:load")))
    let record = try await run(mix, strategy)
    let measured = try #require(record.measurements, "\(record.reason ?? "")")
    #expect(measured.result.itemsOk == 40)
    #expect(measured.result.firstError == nil)
    #expect(measured.result.cpuStepSeconds > 0)
    #expect(measured.histograms[.cpuStepDuration]?.count == 40)
    #expect(measured.histograms[.ioStepDuration]?.count == 40)
    #expect(record.io == .call)
    #expect(record.hasLock == true)
    #expect((measured.result.workerStartSeconds != nil) == (strategy == .hybrid))
    #expect((measured.result.transfer != nil) == (strategy == .hybrid))
  }

  @Test func `Exceptions are counted, and the first is told with its traceback`() async throws {
    let folder = try Modules(["shop": "def price(n):\n    raise ValueError('no price')\n"])
    let result = try #require(try await run(folder.mix("shop:price"), .async).measurements?.result)
    #expect(result.itemsFailed == 40)
    #expect(result.firstError?.hasSuffix("ValueError: no price") == true)
    #expect(result.firstError?.contains("/shop.py\", line 2, in price") == true)
  }

  @Test func `What cannot be run is a failed run with its reason, whatever was printed`() async throws {
    let folder = try Modules(["shop": "print('hello')\ndef prices(n): pass\n"])
    let record = try await run(folder.mix("shop:price"), .async)
    #expect(record.outcome == .failed)
    #expect(record.reason == "shop has no 'price'; there is 'prices'")
  }

  @Test func `A function has the variables that are added for it`() async throws {
    let folder = try Modules(["shop": "import os\ndef price(n):\n    assert os.environ['SHOP_KEY'] == 'sésame', os.environ\n"])
    var mix = folder.mix("shop:price")
    mix.code?.environment = ["SHOP_KEY": "sésame"]
    for strategy in [Strategy.async, .hybrid] {
      #expect(try await run(mix, strategy).measurements?.result.itemsOk == 40)
    }
  }

  @Test func `A virtual environment is a folder; what is installed in it is found`() async throws {
    let folder = try Modules(["shop": "import sys, goods\ndef price(n):\n    assert sys.prefix.endswith('/venv'), sys.prefix\n"])
    let venv = folder.directory.file("venv")
    let made = try await Tool.run("python3", ["-m", "venv", "--without-pip", venv])
    try #require(made.status == 0, "\(made.errors)")
    let library = try #require(try FileManager.default.contentsOfDirectory(atPath: "\(venv)/lib").first)
    try "".write(toFile: "\(venv)/lib/\(library)/site-packages/goods.py", atomically: true, encoding: .utf8)
    var mix = folder.mix("shop:price")
    mix.code?.python = venv
    for workers in [WorkerKind.fork, .spawn] {
      mix.workers = workers
      let record = try await run(mix, .hybrid)
      #expect(record.measurements?.result.itemsOk == 40, "\(record.reason ?? record.measurements?.result.firstError ?? "")")
    }
    mix.code?.python = folder.directory.path
    let record = try await run(mix, .async)
    #expect(record.reason == "cannot start \(folder.directory.path)/bin/python: No such file or directory")
  }

  @Test func `Steps are measured, each with its distribution`() async throws {
    let folder = try Modules([
      "shop": """
      import asyncio
      async def load(n):
          await asyncio.sleep(0.002)
          return n
      def price(n):
          return sum(range(10000))
      """
    ])
    var mix = folder.mix("shop:price")
    mix.io = Mix.IOStep(.call(try StepCall("shop:load")))
    let found = try await withSupervisor { [mix] in try await $0.measure(mix, runtime: .asyncio) }
    let (io, cpu) = (try #require(found[.io]), try #require(found[.cpu]))
    #expect(io.seconds >= 0.002)
    #expect(cpu.seconds > 1e-5)
    #expect(cpu.transfer != nil)
    #expect(found.histograms[.ioStepDuration]?.count == UInt64(io.count))
    #expect(found.histograms[.cpuStepDuration]?.count == UInt64(cpu.count))
    #expect(found.costSeconds > 0.3)
  }

  @Test(
    arguments: [
      ("import time\ndef price(n): time.sleep(1000)", "the CPU step was still being measured after 2 s"),
      ("import os\ndef price(n): os._exit(0)", "the child ended with status 0 before it had measured the steps"),
      ("def price(n): yield n", "shop:price returns a generator"),
      ("import os, signal\ndef price(n): os.kill(os.getpid(), signal.SIGSEGV)", "the child was ended by signal 11 before"),
      ("print('x')", "shop has no 'price'"),
    ] as [(String, String)])
  func `What cannot be measured says why`(text: String, reason: String) async throws {
    let folder = try Modules(["shop": text])
    let order = RunOrder.Measure(cpu: .call(try StepCall("shop:price")), code: folder.code, budgetNs: 1)
    let failure = await #expect(throws: MeasuringFailure.self) {
      try await withSupervisor(time: SystemTime()) { try await $0.measure(order, runtime: .asyncio, deadline: .seconds(2)) }
    }
    #expect(failure?.reason.hasPrefix(reason) == true, "\(failure?.reason ?? "")")
  }

  private func run(_ mix: Mix, _ strategy: Strategy) async throws -> RunRecord { try await runForReal(mix, strategy, .asyncio) }
}

/// A folder with modules of a user's.
struct Modules {
  let directory: TemporaryDirectory

  init(_ texts: [String: String]) throws {
    directory = try TemporaryDirectory()
    for (name, text) in texts {
      try text.write(toFile: directory.file("\(name).py"), atomically: true, encoding: .utf8)
    }
  }

  var code: UserCode {
    var code = UserCode()
    code.path = [directory.path]
    return code
  }

  /// Forty items that call a function of them.
  func mix(_ call: String, items: Int = 40) -> Mix {
    var mix = Mix(name: "own", kind: .mixed, arrivals: .batch(items: items), concurrency: 4)
    mix.cpu = (try? StepCall(call)).map { Mix.CPUStep(calling: $0) }
    mix.processes = 2
    mix.threads = 2
    mix.code = code
    return mix
  }
}
