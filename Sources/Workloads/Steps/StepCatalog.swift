import Samples

/// The steps of the user's own that a program knows, by their names.
package struct StepCatalog: Sendable {
  /// Computes for an item, by its number.
  package typealias CPU = @Sendable (Int) throws -> Void
  /// Waits for an item, by its number.
  package typealias IO = @Sendable (Int) async throws -> Void

  /// Steps that compute.
  package var cpu: [String: CPU] = [:]
  /// Steps that wait.
  package var io: [String: IO] = [:]

  /// None.
  package init() {}

  /// The CPU step that an order names.
  ///
  /// - Throws: `StepUnknown`.
  func cpuStep(_ call: StepCall) throws(StepUnknown) -> UserCPUStep {
    guard case .swift(let name) = call, let body = cpu[name] else {
      throw StepUnknown(call: call, isOther: call.stepName.map { io[$0] != nil } ?? false, kind: "CPU", known: cpu.keys.sorted())
    }
    return UserCPUStep(name: name, body: body)
  }

  /// The I/O step that an order names.
  ///
  /// - Throws: `StepUnknown`.
  func ioStep(_ call: StepCall) throws(StepUnknown) -> UserIOStep {
    guard case .swift(let name) = call, let body = io[name] else {
      throw StepUnknown(call: call, isOther: call.stepName.map { cpu[$0] != nil } ?? false, kind: "I/O", known: io.keys.sorted())
    }
    return UserIOStep(name: name, body: body)
  }
}

/// An order names a step that this program does not know.
struct StepUnknown: Error, CustomStringConvertible {
  let call: StepCall
  /// Whether it knows a step of that name and of the other kind.
  let isOther: Bool
  let kind: String
  let known: [String]

  var description: String {
    if isOther { return "'\(call)' is no \(kind) step" }
    let hint = known.isEmpty ? "it knows none" : "it knows \(known.map { "swift:\($0)" }.joined(separator: ", "))"
    return "this program knows no \(kind) step '\(call)'; \(hint)"
  }
}

extension StepCall {
  fileprivate var stepName: String? { if case .swift(let name) = self { name } else { nil } }
}
