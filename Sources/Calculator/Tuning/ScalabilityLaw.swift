/// The Universal Scalability Law: X(N) = λN / (1 + σ(N - 1) + κN(N - 1)).
///
/// N. J. Gunther, "A simple capacity model of massively parallel transaction systems", CMG 1993; "Guerrilla Capacity Planning", Springer 2007.
package struct ScalabilityLaw: Hashable, Sendable {
  /// λ: the throughput of one, in items a second.
  package let single: Double
  /// σ: the share that is done one after another; 0: none.
  package let contention: Double
  /// κ: what each pair costs in coherence; 0: none, and the throughput never falls.
  package let coherence: Double

  /// With these coefficients.
  package init(single: Double, contention: Double, coherence: Double) {
    self.single = single
    self.contention = contention
    self.coherence = coherence
  }

  /// The throughput of so many.
  package func throughput(_ count: Double) -> Double {
    single * count / (1 + contention * (count - 1) + coherence * count * (count - 1))
  }

  /// Where the throughput is greatest; `nil` where it never falls.
  package var peak: Double? {
    coherence > 0 && contention < 1 ? max(1, ((1 - contention) / coherence).squareRoot()) : nil
  }

  /// The least number with nearly all of the throughput that there is up to `most`.
  package func knee(upTo most: Int, share: Double = 0.95) -> Int {
    let best = (1...max(1, most)).map { throughput(Double($0)) }.max() ?? 0
    return (1...max(1, most)).first { throughput(Double($0)) >= share * best } ?? 1
  }

  /// Least squares of the relative error of N/X, which is linear in the coefficients: N/X = a + b(N - 1) + cN(N - 1), and none of them negative.
  ///
  /// - Parameter points: number and throughput.
  /// - Returns: `nil` for fewer than three different numbers.
  package static func fit(_ points: [(count: Double, throughput: Double)]) -> ScalabilityLaw? {
    let points = points.filter { $0.count >= 1 && $0.throughput > 0 }
    guard Set(points.map(\.count)).count >= 3 else { return nil }
    // Each row divided by N/X: what is made small is the relative error.
    let rows = points.map { point -> [Double] in
      let weight = point.throughput / point.count
      return [weight, weight * (point.count - 1), weight * point.count * (point.count - 1)]
    }
    // The best among the solutions with some coefficients at 0: there are few enough to try them all.
    let candidates = [[0, 1, 2], [0, 1], [0, 2], [0]].compactMap { columns -> (values: [Double], error: Double)? in
      guard let found = solve(rows.map { row in columns.map { row[$0] } }), found.allSatisfy({ $0 >= 0 }), found[0] > 0 else {
        return nil
      }
      var values = [0.0, 0, 0]
      for (column, value) in zip(columns, found) { values[column] = value }
      let error = rows.reduce(0) { sum, row in
        let miss = zip(row, values).reduce(0) { $0 + $1.0 * $1.1 } - 1
        return sum + miss * miss
      }
      return (values, error)
    }
    guard let best = candidates.min(by: { $0.error < $1.error })?.values else { return nil }
    return ScalabilityLaw(single: 1 / best[0], contention: best[1] / best[0], coherence: best[2] / best[0])
  }

  /// The normal equations for a right side of ones, by elimination with the greatest pivot; `nil` where they have no single solution.
  private static func solve(_ rows: [[Double]]) -> [Double]? {
    let count = rows.first?.count ?? 0
    var matrix = (0..<count).map { i in
      (0..<count).map { j in rows.reduce(0) { $0 + $1[i] * $1[j] } } + [rows.reduce(0) { $0 + $1[i] }]
    }
    for column in 0..<count {
      guard let pivot = (column..<count).max(by: { abs(matrix[$0][column]) < abs(matrix[$1][column]) }),
        abs(matrix[pivot][column]) > 1e-12
      else { return nil }
      matrix.swapAt(column, pivot)
      for row in 0..<count where row != column {
        let factor = matrix[row][column] / matrix[column][column]
        for index in column...count { matrix[row][index] -= factor * matrix[column][index] }
      }
    }
    return (0..<count).map { matrix[$0][count] / matrix[$0][$0] }
  }
}
