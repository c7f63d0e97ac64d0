import CalcmonWorkload

/// The steps of a service that makes pictures smaller. Which strategy suits it is for calcmon to find out:
///
///     calcmon run --runtime swift --child .build/release/pictures --io swift:load --cpu swift:shrink --strategy all
@main struct Pictures {
  private static let pictures = [
    Picture(width: 400, height: 300), Picture(width: 800, height: 600), Picture(width: 640, height: 480),
  ]

  static func main() async throws {
    try await Workload {
      IOStep("load") { _ in try await Task.sleep(for: .milliseconds(3)) }
      CPUStep("shrink") { item in
        let small = pictures[item % pictures.count].shrunk()
        guard small.width > 0 else { throw TooSmall() }
      }
    }.main()
  }
}

/// Nothing would be left of it.
struct TooSmall: Error {}
