/// Numbers as people read them.
package enum Digits {
  /// Three significant digits or three decimals, whichever is shorter, without trailing zeros.
  package static func text(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return value == 0 ? "0" : "\(value)" }
    let magnitude = abs(value)
    if magnitude >= 1e15 { return value.description }
    if magnitude < 0.001 { return value < 0 ? "> -0.001" : "< 0.001" }
    let decimals = magnitude >= 100 ? 0 : magnitude >= 10 ? 1 : magnitude >= 1 ? 2 : 3
    let scale = [1.0, 10, 100, 1000][decimals]
    let whole = Int64((magnitude * scale).rounded())
    var text = String(whole / Int64(scale))
    var fraction = String(whole % Int64(scale))
    fraction = String(repeating: "0", count: max(0, decimals - fraction.count)) + fraction
    while fraction.hasSuffix("0") { fraction.removeLast() }
    if decimals > 0, !fraction.isEmpty { text += "." + fraction }
    return (value < 0 ? "-" : "") + text
  }

  /// With a binary unit: `17.3 MiB`.
  package static func bytes(_ value: Double) -> String {
    var value = value
    for unit in ["B", "KiB", "MiB", "GiB"] {
      if abs(value) < 1024 { return "\(text(value)) \(unit)" }
      value /= 1024
    }
    return "\(text(value)) TiB"
  }
}
