import Thresholds

/// What a queue or the memory of a process does in a run, with noise.
struct TrendShape: Sendable, CustomStringConvertible {
  let description: String
  /// Deviation of the noise.
  var noise = 1.0
  /// How much of a value's noise the next one has.
  var correlation = 0.0
  /// Added to one value of a run.
  var spike = 0.0
  var minimumRise = TrendTest.MinimumRise.absolute(1)
  /// At a place in the run (0..<1), with a number (0..<1) that every run draws anew.
  let level: @Sendable (_ place: Double, _ drawn: Double) -> Double

  /// A run with ten values a second.
  func run(_ count: Int, _ random: inout Noise) -> TrendSeries {
    let drawn = random.uniform()
    let struck = Int(random.uniform() * Double(count))
    var rest = random.normal()
    let values = (0..<count).map { index in
      if index > 0 { rest = correlation * rest + (1 - correlation * correlation).squareRoot() * random.normal() }
      return level(Double(index) / Double(count), drawn) + noise * rest + (index == struck ? spike : 0)
    }
    return TrendSeries(times: (0..<count).map { Double($0) / 10 }, values: values)
  }

  /// Of so many seeds, the share whose runs rise.
  func alarms(seeds: UInt64, runs: Int, values: Int) -> Double {
    let rising = (1...seeds).count { seed in
      var random = Noise(seed: seed)
      let strata = (0..<runs).map { _ in run(values, &random) }
      return TrendTest(minimumRise: minimumRise).evaluate(strata)?.rises ?? false
    }
    return Double(rising) / Double(seeds)
  }
}

extension TrendShape {
  private static func part(_ x: Double) -> Double { x - x.rounded(.down) }

  /// Sine of a share of a circle, by Bhaskara's approximation: within 0.002.
  private static func wave(_ x: Double) -> Double {
    let half = part(2 * x)
    let arc = 4 * half * (1 - half)
    return (part(x) < 0.5 ? 1 : -1) * 4 * arc / (5 - arc)
  }

  static let flat: [TrendShape] = [
    TrendShape(description: "flat") { _, _ in 100 },
    TrendShape(description: "flat, very noisy", noise: 50) { _, _ in 1_000 },
    TrendShape(description: "one spike", spike: 500) { _, _ in 100 },
    TrendShape(description: "a step down") { x, _ in x < 0.5 ? 120 : 100 },
  ]

  static func correlated(_ correlation: Double) -> TrendShape {
    TrendShape(description: "correlation \(correlation)", noise: 3, correlation: correlation) { _, _ in 100 }
  }

  /// Twenty high, as many in a run as given; the run begins at a share of a tooth.
  private static func tooth(_ x: Double, _ teeth: Double, from start: Double = 0) -> Double { 20 * part(x * teeth + start) }

  static let teeth: [TrendShape] =
    (2...8).map { teeth in
      TrendShape(description: "\(teeth) teeth that rise slowly") { x, _ in 100 + tooth(x, Double(teeth)) }
    }
    + (2...8).map { teeth in
      TrendShape(description: "\(teeth) teeth that fall slowly") { x, _ in 120 - tooth(x, Double(teeth)) }
    } + [
      TrendShape(description: "two to eight teeth from anywhere") { x, drawn in
        100 + tooth(x, 2 + 6 * drawn, from: 7 * drawn)
      }
    ]

  static let waves: [TrendShape] =
    [2, 3, 5].flatMap { waves in
      [
        TrendShape(description: "\(waves) waves, the first up") { x, _ in 100 + 10 * wave(x * Double(waves)) },
        TrendShape(description: "\(waves) waves, the first down") { x, _ in 100 - 10 * wave(x * Double(waves)) },
      ]
    } + [
      TrendShape(description: "two to six waves from anywhere") { x, drawn in
        100 + 10 * wave(x * (2 + 4 * drawn) + 7 * drawn)
      }
    ]

  static let drained: [TrendShape] =
    [0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9].map { peak in
      TrendShape(description: "fills until \(peak) of the run, then drains") { x, _ in
        50 * (x < peak ? x / peak : max(0, (0.97 - x) / (0.97 - peak)))
      }
    } + [
      TrendShape(description: "fills, drains and stays empty") { x, _ in 50 * (x < 0.6 ? x / 0.6 : max(0, (0.9 - x) / 0.3)) },
      TrendShape(description: "fills and stays full") { x, _ in 50 * min(1, x / 0.4) },
    ]

  static let rises: [TrendShape] = [
    TrendShape(description: "grows by twenty deviations") { x, _ in 100 + 20 * x },
    TrendShape(description: "grows by ten deviations", noise: 2) { x, _ in 100 + 20 * x },
    TrendShape(description: "a leak of 7 %", noise: 0.5, minimumRise: .relative(0.05)) { x, _ in 100 + 7 * x },
    TrendShape(description: "a leak of 10 %", noise: 0.5, minimumRise: .relative(0.05)) { x, _ in 100 + 10 * x },
    TrendShape(description: "a queue that fills") { x, _ in (50 * x).rounded() },
    TrendShape(description: "four steps") { x, _ in 100 + 20 * (x * 4).rounded(.down) / 3 },
    TrendShape(description: "eight steps") { x, _ in 100 + 20 * (x * 8).rounded(.down) / 7 },
    TrendShape(description: "four steps without noise", noise: 0) { x, _ in 100 + 20 * (x * 4).rounded(.down) / 3 },
    TrendShape(description: "grows from half-way") { x, _ in 100 + 60 * max(0, x - 0.5) },
    TrendShape(description: "grows faster and faster") { x, _ in 100 + 20 * x * x },
  ]

  static let risingTeeth: [TrendShape] = [
    TrendShape(description: "four teeth, half as high as the leak") { x, _ in 100 + 20 * x + tooth(x, 4) / 2 },
    TrendShape(description: "five teeth as high as the leak") { x, _ in 100 + 20 * x + tooth(x, 5) },
    TrendShape(description: "seven teeth as high as the leak") { x, _ in 100 + 20 * x + tooth(x, 7) },
    TrendShape(description: "six teeth that fall slowly, half as high as the leak") { x, _ in 120 + 20 * x - tooth(x, 6) / 2 },
    TrendShape(description: "four to eight teeth from anywhere, half as high") { x, drawn in
      100 + 20 * x + tooth(x, 4 + 4 * drawn, from: 7 * drawn) / 2
    },
  ]
}
