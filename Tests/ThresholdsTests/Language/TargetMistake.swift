import Testing
import Thresholds

/// What is said of a text that is no target.
enum TargetMistake {
  /// - Parameter message: with line and column, as the error describes itself.
  static func expect(_ text: String, _ name: TargetName, _ message: String, sourceLocation: SourceLocation = #_sourceLocation) {
    do throws(TargetSyntaxError) {
      let target = try Target(parsing: text, for: name)
      Issue.record("\(text.debugDescription) was read as \(target.sourceText)", sourceLocation: sourceLocation)
    } catch {
      #expect(error.description == message, sourceLocation: sourceLocation)
      #expect(error.description == "\(error.line):\(error.column): \(error.message)", sourceLocation: sourceLocation)
    }
  }
}
