import Samples
import Workloads

extension TuneResult {
  /// The mix with the advice, as it stands in a configuration.
  package var yaml: String {
    var lines = ["mixes:", "  - name: \(mix.name)", "    kind: \(mix.kind.rawValue)", "    runtimes: [\(runtime.rawValue)]"]
    lines += ["    strategies: [\(strategy.rawValue)]"] + arrivals.map { "    \($0)" }
    if let io = mix.io { lines.append("    io: \(text(io))") }
    if let cpu = mix.cpu { lines.append("    cpu: \(text(cpu))") }
    lines += mix.calls.isEmpty ? [] : code.map { "    \($0)" }
    if let workers = mix.workers { lines.append("    workers: \(workers.rawValue)") }
    if let servers = mix.servers { lines.append("    servers: \(servers)") }
    lines.append("    concurrency: \(best.concurrency)")
    if best.processes > 0 { lines += ["    processes: \(best.processes)", "    chunk: \(best.chunk)"] }
    return lines.joined(separator: "\n") + "\n"
  }

  private func text(_ io: Mix.IOStep) -> String {
    switch io.work {
    case .timer, .http: "{kind: \(io.kind.rawValue), time: \(duration(io.seconds))}"
    case .disk, .sqlite: "{kind: \(io.kind.rawValue)}"
    case .call(let call): "{call: \(quoted("\(call)"))}"
    case .url(let url): "{url: \(quoted(url))}"
    case .command(let words): "{command: [\(words.map(quoted).joined(separator: ", "))]}"
    }
  }

  /// Where the functions are. Of the environment names alone: the values may be secrets.
  private var code: [String] {
    guard let code = mix.code else { return [] }
    var lines: [String] = []
    switch code.items {
    case .call(let call): lines.append("items_from: \(quoted("\(call)"))")
    case .file(let file): lines.append("items_from: {file: \(quoted(file))}")
    case nil: break
    }
    if let child = code.child { lines.append("child: \(quoted(child))") }
    var python: [String] = []
    if let interpreter = code.python { python.append("interpreter: \(quoted(interpreter))") }
    if !code.path.isEmpty { python.append("path: [\(code.path.map(quoted).joined(separator: ", "))]") }
    if !python.isEmpty { lines.append("python: {\(python.joined(separator: ", "))}") }
    if !code.environment.isEmpty {
      lines.append("# python.environment is left out here; it has: \(code.environment.keys.sorted().joined(separator: ", "))")
    }
    return lines
  }

  /// In double quotes, as JSON has it, which is YAML as well.
  private func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar -> String in
      switch scalar {
      case "\"", "\\": "\\\(scalar)"
      case _ where scalar.value < 0x20 || scalar.value == 0x7f: "\\x\(String(scalar.value + 0x100, radix: 16).dropFirst())"
      default: String(scalar)
      }
    }
    return "\"\(escaped.joined())\""
  }

  private func text(_ cpu: Mix.CPUStep) -> String {
    switch cpu.work {
    case .kernel(let kernel): "{kernel: \(kernel.rawValue), time: \(duration(cpu.seconds))}"
    case .call(let call): "{call: \"\(call)\"}"
    }
  }

  private var arrivals: [String] {
    func span(_ span: Mix.Span) -> String {
      switch span {
      case .seconds(let seconds): "duration: \(duration(seconds))"
      case .items(let items): "items: \(items)"
      }
    }
    switch mix.arrivals {
    case .batch(let items): return ["items: \(items)"]
    case .filling(let seconds): return ["duration: \(duration(seconds))"]
    case .load(let load, let length): return ["load: \(Digits.text(load))", span(length)]
    case .rate(let rate, let length): return ["rate: \(Digits.text(rate))", span(length)]
    case .none(let seconds): return ["duration: \(duration(seconds))"]
    }
  }

  private func duration(_ seconds: Double) -> String { DurationText.text(seconds).replacing(" ", with: "") }
}
