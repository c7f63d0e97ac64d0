/// A Grafana dashboard.
package struct Dashboard: Sendable {
  /// Stable: links and bookmarks hold it.
  package let uid: String
  let title: String
  let description: String
  /// Where its time range begins, as `now-1h`.
  var from = "now-1h"
  let rows: [Row]

  /// Panels under a heading.
  struct Row: Sendable {
    let title: String
    let panels: [Panel]
  }

  /// All of them, as they are listed.
  package static let all: [Dashboard] = [overview, host, strategies, agent]

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
      "templating": ["list": .array(Variable.all)], "annotations": ["list": .array(Annotation.all)],
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
    var y = 0
    for row in rows {
      all.append(rowJSON(row.title, id: all.count + 1, y: y))
      y += 1
      var x = 0
      var height = 0
      for panel in row.panels {
        if x + panel.width > 24 {
          y += height
          (x, height) = (0, 0)
        }
        all.append(panel.json(id: all.count + 1, x: x, y: y))
        x += panel.width
        height = max(height, panel.height)
      }
      y += height
    }
    return all
  }

  private func rowJSON(_ title: String, id: Int, y: Int) -> JSON {
    [
      "id": .integer(id), "type": "row", "title": .string(title), "collapsed": false, "panels": [],
      "gridPos": ["x": 0, "y": .integer(y), "w": 24, "h": 1],
    ]
  }
}
