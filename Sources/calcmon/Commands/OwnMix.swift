import Samples
import Settings
import Workloads

extension MixFlags {
  /// The mix that is to be changed: the one of this name; without a name, one that has nothing but the steps of the user's own that flags give, or
  /// `mixed`.
  func base(_ name: String?, _ settings: AgentSettings) throws -> Mix {
    if name == nil, let own = ownMix { return own }
    return try settings.mix(named: name ?? Mix.mixed.name)
  }

  /// Items wait at least as many at a time as in the mix `io-bound`.
  private static let ownConcurrency = Mix.ioBound.concurrency

  /// Named after what its steps do; `nil`: they are not of the user's own.
  private var ownMix: Mix? {
    let (io, cpu) = (io?.step, cpu?.step)
    guard let name = cpu?.call?.shortName ?? io?.work.shortName else { return nil }
    // Of the kind cpu are mixes whose load is chosen: it is what they are judged by.
    let kind: MixKind = cpu == nil ? .io : io == nil && load != nil ? .cpu : .mixed
    return Mix(
      name: name.limited, kind: kind, strategies: [], arrivals: .filling(seconds: 3), io: io, cpu: cpu,
      concurrency: io == nil ? nil : MixFlags.ownConcurrency)
  }
}

extension StepCall {
  /// Of the function alone.
  fileprivate var shortName: String {
    switch self {
    case .python(_, let function): function
    case .swift(let name): name
    }
  }
}

extension Mix.IOStep.Work {
  /// Of a function, a host or a program; `nil`: it is one of calcmon's own.
  fileprivate var shortName: String? {
    switch self {
    case .timer, .http, .disk, .sqlite: nil
    case .call(let call): call.shortName
    case .url(let url): StepURL.host(url)
    case .command(let words): words.first?.split(separator: "/").last.map(String.init) ?? "command"
    }
  }
}

extension String {
  /// As long as the name of a mix may be at the most.
  fileprivate var limited: String {
    var name = self
    while name.utf8.count > 64 { name.removeLast() }
    return name
  }
}
