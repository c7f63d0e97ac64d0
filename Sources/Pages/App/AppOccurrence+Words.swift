import Rendering
import Samples

extension AppOccurrence {
  /// Whether it is more than a process that comes or goes as it should.
  var isNotable: Bool { isTrouble || beginsLife }

  /// Whether something is wrong.
  var isTrouble: Bool { kind == .processDied || kind == .standing }

  /// `deployed, version 1.4.2`, `process 71 died`
  var shortText: String {
    let process = pid.map { "process \($0)" } ?? "a process"
    return switch kind {
    case .started: "started"
    case .restarted: "started again"
    case .deployed: "deployed\(version.map { ", version \($0)" } ?? "")"
    case .processStarted: "\(process) started"
    case .processEnded: "\(process) ended"
    case .processDied: "\(process) died"
    case .standing: "\(process) stood"
    }
  }

  /// What it means, as a sentence.
  var sentence: Markup {
    let place: Markup = frame.map { " in <code>\($0)</code>" } ?? .none
    let stood: Markup = stoodSeconds.map { "Its loop had stood for \(PageWords.span($0))\(place)." } ?? .none
    return switch kind {
    case .started: "Its first process came.\(versionText)"
    case .restarted: "A process came after all had gone, in the same version.\(versionText)"
    case .deployed: "A process came that tells another version."
    case .processStarted: "Another process came."
    case .processEnded: "It said that it ends."
    case .processDied: "It went without a farewell: it was killed, or crashed. \(stood)"
    case .standing: stood
    }
  }

  private var versionText: Markup { version.map { " Version <bdi>\($0)</bdi>." } ?? .none }
}
