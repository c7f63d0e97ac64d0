/// One panel of a dashboard: what it asks, and how that is shown.
struct Panel: Sendable {
  /// How it is shown.
  enum Kind: Sendable {
    /// Lines; those of queries that are limits are dashed.
    case lines
    /// Columns on each other, of what was added up in each step.
    case stacked
    /// One figure a series, the latest.
    case stat
    /// The buckets of a histogram over time.
    case heatmap
    /// One row a series, over time, coloured by value.
    case states
    /// Rows of the latest values.
    case table(Table)
    /// Text in Markdown, without a query.
    case text(String)
  }

  let title: String
  let description: String
  let kind: Kind
  var unit = Unit.count
  var queries: [Query] = []
  /// Said where there is no data: what that means, and what to do.
  var noValue = ""
  /// The values at which colours change, ascending; the first colour is that of all values below.
  var colours: [(from: Double?, colour: Colour)] = []
  /// What values are called.
  var words: [ValueWord] = []
  /// The least time between two points, as `1m`; `nil`: that of the data source. What many hosts are asked for costs less then, and what
  /// happens once a slot is asked for once a slot: `Variable.slot`.
  var interval: String?
  /// Whether its axis is logarithmic: what is good and what is at the limit are far apart.
  var isLogarithmic = false
  /// What stands at its axis.
  var axis = ""
  /// Of 24.
  var width = 12
  var height = 8
}

/// What one of the panel's lines asks.
struct Query: Sendable {
  let expression: PromQL
  /// Grafana's template of the series' name.
  var legend = "__auto"
  /// Whether it is a limit that values are to be compared with.
  var isLimit = false
  /// Whether Prometheus' exemplars are drawn: runs, by their number.
  var hasExemplars = false

  init(_ expression: PromQL, legend: String = "__auto", isLimit: Bool = false, hasExemplars: Bool = false) {
    self.expression = expression
    self.legend = legend
    self.isLimit = isLimit
    self.hasExemplars = hasExemplars
  }

  /// The labels that the name of a series is made of.
  var legendLabels: [String] { legend.matches(of: /\{\{(\w+)\}\}/).map { String($0.output.1) } }
}

/// How a table's columns are called. Columns of values are named by the query.
struct Table: Sendable {
  struct Column: Sendable {
    /// A label, or the letter of a query.
    let field: Field
    let title: String
    var unit = Unit.count
    var colours: [(from: Double?, colour: Colour)] = []
    /// Where a click on a cell leads.
    var link: Link?
  }
  enum Field: Sendable {
    case label(String)
    /// By its place among the panel's queries.
    case query(Int)

    /// As Grafana calls it after it has merged the queries' tables.
    func name(of count: Int) -> String {
      switch self {
      case .label(let name): name
      case .query(let index): count == 1 ? "Value" : "Value #\(refID(index))"
      }
    }
  }
  struct Link: Sendable {
    let title: String
    let url: String
  }

  let columns: [Column]
  /// Labels and values that are not shown.
  var hidden: [String] = []
}

/// What a value is called, and its colour.
struct ValueWord: Sendable {
  let value: Int
  let word: String
  let colour: Colour
}

/// Grafana's units, as far as they are needed here.
enum Unit: String, CaseIterable, Sendable {
  case count = "short"
  case seconds = "s"
  case ratio = "percentunit"
  case bytes = "bytes"
  case bytesPerSecond = "binBps"
  case perSecond = "cps"
  case requestsPerSecond = "reqps"
  case fromNow = "dateTimeFromNow"
  case date = "dateTimeAsIso"
  case plain = "none"
  case word = "string"
}

/// Grafana's colours, as far as they are needed here.
enum Colour: String, Sendable {
  case green, red, orange, yellow, blue
  case neutral = "text"
}

/// The letter of a query by its place.
func refID(_ index: Int) -> String { String(UnicodeScalar(UInt8(65 + index))) }
