import Alerting
import Rendering
import Samples
import Snapshots

/// What the agent itself costs this host, and where else it can be asked.
struct StatusAgent {
  let snapshot: AgentSnapshot
  let root: String

  var markup: Markup {
    let figures = [processor, memory, runs, database].map { name, value, beside -> Markup in
      "<div><dt>\(name)</dt><dd>\(value)\(beside.map { "<small>\($0)</small>" as Markup } ?? .none)</dd></div>"
    }
    return """
      <dl class="figures">\(Markup.joined(figures))</dl>
      <h3>Runbooks</h3>
      <ul class="runbooks">\(Markup.joined(AlertName.allCases.map(runbook)))</ul>
      """
  }

  private typealias Figure = (name: String, value: String, beside: String?)

  private var cost: AgentSnapshot.Cost { snapshot.cost }

  private var processor: Figure {
    guard let seconds = cost.cpuSeconds, cost.uptimeSeconds > 0 else { return ("CPU", "-", "cannot be read") }
    let share = seconds / cost.uptimeSeconds
    return ("CPU", "\(Percent.text(share)) of a core", "runs left out")
  }

  private var memory: Figure {
    ("Resident memory", cost.residentBytes.map(Digits.bytes) ?? "-", cost.residentBytes == nil ? "cannot be read" : nil)
  }

  private var runs: Figure {
    let capacity = cost.uptimeSeconds * cost.cores
    let share = capacity > 0 ? "\(Percent.text(cost.runCPUSeconds / capacity)) of the host" : "-"
    let peaks =
      "\(Digits.text(cost.runCores)) of \(Digits.text(cost.cores)) \(Plural.word(cost.cores == 1 ? 1 : 2, "core", "cores"))"
    return (
      "Cost of runs", share,
      "budget \(Percent.text(cost.runCPUBudget)) on average; at most \(peaks) while one runs, \(Digits.text(cost.runsAnHour)) times an hour"
    )
  }

  private var database: Figure {
    ("Database", cost.databaseBytes.map(Digits.bytes) ?? "-", cost.databaseBytes == nil ? "not open" : nil)
  }

  private func runbook(_ name: AlertName) -> Markup {
    "<li><a href=\"\(root)/runbooks/\(name.rawValue)\">\(name.rawValue)</a></li>"
  }
}
