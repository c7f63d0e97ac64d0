import API
import Testing

/// Requests that are refused, each with what is wrong and what is allowed.
@Suite struct BadRequestTests {
  private static let times =
    "is no time; use RFC 3339 as 2026-11-22T18:00:00Z, Unix seconds, or a duration before now as 24h"
  private static let steps = "is no step; use a duration from 0.1s to 366d as 30s or 5m, or seconds"
  private static let routes =
    "/api/v1/ has status, runs, runs/ID, samples, targets, apps, apps/NAME, rules, alerts, alerts/list, alerts/silences, alerts/ID, report, export and simulate"
  private static let quantities =
    "event_loop_latency_seconds, queue_depth, cpu_utilization_ratio, memory_bytes"
  private static let runs = "/api/v1/runs takes mix, strategy, runtime, outcome, verdict, since, until, limit and before"
  private static let samples = "/api/v1/samples takes quantity, mix, strategy, runtime, since, until and step"

  @Test(arguments: [
    ("", "there is no \"/api/v1/\"; \(routes)"),
    ("query", "there is no \"/api/v1/query\"; \(routes)"),
    ("runs/1/samples", "there is no \"/api/v1/runs/1/samples\"; \(routes)"),
    ("status/buildinfo", "there is no \"/api/v1/status/buildinfo\"; \(routes)"),
    ("a\u{1B}[31m", "there is no \"/api/v1/a\\u{1B}[31m\"; \(routes)"),
  ])
  func `There is no such route`(_ target: String, _ message: String) {
    #expect(problem(target) == APIProblem(.notFound, message))
  }

  @Test(arguments: [
    ("status?x=1", "unknown parameter \"x\"; /api/v1/status takes no parameters"),
    ("targets?mix=mixed", "unknown parameter \"mix\"; /api/v1/targets takes no parameters"),
    ("runs/11?limit=1", "unknown parameter \"limit\"; /api/v1/runs takes no parameters"),
    ("runs?count=3", "unknown parameter \"count\"; \(runs)"),
    ("runs?Limit=3", "unknown parameter \"Limit\"; did you mean \"limit\"? \(runs)"),
    ("runs?verdict=good", "invalid parameter \"verdict\": \"good\" is none of met, breached and unknown"),
    ("samples?quantity=queue_depth&limit=3", "unknown parameter \"limit\"; \(samples)"),
    ("runs?limit=1&limit=2&limit=3", "parameter \"limit\" is given 3 times; once is allowed"),
    ("samples?quantity=queue_depth&quantity=queue_depth", "parameter \"quantity\" is given 2 times; once is allowed"),
    ("simulate?segments=5001", "invalid parameter \"segments\": \"5001\" is no whole number from 0 to 5000"),
    ("simulate?tasks=1&tasks=2", "parameter \"tasks\" is given 2 times; once is allowed"),
    ("runs/0", "\"0\" is no id of a run; ids are whole numbers from 1 on"),
    ("runs/-1", "\"-1\" is no id of a run; ids are whole numbers from 1 on"),
    ("runs/9223372036854775808", "\"9223372036854775808\" is no id of a run; ids are whole numbers from 1 on"),
    ("runs/١", "\"١\" is no id of a run; ids are whole numbers from 1 on"),
    ("runs?limit=0", "invalid parameter \"limit\": \"0\" is no whole number from 1 to 500"),
    ("runs?limit=501", "invalid parameter \"limit\": \"501\" is no whole number from 1 to 500"),
    ("runs?limit=+5", "invalid parameter \"limit\": \"+5\" is no whole number from 1 to 500"),
    ("runs?limit=99999999999999999999", "invalid parameter \"limit\": \"99999999999999999999\" is no whole number from 1 to 500"),
    ("runs?strategy=fast", "invalid parameter \"strategy\": \"fast\" is none of sync, threads, async and hybrid"),
    ("runs?runtime=go", "invalid parameter \"runtime\": \"go\" is none of swift and asyncio"),
    (
      "runs?outcome=good", "invalid parameter \"outcome\": \"good\" is none of completed, failed, timeout, crashed and cancelled"
    ),
    ("runs?since=yesterday", "invalid parameter \"since\": \"yesterday\" \(times)"),
    (
      "runs?since=2026-13-01T00:00:00Z",
      "invalid parameter \"since\": \"2026-13-01T00:00:00Z\" does not exist: months go from 01 to 12"
    ),
    (
      "runs?until=2026-02-29T00:00:00Z",
      "invalid parameter \"until\": \"2026-02-29T00:00:00Z\" does not exist: February 2026 has 28 days"
    ),
    (
      "runs?since=2026-11-22T25:00:00Z",
      "invalid parameter \"since\": \"2026-11-22T25:00:00Z\" does not exist: hours go from 00 to 23"
    ),
    ("runs?until=2026-11", "invalid parameter \"until\": \"2026-11\" \(times)"),
    ("runs?until=nan", "invalid parameter \"until\": \"nan\" \(times)"),
    ("runs?until=1e300", "invalid parameter \"until\": \"1e300\" \(times)"),
    ("runs?since=-5m", "invalid parameter \"since\": \"-5m\" \(times)"),
    (
      "runs?before=12",
      "invalid parameter \"before\": \"12\" is no place in the list; take the one in \"next\" of the answer before"
    ),
    (
      "runs?before=1--2",
      "invalid parameter \"before\": \"1--2\" is no place in the list; take the one in \"next\" of the answer before"
    ),
    (
      "runs?since=1h&until=2h",
      "the window is empty: since 2023-11-14T21:15:00.000Z is after until 2023-11-14T20:15:00.000Z"
    ),
    ("samples", "parameter \"quantity\" is missing; it is one of \(quantities) or io_wait_ratio"),
    ("samples?quantity=", "parameter \"quantity\" is missing; it is one of \(quantities) or io_wait_ratio"),
    ("samples?quantity=speed", "invalid parameter \"quantity\": \"speed\" is none of \(quantities) and io_wait_ratio"),
    ("samples?quantity=queue_depth&step=0", "invalid parameter \"step\": \"0\" \(steps)"),
    ("samples?quantity=queue_depth&step=-1", "invalid parameter \"step\": \"-1\" \(steps)"),
    ("samples?quantity=queue_depth&step=50ms", "invalid parameter \"step\": \"50ms\" \(steps)"),
    ("samples?quantity=queue_depth&step=2y", "invalid parameter \"step\": \"2y\" \(steps)"),
    ("samples?quantity=queue_depth&step=soon", "invalid parameter \"step\": \"soon\" \(steps)"),
    (
      "samples?quantity=queue_depth&since=0&until=-5",
      "the window is empty: since 1970-01-01T00:00:00.000Z is after until 1969-12-31T23:59:55.000Z"
    ),
    ("rules?type=x", "invalid parameter \"type\": \"x\" is none of alert and record"),
    ("rules?exclude_alerts=yes", "invalid parameter \"exclude_alerts\": \"yes\" is neither true nor false"),
    (
      "rules?match[]={a=\"b\"}",
      "invalid parameter \"match[]\": \"{a=\"b\"}\" cannot be honoured: calcmon does not select rules by labels"
    ),
    ("rules?group_limit=0", "invalid parameter \"group_limit\": \"0\" is no whole number from 1 to 9223372036854775807"),
    (
      "rules?group_next_token=abc",
      "invalid parameter \"group_next_token\": \"abc\" was not given by this API: its groups are all in one answer"
    ),
  ])
  func `A parameter cannot be taken`(_ target: String, _ message: String) {
    #expect(problem(target) == APIProblem(.badData, message))
  }

  @Test func `What is long is cut in messages`() {
    let found = problem("runs?limit=\(String(repeating: "x", count: 5000))")
    let cut = String(repeating: "x", count: 80)
    #expect(found == APIProblem(.badData, "invalid parameter \"limit\": \"\(cut)…\" is no whole number from 1 to 500"))
  }

  @Test(arguments: ["runs?limit=&mix=&since=", "rules?foo=bar&type=&rule_group=x&file=y&limit_alerts=3", "alerts?foo=bar"])
  func `Empty parameters are none, and Prometheus' routes let pass what they do not know`(_ target: String) {
    #expect(problem(target) == nil)
  }
}
