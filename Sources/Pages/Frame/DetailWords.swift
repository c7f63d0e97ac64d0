import Alerting
import Rendering
import Samples

extension StallCause {
  /// What kept the loop from turning, as a sentence.
  var sentence: String {
    switch self {
    case .callback: "Code on the loop computed."
    case .gc: "Python's garbage collector stopped all code."
    case .gil: "Another thread had Python's lock."
    case .runqueue: "The loop waited for a core that others had."
    case .throttled: "The CPU quota was used up."
    case .steal: "The hypervisor had taken the core away."
    case .blocked: "The loop slept: in a system call, a page fault, for a lock, or stopped."
    case .unexplained: "No figure of the kernel accounts for it."
    }
  }
}

extension RunOutcome {
  /// Mark and word; what is as it should be has no colour.
  var badge: Markup {
    switch self {
    case .completed: "<span class=\"done\"><span class=\"met\" aria-hidden=\"true\">✓</span> \(rawValue)</span>"
    case .failed, .timeout, .crashed: mark("breached", "✗")
    case .cancelled: mark("unknown", "○")
    }
  }

  /// What it means, where it is not plain.
  var sentence: String? {
    switch self {
    case .completed: nil
    case .failed: "The run could not do the work."
    case .timeout: "The run was still going at its deadline, and was killed."
    case .crashed: "The run was ended by a signal that calcmon did not send."
    case .cancelled: "The agent stopped and ended the run. That says nothing about what was run."
    }
  }

  private func mark(_ style: String, _ mark: String) -> Markup {
    "<span class=\"\(style)\"><span aria-hidden=\"true\">\(mark)</span> \(rawValue)</span>"
  }
}

extension AlertTransition.Reason {
  /// Why an alert changed its state, as a sentence.
  var sentence: String {
    switch self {
    case .breached: "Breached."
    case .held: "The breach lasted for as long as the rule asks."
    case .cleared: "Not breached any more."
    case .noData: "There was no data to judge by for too long."
    case .agentDown: "The agent was down for too long to know."
    case .forgotten: "What it was for did not come back, and is not waited for any more."
    case .causeChanged: "It is breached for another cause, which has an alert of its own."
    case .reconfigured: "The rule, or what it was for, is configured differently now."
    }
  }
}

/// How an alert stands, for who reads it.
struct AlertStanding {
  let state: AlertState
  /// Whether it has fired, where it is over.
  let hasFired: Bool
  let isMuted: Bool

  /// Mark and word; whether it is silenced.
  var markup: Markup {
    let muted: Markup = isMuted ? ", <span class=\"muted\">silenced</span>" : .none
    return """
      <span class="\(style)"><span aria-hidden="true">\(mark)</span> \(word)</span>\(muted)
      """
  }

  /// `firing`, `pending`, `resolved`, `was pending only`
  var word: String {
    switch state {
    case .firing: "firing"
    case .pending: "pending"
    case .inactive: hasFired ? "resolved" : "was pending only"
    }
  }

  /// The class of its colour.
  var style: String {
    switch state {
    case .firing: "breached"
    case .pending: "unknown"
    case .inactive: "met"
    }
  }

  private var mark: String {
    switch state {
    case .firing: "▲"
    case .pending: "△"
    case .inactive: "✓"
    }
  }
}

/// A share of something; `nil` where there is nothing to take it of.
func share(_ part: Double, of whole: Double) -> Double? {
  whole > 0 && part.isFinite ? part / whole : nil
}

extension Timestamp {
  /// `2026-11-22 18:00:05`, as an element, where the table says that it is UTC.
  var rowMarkup: Markup {
    "<time datetime=\"\(iso8601)\">\(iso8601.replacing("T", with: " ").replacing("Z", with: ""))</time>"
  }
}
