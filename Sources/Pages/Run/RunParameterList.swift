import Rendering
import Samples
import Storage

/// What a run was asked to do, as names with values.
struct RunParameterList {
  private let parameters: RunParameters
  private let mix: String

  /// `nil` if that was not kept.
  init?(_ run: StoredRun) {
    guard let parameters = run.parameters else { return nil }
    self.parameters = parameters
    mix = run.identity.mix
  }

  /// A part of the page.
  var section: Markup {
    let items = figures.compactMap { name, value in value.map { "<div><dt>\(name)</dt><dd>\($0)</dd></div>" as Markup } }
    let list: Markup = """
      <dl class="run-figures">
      \(lines: items)
      </dl>
      """
    return PageSection.markup("parameters", "The mix", .lines([list, variant]))
  }

  /// A changed mix is another one, as `mixed~3f2a81`; another `~` may stand in the name of any mix.
  private var variant: Markup {
    guard let found = mix.wholeMatch(of: /(.+)~[0-9a-f]{6}/) else { return .none }
    return
      "<p class=\"note\">The mix <bdi>\(String(found.1))</bdi>, changed for this run by <code>calcmon run --store</code>.</p>"
  }

  private var figures: [(name: String, value: String?)] {
    [
      ("Items", parameters.items.map { PageWords.count($0) }),
      ("Duration asked for", parameters.durationSeconds.map(DurationText.text)),
      ("Arrivals", arrivals),
      (
        "I/O step",
        parameters.io.map { io in
          "\(io.target ?? io.kind.rawValue)\(io.seconds.map { " \(DurationText.text($0))" } ?? "")"
        }
      ),
      ("CPU step", parameters.cpu.map(text)),
      ("Arguments from", items), ("Workers", parameters.workers?.rawValue), ("Servers", parameters.servers.map { "\($0)" }),
      ("Interpreter", parameters.code?.python), ("Modules from", path), ("Executable", parameters.code?.child),
      ("Concurrency", parameters.concurrency.map { "\($0)" }), ("Processes", parameters.processes.map { "\($0)" }),
      ("Threads", parameters.threads.map { "\($0)" }), ("Chunk", parameters.chunk.map { "\($0)" }),
      ("Queue limit", parameters.queueLimit.map { PageWords.count($0, "item") }),
      ("Timeout", parameters.timeoutSeconds.map(DurationText.text)), ("Attempts", parameters.attempts.map { "\($0)" }),
      ("Backoff", parameters.backoffSeconds.map(DurationText.text)), ("Made to fail", parameters.fail.map { Percent.text($0) }),
      ("Made to hang", parameters.hang.map { Percent.text($0) }), ("Event loop", parameters.loop),
    ]
  }

  private var items: String? {
    switch parameters.code?.items {
    case .call(let call): "\(call)"
    case .file(let file): file
    case nil: nil
    }
  }

  private var path: String? { parameters.code.flatMap { $0.path.isEmpty ? nil : $0.path.joined(separator: ", ") } }

  private func text(_ cpu: RunParameters.CPUStep) -> String {
    [cpu.kernel?.rawValue, cpu.call.map { "\($0)" }, cpu.seconds.map(DurationText.text)].compactMap { $0 }.joined(separator: " ")
  }

  private var arrivals: String? {
    if let rate = parameters.ratePerSecond { return "\(Digits.text(rate)) items/s" }
    if let load = parameters.load { return "\(Percent.text(load)) of the capacity" }
    return parameters.items == nil ? nil : "all at once"
  }
}
