/// A Grafana dashboard.
package struct Dashboard: Sendable {
  /// Stable: links and bookmarks hold it.
  package let uid: String
  let title: String
  let description: String
  /// Where its time range begins, as `now-1h`.
  var from = "now-1h"
  let rows: [Row]
  /// What is marked over its panels beside what is marked in all dashboards.
  var annotations: [JSON] = []

  /// Panels under a heading.
  struct Row: Sendable {
    let title: String
    /// Whether it is closed until somebody opens it; then its panels ask nothing. Only the last row may be.
    var isCollapsed = false
    let panels: [Panel]
  }

  /// All of them, as they are listed.
  package static let all: [Dashboard] = [overview, host, strategies, applications, application, agent]

  /// As Grafana imports and provisions it.
  package func text() throws -> String { try json.text() }

  /// What its panels ask.
  package var expressions: [PromQL] { rows.flatMap(\.panels).flatMap(\.queries).map(\.expression) }

  // MARK: JSON

  private var json: JSON {
    [
      "id": .null, "uid": .string(uid), "title": .string("calcmon / \(title)"), "description": .string(description),
      "tags": ["calcmon"], "timezone": "browser", "editable": false, "graphTooltip": 1, "schemaVersion": 39, "version": 1,
      "refresh": "1m", "time": ["from": .string(from), "to": "now"], "timepicker": [:],
      "templating": ["list": .array(Variable.all)], "annotations": ["list": .array(Annotation.all + annotations)],
      "links": [
        [
          "type": "dashboards", "title": "calcmon", "tags": ["calcmon"], "asDropdown": false, "includeVars": true,
          "keepTime": true, "targetBlank": false, "icon": "external link", "tooltip": "The other dashboards of calcmon",
          "url": "",
        ]
      ],
      "panels": .array(panels),
    ]
  }

  /// Rows under each other; in a row, panels from the left to the right, wrapped at 24 columns.
  private var panels: [JSON] {
    var all: [JSON] = []
    var id = 1
    var y = 0
    for row in rows {
      let rowID = id
      let top = y
      (id, y) = (id + 1, y + 1)
      let panels = Dashboard.placed(row.panels, id: &id, y: &y)
      all.append(rowJSON(row, panels: row.isCollapsed ? panels : [], id: rowID, y: top))
      if !row.isCollapsed { all += panels }
    }
    return all
  }

  private static func placed(_ panels: [Panel], id: inout Int, y: inout Int) -> [JSON] {
    var (x, height) = (0, 0)
    var all: [JSON] = []
    for panel in panels {
      if x + panel.width > 24 {
        y += height
        (x, height) = (0, 0)
      }
      all.append(panel.json(id: id, x: x, y: y))
      id += 1
      x += panel.width
      height = max(height, panel.height)
    }
    y += height
    return all
  }

  private func rowJSON(_ row: Row, panels: [JSON], id: Int, y: Int) -> JSON {
    [
      "id": .integer(id), "type": "row", "title": .string(row.title), "collapsed": .bool(row.isCollapsed),
      "panels": .array(panels), "gridPos": ["x": 0, "y": .integer(y), "w": 24, "h": 1],
    ]
  }
}
