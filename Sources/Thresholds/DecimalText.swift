/// Numbers with all their digits and without an exponent.
enum DecimalText {
  /// The shortest decimal number that is read as this one, times a power of ten: the digits are moved, not computed, so that
  /// `0.999` moved by 2 is `99.9`.
  static func plain(_ value: Double, shiftedBy shift: Int = 0) -> String {
    guard value.isFinite else { return value.description }
    let parts = value.magnitude.description.split(separator: "e")
    let mantissa = parts[0].split(separator: ".", maxSplits: 1)
    let whole = mantissa[0]
    let fraction = mantissa.dropFirst().first ?? ""
    let point = whole.count + shift + (parts.dropFirst().first.flatMap { Int($0) } ?? 0)
    return (value < 0 ? "-" : "") + place(Array(whole + fraction), point: point)
  }

  /// Digits with a point behind so many of them, filled up with zeros, without needless ones.
  private static func place(_ digits: [Character], point: Int) -> String {
    let filled = Array(repeating: Character("0"), count: max(0, 1 - point)) + digits
    let split = max(1, point)
    let whole = String(filled.prefix(split)) + String(repeating: "0", count: max(0, split - filled.count))
    var fraction = String(filled.dropFirst(split))
    while fraction.last == "0" { fraction.removeLast() }
    let trimmed = whole.drop { $0 == "0" }
    return (trimmed.isEmpty ? "0" : String(trimmed)) + (fraction.isEmpty ? "" : "." + fraction)
  }
}
