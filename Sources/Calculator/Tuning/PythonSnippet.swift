import Samples
import Workloads

/// A Python program that executes items as a tuned mix was measured: a task for each batch in flight, and a pool for what computes.
struct PythonSnippet {
  let mix: Mix
  let strategy: Strategy
  let setting: TuneSetting

  /// The program, ending with a line feed.
  var text: String {
    let parts = [head, imports, constants, ioFunction, cpuFunction, runFunction, main]
    return parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n\n") + "\n"
  }

  private var hasPool: Bool { strategy == .hybrid && mix.cpu != nil }
  private var chunk: Int { hasPool ? max(1, setting.chunk) : 1 }
  private var isInterpreters: Bool { mix.workers == .interpreters }

  private var head: [String] {
    let pool = hasPool ? ", \(setting.processes) \(isInterpreters ? "interpreters" : "worker processes"), chunks of \(chunk)" : ""
    return ["\"\"\"\(PythonText.plain(mix.name)): \(setting.concurrency) items in flight\(pool). Needs CPython 3.11.\"\"\""]
  }

  // MARK: Imports

  private var imports: [String] {
    var standard: Set<String> = ["asyncio"]
    if case .call = mix.io?.work { standard.insert("inspect") }
    if case .url = mix.io?.work { standard.insert("urllib.request") }
    if hasPool, !isInterpreters { standard.insert("multiprocessing") }
    if !paths.isEmpty { standard.insert("sys") }
    switch mix.code?.items {
    case .call: standard.insert("itertools")
    case .file: standard.insert("json")
    case nil: break
    }
    var lines = standard.sorted().map { "import \($0)" }
    if hasPool { lines.append("from concurrent.futures import \(executor)") }
    if !paths.isEmpty { lines += ["", "sys.path[:0] = [\(paths.map(PythonText.literal).joined(separator: ", "))]"] }
    let modules = Set(calls.map(\.module)).sorted()
    if !modules.isEmpty { lines += [""] + modules.map { "import \($0)\(paths.isEmpty ? "" : "  # noqa: E402")" } }
    return lines
  }

  private var paths: [String] { mix.calls.isEmpty ? [] : mix.code?.path ?? [] }
  private var executor: String { isInterpreters ? "InterpreterPoolExecutor" : "ProcessPoolExecutor" }

  /// All functions of the user's own.
  private var calls: [(module: String, name: String)] {
    var all = mix.calls
    if case .call(let items) = mix.code?.items { all.append(items) }
    return all.compactMap { if case .python(let module, let function) = $0 { (module, function) } else { nil } }
  }

  private func name(_ call: StepCall) -> String {
    switch call {
    case .python(let module, let function): "\(module).\(function)"
    case .swift(let name): name
    }
  }

  private var constants: [String] {
    ["CONCURRENCY = \(setting.concurrency)"] + (hasPool ? ["WORKERS = \(setting.processes)", "CHUNK = \(chunk)"] : [])
  }

  // MARK: Steps

  private var ioFunction: [String] {
    guard let io = mix.io else { return [] }
    return ["async def wait_for(item):"] + ioBody(io).map { "    \($0)" }
  }

  private func ioBody(_ io: Mix.IOStep) -> [String] {
    switch io.work {
    case .call(let call):
      return [
        "if inspect.iscoroutinefunction(\(name(call))):", "    return await \(name(call))(item)",
        "return await asyncio.to_thread(\(name(call)), item)",
      ]
    case .url(let url):
      return [
        "def get():", "    with urllib.request.urlopen(\(PythonText.literal(url))) as answer:", "        answer.read()", "",
        "await asyncio.to_thread(get)", "return item",
      ]
    case .command(let arguments):
      let words = arguments.map(PythonText.literal).joined(separator: ", ")
      return [
        "process = await asyncio.create_subprocess_exec(\(words), stdout=asyncio.subprocess.DEVNULL)", "await process.wait()",
        "return item",
      ]
    case .timer, .http, .disk, .sqlite:
      return ["await asyncio.sleep(\(io.seconds))  # your I/O", "return item"]
    }
  }

  private var cpuFunction: [String] {
    guard let cpu = mix.cpu else { return [] }
    let call = cpu.call.map { "\(name($0))(item)" } ?? "item  # your computation"
    guard hasPool else { return ["def compute(item):", "    return \(call)"] }
    guard cpu.call != nil else {
      return [
        "def compute(item):", "    return item  # your computation", "", "", "def compute_many(items):",
        "    return [compute(item) for item in items]",
      ]
    }
    return ["def compute_many(items):", "    return [\(call) for item in items]"]
  }

  // MARK: Running

  private var runFunction: [String] {
    let pool = isInterpreters ? "InterpreterPoolExecutor(WORKERS)" : "ProcessPoolExecutor(WORKERS, mp_context=\(context))"
    let body = hasPool ? ["with \(pool) as pool:"] + taskGroup.map { "    \($0)" } : taskGroup
    let size = hasPool ? "max(1, CONCURRENCY // CHUNK)" : "CONCURRENCY"
    let loop = hasPool ? ["    loop = asyncio.get_running_loop()"] : []
    return [
      "async def run(items):", "    \"\"\"Returns the results, in the order of the items.\"\"\"", "    items = list(items)",
      "    results = [None] * len(items)", "    room = asyncio.Semaphore(\(size))",
    ] + loop + [""] + doFunction.map { "    \($0)" } + [""] + body.map { "    \($0)" } + ["    return results"]
  }

  private var context: String {
    mix.workers.map { "multiprocessing.get_context(\"\($0.rawValue)\")" } ?? "multiprocessing.get_context()"
  }

  /// A batch, from its I/O to its results.
  private var doFunction: [String] {
    guard hasPool else {
      let value = mix.io == nil ? "items[first]" : "await wait_for(items[first])"
      return ["async def do(first):", "    results[first] = \(mix.cpu == nil ? value : "compute(\(value))")"]
    }
    let wait = mix.io == nil ? [] : ["    batch = await asyncio.gather(*map(wait_for, batch))"]
    return ["async def do(pool, first):", "    batch = items[first : first + CHUNK]"] + wait + [
      "    results[first : first + CHUNK] = await loop.run_in_executor(pool, compute_many, batch)"
    ]
  }

  /// No more tasks than may be in flight.
  private var taskGroup: [String] {
    let (range, call) = hasPool ? ("range(0, len(items), CHUNK)", "do(pool, first)") : ("range(len(items))", "do(first)")
    return [
      "async with asyncio.TaskGroup() as group:", "    for first in \(range):", "        await room.acquire()",
      "        task = group.create_task(\(call))", "        task.add_done_callback(lambda _: room.release())",
    ]
  }

  private var main: [String] {
    ["if __name__ == \"__main__\":"] + items.map { "    \($0)" } + ["    asyncio.run(run(items))"]
  }

  private var items: [String] {
    let count =
      switch mix.arrivals {
      case .batch(let items), .load(_, .items(let items)), .rate(_, .items(let items)): items
      case .filling, .load, .rate, .none: 1000
      }
    return switch mix.code?.items {
    case .call(let call): ["items = itertools.islice(\(name(call))(), \(count))"]
    case .file(let file):
      ["with open(\(PythonText.literal(file))) as lines:", "    items = [json.loads(line) for line in lines]"]
    case nil: ["items = range(\(count))"]
    }
  }
}

/// Text as Python's grammar has it: https://docs.python.org/3/reference/lexical_analysis.html#strings.
enum PythonText {
  /// In double quotes.
  static func literal(_ text: String) -> String { "\"\(text.unicodeScalars.map(escaped).joined())\"" }

  /// For a docstring: without what could end it, or the line.
  static func plain(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "\"" && $0 != "\\" && $0.value >= 32 }))
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\"", "\\": return "\\\(scalar)"
    case _ where scalar.value < 32 || scalar.value == 127:
      let digits = String(scalar.value, radix: 16)
      return "\\x\(digits.count < 2 ? "0" : "")\(digits)"
    default: return String(scalar)
    }
  }
}

extension TuneResult {
  /// A Python program with the advice, to paste; `nil`: the items are not executed by asyncio.
  package var python: String? {
    runtime == .asyncio ? PythonSnippet(mix: mix, strategy: strategy, setting: best).text : nil
  }
}
