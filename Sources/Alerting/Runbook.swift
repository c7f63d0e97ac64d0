/// What to do about an alert: a page each.
package enum Runbook {
  /// The alerts that have one: the agent's own, and that of an agent that does not answer, which Prometheus alone can raise.
  package static let names = AlertName.allCases.map(\.rawValue) + ["CalcmonAgentDown"]

  /// Of an alert name, in Markdown; `nil` where there is none.
  package static func text(of alert: String) -> [UInt8]? {
    switch alert {
    case "CalcmonEventLoopLatencyHigh": PackageResources.CalcmonEventLoopLatencyHigh_md
    case "CalcmonQueueGrowing": PackageResources.CalcmonQueueGrowing_md
    case "CalcmonCPUOutOfBand": PackageResources.CalcmonCPUOutOfBand_md
    case "CalcmonMemoryGrowing": PackageResources.CalcmonMemoryGrowing_md
    case "CalcmonIOWaitHigh": PackageResources.CalcmonIOWaitHigh_md
    case "CalcmonEventLoopSaturated": PackageResources.CalcmonEventLoopSaturated_md
    case "CalcmonTasksGrowing": PackageResources.CalcmonTasksGrowing_md
    case "CalcmonExecutorBacklogGrowing": PackageResources.CalcmonExecutorBacklogGrowing_md
    case "CalcmonAppDown": PackageResources.CalcmonAppDown_md
    case "CalcmonAppStanding": PackageResources.CalcmonAppStanding_md
    case "CalcmonRunFailing": PackageResources.CalcmonRunFailing_md
    case "CalcmonSlotsMissed": PackageResources.CalcmonSlotsMissed_md
    case "CalcmonHostContended": PackageResources.CalcmonHostContended_md
    case "CalcmonAgentDown": PackageResources.CalcmonAgentDown_md
    default: nil
    }
  }
}
