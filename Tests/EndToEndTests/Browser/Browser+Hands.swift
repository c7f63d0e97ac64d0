/// What people do with a page by pointer and keyboard.
extension Browser {
  /// Presses on the thumb of a slider, moves the pointer to each share of its length in turn, and lets go.
  ///
  /// - Parameter meanwhile: done after each move, while the button is down.
  func drag(_ selector: String, to shares: [Double], meanwhile: () async throws -> Void = {}) async throws {
    let thumb: [Double] = try await evaluate(
      """
      (() => {
        const slider = document.querySelector('\(selector)')
        slider.scrollIntoView({block: "center", behavior: "instant"})
        const {left, width, top, height} = slider.getBoundingClientRect()
        return [left + 8, width - 16, top + height / 2, (slider.value - slider.min) / (slider.max - slider.min)]
      })()
      """)
    func move(_ share: Double) -> [String: Any] {
      ["type": "pointerMove", "duration": 0, "x": Int(thumb[0] + thumb[1] * share), "y": Int(thumb[2])]
    }
    try await point([move(thumb[3]), ["type": "pointerDown", "button": 0]])
    for share in shares {
      try await point([move(share)])
      try await meanwhile()
    }
    try await point([["type": "pointerUp", "button": 0]])
  }

  private func point(_ actions: [[String: Any]]) async throws {
    let mouse: [String: Any] = [
      "type": "pointer", "id": "mouse", "parameters": ["pointerType": "mouse"], "actions": actions,
    ]
    try await command("actions", ["actions": [mouse]])
  }

  /// Goes to a field, and writes over what is there.
  func write(_ text: String, into selector: String) async throws {
    let _: Bool = try await evaluate(
      "(document.querySelector('\(selector)').focus(), document.querySelector('\(selector)').select(), true)")
    try await press("\u{E017}")
    for character in text { try await press(String(character)) }
  }
}
