import Rendering
import Samples

/// What a report is of: the host, by which calcmon, by which targets, and which part of the window has runs.
struct HTMLFacts {
  let report: Report

  var markup: Markup {
    let items = facts.compactMap { name, value in value.map { "<dt>\(name)</dt><dd>\($0)</dd>" as Markup } }
    return "<dl class=\"facts\">\(Markup.joined(items))</dl>"
  }

  private var facts: [(name: String, value: Markup?)] {
    let (machine, provenance) = (report.provenance.machine, report.provenance)
    return [
      ("Host", machine.map { "\($0.name)" }), ("Kernel", machine.map { "\($0.kernel)" }),
      ("CPU", machine?.cpu.map { "\($0)" }),
      ("Cores", machine.map { "\(Digits.text($0.cores))" }), ("Measured by", provenance.version.map { "calcmon \($0)" }),
      ("Judged by", report.judgedBy.map { "\($0.text)" }),
      ("Window", "\(report.since.markup) to \(report.until.markup)"), ("Runs", runs),
      ("Made", provenance.madeAt?.markup), ("Pages", pages),
    ]
  }

  private var runs: Markup {
    let count = report.runs.reduce(0) { $0 + $1.count }
    guard let measured = report.measured, count > 0 else { return "none that completed" }
    return "\(Plural.text(count, "run")), from \(measured.lowerBound.markup) to \(measured.upperBound.markup)"
  }

  private var pages: Markup? {
    report.pages.flatMap { url in
      ["http://", "https://"].contains(where: url.hasPrefix) ? "<a href=\"\(url)/\">\(url)</a>" : nil
    }
  }
}
