import Foundation
import Reporting
import Testing
import Thresholds

/// What `calcmon apps` prints of an agent's answers.
@Suite struct AppTableTests {
  private static let app = """
    {"app": "shop", "up": true, "event_loop_latency_seconds": {"p99": 0.25}, "busy_ratio": 0.4, "tasks": 12, "memory_bytes": 104857600,
     "stalls": {"count": 3, "newest": [{"seconds": 0.3, "cause": "blocked", "frame": "shop.py:41:encode", "startup": false}]},
     "processes": [{"pid": 7, "python": "3.11.7", "connected_seconds": 95, "busy_ratio": 0.4, "tasks": 12, "memory_bytes": 104857600,
                    "standing": {"seconds": 12, "state": "S", "wait_channel": "futex_do_wait", "frame": "shop.py:41:encode"}}]
    """
  private static let targets = """
    [{"target": "event_loop_latency", "verdict": "breached", "value": 0.25, "limit": 0.1, "value_text": "250 ms", "limit_text": "p(99) < 100 ms",
      "cause": "program", "cause_text": "The loop stood still.", "queue": null},
     {"target": "queue_depth", "verdict": "met", "value": 0, "limit": 0, "value_text": "0 items/s", "limit_text": "trend <= 0 items/s",
      "cause": null, "cause_text": null, "queue": "inbox"},
     {"target": "io_wait", "verdict": "unknown", "value": null, "limit": 0.5, "value_text": "-", "limit_text": "< 50 %",
      "cause": null, "cause_text": null, "queue": null, "reason": "the application timed none of its I/O"}]
    """
  private static let judged =
    #"{"at": "2026-11-29T12:00:00Z", "apps": [\#(app), "verdict": "breached", "targets": \#(targets)}]}"#
  private static let detail = """
    {"app": "shop", "verdict": "breached", "targets": \(targets),
     "places": [{"frame": "shop.py:41:encode", "cause": "callback", "seconds": 12.84, "count": 214, "worst_seconds": 0.3},
                {"frame": null, "cause": "runqueue", "seconds": 0.2, "count": 1, "worst_seconds": 0.2, "stack": []}],
     "occurrences": [{"at": "2026-11-29T11:00:00Z", "kind": "deployed", "pid": 7, "version": "1.1", "frame": null, "stood_seconds": null},
                     {"at": "2026-11-29T11:30:00Z", "kind": "of_tomorrow", "pid": 7, "version": null, "frame": null, "stood_seconds": null}]}
    """

  private static func table(_ json: String) throws -> AppTable { try #require(AppTable(json: Array(json.utf8))) }

  @Test func `A row has the verdict and the target that is worst, and below it what stands`() throws {
    let table = try Self.table(Self.judged)
    #expect(table.verdict == .breached)
    let lines = table.text().split(separator: "\n").map(String.init)
    #expect(lines.count == 3)
    #expect(lines[1].contains("breached: event_loop_latency 250 ms") && lines[1].contains("100 MiB"))
    #expect(
      lines[2].contains(
        "the loop of process 7 stands since 12 s at shop.py:41:encode, asleep in futex_do_wait; the last stall: 300 ms"))
  }

  @Test func `An agent that judges no applications, and one without any, are unknown`() throws {
    #expect(try Self.table(#"{"apps": [\#(Self.app)}]}"#).verdict == .unknown)
    let empty = try Self.table(#"{"apps": []}"#)
    #expect(empty.verdict == .unknown && empty.text().contains("calcmon exec"))
    #expect(AppTable(json: Array("{}".utf8)) == nil && AppTable(json: []) == nil)
  }

  @Test func `Details are targets, places, processes and events, whatever kind they are`() throws {
    let table = try Self.table(Self.judged)
    let page = try #require(table.page(of: "shop", detail: Array(Self.detail.utf8)))
    #expect(page.verdict == .breached)
    let text = page.text()
    for part in [
      "shop: ", "queue_depth (inbox)", "Cause: program. The loop stood still.", "shop.py:41:encode", "12.8",
      "(no frame was seen)",
      "2026-11-29T11:00:00Z  was deployed, version 1.1", "of_tomorrow", "Python 3.11.7",
      "Not judged: the application timed none of its I/O.", "The loop of process 7 stands since 12 s",
    ] { #expect(text.contains(part), "\(part) in \(text)") }
    #expect(table.page(of: "shop", detail: Array("{}".utf8)) == nil)
  }

  @Test func `One that is gone is told from the history`() throws {
    let page = try #require(try Self.table(#"{"apps": []}"#).page(of: "shop", detail: Array(Self.detail.utf8)))
    #expect(page.text().hasPrefix("shop: ") && page.text().contains("gone"))
  }
}
