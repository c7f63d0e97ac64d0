import Rendering
import Samples
import Storage
import Thresholds

extension Report {
  /// JUnit's XML, for CI systems: a test suite for each mix, strategy and runtime, and each application; a test case for each target, and one for failures if a
  /// run or an item failed. A breached target has failed, an unknown one was skipped. Where too many runs failed the case `failures` is an
  /// error, where too many items did it has failed. Without any run there is one case, which is an error: a gate that was asked and saw
  /// nothing is not green. Ends with a line feed.
  package var junit: String {
    let suites =
      isEmpty
      ? [JUnitSuite(nothingIn: self)] : identities.map { JUnitSuite($0, of: self) } + apps.map { JUnitSuite($0, of: self) }
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="calcmon report: \(verdict.rawValue)" \(JUnitCase.counts(suites.flatMap(\.cases)).text)>
      \(Markup.lines(suites.map(\.markup)).text)
      </testsuites>

      """
  }
}
