import Samples
import Thresholds

/// The page at `/`: the targets at a glance.
enum StatusPage {
  static func render(_ status: AgentStatus) -> String {
    let verdict = Verdict(of: status.rows.map(\.judgement.verdict))
    let rows = status.rows.map(row).joined(separator: "\n")
    let running = status.running.map { "Running now: \(escape($0.mix)), \($0.strategy.rawValue), \($0.runtime.rawValue)." }
    let stalls =
      status.stalls.isEmpty
      ? "" : "\n<h2>Stalls</h2>\n<ul>" + status.stalls.map { "\n<li>\(escape($0))</li>" }.joined() + "\n</ul>"
    let notes = status.notes.map { "\n<p>\(escape($0))</p>" }.joined()
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>calcmon: \(verdict.rawValue)</title>
      <style>
      :root { color-scheme: light dark; --met: #1a7f37; --breached: #c62828; --unknown: #8a6100; }
      @media (prefers-color-scheme: dark) { :root { --met: #57d27c; --breached: #ff7b72; --unknown: #e3b341; } }
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
      h1 { font-size: 1.5rem; margin: 0; }
      h2 { font-size: 1.125rem; margin: 0; }
      li { overflow-wrap: anywhere; }
      .alerts li { margin: .5rem 0; }
      .scroll { overflow-x: auto; }
      table { border-collapse: collapse; width: 100%; margin: 1.5rem 0; }
      th, td { padding: .35rem .75rem .35rem 0; text-align: left; border-bottom: 1px solid color-mix(in srgb, currentcolor 15%, transparent); white-space: nowrap; }
      th { font-weight: 600; font-size: .875rem; }
      .number { text-align: right; padding-right: 1.5rem; font-variant-numeric: tabular-nums; }
      .met { color: var(--met); } .breached { color: var(--breached); } .unknown { color: var(--unknown); }
      .met, .breached, .unknown { font-weight: 600; }
      </style>
      </head>
      <body>
      <h1>calcmon: <span class="\(verdict.rawValue)">\(verdict.rawValue)</span></h1>
      <p>\(running ?? "No run is under way.")</p>\(notes)\(alerts(status.alerts))\(stalls)
      <div class="scroll"><table>
      <thead><tr><th scope="col">Mix</th><th scope="col">Strategy</th><th scope="col">Runtime</th><th scope="col">Target</th>\
      <th scope="col" class="number">Value</th><th scope="col">Limit</th><th scope="col">Verdict</th><th scope="col" class="number">Samples</th></tr></thead>
      <tbody>
      \(rows)
      </tbody>
      </table></div>
      <p><a href="metrics">Metrics</a> · <a href="api/v1/runs">Runs as JSON</a> · <a href="-/healthy">Health</a> · <a href="-/ready">Readiness</a></p>
      <footer><p>calcmon \(escape(status.version))</p></footer>
      </body>
      </html>

      """
  }

  private static func alerts(_ alerts: [AgentStatus.Alert]) -> String {
    guard !alerts.isEmpty else { return "" }
    return "\n<h2>Alerts</h2>\n<ul class=\"alerts\">" + alerts.map(alert).joined() + "\n</ul>"
  }

  private static func alert(_ alert: AgentStatus.Alert) -> String {
    let muted = alert.isMuted ? ", silenced" : ""
    let style = alert.state == "firing" ? "breached" : alert.state == "pending" ? "unknown" : "met"
    return """

      <li id="alert-\(alert.id)"><strong>\(escape(alert.summary))</strong>: \
      <span class="\(style)">\(alert.state)\(muted)</span> since \(alert.since).<br>\(escape(alert.description))<br>\
      <small>\(escape(alert.name)) {\(escape(alert.labels))} · <code>calcmon alerts show \(alert.id)</code> · \
      <a href="runbooks/\(escape(alert.name))">Runbook</a></small></li>
      """
  }

  private static func row(_ row: AgentStatus.Row) -> String {
    let judgement = row.judgement
    let verdict = judgement.verdict.rawValue
    return """
      <tr><td>\(escape(row.identity.mix))</td><td>\(row.identity.strategy.rawValue)</td><td>\(row.identity.runtime.rawValue)</td>\
      <td>\(judgement.target.name.rawValue)</td><td class="number">\(escape(judgement.valueText))</td>\
      <td>\(escape(judgement.target.limitText))</td><td class="\(verdict)">\(verdict)</td>\
      <td class="number">\(judgement.samples)</td></tr>
      """
  }

  private static func escape(_ text: String) -> String {
    var escaped = ""
    // By scalar: a "<" with a combining mark behind it is another character, and still begins a tag.
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
