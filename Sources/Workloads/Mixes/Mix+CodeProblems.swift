import Samples

/// What is wrong with steps of the user's own, and with what belongs to them.
extension Mix {
  private static let mostServers = 64

  /// In the order of the settings.
  var codeProblems: [MixProblem] { callProblems + targetProblems + workerProblems + itemProblems }

  private var callProblems: [MixProblem] {
    let runtimes = Set(calls.map(\.runtime))
    if runtimes.count > 1 {
      let both = calls.map { "\($0)" }.joined(separator: " and ")
      return [MixProblem(key: "cpu", message: "\(both) are of two runtimes; a mix is executed by one")]
    }
    if runtimes == [.swift], code?.child == nil {
      return [MixProblem(key: "child", message: "is needed: the executable that knows \(calls[0])")]
    }
    guard let code else { return [] }
    var found: [MixProblem] = []
    if code.child != nil, runtimes != [.swift] {
      found.append(MixProblem(key: "child", message: "is for steps of Swift, as cpu: {call: \"swift:resize\"}"))
    }
    let isOfPython = code.python != nil || !code.path.isEmpty || !code.environment.isEmpty
    if isOfPython, runtimes != [.asyncio] { found.append(needsCall("python")) }
    return found
  }

  private func needsCall(_ key: String) -> MixProblem {
    MixProblem(key: key, message: "is for steps that call a function of Python, as cpu: {call: \"package.module:function\"}")
  }

  private var targetProblems: [MixProblem] {
    switch io?.work {
    case .url(let url): StepURL.problem(url).map { [MixProblem(key: "io.url", message: $0)] } ?? []
    case .command(let words) where words.first?.isEmpty ?? true: [MixProblem(key: "io.command", message: "names no program")]
    case .timer, .http, .disk, .sqlite, .call, .command, nil: []
    }
  }

  private var workerProblems: [MixProblem] {
    var found: [MixProblem] = []
    if workers != nil, cpu == nil {
      found.append(MixProblem(key: "workers", message: "needs a cpu step: there is nothing that workers could do"))
    }
    if let servers, !(1...Mix.mostServers).contains(servers) {
      found.append(MixProblem(key: "servers", message: "must be between 1 and \(Mix.mostServers)"))
    }
    let isOfSwift = calls.contains { $0.runtime == .swift }
    if isOfSwift, workers != nil { found.append(MixProblem(key: "workers", message: "is for the runtime asyncio alone")) }
    if isOfSwift, servers != nil { found.append(MixProblem(key: "servers", message: "is for the runtime asyncio alone")) }
    if kind == .idle, servers != nil { found.append(MixProblem(key: "servers", message: "an idle mix has no items to share")) }
    return found
  }

  private var itemProblems: [MixProblem] {
    guard let items = code?.items else { return [] }
    guard calls.contains(where: { $0.runtime == .asyncio }) else { return [needsCall("items_from")] }
    if case .call(let call) = items, call.runtime != .asyncio {
      return [MixProblem(key: "items_from", message: "\(call) is no function of Python")]
    }
    return []
  }
}
