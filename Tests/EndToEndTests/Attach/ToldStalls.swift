import Foundation
import SampleApps
import Samples

/// What `/api/v1/apps` tells of the stalls of one application.
struct ToldStalls: Decodable {
  struct Answer: Decodable {
    let apps: [ToldApp]
  }

  struct ToldApp: Decodable {
    let app: String
    let stalls: ToldStalls
  }

  struct Stall: Decodable {
    let seconds: Double
    let cause: StallCause?
    let startup: Bool
    let overload: Bool
    let hostCaused: Bool
    let frame: String?
    let holder: ToldReport.Holder?

    /// Whether it tells what the program did, as far as the host was not in the way.
    func isRight(_ truth: Truth) -> Bool {
      guard !hostCaused else { return true }
      guard cause == truth.cause, overload == (truth.overload ?? false) else { return false }
      if let holder = truth.holder { return self.holder?.thread == truth.thread && Self.function(self.holder?.frame) == holder }
      return Self.function(frame) == truth.frame
    }

    private static func function(_ frame: String?) -> String? {
      frame?.split(separator: ":").last?.split(separator: ".").last.map(String.init)
    }
  }

  let count: Double
  /// The newest 20.
  let newest: [Stall]

  /// Those of an application in an answer; `nil` if it is not in it.
  init?(of app: String, in answer: String) throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let apps = try decoder.decode(Answer.self, from: Data(answer.utf8)).apps
    guard let found = apps.first(where: { $0.app == app }) else { return nil }
    self = found.stalls
  }
}
