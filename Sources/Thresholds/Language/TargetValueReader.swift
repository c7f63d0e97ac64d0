/// A number and what stands behind it.
struct WrittenValue {
  let number: TargetToken
  var unit: TargetToken?
  var slash: TargetToken?
  var time: TargetToken?

  /// All of it.
  var text: Substring { text(to: time ?? unit ?? number) }

  func text(to last: TargetToken) -> Substring { number.text.base[number.text.startIndex..<last.text.endIndex] }
}

/// Makes a number of what was written, in one unit.
struct ValueReader {
  let unit: ValueUnit
  /// What the value is of, for messages.
  let what: String
  /// Which units are usual.
  let advice: String
  let written: WrittenValue

  /// In the unit. 0 stands alone in any.
  func value() throws(TargetSyntaxError) -> Double {
    if written.unit == nil, written.time == nil, try written.number.scaled(UnitName("")) == 0 { return 0 }
    let counted = try written.number.scaled(try scale())
    let value = try counted / seconds()
    if unit == .share, value > 1 { throw written.number.error("\(TargetMessage.quoted(written.text)) is more than 1; \(advice)") }
    return value
  }

  private func scale() throws(TargetSyntaxError) -> UnitName {
    if let scale = unit.names.first(where: { $0.name == written.unit?.text ?? "" }) { return scale }
    throw written.unit.map { isNoUnit($0, $0.text) } ?? missing("unit")
  }

  /// By which the value is divided: 1 where it is no rate.
  private func seconds() throws(TargetSyntaxError) -> Double {
    guard unit.counted != nil else {
      guard let slash = written.slash, let time = written.time else { return 1 }
      throw isNoUnit(slash, "/\(time.text)")
    }
    guard let time = written.time else { throw missing(written.unit == nil ? "unit" : "time") }
    guard let name = UnitName.times.first(where: { $0.name == time.text }) else {
      throw time.error(isNo: "time", "use /s, /m or /h")
    }
    return name.size
  }

  private func isNoUnit(_ token: TargetToken, _ text: some StringProtocol) -> TargetSyntaxError {
    token.error("\(TargetMessage.quoted(text)) is no unit of \(what); \(advice)")
  }

  /// `'5' has no unit; …`
  private func missing(_ word: String) -> TargetSyntaxError {
    let found = TargetMessage.quoted(written.text(to: written.unit ?? written.number))
    return written.number.error("\(found) has no \(word); \(advice)")
  }
}
