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
    // WebDriver's own actions let the button go at the end of each command.
    func mouse(_ type: String, at share: Double, buttons: Int) async throws {
      let event: [String: Any] = [
        "type": type, "x": thumb[0] + thumb[1] * share, "y": thumb[2], "button": "left", "buttons": buttons, "clickCount": 1,
      ]
      let _: WebDriverSession.Ignored = try await devTools("Input.dispatchMouseEvent", event)
    }
    try await mouse("mouseMoved", at: thumb[3], buttons: 0)
    try await mouse("mousePressed", at: thumb[3], buttons: 1)
    for share in shares {
      try await mouse("mouseMoved", at: share, buttons: 1)
      try await meanwhile()
    }
    try await mouse("mouseReleased", at: shares.last ?? thumb[3], buttons: 0)
  }

  /// Goes to a field, and writes over what is there, at once.
  func write(_ text: String, into selector: String) async throws {
    let _: Bool = try await evaluate(
      "(document.querySelector('\(selector)').focus(), document.querySelector('\(selector)').select(), true)")
    let _: WebDriverSession.Ignored = try await devTools("Input.insertText", ["text": text])
  }
}
