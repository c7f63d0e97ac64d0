/// As much of a dashboard as asks something.
package struct DashboardFile: Decodable {
  /// A panel, or a row with the panels that it hides.
  package struct Panel: Decodable {
    /// What stands above it.
    package let title: String
    /// Grafana's name of its kind.
    package let type: String
    /// The least time between two points.
    package let interval: String?
    /// What it asks.
    package let targets: [Target]?
    /// Those of a closed row.
    package let panels: [Panel]?
  }

  /// A query.
  package struct Target: Decodable {
    /// In PromQL, with Grafana's variables.
    package let expr: String
    /// The template of the series' name.
    package let legendFormat: String
    /// Its letter.
    package let refId: String
    /// Whether it asks for the latest values only.
    package let instant: Bool
  }

  /// What is chosen at the top.
  package struct Variable: Decodable {
    /// As queries call it.
    package let name: String
    /// Grafana's name of its kind.
    package let type: String
    /// Where its values come from.
    package let query: Query

    /// A word, or an object with the query.
    package struct Query: Decodable {
      /// The word, or the query.
      package let text: String

      package init(from decoder: any Decoder) throws {
        struct Object: Decodable { let query: String }
        if let word = try? decoder.singleValueContainer().decode(String.self) {
          text = word
        } else {
          text = try Object(from: decoder).query
        }
      }
    }
  }

  /// What is marked over all panels.
  package struct Annotation: Decodable {
    /// What the marks are called.
    package let name: String
    /// `nil` of Grafana's own.
    package let expr: String?
  }

  /// A list in an object.
  package struct List<Element: Decodable>: Decodable {
    /// Its elements.
    package let list: [Element]
  }

  /// The name that bookmarks hold.
  package let uid: String
  /// Rows and panels, as they stand below each other.
  package let panels: [Panel]
  /// The variables.
  package let templating: List<Variable>
  /// The marks.
  package let annotations: List<Annotation>
}
