import CalcmonTesting
import Dashboards
import Foundation
import Testing

/// Dashboards as Grafana's own models read them (grafana-foundation-sdk).
@Suite struct ModelTests {
  /// Reads a dashboard into the models and writes it back; prints the path of everything that is not the same then.
  private static let script = """
    import json, sys
    sys.path.insert(0, sys.argv[1])
    from grafana_foundation_sdk.cog.encoder import JSONEncoder
    from grafana_foundation_sdk.cog.plugins import register_default_plugins
    from grafana_foundation_sdk.models.dashboard import Dashboard

    def compare(before, after, path):
        if isinstance(before, dict) and isinstance(after, dict):
            for key in before:
                if before[key] is not None: compare(before[key], after.get(key), f"{path}/{key}")
        elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
            for index, pair in enumerate(zip(before, after)): compare(*pair, f"{path}/{index}")
        elif before != after:
            print(path)

    register_default_plugins()
    text = json.load(sys.stdin)
    model = Dashboard.from_json(text)
    compare(text, json.loads(JSONEncoder().encode(model)), "")
    kinds = {type(target).__module__.split(".")[-1] for panel in model.panels for target in getattr(panel, "targets", None) or []}
    print("read", len(model.panels), *sorted(kinds))
    """

  @Test(arguments: DashboardText.all)
  func `They know every field, and lose none`(_ dashboard: DashboardText) async throws {
    let models = try await Tool.output("\(Repository.root)/.ci/grafana-models", [])
    let output = try await Tool.output("python3", ["-c", Self.script, models], input: dashboard.text)
    let lines = output.split(separator: "\n")
    #expect(lines.last == "read \(dashboard.topLevel.count) prometheus")
    // The models have no word for what Prometheus' annotations are called; Grafana reads it.
    let lost = lines.dropLast().filter { $0.wholeMatch(of: /\/annotations\/list\/\d\/(titleFormat|textFormat)/) == nil }
    #expect(lost == [])
  }
}
