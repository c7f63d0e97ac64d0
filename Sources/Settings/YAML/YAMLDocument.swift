import Yams

/// Reads the one document of a text.
struct YAMLDocument {
  /// `nil` where there is nothing but comments.
  let root: YAMLNode?
  /// The text as it is.
  let source: SourceText

  /// - Parameter problems: takes what is wrong with keys and aliases.
  /// - Throws: a single problem, with its line, where the text is no YAML.
  init(_ text: String, _ problems: ProblemList) throws(SettingsProblem) {
    source = SourceText(text)
    if let place = source.firstPlace(where: HiddenSyntax.isReserved) {
      throw SettingsProblem(place, "the private characters U+E000 to U+E02F cannot stand here")
    }
    var hidden = source
    hidden.replace(HiddenSyntax.hide)
    var originals: [Unicode.Scalar: Unicode.Scalar] = [:]
    for stand in HiddenSyntax.repeatedKeys {
      do {
        root = try Self.root(hidden.text, problems, originals)
        return
      } catch {
        guard case .duplicatedKeysInMapping(_, let context) = error,
          let index = Self.firstLetter(of: Place(context.mark), in: hidden)
        else { throw SyntaxProblem(source).problem(error) }
        originals[stand] = hidden.scalars[index]
        hidden.replace(at: index, by: stand)
      }
    }
    throw SettingsProblem(nil, "more than \(HiddenSyntax.repeatedKeys.count) keys are given twice")
  }

  private static func root(
    _ text: String, _ problems: ProblemList, _ originals: [Unicode.Scalar: Unicode.Scalar]
  ) throws(YamlError) -> YAMLNode? {
    do {
      let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
      return try withExtendedLifetime(parser) {
        var tree = YAMLTree(problems, repeatedKeys: originals)
        return try parser.singleRoot().map { tree.node($0) }
      }
    } catch let error as YamlError {
      throw error
    } catch {
      throw .representer(problem: "\(error)")
    }
  }

  /// Of a key that is nothing but letters, in quotes or not; `nil` where it is anything else.
  private static func firstLetter(of place: Place, in text: SourceText) -> Int? {
    guard var index = text.index(of: place) else { return nil }
    if ["'", "\""].contains(text.scalars[index]) { index += 1 }
    guard index < text.scalars.count else { return nil }
    let first = text.scalars[index]
    return first.properties.isAlphabetic || first == "_" || first.properties.numericType != nil ? index : nil
  }
}
