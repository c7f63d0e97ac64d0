extension Panel {
  static let datasource: JSON = ["type": "prometheus", "uid": "${datasource}"]

  /// As Grafana 10 and later read it.
  func json(id: Int, x: Int, y: Int) -> JSON {
    let common: JSON = [
      "id": .integer(id), "title": .string(title), "description": .string(description), "type": .string(type),
      "gridPos": ["x": .integer(x), "y": .integer(y), "w": .integer(width), "h": .integer(height)],
    ]
    if case .text(let markdown) = kind { return common.adding(["options": ["mode": "markdown", "content": .string(markdown)]]) }
    return common.adding([
      "datasource": Panel.datasource, "targets": .array(queries.enumerated().map { target($1, index: $0) }),
      "fieldConfig": ["defaults": defaults, "overrides": .array(overrides)], "options": options,
      "transformations": .array(transformations),
    ]).adding(interval.map { ["interval": .string($0)] } ?? [:])
  }

  private var type: String {
    switch kind {
    case .lines, .stacked: "timeseries"
    case .stat: "stat"
    case .heatmap: "heatmap"
    case .states: "state-timeline"
    case .table: "table"
    case .text: "text"
    }
  }

  /// Whether it shows the latest values only.
  var isInstant: Bool {
    switch kind {
    case .table, .stat: true
    default: false
    }
  }

  private func target(_ query: Query, index: Int) -> JSON {
    let format =
      switch kind {
      case .heatmap: "heatmap"
      case .table: "table"
      default: "time_series"
      }
    return [
      "datasource": Panel.datasource, "editorMode": "code", "expr": .string(query.expression.text(.variables)),
      "legendFormat": .string(query.legend), "refId": .string(refID(index)), "format": .string(format),
      "instant": .bool(isInstant), "range": .bool(!isInstant), "exemplar": .bool(query.hasExemplars),
    ]
  }

  // MARK: Fields

  private var defaults: JSON {
    let mappings = words.isEmpty ? [] : [Panel.mapping(words)]
    var fields: [String: JSON] = [
      "unit": .string(unit.rawValue), "noValue": .string(noValue), "mappings": .array(mappings),
      "thresholds": Panel.thresholds(colours), "custom": custom,
    ]
    switch kind {
    case .stat, .states, .table: fields["color"] = ["mode": "thresholds"]
    default: fields["color"] = ["mode": "palette-classic"]
    }
    if [.ratio, .seconds, .count, .bytes].contains(unit), !isLogarithmic, case .lines = kind { fields["min"] = 0 }
    return .object(fields)
  }

  private static func thresholds(_ colours: [(from: Double?, colour: Colour)]) -> JSON {
    let steps = colours.isEmpty ? [(from: nil, colour: .neutral)] : colours
    return [
      "mode": "absolute",
      "steps": .array(steps.map { ["value": $0.from.map { .number($0) } ?? .null, "color": .string($0.colour.rawValue)] }),
    ]
  }

  private static func mapping(_ words: [ValueWord]) -> JSON {
    let options = words.enumerated().map { index, word -> (String, JSON) in
      let shown: JSON = ["text": .string(word.word), "color": .string(word.colour.rawValue), "index": .integer(index)]
      return ("\(word.value)", shown)
    }
    return ["type": "value", "options": .object(Dictionary(uniqueKeysWithValues: options))]
  }

  private var custom: JSON {
    switch kind {
    case .lines:
      [
        "drawStyle": "line", "lineWidth": 1, "fillOpacity": 0, "showPoints": "auto", "spanNulls": false,
        "stacking": ["mode": "none", "group": "A"], "axisLabel": .string(axis), "scaleDistribution": scale,
      ]
    case .stacked:
      [
        "drawStyle": "bars", "lineWidth": 0, "fillOpacity": 80, "showPoints": "never", "spanNulls": false,
        "stacking": ["mode": "normal", "group": "A"], "axisLabel": .string(axis), "scaleDistribution": scale,
      ]
    case .states: ["lineWidth": 0, "fillOpacity": 80]
    case .table: ["align": "auto", "filterable": true]
    case .stat, .heatmap, .text: [:]
    }
  }

  private var scale: JSON { isLogarithmic ? ["type": "log", "log": 10] : ["type": "linear"] }

  private var overrides: [JSON] {
    if case .table(let table) = kind { return table.columns.map { override($0) } }
    return queries.enumerated().filter(\.element.isLimit).map { index, _ in
      [
        "matcher": ["id": "byFrameRefID", "options": .string(refID(index))],
        "properties": [
          ["id": "color", "value": ["mode": "fixed", "fixedColor": "red"]],
          ["id": "custom.lineStyle", "value": ["fill": "dash", "dash": [10, 10]]],
          ["id": "custom.showPoints", "value": "never"], ["id": "custom.spanNulls", "value": true],
        ],
      ]
    }
  }

  private func override(_ column: Table.Column) -> JSON {
    var properties: [JSON] = [["id": "unit", "value": .string(column.unit.rawValue)]]
    if !column.colours.isEmpty {
      properties.append(["id": "thresholds", "value": Panel.thresholds(column.colours)])
      properties.append(["id": "custom.cellOptions", "value": ["type": "color-text"]])
    }
    if let link = column.link {
      properties.append([
        "id": "links", "value": [["title": .string(link.title), "url": .string(link.url), "targetBlank": false]],
      ])
    }
    return ["matcher": ["id": "byName", "options": .string(column.title)], "properties": .array(properties)]
  }

  // MARK: Options

  private var options: JSON {
    switch kind {
    case .lines, .stacked:
      [
        "legend": ["displayMode": "table", "placement": "bottom", "showLegend": true, "calcs": ["lastNotNull", "max"]],
        "tooltip": ["mode": "multi", "sort": "desc"],
      ]
    case .stat:
      [
        "reduceOptions": ["values": false, "calcs": ["lastNotNull"], "fields": ""], "orientation": "auto",
        "textMode": "auto", "colorMode": "value", "graphMode": "none", "justifyMode": "auto",
      ]
    case .heatmap:
      [
        "calculate": false, "cellGap": 1, "color": ["mode": "scheme", "scheme": "Oranges", "steps": 64, "reverse": false],
        "yAxis": ["unit": .string(unit.rawValue), "axisPlacement": "left"], "legend": ["show": true],
        "tooltip": ["mode": "single", "yHistogram": true, "showColorScale": true],
        "exemplars": ["color": "rgba(255,0,255,0.7)"], "filterValues": ["le": 1e-9], "showValue": "never",
      ]
    case .states:
      [
        "mergeValues": true, "showValue": "never", "rowHeight": 0.9, "alignValue": "left",
        "legend": ["displayMode": "list", "placement": "bottom", "showLegend": true, "calcs": []],
        "tooltip": ["mode": "single", "sort": "none"],
      ]
    case .table:
      ["showHeader": true, "cellHeight": "sm", "footer": ["show": false, "reducer": ["sum"], "countRows": false, "fields": ""]]
    case .text: [:]
    }
  }

  private var transformations: [JSON] {
    guard case .table(let table) = kind else { return [] }
    let names = table.columns.map { $0.field.name(of: queries.count) }
    let order = zip(names, names.indices).map { ($0, JSON.integer($1)) }
    let renames = zip(names, table.columns).map { ($0, JSON.string($1.title)) }
    let hidden = (["Time"] + table.hidden).map { ($0, JSON.bool(true)) }
    return [
      ["id": "merge", "options": [:]],
      [
        "id": "organize",
        "options": [
          "excludeByName": .object(Dictionary(hidden) { $1 }), "indexByName": .object(Dictionary(order) { $1 }),
          "renameByName": .object(Dictionary(renames) { $1 }),
        ],
      ],
    ]
  }
}
