import Testing

/// Runs the tests of Swift Testing, and no others: SwiftPM then needs no index of the sources to look for XCTest's.
@main struct TestRunner {
  static func main() async {
    await Testing.__swiftPMEntryPoint() as Never
  }
}
