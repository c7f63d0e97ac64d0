import Samples
import Workloads

extension TuneResult {
  /// The mix with the advice, as it stands in a configuration.
  package var yaml: String {
    var lines = ["mixes:", "  - name: \(mix.name)", "    kind: \(mix.kind.rawValue)", "    runtimes: [\(runtime.rawValue)]"]
    lines += ["    strategies: [\(strategy.rawValue)]"] + arrivals.map { "    \($0)" }
    if let io = mix.io {
      let time = io.seconds > 0 ? ", time: \(duration(io.seconds))" : ""
      lines.append("    io: {kind: \(io.kind.rawValue)\(time)}")
    }
    if let cpu = mix.cpu { lines.append("    cpu: \(text(cpu))") }
    lines.append("    concurrency: \(best.concurrency)")
    if best.processes > 0 { lines += ["    processes: \(best.processes)", "    chunk: \(best.chunk)"] }
    return lines.joined(separator: "\n") + "\n"
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
