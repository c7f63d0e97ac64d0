/// Collects what is wrong while a file is read.
final class ProblemList {
  /// Who made more mistakes has given the wrong file.
  private static let limit = 100

  private(set) var problems: Set<SettingsProblem> = []
  /// How often something was found wrong; what an alias repeats counts each time.
  private(set) var count = 0

  func add(_ place: Place, _ message: String) {
    count += 1
    let problem = SettingsProblem(place, message)
    guard !problems.contains(problem) else { return }
    problems.insert(
      problems.count < Self.limit ? problem : SettingsProblem(nil, "has more than \(Self.limit) problems; these are some"))
  }
}
