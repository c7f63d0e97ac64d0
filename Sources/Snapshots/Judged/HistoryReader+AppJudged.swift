import Alerting
package import Samples
package import Storage
package import Thresholds

extension HistoryReader {
  /// A target of an application as it was judged at an instant, by the plan that was in force then. `nil`: neither that nor such a target is known.
  ///
  /// - Parameter intervals: those of the application around the instant.
  /// - Throws: what SQLite says.
  package func judgement(
    of name: TargetName, app: String, at instant: Timestamp, by intervals: [AppInterval]
  ) throws -> Judgement? {
    guard let plan = try judging(at: instant)?.plan else { return nil }
    let own = plan.app(app)
    guard let target = own.targets.first(where: { $0.name == name }) else { return nil }
    let since = instant.advanced(bySeconds: -(target.window ?? plan.window))
    let looked = intervals.filter { (since...instant).contains($0.endedAt) }
    return TargetEvaluator.judge(target, by: Evidence(looked.map { RunEvidence($0) }), queues: own.queues)
  }
}
