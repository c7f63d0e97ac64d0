/// A picture in shades of grey.
struct Picture: Sendable {
  let width: Int
  let height: Int
  private let shades: [UInt8]

  /// A picture of a chequered floor.
  init(width: Int, height: Int) {
    self.init(
      width: width, height: height,
      shades: (0..<width * height).map { ($0 % width / 8 + $0 / width / 8).isMultiple(of: 2) ? 0 : 255 })
  }

  private init(width: Int, height: Int, shades: [UInt8]) {
    self.width = width
    self.height = height
    self.shades = shades
  }

  /// Half as wide and half as high: each shade is the mean of four.
  func shrunk() -> Picture {
    let (small, low) = (width / 2, height / 2)
    var mean = [UInt8](repeating: 0, count: small * low)
    for y in 0..<low {
      for x in 0..<small {
        let corner = 2 * y * width + 2 * x
        let sum = [corner, corner + 1, corner + width, corner + width + 1].reduce(0) { $0 + Int(shades[$1]) }
        mean[y * small + x] = UInt8(sum / 4)
      }
    }
    return Picture(width: small, height: low, shades: mean)
  }
}
